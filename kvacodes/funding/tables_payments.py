"""Reconciliation on tables; differences are those of `kvacodes.funding.reconciliation`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from kvacodes.extracts import Column, Columns, ColumnType
from kvacodes.frames import Table, adopt, gathered, require_same_key, returned
from kvacodes.funding.figures import Figure
from kvacodes.funding.kinds import FundingFinding
from kvacodes.funding.reconciliation import Reconciliation, ReconciliationLine
from kvacodes.funding.tables_tools import KRONOR, kronor_of, reconciliation_table

__all__ = ["PAYMENTS", "reconcile"]

PAYMENTS = (
    Column("unit_id", ColumnType.TEXT, alias="unit"),
    Column("contact_id", ColumnType.KEY, required=False, alias="contact"),
    Column("amount", ColumnType.MONEY),
    Column("verdict", ColumnType.TEXT, required=False),
)
"""The columns of payments; one without a contact names none."""

_PAIR = ["unit_id", "contact_id"]


def reconcile(
    paid: object, registered: object, *, columns: Columns | None, approximate: bool
) -> Reconciliation:
    """Compare what was paid with what is registered, by unit and contact, in whole öre."""
    sides = (
        adopt(paid, PAYMENTS, name="paid", columns=columns),
        adopt(registered, PAYMENTS, name="registered", columns=columns),
    )
    require_same_key("contact_id", *(side for side in sides if "contact_id" in side.columns))
    pairs = _pairs(*sides)
    units = _units(pairs)
    differing = units.filter((pl.col("paid") != pl.col("registered")) | (pl.col("contacts") > 0))

    def kr(ore: int) -> Figure:
        return Figure(kronor_of(ore), "kr", approximate=approximate)

    lines = tuple(
        ReconciliationLine(
            unit_id=row["unit_id"],
            paid=kr(row["paid"]),
            registered=kr(row["registered"]),
            explained=kronor_of(row["explained"]),
            contacts=row["contacts"],
        )
        for row in differing.iter_rows(named=True)
    )
    return Reconciliation(
        lines=lines,
        contacts=returned(_contacts(pairs), sides[0].kind),
        paid=kr(int(units["paid"].sum())),
        registered=kr(int(units["registered"].sum())),
        agreeing=units.height - differing.height,
        findings=tuple(_findings(pairs)),
        table=reconciliation_table(lines, sides[0].kind),
    )


def _side(table: Table, name: str) -> pl.DataFrame:
    """Return the sum and number of payments for each unit and contact."""
    rows = gathered(table.frame)
    if "verdict" in table.columns:
        rows = rows.filter(pl.col("verdict") == "paid")
    if "contact_id" not in table.columns:
        rows = rows.with_columns(pl.lit(None, pl.String).alias("contact_id"))
    return (
        rows.group_by(pl.col("unit_id").fill_null(""), "contact_id")
        .agg(pl.col("amount").sum().alias(name), pl.len().cast(pl.Int64).alias(f"times_{name}"))
        .collect()
    )


def _pairs(paid: Table, registered: Table) -> pl.DataFrame:
    """Return both sides beside each other, with what kind of difference there is."""
    left, right = _side(paid, "paid"), _side(registered, "registered")
    if left["contact_id"].dtype != right["contact_id"].dtype:  # one of them is empty
        text = pl.col("contact_id").cast(pl.String)
        left, right = left.with_columns(text), right.with_columns(text)
    numbers = ("paid", "times_paid", "registered", "times_registered")
    joined = left.join(right, on=_PAIR, how="full", coalesce=True, nulls_equal=True)
    joined = joined.with_columns(pl.col(n).fill_null(0) for n in numbers)
    difference = pl.col("paid") - pl.col("registered")
    no_contact = pl.col("contact_id").is_null()
    joined = joined.with_columns(
        difference.alias("difference"),
        difference.sum().over("contact_id").alias("everywhere"),
        no_contact.any().over("unit_id").alias("summed"),
    )
    kind = (
        pl.when(no_contact | pl.col("summed") | (pl.col("difference") == 0))
        .then(pl.lit(""))
        .when(pl.col("everywhere") == 0)
        .then(pl.lit("unit-differs"))
        .when(pl.col("times_registered") == 0)
        .then(pl.lit("paid-not-registered"))
        .when(pl.col("times_paid") == 0)
        .then(pl.lit("registered-not-paid"))
        .when(pl.col("times_paid") > pl.col("times_registered"))
        .then(pl.lit("paid-twice"))
        .otherwise(pl.lit("amount-differs"))
    )
    return joined.with_columns(kind.alias("kind"))


def _units(pairs: pl.DataFrame) -> pl.DataFrame:
    explains = pl.col("kind") != ""
    return (
        pairs.group_by("unit_id")
        .agg(
            pl.col("paid").sum(),
            pl.col("registered").sum(),
            pl.col("difference").filter(explains).sum().alias("explained"),
            explains.sum().cast(pl.Int64).alias("contacts"),
        )
        .sort("unit_id")
    )


def _contacts(pairs: pl.DataFrame) -> pl.DataFrame:
    def kronor(name: str) -> pl.Expr:
        return (pl.col(name).cast(KRONOR) / pl.lit(Decimal(100))).cast(KRONOR).alias(name)

    text = pl.col("contact_id").cast(pl.String)
    explaining = pairs.filter(pl.col("kind") != "").sort("unit_id", text)
    return explaining.select(
        "unit_id", "contact_id", "kind", *(kronor(n) for n in ("paid", "registered", "difference"))
    )


def _findings(pairs: pl.DataFrame) -> Iterator[FundingFinding]:
    twice = pairs.filter(pl.col("kind") == "paid-twice").height
    if twice:
        yield FundingFinding(finding="paid-twice", count=twice)
