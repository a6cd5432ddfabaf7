"""The codes of a decision: a table in tabs, pipes or columns, and codes given in ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import evolve, frozen

from kvacodes.documents.meant import meant_code
from kvacodes.model import Label
from kvacodes.proposals.drafts.draft import DraftCode, Unread

__all__ = ["CodeTable", "read_codes"]

_DASH = r"[-\u2010\u2011\u2013\u2014\u2212]"
_CODE = r"(?:[A-Za-z]{2}\s?[0-9]{3}|[A-Za-z]{3}\s?[0-9]{2})"
_RANGE = re.compile(
    rf"(?P<first>{_CODE})\s*(?:{_DASH}|t\.?\s?o\.?\s?m\.?|till(?:\s+och\s+med)?)\s*"
    rf"(?P<last>{_CODE}|[0-9]{{2,3}})",
    re.IGNORECASE,
)
_ONE = re.compile(_CODE)
_ALMOST = re.compile(r"[A-ZÅÄÖ]{1,4}[\s-]?[0-9OIl][0-9A-Za-z]{0,4}")
_EXACT = r"(?:[A-Z]{2}[0-9]{3}|[A-Z]{3}[0-9]{2})(?![0-9A-Za-z])"
_BETWEEN = rf"(?:{_DASH}|[Tt]\.?\s?o\.?\s?m\.?|till(?:\s+och\s+med)?)"
# Outside a table only exact codes count: "Tel 031" and "den 21" would pass for blank ones.
_STARTS = re.compile(
    rf"\s*(?:[-•*·]\s*|[0-9]{{1,2}}[.)]\s+|(?:KVÅ-)?[Kk]od\s+)?"
    rf"(?P<cell>{_EXACT}(?:\s*{_BETWEEN}\s*(?:{_EXACT}|[0-9]{{2,3}}(?![0-9])))?)(?P<rest>.*)"
)
_ALMOST_ROW = re.compile(rf"\s*(?:[-•*·]\s*)?{_ALMOST.pattern}\s+(?:{_DASH}\s)?\s*[A-ZÅÄÖ]")
_MISWRITTEN = re.compile(rf"\s*(?:[-•*·]\s*)?(?P<code>{_CODE})(?P<rest>\s.*)")
_ALIGNED = "  "
_NUMBERS = re.compile(rf"(?P<first>[0-9]{{1,3}})\s*{_DASH}\s*(?P<last>[0-9]{{1,3}})")

_HEADERS = {
    "code": ("kod", "kvåkod", "kva", "kvå", "koder", "åtgärdskod", "kodnummer", "code"),
    "text": ("kodtext", "text", "benämning", "titel", "klartext", "kodbenämning", "namn"),
    "description": ("beskrivning", "beskrivningstext", "förklaring", "kommentar", "anvisning"),
}
_MOST_IN_RANGE = 200


@frozen(kw_only=True)
class CodeTable:
    """What was read of the codes: they, what was not read, and the lines that hold them."""

    codes: tuple[DraftCode, ...] = ()
    unread: tuple[Unread, ...] = ()
    lines: frozenset[int] = frozenset()


def read_codes(lines: Sequence[str]) -> CodeTable:
    """Return the codes that stand first in a row of a table, with their texts.

    Columns may come in any order under a header; without one the code comes first, then
    its text, then its description. A code named in a sentence is not a code of the decision.
    """
    codes: dict[str, DraftCode] = {}
    unread: list[Unread] = []
    used: set[int] = set()
    header: _Header | None = None
    for number, line in enumerate(lines, start=1):
        found = _header(line)
        if found is not None:
            header = found
            used.add(number)
            continue
        is_after_row = number - 1 in used
        row = _row(line, header)
        if row is None and is_after_row:
            row = _miswritten(line)
        if row is None:
            if header is not None and is_after_row and codes and header.goes_on(line):
                last = codes[next(reversed(codes))]
                codes[last.code] = header.joined(last, line)
                used.add(number)
            elif _is_cut(line, header, is_after_row=is_after_row):
                used.add(number)
                unread.append(_unread_row(number))
            continue
        used.add(number)
        made, doubts = _codes_of(row, number)
        unread += doubts
        for code in made:
            if code.code in codes:
                unread.append(
                    Unread(
                        number,
                        f"{code.code} stands twice in the table; the first row is kept",
                        f"{code.code} står två gånger i tabellen; första raden behålls",
                        "codes",
                    )
                )
            else:
                codes[code.code] = code
    return CodeTable(codes=tuple(codes.values()), unread=tuple(unread), lines=frozenset(used))


@frozen(kw_only=True)
class _Header:
    """The header of a table: which cell is which, and where the columns begin."""

    columns: dict[str, int]
    separator: str
    starts: tuple[int, ...]

    def goes_on(self, line: str) -> bool:
        """Say whether a line is the rest of a row in aligned columns: nothing under the code."""
        if self.separator != _ALIGNED or not line.strip():
            return False
        return not line[: self.starts[self.columns["text"]]].strip()

    def joined(self, code: DraftCode, line: str) -> DraftCode:
        """Return a code with what a further line says of it."""
        ends = (*self.starts[1:], None)
        cells = [line[a:b].strip() for a, b in zip(self.starts, ends, strict=True)]
        text = f"{code.text} {cells[self.columns['text']]}".strip()
        described = self.columns.get("description")
        if described is None:
            return evolve(code, text=text)
        more = f"{code.description or ''} {cells[described]}".strip()
        return evolve(code, text=text, description=more)


def _unread_row(number: int) -> Unread:
    return Unread(
        number,
        "a row of the table without a code of the shape LLDDD or LLLDD",
        "en rad i tabellen utan en kod på formen LLDDD eller LLLDD",
        "codes",
    )


def _split(line: str, separator: str) -> list[str]:
    if separator == "|":
        line = line.strip()
        line = line.removeprefix("|").removesuffix("|")
        return [cell.strip() for cell in line.split("|")]
    if separator == "\t":
        return [cell.strip() for cell in line.split("\t")]
    if separator == ";":
        return [cell.strip() for cell in line.split(";")]
    return [cell.strip() for cell in re.split(r"\s{2,}", line.strip())]


def _separator(line: str) -> str:
    return next((mark for mark in ("\t", "|", ";") if mark in line), _ALIGNED)


def _fold(cell: str) -> str:
    return re.sub(r"[^a-zåäö]", "", cell.casefold())


def _header(line: str) -> _Header | None:
    separator = _separator(line)
    cells = [_fold(cell) for cell in _split(line, separator)]
    columns = {
        field: cells.index(name)
        for field, names in _HEADERS.items()
        for name in reversed(names)
        if name in cells
    }
    if not {"code", "text"} <= columns.keys():
        return None
    starts = tuple(m.start() for m in re.finditer(r"\S+(?: \S+)*", line))
    return _Header(columns=columns, separator=separator, starts=starts)


def _is_cut(line: str, header: _Header | None, *, is_after_row: bool) -> bool:
    """Say whether a line under a header, or after a row, looks like one with a misspelt code."""
    if header is None:
        return is_after_row and _ALMOST_ROW.match(line) is not None
    cells = _split(line, header.separator)
    return len(cells) > 1 and any(_ALMOST.fullmatch(cell) for cell in cells)


def _row(line: str, header: _Header | None) -> dict[str, str] | None:
    """Return the cells of a row by field, or None where the line is no row of codes."""
    if header is not None:
        columns = header.columns
        cells = _split(line, header.separator)
        at = columns["code"]
        if at < len(cells) and _is_code_cell(cells[at]):
            row = {f: cells[i] if i < len(cells) else "" for f, i in columns.items()}
            # A missing last cell is an empty description: the decision has the column.
            return row if row["text"] or len(cells) > 1 else _loose(line)
    return _loose(line)


def _miswritten(line: str) -> dict[str, str] | None:
    """Return a row after another one whose code has a blank or small letters."""
    match = _MISWRITTEN.match(line)
    if match is None:
        return None
    return _loose(f"{meant_code(match['code'])}{match['rest']}", as_written=match["code"])


def _is_code_cell(cell: str) -> bool:
    return bool(_RANGE.fullmatch(cell) or _ONE.fullmatch(cell))


def _loose(line: str, *, as_written: str = "") -> dict[str, str] | None:
    """Return the cells of a row outside any header: code first, then its text."""
    match = _STARTS.match(line)
    if match is None:
        return None
    rest = match["rest"]
    if rest and not re.match(rf"\s*(?:[:;|\t]|{_DASH}\s|\s)", rest):
        return None
    separator = _separator(rest.lstrip(" \t|;"))
    text, *more = _split(re.sub(rf"^[\s:;|]*(?:{_DASH}\s)?\s*", "", rest), separator)
    if not text or not re.match(r"[A-ZÅÄÖ0-9]", text):
        return None  # a sentence that begins with a code, such as "UX273 avslutas"
    row = {"code": as_written or match["cell"], "text": text}
    return row | {"description": more[0]} if more else row


def _codes_of(row: dict[str, str], line: int) -> tuple[list[DraftCode], list[Unread]]:
    cell = row["code"]
    span = _RANGE.fullmatch(cell.strip())
    names = _expanded(span) if span else ["".join(cell.split())]
    if not names:
        return [], [_bad_range(line)]
    texts = _texts(row["text"], len(names))
    doubts: list[Unread] = []
    if len(names) > 1 and texts is None:
        doubts.append(
            Unread(
                line,
                f"{names[0]}–{names[-1]} share one text; give each its own",
                f"{names[0]}–{names[-1]} delar en text; ge var och en sin egen",
                "codes",
            )
        )
    codes: list[DraftCode] = []
    for name, text in zip(names, texts or [row["text"]] * len(names), strict=True):
        doubt = () if name == name.upper() else (_SMALL_LETTERS,)
        codes.append(
            DraftCode(
                code=name.upper(), text=text, description=row.get("description"), doubts=doubt
            )
        )
    if not row["text"]:
        doubts.append(
            Unread(line, f"{names[0]} has no text", f"{names[0]} saknar kodtext", "codes")
        )
    return codes, doubts


_SMALL_LETTERS = Label("står med små bokstäver i beslutet", "written in lower case in the decision")


def _bad_range(line: int) -> Unread:
    return Unread(
        line,
        "a range of codes that does not run forwards within one prefix",
        "en kodföljd som inte löper framåt inom ett prefix",
        "codes",
    )


def _expanded(span: re.Match[str]) -> list[str]:
    first = "".join(span["first"].split())
    last = "".join(span["last"].split())
    letters, digits = re.fullmatch(r"([A-Za-z]+)([0-9]+)", first).groups()  # type: ignore[union-attr]
    end = last if last.isdigit() else last.removeprefix(letters)
    if not end.isdigit() or len(end) > len(digits):
        return []
    end = digits[: len(digits) - len(end)] + end
    count = int(end) - int(digits) + 1
    if not 1 <= count <= _MOST_IN_RANGE:
        return []
    return [f"{letters}{int(digits) + i:0{len(digits)}d}" for i in range(count)]


def _texts(text: str, count: int) -> list[str] | None:
    """Return a text for each code of a range: "nr 1–6" gives six; None where it gives none."""
    if count == 1:
        return [text]
    for match in _NUMBERS.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        if last - first + 1 == count:
            before, after = text[: match.start()], text[match.end() :]
            return [f"{before}{first + i}{after}" for i in range(count)]
    return None
