"""Results of funding as plain sheets, and those as CSV, JSON or a workbook.

Figures are written as text of exact decimals; one that is approximate is rounded and says
so beside it, so that it cannot be taken for exact. Column names are the same in every
language; explanations follow the language.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from attrs import frozen

from kvacodes.errors import MissingExtraError
from kvacodes.funding.allocation import Allocation
from kvacodes.funding.figures import Figure
from kvacodes.funding.grounds import Ground
from kvacodes.funding.history import HistoryRow
from kvacodes.funding.kinds import FundingFinding
from kvacodes.funding.payments import Compensation
from kvacodes.funding.reconciliation import Reconciliation
from kvacodes.model.words import Lang

__all__ = ["FundingReport", "report_of", "to_csv", "to_json", "to_workbook"]

Row: TypeAlias = dict[str, Any]
Result: TypeAlias = Allocation | Compensation | Reconciliation | tuple[HistoryRow, ...]


@frozen(kw_only=True)
class FundingReport:
    """What is written of a result.

    Attributes:
        lines: The result itself, one row for each unit or period.
        grounds: The values that it was made of.
        findings: What is wrong with the input.
        accounting: Where the rows of the input went.
    """

    lines: tuple[Row, ...]
    grounds: tuple[Row, ...] = ()
    findings: tuple[Row, ...] = ()
    accounting: Mapping[str, int] = {}

    def sheets(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """Give each part that has rows, with its name."""
        counts = tuple({"rows": k, "count": n} for k, n in self.accounting.items())
        parts = {
            "lines": self.lines,
            "grounds": self.grounds,
            "findings": self.findings,
            "accounting": counts,
        }
        yield from ((name, rows) for name, rows in parts.items() if rows)


def report_of(result: Result, lang: Lang = "sv") -> FundingReport:
    """Make the report of a result, with explanations in the language."""
    if isinstance(result, Allocation):
        grounds = result.terms.grounds
        lines = tuple(_allocation(result, lang))
        return _with_grounds(lines, grounds, result.findings, result.accounting, lang=lang)
    if isinstance(result, Compensation):
        lines = tuple(_compensation(result, lang))
        grounds = result.plan.grounds
        return _with_grounds(lines, grounds, result.findings, result.accounting, lang=lang)
    if isinstance(result, Reconciliation):
        return FundingReport(
            lines=tuple(_reconciliation(result, lang)),
            findings=tuple(_finding(f, lang) for f in result.findings),
        )
    return FundingReport(lines=tuple(_history(row, lang) for row in result))


def _with_grounds(
    lines: tuple[Row, ...],
    grounds: tuple[Ground, ...],
    findings: Iterable[FundingFinding],
    accounting: Mapping[str, int],
    *,
    lang: Lang,
) -> FundingReport:
    tried = any(g.dated.what_if for g in grounds)
    return FundingReport(
        lines=tuple(line | {"what_if": tried} for line in lines),
        grounds=tuple(_ground(g, lang) for g in grounds),
        findings=tuple(_finding(f, lang) for f in findings),
        accounting=dict(accounting),
    )


def _number(figure: Figure | None) -> str | None:
    return None if figure is None else figure.number


def _known(figure: Figure | None) -> Row:
    return {
        "approximate": figure is not None and figure.approximate,
        "basis": "" if figure is None else figure.basis.value,
    }


def _allocation(result: Allocation, lang: Lang) -> Iterator[Row]:
    for line in result:
        yield {
            "unit_id": line.unit_id,
            "listed": line.listed,
            "posts": _number(line.posts),
            "amount": _number(line.amount),
            **_known(line.posts or line.amount),
            "explanation": line.explain(lang),
        }


def _compensation(result: Compensation, lang: Lang) -> Iterator[Row]:
    for line in result:
        yield {
            "unit_id": line.unit_id,
            "events": line.events,
            "paid": line.paid,
            "amount": _number(line.amount),
            **_known(line.amount),
            "explanation": line.explain(lang),
        }


def _reconciliation(result: Reconciliation, lang: Lang) -> Iterator[Row]:
    for line in result:
        yield {
            "unit_id": line.unit_id,
            "paid": _number(line.paid),
            "registered": _number(line.registered),
            "difference": _number(line.difference),
            "explained": f"{line.explained:f}",
            "contacts": line.contacts,
            **_known(line.difference),
            "explanation": line.explain(lang),
        }


def _history(row: HistoryRow, lang: Lang) -> Row:
    dated, figure = row.dated, row.figure
    return {
        "parameter": row.parameter.id,
        "title": row.parameter.title.in_language(lang),
        "from": _day(row.valid.start),
        "to": _day(row.valid.last),
        "value": figure.number if figure else str(dated.value) if dated else None,
        "unit": row.parameter.unit,
        "approximate": dated is not None and dated.approximate,
        "basis": row.basis.value if row.basis else "",
        "reference": dated.reference if dated else "",
        "words": row.words(lang),
        "note": dated.note if dated else "",
    }


def _ground(ground: Ground, lang: Lang) -> Row:
    dated = ground.dated
    is_number = isinstance(dated.value, Decimal)
    return {
        "role": ground.role,
        "parameter": ground.name,
        "value": ground.figure.number if is_number else dated.value,
        "unit": ground.unit,
        "from": _day(dated.valid.start),
        "to": _day(dated.valid.last),
        "reference": dated.reference,
        "basis": dated.basis.value,
        "approximate": dated.approximate,
        "carried_to": _day(dated.carried_to),
        "what_if": dated.what_if,
        "explanation": ground.words(lang),
    }


def _finding(finding: FundingFinding, lang: Lang) -> Row:
    return {
        "finding": finding.finding,
        "severity": finding.severity.value,
        "count": finding.count,
        "units": ", ".join(finding.units),
        "message": finding.words(lang),
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def to_csv(report: FundingReport, *, dialect: str = "comma") -> str:
    """Write the lines as CSV: with commas, or ``swedish`` with semicolons and decimal commas."""
    swedish = dialect == "swedish"
    target = io.StringIO()
    headers = list(report.lines[0]) if report.lines else []
    writer = csv.DictWriter(target, headers, delimiter=";" if swedish else ",", lineterminator="\n")
    writer.writeheader()
    for line in report.lines:
        writer.writerow(
            {key: _csv_cell(key, value, swedish=swedish) for key, value in line.items()}
        )
    return target.getvalue()


_NUMBERS = frozenset({"posts", "amount", "paid", "registered", "difference", "explained", "value"})


def _csv_cell(key: str, value: object, *, swedish: bool) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if swedish and key in _NUMBERS and isinstance(value, str):
        return value.replace(".", ",")
    return value


def to_json(report: FundingReport) -> str:
    """Write all parts as JSON; decimals are text, so that no reader loses digits."""
    parts = {name: list(rows) for name, rows in report.sheets() if name != "accounting"}
    whole = {"lines": [], **parts, "accounting": dict(report.accounting)}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def to_workbook(report: FundingReport) -> bytes:
    """Write each part as a sheet of an Excel workbook.

    Raises:
        MissingExtraError: xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError("report", "xlsxwriter") from error
    target = io.BytesIO()
    # Text that looks like a formula stays text, wherever it came from.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        head = book.add_format({"bold": True})
        for name, rows in report.sheets():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(rows[0]), head)
            for i, row in enumerate(rows, start=1):
                sheet.write_row(i, 0, [_excel_cell(k, v) for k, v in row.items()])
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    return target.getvalue()


def _excel_cell(key: str, value: object) -> object:
    if key in _NUMBERS and isinstance(value, str):
        try:
            # A cell holds a float; to fifteen digits it is the decimal that was written.
            return float(value)
        except ValueError:
            return value
    return "" if value is None else value
