"""Whether ids differ: quick answers must be right, and slow ones are asked where they are not."""

from __future__ import annotations

import polars as pl
import pytest

from kvacodes.sequences.tables_tools import Ids, are_dense_and_differ

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
