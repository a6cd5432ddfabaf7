"""SQL: every dialect parses, names are quoted, and the rows are those the library uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import duckdb
import polars as pl
import pytest
import sqlglot
from attrs import evolve
from sources import contacts_frame

import kvacodes
from kvacodes import indicators, sequences
from kvacodes.errors import UnknownNameError, UsageError
from kvacodes.exports import sql
from kvacodes.exports.sql import DIALECTS
from kvacodes.extracts import Person, Visit
from kvacodes.indicators.time_bands import TIME_BANDS
from kvacodes.model import CodeSet, Run
from kvacodes.periods import Period

ROWS = [
    Visit(
        person_id="a", contact_id="1", date=dt.date(2019, 2, 1), code="UX273", add_ons=("ZV509",)
    ),
    Visit(person_id="a", contact_id="1", date=dt.date(2019, 2, 1), code="ZV211"),
    Visit(person_id="a", contact_id="2", date=dt.date(2019, 3, 1), code="ZV509"),
    Visit(person_id="a", contact_id="3", date=dt.date(2019, 4, 1), code="AA001"),
    Visit(person_id="a", contact_id="4", date=None, code="ux 274"),
    Visit(person_id="b", contact_id="1", date=dt.date(2019, 5, 1), code="AA001"),
    Visit(person_id="b", contact_id="5", date=dt.date(2018, 12, 31), code="UX275"),
    Visit(person_id=None, contact_id="6", date=dt.date(2020, 1, 1), code="UX275"),
    Visit(person_id="c", contact_id="7", date=dt.date(2019, 12, 31), code=None),
]


@pytest.fixture(scope="module")
def programme() -> CodeSet:
    """Return the shipped programme."""
    return kvacodes.load().code_set("utokat-hembesok-bvc")


def selected(query: str, rows: Sequence[Visit] = ROWS) -> list[tuple[object, ...]]:
    """Run a query over the rows in DuckDB and return person, contact and code."""
    with duckdb.connect() as connection:
        connection.register("contacts", contacts_frame(rows).to_arrow())
        relation = connection.sql(query)
        return sorted(
            relation.project("person_id, contact_id, code").fetchall(),
            key=lambda row: tuple(str(value) for value in row),
        )


def test_the_query_selects_what_the_library_does_not_call_other_code(programme: CodeSet) -> None:
    """Rows without a day or a person are extracted: they are findings, not noise."""
    rows = selected(sql.contacts_query(programme, dialect="duckdb"))
    assert rows == [
        (None, "6", "UX275"),
        ("a", "1", "UX273"),
        ("a", "1", "ZV211"),
        ("a", "1", "ZV509"),
        ("a", "4", "ux 274"),
        ("b", "5", "UX275"),
    ]
    assert programme.sequence is not None
    people = [Person(person_id=key, birth_date=dt.date(2018, 12, 1)) for key in "abc"]
    accounting = sequences.conformance(
        ROWS, people, programme.sequence, as_of=dt.date(2020, 6, 1)
    ).accounting
    # Time is no matter of conformance: the time-band code is one that it leaves out.
    assert accounting["rows_read"] - accounting["other-code"] == len(rows) - 1


def test_a_period_cuts_nothing_of_the_programme(programme: CodeSet) -> None:
    """Figures of a period look at visits before it, and after it until the day asked on."""
    whole = sql.contacts_query(programme, dialect="duckdb")
    period = sql.contacts_query(programme, dialect="duckdb", period=Period.half_year(2019, 2))
    assert selected(period) == selected(whole)
    assert "Period 2019-H2: cuts nothing here" in period
    assert "Perioden 2019-H2: avgränsar inget här" in period


def test_a_period_cuts_other_care_by_whole_contacts(programme: CodeSet) -> None:
    """Both its days are inside; a contact with a day outside is extracted whole."""
    period = Period(dt.date(2019, 3, 1), dt.date(2019, 4, 1))
    query = sql.contacts_query(programme, dialect="duckdb", period=period, other_care=True)
    more = [
        Visit(person_id="a", contact_id="8", date=day, code=code)
        for day, code in ((period.last, "AA001"), (dt.date(2018, 1, 1), "AA002"))
    ]
    outside = [
        Visit(person_id="a", contact_id=str(day), date=day, code="AA001")
        for day in (dt.date(2019, 2, 28), dt.date(2019, 4, 2))
    ]
    found = selected(query, [*ROWS, *more, *outside])
    own = selected(sql.contacts_query(programme, dialect="duckdb"))
    assert [row for row in found if row not in own] == [
        ("a", "2", "ZV509"), ("a", "3", "AA001"), ("a", "8", "AA001"), ("a", "8", "AA002"),
    ]  # fmt: skip
    assert [row for row in found if row in own] == own
    assert "cuts other care alone" in query


def test_other_care_is_all_rows_of_the_same_persons(programme: CodeSet) -> None:
    """Coded or not, of those with a contact in the programme."""
    query = sql.contacts_query(programme, dialect="duckdb", other_care=True)
    assert [row[:2] for row in selected(query)] == [
        (None, "6"), ("a", "1"), ("a", "1"), ("a", "1"), ("a", "2"), ("a", "3"), ("a", "4"),
        ("b", "1"), ("b", "5"),
    ]  # fmt: skip


def test_the_filter_has_the_codes_of_the_query(programme: CodeSet) -> None:
    """Whatever row of a contact the query selects, the filter does: time bands and the run too."""
    wide = evolve(programme, namespace=evolve(programme.namespace, run=Run("UX271", "UX279")))
    codes = ["UX273", *TIME_BANDS, *sql.own_codes(wide), "UX271", "UX279", "UX280", "AA001"]
    rows = [Visit(person_id="a", contact_id="1", code=code) for code in codes]
    condition = sql.code_filter(wide, dialect="duckdb")
    filtered = selected(f"select * from contacts where {condition}", rows)
    assert filtered == selected(sql.contacts_query(wide, dialect="duckdb"), rows)
    assert {row[2] for row in filtered} == {*codes} - {"UX280", "AA001"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_parses(programme: CodeSet, dialect: str) -> None:
    """What is written is what the dialect's own parser reads."""
    tables = sql.SourceTables(contacts="vega.dbo.vardkontakt")
    queries = [
        sql.contacts_query(
            programme, dialect=dialect, tables=tables, period=Period.year(2019), other_care=care
        )
        for care in (False, True)
    ]
    queries.append(sql.persons_query(dialect=dialect))
    queries.append(f"SELECT 1 WHERE {sql.code_filter(programme, dialect=dialect)}")
    for query in queries:
        assert isinstance(sqlglot.parse_one(query, dialect=DIALECTS[dialect]), sqlglot.exp.Select)


@pytest.mark.parametrize(("dialect", "quoted"), [("tsql", "[a]];--]"), ("oracle", '"a];--"')])
def test_names_cannot_end_their_quotes(programme: CodeSet, dialect: str, quoted: str) -> None:
    """A name with the closing quote in it stays one name."""
    tables = sql.SourceTables(contact_columns={"person_id": "a];--"})
    query = sql.contacts_query(programme, dialect=dialect, tables=tables, pretty=False)
    assert f"{quoted} AS" in query


HOSTILE = (
    'a"; DROP TABLE contacts; --',
    "a]; DROP TABLE contacts; --",
    "a'; DROP TABLE contacts; --",
    "select",
    "Besöks datum",
    "a`b",
    "a\nb",
)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_name(programme: CodeSet, dialect: str, name: str) -> None:
    """Whatever a table or column is called, the dialect's parser reads it back as one name."""
    tables = sql.SourceTables(
        contacts=f"vega.{name}", persons=name,
        contact_columns=dict.fromkeys(("contact_id", "person_id", "date", "code", "unit_id"), name),
    )  # fmt: skip
    query = sql.contacts_query(
        programme, dialect=dialect, tables=tables, period=Period.year(2019), other_care=True
    )
    (statement,) = sqlglot.parse(query, dialect=DIALECTS[dialect])
    assert isinstance(statement, sqlglot.exp.Select)
    read = {table.name for table in statement.find_all(sqlglot.exp.Table)}
    assert read == {name}
    assert {column.name for column in statement.find_all(sqlglot.exp.Column)} == {name}
    persons = sql.persons_query(dialect=dialect, tables=tables)
    (statement,) = sqlglot.parse(persons, dialect=DIALECTS[dialect])
    assert [t.name for t in statement.find_all(sqlglot.exp.Table)] == [name]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_ones_own_run_in_duckdb(programme: CodeSet, name: str) -> None:
    """A table and columns that need quoting give the rows of the plain ones."""
    own = {"person_id": f"p {name}", "date": f"d {name}", "code": name}
    columns = {c: own.get(c, c) for c in ("contact_id", "person_id", "date", "code", "unit_id")}
    tables = sql.SourceTables(contacts=name, contact_columns=columns)
    asked = {"dialect": "duckdb", "period": Period.year(2019)}
    with duckdb.connect() as connection:
        rows = contacts_frame(ROWS).select(*columns).rename(own).to_arrow()
        connection.register("rows", rows)
        quoted = '"' + name.replace('"', '""') + '"'
        connection.sql(f"create table {quoted} as select * from rows")
        relation = connection.sql(sql.contacts_query(programme, tables=tables, **asked))
        found = relation.project("person_id, contact_id, code").fetchall()
        condition = sql.code_filter(programme, dialect="duckdb", column=name)
        filtered = connection.sql(f"select count(*) from {quoted} where {condition}").fetchall()
    by_text = sorted(found, key=lambda row: tuple(str(value) for value in row))
    assert by_text == selected(sql.contacts_query(programme, **asked))
    # The filter sees a code alone: also the add-on code of a contact of no programme.
    assert filtered == [(7,)]


def test_an_extract_gives_the_figures_of_the_whole_table(programme: CodeSet) -> None:
    """What the query leaves out changes nothing but rows read and other-code."""
    with duckdb.connect() as connection:
        connection.register("contacts", contacts_frame(ROWS).to_arrow())
        extract = connection.sql(sql.contacts_query(programme, dialect="duckdb")).pl()
    people = pl.DataFrame(
        {
            "person_id": ["a", "b", "c"],
            "birth_date": [dt.date(2018, 12, 1)] * 3,
            "unit_id": ["u"] * 3,
            "listed_from": [dt.date(2018, 12, 1)] * 3,
            "listed_to": [None] * 3,
            "target_group": [True] * 3,
        },
        schema_overrides={"listed_to": pl.Date},
    )
    asked = {"period": Period.year(2019), "as_of": dt.date(2020, 1, 31)}
    whole, part = (
        indicators.visits(rows, people, programme, **asked)
        for rows in (contacts_frame(ROWS), extract)
    )
    assert part.table.equals(whole.table)
    dropped = contacts_frame(ROWS).height - extract.height
    assert part.accounting["rows_read"] == whole.accounting["rows_read"] - dropped
    assert part.accounting.get("other-code", 0) == whole.accounting["other-code"] - dropped
    assert part.accounting["rows_used"] == whole.accounting["rows_used"]


def test_values_cannot_end_their_quotes(programme: CodeSet) -> None:
    """A code with a quote in it stays one value."""
    odd = evolve(programme, codes=(evolve(programme.codes[0], code="U'X"),), sequence=None)
    assert "'U''X'" in sql.code_filter(odd, dialect="tsql")


def test_unknown_names_are_refused(programme: CodeSet) -> None:
    """A dialect or column that does not exist is named, with those that do."""
    with pytest.raises(UnknownNameError) as dialect:
        sql.code_filter(programme, dialect="mysql")
    assert str(dialect.value) == (
        "no dialect 'mysql'; did you mean tsql? (there are tsql, oracle, postgres, duckdb)"
    )
    with pytest.raises(UsageError, match=r"^contacts has no column pnr; it has care_type, code"):
        sql.contacts_query(
            programme,
            dialect="tsql",
            tables=sql.SourceTables(contact_columns={"pnr": "x"}),
        )
    with pytest.raises(UsageError, match="at most three names divided by dots"):
        sql.persons_query(dialect="tsql", tables=sql.SourceTables(persons="a..b"))


def test_a_programme_without_a_run_or_add_ons_asks_for_its_codes_alone(programme: CodeSet) -> None:
    """Codes that do not exist are not looked for, nor contacts by what stands beside."""
    sequence = programme.sequence
    assert sequence is not None
    plain = evolve(
        programme,
        namespace=evolve(programme.namespace, run=None),
        sequence=evolve(sequence, joint=None),
    )
    query = sql.contacts_query(plain, dialect="duckdb")
    assert "BETWEEN" in sql.contacts_query(programme, dialect="duckdb")
    assert "BETWEEN" not in query
    assert ("a", "1", "UX273") in selected(query)
    assert ("a", "2", "ZV509") not in selected(query)
