"""Blanks in codes: each dialect takes away those that the library does."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import duckdb
import polars as pl
import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st
from programme import PROGRAMME
from sources import contacts_frame, in_postgres
from sqlglot import exp

from kvacodes import sequences
from kvacodes.exports import sql
from kvacodes.exports.sql_blanks import BLANKS, WITHOUT_BLANKS
from kvacodes.extracts import Person, Visit
from kvacodes.model import code_key

CODES = ("UX273", "ux278", "ZV509", "UX279", "AA001", "UX2731", "")


def spelled(code: str, blank: str) -> tuple[str, ...]:
    """Return a code with the blank before, after, within and everywhere."""
    return (blank + code, code + blank, code[:2] + blank + code[2:], blank.join(code) + blank * 2)


EVERY_BLANK = tuple(text for blank in BLANKS for code in CODES for text in spelled(code, blank))


def rows_of(codes: tuple[str, ...]) -> pl.DataFrame:
    """Return a contact for each code, all of one child."""
    visits = [
        Visit(person_id="a", contact_id=str(n), date=dt.date(2019, 3, 1), code=code)
        for n, code in enumerate(codes)
    ]
    return contacts_frame(visits)


def used_by_the_library(codes: tuple[str, ...]) -> list[str]:
    """Return the codes that the library does not call other codes, one at a time."""
    sequence = PROGRAMME.sequence
    assert sequence is not None
    child = Person(person_id="a", birth_date=dt.date(2019, 2, 1))
    kept = []
    for code in codes:
        visit = Visit(person_id="a", contact_id="1", date=dt.date(2019, 3, 1), code=code)
        made = sequences.conformance([visit], [child], sequence, as_of=dt.date(2019, 12, 31))
        kept += [] if made.accounting.get("other-code") else [code]
    return kept


def selected_in_duckdb(codes: tuple[str, ...]) -> list[str]:
    """Return the codes that the query selects, in their order."""
    with duckdb.connect() as connection:
        connection.register("contacts", rows_of(codes).to_arrow())
        relation = connection.sql(sql.contacts_query(PROGRAMME, dialect="duckdb"))
        found = relation.project("contact_id, code").fetchall()
    return [code for _, code in sorted(found, key=lambda row: int(row[0]))]


def test_the_blanks_are_those_of_python() -> None:
    """None is missing and none too many, whatever Unicode this Python knows."""
    python = [c for c in map(chr, range(sys.maxunicode + 1)) if not c.split()]
    assert list(BLANKS) == python


def test_duckdb_selects_what_the_library_uses() -> None:
    """Tabs, line breaks and no-break spaces around and inside a code are no part of it."""
    found = selected_in_duckdb(EVERY_BLANK)
    assert found == used_by_the_library(EVERY_BLANK)
    assert {code_key(code) for code in found} == {"UX273", "UX278"}


WRITTEN = st.text(st.sampled_from([*BLANKS, *"UXux2735 \u200b"]), max_size=12)


@given(st.lists(WRITTEN | st.sampled_from(CODES), max_size=8).map(tuple))
def test_duckdb_selects_what_the_library_uses_however_it_is_written(codes: tuple[str, ...]) -> None:
    """Blanks anywhere, and characters that look like blanks and are none."""
    assert selected_in_duckdb(codes) == used_by_the_library(codes)


def test_a_column_of_categories_is_read_in_duckdb() -> None:
    """A type of its own for codes is text to the query."""
    with duckdb.connect() as connection:
        connection.sql("create type coded as enum ('\tUX273', 'AA001')")
        connection.sql("create table rows as select unnest(['\tUX273', 'AA001'])::coded as code")
        condition = sql.code_filter(PROGRAMME, dialect="duckdb")
        found = connection.sql(f"select code from rows where {condition}").fetchall()
    assert found == [("\tUX273",)]


@pytest.mark.postgres
def test_postgresql_selects_what_the_library_uses(postgres: Any) -> None:
    """The same rows, on a server."""
    in_postgres(postgres, rows_of(EVERY_BLANK), "blanks")
    tables = sql.SourceTables(contacts="blanks")
    query = sql.contacts_query(PROGRAMME, dialect="postgres", tables=tables)
    with postgres.con.cursor() as cursor:
        cursor.execute(query)
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    postgres.con.commit()
    written = [row["code"] for row in sorted(found, key=lambda row: int(row["contact_id"]))]
    assert written == used_by_the_library(EVERY_BLANK)


@pytest.mark.parametrize("dialect", WITHOUT_BLANKS)
def test_every_dialect_names_every_blank(dialect: str) -> None:
    """What is written is read back as the same by the dialect's own parser, blank by blank."""
    condition = WITHOUT_BLANKS[dialect](exp.column("code")).sql(dialect)
    for text in (condition, sql.code_filter(PROGRAMME, dialect=dialect)):
        assert sqlglot.parse_one(text, dialect=dialect).sql(dialect) == text
    assert condition.isascii()
    if dialect == "oracle":
        assert all(f"\\{ord(blank):04X}" in condition for blank in BLANKS)
    elif dialect == "tsql":
        assert all(f"NCHAR({ord(blank)})" in condition for blank in BLANKS)
        listed, tabs = condition.count(" + NCHAR(") + 1, f"REPLICATE(NCHAR(9), {len(BLANKS) - 1})"
        assert listed == len(BLANKS) - 1
        assert tabs in condition
