"""The edge to dataframes: what is let in, as what, and what is refused with which words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from kvacodes.errors import ColumnError, InputError
from kvacodes.extracts import CONTACTS, PERSONS, Columns
from kvacodes.frames import Kind, adopt, gathered, require_same_key, returned

ROWS = pl.DataFrame(
    {
        "contact_id": [1, 2],
        "person_id": ["a", None],
        "date": [date(2019, 1, 1), None],
        "code": ["UX273", None],
        "unit_id": ["u", None],
        "joint": [True, None],
    }
)


def _duckdb(frame: pl.DataFrame) -> Any:
    connection = duckdb.connect()
    connection.register("rows", frame.to_arrow())
    return connection.sql("from rows")


def _ibis(frame: pl.DataFrame) -> Any:
    connection = ibis.duckdb.connect()
    connection.con.register("rows", frame.to_arrow())
    return connection.table("rows")


SOURCES = {
    "polars": lambda f: f,
    "polars-lazy": lambda f: f.lazy(),
    "pandas": lambda f: f.to_pandas(),
    "pandas-arrow": lambda f: f.to_pandas(use_pyarrow_extension_array=True),
    "pyarrow": lambda f: f.to_arrow(),
    "duckdb": _duckdb,
    "ibis": _ibis,
}


def _rows(native: Any, **options: Any) -> pl.DataFrame:
    return gathered(adopt(native, CONTACTS, name="contacts", **options).frame).collect()


def _refusal(native: Any, **options: Any) -> str:
    with pytest.raises(ColumnError) as caught:
        adopt(native, CONTACTS, name="contacts", **options)
    return str(caught.value)


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_gives_the_same_rows(source: str) -> None:
    """Whatever kind of table comes in, the rows and types inside are the same."""
    assert _rows(SOURCES[source](ROWS)).equals(ROWS)


@pytest.mark.parametrize("source", SOURCES)
def test_an_empty_table_is_taken(source: str) -> None:
    """A table without rows is no error."""
    assert _rows(SOURCES[source](ROWS.clear())).height == 0


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("polars", pl.DataFrame),
        ("polars-lazy", pl.DataFrame),
        ("pandas", pd.DataFrame),
        ("pandas-arrow", pd.DataFrame),
        ("pyarrow", pa.Table),
        ("duckdb", pl.DataFrame),
        ("ibis", pl.DataFrame),
    ],
)
def test_results_go_back_as_what_came_in(source: str, kind: type) -> None:
    """Eager tables get their own kind back, all others Polars."""
    table = adopt(SOURCES[source](ROWS), CONTACTS, name="contacts")
    assert type(returned(ROWS, table.kind)) is kind


def test_numpy_pandas_keeps_whole_numbers_and_truth() -> None:
    """A missing whole number or truth value does not turn the column into floats or objects."""
    result = returned(pl.DataFrame({"n": [1, None], "t": [True, None]}), Kind.PANDAS)
    assert [str(dtype) for dtype in result.dtypes] == ["Int64", "boolean"]


def test_arrow_pandas_goes_back_with_arrow_types() -> None:
    """The backing that came in is the backing that goes out."""
    result = returned(ROWS, Kind.PANDAS_ARROW)
    assert str(result["contact_id"].dtype) == "int64[pyarrow]"


def test_the_callers_names_are_mapped() -> None:
    """`Columns` maps a name once; the library's own name is used inside."""
    named = ROWS.rename({"person_id": "pnr_hash"})
    assert _rows(named, columns=Columns(person="pnr_hash")).columns == ROWS.columns


def test_only_the_columns_in_use_are_read() -> None:
    """A column that the computation does not read need not be there."""
    assert _rows(ROWS.select("code"), use={"code"}).columns == ["code"]


def test_all_missing_columns_are_named_at_once() -> None:
    """The message names every missing column, what is there, and near misses."""
    frame = ROWS.select("contact_id", "code", pl.col("date").alias("Date"), "unit_id")
    assert _refusal(frame) == (
        "contacts: found columns contact_id, code, Date, unit_id, expected person_id, date; "
        "for date did you mean Date? say Columns(date='Date')"
    )


def test_columns_that_differ_only_by_case_are_not_chosen_between() -> None:
    """Neither name is exact, so the caller must say which."""
    frame = ROWS.select(
        "contact_id", "person_id", "code", "unit_id", Date="date", DATE=pl.col("date")
    )
    assert _refusal(frame) == (
        "contacts: found columns contact_id, person_id, code, unit_id, Date, DATE, expected "
        "date; Date and DATE differ only by case or blanks: say which with Columns(date='Date')"
    )


def test_an_exact_name_wins_over_one_in_other_letters() -> None:
    """The exact name is taken without asking."""
    frame = ROWS.with_columns(Date=pl.lit("no day"))
    assert _rows(frame).equals(ROWS)


def test_an_optional_column_in_other_letters_is_not_left_out_in_silence() -> None:
    """An optional column that is there under nearly its name was meant to be used."""
    assert _refusal(ROWS.rename({"joint": "Joint"})) == (
        "contacts: found columns contact_id, person_id, date, code, unit_id, Joint, expected "
        "joint; for joint did you mean Joint? say Columns(joint='Joint')"
    )


def test_an_optional_column_that_the_caller_named_must_be_there() -> None:
    """Naming a column that is not there is a mistake, whether it is required or not."""
    assert _refusal(ROWS, columns=Columns(staff="vem")) == (
        "contacts: found columns contact_id, person_id, date, code, unit_id, joint, expected "
        "vem; say what it is called with Columns(staff=…)"
    )


def test_a_column_that_is_there_twice_is_refused() -> None:
    """Two columns of one name cannot be told apart."""
    frame = ROWS.to_pandas()
    frame = pd.concat([frame, frame[["date"]]], axis=1)
    assert _refusal(frame) == (
        "contacts: found the column date more than once, expected each column once; "
        "rename or drop one of them"
    )


@pytest.mark.parametrize("source", SOURCES)
def test_the_day_of_a_timestamp_is_used(source: str) -> None:
    """A timestamp without a zone has one day, whatever its time."""
    frame = ROWS.with_columns(date=pl.Series([datetime(2019, 1, 1, 23, 59), None]))
    assert _rows(SOURCES[source](frame))["date"].to_list() == [date(2019, 1, 1), None]


@pytest.mark.parametrize("source", SOURCES)
def test_a_time_zone_is_refused(source: str) -> None:
    """The day depends on the zone, so the caller converts; nothing is shifted in silence."""
    aware = pl.Series([datetime(2019, 1, 1), None]).dt.replace_time_zone("UTC")
    message = _refusal(SOURCES[source](ROWS.with_columns(date=aware)))
    assert message.startswith("contacts.date: found points in time with a time zone (")
    assert message.endswith(
        "), expected days; convert to local time and drop the time zone first: "
        "the day depends on it"
    )


@pytest.mark.parametrize("source", ["polars", "polars-lazy", "pandas", "pandas-arrow", "pyarrow"])
def test_days_written_as_iso_text_are_read(source: str) -> None:
    """The ISO form has one reading only, so it is read."""
    frame = ROWS.with_columns(date=pl.Series(["2020-02-29", None]))
    assert _rows(SOURCES[source](frame))["date"].to_list() == [date(2020, 2, 29), None]


@pytest.mark.parametrize("text", ["2019-02-29", "2019-1-5", "20190105", "05/01/2019", ""])
def test_text_that_is_no_day_is_counted(text: str) -> None:
    """Rows that cannot be read are counted, and never shown."""
    assert _refusal(ROWS.with_columns(date=pl.Series([text, None]))) == (
        "contacts.date: found text that is no day in 1 row, expected days written as "
        "2019-01-31; convert the column to dates first"
    )


def test_text_as_days_in_a_database_is_refused() -> None:
    """A database converts its own text."""
    frame = _duckdb(ROWS.with_columns(date=pl.Series(["2020-02-29", None])))
    assert _refusal(frame) == (
        "contacts.date: found text, expected days; cast the column to a date where it lives"
    )


def test_a_number_is_no_day() -> None:
    """Numbers have many readings as days; none is chosen."""
    assert _refusal(ROWS.with_columns(date=pl.Series([20190101, None]))) == (
        "contacts.date: found the type Int64, expected days; convert the column first, or name "
        "another one with Columns(…)"
    )


def test_a_day_is_no_key() -> None:
    """A point in time where a key should be is most likely another column."""
    moment = pl.lit(datetime(2019, 1, 1))
    assert _refusal(ROWS.with_columns(contact_id=moment)) == (
        "contacts.contact_id: found points in time, expected whole numbers or text; "
        "is another column meant?"
    )


def test_whole_numbers_that_pandas_made_floats_are_taken() -> None:
    """A missing key makes pandas turn whole numbers into floats; they are still keys."""
    frame = ROWS.with_columns(person_id=pl.Series([7, None])).to_pandas()
    assert str(frame["person_id"].dtype) == "float64"
    assert _rows(frame)["person_id"].to_list() == [7, None]


@pytest.mark.parametrize("number", [0.5, float("nan"), float("inf"), 2.0**60])
def test_floats_that_are_no_keys_are_counted(number: float) -> None:
    """A fraction, or a number too long to be exact, is no key."""
    assert _refusal(ROWS.with_columns(person_id=pl.Series([number, None]))) == (
        "contacts.person_id: found numbers that are not whole, or too long to be exact, in 1 row, "
        "expected whole numbers or text; read the column as text or as a nullable integer"
    )


def test_a_hash_of_64_bits_is_kept() -> None:
    """Keys beyond the signed range keep all their bits."""
    keys = pl.Series([2**64 - 1, None], dtype=pl.UInt64)
    assert _rows(ROWS.with_columns(person_id=keys))["person_id"].to_list() == [2**64 - 1, None]


def test_one_and_zero_are_true_and_false() -> None:
    """Databases without truth values have 1 and 0."""
    frame = ROWS.with_columns(joint=pl.Series([1, 0]))
    assert _rows(frame)["joint"].to_list() == [True, False]


@pytest.mark.parametrize("source", ["polars", "duckdb"])
def test_other_numbers_are_not_true_or_false(source: str) -> None:
    """A number beside 1 and 0 has no reading as a truth value."""
    assert _refusal(SOURCES[source](ROWS.with_columns(joint=pl.Series([1, 2])))) == (
        "contacts.joint: found numbers other than 0 and 1 in 1 row, expected true and false, "
        "or 1 and 0; convert the column first"
    )


@pytest.mark.parametrize("source", ["polars", "pandas", "pyarrow"])
def test_columns_without_any_value_are_taken(source: str) -> None:
    """A column of nulls has no type of its own and gets the one it should have."""
    nothing = pl.lit(None)
    frame = ROWS.with_columns(
        person_id=nothing, date=nothing, code=nothing, joint=nothing, minutes=nothing
    )
    assert (
        _rows(SOURCES[source](frame)).schema
        == pl.Schema(
            {
                "contact_id": pl.Int64,
                "person_id": pl.String,
                "date": pl.Date,
                "code": pl.String,
                "unit_id": pl.String,
                "minutes": pl.Int64,
                "joint": pl.Boolean,
            }
        )
        or source == "pandas"
    )


def test_mixed_values_in_one_column_are_refused() -> None:
    """Pandas lets a column hold anything; a key is numbers or text throughout."""
    frame = ROWS.to_pandas().astype({"person_id": "object"})
    frame["person_id"] = pd.Series([1, "a"], dtype="object")
    assert _refusal(frame) == (
        "contacts.person_id: found values of several types, expected one type in the whole "
        "column; convert the column first, for example with astype('string')"
    )


def test_something_else_than_a_table_is_refused() -> None:
    """The message names what came and what is taken."""
    with pytest.raises(InputError) as caught:
        adopt({"a": [1]}, CONTACTS, name="contacts")
    assert str(caught.value) == (
        "contacts: found dict, expected a table of pandas, Polars, PyArrow, DuckDB, Ibis or PySpark"
    )


def test_keys_of_different_types_are_refused() -> None:
    """Whole numbers in one table and text in the other would never match."""
    contacts = adopt(ROWS, CONTACTS, name="contacts")
    numbers = pl.DataFrame({"pid": [1]})
    persons = adopt(
        numbers,
        PERSONS,
        name="persons",
        columns=Columns(persons={"person_id": "pid"}),
        use={"person_id"},
    )
    with pytest.raises(ColumnError) as caught:
        require_same_key("person_id", contacts, persons)
    assert str(caught.value) == (
        "contacts.person_id and persons.pid: found text in the one and whole numbers in the "
        "other, expected the same type in both; convert one of them first; leading zeros are "
        "lost in whole numbers"
    )


def test_the_callers_table_is_not_changed() -> None:
    """Taking a table in leaves it as it was."""
    frame = ROWS.with_columns(joint=pl.Series([1, 0])).to_pandas()
    before = frame.copy()
    adopt(frame, CONTACTS, name="contacts")
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    "values",
    [pd.PeriodIndex(["2019-01", "2019-02"], freq="M"), pd.IntervalIndex.from_breaks([1, 2, 3])],
    ids=["periods", "intervals"],
)
def test_types_of_other_libraries_are_refused_by_name(values: pd.Index[Any]) -> None:
    """They say more, or less, than a day: which day is meant is for the caller to say."""
    rows = ROWS.to_pandas()
    rows["date"] = values
    with pytest.raises(ColumnError, match=r"contacts\.date: found the type .+; convert"):
        adopt(rows, CONTACTS, name="contacts")
    with pytest.raises(ColumnError, match=r"contacts\.date: found the type .+; convert"):
        adopt(pa.Table.from_pandas(rows), CONTACTS, name="contacts")
