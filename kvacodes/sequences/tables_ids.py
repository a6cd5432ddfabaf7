"""Ids: whether they differ, and an index of the person in place of the id in rows."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping

import polars as pl
from attrs import define, frozen

from kvacodes.sequences.tables_tools import INDEX, are_distinct, placed

__all__ = [
    "Ids",
    "Places",
    "are_dense_and_differ",
    "common_type",
    "numbered_strangers",
    "rise",
    "those_repeated",
    "with_person_index",
]


@frozen(eq=False)
class Places:
    """Where whole numbers stand that lie close: looking a number up is then no search.

    Attributes:
        low: The lowest number.
        high: The highest number.
        of_number: The place of each number from the lowest on; null where nobody has it.
    """

    low: int
    high: int
    of_number: pl.Series

    def found(self, numbers: pl.Expr, dtype: pl.DataType) -> pl.Expr:
        """Return the place of each of a column of numbers; null where nobody has it."""
        wide = _wide(dtype)
        low, high = pl.lit(self.low, wide), pl.lit(self.high, wide)
        numbers = numbers.cast(wide)
        # Not every Polars gathers by numbers of 128 bits.
        index = pl.when(numbers.is_between(low, high)).then(
            (numbers - low).cast(pl.Int64, strict=False)
        )
        return pl.lit(self.of_number).gather(index)


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
        return those_repeated(self.digests) is None

    @functools.cached_property
    def places(self) -> Places | None:
        """Where each id stands, if they are whole numbers that lie close; they must differ."""
        reach = _reach(self.values) if self.values.dtype.is_integer() else None
        if reach is None:
            return None
        low, high = reach
        here = pl.int_range(len(self.values), dtype=INDEX, eager=True)
        return Places(low, high, placed(high - low + 1, _from(self.values, low), here))

    @functools.cached_property
    def surely_differ(self) -> bool:
        """Whether no id comes twice; a false answer leaves it open."""
        if rise(self.values):
            return True
        if self.values.dtype.is_integer():
            return are_dense_and_differ(self.values) or those_repeated(self.values) is None
        return self.digests_differ


_GLANCE = 1000
"""How many values tell whether it is worth looking at the order of all."""


def are_dense_and_differ(numbers: pl.Series) -> bool:
    """Say whether whole numbers lie close and none comes twice; a false answer leaves it open.

    Numbers that are given in turn lie close, and marking them is quicker than sorting.
    """
    reach = _reach(numbers)
    if reach is None:
        return False
    low, high = reach
    return are_distinct((_from(part, low) for part in numbers.get_chunks()), high - low + 1)


def _reach(numbers: pl.Series) -> tuple[int, int] | None:
    """Return the lowest and the highest of whole numbers, if they lie close and none is missing."""
    low, high = numbers.min(), numbers.max()
    if not isinstance(low, int) or not isinstance(high, int) or numbers.null_count():
        return None
    return (low, high) if high - low < _CLOSE * len(numbers) else None


def _from(numbers: pl.Series, low: int) -> pl.Series:
    """Count numbers from the lowest, in a type that holds all of them."""
    wide = _wide(numbers.dtype)
    return (numbers.cast(wide) - pl.Series([low], dtype=wide)).cast(pl.Int64)


def _wide(dtype: pl.DataType) -> pl.DataType:
    return dtype if dtype in {pl.UInt64, pl.Int128} else pl.Int64()


_CLOSE = 16
"""How many numbers there may be to one that is used."""


def those_repeated(keys: pl.Series) -> pl.Series | None:
    """Say of each key whether it comes more than once; None where none does."""
    in_order = keys.sort()
    repeated = in_order.filter(in_order == in_order.shift(1)).unique()
    return keys.is_in(repeated.implode()) if len(repeated) else None


def rise(values: pl.Series) -> bool:
    """Say whether each value is greater than the one before, so that none comes twice."""
    if not values.head(_GLANCE).is_sorted() or values.null_count() or not values.is_sorted():
        return False
    # A part at a time, so as not to hold all of it once more.
    parts = [part for part in values.get_chunks() if len(part)]
    between = (one.last() != after.first() for one, after in itertools.pairwise(parts))
    return all(between) and all((part > part.shift(1)).all() for part in parts)


def with_person_index(
    taken: pl.LazyFrame,
    person_ids: Ids,
    *,
    with_ids: bool,
    **facts: pl.Series | None,
) -> pl.LazyFrame:
    """Put the index `p` of the person in place of the id; `stranger` tells apart those without.

    Whole numbers that lie close are looked up; other ids are joined, texts by their digests of
    64 bits. Nobody's digest is another's, which is looked at first. That a stranger has the
    digest of somebody known is left to chance: with a million of each, once in twenty million
    extracts.

    Args:
        taken: Rows with `person_id`.
        person_ids: The ids of the persons.
        with_ids: Whether strangers are told by their ids, or by digests of those.
        facts: What else to put beside the index, for each person.
    """
    known = {name: values for name, values in facts.items() if values is not None}
    dtype = taken.collect_schema()["person_id"]
    shape = common_type(dtype, person_ids.values.dtype)
    if shape != dtype:
        taken = taken.with_columns(pl.col("person_id").cast(shape))
    if shape != person_ids.values.dtype:
        person_ids = Ids(person_ids.values.cast(shape))
    key, is_strange = pl.col("person_id"), pl.col("p").is_null()
    stranger = pl.when(is_strange).then(key).cast(_compact(shape)) if with_ids else key.hash()
    if person_ids.places is not None:
        found = taken.with_columns(p=person_ids.places.found(key, shape)).with_columns(
            pl.lit(values).gather("p").alias(name) for name, values in known.items()
        )
    elif shape == pl.String and person_ids.digests_differ:
        taken = taken.with_columns(digest=key.hash())
        if not with_ids:
            # Texts that are not wanted later should not go through the join.
            taken, stranger = taken.drop("person_id"), pl.col("digest")
        found = _joined(taken, person_ids.digests, known)
    else:
        found = _joined(taken, person_ids.values.alias("person_id"), known)
    return found.with_columns(stranger=stranger).drop("person_id", "digest", strict=False)


def _compact(dtype: pl.DataType) -> pl.DataType:
    """Return the type for ids of strangers."""
    # They are few: as text the column would take room for all the others too.
    return pl.Categorical() if dtype == pl.String else dtype


def common_type(theirs: pl.DataType, ours: pl.DataType) -> pl.DataType:
    """Return the type to compare ids in."""
    if theirs == ours:
        return theirs
    if not (theirs.is_integer() and ours.is_integer()):
        return pl.String()  # one side has no value at all
    return pl.Int128() if {theirs, ours} & {pl.UInt64, pl.Int128} else pl.Int64()


def _joined(taken: pl.LazyFrame, keys: pl.Series, facts: Mapping[str, pl.Series]) -> pl.LazyFrame:
    persons = pl.LazyFrame([keys, *(values.alias(name) for name, values in facts.items())])
    return taken.join(persons.with_row_index("p"), on=keys.name, how="left")


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
