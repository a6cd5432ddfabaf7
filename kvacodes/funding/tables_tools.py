"""Results of funding as tables: exact decimals, in the kind of table that came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from kvacodes.frames import Kind, returned
from kvacodes.funding.allocation import Allocation
from kvacodes.funding.figures import Figure
from kvacodes.funding.payments import CompensationLine
from kvacodes.funding.reconciliation import ReconciliationLine

__all__ = [
    "KRONOR",
    "allocation_table",
    "compensation_table",
    "first_that_holds",
    "kronor_of",
    "reconciliation_table",
]

KRONOR = pl.Decimal(38, 2)
_FIGURE = {"approximate": pl.Boolean, "basis": pl.String}


def kronor_of(ore: int) -> Decimal:
    """Return öre as kronor."""
    return Decimal(ore).scaleb(-2)


def first_that_holds(cases: Iterable[tuple[str, pl.Expr]], otherwise: str) -> pl.Expr:
    """Return the word of the first case that holds; a case that is null does not hold."""
    words = [pl.when(holds).then(pl.lit(word)) for word, holds in cases]
    return pl.coalesce([*words, pl.lit(otherwise)])


def _table(records: Iterable[Mapping[str, Any]], schema: Mapping[str, Any], kind: Kind) -> Any:  # noqa: ANN401
    return returned(pl.DataFrame(list(records), schema=dict(schema)), kind)


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None else figure.rounded().value


def _known(figure: Figure | None) -> dict[str, Any]:
    return {
        "approximate": figure is not None and figure.approximate,
        "basis": "" if figure is None else figure.basis.value,
    }


def allocation_table(allocation: Allocation, kind: Kind) -> Any:  # noqa: ANN401
    """Return the lines of an allocation as a table."""
    records = (
        {
            "unit_id": line.unit_id,
            "listed": line.listed,
            "posts": _value(line.posts),
            "amount": _value(line.amount),
            **_known(line.posts or line.amount),
        }
        for line in allocation.lines
    )
    schema = {"unit_id": pl.String, "listed": pl.Int64, "posts": KRONOR, "amount": KRONOR}
    return _table(records, schema | _FIGURE, kind)


def compensation_table(lines: Iterable[CompensationLine], kind: Kind) -> Any:  # noqa: ANN401
    """Return the lines of a compensation as a table."""
    records = (
        {
            "unit_id": line.unit_id,
            "events": line.events,
            "paid": line.paid,
            "amount": _value(line.amount),
            **_known(line.amount),
        }
        for line in lines
    )
    schema = {"unit_id": pl.String, "events": pl.Int64, "paid": pl.Int64, "amount": KRONOR}
    return _table(records, schema | _FIGURE, kind)


def reconciliation_table(lines: Iterable[ReconciliationLine], kind: Kind) -> Any:  # noqa: ANN401
    """Return the lines of a reconciliation as a table."""
    records = (
        {
            "unit_id": line.unit_id,
            "paid": _value(line.paid),
            "registered": _value(line.registered),
            "difference": _value(line.difference),
            "explained": line.explained,
            "contacts": line.contacts,
            **_known(line.difference),
        }
        for line in lines
    )
    schema = {
        "unit_id": pl.String,
        **dict.fromkeys(("paid", "registered", "difference", "explained"), KRONOR),
        "contacts": pl.Int64,
    }
    return _table(records, schema | _FIGURE, kind)
