"""Persons as a table: a row for each, as the measure date sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl
from attrs import field, frozen

from kvacodes.extracts import PERSONS
from kvacodes.frames import Table, gathered
from kvacodes.indicators.population import TIE_BREAKERS
from kvacodes.results import PERSON_REASONS, Accounting
from kvacodes.sequences.tables_ids import Ids
from kvacodes.sequences.tables_tools import counted, marked

__all__ = ["People", "people_of"]

_ALWAYS = (
    "person_id",
    "birth_date",
    "unit_id",
    "listed_from",
    "listed_to",
    "target_group",
    "ended_on",
    "anchor_date",
)
_OWN_DAYS = ("person_id", "birth_date", "anchor_date", "ended_on")
_TYPES = {
    "birth_date": pl.Date,
    "listed_from": pl.Date,
    "listed_to": pl.Date,
    "ended_on": pl.Date,
    "anchor_date": pl.Date,
    "target_group": pl.Boolean,
}


@frozen(eq=False)
class People:
    """The persons of an extract.

    Attributes:
        frame: A row for each person, whose number is the person's index: `person_id`,
            `birth`, `conflict`, `target_group`, `ended_on`, `anchor_date`, `listed`,
            `unit_id` (of the listing on the measure date), and ``shown X`` for each field
            asked for, of the listing that counts or else the latest.
        ids: The same ids, by which rows of contacts find them.
        rows: A row for each row read that names a person: `p`, whether it `holds` on the
            measure date, and whether it is the one that `counts`.
        nameless: How many rows name nobody.
    """

    frame: pl.DataFrame
    ids: Ids
    rows: pl.DataFrame
    nameless: int
    _categories: dict[str, pl.Series] = field(factory=dict, init=False)

    def said(self, column: str, p: pl.Series | None = None) -> pl.Series:
        """Return a column of the frame, of everyone or of the persons of rows."""
        values = self.frame[column]
        if p is None:
            return values
        if values.dtype == pl.String and len(p) > len(values) // 4:
            # Many texts take long to look up and to group by; different units are few.
            if column not in self._categories:
                self._categories[column] = values.cast(pl.Categorical)
            values = self._categories[column]
        return values.gather(p)

    def accounting(self, used: pl.Series | None = None) -> Accounting:
        """Account for every row.

        Args:
            used: For each person, whether it is counted; None where everyone is looked up
                and nobody counted.
        """
        read = self.rows.height + self.nameless
        excluded = {"person-id-missing": self.nameless}
        if used is not None:
            excluded |= self._reasons(used)
        return Accounting(rows_read=read, excluded=excluded, reasons=PERSON_REASONS)

    def _reasons(self, used: pl.Series) -> Counter[str]:
        p = self.rows["p"]
        target, birth = self.frame["target_group"].gather(p), self.frame["birth"].gather(p)
        reason = (
            pl.when(target.is_null())
            .then(_NUMBER["target-group-unknown"])
            .when(~target)
            .then(_NUMBER["not-target-group"])
            .when(~pl.col("holds"))
            .then(_NUMBER["not-listed"])
            .when(~pl.col("counts"))
            .then(_NUMBER["other-listing"])
            .when(used.gather(p))
            .then(None)
            .when(self.frame["conflict"].gather(p))
            .then(_NUMBER["birth-date-conflict"])
            .when(birth.is_null())
            .then(_NUMBER["birth-date-missing"])
            .otherwise(_NUMBER["not-yet-due"])
        )
        return counted(self.rows.select(reason.alias("reason"))["reason"], PERSON_REASONS)


_NUMBER = {reason: pl.lit(i, pl.UInt8) for i, reason in enumerate(PERSON_REASONS)}


def people_of(
    persons: Table, *, measure_date: date, shown: Iterable[str] = (), days_alone: bool = False
) -> People:
    """Take in persons, and settle who is listed where on the measure date.

    Args:
        persons: The rows.
        measure_date: The day on which listing counts.
        shown: Fields to show of each person, of those that belong to a listing.
        days_alone: Whether only the days of a person are looked at; the rest is then
            not read.
    """
    wanted = tuple(dict.fromkeys(shown))
    read = _OWN_DAYS if days_alone else (*_ALWAYS, *TIE_BREAKERS, *wanted)
    rows = _collected(persons, read, wanted)
    nameless = rows["person_id"].null_count()
    if nameless:
        rows = rows.filter(pl.col("person_id").is_not_null())
    ids = Ids(rows["person_id"])
    if ids.surely_differ or not ids.values.is_duplicated().any():
        holds = _holds(measure_date, "ended_on").alias("listed")
        frame = rows.select("person_id", *_ALONE, holds, *_of_listing(holds, wanted))
        p = pl.int_range(rows.height, dtype=pl.UInt32, eager=True).alias("p")
        held = frame["listed"].alias("holds")
        return People(frame, ids, pl.DataFrame([p, held, held.alias("counts")]), nameless)
    merged = _merged(rows)
    p = _index(rows, merged)
    rows = rows.with_columns(p=p, ends=merged["ended_on"].gather(p))
    rows = rows.with_columns(holds=_holds(measure_date, "ends"))
    chosen = _chosen(rows)
    rows = rows.with_columns(counts=marked(rows.height, chosen) & rows["holds"])
    listing = rows[chosen].select(pl.col("holds").alias("listed"), *_of_listing("holds", wanted))
    frame = pl.concat([merged, listing], how="horizontal")
    return People(frame, Ids(frame["person_id"]), rows.select("p", "holds", "counts"), nameless)


_ALONE = (
    pl.col("birth_date").alias("birth"),
    pl.lit(value=False).alias("conflict"),
    pl.col("target_group"),
    pl.col("ended_on"),
    pl.col("anchor_date"),
)
"""What is known of a person with one row."""


def _holds(day: date, ends: str) -> pl.Expr:
    """Say whether a listing holds on a day, which is not after the person's end."""
    return (
        (pl.col("listed_from") <= day).fill_null(value=True)
        & (pl.col("listed_to") >= day).fill_null(value=True)
        & (pl.col(ends) >= day).fill_null(value=True)
    )


def _of_listing(holds: pl.Expr | str, shown: Iterable[str]) -> Iterator[pl.Expr]:
    yield pl.when(holds).then("unit_id").alias("unit_id")
    yield from (pl.col(name).alias(f"shown {name}") for name in shown)


def _collected(persons: Table, read: Iterable[str], shown: tuple[str, ...]) -> pl.DataFrame:
    wanted = dict.fromkeys((*_ALWAYS, *TIE_BREAKERS, *shown))
    present = [name for name in dict.fromkeys(read) if name in persons.columns]
    absent = [name for name in wanted if name not in present]
    return (
        gathered(persons.frame.select(*present))
        .with_columns(pl.lit(None, _TYPES.get(name, pl.String)).alias(name) for name in absent)
        .collect()
    )


def _merged(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each person, in the order in which they first occur."""
    births, groups = pl.col("birth_date").drop_nulls(), pl.col("target_group").drop_nulls()
    anchors = pl.col("anchor_date").drop_nulls()
    return rows.group_by("person_id", maintain_order=True).agg(
        birth=pl.when(births.n_unique() == 1).then(births.min()),
        conflict=births.n_unique() > 1,
        target_group=pl.when(groups.n_unique() == 1).then(groups.min()),
        ended_on=pl.col("ended_on").min(),
        anchor_date=pl.when(anchors.n_unique() == 1).then(anchors.min()),
    )


def _index(rows: pl.DataFrame, merged: pl.DataFrame) -> pl.Series:
    """Return the index of the person of each row."""
    keys = merged.select("person_id").with_row_index("p")
    return rows.select("person_id").join(keys, on="person_id", how="left", maintain_order="left")[
        "p"
    ]


def _chosen(rows: pl.DataFrame) -> pl.Series:
    """Return, for each person in order, the place of the row that is shown.

    Listings that hold come first, then the later first day, the lower unit, and the other
    fields, read as text, so that the order of the rows does not matter.
    """
    numbered = rows.with_row_index("place")
    extra = [c.name for c in PERSONS if c.name in TIE_BREAKERS]
    order = (
        pl.col("p"),
        ~pl.col("holds"),
        -pl.col("listed_from").fill_null(date.min).cast(pl.Int32),
        pl.col("unit_id"),
        *(pl.col(name).cast(pl.String) for name in extra),
    )
    return numbered.sort(*order, nulls_last=True).unique("p", keep="first", maintain_order=True)[
        "place"
    ]
