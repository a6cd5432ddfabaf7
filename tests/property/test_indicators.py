"""Indicators on tables equal the plain functions on objects, whatever the source; and laws."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest
import strategies as own
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kinds import KINDS
from programme import PROGRAMME
from sources import contacts_frame, in_postgres, in_spark, native, persons_frame

from kvacodes import Period, indicators
from kvacodes.exports import sql
from kvacodes.extracts import Contract, Person, Reported, Visit
from kvacodes.model import CodeSet
from kvacodes.periods import Span
from kvacodes.results import IndicatorRow

PERIODS = (
    Period.year(2019),
    Period.half_year(2019, 1),
    Period.interim(2020, 2),
    Period(date(2018, 6, 1), date(2021, 1, 1)),
)
CONTRACTS = (
    Contract(contract_id="k1", unit_id="u1"),
    Contract(contract_id="k2", unit_id="u2", valid_from=date(2019, 3, 1)),
    Contract(contract_id="k3", unit_id="u2", valid_from=date(2019, 2, 1)),
)
COLUMNS = ("numerator", "denominator", "value", "lower", "upper", "bound", "n_missing")

MORE_CODES = ((), (), ("ZV211",), ("ZV219",), ("J06.9",), ("z001", "DU007"))

Asked = tuple[str, dict[str, Any]]


NAMES = (
    "listed",
    "visits",
    "completion",
    "continuity",
    "lead_time",
    "other_care",
    "conformance_rate",
)
OF_PERSONS = ("unit_id", "sex", "half_year", "month", "year", "target_group", "birth_date")
BY = own.among((), *((field,) for field in OF_PERSONS), ("sex", "unit_id"))


@own.kept
@st.composite
def questions(draw: st.DrawFn, numbers: tuple[int, ...]) -> Asked:
    """Draw an indicator with arguments that fit it, for a sequence of these steps."""
    names = [name for name in NAMES if name != "lead_time" or len(numbers) > 1]
    name = draw(own.among(*names))
    options: dict[str, Any] = {
        "period": draw(own.among(*PERIODS)),
        "as_of": draw(own.among(own.AS_OF, date(2019, 3, 1))),
        "by": draw(BY),
        "contracts": draw(own.among(None, None, CONTRACTS)),
    }
    if name in {"visits", "lead_time"}:
        options["by"] = draw(
            own.among(options["by"], ("care_type",), ("joint",), ("staff_role", "unit_id"))
        )
        options["attribution"] = draw(own.among("contact", "listed"))
    if name in {"visits", "completion"}:
        options["count"] = draw(own.among("child", "child", "family"))
    if name == "conformance_rate":
        options["severity"] = draw(own.among("error", "warning", "information"))
    if name == "other_care":
        step = draw(own.among(*numbers))
        within = draw(own.among(None, None, 60, Span(months=2, days=3)))
        side = draw(own.among("", "after", "before", "after", "before"))
        options |= {side: step} if side else {}
        options |= {"within": within} if side and within is not None else {}
    if name == "lead_time":
        order = draw(st.permutations(numbers))
        cut = draw(st.integers(1, len(order) - 1))
        options |= {
            "from_step": order[:cut][:2],
            "to_step": order[cut:][:2],
            "limit": draw(own.among(None, 30)),
            "open_episodes": draw(own.among("count", "kaplan-meier")),
        }
    return name, options


@own.kept
@st.composite
def cases(draw: st.DrawFn) -> tuple[CodeSet, list[Visit], list[Person], Asked]:
    """Draw a programme, an extract, and a question."""
    sequence, rows, people = draw(own.extracts())
    timed = [
        evolve(
            visit,
            minutes=draw(own.among(None, None, 30, 60, -1)),
            care_type=draw(own.among(None, "hem", "mottagning")),
            add_ons=(*visit.add_ons, *draw(own.among(*MORE_CODES))),
        )
        for visit in rows
    ]
    described = [
        evolve(
            person,
            sex=draw(own.among("F", "M", None)),
            family_id=draw(own.among(None, "f1", "f2")),
        )
        for person in people
    ]
    numbers = tuple(step.number for step in sequence.steps)
    return evolve(PROGRAMME, sequence=sequence), timed, described, draw(questions(numbers))


def text_keys(visits: list[Visit], people: list[Person]) -> tuple[list[Visit], list[Person]]:
    """Make keys text, as they are in the tables."""
    return (
        [evolve(v, person_id=str(v.person_id), contact_id=str(v.contact_id)) for v in visits],
        [evolve(p, person_id=str(p.person_id)) for p in people],
    )


def figures(result: Any) -> list[tuple[object, ...]]:
    """Return the figures with their stratifiers, in order, as plain values."""
    if isinstance(result.table, tuple):
        return [
            (r.indicator, r.period, *(v for _, v in r.by), *(getattr(r, c) for c in COLUMNS))
            for r in result.table
        ]
    table = result.table
    frame = table if isinstance(table, pl.DataFrame) else pl.DataFrame(table)
    # Not every kind of table has days without a time of day.
    moments = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Datetime)]
    frame = frame.with_columns(pl.col(moments).dt.date())
    return [
        tuple(None if isinstance(v, float) and v != v else v for v in row)  # noqa: PLR0124 - NaN
        for row in frame.drop("suppressed").rows()
    ]


def asked(name: str) -> Callable[..., Any]:
    """Return the function of an indicator."""
    function: Callable[..., Any] = getattr(indicators, name)
    return function


@given(cases())
def test_tables_equal_objects(case: tuple[CodeSet, list[Visit], list[Person], Asked]) -> None:
    """Figures, accounting of contacts and persons, and words are the same."""
    code_set, rows, people, (name, options) = case
    rows, people = text_keys(rows, people)
    expected = asked(name)(rows, people, code_set, **options)
    found = asked(name)(contacts_frame(rows), persons_frame(people), code_set, **options)
    assert figures(found) == figures(expected)
    assert found.persons_accounting == expected.persons_accounting
    assert found.accounting == expected.accounting
    assert found.explain("en") == expected.explain("en")


@pytest.mark.parametrize("source", [s for s in KINDS if s != "polars"])
@given(case=cases())
def test_every_source_gives_the_same(
    source: str, case: tuple[CodeSet, list[Visit], list[Person], Asked]
) -> None:
    """Whatever kind of table the rows come in, the figures are those of Polars."""
    code_set, rows, people, (name, options) = case
    rows, people = text_keys(rows, people)
    contacts, persons = contacts_frame(rows), persons_frame(people)
    expected = asked(name)(contacts, persons, code_set, **options)
    found = asked(name)(native(contacts, source), native(persons, source), code_set, **options)
    assert figures(found) == figures(expected)
    assert found.accounting == expected.accounting
    assert found.persons_accounting == expected.persons_accounting


@given(case=cases(), gap=st.sampled_from([1, 3, 400]))
def test_persons_with_numbers_give_the_same(
    case: tuple[CodeSet, list[Visit], list[Person], Asked], gap: int
) -> None:
    """Numbers that lie close are looked up, others joined; figures are those of text."""
    code_set, rows, people, (name, options) = case
    rows, people = text_keys(rows, people)
    contacts, persons = contacts_frame(rows), persons_frame(people)
    keys = pl.concat([contacts["person_id"], persons["person_id"]]).drop_nulls().unique().sort()
    # As text they come in the same order, which is what is told by where all else is alike.
    numbers = 1000 + gap * pl.int_range(len(keys), eager=True)
    numbered = pl.col("person_id").replace_strict(keys, numbers, return_dtype=pl.Int64)
    expected = asked(name)(contacts, persons, code_set, **options)
    found = asked(name)(
        contacts.with_columns(numbered), persons.with_columns(numbered), code_set, **options
    )
    assert figures(found) == figures(expected)
    assert found.accounting == expected.accounting
    assert found.persons_accounting == expected.persons_accounting


def assert_the_same(
    case: tuple[CodeSet, list[Visit], list[Person], Asked],
    made: Callable[[pl.DataFrame, str], Any],
) -> None:
    """Compare the figures of tables of another kind with those of the objects."""
    code_set, rows, people, (name, options) = case
    rows, people = text_keys(rows, people)
    contacts, persons = contacts_frame(rows), persons_frame(people)
    expected = asked(name)(rows, people, code_set, **options)
    tables = made(contacts, "contacts"), made(persons, "persons")
    found = asked(name)(*tables, code_set, **options)
    assert figures(found) == figures(expected)
    assert found.accounting == expected.accounting


@pytest.mark.postgres
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=20,
)
@given(case=cases())
def test_postgresql_gives_the_same(
    postgres: Any, case: tuple[CodeSet, list[Visit], list[Person], Asked]
) -> None:
    """Tables of a PostgreSQL server, by way of Ibis."""
    assert_the_same(case, lambda frame, name: in_postgres(postgres, frame, name))


@pytest.mark.spark
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=5,
)
@given(case=cases())
def test_spark_gives_the_same(
    spark: Any, case: tuple[CodeSet, list[Visit], list[Person], Asked]
) -> None:
    """Tables of Spark."""
    assert_the_same(case, lambda frame, _: in_spark(spark, frame))


@given(cases())
def test_every_row_is_used_or_accounted_for(
    case: tuple[CodeSet, list[Visit], list[Person], Asked],
) -> None:
    """Rows read are rows used and rows left out; every row of the table is read."""
    code_set, rows, people, (name, options) = case
    rows, people = text_keys(rows, people)
    contacts, persons = contacts_frame(rows), persons_frame(people)
    result = asked(name)(contacts, persons, code_set, **options)
    read = {"listed": 0}.get(name, contacts.height)
    for account, height in ((result.accounting, read), (result.persons_accounting, persons.height)):
        assert account["rows_read"] == height
        assert account["rows_used"] + sum(account.excluded.values()) == height


@given(cases(), st.randoms(use_true_random=False))
def test_order_of_rows_and_columns_does_not_matter(
    case: tuple[CodeSet, list[Visit], list[Person], Asked], chance: random.Random
) -> None:
    """Shuffled rows and columns give the same figures and the same account."""
    code_set, rows, people, (name, options) = case
    rows, people = text_keys(rows, people)
    contacts, persons = contacts_frame(rows), persons_frame(people)
    expected = asked(name)(contacts, persons, code_set, **options)
    shuffled = [
        frame.sample(fraction=1, shuffle=True, seed=chance.randrange(1000)).select(
            sorted(frame.columns, key=lambda _: chance.random())
        )
        for frame in (contacts, persons)
    ]
    found = asked(name)(*shuffled, code_set, **options)
    assert figures(found) == figures(expected)
    assert found.accounting == expected.accounting


@given(cases(), st.lists(st.sampled_from(("DJ010", "AA001", None, "okänd")), min_size=1))
def test_rows_of_other_programmes_change_nothing_but_their_count(
    case: tuple[CodeSet, list[Visit], list[Person], Asked], codes: list[str | None]
) -> None:
    """Only rows read and other-code grow; other care is about them and left out here."""
    code_set, rows, people, (name, options) = case
    rows, people = text_keys(rows, people)
    if name == "other_care":
        return
    more = [
        Visit(
            person_id=p, contact_id="c1", date=date(2018, 7, 1), code=code, unit_id="u0", minutes=5
        )
        for code in codes
        for p in ("p1", "x1")
    ]
    expected = asked(name)(rows, people, code_set, **options)
    found = asked(name)([*rows, *more], people, code_set, **options)
    assert figures(found) == figures(expected)
    if name != "listed":
        grown = dict(expected.accounting)
        grown["rows_read"] += len(more)
        grown["other-code"] = grown.get("other-code", 0) + len(more)
        assert found.accounting == grown


@given(cases(), st.sampled_from((None, *PERIODS)))
def test_an_extract_gives_the_figures_of_the_whole(
    case: tuple[CodeSet, list[Visit], list[Person], Asked], period: Period | None
) -> None:
    """What the query for a period leaves out changes no figure of that period."""
    code_set, rows, people, (name, options) = case
    rows, people = text_keys(rows, people)
    if period is not None:
        options = options | {"period": period}
    query = sql.contacts_query(
        code_set, dialect="duckdb", period=period, other_care=name == "other_care"
    )
    with duckdb.connect() as connection:
        connection.register("contacts", contacts_frame(rows).to_arrow())
        extract = connection.sql(query).pl()
    found = asked(name)(extract, persons_frame(people), code_set, **options)
    expected = asked(name)(contacts_frame(rows), persons_frame(people), code_set, **options)
    assert figures(found) == figures(expected)
    assert found.persons_accounting == expected.persons_accounting


def by_group(rows: tuple[IndicatorRow, ...], name: str) -> list[tuple[int | None, int | None]]:
    """Return numerators and denominators of a measure."""
    return [(r.numerator, r.denominator) for r in rows if r.indicator == name]


@given(cases())
def test_counts_by_unit_add_up(case: tuple[CodeSet, list[Visit], list[Person], Asked]) -> None:
    """Listed, visits and completion split by unit are the whole."""
    code_set, rows, people, (_, options) = case
    plain = {"period": options["period"], "as_of": options["as_of"]}
    for function in (indicators.listed, indicators.visits, indicators.completion):
        whole = function(rows, people, code_set, **plain)
        split = function(rows, people, code_set, by="unit_id", **plain)
        for row in whole:
            parts = by_group(split, row.indicator)
            assert sum(n or 0 for n, _ in parts) == (row.numerator or 0)
            if not row.indicator.startswith("visits.time-") and row.denominator is not None:
                assert sum(of or 0 for _, of in parts) == row.denominator


@given(cases(), st.sampled_from(("care_type", "joint", "staff_role", "month", "half_year", "sex")))
def test_visits_divided_by_anything_add_up(
    case: tuple[CodeSet, list[Visit], list[Person], Asked], name: str
) -> None:
    """Whatever visits are divided by, each is in one group, also where rows disagree."""
    code_set, rows, people, (_, options) = case
    plain = {"period": options["period"], "as_of": options["as_of"]}
    for count in ("child", "family"):
        whole = indicators.visits(rows, people, code_set, count=count, **plain)
        split = indicators.visits(rows, people, code_set, by=name, count=count, **plain)
        for row in whole:
            parts = by_group(split, row.indicator)
            assert sum(n or 0 for n, _ in parts) == (row.numerator or 0)


@given(cases())
def test_lead_times_and_other_care_by_unit_add_up(
    case: tuple[CodeSet, list[Visit], list[Person], Asked],
) -> None:
    """Episodes and persons split by unit are the whole; a person has one unit."""
    code_set, rows, people, (_, options) = case
    plain = {"period": options["period"], "as_of": options["as_of"]}
    numbers = [s.number for s in code_set.sequence.steps]  # type: ignore[union-attr]
    asked: list[tuple[Any, dict[str, Any]]] = [(indicators.other_care, {})]
    if len(numbers) > 1:
        steps = {"from_step": numbers[0], "to_step": numbers[-1]}
        asked.append((indicators.lead_time, steps))
    for function, more in asked:
        whole = function(rows, people, code_set, **plain, **more)
        split = function(rows, people, code_set, by="unit_id", **plain, **more)
        for row in whole:
            if row.indicator.rpartition(".")[2] not in {"median", "p10", "p25", "p75", "p90"}:
                parts = by_group(split, row.indicator)
                assert sum(n or 0 for n, _ in parts) == (row.numerator or 0)
                assert sum(of or 0 for _, of in parts) == (row.denominator or 0)


@given(cases())
def test_a_wider_period_never_loses_visits(
    case: tuple[CodeSet, list[Visit], list[Person], Asked],
) -> None:
    """From January to August there are at least as many as from January to April."""
    code_set, rows, people, (_, options) = case
    counts = [
        indicators.visits(
            rows, people, code_set, period=Period.interim(2019, month), as_of=options["as_of"]
        )[0].value
        for month in (1, 4, 8, 12)
    ]
    assert counts == sorted(counts)


@given(cases(), st.sampled_from((None, CONTRACTS)), st.booleans())
def test_the_follow_up_of_tables_equals_that_of_objects(
    case: tuple[CodeSet, list[Visit], list[Person], Asked],
    contracts: tuple[Contract, ...] | None,
    answered: bool,  # noqa: FBT001 - drawn
) -> None:
    """One reduction for all gives what each gives alone."""
    code_set, rows, people, (_, options) = case
    rows, people = text_keys(rows, people)
    said = [Reported(unit_id="u7", period="2019", indicator="training", value="ja")]
    given_ = {
        "period": options["period"],
        "as_of": options["as_of"],
        "contracts": contracts,
        "reported": said if answered else (),
    }
    expected = indicators.follow_up(rows, people, code_set, **given_)
    found = indicators.follow_up(contacts_frame(rows), persons_frame(people), code_set, **given_)
    assert figures(found) == figures(expected)
    assert found.missing_answers == expected.missing_answers
    assert found.accounting == expected.accounting
