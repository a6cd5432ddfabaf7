"""Tables that are not as they should be: a finding, an accounting reason, or a clear error."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from unittest import mock

import polars as pl
import pytest
from programme import PROGRAMME

from kvacodes import sequences
from kvacodes.errors import ColumnError
from kvacodes.extracts import Columns
from kvacodes.sequences import tables

SEQUENCE = PROGRAMME.sequence
AS_OF = date(2019, 12, 31)
CONTACTS = pl.DataFrame(
    {
        "contact_id": [1, 2],
        "person_id": ["a", "a"],
        "date": [date(2019, 3, 20), date(2019, 5, 10)],
        "code": ["UX273", "UX274"],
        "unit_id": ["u1", "u1"],
    }
)
PERSONS = pl.DataFrame(
    {
        "person_id": ["a"],
        "birth_date": [date(2019, 3, 1)],
        "unit_id": ["u1"],
        "listed_from": [date(2019, 3, 1)],
        "listed_to": pl.Series([None], dtype=pl.Date),
        "target_group": [True],
    }
)
NEXT = [("a", 3, "visit-overdue")]


def _judged(
    contacts: Any = CONTACTS, persons: Any = PERSONS, **options: Any
) -> sequences.ConformanceResult:
    return sequences.conformance(contacts, persons, SEQUENCE, as_of=AS_OF, **options)


def _found(result: sequences.ConformanceResult) -> list[tuple[Any, ...]]:
    return result.findings.select("person_id", "step", "finding").rows()


def _refusal(contacts: Any = CONTACTS, persons: Any = PERSONS) -> str:
    with pytest.raises(ColumnError) as caught:
        _judged(contacts, persons)
    return str(caught.value)


def test_a_table_is_judged() -> None:
    """Two visits in time leave what is overdue by the day of the question."""
    result = _judged()
    assert _found(result) == NEXT
    assert dict(result.accounting) == {"rows_read": 2, "rows_used": 2}


def test_empty_tables_give_empty_tables() -> None:
    """No rows in, no rows out, with the same columns."""
    result = _judged(CONTACTS.clear(), PERSONS.clear())
    assert result.findings.schema == _judged().findings.schema
    assert (result.findings.height, result.status.height, result.steps.height) == (0, 0, 0)
    assert dict(result.accounting) == {"rows_read": 0, "rows_used": 0}


def test_persons_without_contacts_have_a_status() -> None:
    """Who has no visit at all is overdue too."""
    result = _judged(CONTACTS.clear())
    assert [row[2] for row in _found(result)] == ["visit-overdue"] * 3
    assert result.status["status"].to_list() == ["behind"]


def test_contacts_without_persons_are_strangers() -> None:
    """Nobody is known, so each is a finding, once."""
    result = _judged(CONTACTS, PERSONS.clear())
    assert _found(result) == [("a", None, "person-unknown")]
    assert dict(result.accounting) == {"rows_read": 2, "rows_used": 0, "person-unknown": 2}


def test_codes_in_any_spelling_are_read() -> None:
    """Letter case and blanks of a source do not matter."""
    spelled = CONTACTS.with_columns(code=pl.Series([" ux273", "Ux 274"]))
    assert _found(_judged(spelled)) == NEXT


def test_keys_that_pandas_made_floats_match() -> None:
    """A missing key makes pandas turn numbers into floats; they match whole numbers still."""
    number = pl.Series([7.0, 7.0])
    contacts = CONTACTS.with_columns(person_id=number)
    persons = PERSONS.with_columns(person_id=pl.Series([7]))
    assert _found(_judged(contacts, persons)) == [(7, *row[1:]) for row in NEXT]


@pytest.mark.parametrize("dtype", [pl.UInt64, pl.Int16, pl.UInt32])
def test_whole_numbers_of_other_widths_match(dtype: type[pl.DataType]) -> None:
    """The width of a key does not matter."""
    contacts = CONTACTS.with_columns(person_id=pl.Series([7, 7], dtype=dtype))
    persons = PERSONS.with_columns(person_id=pl.Series([7], dtype=pl.Int64))
    assert _found(_judged(contacts, persons)) == [(7, *row[1:]) for row in NEXT]


def test_a_timestamp_counts_with_its_day() -> None:
    """The time of day is left out, at both ends of a window."""
    late = pl.Series([datetime(2019, 4, 30, 23, 59), datetime(2019, 5, 1, 0, 0)])
    assert _found(_judged(CONTACTS.with_columns(date=late))) == NEXT


def test_a_contact_without_a_key_is_refused() -> None:
    """The rows are counted, and never shown."""
    keys = pl.Series([1, None])
    assert _refusal(CONTACTS.with_columns(contact_id=keys)) == (
        "contacts.contact_id: found no value in 1 row of the programme, expected a key in every "
        "row; give rows without a key one of their own, for example the row number"
    )


def test_a_row_of_another_programme_needs_no_key() -> None:
    """What is not judged is not checked."""
    other = CONTACTS.with_columns(contact_id=pl.Series([1, None]), code=pl.Series(["UX273", "X"]))
    assert dict(_judged(other).accounting) == {"rows_read": 2, "rows_used": 1, "other-code": 1}


@pytest.mark.parametrize("dtype", [pl.String, pl.Null])
def test_a_row_of_persons_without_a_key_is_counted(dtype: type[pl.DataType]) -> None:
    """It belongs to nobody and is left out; nor does a visit without a key belong to it."""
    nobody = PERSONS.with_columns(person_id=pl.lit(None, dtype))
    contacts = CONTACTS.with_columns(person_id=pl.Series(["a", None]))
    result = _judged(contacts, pl.concat([nobody, PERSONS], how="vertical_relaxed"))
    assert dict(result.persons_accounting) == {
        "rows_read": 2,
        "rows_used": 1,
        "person-id-missing": 1,
    }
    assert result.accounting["person-unknown"] == 1
    assert result.status["person_id"].to_list() == ["a"]
    alone = _judged(CONTACTS, nobody)
    assert dict(alone.persons_accounting) == {
        "rows_read": 1,
        "rows_used": 0,
        "person-id-missing": 1,
    }
    assert set(alone.findings["finding"]) == {"person-unknown"}


def test_keys_of_different_types_are_refused() -> None:
    """Text in one table and numbers in the other would make everybody a stranger."""
    numbers = PERSONS.with_columns(person_id=pl.Series([7]))
    assert _refusal(CONTACTS, numbers) == (
        "contacts.person_id and persons.person_id: found text in the one and whole numbers in "
        "the other, expected the same type in both; convert one of them first; leading zeros "
        "are lost in whole numbers"
    )


def test_columns_may_have_other_names() -> None:
    """One mapping serves both tables."""
    contacts = CONTACTS.rename({"person_id": "pnr", "date": "dag"})
    persons = PERSONS.rename({"person_id": "pnr"})
    result = _judged(contacts, persons, columns=Columns(person="pnr", date="dag"))
    assert _found(result) == NEXT


def test_thousands_of_contacts_of_one_person_are_judged() -> None:
    """All but the first are repeats."""
    many = pl.concat([CONTACTS.head(1)] * 5000).with_columns(contact_id=pl.int_range(5000))
    counts = _judged(many).findings["finding"].value_counts()
    assert dict(counts.rows())["duplicate-visit"] == 4999


def test_the_callers_tables_are_not_changed() -> None:
    """Judging reads, and no more."""
    contacts, persons = CONTACTS.to_pandas(), PERSONS.to_pandas()
    before = contacts.copy(), persons.copy()
    _judged(contacts, persons)
    assert (contacts.equals(before[0]), persons.equals(before[1])) == (True, True)


def test_many_persons_are_judged_in_parts() -> None:
    """However many persons are judged at a time, the result is the same, in the same order."""
    ids = pl.Series([f"p{n:03}" for n in range(100)])
    persons = PERSONS.join(ids.to_frame("id"), how="cross").with_columns(person_id="id").drop("id")
    contacts = CONTACTS.join(ids.to_frame("id"), how="cross").with_columns(
        person_id="id", contact_id=pl.int_range(pl.len())
    )
    whole = _judged(contacts.drop("id"), persons)
    with mock.patch.object(tables, "PERSONS_AT_A_TIME", 7):
        parts = _judged(contacts.drop("id"), persons)
    assert parts.findings.equals(whole.findings)
    assert parts.status.equals(whole.status)
    assert parts.steps.equals(whole.steps)
