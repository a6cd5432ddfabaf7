"""Visits and persons as objects: what is taken for a day, a flag and codes, and what is not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kvacodes.errors import InputError, UnknownNameError, UsageError
from kvacodes.extracts import Columns, Person, Visit, as_objects
from kvacodes.periods import as_day, required_day

DAY = date(2019, 3, 1)


class _OwnDay(date):
    """A day of another library."""


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (None, None),
        (DAY, DAY),
        (datetime(2019, 3, 1, 23, 59), DAY),
        (_OwnDay(2019, 3, 1), DAY),
        (float("nan"), None),
    ],
)
def test_what_is_a_day(given: object, day: date | None) -> None:
    """Days and timestamps without a zone; what pandas has for a missing day is none."""
    found = as_day(given)
    assert found == day
    assert found is None or type(found) is date


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (datetime(2019, 3, 1, tzinfo=UTC), (
            "day: found a timestamp with a time zone, expected a date; "
            "convert it to local time first; its day depends on the zone"
        )),
        ("2019-03-01", (
            "day: found a value of type str, expected a date; "
            "use datetime.date.fromisoformat for text such as 2019-03-01"
        )),
    ],
)  # fmt: skip
def test_what_is_no_day(given: object, message: str) -> None:
    """Its type is named, never its value."""
    with pytest.raises(InputError) as raised:
        as_day(given)
    assert str(raised.value) == message


def test_a_day_that_must_be_there() -> None:
    """Nothing is an error where a day is needed."""
    assert required_day(DAY, "as_of") == DAY
    with pytest.raises(InputError) as raised:
        required_day(None, "as_of")
    assert str(raised.value) == "as_of: found None, expected a date"


@pytest.mark.parametrize("given", ["UX273", b"UX274", 7, None, {"code": "UX273"}])
def test_what_must_be_a_table(given: object) -> None:
    """Text is no row of objects, nor is a mapping."""
    assert as_objects(given, Visit, "contacts") is None


def test_objects_of_another_kind() -> None:
    """The kind found is named beside the one expected."""
    assert as_objects(iter(()), Visit, "contacts") == ()
    with pytest.raises(InputError) as raised:
        as_objects([Person(person_id="p1")], Visit, "contacts")
    assert str(raised.value) == (
        "contacts: found an item of type Person, expected Visit objects, or a table"
    )


@pytest.mark.parametrize(
    ("given", "codes"),
    [(("ZV025", "ZV509"), ("ZV025", "ZV509")), (["ZV509"], ("ZV509",)),
     ({"ZV509", "ZV025"}, ("ZV025", "ZV509"))],
)  # fmt: skip
def test_add_on_codes(given: Any, codes: tuple[str, ...]) -> None:
    """A tuple or a list as it is, a set in order."""
    assert Visit(contact_id="c1", date=DAY, code="UX273", add_ons=given).add_ons == codes


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"add_ons": "ZV509"}, (
            "Visit.add_ons: found a value of type str, expected a tuple of codes; "
            "write one code as ('ZV509',)"
        )),
        ({"code": 273}, (
            "Visit.code: found a value of type int, expected text, or None where there is none"
        )),
        ({"minutes": "30"}, (
            "Visit.minutes: found a value of type str, expected a whole number, or None where it "
            "is not known"
        )),
        ({"minutes": 30.5}, (
            "Visit.minutes: found a value of type float, expected a whole number, or None where "
            "it is not known"
        )),
        ({"minutes": True}, (
            "Visit.minutes: found a value of type bool, expected a whole number, or None where it "
            "is not known"
        )),
        ({"joint": "ja"}, (
            "Visit.joint: found a value of type str, expected True, False, or None where it is "
            "not known"
        )),
    ],
)  # fmt: skip
def test_fields_of_the_wrong_type(fields: dict[str, Any], message: str) -> None:
    """The field, what was found and what to give; never the value."""
    with pytest.raises(InputError) as raised:
        Visit(**{"contact_id": "c1", "date": DAY, "code": "UX273"} | fields)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("system", "kept"), [(None, "kva"), ("KVÅ", "kva"), ("ICD10SE", "icd10se")]
)
def test_code_system(system: str | None, kept: str) -> None:
    """None is KVÅ, and case does not matter."""
    visit = Visit(contact_id="c1", date=DAY, code="J069", system=system)  # type: ignore[arg-type]
    assert visit.system == kept


def test_flags_of_numpy() -> None:
    """0 and 1, and what NumPy has for true and false, are flags."""
    numpy = pytest.importorskip("numpy")
    flags = (0, 1, numpy.True_, numpy.int64(0))
    assert [Visit(contact_id="c", date=DAY, code="x", joint=f).joint for f in flags] == [
        False, True, True, False,
    ]  # fmt: skip


def test_days_that_pandas_has_not() -> None:
    """What pandas has for a missing day is none."""
    pandas = pytest.importorskip("pandas")
    assert [as_day(day) for day in (pandas.NaT, pandas.NA)] == [None, None]


def test_minutes_of_numpy_and_pandas() -> None:
    """Whole numbers of another type are whole numbers; what pandas has for none is none."""
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    given = (30, 30.0, numpy.int64(30), numpy.float64(30), float("nan"), pandas.NA, None)
    found = [Visit(contact_id="c", date=DAY, code="x", minutes=m).minutes for m in given]
    assert found == [30, 30, 30, 30, None, None, None]
    assert {type(minutes) for minutes in found} == {int, type(None)}


@pytest.mark.parametrize(
    ("given", "message", "swedish"),
    [
        ({"persons": {"personid": "id"}}, (
            "no column of persons 'personid'; did you mean person_id?"
        ), "hittar inte kolumnen om personer 'personid'; menade du person_id?"),
        ({"contacts": {"birth_date": "born"}}, "no column of contacts 'birth_date'", (
            "hittar inte kolumnen om kontakter 'birth_date'"
        )),
        ({"unit": "person_id"}, (
            "Columns: person_id of contacts would be read both as person_id and as unit_id; say "
            "what the other is called"
        ), (
            "Columns: person_id i contacts skulle läsas både som person_id och som unit_id; säg "
            "vad den andra heter"
        )),
        ({"persons": {"person_id": "id", "family_id": "id"}}, (
            "Columns: id of persons would be read both as person_id and as family_id; say what "
            "the other is called"
        ), (
            "Columns: id i persons skulle läsas både som person_id och som family_id; säg vad "
            "den andra heter"
        )),
        ({"person": 7}, "Columns.person: found a value of type int, expected the name of a column",
         "Columns.person: fann ett värde av typen int, väntade namnet på en kolumn"),
        ({"persons": {"person_id": None}}, (
            "Columns.persons: found a value of type NoneType, expected the name of a column"
        ), "Columns.persons: fann ett värde av typen NoneType, väntade namnet på en kolumn"),
        ({"contacts": "id"}, (
            "Columns.contacts: found a value of type str, expected a dict from the library's "
            "names to yours"
        ), (
            "Columns.contacts: fann ett värde av typen str, väntade en dict från bibliotekets "
            "namn till dina"
        )),
    ],
)  # fmt: skip
def test_names_of_columns_that_cannot_be_meant(
    given: dict[str, Any], message: str, swedish: str
) -> None:
    """A slip in a name would be ignored, or one column be read as two things."""
    with pytest.raises((InputError, UnknownNameError, UsageError)) as raised:
        Columns(**given)
    assert (str(raised.value), raised.value.in_language("sv")) == (message, swedish)


def test_names_of_columns_that_can_be_meant() -> None:
    """Names that change places, and what a listing for allocations may hold."""
    swapped = Columns(person="unit_id", unit="person_id")
    assert swapped.sources_of({"person_id"}) == {"unit_id"}
    assert Columns(persons={"age": "alder", "listed": "antal"}).persons
