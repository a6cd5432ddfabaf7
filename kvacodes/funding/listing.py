"""Who counts: persons listed at each unit on a day, in an age range.

The specification for persons as objects. Ages are completed months by the same
arithmetic as in visit sequences, so one born on 29 February turns a year older on
28 February where there is no 29th.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import define, field, frozen

from kvacodes.errors import Phrase, UsageError
from kvacodes.extracts import Person
from kvacodes.funding.kinds import FundingFinding
from kvacodes.model.words import Lang
from kvacodes.periods import add_months, age_in_months
from kvacodes.results import Accounting

__all__ = ["LISTING_REASONS", "Ages", "Counted", "count_listed", "is_listed"]

LISTING_REASONS = (
    "not-listed",
    "unit-missing",
    "person-id-missing",
    "birth-date-missing",
    "birth-date-conflict",
    "outside-ages",
    "other-listing",
)
"""Why a row of persons is not counted; the first that holds is the one told."""


def _not_below_first(ages: Ages, _: object, last: int | None) -> None:
    if ages.first < 0 or (last is not None and last < ages.first):
        message = Phrase(
            f"ages from {ages.first} to {last} hold nobody",
            f"åldrar från {ages.first} till {last} har ingen",
        )
        raise UsageError(message)


@frozen
class Ages:
    """An age range in completed years, both included; None is without end.

    Raises:
        UsageError: The range holds nobody.
    """

    first: int = 0
    last: int | None = field(default=None, validator=_not_below_first)

    def holds(self, birth: date, day: date) -> bool:
        """Say whether one born then has one of these ages on the day."""
        months = age_in_months(birth, day)
        return self.first * 12 <= months and (self.last is None or months < self.last * 12 + 12)

    def births(self, day: date) -> tuple[date | None, date]:
        """Return the first and last day of birth that have these ages on the day."""
        first = None
        if self.last is not None:
            first = _last_birth(day, self.last * 12 + 12) + timedelta(days=1)
        return first, _last_birth(day, self.first * 12)

    def words(self, lang: Lang = "sv") -> str:
        """Say the range, such as ``16–67 år``."""
        years = "år" if lang == "sv" else "years"
        if self.last is not None:
            return f"{self.first}–{self.last} {years}"
        more = "och äldre" if lang == "sv" else "and older"
        return f"{self.first} {years} {more}"


def _last_birth(day: date, months: int) -> date:
    """Return the last day of birth that has completed so many months on the day."""
    birth = add_months(day, -months)
    while add_months(birth + timedelta(days=1), months) <= day:
        birth += timedelta(days=1)
    return birth


@frozen(kw_only=True)
class Counted:
    """How many are counted at each unit, and where the rows went."""

    units: dict[str, int]
    accounting: Accounting
    findings: tuple[FundingFinding, ...] = ()


def is_listed(row: Person, day: date) -> bool:
    """Say whether a listing holds on the day; its first and last day belong to it.

    Who died or moved away is listed through that day, whatever the listing says.
    """
    return (
        (row.listed_from is None or row.listed_from <= day)
        and (row.listed_to is None or day <= row.listed_to)
        and (row.ended_on is None or day <= row.ended_on)
    )


def count_listed(persons: Iterable[Person], *, on: date, ages: Ages | None = None) -> Counted:
    """Count the persons listed at each unit on a day.

    A person counts once: of two listings on the day the one that began later counts, and
    of two that began the same day the one at the lower unit. A birth date that is missing
    on one row is taken from the person's other rows. A unit that lists nobody of these
    ages has no line.
    """
    rows = tuple(persons)
    people = _people(rows, on)
    reasons: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for row in rows:
        person = people.get(row.person_id)
        reason = next(_reasons(row, person, on=on, ages=ages), "")
        if reason or person is None:
            reasons[reason] += 1
        else:
            units[str(row.unit_id)] += 1
            person.is_counted = True
    return Counted(
        units=dict(sorted(units.items())),
        accounting=Accounting(rows_read=len(rows), excluded=reasons, reasons=LISTING_REASONS),
        findings=_findings(people.values(), births_matter=ages is not None),
    )


@define(eq=False)
class _Person:
    """What the rows of one person say together.

    Attributes:
        births: The birth dates on its rows.
        units: The units where it is listed on the day.
        counting: The listing that counts on the day.
        is_counted: Whether that listing has been counted: the same row again is another.
    """

    births: set[date] = field(factory=set)
    units: set[str] = field(factory=set)
    counting: Person | None = None
    is_counted: bool = False


def _people(rows: Iterable[Person], on: date) -> dict[str | int | None, _Person]:
    people: dict[str | int | None, _Person] = {}
    for row in rows:
        if row.person_id is None:  # extracts have such rows
            continue
        person = people.setdefault(row.person_id, _Person())
        if row.birth_date is not None:
            person.births.add(row.birth_date)
        if row.unit_id is None or not is_listed(row, on):
            continue
        person.units.add(row.unit_id)
        if person.counting is None or _precedence(row) > _precedence(person.counting):
            person.counting = row
    return people


def _precedence(row: Person) -> tuple[date, list[int]]:
    # The later first day, then the lower unit: letters turned round, since the greatest wins.
    return (row.listed_from or date.min, [-ord(letter) for letter in str(row.unit_id)] + [1])


def _reasons(row: Person, person: _Person | None, *, on: date, ages: Ages | None) -> Iterator[str]:
    """Give every reason that holds for the row, in the order of `LISTING_REASONS`."""
    if not is_listed(row, on):
        yield "not-listed"
    if row.unit_id is None:
        yield "unit-missing"
    yield from ("person-id-missing",) if person is None else _of_person(row, person, on, ages)


def _of_person(row: Person, person: _Person, on: date, ages: Ages | None) -> Iterator[str]:
    if ages is not None:
        if len(person.births) != 1:
            yield "birth-date-conflict" if person.births else "birth-date-missing"
        elif not ages.holds(next(iter(person.births)), on):
            yield "outside-ages"
    held = person.counting
    if (
        held is None
        or person.is_counted
        or (row.unit_id, row.listed_from) != (held.unit_id, held.listed_from)
    ):
        yield "other-listing"


def _findings(people: Iterable[_Person], *, births_matter: bool) -> tuple[FundingFinding, ...]:
    listed = [person for person in people if person.units]
    doubled = [person.units for person in listed if len(person.units) > 1]
    torn = [person for person in listed if births_matter and len(person.births) > 1]
    found = []
    if doubled:
        units = tuple(sorted(set().union(*doubled)))
        found.append(FundingFinding(finding="two-units-same-day", count=len(doubled), units=units))
    if torn:
        found.append(FundingFinding(finding="birth-date-conflict", count=len(torn)))
    return tuple(found)
