"""Judge the visits of one person: at the point of registration, or one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from kvacodes.extracts import Visit, as_truth, as_visits
from kvacodes.findings import Severity
from kvacodes.model import Sequence
from kvacodes.periods import as_day, required_day
from kvacodes.sequences.allowed import AllowedDays, allowed_days
from kvacodes.sequences.case import Case
from kvacodes.sequences.episodes import Episode, episodes_of, note_dateless
from kvacodes.sequences.events import Event, Gathered, gather
from kvacodes.sequences.judge import judge
from kvacodes.sequences.kinds import VisitFinding
from kvacodes.sequences.plan import plan_of
from kvacodes.sequences.status import (
    NextDue,
    SeriesStatus,
    StepStatus,
    next_due_of,
    series_of,
    states_of,
    steps_of,
)
from kvacodes.sequences.tried import Tried

__all__ = [
    "Evaluation",
    "VisitVerdict",
    "assess",
    "check_visits",
    "evaluate",
    "sorted_out",
    "trace",
]


def check_visits(
    visits: Iterable[Visit],
    sequence: Sequence,
    *,
    birth_date: dt.date | None,
    as_of: dt.date,
    target_group: bool | None = None,
    anchor_date: dt.date | None = None,
    listed_to: dt.date | None = None,
    ended_on: dt.date | None = None,
) -> tuple[VisitFinding, ...]:
    """Check one person's visits against a sequence.

    Args:
        visits: The person's visits, in any order; `person_id` is not looked at. Codes of
            other programmes are left alone.
        sequence: The sequence, as taken from a code set.
        birth_date: The birth date; None leaves the age rules out and gives
            `birth-date-missing` where the sequence counts from birth.
        as_of: The day of the question. Later events get `date-after-as-of` alone.
        target_group: Whether the programme is meant for the person; None is not known.
        anchor_date: The day to count from, where the sequence's anchor is given.
        listed_to: The last day of the listing, included; None while it is open.
        ended_on: The day the person died or moved away.

    Returns:
        The findings, by episode, step, and the order of `FINDINGS`. Empty where all is well.

    Raises:
        InputError: A day is no date, `target_group` neither true nor false, or something
            among the visits no `Visit`.

    Example:
        >>> import datetime, kvacodes
        >>> sequence = kvacodes.load().code_set("utokat-hembesok-bvc").sequence
        >>> visit = Visit(contact_id="c1", date=datetime.date(2019, 5, 1), code="UX274")
        >>> found = check_visits(
        ...     [visit],
        ...     sequence,
        ...     birth_date=datetime.date(2019, 3, 1),
        ...     as_of=datetime.date(2019, 5, 2),
        ... )
        >>> [(f.finding, f.step) for f in found]
        [('visit-skipped', 1)]
    """
    case = _case(
        sequence,
        birth_date=birth_date,
        as_of=as_of,
        target_group=target_group,
        anchor_date=anchor_date,
        listed_to=listed_to,
        ended_on=ended_on,
    )
    return tuple(assess(case, as_visits(visits))[0])


@frozen(kw_only=True)
class VisitVerdict:
    """What became of one visit that reaches a step, or was meant to.

    Attributes:
        contact_id: The contact, as given.
        date: Its day.
        codes: Its codes that reach the step, in order.
        episode: The episode; None for a day that cannot be.
        step: The step; None where its code can reach several and its day cannot be.
        is_counted: Whether it is the first occurrence of its step. Not counted are repeats,
            days that cannot be, what comes after the end, and what comes before an absolute
            minimum where steps share codes.
        reasons: The findings about it, such as ``visit-too-early``; empty where all is well.
        severity: The heaviest of them; None where there is none.
    """

    contact_id: str | int | None
    date: dt.date
    codes: tuple[str, ...]
    episode: int | None
    step: int | None
    is_counted: bool
    reasons: tuple[str, ...]
    severity: Severity | None


@frozen(kw_only=True)
class Evaluation:
    """All that can be said of one person against a sequence.

    Attributes:
        verdicts: What became of each visit, in order of time.
        findings: What is wrong, or missing.
        status: The state of the sequence, for each episode.
        steps: The state of each step.
        next_due: The next step with its days; None where there is none, and for who is
            outside the target group.
        trace: Every rule tried, with what was compared and how it came out.
        allowed: The days that the limits of each strength leave for each step.
    """

    verdicts: tuple[VisitVerdict, ...]
    findings: tuple[VisitFinding, ...]
    status: tuple[SeriesStatus, ...]
    steps: tuple[StepStatus, ...]
    next_due: NextDue | None
    trace: tuple[Tried, ...]
    allowed: tuple[AllowedDays, ...]


def evaluate(
    visits: Iterable[Visit],
    sequence: Sequence,
    *,
    birth_date: dt.date | None,
    as_of: dt.date,
    target_group: bool | None = None,
    anchor_date: dt.date | None = None,
    listed_to: dt.date | None = None,
    ended_on: dt.date | None = None,
) -> Evaluation:
    """Evaluate one person: findings, status, what is due next, and every rule tried.

    The arguments, nulls and errors are those of `check_visits`; the findings are the same.
    """
    case = _case(
        sequence,
        birth_date=birth_date,
        as_of=as_of,
        target_group=target_group,
        anchor_date=anchor_date,
        listed_to=listed_to,
        ended_on=ended_on,
    )
    case.trace = []
    findings, episodes, gathered = assess(case, as_visits(visits))
    states = [(episode, states_of(case, episode)) for episode in episodes]
    series = [series_of(case, *pair) for pair in states]
    steps = [steps_of(case, *pair) for pair in states]
    return Evaluation(
        verdicts=_verdicts(case, episodes, gathered),
        findings=tuple(findings),
        status=tuple(series),
        steps=tuple(step for of_episode in steps for step in of_episode),
        next_due=None if case.target_group is False else next_due_of(steps[-1], series[-1]),
        trace=tuple(case.trace),
        allowed=tuple(days for episode in episodes for days in allowed_days(case, episode)),
    )


def trace(
    visits: Iterable[Visit],
    sequence: Sequence,
    *,
    birth_date: dt.date | None,
    as_of: dt.date,
    target_group: bool | None = None,
    anchor_date: dt.date | None = None,
    listed_to: dt.date | None = None,
    ended_on: dt.date | None = None,
) -> tuple[Tried, ...]:
    """Return every rule tried on one person: what was compared, and how it came out.

    The arguments, nulls and errors are those of `check_visits`.
    """
    return evaluate(
        visits,
        sequence,
        birth_date=birth_date,
        as_of=as_of,
        target_group=target_group,
        anchor_date=anchor_date,
        listed_to=listed_to,
        ended_on=ended_on,
    ).trace


def _verdicts(case: Case, episodes: list[Episode], gathered: Gathered) -> tuple[VisitVerdict, ...]:
    about: dict[int, list[VisitFinding]] = {}
    for event, finding in case.about:
        about.setdefault(id(event), []).append(finding)

    def verdict(event: Event, episode: Episode | None, step: int | None) -> VisitVerdict:
        own = about.get(id(event), [])
        return VisitVerdict(
            contact_id=event.contact.contact_id,
            date=event.date,
            codes=tuple(sorted(event.codes)),
            episode=None if episode is None else episode.number,
            step=step,
            is_counted=episode is not None and episode.first.get(event.step) is event,
            reasons=tuple(finding.finding for finding in own),
            severity=max((f.severity for f in own), key=lambda s: s.weight, default=None),
        )

    verdicts = [verdict(event, e, event.step) for e in episodes for event in e.events]
    for event in (*gathered.before_birth, *gathered.after_as_of):
        only = event.candidates[0] if len(event.candidates) == 1 else None
        verdicts.append(verdict(event, None, only))
    return tuple(sorted(verdicts, key=lambda v: (v.date, v.step or 0, str(v.contact_id))))


def _case(
    sequence: Sequence,
    *,
    birth_date: dt.date | None,
    as_of: dt.date,
    target_group: bool | None,
    anchor_date: dt.date | None,
    listed_to: dt.date | None,
    ended_on: dt.date | None,
) -> Case:
    birth_date, as_of = as_day(birth_date, "birth_date"), required_day(as_of, "as_of")
    until, closed = as_of, False
    if listed_to is not None or ended_on is not None:
        listed_to, ended_on = as_day(listed_to, "listed_to"), as_day(ended_on, "ended_on")
        until = min(day for day in (as_of, listed_to, ended_on) if day is not None)
        closed = (ended_on is not None and ended_on <= as_of) or (
            listed_to is not None and listed_to < as_of
        )
    return Case(
        plan_of(sequence),
        as_of,
        until,
        birth=birth_date,
        given=as_day(anchor_date, "anchor_date"),
        target_group=as_truth(target_group, "target_group"),
        closed=closed,
    )


def assess(
    case: Case, visits: Iterable[Visit]
) -> tuple[list[VisitFinding], list[Episode], Gathered]:
    """Judge one person: the findings, and the episodes that status is read from."""
    episodes, gathered = sorted_out(case, visits)
    return judge(case, gathered, episodes), episodes, gathered


def sorted_out(case: Case, visits: Iterable[Visit]) -> tuple[list[Episode], Gathered]:
    """Sort the visits of one person out into episodes; at least one, nothing judged yet."""
    gathered = gather(visits, case.plan, birth=case.birth, as_of=case.as_of)
    episodes = episodes_of(gathered.events, case.plan, birth=case.birth, given=case.given)
    # Without a day there is no telling which episode; the last is the open one.
    note_dateless(episodes[-1], gathered.contacts, case.plan)
    return episodes, gathered
