"""The tools for columns: numbers and days larger than in any extract."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from kvacodes.periods import MonthEnd, Span
from kvacodes.sequences.tables_tools import of_each_day, shifted, sorted_by


@pytest.mark.parametrize("highest", [9, 2**32, 2**63])
def test_rows_are_sorted_by_numbers_of_any_size(highest: int) -> None:
    """Whether there is room for the place beside the number or not; ties by the next key."""
    frame = pl.DataFrame({"name": ["c", "b", "a", "d"]})
    keys = pl.Series([highest, 1, 1, 0], dtype=pl.UInt64)
    assert sorted_by(frame, keys, [pl.col("name")])["name"].to_list() == ["d", "a", "b", "c"]


@pytest.mark.parametrize("month_end", list(MonthEnd))
@pytest.mark.parametrize("span", [Span(1, 0), Span(12, 3), Span(0, 400), Span(100_000, 0)])
@pytest.mark.parametrize("first", [date(2020, 1, 31), date(1, 1, 1), date(9999, 12, 1)])
def test_days_far_apart_are_shifted_as_those_close_together(
    first: date, span: Span, month_end: MonthEnd
) -> None:
    """Each as the span says of one day, back and forth, and none beyond the calendar."""
    days = [first, date(2020, 2, 29), None]
    later = shifted(pl.Series(days, dtype=pl.Date), span, month_end)
    before = shifted(pl.Series(days, dtype=pl.Date), span, month_end, back=True)
    assert later.to_list() == [d and span.after(d, month_end) for d in days]
    assert before.to_list() == [d and span.before(d, month_end) for d in days]


@pytest.mark.parametrize(
    "days",
    [
        [date(2020, 2, 29), date(2019, 12, 31), None],
        [date(1, 1, 1), date(9999, 12, 31), None],
        [None],
        [],
    ],
)
def test_what_is_said_of_a_day_is_looked_up(days: list[date | None]) -> None:
    """Close together or far apart, missing or none."""
    said = of_each_day(pl.Series(days, dtype=pl.Date), lambda each: each.dt.year() * 12)
    assert said.to_list() == [day and day.year * 12 for day in days]
