"""Tables: columns that are not there, columns of one's own, kinds that come back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import asdict
from programme import PROGRAMME, persons, visits
from sources import contacts_frame, native, persons_frame

from kvacodes import Columns, Period, indicators
from kvacodes.errors import ColumnError, InputError, UnknownNameError, UsageError
from kvacodes.extracts import Contract, Reported, Visit
from kvacodes.results import RESULT_COLUMNS

PEOPLE = persons("""
    a 2019-01-01 u1 2019-01-01 yes
    b 2019-01-01 u2 2019-01-01 yes
""")
VISITS = visits("""
    a c1 2019-01-10 UX273+ZV509
    a c2 2019-03-10 UX274+ZV211
    b c3 2019-01-10 UX273
    b c4 2019-02-10 DJ010
""")
ASKED: dict[str, Any] = {"period": Period.year(2019), "as_of": date(2020, 1, 31)}
NEEDED = ("contact_id", "person_id", "date", "code", "unit_id")
LISTING = ("person_id", "birth_date", "unit_id", "listed_from", "listed_to", "target_group")
ALL = (
    ("listed", {}),
    ("visits", {}),
    ("visits", {"count": "family"}),
    ("completion", {}),
    ("completion", {"count": "family"}),
    ("continuity", {}),
    ("lead_time", {"from_step": 1, "to_step": (2, 3)}),
    ("other_care", {}),
    ("conformance_rate", {}),
)


@pytest.mark.parametrize(("name", "options"), ALL)
def test_columns_that_need_not_be_there_may_be_absent(name: str, options: dict[str, Any]) -> None:
    """The required columns alone give what the objects give."""
    contacts, people = contacts_frame(VISITS), persons_frame(PEOPLE)
    function = getattr(indicators, name)
    found = function(contacts.select(NEEDED), people.select(LISTING), PROGRAMME, **ASKED, **options)
    expected = function(VISITS, PEOPLE, PROGRAMME, **ASKED, **options)
    assert found.table["numerator"].to_list() == [row.numerator for row in expected]
    assert found.accounting == expected.accounting


@pytest.mark.parametrize(("name", "options"), ALL)
def test_tables_without_rows_give_the_rows_of_nothing(name: str, options: dict[str, Any]) -> None:
    """No contact and no person: the same rows as without any object."""
    empty = contacts_frame([]), persons_frame([])
    function = getattr(indicators, name)
    found = function(*empty, PROGRAMME, **ASKED, **options)
    expected = function([], [], PROGRAMME, **ASKED, **options)
    assert found.table["indicator"].to_list() == [row.indicator for row in expected]
    assert found.table["value"].to_list() == [row.value for row in expected]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        (["north", "south"], pl.String),
        ([1480, 1401], pl.Int64),
        ([True, None], pl.Boolean),
    ],
)
def test_a_column_of_ones_own_stratifies(values: list[object], dtype: pl.DataType) -> None:
    """An area beside the columns of persons keeps its type in the result."""
    people = persons_frame(PEOPLE).with_columns(pl.Series("area", values, dtype=dtype))
    result = indicators.visits(contacts_frame(VISITS), people, PROGRAMME, by="area", **ASKED)
    assert result.table.schema["area"] == dtype
    found = dict(
        result.table.filter(pl.col("indicator") == "visits").select("area", "value").rows()
    )
    assert found == {values[0]: 2.0, values[1]: 1.0}


@pytest.mark.parametrize("source", ["polars", "pandas", "pyarrow", "duckdb"])
@pytest.mark.parametrize(
    ("name", "options", "measure", "groups"),
    [
        ("visits", {}, "visits", {"3": 1.0, "5 + 8": 1.0, None: 1.0}),
        (
            "lead_time",
            {"from_step": 1, "to_step": 2},
            "lead-time.measured",
            {"5 + 8": 1.0, None: 0.0},
        ),
    ],
)
def test_a_column_of_ones_own_on_contacts_stratifies(
    source: str,
    name: str,
    options: dict[str, Any],
    measure: str,
    groups: dict[str | None, float],
) -> None:
    """A room beside the columns of contacts, as text; two on one contact are told together."""
    rooms = pl.Series("room", [5, 8, 3, None, None, 9], dtype=pl.Int64)
    contacts = contacts_frame(VISITS).with_columns(rooms)
    result = getattr(indicators, name)(
        native(contacts, source),
        native(persons_frame(PEOPLE), source),
        PROGRAMME,
        by="room",
        **ASKED,
        **options,
    )
    table = pl.DataFrame(result.table).filter(pl.col("indicator") == measure)
    assert dict(table.select("room", "value").rows()) == groups


def test_an_unknown_column_is_refused_with_near_ones() -> None:
    """The name as given, and what it may have been."""
    with pytest.raises(UnknownNameError) as raised:
        indicators.listed(None, persons_frame(PEOPLE), PROGRAMME, by="unit_idd", **ASKED)
    assert str(raised.value) == "no stratifier 'unit_idd'; did you mean unit_id?"


def test_columns_are_mapped_once() -> None:
    """The caller's names serve contacts, persons and contracts."""
    contacts = contacts_frame(VISITS).select(NEEDED).rename({"person_id": "pnr", "unit_id": "bvc"})
    people = persons_frame(PEOPLE).select(LISTING).rename({"person_id": "pnr", "unit_id": "bvc"})
    contracts = pl.DataFrame(
        {"contract_id": [1], "bvc": ["u1"], "valid_from": [None], "valid_to": [None]}
    )
    result = indicators.completion(
        contacts,
        people,
        PROGRAMME,
        columns=Columns(person="pnr", unit="bvc"),
        contracts=contracts,
        **ASKED,
    )
    first = result.table.filter(pl.col("indicator") == "completion.step-1")
    assert first.select("contract_id", "numerator", "denominator").rows() == [
        ("1", 1, 1),
        (None, 1, 1),
    ]


KEYS = [
    (Columns(person="pnr"), {"person_id": "pnr"}, "pnr"),
    (Columns(contact="kontakt"), {"contact_id": "kontakt"}, "kontakt"),
    (Columns(staff="hsa"), {"staff_id": "hsa"}, "hsa"),
    (Columns(family="familj"), {"family_id": "familj"}, "familj"),
    (Columns(contacts={"person_id": "pnr"}, persons={"person_id": "lopnr"}), {}, "pnr"),
    (Columns(contacts={"person_id": "pnr"}, persons={"person_id": "lopnr"}), {}, "lopnr"),
]


@pytest.mark.parametrize(("columns", "renamed", "key"), KEYS)
@pytest.mark.parametrize(("name", "options"), [*ALL, ("follow_up", {})])
def test_keys_stratify_by_no_name(
    name: str, options: dict[str, Any], columns: Columns, renamed: dict[str, str], key: str
) -> None:
    """What a key of persons, contacts, staff or families is called is refused as the key is."""
    own = {} if renamed else {"person_id": "pnr"}
    tables = (
        contacts_frame(VISITS).rename(renamed or own, strict=False),
        persons_frame(PEOPLE).rename(renamed or {"person_id": "lopnr"}, strict=False),
    )
    by = {"by": key, "columns": columns}
    for contacts, people in (tables, (VISITS, PEOPLE)):
        with pytest.raises(UsageError) as raised:
            getattr(indicators, name)(contacts, people, PROGRAMME, **by, **ASKED, **options)
        assert str(raised.value) == (
            f"by holds {key}, which singles out persons; figures are aggregates"
        )


def test_a_column_of_contacts_with_the_name_of_a_key_is_refused() -> None:
    """A column beside those of contacts that is the key of persons singles out as much."""
    people = persons_frame(PEOPLE).rename({"person_id": "pnr"})
    contacts = contacts_frame(VISITS).with_columns(pnr=pl.col("person_id"))
    with pytest.raises(UsageError, match="by holds pnr, which singles out persons"):
        indicators.visits(
            contacts, people, PROGRAMME, by="pnr", columns=Columns(persons={"person_id": "pnr"}),
            **ASKED,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "by"),
    [
        (Columns(persons={"person_id": "pnr"}, contacts={"care_type": "pnr"}), "care_type"),
        (Columns(persons={"sex": "hsa"}, contacts={"staff_id": "hsa"}), "sex"),
        (Columns(person="pnr", unit="person_id"), "unit_id"),
    ],
)
def test_a_key_is_no_other_column_either(columns: Columns, by: str) -> None:
    """What is a key in one table does not stratify as another column in the next."""
    tables = contacts_frame(VISITS), persons_frame(PEOPLE)
    with pytest.raises(UsageError, match=f"by holds {by}, which singles out persons"):
        indicators.visits(*tables, PROGRAMME, by=by, columns=columns, **ASKED)


@pytest.mark.parametrize("name", RESULT_COLUMNS)
@pytest.mark.parametrize("indicator", ["visits", "completion", "follow_up"])
def test_columns_of_results_are_no_stratifiers(indicator: str, name: str) -> None:
    """A column of one's own, of persons or contacts, would overwrite that of the result."""
    own = pl.lit("A").alias(name)
    people, contacts = persons_frame(PEOPLE), contacts_frame(VISITS)
    for tables in (
        (contacts, people.with_columns(own)),
        (contacts.with_columns(own), people),
    ):
        with pytest.raises(UsageError) as raised:
            getattr(indicators, indicator)(*tables, PROGRAMME, by=name, **ASKED)
        assert str(raised.value) == (
            f"by holds {name}, which is a column of the result; rename your column, for example "
            f"to own_{name}"
        )
    assert {"indicator", "numerator", "value", "suppressed", "basis"} < set(RESULT_COLUMNS)


@pytest.mark.parametrize(("name", "options"), [*ALL[1:], ("follow_up", {})])
@pytest.mark.parametrize("where", ["contacts", "persons"])
def test_none_is_no_extract(name: str, options: dict[str, Any], where: str) -> None:
    """Zeros would pass for figures: who has no rows says so with a table or list without any."""
    function = getattr(indicators, name)
    for contacts, people in ((contacts_frame(VISITS), persons_frame(PEOPLE)), (VISITS, PEOPLE)):
        given = {"contacts": contacts, "persons": people} | {where: None}
        with pytest.raises(InputError) as raised:
            function(*given.values(), PROGRAMME, **ASKED, **options)
        assert str(raised.value) == (
            f"{where}: found None, expected objects, or a table; "
            "give an empty list, or a table without rows, where there are none"
        )


@pytest.mark.parametrize("persons_given", [persons_frame(PEOPLE), PEOPLE])
def test_the_listed_need_no_contacts(persons_given: Any) -> None:
    """They alone do not look at them, but cannot do without persons."""
    result = indicators.listed(None, persons_given, PROGRAMME, **ASKED)
    assert result.accounting["rows_read"] == 0
    assert result.persons_accounting["rows_used"] == 2
    with pytest.raises(InputError, match="persons: found None, expected objects, or a table"):
        indicators.listed(None, None, PROGRAMME, **ASKED)


def test_a_path_is_no_extract() -> None:
    """Text is neither a table nor objects."""
    with pytest.raises(InputError, match="persons: found str, expected a table of pandas"):
        indicators.visits("contacts.csv", "persons.csv", PROGRAMME, **ASKED)


@pytest.mark.parametrize(("name", "options"), [*ALL, ("follow_up", {}), ("reported", {})])
@pytest.mark.parametrize("source", ["polars", "pandas", "duckdb"])
def test_contracts_may_be_a_table_beside_objects(
    name: str, options: dict[str, Any], source: str
) -> None:
    """They are taken as they come, under the caller's own names."""
    contracts = [Contract(contract_id="k1", unit_id="u1", valid_from=date(2019, 1, 1))]
    table = pl.DataFrame(
        {"avtal": ["k1"], "unit_id": ["u1"], "valid_from": [date(2019, 1, 1)],
         "valid_to": pl.Series([None], dtype=pl.Date)}
    )  # fmt: skip
    own = {"contracts": native(table, source), "columns": Columns(contract="avtal")}
    function = getattr(indicators, name)
    rows = () if name == "reported" else VISITS
    found = function(rows, PEOPLE, PROGRAMME, **ASKED, **options, **own)
    expected = function(rows, PEOPLE, PROGRAMME, **ASKED, **options, contracts=contracts)
    assert getattr(found, "table", found) == getattr(expected, "table", expected)


def test_what_is_reported_may_be_a_table_beside_objects() -> None:
    """The follow-up takes the answers as they come."""
    said = [Reported(unit_id="u1", period="2019", indicator="training", value="ja")]
    table = pl.DataFrame([asdict(answer) for answer in said])
    found, expected = (
        indicators.follow_up(VISITS, PEOPLE, PROGRAMME, reported=answers, **ASKED)
        for answers in (table, said)
    )
    assert found.table == expected.table
    assert found.reported_accounting == {"rows_read": 1, "rows_used": 1}


def test_a_missing_column_is_told() -> None:
    """What was found, what was expected, what to do."""
    with pytest.raises(ColumnError) as raised:
        indicators.visits(
            contacts_frame(VISITS).select("contact_id", "person_id", "date", "unit_id", "staff_id"),
            persons_frame(PEOPLE),
            PROGRAMME,
            **ASKED,
        )
    assert str(raised.value) == (
        "contacts: found columns contact_id, person_id, date, unit_id, staff_id, expected code; "
        "say what it is called with Columns(code=…)"
    )


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("polars", pl.DataFrame),
        ("polars-lazy", pl.DataFrame),
        ("pandas", pd.DataFrame),
        ("pandas-arrow", pd.DataFrame),
        ("pyarrow", pa.Table),
        ("duckdb", pl.DataFrame),
    ],
)
def test_results_come_back_as_the_kind_that_came_in(source: str, kind: type) -> None:
    """Eager tables as themselves, the others as Polars; the columns in their order."""
    result = indicators.visits(
        native(contacts_frame(VISITS), source),
        native(persons_frame(PEOPLE), source),
        PROGRAMME,
        by=("unit_id", "month"),
        **ASKED,
    )
    assert isinstance(result.table, kind)
    names = result.table.column_names if source == "pyarrow" else list(result.table.columns)
    assert names == [
        "indicator",
        "period",
        "unit_id",
        "month",
        "numerator",
        "denominator",
        "value",
        "lower",
        "upper",
        "bound",
        "n_missing",
        "suppressed",
    ]


@pytest.mark.parametrize("source", ["polars", "parquet", "duckdb"])
@pytest.mark.parametrize("contacts", [3, 1200])
@pytest.mark.parametrize(("name", "options"), ALL)
def test_rows_that_differ_in_what_is_not_looked_at_are_not_repeated(
    name: str, options: dict[str, Any], contacts: int, source: str
) -> None:
    """Two who were at a visit make two rows; the same row twice is one too many."""
    seen = (("s1", "bhv"), ("s1", "bhv"), ("s2", "soc"))
    rows = [
        Visit(
            contact_id=f"c{n}",
            person_id="ab"[n % 2],
            date=date(2019, 1 + n % 12, 10),
            code="UX273",
            unit_id="u1",
            staff_id=staff,
            staff_role=role,
        )
        for n in range(contacts)
        for staff, role in seen
    ]
    function = getattr(indicators, name)
    tables = native(contacts_frame(rows), source), native(persons_frame(PEOPLE), source)
    found = function(*tables, PROGRAMME, **ASKED, **options)
    expected = function(rows, PEOPLE, PROGRAMME, **ASKED, **options)
    assert found.accounting == expected.accounting
    if name == "visits":
        assert found.accounting["repeated-row"] == contacts
