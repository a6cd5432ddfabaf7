"""The same figures from tables of every kind as from objects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from funding_strategies import DAY, payments, persons, visits
from hypothesis import given
from hypothesis import strategies as st
from sources import contacts_frame, native, persons_frame

from kvacodes.errors import ColumnError
from kvacodes.extracts import Columns, Person, Visit
from kvacodes.funding import Cap, CapPer, Figure, Payment, allocate, compensate, reconcile
from kvacodes.funding.tables_listing import count_listed
from kvacodes.model import DatedValue, Parameter
from kvacodes.periods import Interval, Period

YEAR = Interval(date(2017, 1, 1), date(2018, 1, 1))
AMOUNT = Parameter(
    id="amount",
    unit="kr",
    values=(
        DatedValue(value=Decimal(3000), valid=Interval(date(2017, 1, 1), date(2017, 5, 1))),
        DatedValue(value=Decimal("3500.55"), valid=Interval(date(2017, 7, 1), None)),
    ),
)
CAPS = (
    None,
    Cap(times=1, per=CapPer.PERSON),
    Cap(times=2, per=CapPer.PERSON),
    Cap(times=1, per=CapPer.EPISODE, gap_days=40),
)


def rows_of(table: Any) -> list[dict[str, Any]]:
    """Return the rows of a table of any kind."""
    if isinstance(table, pl.DataFrame):
        return table.to_dicts()
    if hasattr(table, "to_pylist"):
        return list(table.to_pylist())
    return pl.DataFrame(pl.from_pandas(table)).to_dicts()


def payments_frame(rows: Iterable[Payment]) -> pl.DataFrame:
    """Return payments as a table."""
    data = [(p.unit_id, p.contact_id, p.amount, p.verdict) for p in rows]
    schema = {
        "unit_id": pl.String,
        "contact_id": pl.String,
        "amount": pl.Decimal(12, 2),
        "verdict": pl.String,
    }
    return pl.DataFrame(data, schema=schema, orient="row")


@given(persons, st.sampled_from((None, (16, 67), (18, None))))
def test_listed_persons_are_the_same(
    rows: list[Person], ages: tuple[int, int | None] | None
) -> None:
    """Lines, reasons and findings of a table are those of the objects."""
    options = {"norm": 7, "amount": 612_007, "ages": ages, "on": DAY}
    expected = allocate(rows, **options)  # type: ignore[arg-type]
    found = allocate(persons_frame(rows), **options)  # type: ignore[arg-type]
    assert found.lines == expected.lines
    assert found.accounting == expected.accounting
    assert found.findings == expected.findings
    assert rows_of(found.table) == [
        {
            "unit_id": line.unit_id,
            "listed": line.listed,
            "posts": line.posts and line.posts.value,
            "amount": line.amount and line.amount.value,
            "approximate": False,
            "basis": "decision",
        }
        for line in expected.lines
    ]


@given(visits, st.sampled_from(CAPS), st.sampled_from((None, True, False)), st.booleans())
def test_events_are_the_same(
    rows: list[Visit],
    cap: Cap | None,
    same: bool | None,  # noqa: FBT001
    in_period: bool,  # noqa: FBT001
) -> None:
    """Every event has the verdict and sum it has among objects."""
    options = {
        "codes": ("ZV506", "ZV502"),
        "amount": AMOUNT,
        "valid": YEAR,
        "cap": cap,
        "condition_codes": () if same is None else ("DU011",),
        "same_contact": bool(same),
        "period": Period.half_year(2017, 1) if in_period else None,
        "as_of": date(2017, 11, 30) if in_period else None,
    }
    expected = compensate(rows, **options)  # type: ignore[arg-type]
    found = compensate(contacts_frame(rows), **options)  # type: ignore[arg-type]
    assert found.lines == expected.lines
    assert found.accounting == expected.accounting
    assert found.findings == expected.findings
    assert rows_of(found.events) == [
        {
            "contact_id": event.contact_id,
            "person_id": event.person_id,
            "unit_id": event.unit_id,
            "date": event.date,
            "amount": event.amount,
            "verdict": event.verdict,
        }
        for event in expected.events
    ]
    assert found.explain("sv") == expected.explain("sv")


@given(payments, payments)
def test_differences_are_the_same(left: list[Payment], right: list[Payment]) -> None:
    """Lines and contacts of tables are those of the objects."""
    expected = reconcile(left, right)
    found = reconcile(payments_frame(left), payments_frame(right))
    assert found.lines == expected.lines
    assert found.findings == expected.findings
    assert (found.paid, found.registered, found.agreeing) == (
        expected.paid,
        expected.registered,
        expected.agreeing,
    )
    assert rows_of(found.contacts) == [
        {
            "unit_id": d.unit_id,
            "contact_id": d.contact_id,
            "kind": d.kind,
            "paid": d.paid,
            "registered": d.registered,
            "difference": d.difference,
        }
        for d in expected.contacts
    ]


PERSONS = [
    Person(person_id="p1", birth_date=date(1980, 1, 1), unit_id="vc-1"),
    Person(person_id="p1", birth_date=date(1980, 1, 1), unit_id="vc-2", listed_from=DAY),
    Person(person_id="p2", birth_date=date(2005, 1, 1), unit_id="vc-1", listed_to=date(2019, 1, 1)),
    Person(person_id="p3", birth_date=None, unit_id="vc-1"),
]  # fmt: skip
VISITS = [
    Visit(contact_id="c1", person_id="p1", date=date(2017, 3, 1), code="ZV506", unit_id="vc-1"),
    Visit(contact_id="c1", person_id="p1", date=date(2017, 3, 1), code="DU011", unit_id="vc-1"),
    Visit(contact_id="c2", person_id="p1", date=date(2017, 4, 1), code=" zv506", unit_id="vc-2"),
    Visit(contact_id="c3", person_id="p2", date=date(2018, 4, 1), code="ZV506", unit_id="vc-2"),
    Visit(contact_id="c4", person_id=None, date=None, code=None, unit_id=None),
]


@pytest.fixture(params=("polars", "polars-lazy", "pandas", "pandas-arrow", "pyarrow", "duckdb"))
def source(request: pytest.FixtureRequest) -> str:
    """Each kind of table."""
    return str(request.param)


def test_every_kind_of_table(source: str) -> None:
    """All three functions take it, and give the figures of the objects."""
    terms = {"norm": 15_000, "ages": (16, 67), "on": DAY}
    allocated = allocate(native(persons_frame(PERSONS), source), **terms)  # type: ignore[arg-type]
    assert allocated.lines == allocate(PERSONS, **terms).lines  # type: ignore[arg-type]
    plan = {"codes": ["ZV506"], "amount": AMOUNT, "cap": CAPS[1]}
    paid = compensate(native(contacts_frame(VISITS), source), **plan)  # type: ignore[arg-type]
    assert paid.lines == compensate(VISITS, **plan).lines  # type: ignore[arg-type]
    assert paid.accounting == compensate(VISITS, **plan).accounting  # type: ignore[arg-type]
    left = [Payment(contact_id="c1", unit_id="u", amount=Decimal("3000.10"))]
    right = [Payment(contact_id="c2", unit_id="u", amount=Decimal("0.20"))]
    frames = [native(payments_frame(side), source) for side in (left, right)]
    assert reconcile(*frames).lines == reconcile(left, right).lines
    kinds = {"pandas": "DataFrame", "pandas-arrow": "DataFrame", "pyarrow": "Table"}
    for table in (allocated.table, paid.table, paid.events):
        assert type(table).__name__ == kinds.get(source, "DataFrame")
        assert isinstance(table, pl.DataFrame) == (source in {"polars", "polars-lazy", "duckdb"})


def test_a_compensation_from_tables_can_be_reconciled() -> None:
    """What was paid, as a table, against what the registered contacts give."""
    registered = compensate(contacts_frame(VISITS), codes=["ZV506"], amount=AMOUNT, cap=CAPS[1])
    paid = pl.DataFrame(
        {"unit_id": ["vc-1", "vc-2"], "contact_id": ["c1", "c2"], "amount": [3000, 3000]}
    )
    found = reconcile(paid, registered)
    assert [str(line) for line in found] == [
        (
            "vc-2: paid 3 000 kr, registered 3 500.55 kr, difference -500.55 kr; "
            "2 contacts explain -500.55 kr"
        )
    ]


@pytest.mark.parametrize(
    ("rows", "units"),
    [
        ({"unit_id": ["a", "a", "b"]}, {"a": 2, "b": 1}),
        ({"unit_id": ["a", "a", None], "listed": [10, 5, 1]}, {"a": 15}),
    ],
)
def test_a_plain_listing(rows: dict[str, list[object]], units: dict[str, int]) -> None:
    """Units alone are a row for each person; with a number, a row for many."""
    counted, _ = count_listed(pl.DataFrame(rows), on=DAY, ages=None, columns=None)
    assert counted.units == units


def test_a_listing_with_ages() -> None:
    """Ages in completed years instead of births, with or without numbers."""
    rows = {"unit": ["a", "a", "a", "b", "b"], "age": [15, 16, 67, 68, None], "n": [1, 2, 4, 8, 16]}
    found = allocate(
        pl.DataFrame(rows), norm=10, ages=(16, 67), on=DAY, columns=Columns(unit="unit", listed="n")
    )
    assert [(line.unit_id, line.listed) for line in found] == [("a", 6)]
    assert found.accounting == {
        "rows_read": 5, "rows_used": 2, "birth-date-missing": 1, "outside-ages": 2,
    }  # fmt: skip


def test_a_listing_without_ages_cannot_be_limited_to_ages() -> None:
    """The error says which column is missing, and what for."""
    with pytest.raises(ColumnError) as caught:
        allocate(pl.DataFrame({"unit_id": ["a"]}), norm=1, ages=(16, 67), on=DAY)
    assert str(caught.value) == (
        "persons: found columns unit_id, expected birth_date or age, since those aged "
        "16–67 years are counted; say what it is called with Columns(birth=…) or Columns(age=…)"
    )


def test_contacts_need_a_key() -> None:
    """A row that may count must say which contact it belongs to."""
    visit = Visit(contact_id=None, person_id="p", date=DAY, code="AA000", unit_id="u")
    frame = contacts_frame([visit])
    with pytest.raises(ColumnError) as caught:
        compensate(frame, codes=["AA000"], amount=1)
    assert str(caught.value) == (
        "contacts.contact_id: found no value in 1 row that may count, expected a key in every "
        "row; give rows without a key one of their own, for example the row number"
    )


@pytest.mark.parametrize("amount", [0.001, float("nan"), float("inf")])
def test_amounts_are_whole_ore(amount: float) -> None:
    """Parts of an öre, and what is no number, are refused."""
    bad = pl.DataFrame({"unit_id": ["u"], "contact_id": ["c"], "amount": [amount]})
    with pytest.raises(ColumnError) as caught:
        reconcile(bad, payments_frame([]))
    assert str(caught.value) == (
        "paid.amount: found amounts that are not whole öre in 1 row, expected kronor with at "
        "most two decimals; round the amounts to two decimals first"
    )


@given(st.lists(st.integers(-(10**9), 10**9), max_size=5))
def test_floats_of_whole_ore_are_exact(ore: list[int]) -> None:
    """What was written with two decimals is read as written, also from floats."""
    amounts = [number / 100 for number in ore]
    data = {"unit_id": ["u"] * len(ore), "contact_id": ["c"] * len(ore), "amount": amounts}
    schema = {"unit_id": pl.String, "contact_id": pl.String, "amount": pl.Float64}
    frame = pl.DataFrame(data, schema=schema)
    assert reconcile(frame, frame).paid == Figure(Decimal(sum(ore)).scaleb(-2), "kr")


def test_payments_without_contacts() -> None:
    """Tables of sums alone are compared by sums; text of another kind is refused."""
    sums = pl.DataFrame({"unit_id": ["u", None], "amount": [6000, 1]})
    (first, second) = reconcile(
        sums, payments_frame([Payment(contact_id="c", unit_id="u", amount=Decimal(1))])
    )
    assert (first.unit_id, first.unexplained) == ("", 1)
    assert (second.difference.value, second.contacts) == (5999, 0)
    with pytest.raises(ColumnError) as caught:
        reconcile(pl.DataFrame({"unit_id": ["u"], "amount": ["1"]}), sums)
    assert str(caught.value) == (
        "paid.amount: found the type String, expected kronor with at most two decimals; "
        "convert the column first, or name another one with Columns(…)"
    )


def test_numbers_and_text_as_keys() -> None:
    """A side without rows has no type of key; two sides of different types are refused."""
    numbers = pl.DataFrame({"unit_id": ["u"], "contact_id": [7], "amount": [1.5]})
    empty = pl.DataFrame({"unit_id": [], "contact_id": [], "amount": []})
    assert rows_of(reconcile(numbers, empty).contacts)[0]["contact_id"] == "7"
    with pytest.raises(ColumnError, match="the same type in both"):
        reconcile(
            numbers, payments_frame([Payment(contact_id="7", unit_id="u", amount=Decimal(1))])
        )


def test_persons_without_keys() -> None:
    """Units and births alone: each row is a person, listed where no days say otherwise."""
    frame = pl.DataFrame({"unit_id": ["a", "a", "b"], "birth_date": [date(1980, 1, 1), None, DAY]})
    found = allocate(frame, norm=1, ages=(16, 67), on=DAY)
    assert [(line.unit_id, line.listed) for line in found] == [("a", 1)]
    assert found.accounting == {
        "rows_read": 3, "rows_used": 1, "birth-date-missing": 1, "outside-ages": 1,
    }  # fmt: skip


def test_ages_and_one_listing_without_a_first_day() -> None:
    """Persons with keys and no days of listing; two units are still a finding."""
    frame = pl.DataFrame({"person_id": [1, 1], "unit_id": ["b", "a"], "age": [20, 20]})
    found = allocate(frame, norm=1, ages=(16, None), on=DAY)
    assert [(line.unit_id, line.listed) for line in found] == [("a", 1)]
    assert [f.finding for f in found.findings] == ["two-units-same-day"]
    counts = pl.DataFrame({"unit_id": ["a"], "listed": [20]})
    assert [line.listed for line in allocate(counts, norm=1, ages=(16, 67), on=DAY)] == [20]


def test_contacts_without_a_system() -> None:
    """Without the column all codes are KVÅ; a total and a validity may be open."""
    frame = contacts_frame(VISITS).drop("system")
    found = compensate(frame, codes=["ZV506"], amount=100, valid=Interval(None, date(2017, 4, 1)))
    assert [(line.unit_id, line.paid) for line in found] == [("vc-1", 1), ("vc-2", 0)]
    shares = allocate(persons_frame(PERSONS), total=Figure(1, "posts"), on=DAY)
    assert rows_of(shares.table)[0]["amount"] is None


def test_paid_twice_in_tables() -> None:
    """A contact that was paid twice is a finding there too."""
    once = [Payment(contact_id="c", unit_id="u", amount=Decimal(1))]
    found = reconcile(payments_frame(once * 2), payments_frame(once))
    assert found.findings == reconcile(once * 2, once).findings
    assert [f.finding for f in found.findings] == ["paid-twice"]
