"""Shapes that all parts of a document share: labels, codes, lengths of time, periods."""

from __future__ import annotations

import re
from typing import Any

from kvacodes.documents.meant import id_meant, meant_code, period_meant, span_meant
from kvacodes.documents.nodes import MapNode, Node, TextNode, shown
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import (
    WRONG,
    Choice,
    Day,
    Text,
    Truth,
    Whole,
    Wrong,
    did_you_mean,
    listing,
    written,
)
from kvacodes.documents.shapes import Either, Field, Record
from kvacodes.findings import Severity
from kvacodes.model.words import Basis, Label
from kvacodes.periods import ALWAYS, Interval, Span

__all__ = [
    "BASIS",
    "CODE",
    "DAY",
    "DECISION_ID",
    "ID",
    "LABEL",
    "NOTE",
    "OWN_CODE",
    "PERIOD",
    "SEVERITY",
    "SPAN",
    "TEXT",
    "TRUTH",
    "interval_of",
]

TEXT = Text()
NOTE = Text()
DAY = Day()
TRUTH = Truth()
BASIS = Choice.of(Basis)
SEVERITY = Choice.of(Severity)
ID = Text(
    expected=Label(
        "små bokstäver a–z, siffror, punkt och bindestreck",
        "lower-case letters a–z, digits, dots and hyphens",
    ),
    pattern=r"[a-z0-9]+(?:[._-][a-z0-9]+)*",
    meant=id_meant,
)


class _LabelText(Text):
    """A text that serves as a label in both languages."""

    def read(self, node: Node, reading: Reading) -> Label | Wrong:  # type: ignore[override]
        """Return the label."""
        text = super().read(node, reading)
        return WRONG if text is WRONG else Label(text)


LABEL = Either(
    _LabelText(),
    Record(
        "label",
        {
            "sv": Field(TEXT, Label("på svenska", "in Swedish"), required="yes"),
            "en": Field(TEXT, Label("på engelska", "in English")),
        },
        lambda _, __, values: Label(values["sv"], values.get("en", "")),
        Label("{sv: text, en: text}", "{sv: text, en: text}"),
    ),
)


class _CodeText(Text):
    """A code, as text that every YAML reader takes for text.

    Args:
        quoted: The rule that is broken by a code without quotes, where one is.
    """

    def __init__(self, *, quoted: str = "") -> None:
        super().__init__(expected=Label('en kod som "UX273"', 'a code such as "UX273"'))
        self.quoted = quoted

    def read(self, node: Node, reading: Reading) -> str | Wrong:
        """Return the code as it is written; checks of meaning look at its shape."""
        text = super().read(node, reading)
        if text is WRONG:
            return WRONG
        if type(node) is TextNode and node.plain:
            self._report(node, text, reading)
        return text

    def _report(self, node: TextNode, text: str, reading: Reading) -> None:
        meant = meant_code(text)
        if not _SAFE.fullmatch(text):
            hint = written(f'"{meant}"') if meant else {}
            reading.report("code-not-text", node, code=shown(text), **hint)
        elif self.quoted and meant in {text, ""}:
            # One that is miswritten has a finding of meaning, which says how to write it.
            reading.report(self.quoted, node, code=shown(text))


# What begins with two letters and goes on with letters and digits is text to all readers.
_SAFE = re.compile(r"[A-Za-zÅÄÖåäö]{2,}[0-9]+[A-Za-z0-9]*|[A-Z]{2,3}")
OWN_CODE = _CodeText(quoted="code-unquoted")
"""A code where a document decides on it: quotes are expected."""
CODE = _CodeText()
"""A code that is only referred to."""


class _DecisionId(Text):
    """The id of a decision of the same document."""

    def __init__(self) -> None:
        super().__init__(expected=Label("ett besluts id", "the id of a decision"))

    def read(self, node: Node, reading: Reading) -> str | Wrong:
        """Return the id, also of a decision that does not exist, after reporting it."""
        text = super().read(node, reading)
        if text is not WRONG and text not in reading.decisions and not reading.cut:
            report_unknown_decision(node, text, reading)
        return text


def report_unknown_decision(node: Node, found: str, reading: Reading) -> None:
    """Report an id that no decision of the document has."""
    known = listing(reading.decisions)
    near = did_you_mean(found, reading.decisions, reading)
    reading.report("unknown-decision", node, found=shown(found), known=known, **near)


DECISION_ID = _DecisionId()

_COUNT = Whole()


def _span(reading: Reading, node: MapNode, values: dict[str, Any]) -> Span | Wrong:
    if not values:
        if not node.entries:
            reading.report("span-empty", node)
        return WRONG
    months = values.get("years", 0) * 12 + values.get("months", 0)
    written = tuple((values[u], u) for u in ("years", "months", "weeks", "days") if u in values)
    return Span(months, values.get("weeks", 0) * 7 + values.get("days", 0), written=written)


SPAN = Record(
    "span",
    {
        "years": Field(_COUNT, Label("hela år", "whole years")),
        "months": Field(_COUNT, Label("hela kalendermånader", "whole calendar months")),
        "weeks": Field(_COUNT, Label("veckor om sju dagar", "weeks of seven days")),
        "days": Field(_COUNT, Label("dagar", "days")),
    },
    _span,
    Label("en tidslängd som {months: 2}", "a length of time such as {months: 2}"),
    meant=span_meant,
)


def interval_of(reading: Reading, node: MapNode, values: dict[str, Any]) -> Interval | Wrong:
    """Return the interval of the keys ``from`` and ``to``; reports one that is reversed."""
    first, last = values.get("from"), values.get("to")
    if first is None and last is None:
        return ALWAYS
    if first is not None and last is not None and last < first:
        where = node.entries["to"][1]
        reading.report("period-reversed", where, first=str(first), last=str(last))
        return WRONG
    return Interval.through(first, last)


PERIOD_FIELDS = {
    "from": Field(DAY, Label("första dagen", "the first day")),
    "to": Field(DAY, Label("sista dagen, inräknad", "the last day, included")),
}
PERIOD = Record(
    "period",
    PERIOD_FIELDS,
    interval_of,
    Label("en period som {from: 2019-01-01}", "a period such as {from: 2019-01-01}"),
    meant=period_meant,
)
