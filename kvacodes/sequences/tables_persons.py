"""Persons as a table: one row for each, from one row for each listing."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw
import polars as pl

from kvacodes.frames import Table, gathered
from kvacodes.results import PERSON_REASONS, Accounting
from kvacodes.sequences.tables_ids import Ids

__all__ = ["USED", "people"]

USED = (
    "person_id",
    "birth_date",
    "unit_id",
    "listed_from",
    "listed_to",
    "target_group",
    "ended_on",
    "anchor_date",
)
"""The columns of persons that judging reads."""


def people(persons: Table, *, as_of: dt.date) -> tuple[pl.DataFrame, Accounting]:
    """Return a row for each person, in the order in which they first occur, and the accounting.

    Rows without a key belong to nobody: they are counted, and left out. The row number is the
    person's index. Columns: `person_id`, `birth`, `conflict`, `target_group`, `ended_on`,
    `anchor_date`, `anchor_conflict`, `last_listed`, `until`, `closed`, `unit_id` (where listed
    on `until`), `unit_now` and `listed_now` (on `as_of`).
    """
    absent = [c for c in USED if c not in persons.columns]
    days = dict.fromkeys(absent, pl.Date)
    rows = (
        gathered(persons.frame.select(nw.col(c) for c in USED if c not in absent))
        .with_columns(pl.lit(None, dtype).alias(c) for c, dtype in days.items())
        .collect()
    )
    nameless = rows["person_id"].null_count()
    accounting = Accounting(
        rows_read=rows.height, excluded={"person-id-missing": nameless}, reasons=PERSON_REASONS
    )
    if nameless:
        rows = rows.filter(pl.col("person_id").is_not_null())
    if Ids(rows["person_id"]).surely_differ:
        return _listed(_single(rows), rows.with_row_index("p"), as_of), accounting
    repeated = rows["person_id"].is_duplicated()
    numbered = rows.with_row_index("row")
    merged = (
        pl.concat([_single(numbered.filter(~repeated)), _merged(numbered.filter(repeated))])
        .sort("row")
        .drop("row")
    )
    keys = merged.select("person_id").with_row_index("p")
    return _listed(merged, rows.join(keys, on="person_id", how="left"), as_of), accounting


def _single(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        *(["row"] if "row" in rows.columns else []),
        "person_id",
        birth="birth_date",
        conflict=pl.lit(value=False),
        target_group="target_group",
        ended_on="ended_on",
        anchor_date="anchor_date",
        anchor_conflict=pl.lit(value=False),
        last_listed="listed_to",
    )


def _merged(rows: pl.DataFrame) -> pl.DataFrame:
    births, groups = pl.col("birth_date").drop_nulls(), pl.col("target_group").drop_nulls()
    anchors = pl.col("anchor_date").drop_nulls()
    return (
        rows.group_by("person_id")
        .agg(
            row=pl.col("row").min(),
            birth=pl.when(births.n_unique() == 1).then(births.min()),
            conflict=births.n_unique() > 1,
            target_group=pl.when(groups.n_unique() == 1).then(groups.min()),
            ended_on=pl.col("ended_on").min(),
            anchor_date=pl.when(anchors.n_unique() == 1).then(anchors.min()),
            anchor_conflict=anchors.n_unique() > 1,
            last_listed=pl.when(pl.col("listed_to").is_not_null().all()).then(
                pl.col("listed_to").max()
            ),
        )
        .select("row", "person_id", pl.exclude("row", "person_id"))
    )


def _listed(merged: pl.DataFrame, rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    day = pl.lit(as_of)
    merged = merged.with_columns(
        until=pl.min_horizontal(day, "last_listed", "ended_on"),
        closed=(pl.col("ended_on") <= day).fill_null(value=False)
        | (pl.col("last_listed") < day).fill_null(value=False),
    )
    for suffix, on in (
        ("", merged["until"]),
        ("_now", pl.repeat(as_of, merged.height, eager=True)),
    ):
        listing = _listing_on(rows, on)
        merged = merged.with_columns(
            listing["unit_id"].alias(f"unit_id{suffix}"),
            listing["is_listed"].alias(f"is_listed{suffix}"),
        )
    return merged.rename({"unit_id_now": "unit_now", "is_listed_now": "listed_now"})


def _listing_on(rows: pl.DataFrame, day: pl.Series) -> pl.DataFrame:
    """Return for each person the unit of the listing that counts on a day of its own.

    Of several the one with the later first day counts, and of those the lower unit.
    """
    on = day.gather(rows["p"])
    covers = rows.select(
        (pl.col("listed_from") <= on).fill_null(value=True)
        & (pl.col("listed_to") >= on).fill_null(value=True)
    ).to_series()
    if rows.height == len(day):  # each person once, in order
        return rows.select(
            pl.when(covers).then("unit_id").alias("unit_id"), covers.alias("is_listed")
        )
    found = (
        rows.filter(covers)
        .sort(
            pl.col("p"),
            pl.col("listed_from").fill_null(dt.date.min),
            pl.col("unit_id"),
            descending=[False, True, False],
            nulls_last=True,
        )
        .unique("p", keep="first")
        .select("p", "unit_id", is_listed=pl.lit(value=True))
    )
    everyone = pl.DataFrame({"p": pl.int_range(len(day), dtype=pl.UInt32, eager=True)})
    return everyone.join(found, on="p", how="left", maintain_order="left").select(
        "unit_id", pl.col("is_listed").fill_null(value=False)
    )
