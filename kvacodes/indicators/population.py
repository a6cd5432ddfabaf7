"""Who there is: one set of facts for each person, and where the rows of persons went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

from attrs import evolve, fields, frozen

from kvacodes.extracts import Person
from kvacodes.results import PERSON_REASONS, Accounting

__all__ = ["Facts", "Population", "population_of"]


@frozen(kw_only=True)
class Facts:
    """What the rows of one person say together.

    Attributes:
        person_id: The person.
        birth: The day of birth; None where it is missing or rows disagree.
        birth_conflict: Whether rows disagree on it.
        listed: The row of the listing that counts on the measure date, if there is one.
        shown: The same row, or else the latest: what stratifiers are read from.
    """

    person_id: str | int
    birth: date | None
    birth_conflict: bool
    listed: Person | None
    shown: Person

    @property
    def unit_id(self) -> str | None:
        """The unit where the person is listed on the measure date."""
        return None if self.listed is None else self.listed.unit_id

    @property
    def target_group(self) -> bool | None:
        """Whether the programme is meant for the person, by the row that is shown."""
        return self.shown.target_group


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
        if row.person_id is None:
            return "person-id-missing"
        if used is None:
            return ""
        facts = self.people[row.person_id]
        is_counting = row == facts.listed and row.person_id not in taken
        if is_counting:
            taken.add(row.person_id)
            if row.person_id in used:
                return ""
        if row.target_group is not True:
            return "target-group-unknown" if row.target_group is None else "not-target-group"
        if not is_listed(row, self.measure_date):
            return "not-listed"
        if not is_counting:
            return "other-listing"
        if facts.birth is None:
            return "birth-date-conflict" if facts.birth_conflict else "birth-date-missing"
        return "not-yet-due"


def is_listed(row: Person, day: date) -> bool:
    """Say whether the listing holds on the day.

    The first and last day belong to it. Who died or moved away is listed until that
    day, whatever the listing says.
    """
    return (
        (row.listed_from is None or row.listed_from <= day)
        and (row.listed_to is None or day <= row.listed_to)
        and (row.ended_on is None or day <= row.ended_on)
    )


def population_of(persons: Iterable[Person], *, measure_date: date) -> Population:
    """Gather the rows of persons; rows without a person are counted and no more."""
    rows = tuple(persons)
    by_person: dict[str | int, list[Person]] = {}
    for row in rows:
        if row.person_id is not None:
            by_person.setdefault(row.person_id, []).append(row)
    people = {key: _facts(own, measure_date) for key, own in by_person.items()}
    return Population(rows=rows, measure_date=measure_date, people=people)


def _facts(rows: list[Person], measure_date: date) -> Facts:
    births = {row.birth_date for row in rows if row.birth_date is not None}
    listed = [row for row in rows if is_listed(row, measure_date)]
    counting = min(listed, key=_precedence) if listed else None
    shown = counting or min(rows, key=_precedence)
    return Facts(
        person_id=rows[0].person_id,
        birth=next(iter(births)) if len(births) == 1 else None,
        birth_conflict=len(births) > 1,
        listed=counting,
        shown=shown if len(births) != 1 else evolve(shown, birth_date=next(iter(births))),
    )


_TIE_BREAKERS = tuple(
    f.name for f in fields(Person) if f.name not in {"person_id", "unit_id", "listed_from"}
)


def _precedence(row: Person) -> tuple[object, ...]:
    """Order listings: the later first day, then the lower unit, then the other fields.

    The other fields only make the choice independent of the order of the rows.
    """
    ties = tuple(getattr(row, name) for name in _TIE_BREAKERS)
    return (
        -(row.listed_from or date.min).toordinal(),
        row.unit_id is None,
        row.unit_id or "",
        *((value is None, str(value)) for value in ties),
    )
