"""Shapes of single values: texts, days, numbers, choices.

A shape says what a value may look like, once for two uses: `read` turns a node into a
value and reports everything that is wrong, `schema` gives the same as JSON Schema. A
value that cannot be read is `WRONG`, and has been reported; what is built around it
goes on without.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, Final, Protocol

from kvacodes.documents.meant import amount_meant, day_meant, word_meant
from kvacodes.documents.nodes import ListNode, MapNode, Node, TextNode, shown
from kvacodes.documents.reading import Reading
from kvacodes.errors import near_misses
from kvacodes.model.words import Label

__all__ = [
    "A_MAPPING",
    "LONGEST_NAME",
    "WRONG",
    "Choice",
    "Day",
    "Number",
    "Schema",
    "Shape",
    "Text",
    "Truth",
    "Whole",
    "Wrong",
    "asked",
    "did_you_mean",
    "found_kind",
    "is_missing",
    "listing",
    "names_meant",
    "written",
]

Schema = dict[str, Any]


class Wrong(enum.Enum):
    """The one value that stands for what could not be read."""

    WRONG = "wrong"


WRONG: Final = Wrong.WRONG


class Shape(Protocol):
    """What a value may look like."""

    @property
    def expected(self) -> Label:
        """What it is, in words: ``a day such as 2019-01-31``."""

    def read(self, node: Node, reading: Reading) -> Any:  # noqa: ANN401 - by shape
        """Return the value, or `WRONG` after reporting why not."""

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""


_EMPTY = frozenset(["", "~", "null", "Null", "NULL"])
_A_LIST = Label("en lista", "a list")
A_MAPPING = Label("en mappning med nycklar", "a mapping with keys")
_A_TEXT = Label("text", "text")


def found_kind(node: Node) -> Label:
    """Return what a node is, in words."""
    if isinstance(node, MapNode):
        return A_MAPPING
    if isinstance(node, ListNode):
        return _A_LIST
    text = shown(node.text)
    return Label(f"texten {text!r}", f"the text {text!r}")


def written(*ways: str) -> dict[str, Label]:
    """Return a hint with the ways to write it, or nothing where there is none."""
    if not ways:
        return {}
    return {"hint": Label(f"skriv {' eller '.join(ways)}", f"write {' or '.join(ways)}")}


def names_meant(found: str, known: Iterable[str], reading: Reading) -> tuple[str, ...]:
    """Return what was likely meant: the name that a Swedish word stands for, or the closest."""
    names = tuple(known)
    if len(found) > LONGEST_NAME:
        return ()
    if meant := word_meant(found, names):
        return (meant,)
    return near_misses(found, names) if reading.may_compare(len(names)) else ()


def did_you_mean(found: str, known: Iterable[str], reading: Reading) -> dict[str, Label]:
    """Return a hint with the names that were likely meant, or nothing where there are none."""
    return asked(names_meant(found, known, reading))


def asked(names: Iterable[str]) -> dict[str, Label]:
    """Return a hint that asks whether one of the names was meant; nothing where there is none."""
    near = tuple(names)
    if not near:
        return {}
    sv, en = " eller ".join(near), " or ".join(near)
    return {"hint": Label(f"menade du {sv}?", f"did you mean {en}?")}


def listing(names: Iterable[object]) -> str:
    """Return names for a message: a few dozen at most, or a dash where there are none."""
    first = [str(name) for name in islice(names, MOST_LISTED + 1)]
    if len(first) > MOST_LISTED:
        first[-1] = "…"
    return ", ".join(first) or "–"


MOST_LISTED = 40


LONGEST_NAME = 80


def is_missing(node: Node) -> bool:
    """Say whether a key was written without a value, or with a word for none."""
    return type(node) is TextNode and node.plain and node.text in _EMPTY


def _text_of(shape: Shape, node: Node, reading: Reading) -> str | Wrong:
    """Return the text of a scalar that has one."""
    if type(node) is not TextNode:
        reading.report("wrong-type", node, found=found_kind(node), expected=shape.expected)
        return WRONG
    if is_missing(node):
        reading.report("value-missing", node, expected=shape.expected)
        return WRONG
    return node.text


class Text:
    """A text; may be empty only where that is said."""

    def __init__(
        self,
        *,
        expected: Label = _A_TEXT,
        empty: Iterable[str] = (),
        pattern: str = "",
        rule: str = "id-malformed",
        meant: Callable[[str], str] = str,
    ) -> None:
        """Describe a text.

        Args:
            expected: What it is, in words.
            empty: Holds the empty text where that is allowed.
            pattern: What it must match as a whole.
            rule: The rule that is broken where it does not match.
            meant: Makes of such a text what may have been meant.
        """
        self.expected, self.rule, self.meant = expected, rule, meant
        self.may_be_empty = "" in empty
        self.pattern = re.compile(pattern) if pattern else None

    def read(self, node: Node, reading: Reading) -> str | Wrong:
        """Return the text."""
        text = _text_of(self, node, reading)
        if text is WRONG:
            return WRONG
        if not text.strip() and not self.may_be_empty:
            reading.report("empty-text", node, expected=self.expected)
            return WRONG
        if self.pattern is not None and not self.pattern.fullmatch(text):
            meant = self.meant(text[:LONGEST_NAME])
            hint = written(meant) if self.pattern.fullmatch(meant) else {}
            reading.report(self.rule, node, found=shown(text), expected=self.expected, **hint)
            return WRONG
        return text

    def schema(self) -> Schema:
        """Return a string, with its pattern."""
        schema: Schema = {"type": "string"}
        if not self.may_be_empty:
            schema["minLength"] = 1
        if self.pattern is not None:
            schema["pattern"] = f"^(?:{self.pattern.pattern})$"
        return schema


class Day:
    """A day of the calendar, written as ISO 8601."""

    expected = Label("en dag som 2019-01-31", "a day such as 2019-01-31")
    _WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

    def __init__(self) -> None:
        """Start with no days read; documents repeat theirs."""
        self._known: dict[str, date] = {}

    def read(self, node: Node, reading: Reading) -> date | Wrong:
        """Return the day."""
        text = _text_of(self, node, reading)
        if text is WRONG:
            return WRONG
        if (day := self._known.get(text)) is not None:
            return day
        try:
            day = date.fromisoformat(text) if self._WRITTEN.fullmatch(text) else None
        except ValueError:
            hint = Label("dagen finns inte i kalendern", "the calendar has no such day")
            reading.report("date-unreadable", node, found=shown(text), hint=hint)
            return WRONG
        if day is None:
            reading.report("date-unreadable", node, found=shown(text), **_day_hint(text))
            return WRONG
        if len(self._known) < _MOST_DAYS:
            self._known[text] = day
        return day

    def schema(self) -> Schema:
        """Return a string with the form of a day."""
        return {"type": "string", "pattern": f"^{self._WRITTEN.pattern}$", "format": "date"}


_MOST_DAYS = 10_000
_OPEN = re.compile(r"(?:tills )?vidare|pågår|löpande|öppen|until further notice", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"[0-9]{2}-?[0-9]{2}-?[0-9]{2}")


def _day_hint(text: str) -> dict[str, Label]:
    """Return a hint with the same day in the right form, where it can be told."""
    if meant := day_meant(text):
        return written(meant)
    if _OPEN.fullmatch(text.strip()):
        return {"hint": _LEAVE_OUT}
    return {"hint": _FOUR_DIGITS} if _SHORT_YEAR.fullmatch(text.strip()) else {}


_LEAVE_OUT = Label(
    "utelämna nyckeln så länge perioden pågår", "leave the key out while the period is open"
)
_FOUR_DIGITS = Label("skriv året med fyra siffror", "write the year with four digits")


class Whole:
    """A whole number that is not negative."""

    def __init__(self, *, least: int = 0, most: int = 99_999) -> None:
        """Describe a number between two others, both included."""
        self.least, self.most = least, most
        self.expected = Label(f"ett heltal {least}–{most}", f"a whole number {least}–{most}")

    def read(self, node: Node, reading: Reading) -> int | Wrong:
        """Return the number."""
        text = _text_of(self, node, reading)
        if text is WRONG:
            return WRONG
        if _DIGITS.fullmatch(text) and self.least <= int(text) <= self.most:
            return int(text)
        reading.report("number-unreadable", node, found=shown(text), expected=self.expected)
        return WRONG

    def schema(self) -> Schema:
        """Return an integer between two others."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


_DIGITS = re.compile(r"[0-9]{1,9}")


class Number:
    """An exact number; a text in quotes is kept as text."""

    expected = Label("ett tal som 612000 eller 0.5", "a number such as 612000 or 0.5")
    _WRITTEN = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?")

    def read(self, node: Node, reading: Reading) -> Decimal | str | Wrong:
        """Return the number, exactly as written."""
        text = _text_of(self, node, reading)
        if text is WRONG:
            return WRONG
        if self._WRITTEN.fullmatch(text):
            return Decimal(text)
        meant, is_about = amount_meant(text)
        if type(node) is TextNode and not node.plain and text.strip() and not meant:
            return text
        hint: dict[str, Label] = {}
        if self._WRITTEN.fullmatch(meant):
            hint = written(f"{meant}, approximate: true" if is_about else meant)
        reading.report("number-unreadable", node, found=shown(text), expected=self.expected, **hint)
        return WRONG

    def schema(self) -> Schema:
        """Return a number or a text."""
        return {"type": ["number", "string"]}


class Choice:
    """One of a few words, each standing for a value."""

    def __init__(self, values: dict[str, Any]) -> None:
        """Take the words and what they stand for."""
        self.values = values
        self.expected = Label(_listed(values, "eller"), _listed(values, "or"))

    @classmethod
    def of(cls, members: type[enum.Enum]) -> Choice:
        """Make a choice between the members of an enumeration, by their values."""
        return cls({str(member.value): member for member in members})

    def read(self, node: Node, reading: Reading) -> Any:  # noqa: ANN401 - by choice
        """Return what the word stands for."""
        text = _text_of(self, node, reading)
        if text is WRONG:
            return WRONG
        value = self.values.get(text, WRONG)
        if value is WRONG:
            near = did_you_mean(text, self.values, reading)
            known = listing(self.values)
            reading.report("unknown-value", node, found=shown(text), known=known, **near)
        return value

    def schema(self) -> Schema:
        """Return the enumeration."""
        return {"enum": list(self.values)}


def _listed(words: Iterable[str], joint: str) -> str:
    *first, last = words
    return f"{', '.join(first)} {joint} {last}" if first else last


class Truth(Choice):
    """True or false, and no other word for them."""

    def __init__(self) -> None:
        """Describe a truth value."""
        super().__init__({"true": True, "false": False})

    def schema(self) -> Schema:
        """Return a boolean."""
        return {"type": "boolean"}
