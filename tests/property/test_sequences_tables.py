"""Sequences on tables equal the plain functions on objects, whatever the source; and laws."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from unittest import mock

import attrs
import polars as pl
import pyarrow as pa
import pytest
import strategies as own
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kinds import KINDS
from sources import in_postgres, in_spark, native

from kvacodes import sequences
from kvacodes.extracts import CONTACTS, PERSONS, Column, ColumnType, Person, Visit
from kvacodes.model import Sequence
from kvacodes.sequences import tables

PARTS = {
    "findings": sequences.VisitFinding,
    "status": sequences.SeriesStatus,
    "steps": sequences.StepStatus,
}
_TYPES = {
    ColumnType.TEXT: pl.String,
    ColumnType.DAY: pl.Date,
    ColumnType.WHOLE: pl.Int64,
    ColumnType.TRUTH: pl.Boolean,
}

Extract = tuple[Sequence, list[Visit], list[Person]]
Native = Callable[[pl.DataFrame], Any]


def _frames(visits: list[Visit], persons: list[Person]) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows = [
        attrs.evolve(visit, code=code, add_ons=())
        for visit in visits
        for code in (visit.code, *visit.add_ons)
    ]
    everyone = [item.person_id for item in (*rows, *persons)]
    keys = {
        "person_id": _key_type(everyone),
        "contact_id": _key_type([row.contact_id for row in rows]),
    }
    return _frame(rows, CONTACTS, keys), _frame(persons, PERSONS, keys)


def _key_type(values: list[Any]) -> type[pl.DataType]:
    return pl.Int64 if any(isinstance(value, int) for value in values) else pl.String


def _frame(
    items: list[Any], columns: tuple[Column, ...], keys: dict[str, type[pl.DataType]]
) -> pl.DataFrame:
    schema = {c.name: _TYPES.get(c.type) or keys.get(c.name, pl.String) for c in columns}
    return pl.DataFrame(
        {name: [getattr(item, name) for item in items] for name in schema}, schema=schema
    )


def _maker(source: str) -> Native:
    return lambda frame: native(frame, source)


def _polars(table: Any) -> pl.DataFrame:
    if isinstance(table, pl.DataFrame):
        return table
    if not isinstance(table, pa.Table):
        table = pa.Table.from_pandas(table, preserve_index=False)
    frame = pl.DataFrame(pl.from_arrow(table))
    moments = [c for c, dtype in frame.schema.items() if isinstance(dtype, pl.Datetime)]
    return frame.with_columns(pl.col(moments).dt.date())


def _of_table(table: Any, kind: type) -> Counter[tuple[str, ...]]:
    frame = _polars(table)
    assert frame.columns == [field.name for field in attrs.fields(kind)]
    return Counter(tuple(str(value) for value in row) for row in frame.rows())


def _of_objects(items: tuple[Any, ...]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(str(value) for value in attrs.astuple(item)) for item in items)


def _assert_equal(extract: Extract, make: Native, *, at_a_time: int = 2**17) -> None:
    sequence, visits, persons = extract
    wanted = sequences.conformance(visits, persons, sequence, as_of=own.AS_OF)
    due = sequences.next_due(visits, persons, sequence, as_of=own.AS_OF)
    contacts, people = (make(frame) for frame in _frames(visits, persons))
    with mock.patch.object(tables, "PERSONS_AT_A_TIME", at_a_time):
        found = tables.conformance(contacts, people, sequence, as_of=own.AS_OF)
        table_of_due = tables.next_due(contacts, people, sequence, as_of=own.AS_OF)
    for part, kind in PARTS.items():
        assert _of_table(getattr(found, part), kind) == _of_objects(getattr(wanted, part))
    assert _of_table(table_of_due, sequences.NextDue) == _of_objects(due)
    assert found.accounting == wanted.accounting
    assert found.persons_accounting == wanted.persons_accounting
    assert found.provenance == wanted.provenance


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(extract=own.extracts(), at_a_time=st.sampled_from((2**17, 1)))
def test_tables_say_what_the_objects_say(extract: Extract, at_a_time: int) -> None:
    """Findings, status, steps, work list and accounting are the same."""
    _assert_equal(extract, _maker("polars"), at_a_time=at_a_time)


# The sources differ at the door alone, so fewer examples do.
@pytest.mark.parametrize("source", KINDS[1:])
@settings(
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=max(8, settings.default.max_examples // 5),
)
@given(extract=own.extracts())
def test_every_source_says_the_same(source: str, extract: Extract) -> None:
    """However the tables are held, the results are the same."""
    _assert_equal(extract, _maker(source))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(extract=own.extracts())
def test_findings_come_in_the_order_of_the_objects(extract: Extract) -> None:
    """Where rows have an order, findings of known persons come in that of the objects."""
    sequence, visits, persons = extract
    contacts, people = _frames(visits, persons)
    wanted = sequences.conformance(visits, persons, sequence, as_of=own.AS_OF).findings
    table = tables.conformance(contacts, people, sequence, as_of=own.AS_OF).findings
    known = {person.person_id for person in persons} - {None}
    found = [row[:6] for row in table.rows() if row[0] in known]
    assert found == [attrs.astuple(f)[:6] for f in wanted if f.person_id in known]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(extract=own.extracts(), seed=st.integers(0, 99))
def test_the_order_of_rows_and_columns_does_not_matter(extract: Extract, seed: int) -> None:
    """Rows and columns in any order give the same."""
    sequence, visits, persons = extract
    contacts, people = _frames(visits, persons)
    shuffled = contacts.sample(fraction=1, shuffle=True, seed=seed)
    names = random.Random(seed).sample(contacts.columns, len(contacts.columns))
    one = tables.conformance(contacts, people, sequence, as_of=own.AS_OF)
    two = tables.conformance(shuffled.select(names), people, sequence, as_of=own.AS_OF)
    for part, kind in PARTS.items():
        assert _of_table(getattr(one, part), kind) == _of_table(getattr(two, part), kind)
    assert one.accounting == two.accounting


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(extract=own.extracts(), count=st.integers(1, 5))
def test_rows_of_other_programmes_change_the_accounting_alone(extract: Extract, count: int) -> None:
    """More rows of other codes are read and left out; nothing else changes."""
    sequence, visits, persons = extract
    contacts, people = _frames(visits, persons)
    other = [Visit(person_id="p1", contact_id="o1", date=date(2019, 5, 1), code="DJ010")] * count
    more = _frames(other, [])[0].with_columns(
        pl.lit(None, contacts.schema[c]).alias(c) for c in ("person_id", "contact_id")
    )
    one = tables.conformance(contacts, people, sequence, as_of=own.AS_OF)
    two = tables.conformance(pl.concat([contacts, more]), people, sequence, as_of=own.AS_OF)
    assert one.findings.equals(two.findings)
    assert one.status.equals(two.status)
    assert dict(two.accounting) == dict(one.accounting) | {
        "rows_read": one.accounting["rows_read"] + count,
        "other-code": one.accounting.get("other-code", 0) + count,
    }


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(extract=own.extracts())
def test_persons_are_judged_apart(extract: Extract) -> None:
    """Judging each person alone and adding up gives the whole."""
    sequence, visits, persons = extract
    contacts, people = _frames(visits, persons)
    whole = tables.conformance(contacts, people, sequence, as_of=own.AS_OF)
    ids = people["person_id"].drop_nulls().unique()
    parts = [
        tables.conformance(
            contacts.filter(pl.col("person_id") == key),
            people.filter(pl.col("person_id") == key),
            sequence,
            as_of=own.AS_OF,
        )
        for key in ids
    ]
    known = whole.findings.filter(pl.col("person_id").is_in(ids.implode()))
    apart = sum((_of_table(p.findings, sequences.VisitFinding) for p in parts), Counter())
    assert _of_table(known, sequences.VisitFinding) == apart


# --- servers -----------------------------------------------------------------------------


@pytest.mark.postgres
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=25,
)
@given(extract=own.extracts())
def test_postgresql_says_what_the_objects_say(postgres: Any, extract: Extract) -> None:
    """The same from tables of a PostgreSQL server, by way of Ibis."""
    names = iter(("contacts", "persons"))
    _assert_equal(extract, lambda frame: in_postgres(postgres, frame, next(names)))


@pytest.mark.spark
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=5,
)
@given(extract=own.extracts())
def test_spark_says_what_the_objects_say(spark: Any, extract: Extract) -> None:
    """The same from Spark."""
    _assert_equal(extract, lambda frame: in_spark(spark, frame))
