"""Grounds: the dated values that a figure was made of, each with its decision.

Functions of this package take a parameter, one of its values, a figure or a plain number
alike. What they took, and why it held on the day, comes back as grounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from attrs import frozen

from kvacodes.errors import Phrase, UsageError
from kvacodes.funding.figures import Figure, exactly, number_words, weakest
from kvacodes.model.parameters import DatedValue, Parameter
from kvacodes.model.words import Basis, Label, Lang

__all__ = [
    "Ground",
    "Quantity",
    "assumptions",
    "basis_of",
    "basis_words",
    "ground",
    "grounds_words",
    "is_approximate",
    "positive",
    "value_words",
]

Quantity: TypeAlias = Parameter | DatedValue | Figure | Decimal | int | str
"""What a function takes where it needs a number that is decided on."""

_BASIS = {
    Basis.DECISION: ("beslut", "decision"),
    Basis.SOURCE: ("källa", "source"),
    Basis.DERIVED: ("härlett", "derived"),
    Basis.ASSUMPTION: ("antagande", "assumption"),
}


@frozen(kw_only=True)
class Ground:
    """One value that a figure was made of.

    Attributes:
        role: What it was used as, such as ``norm``.
        name: The id of the parameter; empty for a number that the caller gave.
        title: What the parameter is.
        dated: The value, with its days and decision.
        unit: Its unit.
    """

    role: str
    name: str = ""
    title: Label = Label("")
    dated: DatedValue
    unit: str = ""

    @property
    def figure(self) -> Figure:
        """The value as a figure."""
        return Figure(
            self.dated.number,
            self.unit,
            approximate=self.dated.approximate,
            basis=self.dated.basis,
        )

    def words(self, lang: Lang = "sv") -> str:
        """Say the value, its parameter, days, decision, and what is unusual about it."""
        sv = lang == "sv"
        told = [self._what(lang)]
        if self.dated.what_if:
            told.append(
                "prövat i stället för beslutat värde" if sv else "tried instead of what was decided"
            )
        elif not self.name:
            told.append("angivet vid anropet" if sv else "given by the caller")
        else:
            told.append(str(self.dated.valid))
            if reference := self.dated.reference:
                told.append(f"{'enligt' if sv else 'by'} {reference}")
            if self.dated.basis is not Basis.DECISION:
                told.append(basis_words(self.dated.basis, lang))
        if day := self.dated.carried_to:
            told.append(f"framskrivet till {day}" if sv else f"carried forward to {day}")
        return ", ".join(told)

    def _what(self, lang: Lang) -> str:
        title = self.title.in_language(lang)
        name = f" ({self.name})" if self.name else ""
        return f"{title or self.role}{name}: {value_words(self.dated, self.unit, lang)}"


def basis_words(basis: Basis, lang: Lang = "sv") -> str:
    """Return what a value rests on, in a word."""
    return _BASIS[basis][0 if lang == "sv" else 1]


def value_words(dated: DatedValue, unit: str, lang: Lang = "sv") -> str:
    """Write a dated value with its unit, and with about where it is approximate."""
    if isinstance(dated.value, str):
        return _SWEDISH.get(dated.value, dated.value) if lang == "sv" else dated.value
    return Figure(dated.value, dated.unit or unit, approximate=dated.approximate).words(lang)


_SWEDISH = {"yes": "ja", "no": "nej"}


def ground(
    quantity: Quantity, *, role: str, on: date, unit: str = "", carry_forward: bool = False
) -> Ground:
    """Find out which value a quantity has on a day.

    Args:
        quantity: A parameter, one of its values, a figure or a number.
        role: What it is used as.
        on: The day.
        unit: The unit of a plain number.
        carry_forward: Whether a parameter's last value is used after its end.

    Raises:
        OutsidePeriodsError: A parameter has no value on the day.
        UsageError: It is a float, or no number at all.
    """
    if isinstance(quantity, Parameter):
        return Ground(
            role=role,
            name=quantity.id,
            title=quantity.title,
            dated=quantity.at(on, carry_forward=carry_forward),
            unit=quantity.unit or unit,
        )
    if isinstance(quantity, DatedValue):
        return Ground(role=role, dated=quantity, unit=quantity.unit or unit)
    if isinstance(quantity, Figure):
        dated = DatedValue(
            value=quantity.value, approximate=quantity.approximate, basis=quantity.basis
        )
        return Ground(role=role, dated=dated, unit=quantity.unit or unit)
    return Ground(role=role, dated=DatedValue(value=exactly(quantity)), unit=unit)


def positive(found: Ground) -> Ground:
    """Return the ground where its number is above zero.

    Raises:
        UsageError: It is zero or less.
    """
    if found.dated.number <= 0:
        number = number_words(found.dated.number, "en")
        message = Phrase(
            f"{found.name or found.role} is {number}; expected more than 0",
            f"{found.name or found.role} är {number}; väntade mer än 0",
        )
        raise UsageError(message)
    return found


def basis_of(grounds: Iterable[Ground]) -> Basis:
    """Return the weakest basis among the grounds."""
    return weakest(*(g.dated.basis for g in grounds))


def is_approximate(grounds: Iterable[Ground]) -> bool:
    """Say whether any of the grounds is approximate."""
    return any(g.dated.approximate for g in grounds)


def assumptions(grounds: Iterable[Ground]) -> tuple[str, ...]:
    """Return in English what among the grounds is assumed, carried forward or tried."""
    return tuple(
        g.words("en")
        for g in grounds
        if g.dated.basis is Basis.ASSUMPTION or g.dated.carried_to or g.dated.what_if
    )


def grounds_words(grounds: Iterable[Ground], lang: Lang = "sv") -> tuple[str, ...]:
    """Say every ground in the language, each once, in order."""
    return tuple(dict.fromkeys(g.words(lang) for g in grounds))
