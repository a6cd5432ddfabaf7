"""Comparing lengths of time that mix months and days, and saying them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from kvacodes.model.words import Label
from kvacodes.periods import Span

__all__ = ["added", "is_at_least", "is_longer", "last_of", "said"]

# The days of two years, one with a leap day, from which months come out longest or
# shortest: what holds for each of them holds always.
_STARTS = tuple(
    date(2019, 1, 1) + timedelta(days=n)
    for n in range(731)
    if (date(2019, 1, 1) + timedelta(days=n)).day in {1, 15, 28, 29, 30, 31}
)
_IN_DOUBT = 4.0
"""Days within which months of different length may decide."""


@lru_cache(maxsize=4096)
def is_at_least(length: Span, other: Span) -> bool:
    """Say whether a length is the other or more, from whatever day it is counted."""
    if length.months == other.months:
        return length.days >= other.days
    more = length.approximate_days - other.approximate_days
    if abs(more) > _IN_DOUBT:
        return more > 0
    return all(length.after(day) >= other.after(day) for day in _STARTS)


def is_longer(length: Span, other: Span) -> bool:
    """Say whether a length is more than the other, from whatever day it is counted."""
    return is_at_least(length, Span(other.months, other.days + 1))


def added(lengths: Iterable[Span]) -> Span:
    """Return lengths one after the other; months are added to months, days to days."""
    months = days = 0
    for length in lengths:
        months, days = months + length.months, days + length.days
    return Span(months, days)


def last_of(before: Span) -> Span | None:
    """Return the length through the last day, of one that says the first day after it."""
    return Span(before.months, before.days - 1) if before.days else None


_SWEDISH = {
    "years": ("år", "år"),
    "months": ("månad", "månader"),
    "weeks": ("vecka", "veckor"),
    "days": ("dag", "dagar"),
}


def said(length: Span) -> Label:
    """Return a length in words: ``2 månader 3 dagar``."""
    parts = [f"{n} {_SWEDISH[unit][n != 1]}" for n, unit in length.parts() if n]
    return Label(" ".join(parts) or "0 dagar", str(length))
