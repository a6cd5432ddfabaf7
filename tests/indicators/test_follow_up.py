"""The follow-up: seven questions in the decision's order and wording, then our own measures."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from attrs import evolve
from programme import PROGRAMME, figure, persons, visits
from sources import contacts_frame, persons_frame

import kvacodes
from kvacodes import Period, indicators
from kvacodes.errors import UnknownNameError, UsageError
from kvacodes.extracts import Contract, Reported
from kvacodes.indicators.lead_time import routes_of

YEAR = Period.year(2019)
AS_OF = date(2020, 1, 31)
PEOPLE = persons("""
    a 2019-01-01 u1 2019-01-01 yes
    b 2019-01-01 u2 2019-01-01 yes
""")
VISITS = visits("""
    a c1 2019-01-10 UX273+ZV509 unit_id=u1 minutes=60
    b c2 2019-01-10 UX273 unit_id=u2
    b c3 2019-04-10 UX274 unit_id=u4
""")
CONTRACTS = [Contract(contract_id="k1", unit_id="u1"), Contract(contract_id="k3", unit_id="u3")]
SAID = [Reported(unit_id="u5", period="2019", indicator="economy", value="inlämnad")]


def test_the_questions_come_in_the_decisions_order_and_words() -> None:
    """Seven numbered questions, then completion and conformance as our own."""
    result = indicators.follow_up(VISITS, PEOPLE, PROGRAMME, period=YEAR, as_of=AS_OF)
    assert [(p.question.number, p.title.sv) for p in result.questions if p.question] == [
        (1, "Antal listade barn i målgruppen?"),
        (2, "Antal genomförda hembesök i samverkan med socialtjänst samt tidsåtgång?"),
        (3, "Deltagande i operativ arbetsgrupp?"),
        (4, "Deltagande i gemensam utbildning och handledning?"),
        (5, "Är besöken utförda av samma personal för att främja tillit och goda relationer?"),
        (
            6,
            (
                "Deltar och bidrar utföraren aktivt till utvärdering av det utökade "
                "hembesöksprogrammet?"
            ),
        ),
        (7, "Ekonomisk redovisning"),
    ]
    assert [p.indicators for p in result.own] == [
        ("completion",), ("conformance_rate",), ("lead_time",), ("other_care",),
    ]  # fmt: skip
    assert all("bibliotekets" in p.title.sv for p in result.own)
    assert result.explain().startswith("1. Antal listade barn i målgruppen?\nAntal personer i")


def test_every_unit_has_every_row() -> None:
    """Listed, visiting, under contract or reporting: each unit has the rows of all."""
    result = indicators.follow_up(
        VISITS, PEOPLE, PROGRAMME, period=YEAR, as_of=AS_OF, contracts=CONTRACTS, reported=SAID
    )
    units: dict[str, list[tuple[object, ...]]] = {}
    for row in result.table:
        units.setdefault(row.indicator, []).append(tuple(v for _, v in row.by))
    expected = [("k1", "u1"), ("k3", "u3"), (None, "u2"), (None, "u4"), (None, "u5")]
    assert {name: by for name, by in units.items() if by != expected} == {}
    assert figure(result.table, "listed", contract_id="k3", unit_id="u3").value == 0


def test_lead_times_name_their_route() -> None:
    """From each visit to the next; one child took ninety days from the first to the second."""
    result = indicators.follow_up(VISITS, PEOPLE, PROGRAMME, period=YEAR, as_of=AS_OF, by=())
    names = [r.indicator for r in result.table if r.indicator.endswith(".median")]
    assert names == [f"lead-time.{n}-{n + 1}.median" for n in range(1, 6)]
    assert figure(result.table, "lead-time.1-2.median").value == 90.0
    assert figure(result.table, "lead-time.1-2.open").value == 1.0
    assert figure(result.table, "other-care.persons").denominator == 2


def test_limits_between_steps_say_what_to_measure() -> None:
    """A pathway is measured from and to the steps that its limits join."""
    breast = kvacodes.load().code_set("svf-brost").sequence
    assert breast is not None
    named = [route.name for route in routes_of(breast)]
    assert named == ["10-15", "10-50", "15-25", "25-40", "25-42", "40-50", "42-50"]


def test_a_follow_up_shows_itself() -> None:
    """Each question over its figures, in the language asked for."""
    result = indicators.follow_up(VISITS, PEOPLE, PROGRAMME, period=YEAR, as_of=AS_OF)
    shown = result._repr_html_()
    assert shown.startswith("<h4>1. Antal listade barn i målgruppen?</h4><table>")
    assert shown.count("<h4>") == 11
    assert "<h4>7. Financial report</h4><table>" in result.show("en")._repr_html_()


def test_measures_beside_the_questions_are_chosen() -> None:
    """Those asked for, in their order; one that is unknown is named with those that exist."""
    asked = {"period": YEAR, "as_of": AS_OF}
    result = indicators.follow_up([], [], PROGRAMME, beside=["other_care", "completion"], **asked)
    assert [p.indicators for p in result.own] == [("completion",), ("other_care",)]
    with pytest.raises(UnknownNameError) as raised:
        indicators.follow_up([], [], PROGRAMME, beside=["leadtime"], **asked)
    assert str(raised.value) == (
        "no measure 'leadtime'; did you mean lead_time? (there are completion, "
        "conformance_rate, lead_time, other_care)"
    )


def test_units_that_should_answer_and_did_not_are_listed() -> None:
    """Both contract holders, for all four questions."""
    result = indicators.follow_up(
        VISITS, PEOPLE, PROGRAMME, period=YEAR, as_of=AS_OF, contracts=CONTRACTS, reported=SAID
    )
    assert result.missing_answers == tuple(
        (unit, question)
        for unit in ("u1", "u3")
        for question in ("working-group", "training", "evaluation", "economy")
    )
    assert result.reported_accounting == {"rows_read": 1, "rows_used": 1}


def test_tables_give_the_same_as_objects() -> None:
    """One tidy table with the rows of all questions, and the parts as tables."""
    options = {"period": YEAR, "as_of": AS_OF, "contracts": CONTRACTS, "reported": SAID}
    objects = indicators.follow_up(VISITS, PEOPLE, PROGRAMME, **options)
    tables = indicators.follow_up(
        contacts_frame(VISITS), persons_frame(PEOPLE), PROGRAMME, **options
    )
    columns = ("numerator", "denominator", "value", "lower", "upper", "n_missing")
    assert tables.table.select("indicator", *columns).rows() == [
        (row.indicator, *(getattr(row, c) for c in columns)) for row in objects.table
    ]
    assert isinstance(tables.parts[0].results[0].table, pl.DataFrame)
    assert tables.accounting == objects.accounting


def test_other_stratifiers_leave_the_reported_unknown() -> None:
    """By sex, what units report has no sex."""
    result = indicators.follow_up(VISITS, PEOPLE, PROGRAMME, period=YEAR, as_of=AS_OF, by="sex")
    assert figure(result.table, "training", sex=None).denominator == 2


def test_assumptions_of_all_measures_are_in_the_provenance() -> None:
    """The joint code and the ages, once each."""
    result = indicators.follow_up([], [], PROGRAMME, period=YEAR, as_of=AS_OF)
    assert [a.split(" ")[0] for a in result.provenance.assumptions] == ["that", "the"]


def test_a_programme_without_a_plan_has_no_follow_up() -> None:
    """There are no questions to answer."""
    with pytest.raises(UsageError) as raised:
        indicators.follow_up([], [], evolve(PROGRAMME, follow_up=None), period=YEAR, as_of=AS_OF)
    assert str(raised.value) == (
        "the code set utokat-hembesok-bvc has no follow-up plan, so no questions to answer"
    )


def test_questions_to_units_are_explained_as_such() -> None:
    """Their rows are answers of units, said of the unit that answers; one row is one."""
    other = Reported(unit_id="u5", period="2019", indicator="coffee", value="ja")
    given = {"period": YEAR, "as_of": AS_OF}
    extract = VISITS[:1], PEOPLE, PROGRAMME
    (three,) = (
        part
        for part in indicators.follow_up(*extract, reported=[*SAID, other], **given).questions
        if part.question and part.question.id == "working-group"
    )
    assert three.explain("en").splitlines()[-2:] == [
        "The unit is the one that answers.",
        "Answers of units: 2 rows read, 1 used; left out: no such question 1.",
    ]
    assert three.explain("sv").splitlines()[-2:] == [
        "Enhet är den som svarar.",
        "Enheternas svar: 2 rader lästa, 1 använda; utelämnade: frågan finns inte 1.",
    ]
    alone = indicators.follow_up(*extract, reported=SAID, **given)
    assert "Answers of units: 1 row read, 1 used." in alone.explain("en")
    assert "Enheternas svar: 1 rad läst, 1 använd." in alone.explain("sv")
    assert "Contacts:" not in alone.questions[3].explain("en")
