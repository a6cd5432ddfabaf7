"""Figures: a number with its unit, that knows whether it is approximate and what it rests on.

Whatever comes of an approximate figure is approximate, and is written with *about* and
few digits. Exactness is kept by the type: there is no way to a text but through it.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from numbers import Integral

from attrs import evolve, field, frozen

from kvacodes.errors import Phrase, UsageError
from kvacodes.model.words import Basis, Lang

__all__ = ["ORE", "Figure", "exactly", "number_words", "unit_words", "weakest"]

ORE = Decimal("0.01")
"""The smallest coin, and the hundredth of a post: what figures are rounded to."""

_ABOUT = {"sv": "ca", "en": "about"}
_DIGITS_WHEN_ABOUT = 3
# Not the caller's decimal context: a precision set elsewhere must not change a payment.
_EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)
_STRENGTH = (Basis.DECISION, Basis.SOURCE, Basis.DERIVED, Basis.ASSUMPTION)
_UNITS = {
    "kr": ("kr", "kr"),
    "kr per post": ("kr per tjänst", "kr per post"),
    "kr per post and year": ("kr per tjänst och år", "kr per post and year"),
    "kr per event": ("kr per händelse", "kr per event"),
    "kr per episode": ("kr per behandlingsomgång", "kr per episode"),
    "listed per post": ("listade per tjänst", "listed per post"),
    "posts": ("tjänster", "posts"),
    "years": ("år", "years"),
    "certificates": ("intyg", "certificates"),
}


def exactly(number: Decimal | int | str) -> Decimal:
    """Return a number as an exact decimal.

    Raises:
        UsageError: It is a float, whose digits are not those that were written, or no number.
    """
    if isinstance(number, Integral) and not isinstance(number, bool):
        return Decimal(int(number))
    if isinstance(number, Decimal | str):
        try:
            decimal = Decimal(number)
        except ArithmeticError:
            decimal = Decimal("NaN")
        if decimal.is_finite():
            return decimal
    message = Phrase(
        f"{number!r} is no exact number; give a Decimal, a whole number or text such as '612000'",
        f"{number!r} är inget exakt tal; ge Decimal, ett heltal eller text som '612000'",
    )
    raise UsageError(message)


def weakest(*bases: Basis) -> Basis:
    """Return the basis of what is made of facts with these: that of the weakest."""
    return max(bases, key=_STRENGTH.index, default=Basis.DECISION)


def number_words(value: Decimal, lang: Lang = "sv") -> str:
    """Write a number with blanks between thousands, and a comma in Swedish.

    >>> number_words(Decimal("954720.50"), "sv")
    '954 720,50'
    """
    text = f"{value:,f}".replace(",", " ")
    return text.replace(".", ",") if lang == "sv" else text


def unit_words(unit: str, lang: Lang = "sv") -> str:
    """Return a unit in the language; one that is not known stays as it is written."""
    sv, en = _UNITS.get(unit, (unit, unit))
    return sv if lang == "sv" else en


@frozen
class Figure:
    """A number with its unit.

    Figures of the same unit can be added and taken from each other; a figure can be
    multiplied by a number, and divided by a number or a figure. A quotient of two
    figures is derived: no source states it.

    Attributes:
        value: The number, unrounded.
        unit: Its unit.
        approximate: Whether anything it was made of is approximate.
        basis: The weakest of what it was made of.
    """

    value: Decimal = field(converter=exactly)
    unit: str = ""
    approximate: bool = field(default=False, kw_only=True)
    basis: Basis = field(default=Basis.DECISION, kw_only=True)

    def __add__(self, other: Figure) -> Figure:
        """Add a figure of the same unit."""
        return self._with(_EXACT.add(self.value, self._same_unit(other)), other)

    def __sub__(self, other: Figure) -> Figure:
        """Take away a figure of the same unit."""
        return self._with(_EXACT.subtract(self.value, self._same_unit(other)), other)

    def __mul__(self, times: Decimal | int) -> Figure:
        """Multiply by a number."""
        return evolve(self, value=_EXACT.multiply(self.value, exactly(times)))

    def __truediv__(self, other: Figure | Decimal | int) -> Figure:
        """Divide by a number, or by a figure; the quotient of figures is derived."""
        if not isinstance(other, Figure):
            return evolve(self, value=_EXACT.divide(self.value, exactly(other)))
        of = other.unit.removesuffix("s")
        quotient = self._with(_EXACT.divide(self.value, other.value), other)
        return evolve(
            quotient,
            unit="" if self.unit == other.unit else f"{self.unit} per {of}",
            basis=weakest(quotient.basis, Basis.DERIVED),
        )

    def rounded(self, quantum: Decimal = ORE, rounding: str = ROUND_HALF_UP) -> Figure:
        """Return the figure rounded to a multiple of a power of ten; half goes up."""
        return evolve(self, value=self.value.quantize(quantum, rounding, _EXACT))

    def words(self, lang: Lang = "sv") -> str:
        """Write the figure; one that is approximate is never written as exact."""
        number = number_words(self._shown(), lang)
        about = f"{_ABOUT[lang]} " if self.approximate else ""
        return f"{about}{number} {unit_words(self.unit, lang)}".rstrip()

    @property
    def number(self) -> str:
        """The number for a program, without unit: rounded as in words where approximate."""
        return f"{self._shown():f}"

    def __str__(self) -> str:
        """Write the figure in English."""
        return self.words("en")

    def _shown(self) -> Decimal:
        if not self.approximate:
            return _in_coins(self.value) if self.unit.startswith("kr") else _EXACT.plus(self.value)
        few = Context(prec=_DIGITS_WHEN_ABOUT, rounding=ROUND_HALF_UP).plus(self.value)
        return few.quantize(Decimal(1), context=_EXACT) if few.adjusted() > 1 else few

    def _same_unit(self, other: Figure) -> Decimal:
        if other.unit != self.unit:
            message = Phrase(
                f"{self.unit or 'a number'} and {other.unit or 'a number'} do not add up",
                f"{self.unit or 'ett tal'} och {other.unit or 'ett tal'} går inte att lägga ihop",
            )
            raise UsageError(message)
        return other.value

    def _with(self, value: Decimal, other: Figure) -> Figure:
        return evolve(
            self,
            value=value,
            approximate=self.approximate or other.approximate,
            basis=weakest(self.basis, other.basis),
        )


def _in_coins(kronor: Decimal) -> Decimal:
    """Return kronor as people write them: whole, or with öre."""
    if kronor == kronor.to_integral_value():
        return kronor.quantize(Decimal(1), context=_EXACT)
    return max(kronor, kronor.quantize(ORE, context=_EXACT), key=_decimals)


def _decimals(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)
