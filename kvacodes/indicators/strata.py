"""Stratifiers: which group a person, or a contact of a person, is counted in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from attrs import frozen

from kvacodes.indicators.population import Facts
from kvacodes.indicators.request import Attribution, Request
from kvacodes.periods import Period

__all__ = ["Group", "Strata", "group_order", "half_year_of", "month_of"]

Group = tuple[object, ...]
"""The values of the stratifiers, in the order asked for."""


def half_year_of(day: date) -> str:
    """Return the half-year as its period is labelled, such as ``2019-H1``."""
    return Period.half_year(day.year, 1 if day.month <= 6 else 2).label  # noqa: PLR2004


def month_of(day: date) -> str:
    """Return the month, such as ``2019-03``."""
    return f"{day.year:04}-{day.month:02}"


@frozen
class Strata:
    """Finds the group of a person or a contact.

    Fields of persons are those of the listing that counts on the measure date, or else
    of the latest. The unit is that of the listing on the measure date (None for who is
    not listed), or of the contact where the request attributes to it.
    """

    request: Request

    def of(
        self,
        facts: Facts,
        *,
        day: date | None,
        unit_id: str | None = None,
        said: Callable[[str], object] | None = None,
    ) -> Group:
        """Return the values of the stratifiers.

        Args:
            facts: The person.
            day: The day by which years, half-years and months are told.
            unit_id: The unit of the contact, where there is a contact.
            said: What a column of contacts says of it.
        """
        of_contact = self.request.of_contact
        return tuple(
            said(name) if said and name in of_contact else self._value(name, facts, day, unit_id)
            for name in self.request.by
        )

    def _value(self, name: str, facts: Facts, day: date | None, unit_id: str | None) -> object:
        by_contact = self.request.attribution is Attribution.CONTACT
        unit = unit_id if by_contact else facts.unit_id
        if name == "unit_id":
            return unit
        if name == "contract_id":
            on = day if by_contact and day is not None else self.request.measure_date
            return self.request.contract_of(unit, on)
        if name in _OF_THE_DAY:
            return None if day is None else _OF_THE_DAY[name](day)
        if name in _OF_THE_PERSON:
            return getattr(facts.known, _OF_THE_PERSON[name])
        return getattr(facts.shown, name)


def _year_of(day: date) -> int:
    return day.year


_OF_THE_DAY: dict[str, Callable[[date], object]] = {
    "year": _year_of,
    "half_year": half_year_of,
    "month": month_of,
}
_OF_THE_PERSON = {
    "birth_date": "birth",
    "target_group": "target_group",
    "ended_on": "ended_on",
    "anchor_date": "anchor_date",
}
"""Fields that belong to the person and not to a listing, by their names among the facts."""


def group_order(group: Group) -> tuple[object, ...]:
    """Return the key that sorts groups: by each value in turn, unknown last."""
    return tuple((v is None, type(v).__name__, 0 if v is None else v) for v in group)
