"""Tidy tables of any kind, read as rows and given back without what is hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from kvacodes.disclosure.figures import Row
from kvacodes.errors import ColumnError, InputError, Phrase
from kvacodes.frames import Kind, gathered, returned

__all__ = ["rows_of", "without"]

_COUNTS = ("numerator", "denominator", "value", "n_missing")
_FIGURES = (*_COUNTS, "lower", "upper")
_TIDY = frozenset({"indicator", "period", *_FIGURES, "bound", "suppressed", "basis"})


def rows_of(
    table: object, *, number: int, cohort: str, by: Collection[str] | None
) -> Iterator[Row]:
    """Read a tidy table; what is no column of results stratifies, unless `by` names those.

    Raises:
        ColumnError: There is no count at all, or a stratifier is missing.
        InputError: It is no table.
    """
    frame = _polars(table)
    keys = _stratifiers(frame, by)
    if not set(_COUNTS[:3]) & set(frame.columns):
        raise ColumnError(
            where="table",
            found=Phrase(
                "neither numerator, denominator nor value",
                "varken numerator, denominator eller value",
            ),
            expected=Phrase(
                "a tidy table with at least one of them", "en tabell med minst en av dem"
            ),
        )
    for n, row in enumerate(frame.iter_rows(named=True)):
        counts = {name: row.get(name) for name in _COUNTS}
        yield Row(
            table=number,
            number=n,
            indicator=str(row.get("indicator", "")),
            period=str(row.get("period", "")),
            by=tuple((key, row[key]) for key in keys),
            cohort=cohort,
            suppressed=bool(row.get("suppressed")) or not _any_count(counts),
            numerator=counts["numerator"],
            denominator=counts["denominator"],
            value=counts["value"],
            n_missing=counts["n_missing"],
        )


def without(table: object, *, rows: Collection[int], no_missing: Collection[int]) -> Any:  # noqa: ANN401 - whatever kind came
    """Return the table in its kind, with nothing left on hidden rows but their stratifiers."""
    frame = _polars(table)
    place = pl.int_range(pl.len())
    hidden = place.is_in(list(rows))
    doubtful = place.is_in(list({*rows, *no_missing}))
    emptied = [
        pl.when(doubtful if name == "n_missing" else hidden)
        .then(None)
        .otherwise(pl.col(name))
        .alias(name)
        for name in frame.columns
        if name in _FIGURES or frame.schema[name].is_float()
    ]
    before = pl.col("suppressed").fill_null(value=False) if "suppressed" in frame.columns else False
    done = frame.with_columns(*emptied, (hidden | before).alias("suppressed"))
    kind = _kind(table)
    native = returned(done, kind)
    if kind in {Kind.PANDAS, Kind.PANDAS_ARROW}:
        native.index = getattr(table, "index")  # noqa: B009 - a pandas table, though typed as any
    return native


def _stratifiers(frame: pl.DataFrame, by: Collection[str] | None) -> list[str]:
    if by is None:
        return [c for c in frame.columns if c not in _TIDY and not frame.schema[c].is_float()]
    for name in by:
        if name not in frame.columns:
            raise ColumnError(
                where="table",
                found=Phrase(f"no column {name}", f"ingen kolumn {name}"),
                expected=Phrase("the stratifiers named in by", "de kolumner som by anger"),
            )
    return list(by)


def _any_count(counts: dict[str, Any]) -> bool:
    return any(counts[name] is not None for name in _COUNTS[:3])


def _polars(table: object) -> pl.DataFrame:
    try:
        frame = nw.from_native(table)  # type: ignore[call-overload]
    except TypeError as error:
        raise InputError(
            where="figures",
            found=Phrase.same(type(table).__name__),
            expected=Phrase(
                "results of an indicator, rows, or a tidy table",
                "resultat av en indikator, rader eller en tabell",
            ),
        ) from error
    polars: pl.DataFrame = (
        gathered(frame).collect() if isinstance(frame, nw.LazyFrame) else frame.to_polars()
    )
    # pandas makes floats of whole numbers with a missing value among them.
    floats = [
        c
        for c in ("numerator", "denominator", "n_missing")
        if c in polars.columns and polars.schema[c].is_float()
    ]
    return polars.with_columns(pl.col(c).fill_nan(None).cast(pl.Int64) for c in floats)


def _kind(table: object) -> Kind:
    frame: Any = nw.from_native(table)
    if isinstance(frame, nw.LazyFrame) or frame.implementation.is_polars():
        return Kind.POLARS
    if frame.implementation.is_pyarrow():
        return Kind.PYARROW
    dtypes = [str(dtype) for dtype in frame.to_native().dtypes]
    arrow = any(dtype.endswith("[pyarrow]") for dtype in dtypes)
    return Kind.PANDAS_ARROW if arrow else Kind.PANDAS
