"""The tools for columns: whether ids differ, and numbers larger than in any extract."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from kvacodes.periods import MonthEnd, Span
from kvacodes.sequences.tables_tools import Ids, are_dense_and_differ, shifted, sorted_by

LARGE = 2**63 + 1


@pytest.mark.parametrize(
    ("numbers", "dtype", "expected"),
    [
        ([3, 1, 2], pl.Int64, True),
        ([3, 1, 3], pl.Int64, False),
        ([-5, -3, -1], pl.Int64, True),
        ([LARGE, LARGE + 4], pl.UInt64, True),
        ([LARGE, LARGE], pl.UInt64, False),
        ([1, 1_000_000], pl.Int64, False),
        ([1, None, 3], pl.Int64, False),
        ([], pl.Int64, False),
    ],
)
def test_numbers_that_lie_close_differ_or_not(
    numbers: list[int | None], dtype: type[pl.DataType], *, expected: bool
) -> None:
    """Numbers far apart, missing or none at all are left to others."""
    assert are_dense_and_differ(pl.Series(numbers, dtype=dtype)) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a", "b", "c"], True),
        (["c", "a", "b"], True),
        (["a", "b", "b"], False),
        (["a", None, None], False),
        ([3, 1_000_000, 2], True),
        ([1_000_000, 3, 3], False),
        ([1, 2, 3], True),
    ],
)
def test_ids_surely_differ(values: list[str | int | None], *, expected: bool) -> None:
    """In whatever order, text or numbers."""
    ids = Ids(pl.Series(values))
    assert ids.surely_differ is expected
    assert ids.digests_differ is expected


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
