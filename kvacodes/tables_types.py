"""How columns of each type are read, whatever type an engine gives them.

A reader returns None for a type that it does not read. One that is not certain of every value
says which rows are in doubt; they are counted before anything is computed.
"""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
from attrs import frozen

from kvacodes.errors import NOTHING, ColumnError, Phrase
from kvacodes.extracts import Column, ColumnType

__all__ = ["Fitted", "fitted", "types_of"]

_EXACT_IN_FLOAT = 2**53


@frozen(kw_only=True)
class Fitted:
    """How a column is read; `doubt` says which rows cannot be, where that is not certain."""

    values: nw.Expr
    doubt: nw.Expr | None = None
    found: Phrase = NOTHING
    expected: Phrase = NOTHING
    hint: Phrase = NOTHING
    key_type: str = ""


def types_of(frame: nw.LazyFrame[Any]) -> dict[str, Any]:
    """Return the types of the columns; those that no engine knows under their own names.

    Narwhals calls such types, like the periods of pandas, as it calls a column without any value.
    """
    types: dict[str, Any] = dict(frame.collect_schema())
    if frame.implementation.is_polars():
        native: pl.LazyFrame = frame.to_native()
        for name, dtype in native.collect_schema().items():
            if types[name] == nw.Unknown and dtype != pl.Null:
                types[name] = dtype
    return types


def fitted(
    values: nw.Expr, column: Column, dtype: nw.dtypes.DType, place: str, *, local: bool
) -> Fitted:
    """Say how a column is read.

    Args:
        values: The column.
        column: What it is to hold.
        dtype: What it holds.
        place: What it is called, for messages.
        local: Whether it is in Polars, where a column without any value has no type.

    Raises:
        ColumnError: No column of its kind is of that type.
    """
    taken = _READERS[column.type](values, dtype, local)
    if taken is not None:
        return taken
    found, hint = _described(dtype, column.type)
    raise ColumnError(where=place, found=found, expected=_EXPECTED[column.type], hint=hint)


def _is_empty(dtype: nw.dtypes.DType, local: bool) -> bool:  # noqa: FBT001 - as readers
    # A column with nothing but nulls has no type of its own in Polars and Arrow.
    return local and dtype == nw.Unknown


def _is_text(dtype: nw.dtypes.DType) -> bool:
    return isinstance(dtype, nw.String | nw.Categorical | nw.Enum)


def _whole_of_float(values: nw.Expr, key_type: str = "") -> Fitted:
    # pandas makes floats of whole numbers as soon as one is missing. NaN, infinity and
    # fractions have a remainder that is not 0; beyond 2**53 digits are already lost.
    lost = (values % 1 != 0) | (values.abs() >= _EXACT_IN_FLOAT)
    return Fitted(
        values=values.cast(nw.Int64),
        doubt=lost.fill_null(value=False),
        found=Phrase(
            "numbers that are not whole, or too long to be exact,",
            "tal som inte är hela, eller för långa för att vara exakta,",
        ),
        expected=Phrase("whole numbers or text", "heltal eller text"),
        hint=Phrase(
            "read the column as text or as a nullable integer", "läs kolumnen som text eller heltal"
        ),
        key_type=key_type,
    )


def _key(values: nw.Expr, dtype: nw.dtypes.DType, local: bool) -> Fitted | None:  # noqa: FBT001
    if _is_text(dtype):
        return Fitted(values=values.cast(nw.String), key_type="text")
    if _is_empty(dtype, local):
        return Fitted(values=values.cast(nw.String), key_type="empty")
    if dtype.is_integer():
        kept = dtype == nw.UInt64  # a hash may need all 64 bits
        return Fitted(values=values if kept else values.cast(nw.Int64), key_type="whole")
    if dtype.is_float():
        return _whole_of_float(values, "whole")
    return None


def _text(values: nw.Expr, dtype: nw.dtypes.DType, local: bool) -> Fitted | None:  # noqa: FBT001
    if _is_text(dtype) or _is_empty(dtype, local) or dtype.is_integer():
        return Fitted(values=values.cast(nw.String))
    return None


def _day(values: nw.Expr, dtype: nw.dtypes.DType, local: bool) -> Fitted | None:  # noqa: FBT001
    if dtype == nw.Date:
        return Fitted(values=values)
    if isinstance(dtype, nw.Datetime) and dtype.time_zone is None:
        return Fitted(values=values.dt.date())
    if _is_empty(dtype, local):
        return Fitted(values=values.cast(nw.Date))
    return None


def _whole(values: nw.Expr, dtype: nw.dtypes.DType, local: bool) -> Fitted | None:  # noqa: FBT001
    if dtype.is_integer() or _is_empty(dtype, local):
        return Fitted(values=values.cast(nw.Int64))
    return _whole_of_float(values) if dtype.is_float() else None


def _truth(values: nw.Expr, dtype: nw.dtypes.DType, local: bool) -> Fitted | None:  # noqa: FBT001
    if dtype == nw.Boolean:
        return Fitted(values=values)
    if _is_empty(dtype, local):
        return Fitted(values=values.cast(nw.Boolean))
    if dtype.is_numeric():
        return Fitted(
            values=values == 1,
            doubt=((values != 0) & (values != 1)).fill_null(value=False),
            found=Phrase("numbers other than 0 and 1", "andra tal än 0 och 1"),
            expected=_EXPECTED[ColumnType.TRUTH],
            hint=Phrase("convert the column first", "gör om kolumnen först"),
        )
    return None


def _money(values: nw.Expr, dtype: nw.dtypes.DType, local: bool) -> Fitted | None:  # noqa: FBT001
    """Read kronor as whole öre: sums of them are exact in every engine."""
    if _is_empty(dtype, local):
        return Fitted(values=values.cast(nw.Int64))
    if dtype.is_integer():
        return Fitted(values=values.cast(nw.Int64) * 100)
    if not (dtype.is_float() or dtype.is_decimal()):
        return None
    ore = values.cast(nw.Float64) * 100
    whole = ore.round()
    # A float has no exact öre, but its nearest öre is the one that was written.
    lost = ((ore - whole).abs() > _LESS_THAN_AN_ORE) | (whole.abs() >= _EXACT_IN_FLOAT)
    return Fitted(
        values=whole.cast(nw.Int64),
        doubt=(lost | ~ore.is_finite()).fill_null(value=False),
        found=Phrase("amounts that are not whole öre", "belopp som inte är hela ören"),
        expected=_EXPECTED[ColumnType.MONEY],
        hint=Phrase(
            "round the amounts to two decimals first", "avrunda beloppen till två decimaler först"
        ),
    )


_LESS_THAN_AN_ORE = 1e-4

_READERS = {
    ColumnType.KEY: _key,
    ColumnType.TEXT: _text,
    ColumnType.DAY: _day,
    ColumnType.WHOLE: _whole,
    ColumnType.TRUTH: _truth,
    ColumnType.MONEY: _money,
}
_EXPECTED = {
    ColumnType.KEY: Phrase("whole numbers or text", "heltal eller text"),
    ColumnType.TEXT: Phrase("text", "text"),
    ColumnType.DAY: Phrase("days", "dagar"),
    ColumnType.WHOLE: Phrase("whole numbers", "heltal"),
    ColumnType.TRUTH: Phrase("true and false, or 1 and 0", "true och false, eller 1 och 0"),
    ColumnType.MONEY: Phrase("kronor with at most two decimals", "kronor med högst två decimaler"),
}


def _described(dtype: nw.dtypes.DType, expected: ColumnType) -> tuple[Phrase, Phrase]:
    """Say what a column holds that does not fit, and what to do about it."""
    if isinstance(dtype, nw.Datetime):
        if expected is ColumnType.DAY:
            return (
                Phrase(
                    f"points in time with a time zone ({dtype.time_zone})",
                    f"tidpunkter med tidszon ({dtype.time_zone})",
                ),
                Phrase(
                    "convert to local time and drop the time zone first: the day depends on it",
                    "gör om till lokal tid utan tidszon först: dagen beror på den",
                ),
            )
        return (
            Phrase("points in time", "tidpunkter"),
            Phrase("is another column meant?", "är det en annan kolumn som menas?"),
        )
    if _is_text(dtype) and expected is ColumnType.DAY:
        return (
            Phrase("text", "text"),
            Phrase(
                "cast the column to a date where it lives",
                "gör om kolumnen till datum där den ligger",
            ),
        )
    return (
        Phrase(f"the type {dtype}", f"typen {dtype}"),
        Phrase(
            "convert the column first, or name another one with Columns(…)",
            "gör om kolumnen först, eller ange en annan med Columns(…)",
        ),
    )
