"""Status: how far each person has come, what is due, and the last day for it.

Status is kept apart from findings: a step that is not yet due is no failure, and one
that was skipped cannot be caught up. Absence is judged on one day for each person, the
earliest of `as_of`, the last listed day, and the day the person died or moved away.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

from attrs import frozen

from kvacodes.model import Strength
from kvacodes.sequences.case import Case
from kvacodes.sequences.episodes import Episode, awaited_from, holds, is_part, limit_day
from kvacodes.sequences.plan import StepPlan

__all__ = [
    "NextDue",
    "Series",
    "SeriesStatus",
    "StepDates",
    "StepState",
    "StepStatus",
    "next_due_of",
    "series_of",
    "states_of",
    "step_dates",
    "steps_of",
]

_ONE_DAY = dt.timedelta(days=1)


class StepState(enum.StrEnum):
    """The state of one step for one person and episode."""

    DONE = "done"
    NOT_YET_DUE = "not-yet-due"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"
    """The absolute last day has passed, or the episode was closed without it."""
    SKIPPED = "skipped"
    """A later step was done instead."""


class Series(enum.StrEnum):
    """The state of the whole sequence for one person and episode."""

    ENDED = "ended"
    """The listing or the episode is closed."""
    COMPLETE = "complete"
    """All required steps are done."""
    AGED_OUT = "aged-out"
    """A required step is missing, and none is open any more."""
    BEHIND = "behind"
    """A required step is overdue or was skipped."""
    ON_TRACK = "on-track"


OPEN = frozenset({StepState.NOT_YET_DUE, StepState.DUE, StepState.OVERDUE})
"""The states of a step that can still be done."""


@frozen
class StepDates:
    """The days of a step that has not been done; each None where there is no such day.

    Attributes:
        earliest: The first day allowed: by absolute limits, or by recommended ones alone.
        recommended: The day it is meant for: the latest of the nominal age, the recommended
            starts, and the first day allowed.
        last: The last day before it is overdue.
        absolute_last: The last day before it is missed, where there are two last days, or
            where what comes later does not count.
        is_known: Whether the days could be worked out at all.
    """

    earliest: dt.date | None
    recommended: dt.date | None
    last: dt.date | None
    absolute_last: dt.date | None
    is_known: bool


@frozen(kw_only=True)
class StepStatus:
    """The state of one step.

    Attributes:
        person_id: The person; None where only one is judged.
        unit_id: Where the person is listed on the day by which absence is judged.
        episode: The episode, from 1.
        step: The step.
        state: Its state.
        date: Its first occurrence.
        earliest: See `StepDates`.
        recommended: See `StepDates`.
        last: See `StepDates`.
        absolute_last: See `StepDates`.
    """

    person_id: str | int | None
    unit_id: str | None
    episode: int
    step: int
    state: StepState
    date: dt.date | None
    earliest: dt.date | None
    recommended: dt.date | None
    last: dt.date | None
    absolute_last: dt.date | None


@frozen(kw_only=True)
class SeriesStatus:
    """The state of a sequence.

    Attributes:
        person_id: The person; None where only one is judged.
        unit_id: Where the person is listed on the day by which absence is judged.
        episode: The episode, from 1.
        status: The state of the sequence.
        start: The day the episode counts from.
        done: Number of required steps done.
        required: Number of required steps.
        next_step: The next step that can be done; None where there is none.
    """

    person_id: str | int | None
    unit_id: str | None
    episode: int
    status: Series
    start: dt.date | None
    done: int
    required: int
    next_step: int | None


@frozen(kw_only=True)
class NextDue:
    """The next step of one person, and its days: a row of a unit's work list.

    Attributes:
        person_id: The person; None where only one is judged.
        unit_id: Where the person is listed on `as_of`.
        episode: The episode, from 1.
        step: The step.
        state: Its state: not yet due, due or overdue.
        earliest: The first day allowed.
        recommended: The day it is meant for.
        last: The last day before it is overdue.
        absolute_last: See `StepDates`.
    """

    person_id: str | int | None
    unit_id: str | None
    episode: int
    step: int
    state: StepState
    earliest: dt.date | None
    recommended: dt.date | None
    last: dt.date | None
    absolute_last: dt.date | None


def step_dates(case: Case, episode: Episode, step: StepPlan) -> StepDates:
    """Return the days of a step, from its limits and what has been done so far."""
    plan = case.plan
    edges: dict[tuple[bool, bool], list[dt.date]] = {}
    closing: list[dt.date] = []
    for side in step.sides:
        origin, _ = awaited_from(side, step.number, episode, plan)
        if origin is None:
            continue
        for limit in side.limits:
            if holds(limit, episode, plan):
                is_absolute = limit.window.strength is Strength.ABSOLUTE
                edge = limit_day(limit, origin, plan)
                edges.setdefault((side.late, is_absolute), []).append(edge)
                if side.late and limit.refuses:
                    closing.append(edge)
    absolute_start = max(edges.get((False, True), ()), default=None)
    recommended_start = max(edges.get((False, False), ()), default=None)
    ends = min(edges.get((True, False), ()), default=None)
    absolute_ends = min(edges.get((True, True), ()), default=None)
    nominal = None
    if step.step.nominal_age is not None and episode.anchor is not None:
        nominal = step.step.nominal_age.after(episode.anchor, plan.month_end)
    earliest = absolute_start or recommended_start
    days = [d for d in (nominal, recommended_start, earliest) if d is not None]
    last = min((d for d in (ends, absolute_ends) if d is not None), default=None)
    if ends is not None and absolute_ends is not None:
        closing.append(absolute_ends)
    closes = min(closing, default=None)
    return StepDates(
        earliest=earliest,
        recommended=max(days, default=None),
        last=None if last is None else last - _ONE_DAY,
        absolute_last=None if closes is None else closes - _ONE_DAY,
        is_known=bool(edges) or nominal is not None or not step.sides,
    )


def states_of(case: Case, episode: Episode) -> dict[int, StepState]:
    """Return the state of every step that is part of the episode."""
    states: dict[int, StepState] = {}
    missed: set[int] = set()
    present = [n for n in case.plan.ordered if n in episode.first]
    for number, step in case.plan.steps.items():
        if number in episode.first:
            states[number] = StepState.DONE
            continue
        if not is_part(step, episode, case.plan):
            continue
        has_later = step.ordered and bool(present) and present[-1] > number
        state = _state(case, episode, step, has_later=has_later)
        if case.plan.ordinal and state in OPEN and not missed.isdisjoint(step.shares):
            # The next event would go to the step that was missed, not to this one.
            state = StepState.MISSED
        if state is StepState.MISSED and not step.optional:
            missed.add(number)
        states[number] = state
    return states


def steps_of(
    case: Case, episode: Episode, states: Mapping[int, StepState]
) -> tuple[StepStatus, ...]:
    """Return the states with the days of each step."""
    statuses = []
    for number, state in states.items():
        dates = step_dates(case, episode, case.plan.steps[number])
        event = episode.first.get(number)
        statuses.append(
            StepStatus(
                person_id=case.person_id,
                unit_id=case.unit_id,
                episode=episode.number,
                step=number,
                state=state,
                date=None if event is None else event.date,
                earliest=dates.earliest,
                recommended=dates.recommended,
                last=dates.last,
                absolute_last=dates.absolute_last,
            )
        )
    return tuple(statuses)


def _state(case: Case, episode: Episode, step: StepPlan, *, has_later: bool) -> StepState:
    is_dateless = step.number in episode.dateless
    if has_later and not step.optional and not is_dateless:
        return StepState.SKIPPED
    if episode.end is not None:
        return StepState.MISSED
    state = _state_by_days(case.until, step_dates(case, episode, step))
    if is_dateless and state in {StepState.OVERDUE, StepState.MISSED}:
        # It was registered, without its day: neither failed nor finished.
        return StepState.DUE
    return StepState.MISSED if step.optional and state is StepState.OVERDUE else state


def _state_by_days(day: dt.date, dates: StepDates) -> StepState:
    if not dates.is_known:
        return StepState.NOT_YET_DUE
    if dates.absolute_last is not None and day > dates.absolute_last:
        return StepState.MISSED
    if dates.last is not None and day > dates.last:
        return StepState.OVERDUE
    earliest = dates.earliest or dates.recommended
    return StepState.DUE if earliest is None or earliest <= day else StepState.NOT_YET_DUE


def series_of(case: Case, episode: Episode, by_step: Mapping[int, StepState]) -> SeriesStatus:
    """Return the state of the sequence: the first that holds, in the order of `Series`."""
    plan = case.plan
    required = [(n, state) for n, state in by_step.items() if not plan.steps[n].optional]
    states = [state for _, state in required]
    done = states.count(StepState.DONE)
    is_ended = case.closed or episode.end is not None
    if is_ended:
        status = Series.ENDED
    elif done == len(states):
        status = Series.COMPLETE
    elif OPEN.isdisjoint(states):
        status = Series.AGED_OUT
    elif StepState.OVERDUE in states or StepState.SKIPPED in states:
        status = Series.BEHIND
    else:
        status = Series.ON_TRACK
    return SeriesStatus(
        person_id=case.person_id,
        unit_id=case.unit_id,
        episode=episode.number,
        status=status,
        start=episode.start,
        done=done,
        required=len(states),
        next_step=None if is_ended else next((n for n, s in required if s in OPEN), None),
    )


def next_due_of(steps: tuple[StepStatus, ...], series: SeriesStatus) -> NextDue | None:
    """Return the next step that can be done, with its days; None where there is none."""
    for step in steps:
        if step.step == series.next_step:
            return NextDue(
                person_id=step.person_id,
                unit_id=step.unit_id,
                episode=step.episode,
                step=step.step,
                state=step.state,
                earliest=step.earliest,
                recommended=step.recommended,
                last=step.last,
                absolute_last=step.absolute_last,
            )
    return None
