"""Characters that cannot be seen: found and named before a text is read as YAML.

A no-break space in a code, or a mark that turns the direction of writing, makes two
texts differ that look the same. Control characters would stop the parser; they are
replaced, so that everything else that is wrong is found in the same run.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kvacodes.documents.nodes import Node, Report

__all__ = ["MAX_SHOWN", "cleaned", "invisible_name", "report_invisible"]

MAX_SHOWN = 200
"""How many invisible characters of one text are reported; the text ends at the next."""

INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line ends
    "\xa0\u2000-\u200a\u202f\u205f\u3000\u1680"  # blanks that are no ordinary blank
    "\xad\u034f\u061c\u180e\u200b-\u200f\u2060-\u206f\ufeff"  # zero width and joiners
    "\u2028\u2029\u202a-\u202e"  # line ends of another kind; direction of writing
    "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters without a shape
    "\ufe00-\ufe0f\ufff0-\ufffb\ufffe\uffff"  # variants; not characters
    "\ud800-\udfff"  # halves of a character
    "\U000e0000-\U000e0fff"  # tags
    "]"
)
_DIRECTIVE = re.compile("^%.{0,40}", re.MULTILINE)

# The bytes of what Swedish texts are made of: if nothing is left when they are taken
# away, there is nothing to look for. Ten times as fast as the pattern.
_ORDINARY = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F), 0xC3, *range(0x80, 0xC0)])  # ASCII; À–ÿ


class _Spot:
    """A place in a text, counted from 0, found from the place before it."""

    __slots__ = ("column", "index", "line")

    def __init__(self, text: str, index: int, before: _Spot | None = None) -> None:
        start, line = (0, 0) if before is None else (before.index, before.line)
        self.index: int = index
        self.line: int = line + text.count("\n", start, index)
        self.column = index - text.rfind("\n", 0, index) - 1


def cleaned(text: str, report: Report) -> str:
    """Report what cannot be seen, and return the text in a form the parsers accept.

    Characters are replaced one for one, so lines and columns stay what they are. After too
    many of them the text ends.
    """
    text = text.removeprefix("\ufeff")  # some editors mark UTF-8 so; not part of the text
    if _is_suspect(text):
        text = _without_invisible(text, report)
    first = _DIRECTIVE.search(text)
    if first is not None:
        report("yaml-directive", _Spot(text, first.start()), found=first[0])
        # Comments instead: thousands of directives take libyaml quadratic time.
        text = re.sub("^%", "#", text, flags=re.MULTILINE)
    return text


def report_invisible(text: str, report: Report, *, at: Node) -> None:
    """Report what cannot be seen in a text whose characters were written as escapes."""
    if _is_suspect(text):
        for match in islice(INVISIBLE.finditer(text), MAX_SHOWN):
            report("invisible-character", at, name=invisible_name(match[0]))


def _is_suspect(text: str) -> bool:
    raw = text.encode("utf-8", "surrogatepass")
    return bool(raw.translate(None, _ORDINARY)) and INVISIBLE.search(text) is not None


def _without_invisible(text: str, report: Report) -> str:
    parts: list[str] = []
    done, spot = 0, None
    found = INVISIBLE.search(text)
    for _ in range(MAX_SHOWN):
        if found is None:
            return "".join([*parts, text[done:]])
        start, end = found.start(), _end_of_run(text, found)
        spot = _Spot(text, start, spot)
        several = f" × {end - start}" if end - start > 1 else ""
        report("invisible-character", spot, name=f"{invisible_name(found[0])}{several}")
        parts += [text[done:start], _visible(found[0]) * (end - start)]
        done, found = end, INVISIBLE.search(text, end)
    return "".join([*parts, text[done : found.start() if found else None]])


def _end_of_run(text: str, found: re.Match[str]) -> int:
    """Return where the same character, many times in a row, ends: that is one finding."""
    run = re.compile(f"{re.escape(found[0])}+").match(text, found.start())
    return found.end() if run is None else run.end()


def _visible(character: str) -> str:
    """Return what stands in for an invisible character: blanks stay blanks."""
    return " " if character.isspace() and character not in "\x85\u2028\u2029" else "\ufffd"


def invisible_name(character: str) -> str:
    """Return the number and name of a character, such as ``U+00A0 NO-BREAK SPACE``."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()
