"""Judge the visits of one person: at the point of registration, or one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kvacodes.errors import UsageError
from kvacodes.extracts import Visit, as_day
from kvacodes.model import Sequence
from kvacodes.sequences.episodes import Episode, episodes_of
from kvacodes.sequences.events import Gathered, gather
from kvacodes.sequences.judge import Case, judge
from kvacodes.sequences.kinds import VisitFinding
from kvacodes.sequences.plan import plan_of

__all__ = ["assess", "check_visits"]


def check_visits(  # noqa: PLR0913 - what may be known of one person
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
        InputError: A day is no date.

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
    plan = plan_of(sequence)
    if type(as_of) is not dt.date or type(birth_date) is not dt.date:
        birth_date = as_day(birth_date, "birth_date")
        as_of = _required(as_of)
    until = as_of
    if listed_to is not None or ended_on is not None:
        until = min(day for day in (as_of, listed_to, ended_on) if day is not None)
    case = Case(
        plan,
        as_of,
        until,
        birth=birth_date,
        given=anchor_date,
        target_group=target_group,
    )
    return tuple(assess(case, visits)[0])


def _required(as_of: object) -> dt.date:
    day = as_day(as_of, "as_of")
    if day is None:
        message = "as_of is None; expected the day of the question"
        raise UsageError(message)
    return day


def assess(
    case: Case, visits: Iterable[Visit]
) -> tuple[list[VisitFinding], list[Episode], Gathered]:
    """Judge one person: the findings, and the episodes that status is read from."""
    plan = case.plan
    gathered = gather(visits, plan, birth=case.birth, as_of=case.as_of)
    episodes = episodes_of(gathered.events, plan, birth=case.birth, given=case.given)
    for contact in gathered.contacts.values():
        for candidates in contact.dateless:
            # Without a day there is no telling which episode; the last is the open one.
            episodes[-1].dateless.update(candidates)
    return judge(case, gathered, episodes), episodes, gathered
