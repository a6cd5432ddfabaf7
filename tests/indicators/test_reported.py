"""What units report: template, reading back cell by cell, figures, who is missing."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from attrs import evolve
from programme import PROGRAMME, figure, persons

from kvacodes import Period, indicators
from kvacodes.errors import InputError, MissingExtraError, UsageError
from kvacodes.extracts import Columns, Contract, Reported
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


# --- the workbook --------------------------------------------------------------------------


def filled(path: Path, **cells: object) -> Path:
    """Write the template for two units to a file, with cells changed."""
    content = indicators.reported_workbook(PROGRAMME, ["u2", "u1"], period=YEAR)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell, value in cells.items():
        book["Svar"][cell] = value
    book.save(path)
    return path


def test_the_workbook_asks_the_decisions_questions() -> None:
    """A row per unit and question, answers as lists to choose from, the header in sight."""
    content = indicators.reported_workbook(PROGRAMME, ["u2", "u1", "u2"], period=YEAR)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Svar", "Anvisning"]
    sheet = book["Svar"]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0] == ("Enhet", "Period", "Fråge-id", "Fråga", "Tillåtna svar", "Svar")
    assert rows[1] == (
        "u1", "2019", "working-group", "3. Deltagande i operativ arbetsgrupp?",
        "ja | delvis | nej", None,
    )  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["u1"] * 4 + ["u2"] * 4
    assert sheet.freeze_panes == "B5"
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert set(lists) == {f"F{n}" for n in range(5, 13)}
    first, last = lists["F8"].removeprefix("'Anvisning'!").replace("$", "").split(":")
    (choices,) = book["Anvisning"][f"{first}:{last}"]
    assert [cell.value for cell in choices] == ["inlämnad", "inte inlämnad"]
    assert sheet.protection.sheet
    assert (sheet["F5"].protection.locked, sheet["A5"].protection.locked) == (False, True)


def test_the_workbook_speaks_english_when_asked() -> None:
    """Sheets and headers; the answers stay those of the document."""
    content = indicators.reported_workbook(PROGRAMME, ["u1"], period=YEAR, lang="en")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Answers", "Instructions"]
    assert book["Answers"]["D5"].value == "3. Participation in the operative working group?"


def test_a_filled_workbook_is_read_cell_by_cell(tmp_path: Path) -> None:
    """Sheet, cell, value, what is allowed, near misses; numbers are read as they are seen."""
    path = filled(tmp_path / "svar.xlsx", F5=" JA", F6="nja", A7="u3", B8=2018, C9="work", B10=2019)
    sheet = indicators.read_reported(path, PROGRAMME, period=YEAR, units=["u1", "u2"])
    assert [str(f).removeprefix(str(path)) for f in sheet.findings] == [
        (
            ":6:6: error: Svar!F6: the answer 'nja' is not allowed; expected ja or delvis or nej "
            "[reported-value-not-allowed]; did you mean ja?"
        ),
        (
            ":7:1: warning: Svar!A7: the unit 'u3' is not one of those that should answer "
            "[reported-unknown-unit]; the answer counts all the same"
        ),
        (
            ":8:2: error: Svar!B8: the period is '2018', expected '2019' "
            "[reported-other-period]; leave the template's period"
        ),
        (
            ":9:3: error: Svar!C9: there is no question 'work' [reported-unknown-question]; "
            "the questions are working-group, training, evaluation, economy"
        ),
    ]
    assert sheet.findings[0].place.path == "Svar!F6"
    assert str(sheet.findings[0].in_swedish()).endswith(
        "Svar!F6: svaret 'nja' är inte tillåtet; väntade ja eller delvis eller nej "
        "[reported-value-not-allowed]; menade ni ja?"
    )
    answers = [(r.unit_id, r.indicator, r.value) for r in sheet.rows]
    assert answers == [
        ("u1", "working-group", "ja"),
        ("u3", "evaluation", None),
        ("u2", "training", None),
        ("u2", "evaluation", None),
        ("u2", "economy", None),
    ]
    assert len(sheet.written) == 8


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_csv_of_every_kind_is_read(tmp_path: Path, separator: str, encoding: str) -> None:
    """Separators and encodings of Swedish spreadsheets; å survives all of them."""
    lines = [("Enhet", "period", "Fråge-id", "Svar"), ("Gårdsten", "2019", "economy", "INLÄMNAD")]
    path = tmp_path / "svar.csv"
    path.write_text("\r\n".join(separator.join(line) for line in lines), encoding=encoding)
    sheet = indicators.read_reported(path, PROGRAMME, period=YEAR)
    assert sheet.findings == ()
    assert [(r.unit_id, r.value) for r in sheet.rows] == [("Gårdsten", "inlämnad")]


def test_several_files_are_put_together(tmp_path: Path) -> None:
    """An answer that differs from an earlier one is told with both places, and counts for none."""
    one = filled(tmp_path / "a.xlsx", F5="ja", F9="ja")
    two = filled(tmp_path / "b.xlsx", F5="nej", F9="Ja")
    sheet = indicators.read_reported([one, two], PROGRAMME, period=YEAR)
    assert [str(f) for f in sheet.findings] == [
        (
            f"{two}:5:6: warning: Svar!F5: the answer 'nej' differs from 'ja' at {one}:5:6 "
            "[reported-answers-disagree]; leave one of them; until then the unit has not answered"
        )
    ]
    replies = indicators.replies_of(sheet.written, PROGRAMME, period=YEAR, expected=["u1", "u2"])
    assert replies.values == {("u2", "working-group"): "ja"}
    assert replies.accounting["answers-disagree"] == 2


def test_an_interim_period_may_be_written_by_its_month() -> None:
    """2019-08 is January through August, however results label it."""
    text = "unit_id;period;indicator;value\nu1;2019-08;training;ja\n"
    sheet = indicators.read_reported(text, PROGRAMME, period=Period.interim(2019, 8))
    assert [(r.period, r.value) for r in sheet.rows] == [("2019-01-01/2019-08-31", "ja")]


def test_columns_of_ones_own_are_found_by_their_names() -> None:
    """What the columns are called may be said, as for every table."""
    text = "bvc;när;vad;sa\nu1;2019;training;ja\n"
    columns = Columns(unit="bvc", period="när", indicator="vad", value="sa")
    sheet = indicators.read_reported(text, PROGRAMME, period=YEAR, columns=columns)
    assert [(r.unit_id, r.value) for r in sheet.rows] == [("u1", "ja")]


def test_a_long_answer_is_not_shown_whole() -> None:
    """Free text may say more than a message should."""
    text = f"unit_id;period;indicator;value\nu1;2019;training;{'a' * 50}\n"
    (finding,) = indicators.read_reported(text, PROGRAMME, period=YEAR).findings
    assert f"'{'a' * 40}…'" in finding.message


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("x.xlsx", b"PK\x03\x04 no workbook", "a workbook that cannot be read"),
        ("x.csv", b'a;b\n"' + b"x" * 200_000, "text that is no CSV"),
    ],
)
def test_what_is_no_template_is_refused(
    tmp_path: Path, name: str, content: bytes, found: str
) -> None:
    """The file is named, and what was expected."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        indicators.read_reported(path, PROGRAMME)
    assert str(raised.value).startswith(f"{path}: found {found}")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The file is named."""
    with pytest.raises(InputError) as raised:
        indicators.read_reported(tmp_path / "no.csv", PROGRAMME)
    assert str(raised.value) == (
        f"{tmp_path / 'no.csv'}: found no such file, expected a filled-in template"
    )
    with pytest.raises(InputError) as raised:
        indicators.read_reported(tmp_path, PROGRAMME)
    assert str(raised.value) == f"{tmp_path}: found a folder, expected a filled-in template"


def test_the_units_that_should_answer() -> None:
    """Those under contract on the measure date, or where children are listed; also of tables."""
    people = persons("a 2019-01-01 u1 2019-01-01 yes\nb 2019-01-01 u2 2019-01-01 no")
    old = Contract(contract_id="k0", unit_id="u0", valid_to=date(2018, 12, 31))
    ask = indicators.units_to_answer
    assert ask(PROGRAMME, period=YEAR, contracts=[*CONTRACTS, old]) == ("u1", "u2")
    assert ask(PROGRAMME, period=YEAR, persons=people) == ("u1",)
    table = pl.DataFrame(
        {"contract_id": ["k"], "unit_id": ["u5"], "valid_from": [None], "valid_to": [None]}
    )
    assert ask(PROGRAMME, period=YEAR, contracts=table) == ("u5",)


def test_free_text_has_no_list_to_choose_from(tmp_path: Path) -> None:
    """A question without allowed answers takes any; numbers are read as they are seen."""
    assert PROGRAMME.follow_up is not None
    questions = [
        evolve(q, allowed=()) if q.id == "economy" else q for q in PROGRAMME.follow_up.questions
    ]
    programme = evolve(PROGRAMME, follow_up=evolve(PROGRAMME.follow_up, questions=tuple(questions)))
    content = indicators.reported_workbook(programme, ["u1"], period=YEAR)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Svar"]
    assert sheet["E8"].value == "fri text"
    assert len(sheet.data_validations.dataValidation) == 3
    sheet["B8"], sheet["F8"] = 2019.0, 12.5
    book.save(tmp_path / "svar.xlsx")
    read = indicators.read_reported(tmp_path / "svar.xlsx", programme, period=YEAR)
    assert read.findings == ()
    assert read.rows[-1].value == "12.5"


def test_a_template_for_nobody_has_its_header_alone() -> None:
    """No unit, no row: nothing to choose and nothing to filter."""
    book = openpyxl.load_workbook(
        io.BytesIO(indicators.reported_workbook(PROGRAMME, [], period=YEAR))
    )
    assert book["Svar"].max_row == 4


def test_a_period_that_is_none_is_told_as_it_stands() -> None:
    """What was written is shown beside what was expected."""
    text = "unit_id;period;indicator;value\nu1;i fjol;training;ja\n"
    (finding,) = indicators.read_reported(text, PROGRAMME, period=YEAR).findings
    assert finding.message == "the period is 'i fjol', expected '2019'"


@pytest.mark.parametrize("library", ["openpyxl", "xlsxwriter"])
def test_workbooks_need_their_libraries(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one is missing, the message says what to install."""
    path = filled(tmp_path / "svar.xlsx")
    monkeypatch.setitem(sys.modules, library, None)
    needing = {
        "openpyxl": lambda: indicators.read_reported(path, PROGRAMME),
        "xlsxwriter": lambda: indicators.reported_workbook(PROGRAMME, ["u1"], period=YEAR),
    }
    with pytest.raises(MissingExtraError) as raised:
        needing[library]()
    assert str(raised.value) == (
        f"{library} is not installed; install it with: pip install 'kvacodes[report]'"
    )
