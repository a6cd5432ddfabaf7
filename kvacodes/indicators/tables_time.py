"""Time spent on tables: the bounds of each contact's time, where they are known."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from kvacodes.indicators.tables_care import Care
from kvacodes.indicators.time_bands import TIME_BANDS
from kvacodes.periods import Period
from kvacodes.sequences.tables_tools import stacked

__all__ = ["times_of"]


def times_of(care: Care, period: Period) -> pl.DataFrame:
    """Return a row for each contact whose time is known: `c`, `lower`, `upper`.

    The time of a contact counts in whatever period its day lies in; contacts that are not
    judged may be among the rows.
    """
    bands = {k: TIME_BANDS[n] for k, n in enumerate(care.rows.codes.names) if n in TIME_BANDS}
    has_minutes = "minutes" in care.alone.columns
    minutes = pl.col("minutes") if has_minutes else pl.lit(None, pl.Int64)
    lower = _looked_up({k: band.lower for k, band in bands.items()})
    upper = _looked_up({k: band.upper for k, band in bands.items()})
    is_timed = minutes.is_not_null() | pl.col("k").is_in(list(bands))
    alone = care.of_one_row(
        period, "c", least=minutes, most=minutes, lower=lower, upper=upper, where=is_timed
    )
    rows = care.several.rows
    others = (
        rows.filter(is_timed)
        .group_by("c")
        .agg(least=minutes.min(), most=minutes.max(), lower=lower.max(), upper=upper.min())
    )
    said = stacked(alone, others.with_columns(care.numbered(others["c"])))
    return _settled(said).drop_nulls("lower")


def _settled(said: pl.DataFrame) -> pl.DataFrame:
    """Let minutes go before bands; rows that disagree leave the time unknown."""
    has_minutes = pl.col("least").is_not_null()
    agree = has_minutes & (pl.col("least") == pl.col("most")) & (pl.col("least") >= 0)
    is_wide = (pl.col("upper") >= pl.col("lower")).fill_null(value=True)
    overlap = ~has_minutes & is_wide
    return said.select(
        "c",
        lower=pl.when(agree).then("least").when(overlap).then("lower"),
        upper=pl.when(agree).then("least").when(overlap).then("upper"),
    )


def _looked_up(by_code: Mapping[int, int | None]) -> pl.Expr:
    if not by_code:
        return pl.lit(None, pl.Int64)
    values = pl.Series(list(by_code.values()), dtype=pl.Int64)
    codes = pl.Series(list(by_code), dtype=pl.UInt16)
    return pl.col("k").replace_strict(codes, values, default=None, return_dtype=pl.Int64)
