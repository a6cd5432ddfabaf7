"""Days as expressions: calendar arithmetic and intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from kvacodes.periods import Interval, MonthEnd, Span

__all__ = ["NO_DAY", "after", "before", "days_later", "within"]

NO_DAY = pl.lit(None, dtype=pl.Date)


def days_later(day: pl.Expr, days: int | pl.Expr) -> pl.Expr:
    """Return the day so many days later; earlier, where the number is negative."""
    # By way of the day's number: durations take twice the memory, and the time.
    return (day.cast(pl.Int32) + days).cast(pl.Int32).cast(pl.Date)


def after(day: pl.Expr, span: Span, month_end: MonthEnd = MonthEnd.CLAMP) -> pl.Expr:
    """Return the day a span later, as `Span.after` does."""
    if span.months:
        shifted = day.dt.offset_by(f"{span.months}mo")
        if month_end is MonthEnd.ROLL:
            # Polars clamps; a day that was clamped is the last of its month.
            is_clamped = shifted.dt.day() != day.dt.day()
            shifted = days_later(shifted, is_clamped.cast(pl.Int32))
        day = shifted
    return days_later(day, span.days) if span.days else day


def before(day: pl.Expr, span: Span, month_end: MonthEnd = MonthEnd.CLAMP) -> pl.Expr:
    """Return the day a span earlier, as `Span.before` does."""
    return after(day, Span(-span.months, -span.days), month_end)


def within(day: pl.Expr, intervals: Iterable[Interval]) -> pl.Expr:
    """Say whether the day lies in one of the intervals."""
    return pl.any_horizontal(pl.lit(value=False), *(_in(day, i) for i in intervals))


def _in(day: pl.Expr, interval: Interval) -> pl.Expr:
    start, end = interval.start or dt.date.min, interval.end
    return day >= start if end is None else (day >= start) & (day < end)
