"""Rules on money as dated data: parameters with their decisions.

The reader of a parameter asks for its value on a day; a day without a value is an
error, never a guess.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import frozen

from kvacodes.errors import OutsidePeriodsError
from kvacodes.model.words import Basis, Label
from kvacodes.periods import Interval

__all__ = ["DatedValue", "Parameter", "Rules"]


@frozen(kw_only=True)
class DatedValue:
    """The value of a parameter in an interval.

    Attributes:
        value: The value; text only where the parameter is no quantity.
        valid: The days for which it holds.
        decision: The id of the decision behind it; empty where a source stands instead.
        source: Where it can be read.
        approximate: Whether the source says about, or just over; never used as exact.
        basis: What it rests on.
        note: What a reader needs to know beside this.
    """

    value: Decimal | str
    valid: Interval
    decision: str = ""
    source: str = ""
    approximate: bool = False
    basis: Basis = Basis.DECISION
    note: str = ""


@frozen(kw_only=True)
class Parameter:
    """A quantity that is decided on, and its values over time.

    Attributes:
        id: Stable name, unique among all documents.
        title: What it is.
        unit: The unit of its values, such as ``kr`` or ``listed per post``.
        values: In order of time.
    """

    id: str
    title: Label
    unit: str = ""
    values: tuple[DatedValue, ...] = ()

    def at(self, day: date) -> DatedValue:
        """Return the value on the day.

        Raises:
            OutsidePeriodsError: No value is in force on the day; names the nearest one.
        """
        for dated in self.values:
            if day in dated.valid:
                return dated
        raise OutsidePeriodsError(self.id, day, nearest=self._nearest(day))

    def _nearest(self, day: date) -> str:
        def distance(dated: DatedValue) -> int:
            start, last = dated.valid.start, dated.valid.last
            if start is not None and day < start:
                return (start - day).days
            return 0 if last is None else (day - last).days

        if not self.values:
            return ""
        nearest = min(self.values, key=distance)
        return f"{nearest.value} {self.unit} for {nearest.valid}"


@frozen(kw_only=True)
class Rules:
    """The rules on money of a code set."""

    parameters: tuple[Parameter, ...] = ()
