"""Excel: the codes, the decisions and the steps of a code set, a sheet each."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from kvacodes.errors import MissingExtraError
from kvacodes.exports.rows import COLUMNS, code_rows
from kvacodes.model import CodeSet

__all__ = ["to_workbook"]

_WIDEST = 60
_DAYS = {"valid_from", "valid_to", "decided_on", "approved_on"}


def to_workbook(code_set: CodeSet) -> bytes:
    """Return the workbook. Days are real days, headers stay in view, columns can be filtered.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", "xlsxwriter") from error
    target = io.BytesIO()
    # Nothing that a document says is ever run as a formula or followed as a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, columns, rows in _sheets(code_set):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
            for x, column in enumerate(columns):
                sheet.write_string(0, x, column, bold)
                width = max([len(column), *(len(row[x]) for row in rows)])
                sheet.set_column(x, x, min(width + 2, _WIDEST))
            for y, row in enumerate(rows, start=1):
                for x, (column, value) in enumerate(zip(columns, row, strict=True)):
                    if column in _DAYS and value:
                        sheet.write_datetime(y, x, dt.datetime.fromisoformat(value), day)
                    elif value:
                        sheet.write_string(y, x, value)
    return target.getvalue()


Sheet = tuple[str, Sequence[str], list[list[str]]]


def _sheets(code_set: CodeSet) -> list[Sheet]:
    codes = [[row[name] for name in COLUMNS] for row in code_rows(code_set)]
    decisions = [
        [d.id, d.diary_number or "", d.body, str(d.approved_on or ""), str(d.decided_on or ""),
         ", ".join(d.rests_on), d.source]
        for d in code_set.decisions
    ]  # fmt: skip
    names = ("id", "diary_number", "body", "approved_on", "decided_on", "rests_on", "source")
    sheets: list[Sheet] = [("codes", COLUMNS, codes), ("decisions", names, decisions)]
    if code_set.sequence is not None:
        steps = [
            [str(s.number), s.title.sv, ", ".join(s.codes), str(s.nominal_age or "")]
            for s in code_set.sequence.steps
        ]
        sheets.append(("steps", ("number", "title", "codes", "nominal_age"), steps))
    return sheets
