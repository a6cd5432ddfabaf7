"""Reading the layouts in which national editions have been published.

Tab-separated text with headers (2026), ``code<TAB><TAB>text`` without (2021), workbooks
with a header somewhere near the top of one of their sheets, text separated by semicolons
or commas, and fixed-width ``.ANS``. Header names changed between editions, so they are
matched without regard to case, accents and punctuation. UTF-8 with or without a byte
order mark, UTF-16 with one, and otherwise Windows-1252, of which Latin-1 is a part.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kvacodes.decoding import decoded
from kvacodes.errors import InputError, Phrase
from kvacodes.model import CodeShape
from kvacodes.proposals.national.edition import Edition, NationalCode, SkippedRow
from kvacodes.workbooks import is_workbook, sheets_of

__all__ = ["read_edition"]

_Rows = Iterable[tuple[int, list[str]]]

_HEADERS = {
    "code": ("kod", "code", "kvakod", "atgardskod", "kkakod", "kmakod"),
    "text": ("titel", "kodtext", "text", "benamning", "label", "klartext", "title"),
    "parent": ("overordnadkod", "parentcode", "overordnad"),
    "description": ("beskrivning", "beskrivningstext", "description"),
    "classification": ("klassifikation", "classification"),
}
"""Field and the headers seen for it, folded; the first that is there is taken."""

_HEADING = re.compile(r"[A-Z]{1,3}[0-9]?")
_FIXED = re.compile(r"(?P<code>[A-Z]{2,3}[0-9]{2,3})[ ]{1,20}(?P<text>\S.*)")
_LOOKED_AT = 30
"""Rows looked at for a header: workbooks have a few lines of explanation above theirs."""

_MOST_BYTES = 256 * 1024 * 1024
_EXPECTED = Phrase(
    "a national edition with a column of codes (Kod) and one of texts (Titel)",
    "en nationell utgåva med en kolumn för koder (Kod) och en för texter (Titel)",
)
_HINT = Phrase(
    "give the authority's text file or workbook as it was published",
    "ge myndighetens textfil eller arbetsbok som den publicerades",
)


def read_edition(path: Path | str, *, name: str = "") -> Edition:
    """Read a published file as a national edition.

    Args:
        path: The file as the authority published it.
        name: What to call the edition; the year in the file's name where not given.

    Raises:
        InputError: It is no such file, or has no column of codes.
        MissingExtraError: It is a workbook and openpyxl is not installed.
    """
    path = Path(path)
    if path.stat().st_size > _MOST_BYTES:
        raise _not_an_edition(
            path, Phrase(f"{path.stat().st_size} bytes", f"{path.stat().st_size} byte")
        )
    content = path.read_bytes()
    tables: list[_Rows]
    if is_workbook(content):
        sheets = sheets_of(content, where=str(path), expected=_EXPECTED, hint=_HINT)
        tables = [enumerate(map(list, sheet.rows), start=1) for sheet in sheets]
    else:
        tables = [_lines(decoded(content))]
    found = Phrase("no column of codes", "ingen kolumn med koder")
    for rows in tables:
        edition = _edition(rows)
        if edition is not None:
            codes, headings, skipped = edition
            if not codes:
                found = Phrase(
                    "no code of the shape LLDDD or LLLDD", "ingen kod av formen LLDDD eller LLLDD"
                )
                continue
            return Edition(
                codes,
                name=name or _year_in(path.name),
                source=path.name,
                sha256=hashlib.sha256(content).hexdigest(),
                headings=headings,
                skipped=skipped,
            )
    raise _not_an_edition(path, found)


def _not_an_edition(path: Path, found: Phrase) -> InputError:
    return InputError(where=str(path), found=found, expected=_EXPECTED, hint=_HINT)


def _year_in(name: str) -> str:
    years = re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", name)
    return str(years[-1]) if years else Path(name).stem


def _lines(text: str) -> _Rows:
    """Return the lines in cells, by the separator that most of the first lines have."""
    first = [line for line in text[:8192].splitlines()[:20] if line.strip()]
    if first and 2 * sum(_FIXED.fullmatch(line.strip()) is not None for line in first) > len(first):
        return _fixed_width(text)
    counts = {mark: sum(mark in line for line in first) for mark in "\t;,"}
    separator = max(counts, key=lambda mark: counts[mark])
    with suppress(csv.Error):
        if text.count('"') % 2 == 0:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            return [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    # A quote that is opened and never closed makes one cell of the rest of the file.
    lines = enumerate(text.splitlines(), start=1)
    return [(n, [c.strip().strip('"') for c in line.split(separator)]) for n, line in lines]


def _fixed_width(text: str) -> _Rows:
    for number, line in enumerate(text.splitlines(), start=1):
        match = _FIXED.fullmatch(line.strip())
        yield number, [match["code"], match["text"]] if match else [line.strip()]


def _folded(header: str) -> str:
    plain = unicodedata.normalize("NFKD", header.casefold())
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def _columns(cells: list[str]) -> dict[str, int] | None:
    """Return where each field stands if the cells are headers with a code and a text."""
    folded = [_folded(cell) for cell in cells]
    found: dict[str, int] = {}
    for field, names in _HEADERS.items():
        for name in names:
            if name in folded:
                found[field] = folded.index(name)
                break
    if "text" not in found:
        # An extract may put the year after the name: kodtext_2026. The first is the latest.
        starts = tuple(_HEADERS["text"])
        column = next((i for i, name in enumerate(folded) if name.startswith(starts)), None)
        if column is not None:
            found["text"] = column
    return found if {"code", "text"} <= found.keys() else None


_Contents = tuple[list[NationalCode], list[NationalCode], list[SkippedRow]]


def _edition(rows: _Rows) -> _Contents | None:
    """Return codes, headings and skipped rows, or None where there is no column of codes."""
    above: list[tuple[int, list[str]]] = []
    rows = iter(rows)
    for number, cells in rows:
        columns = _columns(cells)
        if columns is not None:
            return _contents(rows, columns)
        above.append((number, cells))
        if len(above) >= _LOOKED_AT:
            break
    if not any(CodeShape.of(cells[0].upper()) for _, cells in above if cells):
        return None
    return _contents(_without_header(above, rows), {"code": 0, "text": 1})


def _without_header(above: _Rows, rows: _Rows) -> _Rows:
    """Give code and text of rows that have no header: the text is the next cell in use."""
    for number, cells in (*above, *rows):
        used = [cell for cell in cells[1:] if cell]
        yield number, [cells[0] if cells else "", used[0] if used else ""]


def _contents(rows: _Rows, columns: dict[str, int]) -> _Contents:
    codes: dict[str, NationalCode] = {}
    headings: list[NationalCode] = []
    skipped: list[SkippedRow] = []
    for number, cells in rows:
        if not any(cells):
            continue
        row = {
            field: cells[column] if column < len(cells) else "" for field, column in columns.items()
        }
        row["code"] = row["code"].upper()
        if CodeShape.of(row["code"]):
            national = NationalCode(**row)
            # A code may span several rows; what the first one left empty comes later.
            earlier = codes.get(national.code)
            codes[national.code] = national if earlier is None else _filled(earlier, national)
        elif _HEADING.fullmatch(row["code"]) and row["text"]:
            headings.append(NationalCode(**row))
        else:
            skipped.append(SkippedRow(number, " | ".join(c for c in cells if c)[:60]))
    return (list(codes.values()), headings, skipped) if codes else ([], [], skipped)


def _filled(first: NationalCode, later: NationalCode) -> NationalCode:
    return NationalCode(
        code=first.code,
        text=first.text or later.text,
        parent=first.parent or later.parent,
        description=first.description or later.description,
        classification=first.classification or later.classification,
    )
