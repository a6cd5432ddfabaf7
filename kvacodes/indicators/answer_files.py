"""What units report, in files: reading cells of CSV and workbooks, and writing the workbook."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import frozen

from kvacodes.decoding import decoded
from kvacodes.errors import InputError, MissingExtraError, Phrase
from kvacodes.model import Label, Question
from kvacodes.model.words import Lang
from kvacodes.workbooks import is_workbook, sheets_of

__all__ = ["HEADERS", "Grid", "column_letter", "grids_of", "workbook_of"]

_TEMPLATE = Phrase("a filled-in template", "en ifylld mall")

HEADERS = {
    "unit_id": Label("Enhet", "Unit"),
    "period": Label("Period", "Period"),
    "indicator": Label("Fråge-id", "Question id"),
    "question": Label("Fråga", "Question"),
    "allowed": Label("Tillåtna svar", "Allowed answers"),
    "value": Label("Svar", "Answer"),
}
"""What the columns of the workbook are called, by their names in CSV."""

_SHEET = Label("Svar", "Answers")
_HELP = Label("Anvisning", "Instructions")
_WIDTHS = {"unit_id": 26, "period": 12, "indicator": 16, "question": 62, "allowed": 26, "value": 20}
_HEADER_ROW = 3
_YELLOW = "#FFF7D6"


@frozen
class Grid:
    """The cells of a file, or of one sheet of a workbook, as text.

    Attributes:
        file: The file, as the caller named it.
        sheet: The sheet; empty for what has none.
        rows: The number of each row, and its cells.
    """

    file: str
    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


# --- reading -------------------------------------------------------------------------------


def grids_of(source: str | Path, *, file: str = "") -> tuple[Grid, ...]:
    """Return the cells of a text of CSV, or of a file: CSV, or a workbook sheet by sheet.

    Semicolons, commas and tabs divide cells, whichever the first line has most of.

    Args:
        source: The text, or the file.
        file: What to call the text in findings.

    Raises:
        InputError: The file is no text and no workbook.
        MissingExtraError: It is a workbook and openpyxl is not installed.
    """
    if isinstance(source, str):
        return (_of_text(source.removeprefix("\ufeff"), file),)
    try:
        content = source.read_bytes()
    except FileNotFoundError as error:
        raise InputError(
            where=str(source), found=Phrase("no such file", "ingen sådan fil"), expected=_TEMPLATE
        ) from error
    except IsADirectoryError as error:
        raise InputError(
            where=str(source), found=Phrase("a folder", "en mapp"), expected=_TEMPLATE
        ) from error
    if is_workbook(content):
        sheets = sheets_of(content, where=str(source), expected=_TEMPLATE)
        return tuple(
            Grid(str(source), sheet.title, tuple(enumerate(sheet.rows, start=1)))
            for sheet in sheets
        )
    if b"\0" in content[:_LOOKED_AT] and not content.startswith(_WIDE):
        raise InputError(
            where=str(source),
            found=Phrase("neither text nor a workbook", "varken text eller en arbetsbok"),
            expected=_TEMPLATE,
            hint=Phrase(
                "save it as .xlsx, without a password, or as CSV",
                "spara den som .xlsx, utan lösenord, eller som CSV",
            ),
        )
    return (_of_text(decoded(content), str(source)),)


_LOOKED_AT = 4096
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What text begins with that has a zero in every other place."""


def _of_text(text: str, file: str) -> Grid:
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    try:
        rows = tuple((reader.line_num, tuple(cell.strip() for cell in cells)) for cells in reader)
    except csv.Error as error:
        expected = Phrase(
            "CSV, or a workbook that ends in .xlsx", "CSV, eller en arbetsbok som slutar på .xlsx"
        )
        raise InputError(
            where=file,
            found=Phrase(f"text that is no CSV ({error})", f"text som inte är CSV ({error})"),
            expected=expected,
        ) from error
    return Grid(file, "", rows)


def column_letter(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 1.

    ```pycon
    >>> column_letter(6), column_letter(28)
    ('F', 'AB')

    ```
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# --- writing -------------------------------------------------------------------------------


def workbook_of(
    units: Iterable[str],
    questions: tuple[Question, ...],
    *,
    title: str,
    period: str,
    lang: Lang,
) -> bytes:
    """Return the template as a workbook: answers to choose, and instructions.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError as error:
        raise MissingExtraError("report", "xlsxwriter") from error
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        sheet = book.add_worksheet(_SHEET.in_language(lang))
        ranges = _instructions(book, questions, title=title, lang=lang)
        _answers(book, sheet, units, questions, ranges, title=title, period=period, lang=lang)
    return held.getvalue()


def _answers(
    book: Any,  # noqa: ANN401 - published without types
    sheet: Any,  # noqa: ANN401
    units: Iterable[str],
    questions: tuple[Question, ...],
    ranges: dict[str, str],
    *,
    title: str,
    period: str,
    lang: Lang,
) -> None:
    head = book.add_format({"bold": True, "bottom": 2, "valign": "vcenter", "bg_color": "#E2EDF4"})
    plain = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
    open_ = book.add_format(
        {"locked": False, "valign": "top", "border": 1, "bg_color": _YELLOW, "num_format": "@"}
    )
    answered = book.add_format({"bg_color": "#FFFFFF"})
    sheet.write_string(0, 0, f"{title}, {period}", book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, _SHORT.in_language(lang))
    for place, (name, header) in enumerate(HEADERS.items()):
        sheet.write_string(_HEADER_ROW, place, header.in_language(lang), head)
        sheet.set_column(place, place, _WIDTHS[name])
    value = len(HEADERS) - 1
    line = _HEADER_ROW
    for unit in units:
        for question in questions:
            line += 1
            allowed = " | ".join(question.allowed) or _FREE.in_language(lang)
            wording = " ".join(question.wording.in_language(lang).split())
            cells = (unit, period, question.id, f"{question.number}. {wording}", allowed)
            for place, cell in enumerate(cells):
                sheet.write_string(line, place, cell, plain)
            sheet.write_blank(line, value, None, open_)
            if question.allowed:
                sheet.data_validation(line, value, line, value, _choice(question, ranges, lang))
    if line > _HEADER_ROW:
        sheet.conditional_format(
            _HEADER_ROW + 1, value, line, value, {"type": "no_blanks", "format": answered}
        )
        sheet.autofilter(_HEADER_ROW, 0, line, value)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    # Without a password: a lock against slips, not against people.
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)


def _choice(question: Question, ranges: dict[str, str], lang: Lang) -> dict[str, object]:
    title = Label("Välj ett av svaren", "Choose one of the answers").in_language(lang)
    return {
        "validate": "list",
        "source": ranges[question.id],
        "input_title": title,
        "input_message": ", ".join(question.allowed)[:255],
        "error_title": title,
        "error_message": ", ".join(question.allowed)[:255],
    }


def _instructions(
    book: Any,  # noqa: ANN401 - published without types
    questions: tuple[Question, ...],
    *,
    title: str,
    lang: Lang,
) -> dict[str, str]:
    """Write the instructions with the answers allowed; return the range of each question's.

    The lists to choose from are ranges: a list of its own may hold no comma and few letters.
    """
    name = _HELP.in_language(lang)
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, 0, 90, wrapped)
    sheet.set_column(1, 1 + max((len(q.allowed) for q in questions), default=0), 18)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    line = 1
    for sentence in _LONG:
        line += 1
        sheet.write_string(line, 0, sentence.in_language(lang), wrapped)
    line += 2
    sheet.write_string(line, 0, HEADERS["question"].in_language(lang), bold)
    sheet.write_string(line, 1, HEADERS["allowed"].in_language(lang), bold)
    ranges = {}
    for question in questions:
        line += 1
        wording = " ".join(question.wording.in_language(lang).split())
        sheet.write_string(line, 0, f"{question.number}. {wording}", wrapped)
        for place, answer in enumerate(question.allowed, start=1):
            sheet.write_string(line, place, answer)
        last = column_letter(1 + len(question.allowed))
        ranges[question.id] = f"='{name}'!$B${line + 1}:${last}${line + 1}"
    return ranges


_FREE = Label("fri text", "free text")
_SHORT = Label(
    "Välj ett svar för varje fråga i den gula kolumnen. Ändra inget annat. Mer på bladet "
    "Anvisning.",
    "Choose an answer to each question in the yellow column. Change nothing else. More on the "
    "sheet Instructions.",
)
_LONG = (
    Label(
        "1. Gå till bladet Svar. Varje rad är en fråga till en enhet, med beslutets egna ord.",
        "1. Go to the sheet Answers. Each row is a question to a unit, in the decision's words.",
    ),
    Label(
        "2. Klicka i den gula cellen och välj ett svar i listan. Skriv inget annat i cellen.",
        "2. Click the yellow cell and choose an answer from the list. Write nothing else there.",
    ),
    Label(
        "3. Vet ni inte svaret, lämna cellen tom. En tom cell räknas som att enheten inte har "
        "svarat, och enheten nämns som det i uppföljningen.",
        "3. If you do not know, leave the cell empty. An empty cell counts as no answer, and the "
        "follow-up names the unit so.",
    ),
    Label(
        "4. Ändra inte de andra kolumnerna: de visar vilken fråga och period svaret hör till.",
        "4. Leave the other columns as they are: they say to what question and period an answer "
        "belongs.",
    ),
    Label(
        "5. Skriv inga uppgifter om enskilda barn eller familjer.",
        "5. Write nothing about individual children or families.",
    ),
    Label(
        "6. Spara som Excel (.xlsx) eller CSV, och skicka tillbaka filen.",
        "6. Save as Excel (.xlsx) or CSV, and send the file back.",
    ),
)
