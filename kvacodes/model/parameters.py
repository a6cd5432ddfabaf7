"""Dated parameters: a quantity that is decided on, and its values over time.

The reader of a parameter asks for its value on a day. A day without a value is an error
that names the nearest period. Carrying an old value forward is done only when asked
for, and the value that comes back says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from attrs import evolve, field, frozen

from kvacodes.errors import NOTHING, OutsidePeriodsError, Phrase, UsageError
from kvacodes.model.words import Basis, Label
from kvacodes.periods import ALWAYS, Interval

__all__ = ["DatedValue", "Parameter"]


@frozen(kw_only=True)
class DatedValue:
    """The value of a parameter in an interval.

    Attributes:
        value: The value; text only where the parameter is no quantity.
        valid: The days for which it holds.
        decision: The id of the decision behind it; empty where a source stands instead.
        cited: How a reader cites that decision: diary number, source, or body and day.
        source: Where it can be read.
        approximate: Whether the source says about, or just over; never used as exact.
        basis: What it rests on.
        note: What a reader needs to know beside this.
        unit: Its unit, where it is written beside the value; empty for the parameter's own.
        carried_to: The day asked for, where the value was carried forward to it on request.
        what_if: Whether a caller put it in place of what was decided.
    """

    value: Decimal | str
    valid: Interval = ALWAYS
    decision: str = ""
    cited: str = ""
    source: str = ""
    approximate: bool = False
    basis: Basis = Basis.DECISION
    note: str = ""
    unit: str = ""
    carried_to: date | None = None
    what_if: bool = False

    @property
    def reference(self) -> str:
        """What a reader cites for it: the decision, or else the source."""
        return self.cited or self.decision or self.source

    @property
    def number(self) -> Decimal:
        """The value as a number.

        Raises:
            TypeError: The value is text.
        """
        if isinstance(self.value, Decimal):
            return self.value
        message = Phrase(
            f"{self.value!r} is text, not a number", f"{self.value!r} är text, inget tal"
        )
        raise TypeError(message)


def _in_order(values: Iterable[DatedValue]) -> tuple[DatedValue, ...]:
    return tuple(sorted(values, key=lambda dated: dated.valid.start or date.min))


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
    title: Label = Label("")
    unit: str = ""
    values: tuple[DatedValue, ...] = field(default=(), converter=_in_order)

    def at(self, day: date, *, carry_forward: bool = False) -> DatedValue:
        """Return the value on the day; where two overlap, the one that began later.

        Args:
            day: The day asked for.
            carry_forward: Whether a day after the end of a value gets that value, as long as
                no later one has begun. The value returned then has `carried_to`.

        Raises:
            OutsidePeriodsError: No value is in force on the day; names the nearest one.
        """
        begun = [v for v in self.values if v.valid.start is None or v.valid.start <= day]
        for dated in reversed(begun):
            if day in dated.valid:
                return dated
        if carry_forward and begun:
            return evolve(begun[-1], carried_to=day)
        raise OutsidePeriodsError(self.id, day, nearest=self._nearest(day))

    def has_value(self, day: date) -> bool:
        """Say whether a value is in force on the day."""
        return any(day in dated.valid for dated in self.values)

    def holes(self) -> tuple[Interval, ...]:
        """Return the days between its values on which none is in force."""
        return _holes([dated.valid for dated in self.values])

    def what_if(self, value: Decimal | str) -> Parameter:
        """Return the same parameter with one value for all days, marked as not decided.

        Raises:
            UsageError: It is text where the values are numbers, or the other way round.
        """
        is_text = isinstance(value, str)
        if any(isinstance(dated.value, str) != is_text for dated in self.values):
            en = "no number" if is_text else "a number, where its values are words"
            sv = "är inget tal" if is_text else "är ett tal, och dess värden är ord"
            message = Phrase(f"{self.id}: {value} is {en}", f"{self.id}: {value} {sv}")
            raise UsageError(message)
        assumed = DatedValue(value=value, basis=Basis.ASSUMPTION, what_if=True)
        return evolve(self, values=(assumed,))

    def _nearest(self, day: date) -> Phrase:
        if not self.values:
            return NOTHING
        nearest = min(self.values, key=lambda dated: _distance(dated.valid, day))
        unit = nearest.unit or self.unit
        value = f"{nearest.value}{unit and ' '}{unit}"
        about = Phrase("about ", "cirka ") if nearest.approximate else NOTHING
        return Phrase(
            f"{about}{value} for {nearest.valid}", f"{about.sv}{value} för {nearest.valid}"
        )


def _distance(valid: Interval, day: date) -> int:
    if valid.start is not None and day < valid.start:
        return (valid.start - day).days
    return 0 if valid.last is None else (day - valid.last).days


def _holes(ordered: list[Interval]) -> tuple[Interval, ...]:
    holes: list[Interval] = []
    end = ordered[0].end if ordered else None
    for valid in ordered[1:]:
        if end is None:
            break
        if valid.start is not None and end < valid.start:
            holes.append(Interval(end, valid.start))
        end = None if valid.end is None else max(end, valid.end)
    return tuple(holes)
