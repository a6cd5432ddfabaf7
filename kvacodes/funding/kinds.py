"""Findings about money: what is wrong with persons, events, applications or payments.

A finding holds ids and counts, never a person. Words are made when it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from kvacodes.findings import Severity
from kvacodes.model.words import Lang

__all__ = ["FUNDING_FINDINGS", "FundingFinding", "is_table"]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFORMATION
FUNDING_FINDINGS = {
    "two-units-same-day": (
        _W,
        "{count} personer är listade vid två enheter samma dag; den senast påbörjade räknas",
        "{count} persons are listed at two units on one day; the listing that began later counts",
    ),
    "birth-date-conflict": (
        _E,
        "{count} personer har olika födelsedatum på olika rader och räknas inte",
        "{count} persons have different birth dates on different rows and are not counted",
    ),
    "contact-persons-differ": (
        _E,
        "{count} kontakter har rader för olika personer; den första personen räknas",
        "{count} contacts have rows of different persons; the first person counts",
    ),
    "paid-twice": (
        _E,
        "{count} kontakter är betalda mer än en gång",
        "{count} contacts are paid more than once",
    ),
    "application-too-late": (
        _E,
        "ansökan kom {detail}; sista dag var {limit}",
        "the application came on {detail}; the last day was {limit}",
    ),
    "application-too-early": (
        _E,
        "ansökan kom {detail}; första dag är {limit}",
        "the application came on {detail}; the first day is {limit}",
    ),
    "application-submitter": (
        _E,
        "ansökan görs av {detail}; den ska göras via {limit}",
        "the application is made by {detail}; it must come through {limit}",
    ),
    "application-attachment-missing": (
        _E,
        "{detail} saknas bland bilagorna",
        "{detail} is missing among the attachments",
    ),
    "application-not-checked": (
        _I,
        "{detail} är inte känt och har inte prövats",
        "{detail} is not known and was not checked",
    ),
}  # fmt: skip
"""Each finding with its severity and its words in Swedish and English."""

_SV_DETAIL = {"the submitter": "den sökande", "the attachments": "bilagorna", "nobody": "ingen"}


@frozen(kw_only=True)
class FundingFinding:
    """Something wrong or worth knowing about what money is counted on.

    Attributes:
        finding: One of `FUNDING_FINDINGS`.
        count: How many persons or contacts it is about.
        units: The units concerned, in order.
        detail: What was found.
        limit: What was expected.
    """

    finding: str
    count: int = 1
    units: tuple[str, ...] = ()
    detail: str = ""
    limit: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return FUNDING_FINDINGS[self.finding][0]

    def words(self, lang: Lang = "sv") -> str:
        """Say it in the language."""
        template = FUNDING_FINDINGS[self.finding][1 if lang == "sv" else 2]
        detail = _SV_DETAIL.get(self.detail, self.detail) if lang == "sv" else self.detail
        told = template.format(count=self.count, detail=detail, limit=self.limit)
        return f"{told} ({', '.join(self.units)})" if self.units else told

    def __str__(self) -> str:
        """Say it in English, with its id."""
        return f"{self.severity}: {self.words('en')} [{self.finding}]"


def is_table(argument: object) -> bool:
    """Say whether an argument is a table; what is not holds objects.

    A table has columns; collections of visits, persons or payments have none.
    """
    if isinstance(argument, (list, tuple, set, frozenset, dict, Iterator)):
        return False
    return not isinstance(argument, Iterable) or any(
        hasattr(argument, name) for name in ("columns", "schema", "collect")
    )
