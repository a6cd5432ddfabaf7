"""From rows of persons to one case for each person: listings, birth date, target group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import define

from kvacodes.extracts import Person
from kvacodes.sequences.case import Case
from kvacodes.sequences.plan import Plan

__all__ = ["Known", "case_of", "known_persons", "listing_on"]


@define(eq=False)
class Known:
    """What the rows of one person say together.

    Attributes:
        person_id: Pseudonymous key.
        listings: Its rows; each is a listing.
        birth: The birth date; None where no row has one, or two rows differ.
        birth_conflict: Whether two rows differ.
        target_group: The one value that its rows have; None where none has, or they differ.
        ended_on: The earliest day given.
        anchor_date: The day given; None where no row has one, or two rows differ.
        anchor_conflict: Whether two rows differ.
        last_listed: The last day of the last listing; None while one is open.
    """

    person_id: str | int
    listings: list[Person]
    birth: dt.date | None
    birth_conflict: bool
    target_group: bool | None
    ended_on: dt.date | None
    anchor_date: dt.date | None
    anchor_conflict: bool
    last_listed: dt.date | None

    def until(self, as_of: dt.date) -> dt.date:
        """Return the day by which absence is judged."""
        until = as_of
        for day in (self.last_listed, self.ended_on):
            if day is not None and day < until:
                until = day
        return until

    def is_closed(self, as_of: dt.date) -> bool:
        """Say whether the person is no longer listed, or died or moved away, by the day."""
        gone = self.ended_on is not None and self.ended_on <= as_of
        return gone or (self.last_listed is not None and self.last_listed < as_of)


def known_persons(persons: Iterable[Person]) -> dict[str | int, Known]:
    """Put the rows of each person together, in the order in which persons first occur.

    Rows without a key belong to nobody, and are left to the caller to account for.
    """
    rows: dict[str | int, list[Person]] = {}
    for person in persons:
        if person.person_id is None:
            continue
        rows.setdefault(person.person_id, []).append(person)
    return {key: _known(key, listings) for key, listings in rows.items()}


def _known(person_id: str | int, listings: list[Person]) -> Known:
    if len(listings) == 1:
        (row,) = listings
        return Known(
            person_id,
            listings,
            birth=row.birth_date,
            birth_conflict=False,
            target_group=row.target_group,
            ended_on=row.ended_on,
            anchor_date=row.anchor_date,
            anchor_conflict=False,
            last_listed=row.listed_to,
        )
    births = {p.birth_date for p in listings if p.birth_date is not None}
    groups = {p.target_group for p in listings if p.target_group is not None}
    anchors = {p.anchor_date for p in listings if p.anchor_date is not None}
    lasts = [p.listed_to for p in listings]
    return Known(
        person_id=person_id,
        listings=listings,
        birth=next(iter(births)) if len(births) == 1 else None,
        birth_conflict=len(births) > 1,
        target_group=next(iter(groups)) if len(groups) == 1 else None,
        ended_on=min((p.ended_on for p in listings if p.ended_on), default=None),
        anchor_date=next(iter(anchors)) if len(anchors) == 1 else None,
        anchor_conflict=len(anchors) > 1,
        last_listed=None if None in lasts else max(day for day in lasts if day is not None),
    )


def listing_on(listings: Iterable[Person], day: dt.date) -> Person | None:
    """Return the listing that counts on a day; None where there is none.

    Of several the one with the later first day counts, and of those the unit that is
    lower by code point.
    """
    on_day = [
        p
        for p in listings
        if (p.listed_from is None or p.listed_from <= day)
        and (p.listed_to is None or day <= p.listed_to)
    ]
    if len(on_day) < 2:  # noqa: PLR2004 - nothing to choose between
        return on_day[0] if on_day else None
    latest = max(p.listed_from or dt.date.min for p in on_day)
    return min(
        (p for p in on_day if (p.listed_from or dt.date.min) == latest),
        key=lambda p: (p.unit_id is None, p.unit_id or ""),
    )


def case_of(known: Known, plan: Plan, as_of: dt.date) -> Case:
    """Make the case of a person."""
    until = known.until(as_of)
    listing = listing_on(known.listings, until)
    return Case(
        plan,
        as_of,
        until,
        person_id=known.person_id,
        unit_id=None if listing is None else listing.unit_id,
        birth=known.birth,
        birth_conflict=known.birth_conflict,
        given=known.anchor_date,
        given_conflict=known.anchor_conflict,
        target_group=known.target_group,
        closed=known.is_closed(as_of),
    )
