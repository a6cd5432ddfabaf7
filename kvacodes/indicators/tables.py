"""Indicators on tables of any kind; the figures are those of the objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl
from attrs import evolve

from kvacodes.extracts import (
    CONTACTS,
    CONTRACTS,
    PERSONS,
    REPORTED,
    Columns,
    Contract,
    Person,
    Reported,
    Visit,
    as_objects,
)
from kvacodes.frames import Kind, Table, adopt, gathered, require_same_key, returned
from kvacodes.indicators.follow_up import FollowUpResult, follow_up_on_objects
from kvacodes.indicators.reported import reported_on_objects
from kvacodes.model import CodeSet
from kvacodes.results import IndicatorResult, IndicatorRow, IndicatorRows

__all__ = ["contracts_of", "result_of", "table_of"]

_BY_TYPES = {
    "birth_date": pl.Date,
    "listed_from": pl.Date,
    "listed_to": pl.Date,
    "ended_on": pl.Date,
    "anchor_date": pl.Date,
    "target_group": pl.Boolean,
    "year": pl.Int64,
}
"""The types of stratifiers that are no text."""

_SCHEMA = {
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "bound": pl.String,
    "n_missing": pl.Int64,
    "suppressed": pl.Boolean,
}


def table_of(rows: Iterable[IndicatorRow], by: Iterable[str]) -> pl.DataFrame:
    """Return rows as a table: indicator, period, the stratifiers, then the figures."""
    names = tuple(by)
    schema = {
        "indicator": pl.String,
        "period": pl.String,
        **{name: _BY_TYPES.get(name, pl.String) for name in names},
        **_SCHEMA,
    }
    records = [
        {
            "indicator": row.indicator,
            "period": row.period,
            **dict(row.by),
            **{name: getattr(row, name) for name in _SCHEMA},
        }
        for row in rows
    ]
    return pl.DataFrame(records, schema=schema)


def contracts_of(contracts: object, columns: Columns | None) -> tuple[Contract, ...] | None:
    """Return contracts as objects; they are few, whatever they come in."""
    if contracts is None:
        return None
    objects = as_objects(contracts, Contract, "contracts")
    if objects is not None:
        return objects
    table = adopt(contracts, CONTRACTS, name="contracts", columns=columns)
    return tuple(
        Contract(**{**row, "contract_id": str(row["contract_id"])}) for row in _records(table)
    )


def result_of(rows: IndicatorRows, by: Iterable[str], kind: Kind) -> IndicatorResult:
    """Return the rows in the kind of table that came in."""
    return IndicatorResult(
        table=returned(table_of(rows, by), kind),
        accounting=rows.accounting,
        persons_accounting=rows.persons_accounting,
        provenance=rows.provenance,
        words=rows.words,
    )


def _as_table(
    rows: IndicatorRows | IndicatorResult, by: Iterable[str], kind: Kind
) -> IndicatorResult:
    return rows if isinstance(rows, IndicatorResult) else result_of(rows, by, kind)


def _records(table: Table) -> Iterable[Mapping[str, Any]]:
    return gathered(table.frame).collect().iter_rows(named=True)


def _on_objects(
    function: Callable[..., IndicatorRows],
) -> Callable[..., IndicatorResult]:
    def on_tables(
        contacts: object,
        persons: object,
        code_set: object,
        *,
        columns: Columns | None = None,
        contracts: object = None,
        by: str | Iterable[str] = (),
        **options: Any,  # noqa: ANN401
    ) -> IndicatorResult:
        people = adopt(persons, PERSONS, name="persons", columns=columns)
        care = None
        if contacts is not None:
            care = adopt(contacts, CONTACTS, name="contacts", columns=columns)
            require_same_key("person_id", care, people)
        signed = contracts_of(contracts, columns)
        names = (by,) if isinstance(by, str) else tuple(by)
        rows = function(
            None if care is None else [_visit(row) for row in _records(care)],
            [Person(**row) for row in _records(people)],
            code_set,
            by=names,
            contracts=signed,
            **options,
        )
        if signed is not None and "contract_id" not in names:
            names = ("contract_id", *names)
        return result_of(rows, names, people.kind if care is None else care.kind)

    return on_tables


def _visit(row: Mapping[str, Any]) -> Visit:
    return Visit(**{**row, "system": row.get("system") or "kva"})


def reported(
    rows: object,
    persons: object,
    code_set: CodeSet,
    *,
    columns: Columns | None,
    contracts: object,
    by: str | Iterable[str],
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Count what units have reported, where the answers or the persons are a table."""
    answers, kind = _reported_objects(rows, columns)
    people, _ = _person_objects(persons, columns)
    signed = contracts_of(contracts, columns)
    figures = reported_on_objects(answers, people, code_set, by=by, contracts=signed, **options)
    return result_of(figures, _with_contract(by, signed), kind)


def follow_up(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    *,
    columns: Columns | None,
    contracts: object,
    reported: object,
    by: str | Iterable[str],
    **options: Any,  # noqa: ANN401
) -> FollowUpResult:
    """Answer the questions of the follow-up plan on tables."""
    visits, kind = _visit_objects(contacts, columns)
    people, _ = _person_objects(persons, columns)
    answers, _ = _reported_objects(() if reported is None else reported, columns)
    result = follow_up_on_objects(
        visits,
        people,
        code_set,
        by=by,
        contracts=contracts_of(contracts, columns),
        reported=answers,
        **options,
    )
    return evolve(
        result,
        table=returned(table_of(result.table, result.by), kind),
        parts=tuple(
            evolve(part, results=tuple(_as_table(r, result.by, kind) for r in part.results))
            for part in result.parts
        ),
    )


def _with_contract(by: str | Iterable[str], signed: object) -> tuple[str, ...]:
    names = (by,) if isinstance(by, str) else tuple(by)
    return names if signed is None or "contract_id" in names else ("contract_id", *names)


def _visit_objects(contacts: object, columns: Columns | None) -> tuple[tuple[Visit, ...], Kind]:
    objects = None if contacts is None else as_objects(contacts, Visit, "contacts")
    if contacts is None or objects is not None:
        return objects or (), Kind.POLARS
    table = adopt(contacts, CONTACTS, name="contacts", columns=columns)
    return tuple(_visit(row) for row in _records(table)), table.kind


def _person_objects(persons: object, columns: Columns | None) -> tuple[tuple[Person, ...], Kind]:
    objects = None if persons is None else as_objects(persons, Person, "persons")
    if persons is None or objects is not None:
        return objects or (), Kind.POLARS
    table = adopt(persons, PERSONS, name="persons", columns=columns)
    return tuple(Person(**row) for row in _records(table)), table.kind


def _reported_objects(rows: object, columns: Columns | None) -> tuple[tuple[Reported, ...], Kind]:
    objects = as_objects(rows, Reported, "reported")
    if objects is not None:
        return objects, Kind.POLARS
    table = adopt(rows, REPORTED, name="reported", columns=columns)
    return tuple(Reported(**row) for row in _records(table)), table.kind


def __getattr__(name: str) -> Callable[..., IndicatorResult]:
    from kvacodes import indicators

    return _on_objects(getattr(indicators, name).__wrapped__)
