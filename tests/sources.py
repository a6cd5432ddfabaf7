"""The kinds of table that computing functions take, made from objects."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

import duckdb
import ibis
import polars as pl
from attrs import evolve

from kvacodes.extracts import CONTACTS, PERSONS, Column, ColumnType, Person, Visit

__all__ = ["contacts_frame", "in_postgres", "in_spark", "native", "persons_frame"]

_TYPES = {
    ColumnType.KEY: pl.String,
    ColumnType.TEXT: pl.String,
    ColumnType.DAY: pl.Date,
    ColumnType.WHOLE: pl.Int64,
    ColumnType.TRUTH: pl.Boolean,
}


def contacts_frame(visits: Iterable[Visit]) -> pl.DataFrame:
    """Return a row for each contact and code; keys become text."""
    rows = [
        evolve(visit, code=code, add_ons=())
        for visit in visits
        for code in (visit.code, *visit.add_ons)
    ]
    return _frame(rows, CONTACTS)


def persons_frame(persons: Iterable[Person]) -> pl.DataFrame:
    """Return a row for each person and listing; keys become text."""
    return _frame(persons, PERSONS)


def _frame(rows: Iterable[object], columns: tuple[Column, ...]) -> pl.DataFrame:
    items = list(rows)
    data: dict[str, list[Any]] = {}
    for column in columns:
        values = [getattr(item, column.name) for item in items]
        if column.type is ColumnType.KEY:
            values = [None if value is None else str(value) for value in values]
        data[column.name] = values
    return pl.DataFrame(data, schema={c.name: _TYPES[c.type] for c in columns})


def native(frame: pl.DataFrame, source: str) -> Any:
    """Return the same rows as another kind of table."""
    makers = {
        "polars": lambda: frame,
        "polars-lazy": frame.lazy,
        "parquet": lambda: _scan(frame),
        "pyarrow": frame.to_arrow,
        "pandas": lambda: _numpy_pandas(frame),
        "pandas-arrow": lambda: frame.to_pandas(use_pyarrow_extension_array=True),
        "duckdb": lambda: _relation(frame),
        "ibis": lambda: _ibis_of_duckdb(frame),
    }
    return makers[source]()


def _scan(frame: pl.DataFrame) -> pl.LazyFrame:
    written = io.BytesIO()
    frame.write_parquet(written)
    return pl.scan_parquet(written.getvalue())


def _numpy_pandas(frame: pl.DataFrame) -> Any:
    table = frame.to_pandas()
    for name, dtype in frame.schema.items():
        if dtype == pl.Date:
            table[name] = table[name].astype("datetime64[us]")
    return table


def _relation(frame: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    connection = duckdb.connect()
    connection.register("rows", frame.to_arrow())
    return connection.sql("select * from rows")


def _ibis_of_duckdb(frame: pl.DataFrame) -> Any:
    connection = ibis.duckdb.connect()
    connection.con.register("rows", frame.to_arrow())
    return connection.table("rows")


# --- servers -----------------------------------------------------------------------------

_SQL = {pl.String: "text", pl.Int64: "bigint", pl.Date: "date", pl.Boolean: "boolean"}
_SPARK = {pl.String: "string", pl.Int64: "bigint", pl.Date: "date", pl.Boolean: "boolean"}


def in_postgres(connection: Any, frame: pl.DataFrame, name: str) -> Any:
    """Return the same rows as a table of a PostgreSQL server, by way of Ibis."""
    columns = ", ".join(f"{c} {_SQL[type(d)]}" for c, d in frame.schema.items())
    places = ", ".join(["%s"] * frame.width)
    with connection.con.cursor() as cursor:
        cursor.execute(f"drop table if exists {name}")
        cursor.execute(f"create temporary table {name} ({columns})")
        cursor.executemany(f"insert into {name} values ({places})", frame.rows())
    connection.con.commit()
    return connection.table(name)


def in_spark(session: Any, frame: pl.DataFrame) -> Any:
    """Return the same rows as a table of Spark."""
    schema = ", ".join(f"{c} {_SPARK[type(d)]}" for c, d in frame.schema.items())
    return session.createDataFrame([tuple(row) for row in frame.rows()], schema)


def day(text: str) -> dt.date:
    """Return the day of ISO text."""
    return dt.date.fromisoformat(text)
