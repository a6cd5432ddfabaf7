"""Findings about money: what is wrong with persons, events, applications or payments.

A finding holds ids and counts, never a person. Words are made when it is shown.
"""

from __future__ import annotations

from attrs import frozen

from kvacodes.findings import Severity
from kvacodes.model.words import Lang

__all__ = ["FUNDING_FINDINGS", "FundingFinding", "contacts_words", "persons_words"]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFORMATION
FUNDING_FINDINGS = {
    "two-units-same-day": (
        _W,
        "listade vid två enheter samma dag: {persons}; den senast påbörjade listningen räknas",
        "listed at two units on one day: {persons}; the listing that began later counts",
    ),
    "birth-date-conflict": (
        _E,
        "olika födelsedatum på olika rader, räknas inte: {persons}",
        "different birth dates on different rows, not counted: {persons}",
    ),
    "contact-persons-differ": (
        _E,
        "rader för olika personer: {contacts}; den första personen räknas",
        "rows of different persons: {contacts}; the first person counts",
    ),
    "paid-twice": (
        _E,
        "betalda mer än en gång: {contacts}",
        "paid more than once: {contacts}",
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
        "inte angivet och inte prövat: {detail}",
        "not given and not checked: {detail}",
    ),
}  # fmt: skip
"""Each finding with its severity and its words in Swedish and English."""

_SV_DETAIL = {"the submitter": "den sökande", "the attachments": "bilagorna", "nobody": "ingen"}


def persons_words(count: int, lang: Lang) -> str:
    """Return so many persons in words."""
    if lang == "sv":
        return f"{count} {'person' if count == 1 else 'personer'}"
    return f"{count} {'person' if count == 1 else 'persons'}"


def contacts_words(count: int, lang: Lang) -> str:
    """Return so many contacts in words."""
    if lang == "sv":
        return f"{count} {'kontakt' if count == 1 else 'kontakter'}"
    return f"{count} {'contact' if count == 1 else 'contacts'}"


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
        told = template.format(
            persons=persons_words(self.count, lang),
            contacts=contacts_words(self.count, lang),
            detail=detail,
            limit=self.limit,
        )
        return f"{told} ({', '.join(self.units)})" if self.units else told

    def __str__(self) -> str:
        """Say it in English, with its id."""
        return f"{self.severity}: {self.words('en')} [{self.finding}]"
