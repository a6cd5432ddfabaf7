"""Small tools for columns: calendar arithmetic, sorting with rare ties, placing by index.

Everything here works on whole columns. Days are `Date`; indices of persons, contacts and
events are dense whole numbers, so that a look-up is a gather and never a join.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import polars as pl

from kvacodes.periods import MonthEnd, Span

__all__ = [
    "INDEX",
    "are_distinct",
    "beyond",
    "constant",
    "counted",
    "is_distinct",
    "marked",
    "nothing",
    "of_each_day",
    "placed",
    "shifted",
    "sorted_by",
    "stacked",
]

INDEX = pl.UInt32
_EPOCH = dt.date(1970, 1, 1).toordinal()
_DAYS_KEPT = 2**13
_FIRST, _LAST = dt.date.min.toordinal() - _EPOCH, dt.date.max.toordinal() - _EPOCH


@functools.lru_cache(maxsize=1024)
def constant(value: str | int | dt.date | None, dtype: pl.DataType) -> pl.Expr:
    """Return a literal; the same object for the same value, since making one takes long."""
    return pl.lit(value, dtype)


def nothing(size: int, dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    """Return a column of nulls."""
    return pl.Series([None], dtype=dtype).new_from_index(0, size)


def marked(size: int, index: pl.Series) -> pl.Series:
    """Return a column that is true at each index, and false elsewhere."""
    return pl.Series([False]).new_from_index(0, size).scatter(index, True)  # noqa: FBT003


def stacked(upper: pl.DataFrame, lower: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of two frames in one, with the types of the first."""
    if not lower.height:
        return upper
    return pl.concat([upper, lower.cast(upper.schema)], rechunk=True)


def is_distinct(index: pl.Series, size: int) -> bool:
    """Say whether each index below a size occurs at most once; quicker than by hashing."""
    return are_distinct([index], size)


def are_distinct(parts: Iterable[pl.Series], size: int) -> bool:
    """Say the same of an index that is made a part at a time, so as not to hold all of it."""
    marks, n = pl.Series([False]).new_from_index(0, size), 0
    for part in parts:
        marks, n = marks.scatter(part, True), n + len(part)  # noqa: FBT003
    return int(marks.sum()) == n


def counted(numbers: pl.Series, names: Iterable[str]) -> Counter[str]:
    """Count the rows of each name, from its place among the names; not of an empty one."""
    # Names are few: a pass for each takes a tenth of counting all by hashing.
    return +Counter({name: int((numbers == i).sum()) for i, name in enumerate(names) if name})


def placed(size: int, index: pl.Series, values: pl.Series) -> pl.Series:
    """Return a column that holds each value at its index, and null elsewhere."""
    if values.dtype == pl.Date:
        return placed(size, index, values.cast(pl.Int32)).cast(pl.Date)
    return nothing(size, values.dtype).scatter(index, values)


def of_each_day(days: pl.Series, say: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Return what can be said of each day, by a function that always says the same.

    Rows are many and days few: each day is asked about once, then looked up.
    """
    numbers = days.cast(pl.Int32)
    lowest, highest = numbers.min(), numbers.max()
    if not isinstance(lowest, int) or not isinstance(highest, int):
        return say(days)
    if highest - lowest > max(len(numbers), _DAYS_KEPT):
        return say(days)
    return _said_of_range(lowest, highest, say).gather(numbers - lowest)


@functools.lru_cache(maxsize=64)
def _said_of_range(lowest: int, highest: int, say: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Ask about each day of a range; persons judged some at a time mostly share the range."""
    return say(pl.int_range(lowest, highest + 1, dtype=pl.Int32, eager=True).cast(pl.Date))


def shifted(days: pl.Series, span: Span, month_end: MonthEnd, *, back: bool = False) -> pl.Series:
    """Return the days so much later, or earlier, as `Span.after` and `Span.before` do."""
    sign = -1 if back else 1
    return of_each_day(days, _shift(sign * span.months, sign * span.days, month_end))


@functools.lru_cache(maxsize=64)
def _shift(months: int, more: int, month_end: MonthEnd) -> Callable[[pl.Series], pl.Series]:
    """Return what shifts days; the same function for the same length."""

    def shift(days: pl.Series) -> pl.Series:
        later = days.dt.offset_by(f"{months}mo") if months else days
        numbers = later.cast(pl.Int32) + more
        if month_end is MonthEnd.ROLL:
            numbers += (later.dt.day() != days.dt.day()).cast(pl.Int32)
        is_within = not ((numbers < _FIRST) | (numbers > _LAST)).any()
        return (numbers if is_within else numbers.clip(_FIRST, _LAST)).cast(pl.Date)

    return shift


def beyond(
    days: pl.Series, edge: pl.Series, grace: Span, month_end: MonthEnd, *, late: bool
) -> pl.Series:
    """Say which days are beyond a limit by more than its grace; not where either is unknown."""
    passed = days >= edge if late else days < edge
    if grace:
        let_pass = shifted(edge, grace, month_end, back=not late)
        passed &= days >= let_pass if late else days < let_pass
    return passed.fill_null(value=False)


def sorted_by(frame: pl.DataFrame, keys: pl.Series, ties: Sequence[pl.Expr] = ()) -> pl.DataFrame:
    """Sort by a whole number for each row; rows that it leaves tied are sorted by `ties`.

    Ties are few and their keys may be long texts, so only tied rows look at them.
    """
    order = None
    if not keys.is_sorted():
        order, keys = _in_order(keys)
    if ties:
        order = _without_ties(frame, keys, ties, order)
    return frame if order is None else frame.select(pl.all().gather(order))


def _without_ties(
    frame: pl.DataFrame, keys: pl.Series, ties: Sequence[pl.Expr], order: pl.Series | None
) -> pl.Series | None:
    follows = (keys == keys.shift(1)).fill_null(value=False)
    tied = follows | follows.shift(-1, fill_value=False)
    if not tied.any():
        return order
    if order is None:
        order = pl.int_range(frame.height, dtype=INDEX, eager=True)
    some = order.filter(tied)
    rows = frame.select(pl.all().gather(some)).with_columns(__key=keys.filter(tied), __at=some)
    # The tied rows take each other's places, and no others.
    return order.scatter(tied.arg_true(), rows.sort("__key", *ties)["__at"])


def _in_order(keys: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the order that sorts the keys, and the keys in that order."""
    size, highest = 1 << len(keys).bit_length(), keys.max()
    if not isinstance(highest, int) or (highest + 1) * size > _ROOM:
        order = keys.arg_sort()
        return order, keys.gather(order)
    # Key and place in one number: sorting values is much quicker than sorting places.
    packed = (
        keys.cast(pl.UInt64) * size + pl.int_range(len(keys), dtype=pl.UInt64, eager=True)
    ).sort()
    return (packed & (size - 1)).cast(INDEX), packed // size


_ROOM = 2**64
