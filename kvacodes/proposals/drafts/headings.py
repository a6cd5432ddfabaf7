"""The labels and headings of decision texts, however they are spelt."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence

from attrs import frozen

__all__ = ["Segment", "is_heading", "segments"]

_LABELS = {
    "decided_on": (
        "beslutsdatum", "beslutsdag", "datum för beslut", "beslutad", "beslutat",
        "beslutad den", "fastställd", "fastställt", "fastställd den", "beslut fattat",
    ),
    "decided": (
        "datum", "dokumentdatum", "daterad", "upprättad", "sammanträde", "sammanträdesdatum",
        "mötesdatum",
    ),
    "diary": (
        "diarienummer", "diarienr", "dnr", "diarie nr", "diarie nummer", "ärendenummer",
        "beteckning", "diariet",
    ),
    "start": (
        "startdatum", "start datum", "giltig från", "giltigt från", "giltighet", "gäller från",
        "gäller från och med", "gäller fr o m", "gäller from", "ikraftträdande", "införande",
        "införs", "start", "träder i kraft", "giltighetstid", "gäller",
    ),
    "end": ("slutdatum", "gäller till", "gäller till och med", "giltig till", "gäller t o m"),
    "approved": ("beredning", "beredningsdatum", "beredd", "godkänd", "godkänd av stok"),
    "decision": ("beslut",),
    "background": ("bakgrund", "bakgrund och syfte", "motivering", "syfte"),
    "requester": (
        "beställare", "förslagsställare", "initiativtagare", "sökande", "begärt av",
        "beställd av", "beställt av", "begäran från", "begäran av", "efterfrågat av",
        "önskemål från", "önskat av", "önskad av", "inkommit från", "förslag från",
        "uppdragsgivare",
    ),
    "codes": (
        "förslag till nya regionala koder", "förslag till nya koder", "förslag till koder",
        "förslag", "nya koder", "koder", "kodförslag",
    ),
    "person": (
        "handläggare", "föredragande", "kontaktperson", "telefon", "tel", "mobil", "e post",
        "epost", "mail", "e mail", "kontakt",
    ),
}  # fmt: skip
_KEY_OF = {name: key for key, names in _LABELS.items() for name in names}
_SHORTEST = 7
_OFF = 3
_LONGEST = 1 + max(map(len, _KEY_OF))
_MOST_WORDS = max(len(name.split()) for name in _KEY_OF)
_REQUESTED = re.compile(
    r"\b(?:inkommit|kommit in|begärts|framförts)\s+(?:från|av)\s*:?\s*(?P<rest>.*)$", re.IGNORECASE
)


@frozen(kw_only=True)
class Segment:
    """A labelled part of the text: ``Datum 2018-11-30``.

    Attributes:
        key: What it is about.
        rest: What is said.
        lines: The lines it stands on, counted from 1.
    """

    key: str
    rest: str
    lines: tuple[int, ...]

    @property
    def line(self) -> int:
        """The first line."""
        return self.lines[0]


def _key(words: str) -> str:
    folded = re.sub(r"[^a-zåäö]+", " ", words.casefold()).strip()
    if folded in _KEY_OF:
        return _KEY_OF[folded]
    # Shorter words are too alike (gäller, gällande), and longer ones are no label.
    if not _SHORTEST <= len(folded) <= _LONGEST:
        return ""
    # A misspelt label keeps its first letter and nearly its length; comparing is slow.
    likely = [n for n in _KEY_OF if n[0] == folded[0] and abs(len(n) - len(folded)) <= _OFF]
    close = difflib.get_close_matches(folded, likely, n=1, cutoff=0.86)
    return _KEY_OF[close[0]] if close else ""


def is_heading(line: str) -> bool:
    """Say whether a line is a heading or begins with a label."""
    return bool(_labelled(line.strip())[0])


def _labelled(words: str) -> tuple[str, str]:
    """Return key and rest of words that begin with a label; two empty strings without."""
    head, mark, rest = words.partition(":")
    if mark and (key := _key(head)):
        return key, rest.strip()
    if not any(c.isdigit() for c in words) and (key := _key(words)):
        return key, ""
    parts = words.split()
    for count in range(1, min(_MOST_WORDS + 1, len(parts))):
        rest = " ".join(parts[count:])
        # Without a colon only a value counts: "Datum 2018-11-30", not "Start av programmet".
        if re.match(r"(?:den |[A-ZÅÄÖ]{1,6}[ -])?(?:§ ?)?[0-9]", rest) and (
            key := _key(" ".join(parts[:count]))
        ):
            return key, rest
    return "", ""


def segments(lines: Sequence[str], *, without: Collection[int] = ()) -> list[Segment]:
    """Return the labelled parts; labels may stand before, beside or above what they label."""
    rows = [
        [cell.strip() for cell in re.split(r"\t|\s{3,}|\s\|\s", line.strip().strip("|"))]
        for line in lines
    ]
    found = []
    for number, cells in enumerate(rows, start=1):
        if number in without:
            continue
        requested = _REQUESTED.search(lines[number - 1])
        if requested:
            found.append(Segment(key="requester", rest=requested["rest"], lines=(number,)))
            continue
        for column, cell in enumerate(cells):
            key, rest = _labelled(cell)
            if not key:
                continue
            at: tuple[int, ...] = (number,)
            if not rest:
                rest, at = _beside_or_below(rows, number, column)
            found.append(Segment(key=key, rest=rest, lines=at))
    return found


def _beside_or_below(
    rows: list[list[str]], number: int, column: int
) -> tuple[str, tuple[int, ...]]:
    cells = rows[number - 1]
    beside = cells[column + 1] if column + 1 < len(cells) else ""
    if beside and not _labelled(beside)[0]:
        return beside, (number,)
    for below in range(number, min(number + 2, len(rows))):
        row = rows[below]
        if column < len(row) and row[column]:
            # Below another heading begins another part.
            is_value = not _labelled(row[column])[0]
            return (row[column], (number, below + 1)) if is_value else ("", (number,))
    return "", (number,)
