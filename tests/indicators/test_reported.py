"""What units report: template, reading back cell by cell, figures, who is missing."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from attrs import evolve
from programme import PROGRAMME, figure, persons

from kvacodes import Period, indicators
from kvacodes.errors import UsageError
from kvacodes.extracts import Contract, Reported
from kvacodes.results import IndicatorRows

YEAR = Period.year(2019)
CONTRACTS = [
    Contract(contract_id="k1", unit_id="u1"),
    Contract(contract_id="k2", unit_id="u2"),
]


def said(unit: str, question: str, value: str | None, period: str = "2019") -> Reported:
    """Make an answer."""
    return Reported(unit_id=unit, period=period, indicator=question, value=value)


def figures(*rows: Reported, **options: object) -> IndicatorRows:
    """Compute what the units with contracts have reported for 2019."""
    given = {
        "period": YEAR,
        "as_of": date(2020, 1, 31),
        "contracts": CONTRACTS,
        "by": ("contract_id",),
        **options,
    }
    return indicators.reported(rows, None, PROGRAMME, **given)


def test_the_template_has_a_row_for_each_unit_and_question() -> None:
    """The decision's own words, and the allowed answers beside them."""
    text = indicators.reported_template(PROGRAMME, ["u2", "u1", "u2"], period=YEAR)
    lines = text.splitlines()
    assert lines[0] == "unit_id;period;indicator;question;allowed;value"
    assert lines[1] == (
        "u1;2019;working-group;Deltagande i operativ arbetsgrupp?;ja | delvis | nej;"
    )
    assert [line.split(";")[0] for line in lines[1:]] == ["u1"] * 4 + ["u2"] * 4


def test_what_was_filled_in_is_read_back() -> None:
    """Letter case and blanks do not matter; an empty answer is no answer."""
    text = indicators.reported_template(PROGRAMME, ["u1"], period=YEAR)
    filled = text.replace("ja | delvis | nej;\n", "ja | delvis | nej; Ja \n", 1)
    sheet = indicators.read_reported("\ufeff" + filled, PROGRAMME, period=YEAR)
    assert sheet.findings == ()
    assert [(r.indicator, r.value) for r in sheet.rows] == [
        ("working-group", "ja"),
        ("training", None),
        ("evaluation", None),
        ("economy", None),
    ]


def test_what_is_wrong_is_found_cell_by_cell() -> None:
    """Each finding has its line and column, what was expected, and what to do."""
    sheet = indicators.read_reported(
        "unit_id,period,indicator,value\n"
        "u1,2018,training,ja\n"
        "u1,2019,trainings,ja\n"
        "u1,2019,training,nja\n"
        ",2019,economy,xyz\n",
        PROGRAMME,
        period=YEAR,
    )
    assert sheet.rows == ()
    assert [str(finding) for finding in sheet.findings] == [
        (
            "reported.csv:2:2: error: the period is '2018', expected '2019' "
            "[reported-other-period]; leave the template's period"
        ),
        (
            "reported.csv:3:3: error: there is no question 'trainings' "
            "[reported-unknown-question]; did you mean training?"
        ),
        (
            "reported.csv:4:4: error: the answer 'nja' is not allowed; "
            "expected ja or delvis or nej [reported-value-not-allowed]; did you mean ja?"
        ),
        "reported.csv:5:1: error: the unit is empty [reported-unit-missing]; say which unit",
        (
            "reported.csv:5:4: error: the answer 'xyz' is not allowed; "
            "expected inlämnad or inte inlämnad [reported-value-not-allowed]; "
            "choose one of the allowed answers"
        ),
    ]


@pytest.mark.parametrize("text", ["", "unit;period\n"])
def test_a_file_without_the_columns_is_one_finding(text: str) -> None:
    """What was found against what was expected."""
    sheet = indicators.read_reported(text, PROGRAMME)
    assert [f.rule for f in sheet.findings] == ["reported-column-missing"]


def test_units_that_have_not_answered_are_missing() -> None:
    """One of two has answered; the share is one half and one is missing."""
    rows = figures(said("u1", "training", "ja"), by=(), contracts=None)
    assert figure(rows, "training").denominator == 1
    rows = figures(said("u1", "training", "ja"))
    assert figure(rows, "training", contract_id="k1").value == 1.0
    missing = figure(rows, "training", contract_id="k2")
    assert (missing.numerator, missing.denominator, missing.n_missing) == (0, 1, 1)
    assert figure(rows, "training.ja", contract_id="k1").value == 1.0
    assert figure(rows, "training.nej", contract_id="k1").value == 0.0


def test_rows_are_used_or_accounted_for() -> None:
    """Each reason once; two answers that differ are none, the same answer twice is one."""
    replies = indicators.replies_of(
        [
            said("u1", "training", "ja"),
            said("u1", "training", "JA"),
            said("u2", "training", "ja"),
            said("u2", "training", "nej"),
            said("u1", "training", "ja", "2018"),
            said("u1", "tea", "ja"),
            said("u1", "economy", None),
            said("u1", "economy", "kanske"),
            said("", "economy", "inlämnad"),
        ],
        PROGRAMME,
        period=YEAR,
        expected=["u1", "u2"],
    )
    assert replies.values == {("u1", "training"): "ja"}
    assert replies.accounting == {
        "rows_read": 9,
        "rows_used": 1,
        "outside-period": 1,
        "unknown-question": 1,
        "unit-missing": 1,
        "no-answer": 1,
        "value-not-allowed": 1,
        "answers-disagree": 2,
        "repeated-row": 1,
    }
    assert ("u2", "training") in replies.missing
    assert ("u1", "training") not in replies.missing


def test_without_contracts_units_with_listed_children_should_answer() -> None:
    """A unit where someone of the target group is listed is expected to answer."""
    people = persons("a 2019-01-01 u1 2019-01-01 yes\nb 2019-01-01 u2 2019-01-01 no")
    rows = indicators.reported(
        [], people, PROGRAMME, period=YEAR, as_of=date(2020, 1, 31), by="unit_id"
    )
    assert [dict(r.by) for r in rows if r.indicator == "training"] == [{"unit_id": "u1"}]


def test_a_table_gives_a_table() -> None:
    """The same figures, whatever the answers came in."""
    table = pl.DataFrame(
        {"unit_id": ["u1"], "period": ["2019"], "indicator": ["training"], "value": ["ja"]}
    )
    result = indicators.reported(
        table,
        None,
        PROGRAMME,
        period=YEAR,
        as_of=date(2020, 1, 31),
        contracts=CONTRACTS,
    )
    found = result.table.filter(pl.col("indicator") == "training")
    assert found.select("contract_id", "numerator", "denominator").rows() == [
        ("k1", 1, 1),
        ("k2", 0, 1),
    ]


def test_only_units_and_contracts_stratify() -> None:
    """What units report has no sex."""
    with pytest.raises(UsageError) as raised:
        figures(by="sex")
    assert str(raised.value) == (
        "by holds sex; what units report has unit_id and contract_id alone"
    )


def test_a_programme_without_questions_has_no_template() -> None:
    """There is nothing to ask."""
    with pytest.raises(UsageError) as raised:
        indicators.reported_template(evolve(PROGRAMME, follow_up=None), ["u1"], period=YEAR)
    assert str(raised.value) == (
        "the code set utokat-hembesok-bvc has no questions that units report"
    )
