"""The follow-up report as an Excel workbook: real numbers, a sheet for each part."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from typing import Any

from kvacodes.errors import MissingExtraError
from kvacodes.model.words import Lang
from kvacodes.reports.model import (
    Column,
    FollowUpReport,
    Hidden,
    Kind,
    Row,
    Section,
    Table,
    Text,
    Value,
)
from kvacodes.reports.numbers import HIDDEN_SIGN, period_in_words
from kvacodes.reports.words import said
from kvacodes.results import IndicatorRow

__all__ = ["as_xlsx", "write_xlsx"]

_FORMATS: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"text_wrap": True},
    Kind.COUNT: {"num_format": "#,##0"},
    Kind.SHARE: {"num_format": "0.0%"},
    Kind.NUMBER: {"num_format": "#,##0.0"},
    Kind.INDEX: {"num_format": "0.00"},
    Kind.CHANGE: {"num_format": "+#,##0;-#,##0;0"},
    Kind.POINTS: {"num_format": "+0.0;-0.0;0.0"},
}
"""How cells are shown. Excel writes marks for thousands and decimals in the reader's way."""

_BAD = re.compile(r"[\[\]:*?/\\]")
_LONGEST = 31
"""No sheet may have a longer name."""


def write_xlsx(report: FollowUpReport, path: str | Path) -> None:
    """Write the report as an Excel workbook."""
    Path(path).write_bytes(as_xlsx(report))


def as_xlsx(report: FollowUpReport) -> bytes:
    """Return the report as an Excel workbook.

    A sheet for the answers, one for each table, one for all figures as tidy rows, one for how
    they were made. Headers stay in sight; what is hidden is two dots, never a number.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", "xlsxwriter") from error
    held = io.BytesIO()
    # Text stays text: a unit called "=1+1" or "https://…" is no formula and no link.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(held, options) as workbook:
        # The same report is the same file, whenever it is written.
        workbook.set_properties(
            {
                "created": datetime.combine(report.as_of, time()),
                "title": f"{report.title} {report.period.label}",
            }
        )
        sheets = _Sheets(workbook, report.lang)
        sheets.add(said("summary", report.lang), _answers(report))
        for section in report.sections:
            for table, name in _tables(section):
                sheets.add(name, table)
        sheets.add(said("figures", report.lang), _figures(report))
        sheets.add(said("provenance", report.lang), _provenance(report))
    return held.getvalue()


def _tables(section: Section) -> Iterable[tuple[Table, str]]:
    tables = [block for block in section.blocks if isinstance(block, Table)]
    lead = " ".join(b.text for b in section.blocks if isinstance(b, Text) and not b.is_note)
    for table in tables:
        name = section.title if len(tables) == 1 else table.title
        note = table.note or lead
        yield (
            Table(
                id=table.id, title=table.title, columns=table.columns, rows=table.rows, note=note
            ),
            name,
        )


class _Sheets:
    """A workbook that gets its sheets one by one, each with a name of its own."""

    def __init__(self, workbook: Any, lang: Lang) -> None:  # noqa: ANN401 - published without types
        self._workbook, self._lang = workbook, lang
        self._names: set[str] = set()
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def add(self, name: str, table: Table) -> None:
        """Add a sheet with one table: title, header, rows, note."""
        sheet = self._workbook.add_worksheet(self._named(name))
        sheet.write_string(0, 0, table.title, self._format(bold=True, font_size=13))
        head = self._format(bold=True, text_wrap=True, bottom=1, valign="bottom")
        for place, column in enumerate(table.columns):
            sheet.write_string(2, place, column.title, head)
            sheet.set_column(place, place, _width(column, place, table.rows))
        for line, row in enumerate(table.rows, start=3):
            for place, (value, column) in enumerate(zip(row.cells, table.columns, strict=True)):
                self._write(sheet, (line, place), value, column, row)
        last = 2 + len(table.rows)
        sheet.freeze_panes(3, 1)
        if table.rows:
            sheet.autofilter(2, 0, last, len(table.columns) - 1)
        notes = [table.note] if table.note else []
        if any(Hidden.SMALL in row.cells for row in table.rows):
            notes.append(said("hidden-sign", self._lang))
        for line, note in enumerate(notes, start=last + 2):
            sheet.write_string(line, 0, note, self._format(italic=True))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)

    def _write(
        self,
        sheet: Any,  # noqa: ANN401 - published without types
        place: tuple[int, int],
        value: Value,
        column: Column,
        row: Row,
    ) -> None:
        form = _FORMATS[column.kind] | ({"bold": True, "top": 1} if row.is_total else {})
        if value is Hidden.SMALL:
            sheet.write_string(*place, HIDDEN_SIGN, self._format(**form | {"align": "right"}))
        elif value is None:
            sheet.write_blank(*place, None, self._format(**form))
        elif isinstance(value, str):
            sheet.write_string(*place, value, self._format(**form | {"valign": "top"}))
        else:
            sheet.write_number(*place, value, self._format(**form | {"valign": "top"}))

    def _format(self, **form: object) -> Any:  # noqa: ANN401 - published without types
        key = tuple(sorted(form.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(form)
        return self._made[key]

    def _named(self, name: str) -> str:
        short = _BAD.sub(" ", name)[:_LONGEST].strip()
        number = 2
        unique = short
        while unique.casefold() in self._names:
            unique = f"{short[: _LONGEST - 3]} {number}"
            number += 1
        self._names.add(unique.casefold())
        return unique


def _width(column: Column, place: int, rows: Iterable[Row]) -> float:
    longest = max((len(str(row.cells[place])) for row in rows), default=0)
    if column.kind is Kind.TEXT:
        return min(max(longest, 10) + 2, 70)
    return max(12, min(len(column.title), 16))


def _answers(report: FollowUpReport) -> Table:
    lang = report.lang
    names = ("question", "wording", "answer", "count", "share", "of", "change")
    kinds = {"count": Kind.COUNT, "share": Kind.SHARE}
    columns = tuple(
        Column(id=name, title=said(f"answer-{name}", lang), kind=kinds.get(name, Kind.TEXT))
        for name in names
    )
    rows = tuple(
        Row(
            cells=(
                str(a.number),
                a.wording,
                a.text,
                None if a.kind is Kind.SHARE else a.figure,
                a.figure if a.kind is Kind.SHARE else None,
                a.of,
                a.change,
            )
        )
        for a in report.answers
    )
    title = f"{report.title}, {period_in_words(report.period, lang)}"
    return Table(id="answers", title=title, columns=columns, rows=rows, note=report.disclosure)


def _figures(report: FollowUpReport) -> Table:
    by = tuple(dict.fromkeys(name for row in report.figures for name, _ in row.by))
    kinds = {"numerator": Kind.COUNT, "denominator": Kind.COUNT, "n_missing": Kind.COUNT}
    names = ("numerator", "denominator", "value", "lower", "upper", "n_missing")
    columns = (
        Column(id="indicator", title="indicator"),
        Column(id="period", title="period"),
        *(Column(id=name, title=name) for name in by),
        *(Column(id=name, title=name, kind=kinds.get(name, Kind.INDEX)) for name in names),
        Column(id="bound", title="bound"),
        Column(id="suppressed", title="suppressed"),
        Column(id="basis", title="basis"),
    )
    rows = tuple(Row(cells=tuple(_figure_cells(row, by, names))) for row in report.figures)
    return Table(id="figures", title=said("figures-title", report.lang), columns=columns, rows=rows)


def _figure_cells(row: IndicatorRow, by: Iterable[str], names: Iterable[str]) -> Iterable[Value]:
    yield row.indicator
    yield row.period
    values = dict(row.by)
    for name in by:
        yield None if values.get(name) is None else str(values[name])
    for name in names:
        number = getattr(row, name)
        gone = row.suppressed or (name == "n_missing" and number is None)
        yield Hidden.SMALL if gone else number
    yield row.bound
    yield "TRUE" if row.suppressed else "FALSE"
    yield str(row.basis)


def _provenance(report: FollowUpReport) -> Table:
    lang, made = report.lang, report.provenance
    facts = [
        (said("code-set", lang), made.code_set),
        (said("hash", lang), made.content_hash),
        (said("period", lang), f"{report.period.first} – {report.period.last}"),
        (said("measure-date", lang), str(min(report.period.last, report.as_of))),
        (said("asked", lang), str(report.as_of)),
        (said("made-from", lang), report.made_from),
        (said("version", lang), made.library_version),
        *((said("period", lang), note) for note in report.notes),
        *((said("decision", lang), decision) for decision in report.decisions),
        *((said("assumptions", lang), assumption) for assumption in report.assumptions),
        (said("disclosure", lang), report.disclosure),
    ]
    columns = (
        Column(id="what", title=said("what", lang)),
        Column(id="said", title=said("said", lang)),
    )
    rows = tuple(Row(cells=fact) for fact in facts)
    return Table(id="provenance", title=said("provenance", lang), columns=columns, rows=rows)
