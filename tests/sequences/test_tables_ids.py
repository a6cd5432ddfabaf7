"""Whether ids differ, and how rows find their persons by them."""

from __future__ import annotations

import polars as pl
import pytest

from kvacodes.sequences.tables_ids import Ids, are_dense_and_differ, with_person_index

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


@pytest.mark.parametrize("with_ids", [True, False])
def test_persons_are_found_by_digests_as_by_the_ids_themselves(
    monkeypatch: pytest.MonkeyPatch, *, with_ids: bool
) -> None:
    """Strangers and rows without an id find nobody, and are told apart."""
    taken = pl.LazyFrame({"row": range(6), "person_id": ["b", "x", None, "a", "y", "x"]})
    days = pl.Series([10, 20])

    def found() -> pl.DataFrame:
        ids = Ids(pl.Series(["a", "b"]))
        frame = with_person_index(taken, ids, with_ids=with_ids, day=days).collect().sort("row")
        assert frame.columns == ["row", "p", "day", "stranger"]
        return frame

    by_digest = found()
    monkeypatch.setattr(Ids, "digests_differ", False)
    by_id = found()
    for frame in (by_digest, by_id):
        assert frame["p"].to_list() == [1, None, None, 0, None, None]
        assert frame["day"].to_list() == [20, None, None, 10, None, None]
        strangers = frame.filter(pl.col("p").is_null())["stranger"].cast(pl.String).to_list()
        assert strangers[0] == strangers[3]
        assert len(set(strangers)) == len(["x", None, "y"])
