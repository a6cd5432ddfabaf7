"""Ids: whether they differ, and an index of the person in place of the id in rows."""

from __future__ import annotations

import functools

import polars as pl
from attrs import define

from kvacodes.sequences.tables_tools import are_distinct

__all__ = [
    "Ids",
    "are_dense_and_differ",
    "common_type",
    "numbered_strangers",
    "those_repeated",
    "with_person_index",
]


@define(eq=False, slots=False)
class Ids:
    """Ids, such as those of persons, whose digests are looked at once.

    Attributes:
        values: The ids.
    """

    values: pl.Series

    @functools.cached_property
    def digests(self) -> pl.Series:
        """The `digest` of each id."""
        return self.values.hash().alias("digest")

    @functools.cached_property
    def digests_differ(self) -> bool:
        """Whether no digest comes twice, and so no id."""
        return not _come_twice(self.digests)

    @functools.cached_property
    def surely_differ(self) -> bool:
        """Whether no id comes twice; a false answer leaves it open."""
        if _rises(self.values.head(_GLANCE)) and _rises(self.values):
            return True
        if self.values.dtype.is_integer():
            return are_dense_and_differ(self.values) or not _come_twice(self.values)
        return self.digests_differ


_GLANCE = 1000
"""How many values tell whether it is worth looking at the order of all."""


def are_dense_and_differ(numbers: pl.Series) -> bool:
    """Say whether whole numbers lie close and none comes twice; a false answer leaves it open.

    Numbers that are given in turn lie close, and marking them is quicker than sorting.
    """
    low, high = numbers.min(), numbers.max()
    if not isinstance(low, int) or not isinstance(high, int) or numbers.null_count():
        return False
    room = high - low + 1
    if room > _CLOSE * len(numbers):
        return False
    return are_distinct((part - low for part in numbers.get_chunks()), room)


_CLOSE = 16
"""How many numbers there may be to one that is used."""


def those_repeated(keys: pl.Series) -> pl.Series | None:
    """Say of each key whether it comes more than once; None where none does."""
    in_order = keys.sort()
    repeated = in_order.filter(in_order == in_order.shift(1)).unique()
    return keys.is_in(repeated.implode()) if len(repeated) else None


def _come_twice(values: pl.Series) -> bool:
    in_order = values.sort()
    return bool((in_order == in_order.shift(1)).any())


def _rises(values: pl.Series) -> bool:
    return not values.null_count() and bool((values > values.shift(1)).all())


def with_person_index(
    taken: pl.LazyFrame,
    person_ids: Ids,
    *,
    with_ids: bool,
    **facts: pl.Series | None,
) -> pl.LazyFrame:
    """Put the index `p` of the person in place of the id; `stranger` tells apart those without.

    Args:
        taken: Rows with `person_id`.
        person_ids: The ids of the persons.
        with_ids: Whether strangers are told by their ids, or by digests of those.
        facts: What else to put beside the index, for each person.
    """
    ids = person_ids.values
    columns = {"person_id": ids} | {n: v for n, v in facts.items() if v is not None}
    persons = pl.LazyFrame(columns).with_row_index("p")
    shape = common_type(taken.collect_schema()["person_id"], ids.dtype)
    if shape != taken.collect_schema()["person_id"] or shape != ids.dtype:
        taken = taken.with_columns(pl.col("person_id").cast(shape))
        person_ids = Ids(ids.cast(shape))
        persons = persons.with_columns(person_ids.values)
    return _joined(taken, persons, person_ids, with_ids=with_ids).drop("person_id", strict=False)


def _compact(dtype: pl.DataType) -> pl.DataType:
    """Return the type for ids of strangers."""
    # They are few: as text the column would take room for all the others too.
    return pl.Categorical() if dtype == pl.String else dtype


def common_type(theirs: pl.DataType, ours: pl.DataType) -> pl.DataType:
    """Return the type to compare ids in."""
    if theirs == ours:
        return theirs
    # One side has no value at all, or the widths of whole numbers differ.
    return pl.Int128() if theirs.is_integer() and ours.is_integer() else pl.String()


def _joined(
    taken: pl.LazyFrame, persons: pl.LazyFrame, person_ids: Ids, *, with_ids: bool
) -> pl.LazyFrame:
    """Join the index of the person; where ids are texts, by their digests of 64 bits.

    Nobody's digest is another's, which is looked at first. That a stranger has the digest of
    somebody known is left to chance: with a million of each, once in twenty million extracts.
    """
    key, dtype = pl.col("person_id"), taken.collect_schema()["person_id"]
    is_strange = pl.col("p").is_null()
    stranger = pl.when(is_strange).then(key).cast(_compact(dtype)) if with_ids else key.hash()
    if dtype != pl.String or not person_ids.digests_differ:
        return taken.join(persons, on="person_id", how="left").with_columns(stranger=stranger)
    taken = taken.with_columns(digest=key.hash())
    if not with_ids:
        # Texts that are not wanted later should not go through the join.
        taken, stranger = taken.drop("person_id"), pl.col("digest")
    known = persons.select(pl.lit(person_ids.digests), pl.exclude("person_id"))
    return taken.join(known, on="digest", how="left").with_columns(stranger=stranger).drop("digest")


def numbered_strangers(
    frame: pl.DataFrame, shape: pl.DataType, known: int
) -> tuple[pl.DataFrame, pl.Series]:
    """Give indices to strangers too: they come after the known."""
    is_strange = frame["p"].is_null()
    if not is_strange.any():
        return frame.drop("stranger"), pl.Series("person_id", [], dtype=shape)
    by_row = frame.select("stranger").filter(is_strange).cast(shape)
    strangers = by_row.unique().sort("stranger")
    indexed = strangers.with_row_index("s", offset=known)
    found = by_row.join(
        indexed, on="stranger", how="left", nulls_equal=True, maintain_order="left"
    )["s"]
    p = frame["p"].rechunk().scatter(is_strange.arg_true(), found)
    ids = strangers["stranger"].alias("person_id")
    return frame.drop("stranger").with_columns(p.alias("p")), ids
