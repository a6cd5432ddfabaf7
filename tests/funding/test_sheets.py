"""Results as sheets: what a program or a spreadsheet reads."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from kvacodes.errors import MissingExtraError
from kvacodes.extracts import Person, Visit
from kvacodes.funding import Figure, Payment, allocate, compensate, history, reconcile
from kvacodes.funding.sheets import report_of, to_csv, to_json, to_workbook
from kvacodes.model import DatedValue, Label, Parameter
from kvacodes.periods import Interval

DAY = date(2018, 1, 1)
NORM = Parameter(
    id="norm",
    title=Label("Norm", "Norm"),
    unit="listed per post",
    values=(
        DatedValue(value=Decimal(15_000), valid=Interval(DAY, None), cited="HSD", note="obs"),
        DatedValue(value="none", valid=Interval(None, date(2017, 1, 1)), source="page"),
    ),
)


def test_an_allocation() -> None:
    """Numbers as text of decimals, the mark, the words, and the ground beside."""
    report = report_of(allocate({"a": 23_400}, norm=NORM, on=DAY), "sv")
    assert report.lines == (
        {
            "unit_id": "a",
            "listed": 23_400,
            "posts": "1.56",
            "amount": None,
            "approximate": False,
            "basis": "decision",
            "explanation": "23 400 listade / 15 000 = 1,56 tjänster",
            "what_if": False,
        },
    )
    assert report.grounds == (
        {
            "role": "norm",
            "parameter": "norm",
            "value": "15000",
            "unit": "listed per post",
            "from": "2018-01-01",
            "to": None,
            "reference": "HSD",
            "basis": "decision",
            "approximate": False,
            "carried_to": None,
            "what_if": False,
            "explanation": "Norm (norm): 15 000 listade per tjänst, 2018-01-01 – …, enligt HSD",
        },
    )


def test_findings_come_along() -> None:
    """With their weight and words; units, and no person."""
    rows = [Person(person_id="secret", unit_id=unit) for unit in ("a", "b")]
    report = report_of(allocate(rows, norm=NORM, on=DAY), "en")
    assert report.findings == (
        {
            "finding": "two-units-same-day",
            "severity": "warning",
            "count": 1,
            "units": "a, b",
            "message": "listed at two units on one day: 1 person; "
            "the listing that began later counts (a, b)",
        },
    )
    assert "secret" not in to_json(report)
    assert dict(report.accounting) == {"rows_read": 2, "rows_used": 1, "other-listing": 1}


def test_a_compensation_and_a_reconciliation() -> None:
    """Their own columns; a difference keeps its sign and the sums their mark."""
    visits = [Visit(contact_id="c1", date=DAY, code="AA000", unit_id="u")]
    paid = compensate(visits, codes=["AA000"], amount=Figure("3000.5", "kr", approximate=True))
    (line,) = report_of(paid, "en").lines
    assert (line["events"], line["paid"], line["amount"], line["approximate"]) == (
        1,
        1,
        "3000",
        True,
    )
    other = [Payment(contact_id="c1", unit_id="u", amount=Decimal("1.5"))]
    (line,) = report_of(
        reconcile(other, [Payment(contact_id="c1", unit_id="u", amount=Decimal(3))])
    ).lines
    assert (line["difference"], line["explained"], line["contacts"]) == ("-1.50", "-1.5", 1)


def test_csv_in_both_dialects() -> None:
    """Commas and points, or semicolons and decimal commas; truth values in lower case."""
    report = report_of(allocate({"a": 23_400}, norm=NORM, amount=1, on=DAY), "en")
    comma = list(csv.DictReader(io.StringIO(to_csv(report))))
    assert (comma[0]["posts"], comma[0]["amount"], comma[0]["approximate"]) == (
        "1.56",
        "1.56",
        "false",
    )
    swedish = list(csv.DictReader(io.StringIO(to_csv(report, dialect="swedish")), delimiter=";"))
    assert (swedish[0]["posts"], swedish[0]["unit_id"]) == ("1,56", "a")
    assert to_csv(report_of(allocate({}, norm=NORM, on=DAY))) == "\n"


def test_history_as_json() -> None:
    """A row for each period and hole; text stays text and a missing value is null."""
    rows = json.loads(to_json(report_of(history(NORM), "en")))["lines"]
    told = [(row["from"], row["to"], row["value"], row["basis"], row["words"]) for row in rows]
    assert told == [
        (None, "2016-12-31", "none", "decision", "none"),
        ("2017-01-01", "2017-12-31", None, "", "no value"),
        ("2018-01-01", None, "15000", "decision", "15 000 listed per post"),
    ]


def test_a_workbook() -> None:
    """Numbers are numbers, words are words, and nothing is a formula."""
    rows = {"=1+1": 23_400}
    book = openpyxl.load_workbook(
        io.BytesIO(to_workbook(report_of(allocate(rows, norm=NORM, on=DAY))))
    )
    cells = [cell.value for cell in next(book["lines"].iter_rows(min_row=2))]
    assert cells[:4] == ["=1+1", 23_400, 1.56, None]
    assert book["lines"]["A2"].data_type == "s"
    text = report_of(history(NORM))
    assert openpyxl.load_workbook(io.BytesIO(to_workbook(text)))["lines"]["E2"].value == "none"


def test_without_the_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says which extra brings it."""
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError) as caught:
        to_workbook(report_of(history(NORM)))
    assert str(caught.value) == (
        "xlsxwriter is not installed; install it with: pip install 'kvacodes[report]'"
    )
