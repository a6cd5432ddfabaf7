"""Counting listed persons in tables; the counts are those of `kvacodes.funding.listing`."""

from __future__ import annotations

from datetime import date

import polars as pl

from kvacodes.errors import ColumnError, Phrase
from kvacodes.extracts import Column, Columns, ColumnType
from kvacodes.frames import Kind, Table, adopt, gathered
from kvacodes.funding.kinds import FundingFinding
from kvacodes.funding.listing import LISTING_REASONS, Ages, Counted
from kvacodes.funding.tables_tools import first_that_holds
from kvacodes.results import Accounting

__all__ = ["LISTING", "count_listed"]

LISTING = (
    Column("unit_id", ColumnType.TEXT, alias="unit"),
    Column("person_id", ColumnType.KEY, required=False, alias="person"),
    Column("birth_date", ColumnType.DAY, required=False, alias="birth"),
    Column("age", ColumnType.WHOLE, required=False),
    Column("listed", ColumnType.WHOLE, required=False),
    Column("listed_from", ColumnType.DAY, required=False),
    Column("listed_to", ColumnType.DAY, required=False),
    Column("ended_on", ColumnType.DAY, required=False),
)
"""The columns of a listing: the table of persons, or units with births, ages or counts."""

_BORN_FIRST, _BORN_LAST = "__born_first", "__born_last"
_ROW = "__row"


def count_listed(
    native: object, *, on: date, ages: Ages | None, columns: Columns | None
) -> tuple[Counted, Kind]:
    """Count the persons listed at each unit on a day.

    A table without `person_id` has one row for each person. With the column `listed` it
    has one row for many, counted as they are where there is no age beside.
    """
    table = adopt(native, LISTING, name="persons", columns=columns)
    _require_ages(table, ages)
    rows = gathered(table.frame).collect().with_row_index(_ROW)
    rows = _with_reasons(rows, on, ages)
    left_out = rows.filter(pl.col("reason") != "")["reason"]
    reasons = dict(left_out.value_counts().iter_rows())
    counted = rows.filter(pl.col("reason") == "")
    number = pl.col("listed").fill_null(0).sum() if "listed" in rows.columns else pl.len()
    units = counted.group_by("unit_id").agg(number.cast(pl.Int64).alias("n")).sort("unit_id")
    return Counted(
        units=dict(units.select("unit_id", "n").iter_rows()),
        accounting=Accounting(rows_read=rows.height, excluded=reasons, reasons=LISTING_REASONS),
        findings=_findings(rows, ages),
    ), table.kind


def _require_ages(table: Table, ages: Ages | None) -> None:
    if ages is None or table.columns & {"birth_date", "age", "listed"}:
        return
    raise ColumnError(
        where="persons",
        found=Phrase(
            f"columns {', '.join(sorted(table.columns))}",
            f"kolumnerna {', '.join(sorted(table.columns))}",
        ),
        expected=Phrase(
            f"birth_date or age, since those aged {ages.words('en')} are counted",
            f"birth_date eller age, eftersom de i åldern {ages.words('sv')} räknas",
        ),
        hint=Phrase(
            "say what it is called with Columns(birth=…) or Columns(age=…)",
            "säg vad den heter med Columns(birth=…) eller Columns(age=…)",
        ),
    )


def _is_listed(rows: pl.DataFrame, on: date) -> pl.Expr:
    listed = pl.lit(True)  # noqa: FBT003 - a literal column
    if "listed_from" in rows.columns:
        listed &= (pl.col("listed_from") <= on).fill_null(value=True)
    for last in ("listed_to", "ended_on"):
        if last in rows.columns:
            listed &= (pl.col(last) >= on).fill_null(value=True)
    return listed


def _with_reasons(rows: pl.DataFrame, on: date, ages: Ages | None) -> pl.DataFrame:
    """Add a column `reason`, empty where the row counts."""
    has_person, has_birth = "person_id" in rows.columns, "birth_date" in rows.columns
    rows = _with_births(rows, has_person=has_person, has_birth=has_birth)
    is_listed = _is_listed(rows, on)
    rows = rows.with_columns(is_listed.alias("__listed"))
    cases = [("not-listed", ~pl.col("__listed")), ("unit-missing", pl.col("unit_id").is_null())]
    if has_person:
        cases.append(("person-id-missing", pl.col("person_id").is_null()))
    if ages is not None:
        cases += _of_ages(rows, on, ages)
    if has_person:
        cases.append(("other-listing", pl.col(_ROW).is_in(_giving_way(rows))))
    return rows.with_columns(first_that_holds(cases, "").alias("reason"))


def _with_births(rows: pl.DataFrame, *, has_person: bool, has_birth: bool) -> pl.DataFrame:
    """Add the first and last birth date among the rows of each person."""
    if not has_birth:
        return rows
    if not has_person:
        return rows.with_columns(
            pl.col("birth_date").alias(_BORN_FIRST), pl.col("birth_date").alias(_BORN_LAST)
        )
    births = rows.group_by("person_id").agg(
        pl.col("birth_date").min().alias(_BORN_FIRST), pl.col("birth_date").max().alias(_BORN_LAST)
    )
    return rows.join(births, on="person_id", how="left", maintain_order="left")


def _of_ages(rows: pl.DataFrame, on: date, ages: Ages) -> list[tuple[str, pl.Expr]]:
    """Return the cases in which a row is of none of the ages."""
    if "birth_date" in rows.columns:
        first, last = ages.births(on)
        born = pl.col(_BORN_FIRST)
        inside = born <= last if first is None else born.is_between(first, last)
        return [
            ("birth-date-missing", born.is_null()),
            ("birth-date-conflict", born != pl.col(_BORN_LAST)),
            ("outside-ages", ~inside),
        ]
    if "age" in rows.columns:
        age = pl.col("age")
        inside = age >= ages.first if ages.last is None else age.is_between(ages.first, ages.last)
        return [("birth-date-missing", age.is_null()), ("outside-ages", ~inside)]
    return []


def _rivals(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the listings on the day of persons who have several: few beside all rows."""
    candidates = rows.filter(
        pl.col("__listed") & pl.col("unit_id").is_not_null() & pl.col("person_id").is_not_null()
    )
    return candidates.filter(pl.col("person_id").is_duplicated())


def _giving_way(rows: pl.DataFrame) -> pl.Series:
    """Return the rows that do not count: the later first day does, then the lower unit."""
    by, down = ["unit_id", _ROW], [False, False]
    if "listed_from" in rows.columns:
        by, down = ["listed_from", *by], [True, *down]
    ordered = _rivals(rows).sort(by, descending=down, nulls_last=True)
    return ordered.filter(~pl.col("person_id").is_first_distinct())[_ROW].implode()


def _findings(rows: pl.DataFrame, ages: Ages | None) -> tuple[FundingFinding, ...]:
    if "person_id" not in rows.columns:
        return ()
    found = []
    per_person = _rivals(rows).group_by("person_id").agg(pl.col("unit_id").unique())
    doubled = per_person.filter(pl.col("unit_id").list.len() > 1)
    if n := doubled.height:
        units = tuple(doubled["unit_id"].explode().unique().sort())
        found.append(FundingFinding(finding="two-units-same-day", count=n, units=units))
    if ages is not None and "birth_date" in rows.columns:
        differ = pl.col("__listed") & (pl.col(_BORN_FIRST) != pl.col(_BORN_LAST))
        keyed = pl.col("unit_id").is_not_null() & pl.col("person_id").is_not_null()
        torn = rows.filter(differ & keyed)["person_id"].n_unique()
        if torn:
            found.append(FundingFinding(finding="birth-date-conflict", count=torn))
    return tuple(found)
