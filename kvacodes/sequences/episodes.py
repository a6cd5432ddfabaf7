"""From events to episodes: which event belongs to which, and which step each one reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import define, field

from kvacodes.model import AnchorKind, Condition, Origin, Step, Window
from kvacodes.periods import ALWAYS
from kvacodes.sequences.events import IN_TIME, Contact, Event
from kvacodes.sequences.plan import Limit, Plan, Side, StepPlan

__all__ = ["Applied", "Episode", "episodes_of", "limit_day"]


@define(eq=False)
class Applied:
    """A limit applied to an event.

    Attributes:
        event: The event.
        side: The side that the limit is on.
        limit: The limit.
        origin: The day it was counted from.
        related: The step it was counted from; None for the anchor.
        edge: The first day allowed, or for the later side the first day too late.
    """

    event: Event
    side: Side
    limit: Limit
    origin: dt.date
    related: int | None
    edge: dt.date


@define(eq=False)
class Episode:
    """The events of one episode.

    Attributes:
        number: From 1, in order of time.
        events: All its events, in order of time.
        first: For each step present, its first occurrence.
        start: The day by which versions of limits are chosen; None where not known.
        anchor: The day that windows are counted from; None where not known.
        end: The day on which it was closed; None while it is open.
        refused: Events that came too early, or too late, to reach a step.
        latest: The last event that takes part in the order, where a limit may count from it.
        dateless: Steps that stand on rows without a day.
        last: Whether it is the person's last.
    """

    number: int
    events: list[Event]
    first: dict[int, Event] = field(factory=dict)
    start: dt.date | None = None
    anchor: dt.date | None = None
    end: dt.date | None = None
    refused: list[Applied] = field(factory=list)
    latest: Event | None = None
    dateless: set[int] = field(factory=set)
    last: bool = True


def episodes_of(
    events: list[Event], plan: Plan, *, birth: dt.date | None, given: dt.date | None
) -> list[Episode]:
    """Divide the events of a person, in order of time, into episodes; at least one."""
    episodes = _divide(events, plan) if plan.starts else [Episode(1, events)]
    for episode in episodes:
        if not plan.starts:
            episode.anchor = episode.start = _anchor(plan, birth, given)
        if plan.ordinal:
            _fill_in_order(episode, plan)
        else:
            for event in episode.events:
                if not event.late:
                    episode.first.setdefault(event.step, event)
                    if plan.looks_back:
                        _follow(event, episode, plan)
        if plan.anchor is AnchorKind.STEP:
            anchor = episode.first.get(plan.sequence.anchor.step or 0)
            episode.anchor = None if anchor is None else anchor.date
            if not plan.starts:
                episode.start = episode.anchor
        elif plan.starts:
            episode.anchor = _anchor(plan, birth, given)
    episodes[-1].last = True
    return episodes


def _anchor(plan: Plan, birth: dt.date | None, given: dt.date | None) -> dt.date | None:
    if plan.anchor is AnchorKind.BIRTH:
        return birth
    return given if plan.anchor is AnchorKind.GIVEN else plan.sequence.anchor.date


def _divide(events: list[Event], plan: Plan) -> list[Episode]:
    """Open an episode at each start step while none is open; close it at an end step.

    What comes before the first start joins it. Steps that come before a start wait for the
    next one, if there is one; all else that comes after an end stays with the ended episode.
    """
    episodes: list[Episode] = []
    waiting: list[Event] = []
    is_open = False
    for event in events:
        if event.step in plan.starts and not is_open:
            opened = Episode(len(episodes) + 1, [*waiting, event], start=event.date, last=False)
            episodes.append(opened)
            waiting, is_open = [], True
        elif not episodes or event.step in plan.waits:
            waiting.append(event)
        else:
            episodes[-1].events.append(event)
            if is_open and event.step in plan.ends:
                episodes[-1].end, is_open = event.date, False
    if not episodes:
        episodes.append(Episode(1, []))
    episodes[-1].events.extend(waiting)
    for episode in episodes:
        for event in episode.events:
            event.episode = episode.number
            event.late = episode.end is not None and event.date > episode.end
        episode.events.sort(key=IN_TIME)
    return episodes


def limit_day(limit: Limit, origin: dt.date, plan: Plan) -> dt.date:
    """Return the first day allowed, or for the later side the first day too late."""
    return limit.offset.after(origin, plan.month_end)


def _follow(event: Event, episode: Episode, plan: Plan) -> None:
    """Remember the event before, and take part in the order as the one before the next."""
    event.before = episode.latest
    if plan.steps[event.step].ordered:
        episode.latest = event


def _fill_in_order(episode: Episode, plan: Plan) -> None:
    """Let each event fill the first empty step of its candidates, if no limit refuses it."""
    first = episode.first
    for event in episode.events:
        if event.late:
            continue
        target = _target(event, episode, plan)
        # Where there is none left, it repeats the last one that it could have been.
        filled = (n for n in reversed(event.candidates) if n in first)
        event.step = next(filled, event.candidates[-1]) if target is None else target
        _follow(event, episode, plan)
        if target is None:
            continue
        refusals = _refusals(event, episode, plan)
        if refusals:
            event.fills = False
            episode.refused.extend(refusals)
        else:
            first[event.step] = event
            if plan.anchor is AnchorKind.STEP and event.step == plan.sequence.anchor.step:
                episode.anchor = event.date


def _target(event: Event, episode: Episode, plan: Plan) -> int | None:
    """Return the first empty step of an event's candidates; None where there is none.

    An optional step that would refuse it for being late is passed over, where there is
    another to fill or to repeat: else nobody who went without that step could go on.
    """
    first, steps = episode.first, plan.steps
    empty = [n for n in event.candidates if n not in first and is_part(steps[n], episode, plan)]
    for number in empty:
        if not (steps[number].optional and _is_past(event, number, episode, plan)):
            return number
    has_other = any(n in first for n in event.candidates)
    return None if has_other or not empty else empty[-1]


def _is_past(event: Event, number: int, episode: Episode, plan: Plan) -> bool:
    """Say whether a limit from a known day refuses an event a step for being late."""
    for side in plan.steps[number].sides:
        if not side.late or side.origin is Origin.VISIT:
            continue
        origin, _ = counted_from(side, number, episode, plan, event=None)
        if origin is None:
            continue
        for limit in side.limits:
            edge = limit_day(limit, origin, plan)
            is_late = limit.refuses and is_beyond(event.date, limit, edge, plan)
            if is_late and holds(limit, episode, plan):
                return True
    return False


def _refusals(event: Event, episode: Episode, plan: Plan) -> list[Applied]:
    refusals = []
    for side in plan.steps[event.step].sides:
        if not any(limit.refuses for limit in side.limits):
            continue
        origin, related = counted_from(side, event.step, episode, plan, event=event)
        if origin is None:
            continue
        for limit in side.limits:
            if limit.refuses and holds(limit, episode, plan):
                edge = limit_day(limit, origin, plan)
                if is_beyond(event.date, limit, edge, plan):
                    refusals.append(Applied(event, side, limit, origin, related, edge))
                    break
    return refusals


def is_beyond(day: dt.date, limit: Limit, edge: dt.date, plan: Plan) -> bool:
    """Say whether a day is beyond a limit by more than its grace."""
    if limit.late:
        return day >= edge and day >= limit.window.grace.after(edge, plan.month_end)
    return day < edge and day < limit.window.grace.before(edge, plan.month_end)


def counted_from(
    side: Side, number: int, episode: Episode, plan: Plan, *, event: Event | None
) -> tuple[dt.date | None, int | None]:
    """Return the day that a side is counted from, and the step; None where not known.

    Args:
        side: The side of the step with the number.
        number: That step.
        episode: The episode.
        plan: The sequence.
        event: The event held against it; None for a step that has not happened.
    """
    if side.origin is Origin.ANCHOR:
        return episode.anchor, None
    if side.origin is Origin.STEP:
        origin = episode.first.get(side.step or 0)
        return (None if origin is None else origin.date), side.step
    if side.origin is Origin.PREVIOUS:
        origin = previous(number, episode, plan)
    else:
        origin = episode.latest if event is None else event.before
    return (None, None) if origin is None else (origin.date, origin.step)


def previous(number: int, episode: Episode, plan: Plan) -> Event | None:
    """Return the first occurrence of the step before, by number, among those present."""
    found = None
    for other in plan.ordered:
        if other >= number:
            break
        found = episode.first.get(other, found)
    return found


def holds(limit: Limit, episode: Episode, plan: Plan) -> bool:
    """Say whether a limit holds in the episode: its version, and its conditions."""
    return not limit.conditional or _is_meant_for(limit.window, episode, plan)


def is_part(step: StepPlan, episode: Episode, plan: Plan) -> bool:
    """Say whether a step is part of the sequence in this episode: version and conditions."""
    return step.always or _is_meant_for(step.step, episode, plan)


def _is_meant_for(thing: Window | Step, episode: Episode, plan: Plan) -> bool:
    if thing.when and not any(_is_so(c, episode, plan) for c in thing.when):
        return False
    if any(_is_so(c, episode, plan) for c in thing.unless):
        return False
    if thing.valid == ALWAYS:
        return True
    return episode.start is not None and episode.start in thing.valid


def _is_so(condition: Condition, episode: Episode, plan: Plan) -> bool:
    """Say whether a condition is known to be so."""
    event = episode.first.get(condition.step)
    if event is None:
        return False
    if condition.start is None and condition.before is None and condition.after is None:
        return True
    origin = episode.anchor
    if condition.after is not None:
        other = episode.first.get(condition.after)
        origin = None if other is None else other.date
    if origin is None:
        return False
    start, before, month_end = condition.start, condition.before, plan.month_end
    if start is not None and event.date < start.after(origin, month_end):
        return False
    return before is None or event.date < before.after(origin, month_end)


def note_dateless(episode: Episode, contacts: Iterable[Contact], plan: Plan) -> None:
    """Note the steps that stand on rows without a day: they are not missing.

    Where steps share codes, each such contact stands for one step: the empty steps in
    order each take the first contact, by its key, that can reach them.
    """
    undated = [contact for contact in contacts if contact.dateless]
    if not undated:
        return
    if not plan.ordinal:
        episode.dateless.update(n for c in undated for group in c.dateless for n in group)
        return
    undated.sort(key=lambda contact: contact.text)
    for number, step in plan.steps.items():
        if number in episode.first or not is_part(step, episode, plan):
            continue
        reaching = (c for c in undated if any(number in group for group in c.dateless))
        taken = next(reaching, None)
        if taken is not None:
            undated.remove(taken)
            episode.dateless.add(number)


def awaited_from(
    side: Side, number: int, episode: Episode, plan: Plan
) -> tuple[dt.date | None, int | None]:
    """Return the day and step that a side of a step not yet done is counted from."""
    if side.is_gap and _is_waiting(number, episode, plan):
        return None, None
    return counted_from(side, number, episode, plan, event=episode.first.get(number))


def _is_waiting(number: int, episode: Episode, plan: Plan) -> bool:
    """Say whether a required step comes between this absent one and those present.

    A gap is not counted over such a step: the day of the one before is not yet known.
    """
    if number in episode.first:
        return False
    for other in reversed(plan.ordered):
        if other < number and is_part(plan.steps[other], episode, plan):
            if other in episode.first:
                return False
            if not plan.steps[other].optional:
                return True
    return False
