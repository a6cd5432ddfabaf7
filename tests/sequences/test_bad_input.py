"""Extracts that are not as they should be, on every kind of table.

Each is a finding, a reason in the accounting, or one clear error; no row disappears, and
every kind of table says the same.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from home_visits import HOME
from kinds import KINDS
from sources import native
from specification import rows_from

from kvacodes import sequences
from kvacodes.errors import ColumnError, InputError

AS_OF = dt.date(2019, 12, 31)
NOTHING = pl.lit(None)
CONTACTS = pl.DataFrame(
    {
        "contact_id": [1, 2, 3],
        "person_id": ["a", "a", "b"],
        "date": [dt.date(2019, 3, 20), dt.date(2019, 5, 10), dt.date(2019, 3, 30)],
        "code": ["UX273", "UX274", "UX273"],
        "unit_id": ["u1", "u1", "u2"],
        "staff_id": ["s1", "s2", None],
        "staff_role": ["n", "n", None],
        "minutes": [10, 20, None],
        "joint": [True, None, False],
        "system": ["kva", "kva", "kva"],
        "care_type": ["x", "x", "x"],
    }
)
PERSONS = pl.DataFrame(
    {
        "person_id": ["a", "b"],
        "birth_date": [dt.date(2019, 3, 1), dt.date(2019, 3, 2)],
        "unit_id": ["u1", "u2"],
        "listed_from": [dt.date(2019, 3, 1)] * 2,
        "listed_to": pl.Series([None, None], dtype=pl.Date),
        "target_group": [True, None],
    }
)
AS_THEY_SHOULD_BE = {"not-joint": 1, "staff-changed": 1, "visit-overdue": 3}
ALL_MISSING = {"visit-overdue": 6}

Frames = tuple[pl.DataFrame, pl.DataFrame]
Judged = tuple[dict[str, int], dict[str, int]]


def contacts(**columns: Any) -> Frames:
    """Return the tables with some columns of contacts changed."""
    return CONTACTS.with_columns(**columns), PERSONS


def persons(**columns: Any) -> Frames:
    """Return the tables with some columns of persons changed."""
    return CONTACTS, PERSONS.with_columns(**columns)


def but_second(column: str) -> pl.Expr:
    """Return the column without its second value."""
    return pl.when(pl.int_range(pl.len()) != 1).then(pl.col(column))


def judged(frames: Frames, make: Callable[[pl.DataFrame], Any]) -> Judged | str:
    """Return findings by id and the accounting; or what the error says, in Swedish."""
    try:
        result = sequences.conformance(*map(make, frames), HOME, as_of=AS_OF)
    except ColumnError as error:
        return error.in_language("sv")
    counts = Counter(row["finding"] for row in rows_from(result.findings))
    return dict(counts), dict(result.accounting)


def on_all(frames: Frames) -> Judged | str:
    """Return what every kind of table says, where all say the same.

    One of each way in: further kinds differ from these in types alone.
    """
    makers: dict[str, Callable[[pl.DataFrame], Any]] = {
        engine: lambda frame, engine=engine: native(frame, engine)  # type: ignore[misc]
        for engine in ("polars-lazy", "parquet", "pandas", "pyarrow", "duckdb")
    }
    said = {engine: judged(frames, make) for engine, make in makers.items()}
    first = said["polars-lazy"]
    assert {engine for engine, one in said.items() if one != first} == set()
    return first


NO_KEY = (
    "contacts.contact_id: fann inget värde på {} av programmets rader, väntade en nyckel på varje "
    "rad; ge rader utan nyckel en egen, till exempel radnumret"
)
NULLS: dict[str, str | tuple[dict[str, int], dict[str, int]]] = {
    "contact_id": NO_KEY.format(1),
    "person_id": (
        {"not-joint": 1, "person-unknown": 1, "visit-overdue": 4},
        {"rows_used": 2, "person-unknown": 1},
    ),
    "date": (
        {"date-missing": 1, "not-joint": 1, "visit-overdue": 3},
        {"rows_used": 2, "date-missing": 1},
    ),
    "code": ({"not-joint": 1, "visit-overdue": 4}, {"rows_used": 2, "other-code": 1}),
    "staff_id": ({"not-joint": 1, "visit-overdue": 3}, {"rows_used": 3}),
    "staff_role": ({"not-joint": 1, "visit-overdue": 3}, {"rows_used": 3}),
}


@pytest.mark.parametrize("column", CONTACTS.columns)
def test_a_missing_value_in_any_column_of_contacts(column: str) -> None:
    """A finding or a reason, or for a missing key an error; else nothing changes."""
    said = on_all(contacts(**{column: but_second(column)}))
    wanted = NULLS.get(column, (AS_THEY_SHOULD_BE, {"rows_used": 3}))
    if isinstance(wanted, str):
        assert said == wanted
    else:
        assert said == (wanted[0], {"rows_read": 3} | wanted[1])


EMPTY: dict[str, str | tuple[dict[str, int], dict[str, int]]] = {
    "contact_id": NO_KEY.format(3),
    "person_id": (ALL_MISSING | {"person-unknown": 1}, {"rows_used": 0, "person-unknown": 3}),
    "date": ({"date-missing": 3, "visit-overdue": 3}, {"rows_used": 0, "date-missing": 3}),
    "code": (ALL_MISSING, {"rows_used": 0, "other-code": 3}),
    "staff_id": ({"not-joint": 1, "visit-overdue": 3}, {"rows_used": 3}),
    "joint": ({"staff-changed": 1, "visit-overdue": 3}, {"rows_used": 3}),
}


@pytest.mark.parametrize("column", CONTACTS.columns)
def test_a_column_of_contacts_with_nothing_in_it(column: str) -> None:
    """The same as missing values, whatever the type."""
    said = on_all(contacts(**{column: NOTHING.cast(CONTACTS.schema[column])}))
    wanted = EMPTY.get(column, (AS_THEY_SHOULD_BE, {"rows_used": 3}))
    if isinstance(wanted, str):
        assert said == wanted
    else:
        assert said == (wanted[0], {"rows_read": 3} | wanted[1])


@pytest.mark.parametrize("column", PERSONS.columns)
def test_missing_values_of_persons(column: str) -> None:
    """Without a birth date the age rules are off; without a key nobody is known."""
    said = on_all(persons(**{column: NOTHING.cast(PERSONS.schema[column])}))
    if column == "person_id":
        nobody = ({"person-unknown": 2}, {"rows_read": 3, "rows_used": 0, "person-unknown": 3})
        assert said == nobody
    elif column == "birth_date":
        found = {"birth-date-missing": 2, "not-joint": 1, "staff-changed": 1}
        assert said == (found, {"rows_read": 3, "rows_used": 3})
    else:
        assert said == (AS_THEY_SHOULD_BE, {"rows_read": 3, "rows_used": 3})


USED = {"rows_read": 3, "rows_used": 3}
READ: dict[str, tuple[Frames, Judged]] = {
    "timestamps": (
        contacts(date=pl.col("date").cast(pl.Datetime("ms"))), (AS_THEY_SHOULD_BE, USED),
    ),
    "keys that are whole numbers": (
        (
            CONTACTS.with_columns(person_id=pl.Series([1, 1, 2])),
            PERSONS.with_columns(person_id=pl.Series([1, 2])),
        ),
        (AS_THEY_SHOULD_BE, USED),
    ),
    "keys that pandas made floats": (
        (
            CONTACTS.with_columns(person_id=pl.Series([1.0, 1.0, 2.0])),
            PERSONS.with_columns(person_id=pl.Series([1, 2])),
        ),
        (AS_THEY_SHOULD_BE, USED),
    ),
    "keys of 64 bits": (
        contacts(contact_id=pl.Series([2**63 + 5, 2, 3], dtype=pl.UInt64)),
        (AS_THEY_SHOULD_BE, USED),
    ),
    "codes in any case, with stray blanks": (
        contacts(code=pl.Series([" ux273 ", "UX 274\u00a0", "Ux273"])), (AS_THEY_SHOULD_BE, USED),
    ),
    "codes that are numbers": (
        contacts(code=pl.Series([273, 274, 273])),
        (ALL_MISSING, {"rows_read": 3, "rows_used": 0, "other-code": 3}),
    ),
    "categories": (
        contacts(**{c: pl.col(c).cast(pl.Categorical) for c in ("code", "unit_id", "person_id")}),
        (AS_THEY_SHOULD_BE, USED),
    ),
    "flags that are 0 and 1": (
        contacts(joint=pl.Series([1, None, 0])), (AS_THEY_SHOULD_BE, USED),
    ),
    "a contact with the codes of two steps": (
        (pl.concat([CONTACTS, CONTACTS.head(1).with_columns(code=pl.lit("UX274"))]), PERSONS),
        (
            AS_THEY_SHOULD_BE | {"duplicate-visit": 1, "same-day-visits": 1, "visit-too-early": 1},
            {"rows_read": 4, "rows_used": 4},
        ),
    ),
    "repeated rows": (
        (pl.concat([CONTACTS, CONTACTS]), PERSONS),
        (AS_THEY_SHOULD_BE, {"rows_read": 6, "rows_used": 3, "repeated-row": 3}),
    ),
    "persons twice": ((CONTACTS, pl.concat([PERSONS, PERSONS])), (AS_THEY_SHOULD_BE, USED)),
    "overlapping listings": (
        (
            CONTACTS,
            pl.concat([PERSONS, PERSONS.with_columns(
                unit_id=pl.lit("u9"), listed_from=pl.lit(dt.date(2019, 6, 1)),
            )]),
        ),
        (AS_THEY_SHOULD_BE, USED),
    ),
    "two birth dates": (
        (
            CONTACTS,
            pl.concat([PERSONS, PERSONS.head(1).with_columns(birth_date=pl.lit(AS_OF))]),
        ),
        ({"birth-date-conflict": 1, "not-joint": 1, "staff-changed": 1, "visit-overdue": 2}, USED),
    ),
    "births after the visits": (
        persons(birth_date=pl.lit(dt.date(2019, 12, 1))),
        ({"date-before-birth": 3}, {"rows_read": 3, "rows_used": 0, "before-birth": 3}),
    ),
    "the first and the last day of all": (
        contacts(date=pl.Series([dt.date.min, dt.date.max, dt.date(2019, 3, 30)])),
        (
            {"date-before-birth": 1, "date-after-as-of": 1, "not-joint": 1, "visit-overdue": 5},
            {"rows_read": 3, "rows_used": 1, "before-birth": 1, "after-as-of": 1},
        ),
    ),
    "no contacts": ((CONTACTS.clear(), PERSONS), (ALL_MISSING, {"rows_read": 0, "rows_used": 0})),
    "no persons": (
        (CONTACTS, PERSONS.clear()),
        ({"person-unknown": 2}, {"rows_read": 3, "rows_used": 0, "person-unknown": 3}),
    ),
    "neither": ((CONTACTS.clear(), PERSONS.clear()), ({}, {"rows_read": 0, "rows_used": 0})),
    "one row each": (
        (CONTACTS.head(1), PERSONS.head(1)),
        ({"visit-overdue": 2}, {"rows_read": 1, "rows_used": 1}),
    ),
    "required columns alone": (
        (CONTACTS.select("contact_id", "person_id", "date", "code", "unit_id"), PERSONS),
        ({"visit-overdue": 3}, USED),
    ),
    "further columns": (
        (CONTACTS.with_columns(foo=1, Bar=2.0), PERSONS.with_columns(zzz=pl.lit("x"))),
        (AS_THEY_SHOULD_BE, USED),
    ),
    "an empty key": (
        contacts(person_id=pl.Series(["", "a", "b"])),
        (
            {"not-joint": 1, "person-unknown": 1, "visit-overdue": 3, "visit-skipped": 1},
            {"rows_read": 3, "rows_used": 2, "person-unknown": 1},
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", READ)
def test_what_can_be_read_is_read_or_accounted_for(kind: str) -> None:
    """Findings and reasons are the same on every kind of table; rows add up."""
    frames, wanted = READ[kind]
    said = on_all(frames)
    assert said == wanted
    counts = dict(wanted[1])
    assert counts.pop("rows_read") == sum(counts.values())


FIX = "gör om kolumnen först, eller ange en annan med Columns(…)"
REFUSED: dict[str, tuple[Frames, str]] = {
    "keys that are no whole numbers": (
        contacts(person_id=pl.Series([1.5, 1.0, 2.0])),
        ("contacts.person_id: fann tal som inte är hela, eller för långa för att vara exakta, på 1 "
        "rad, väntade heltal eller text; läs kolumnen som text eller heltal"),
    ),
    "keys of two types": (
        persons(person_id=pl.Series([1, 2])),
        ("contacts.person_id och persons.person_id: fann text i den ena och heltal i den andra, "
        "väntade samma typ i båda; gör om den ena först; inledande nollor går förlorade i heltal"),
    ),
    "flags in words": (
        contacts(joint=pl.Series(["ja", "nej", None])),
        f"contacts.joint: fann typen String, väntade true och false, eller 1 och 0; {FIX}",
    ),
    "flags that are 2": (
        contacts(joint=pl.Series([2, 0, None])),
        ("contacts.joint: fann andra tal än 0 och 1 på 1 rad, väntade true och false, eller 1 och "
        "0; gör om kolumnen först"),
    ),
    "minutes in words": (
        contacts(minutes=pl.Series(["10", "x", None])),
        f"contacts.minutes: fann typen String, väntade heltal; {FIX}",
    ),
    "lists": (
        contacts(code=pl.Series([["UX273"], ["UX274"], ["UX273"]])),
        f"contacts.code: fann typen List(String), väntade text; {FIX}",
    ),
    "bytes": (
        contacts(code=pl.Series([b"UX273", b"UX274", b"UX273"])),
        f"contacts.code: fann typen Binary, väntade text; {FIX}",
    ),
    "no column of codes": (
        (CONTACTS.select("contact_id", "person_id", "date", "unit_id"), PERSONS),
        ("contacts: fann kolumnerna contact_id, person_id, date, unit_id, väntade code; "
        "säg vad den heter med Columns(code=…)"),
    ),
    "no column of birth dates": (
        (CONTACTS, PERSONS.drop("birth_date", "target_group", "listed_from", "listed_to")),
        ("persons: fann kolumnerna person_id, unit_id, väntade birth_date, listed_from, listed_to, "
        "target_group; säg vad den heter med Columns(birth=…)"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_one_clear_error(kind: str) -> None:
    """It names the column, what was found, what was expected and what to do."""
    frames, wanted = REFUSED[kind]
    assert on_all(frames) == wanted


# What differs between kinds of table: the type that a source gives, or where it is read.
VARIES: dict[str, tuple[Frames, str]] = {
    "days with a zone": (
        contacts(
            date=pl.col("date").cast(pl.Datetime("us")).dt.replace_time_zone("Europe/Stockholm")
        ),
        "contacts.date: fann tidpunkter med tidszon (",
    ),
    "decimals": (
        contacts(minutes=pl.Series([Decimal("10.5"), None, None])),
        "contacts.minutes: fann typen Decimal(precision=",
    ),
    "days in words": (
        contacts(date=pl.Series(["20/3 2019", "x", "2019-03-30"])),
        "contacts.date: fann text",
    ),
}


@pytest.mark.parametrize("kind", VARIES)
@pytest.mark.parametrize("engine", KINDS)
def test_types_that_sources_name_differently(kind: str, engine: str) -> None:
    """Refused everywhere, in the words of the source."""
    frames, start = VARIES[kind]
    said = judged(frames, lambda frame: native(frame, engine))
    assert isinstance(said, str)
    assert said.startswith(start)


def test_days_written_as_text_are_read_where_polars_reads_them() -> None:
    """In a database the column is to be cast there; the error says so."""
    frames = contacts(date=pl.col("date").cast(pl.String))
    for engine in KINDS[:5]:
        said = judged(frames, lambda frame, engine=engine: native(frame, engine))  # type: ignore[misc]
        assert said == (AS_THEY_SHOULD_BE, USED)
    assert judged(frames, lambda frame: native(frame, "ibis")) == (
        "contacts.date: fann text, väntade dagar; gör om kolumnen till datum där den ligger"
    )


def test_mixed_types_in_a_column_of_pandas() -> None:
    """Objects of several types are refused, with what to do; numbers and blanks are not."""
    frame = CONTACTS.to_pandas()
    frame["person_id"] = frame["person_id"].astype(object)
    frame.loc[0, "person_id"] = 7
    with pytest.raises(ColumnError) as caught:
        sequences.conformance(frame, PERSONS.to_pandas(), HOME, as_of=AS_OF)
    assert caught.value.in_language("sv") == (
        "contacts.person_id: fann värden av flera typer, väntade en och samma typ i hela "
        "kolumnen; gör om kolumnen först, till exempel med astype('string')"
    )


def test_an_error_inside_a_lazy_table_comes_out_as_it_is() -> None:
    """What the caller's own query does wrong is the caller's to see."""
    lazy = CONTACTS.lazy().with_columns(pl.col("code").cast(pl.Int64).cast(pl.String))
    with pytest.raises(pl.exceptions.InvalidOperationError, match="conversion from `str` to `i64`"):
        sequences.conformance(lazy, PERSONS.lazy(), HOME, as_of=AS_OF)


def test_thousands_of_contacts_of_one_person_grow_no_faster_than_they_are() -> None:
    """Each is judged; four times the contacts make four times the findings, on every path."""
    for count in (2_000, 8_000):
        many = pl.concat([CONTACTS.head(1)] * count).with_columns(contact_id=pl.int_range(count))
        said = judged((many, PERSONS.head(1)), lambda frame: frame)
        assert said == (
            {"duplicate-visit": count - 1, "visit-overdue": 2},
            {"rows_read": count, "rows_used": count},
        )


@pytest.mark.parametrize(
    ("contacts", "persons", "message"),
    [
        ([], pl.DataFrame(), "persons: found a table, expected objects, as the contacts are"),
        (pl.DataFrame(), [], "contacts: found a table, expected objects, as the persons are"),
    ],
)
def test_objects_and_tables_do_not_mix(contacts: Any, persons: Any, message: str) -> None:
    """The one that is a table is named, and what the other is."""
    with pytest.raises(InputError) as raised:
        sequences.conformance(contacts, persons, HOME, as_of=dt.date(2019, 4, 1))
    assert str(raised.value) == message
