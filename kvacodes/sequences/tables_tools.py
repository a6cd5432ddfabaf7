"""Small tools for columns: calendar arithmetic, sorting with rare ties, placing by index.

Everything here works on whole columns. Days are `Date`; indices of persons, contacts and
events are dense whole numbers, so that a look-up is a gather and never a join.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from kvacodes.periods import MonthEnd, Span

__all__ = [
    "INDEX",
    "beyond",
    "is_distinct",
    "is_surely_distinct",
    "marked",
    "nothing",
    "placed",
    "shifted",
    "sorted_by",
    "stacked",
]

INDEX = pl.UInt32
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST, _LAST = date.min.toordinal() - _EPOCH, date.max.toordinal() - _EPOCH
_NARROW = 100_000


def nothing(size: int, dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    """Return a column of nulls."""
    return pl.repeat(None, size, dtype=dtype, eager=True)


def marked(size: int, index: pl.Series) -> pl.Series:
    """Return a column that is true at each index, and false elsewhere."""
    return pl.repeat(value=False, n=size, eager=True).scatter(
        index, pl.repeat(value=True, n=len(index), eager=True)
    )


def stacked(upper: pl.DataFrame, lower: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of two frames in one, with the types of the first."""
    if not lower.height:
        return upper
    return pl.concat([upper, lower.cast(upper.schema)], rechunk=True)


def is_distinct(index: pl.Series, size: int) -> bool:
    """Say whether each index below a size occurs at most once; quicker than by hashing."""
    return int(marked(size, index).sum()) == len(index)


def is_surely_distinct(values: pl.Series) -> bool:
    """Say whether no value comes twice, by digests; a false answer leaves it open."""
    digests = values.hash().sort()
    return not (digests == digests.shift(1)).any()


def placed(size: int, index: pl.Series, values: pl.Series) -> pl.Series:
    """Return a column that holds each value at its index, and null elsewhere."""
    if values.dtype == pl.Date:
        return placed(size, index, values.cast(pl.Int32)).cast(pl.Date)
    return nothing(size, values.dtype).scatter(index, values)


def shifted(days: pl.Series, span: Span, month_end: MonthEnd, *, back: bool = False) -> pl.Series:
    """Return the days so much later, or earlier, as `Span.after` and `Span.before` do."""
    sign = -1 if back else 1
    numbers = days.cast(pl.Int32)
    if span.months:
        numbers = _months_later(numbers, sign * span.months, month_end)
    numbers += sign * span.days
    return numbers.clip(_FIRST, _LAST).cast(pl.Date)


def beyond(
    days: pl.Series, edge: pl.Series, grace: Span, month_end: MonthEnd, *, late: bool
) -> pl.Series:
    """Say which days are beyond a limit by more than its grace; not where either is unknown."""
    passed = days >= edge if late else days < edge
    if grace:
        let_pass = shifted(edge, grace, month_end, back=not late)
        passed &= days >= let_pass if late else days < let_pass
    return passed.fill_null(value=False)


def _months_later(numbers: pl.Series, months: int, month_end: MonthEnd) -> pl.Series:
    lowest, highest = numbers.min(), numbers.max()
    if not isinstance(lowest, int) or not isinstance(highest, int):
        return numbers
    if highest - lowest > max(_NARROW, len(numbers)):
        return _months_later_each(numbers, months, month_end)
    # Persons are many and days few: work each day out once, then look it up.
    each = pl.int_range(lowest, highest + 1, dtype=pl.Int32, eager=True)
    return _months_later_each(each, months, month_end).gather(numbers - lowest)


def _months_later_each(numbers: pl.Series, months: int, month_end: MonthEnd) -> pl.Series:
    days = numbers.cast(pl.Date)
    later = days.dt.offset_by(f"{months}mo")
    if month_end is MonthEnd.CLAMP:
        return later.cast(pl.Int32)
    return later.cast(pl.Int32) + (later.dt.day() != days.dt.day()).cast(pl.Int32)


def sorted_by(frame: pl.DataFrame, key: str, ties: Sequence[pl.Expr]) -> pl.DataFrame:
    """Sort by a whole-number key; rows that it leaves tied are sorted by `ties`.

    Ties are few and their keys may be long texts, so only tied rows look at them.
    """
    keys, order = frame[key], None
    if not keys.is_sorted():
        order, keys = _in_order(keys)
    follows = (keys == keys.shift(1)).fill_null(value=False)
    tied = follows | follows.shift(-1, fill_value=False)
    if tied.any():
        if order is None:
            order = pl.int_range(frame.height, dtype=INDEX, eager=True)
        some = order.filter(tied)
        rows = frame.select(pl.all().gather(some)).with_columns(__at=some)
        # The tied rows take each other's places, and no others.
        order = order.scatter(tied.arg_true(), rows.sort(key, *ties)["__at"])
    return frame if order is None else frame.select(pl.all().gather(order))


def _in_order(keys: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the order that sorts the keys, and the keys in that order."""
    size, highest = 1 << len(keys).bit_length(), keys.max()
    if keys.dtype != pl.UInt64 or not isinstance(highest, int) or (highest + 1) * size > _ROOM:
        order = keys.arg_sort()
        return order, keys.gather(order)
    # Key and place in one number: sorting values is much quicker than sorting places.
    packed = (keys * size + pl.int_range(len(keys), dtype=pl.UInt64, eager=True)).sort()
    return (packed & (size - 1)).cast(INDEX), packed // size


_ROOM = 2**64
