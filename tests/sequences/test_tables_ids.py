"""Whether ids differ, and how rows find their persons by them."""

from __future__ import annotations

import polars as pl
import pytest

from kvacodes.sequences.tables_ids import Ids, are_dense_and_differ, rise, with_person_index

LARGE = 2**63 + 1


def whole(numbers: list[int | None], dtype: type[pl.DataType] = pl.Int64) -> pl.Series:
    """Return whole numbers as a column."""
    return pl.Series(numbers, dtype=dtype)


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
        (list(range(-128, 128)), pl.Int8, True),
        ([*range(-128, 128), 127], pl.Int8, False),
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


@pytest.mark.parametrize("with_ids", [True, False])
@pytest.mark.parametrize(
    ("persons", "contacts", "expected"),
    [
        (whole([12, 10, 13]), whole([13, 11, 9, 14, None, 10, 12]), [2, *[None] * 4, 1, 0]),
        (whole([-2, 3]), whole([3, -2, -(2**63), 2**63 - 1]), [1, 0, None, None]),
        (whole([LARGE, LARGE + 2], pl.UInt64), whole([LARGE + 2, 0], pl.UInt64), [1, None]),
        (whole([*range(-128, 128)], pl.Int8), whole([127, -128, 0], pl.Int8), [255, 0, 128]),
        (whole([7, 9]), whole([9, 8, 7], pl.Int32), [1, None, 0]),
        (whole([7, 9], pl.UInt8), whole([9, -1, 7], pl.Int8), [1, None, 0]),
        (whole([7, 9]), whole([9, LARGE, 7], pl.UInt64), [1, None, 0]),
        (whole([LARGE], pl.UInt64), whole([LARGE - 2**64, 5]), [None, None]),
        (whole([7]), whole([None, None], pl.Null), [None, None]),
    ],
)
def test_persons_are_found_by_numbers_that_lie_close_as_by_a_join(
    persons: pl.Series,
    contacts: pl.Series,
    expected: list[int | None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    with_ids: bool,
) -> None:
    """Whatever their width and sign; who is outside, or in a gap, is a stranger."""
    taken = pl.LazyFrame({"row": range(len(contacts)), "person_id": contacts})
    days = pl.Series(range(len(persons)), dtype=pl.Int64) * 10

    def found() -> pl.DataFrame:
        ids = Ids(persons)
        return with_person_index(taken, ids, with_ids=with_ids, day=days).collect().sort("row")

    looked_up = found()
    assert looked_up["p"].to_list() == expected
    assert looked_up["day"].to_list() == [None if p is None else p * 10 for p in expected]
    monkeypatch.setattr(Ids, "places", None)
    joined = found()
    assert looked_up.select(joined.columns).equals(joined)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([[1, 2], [3]], True),
        ([[1, 2], [2, 3]], False),
        ([[1, 1], [2]], False),
        ([[1, 3], [2]], False),
        ([[1, 2], [], [3]], True),
        ([[1, None]], False),
        ([[]], True),
    ],
)
def test_values_rise_or_not(parts: list[list[int | None]], *, expected: bool) -> None:
    """In one part and from each to the next."""
    assert rise(pl.concat([pl.Series(part, dtype=pl.Int64) for part in parts])) is expected
