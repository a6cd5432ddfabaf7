"""From rows of figures to a table of the kind that came in; small tables to objects."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from kvacodes.extracts import (
    CONTRACTS,
    PERSONS,
    REPORTED,
    Columns,
    Contract,
    Person,
    Reported,
    as_objects,
)
from kvacodes.frames import Kind, Table, adopt, gathered, kind_of, returned
from kvacodes.indicators.answer import Answer
from kvacodes.indicators.figures import Figure, Tabulated
from kvacodes.indicators.presenting import PRESENTER
from kvacodes.results import IndicatorResult, IndicatorRow, IndicatorRows

__all__ = [
    "contracts_from",
    "persons_as_objects",
    "reported_as_objects",
    "result_of",
    "table_like",
    "table_of",
]

Dtype = pl.DataType | type[pl.DataType]

_BY_TYPES: dict[str, Dtype] = {
    "birth_date": pl.Date,
    "listed_from": pl.Date,
    "listed_to": pl.Date,
    "ended_on": pl.Date,
    "anchor_date": pl.Date,
    "target_group": pl.Boolean,
    "year": pl.Int64,
}
"""The types of stratifiers that are no text."""

_SCHEMA: dict[str, Dtype] = {
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "bound": pl.String,
    "n_missing": pl.Int64,
    "suppressed": pl.Boolean,
}


def table_of(
    rows: Iterable[IndicatorRow],
    by: Iterable[str],
    types: Mapping[str, Dtype] | None = None,
) -> pl.DataFrame:
    """Return rows as a table: indicator, period, the stratifiers, then the figures."""
    listed, names = tuple(rows), tuple(by)
    stratifiers = {name: [row.by[n][1] for row in listed] for n, name in enumerate(names)}
    return _table(listed, [row.period for row in listed], stratifiers, types)


def _table_of_figures(figures: Tabulated, types: Mapping[str, Dtype] | None) -> pl.DataFrame:
    """Return figures as the same table, without making rows of them."""
    placed = figures.figures
    stratifiers = {name: [g[n] for g in figures.groups] for n, name in enumerate(figures.by)}
    return _table(placed, [figures.period] * len(placed), stratifiers, types)


def _table(
    figures: tuple[IndicatorRow, ...] | tuple[Figure, ...],
    periods: list[str],
    stratifiers: dict[str, list[Any]],
    types: Mapping[str, Dtype] | None,
) -> pl.DataFrame:
    known = {**_BY_TYPES, **(types or {})}
    columns: dict[str, list[Any]] = {
        "indicator": [figure.indicator for figure in figures],
        "period": periods,
        **stratifiers,
        **{name: list(map(operator.attrgetter(name), figures)) for name in _SCHEMA},
    }
    schema: dict[str, Dtype] = {
        "indicator": pl.String,
        "period": pl.String,
        **{name: known.get(name, pl.String) for name in stratifiers},
        **_SCHEMA,
    }
    return pl.DataFrame(columns, schema=schema)


def result_of(
    answer: Answer | IndicatorRows,
    by: Iterable[str],
    kind: Kind,
    types: Mapping[str, Dtype] | None = None,
) -> IndicatorResult:
    """Return an answer, or rows of one, in the kind of table that came in."""
    table = (
        _table_of_figures(answer.figures, types)
        if isinstance(answer, Answer)
        else table_of(answer, by, types)
    )
    return IndicatorResult(
        table=returned(table, kind),
        accounting=answer.accounting,
        persons_accounting=answer.persons_accounting,
        provenance=answer.provenance,
        words=answer.words,
        presenter=PRESENTER,
    )


def contracts_from(table: object, columns: Columns | None) -> tuple[Contract, ...]:
    """Return the contracts of a table as objects."""
    adopted = adopt(table, CONTRACTS, name="contracts", columns=columns)
    return tuple(
        Contract(**{**row, "contract_id": str(row["contract_id"])}) for row in _records(adopted)
    )


def persons_as_objects(persons: object, columns: Columns | None) -> tuple[Person, ...]:
    """Return persons as objects, for what only looks at where they are listed."""
    objects = None if persons is None else as_objects(persons, Person, "persons")
    if persons is None or objects is not None:
        return objects or ()
    table = adopt(persons, PERSONS, name="persons", columns=columns)
    return tuple(Person(**row) for row in _records(table))


def reported_as_objects(
    rows: object, columns: Columns | None
) -> tuple[tuple[Reported, ...], Kind | None]:
    """Return what units report as objects, and the kind of table, if it was one."""
    objects = as_objects(rows, Reported, "reported")
    if objects is not None:
        return objects, None
    table = adopt(rows, REPORTED, name="reported", columns=columns)
    return tuple(Reported(**row) for row in _records(table)), table.kind


def _records(table: Table) -> Iterable[dict[str, Any]]:
    return gathered(table.frame).collect().iter_rows(named=True)


def records_from(table: object) -> list[dict[str, Any]]:
    """Return the rows of a table of results as plain values, missing ones as None."""
    if isinstance(table, pl.DataFrame):
        return table.to_dicts()
    entered = nw.from_native(table, eager_only=True)  # type: ignore[call-overload]
    records: list[dict[str, Any]] = entered.to_polars().to_dicts()
    return records


def table_like(table: object, rows: list[dict[str, Any]], first: Iterable[str]) -> Any:  # noqa: ANN401 - a table of the kind that came in
    """Return rows as a table of the same kind as another; stratifiers keep their types."""
    known = nw.from_native(table, eager_only=True).to_polars().schema  # type: ignore[call-overload]
    types: dict[str, Dtype] = {
        **{name: known.get(name, pl.String) for name in first},
        "value": pl.Float64,
        "previous": pl.Float64,
        "change": pl.Float64,
        "suppressed": pl.Boolean,
    }
    return returned(pl.DataFrame(rows, schema=types), kind_of(table))
