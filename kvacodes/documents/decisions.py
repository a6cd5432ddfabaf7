"""The decisions of a document: nodes to objects."""

from __future__ import annotations

from typing import Any

from kvacodes.documents.meant import start_meant
from kvacodes.documents.nodes import ListNode, MapNode, Node, TextNode, shown
from kvacodes.documents.parts import DAY, ID, TEXT, report_unknown_decision
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import WRONG, Wrong, listing
from kvacodes.documents.shapes import Field, ListOf, Record
from kvacodes.model.decision import Decision, Start, StartKind
from kvacodes.model.words import Label

__all__ = ["DECISIONS", "read_decisions"]


class _DayOrUnknown:
    """A day, or the word unknown; None stands for the latter."""

    expected = Label("en dag som 2019-01-31, eller unknown", "a day such as 2019-01-31, or unknown")

    def read(self, node: Node, reading: Reading) -> Any:  # noqa: ANN401 - a day or None
        """Return the day, or None."""
        if type(node) is TextNode and node.text == "unknown":
            return None
        return DAY.read(node, reading)

    def schema(self) -> dict[str, Any]:
        """Return a day or the word."""
        return {"anyOf": [DAY.schema(), {"const": "unknown"}]}


def _start(reading: Reading, node: MapNode, values: dict[str, Any]) -> Start | Wrong:
    if len(node.entries) > 1 and {"exact", "latest"} <= node.entries.keys():
        reading.report("exclusive-keys", node, first="exact", second="latest")
        return WRONG
    for kind in StartKind:
        if kind.value in values:
            return Start(kind, values[kind.value])
    if not node.entries:
        expected = Label("exact eller latest", "exact or latest")
        reading.report("value-missing", node, expected=expected)
    return WRONG


_START = Record(
    "start",
    {
        "exact": Field(DAY, Label("första dagen", "the first day")),
        "latest": Field(
            DAY, Label("så fort som möjligt, dock senast", "as soon as possible, at the latest")
        ),
    },
    _start,
    Label("{exact: dag} eller {latest: dag}", "{exact: day} or {latest: day}"),
    meant=start_meant,
)


def _decision(reading: Reading, node: MapNode, values: dict[str, Any]) -> Decision:
    if values.get("diary_number") == "unknown":
        values["diary_number"] = None
    if values.get("paragraphs") == "unknown":
        values["paragraphs"] = ""
    decision = Decision(**values)
    if decision.decided_on is None and not (decision.rests_on or decision.source or node.cut):
        reading.report("undated-decision", node.entries["decided_on"][1])
    return reading.came_from(decision, node)


def _about(sv: str, en: str, shape: Any = TEXT, required: str = "") -> Field:  # noqa: ANN401
    return Field(shape, Label(sv, en), required=required)


_DECISION = Record(
    "decision",
    {
        "id": _about("stabilt id i dokumentet", "stable id within the document", ID, "yes"),
        "diary_number": _about(
            "diarienummer som det skrivs, eller unknown",
            "diary number (diarienummer) as written, or unknown",
        ),
        "title": _about("vad som beslutades", "what was decided on"),
        "requested_by": _about("roll och enhet som begärde det", "role and unit that asked for it"),
        "prepared_by": _about("vem som beredde det", "who prepared it (beredning)"),
        "approved_on": _about(
            "dagen då beredningen godkände", "the day the preparation approved", DAY
        ),
        "body": _about("vem som beslutade", "who decided", required="yes"),
        "issued_by": _about("enheten vars dokument det är", "the unit whose document it is"),
        "decided_on": _about(
            "beslutets dag, eller unknown",
            "the day of the decision, or unknown",
            _DayOrUnknown(),
            "yes",
        ),
        "paragraphs": _about("paragrafer i protokollet", "paragraphs of the minutes"),
        "starts": _about("när det börjar gälla", "when it begins to apply", _START),
        "rests_on": _about(
            "id på beslut det bygger på", "ids of decisions it builds on", ListOf(TEXT)
        ),
        "recipients": _about("till vem det riktas", "to whom it is addressed", ListOf(TEXT)),
        "source": _about("var det kan läsas", "where it can be read"),
        "note": _about("anmärkning", "a note"),
    },
    _decision,
    Label("ett beslut med nycklar", "a decision with its keys"),
)
DECISIONS = ListOf(_DECISION)


def read_decisions(node: Node, reading: Reading) -> tuple[Decision, ...]:
    """Read the decisions, and check that each has its own id and rests on others there are."""
    decisions = DECISIONS.read(node, reading)
    if decisions is WRONG or type(node) is not ListNode:
        return ()
    reading.check_ids(decisions)
    for decision in decisions:
        reading.decisions.setdefault(decision.id, decision)
    for item in node.items:
        # One that cannot be read has its own finding, and is still there to be named.
        name = item.get("id") if type(item) is MapNode else None
        if type(name) is TextNode and name.text:
            reading.decisions.setdefault(name.text, Decision(id=name.text, body=""))
    for decision in decisions:
        _check_rests_on(reading.origins[id(decision)], decision, reading)
    return tuple(decisions)


def _check_rests_on(node: MapNode, decision: Decision, reading: Reading) -> None:
    written = node.get("rests_on")
    if not isinstance(written, ListNode) or reading.cut:
        return
    for item in written.items:
        if type(item) is TextNode and item.text and item.text not in reading.decisions:
            report_unknown_decision(item, item.text, reading)
        elif type(item) is TextNode and item.text == decision.id:
            hint = Label("ett beslut vilar inte på sig självt", "a decision rests on others")
            known = listing(name for name in reading.decisions if name != decision.id)
            reading.report("unknown-decision", item, found=shown(item.text), known=known, hint=hint)
