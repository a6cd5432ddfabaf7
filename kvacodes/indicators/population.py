"""Who there is: one set of facts for each person, and where the rows of persons went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from attrs import fields, frozen

from kvacodes.extracts import Person
from kvacodes.results import PERSON_REASONS, Accounting
from kvacodes.sequences.persons import Known, known_persons

__all__ = ["TIE_BREAKERS", "Facts", "Population", "population_of"]

TIE_BREAKERS = tuple(
    f.name for f in fields(Person) if f.name not in {"person_id", "unit_id", "listed_from"}
)
"""Fields that settle which of two alike listings is shown, whatever the order of rows."""


@frozen(kw_only=True)
class Facts:
    """What the rows of one person say together.

    Attributes:
        known: Birth, target group and the like, put together as for sequences.
        listed: The row of the listing that counts on the measure date, if there is one.
        shown: The same row, or else the latest: what stratifiers are read from.
    """

    known: Known
    listed: Person | None
    shown: Person

    @property
    def person_id(self) -> str | int:
        """The person."""
        return self.known.person_id

    @property
    def birth(self) -> date | None:
        """The day of birth; None where it is missing or rows disagree."""
        return self.known.birth

    @property
    def unit_id(self) -> str | None:
        """The unit where the person is listed on the measure date."""
        return None if self.listed is None else self.listed.unit_id

    @property
    def target_group(self) -> bool | None:
        """Whether the programme is meant for the person; None where rows disagree."""
        return self.known.target_group


@frozen(kw_only=True)
class Population:
    """All persons of an extract, as they are listed on the measure date."""

    rows: tuple[Person, ...]
    measure_date: date
    people: dict[str | int, Facts]

    def accounting(self, used: Collection[str | int] | None = None) -> Accounting:
        """Account for every row.

        Args:
            used: The persons who are counted, each by the listing that counts; None where
                everyone is looked up and nobody counted.
        """
        counts: Counter[str] = Counter()
        taken: set[str | int] = set()
        for row in self.rows:
            counts[self._reason(row, used, taken)] += 1
        del counts[""]
        return Accounting(rows_read=len(self.rows), excluded=counts, reasons=PERSON_REASONS)

    def _reason(  # noqa: PLR0911 - one return for each reason, in their order
        self, row: Person, used: Collection[str | int] | None, taken: set[str | int]
    ) -> str:
        if not _has_key(row):
            return "person-id-missing"
        if used is None:
            return ""
        facts = self.people[row.person_id]
        if facts.target_group is not True:
            return "target-group-unknown" if facts.target_group is None else "not-target-group"
        if not is_listed(row, facts.known, self.measure_date):
            return "not-listed"
        if row != facts.listed or row.person_id in taken:
            return "other-listing"
        taken.add(row.person_id)
        if row.person_id in used:
            return ""
        if facts.birth is None:
            return "birth-date-conflict" if facts.known.birth_conflict else "birth-date-missing"
        return "not-yet-due"


def is_listed(row: Person, known: Known, day: date) -> bool:
    """Say whether the listing holds on the day.

    The first and last day belong to it. Who died or moved away is listed through that
    day and no longer, whatever the listing says.
    """
    return (
        (row.listed_from is None or row.listed_from <= day)
        and (row.listed_to is None or day <= row.listed_to)
        and (known.ended_on is None or day <= known.ended_on)
    )


def population_of(persons: Iterable[Person], *, measure_date: date) -> Population:
    """Gather the rows of persons; rows without a person are counted and no more."""
    rows = tuple(persons)
    known = known_persons(row for row in rows if _has_key(row))
    people = {key: _facts(one, measure_date) for key, one in known.items()}
    return Population(rows=rows, measure_date=measure_date, people=people)


def _has_key(row: Person) -> bool:
    # A table may hold what the type of the object does not admit.
    key: object = row.person_id
    return key is not None


def _facts(known: Known, measure_date: date) -> Facts:
    listed = [row for row in known.listings if is_listed(row, known, measure_date)]
    counting = min(listed, key=_precedence) if listed else None
    shown = counting or min(known.listings, key=_precedence)
    return Facts(known=known, listed=counting, shown=shown)


def _precedence(row: Person) -> tuple[object, ...]:
    """Order listings: the later first day, then the lower unit, then the other fields."""
    ties = tuple(getattr(row, name) for name in TIE_BREAKERS)
    return (
        -(row.listed_from or date.min).toordinal(),
        row.unit_id is None,
        row.unit_id or "",
        *((value is None, str(value)) for value in ties),
    )
