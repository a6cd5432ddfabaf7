"""The codes of a document and their namespace: nodes to objects."""

from __future__ import annotations

from datetime import date
from typing import Any

from kvacodes.documents.meant import run_meant
from kvacodes.documents.nodes import MapNode
from kvacodes.documents.parts import (
    BASIS,
    CODE,
    DECISION_ID,
    OWN_CODE,
    PERIOD,
    PERIOD_FIELDS,
    TEXT,
    interval_of,
)
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import WRONG, Choice, Text, Wrong
from kvacodes.documents.shapes import Either, Field, ListOf, OneOrMore, Record
from kvacodes.model.code import Code, CodeShape, DatedText, Namespace, Owner, Run
from kvacodes.model.decision import Decision
from kvacodes.model.words import Label
from kvacodes.periods import Interval

__all__ = ["CODES", "NAMESPACE"]


def _run(reading: Reading, node: MapNode, values: dict[str, Any]) -> Run | Wrong:
    first, last = values["from"], values["to"]
    if last < first:
        where = node.entries["to"][1]
        reading.report("period-reversed", where, first=first, last=last, hint=_SWAP)
        return WRONG
    return Run(first, last)


_SWAP = Label("byt plats på koderna", "swap the two codes")
_RUN = Record(
    "run",
    {
        "from": Field(CODE, Label("första koden", "the first code"), required="yes"),
        "to": Field(CODE, Label("sista koden, inräknad", "the last, included"), required="yes"),
    },
    _run,
    Label('{from: "UX273", to: "UX278"}', '{from: "UX273", to: "UX278"}'),
    meant=run_meant,
)
_PREFIX = Text(
    expected=Label("en till tre stora bokstäver A–Z", "one to three capital letters A–Z"),
    pattern="[A-Z]{1,3}[0-9]{0,3}",
    rule="prefix-malformed",
    meant=str.upper,
)
NAMESPACE = Record(
    "namespace",
    {
        "shape": Field(
            Choice.of(CodeShape),
            Label("KMA (LLDDD) eller KKA (LLLDD)", "KMA (LLDDD) or KKA (LLLDD)"),
            required="yes",
        ),
        "prefix": Field(_PREFIX, Label("vad koderna börjar med", "what the codes begin with")),
        "region": Field(TEXT, Label("regionen", "the region")),
        "owner": Field(Choice.of(Owner), Label("vems koder det är", "whose codes they are")),
        "run": Field(_RUN, Label("programmets egen följd", "the programme's own run of codes")),
        "basis": Field(BASIS, Label("vad prefixet vilar på", "what the prefix rests on")),
    },
    lambda _, __, values: Namespace(**values),
    Label("{shape: KMA, prefix: UX}", "{shape: KMA, prefix: UX}"),
)


def _dated_text(reading: Reading, node: MapNode, values: dict[str, Any]) -> DatedText | Wrong:
    valid = interval_of(reading, node, values)
    if valid is WRONG:
        return WRONG
    return DatedText(values["text"], valid, reading.decisions.get(values.get("decision", "")))


_DATED_TEXT = Record(
    "dated_text",
    {
        "text": Field(TEXT, Label("kodtexten", "the text (kodtext)"), required="yes"),
        **PERIOD_FIELDS,
        "decision": Field(DECISION_ID, Label("beslutet om den", "the decision on it")),
    },
    _dated_text,
    Label("{text: text, from: dag}", "{text: text, from: day}"),
)


def _closed(texts: tuple[DatedText, ...]) -> tuple[DatedText, ...]:
    """Return texts in order, each open one ending where the next begins."""
    ordered = sorted(texts, key=lambda text: text.valid.start or date.min)
    closed = []
    for text, later in zip(ordered, [*ordered[1:], None], strict=True):
        start, valid = None if later is None else later.valid.start, text.valid
        if start is not None and valid.end is None and (valid.start or date.min) < start:
            valid = Interval(valid.start, start)
        closed.append(DatedText(text.text, valid, text.decision))
    return tuple(closed)


def _code(reading: Reading, node: MapNode, values: dict[str, Any]) -> Code:
    made_by = reading.decisions.get(values["decision"]) or Decision(id=values["decision"], body="")
    values["decision"] = made_by
    text = values["text"]
    if type(text) is tuple:
        values["texts"] = _closed(text) if text else ()
        values["text"] = values["texts"][-1].text if text else ""
    if (ended_by := values.get("ended_by")) is not None:
        values["ended_by"] = reading.decisions.get(ended_by)
    valid = values.pop("valid", None)
    if valid:
        values["validity"] = valid if len(valid) == 1 else tuple(sorted(valid, key=_first_day))
    elif made_by.starts is not None:
        values["validity"] = (Interval(made_by.starts.day),)
    return reading.came_from(Code(code_set=reading.code_set, **values), node)


def _first_day(interval: Interval) -> date:
    return interval.start or date.min


CODES = ListOf(
    Record(
        "code",
        {
            "code": Field(
                OWN_CODE, Label("koden inom citattecken", "the code, in quotes"), required="yes"
            ),
            "text": Field(
                Either(TEXT, ListOf(_DATED_TEXT, least=1)),
                Label("kodtexten, eller en lista med perioder", "the text, or a dated list"),
                required="yes",
            ),
            "description": Field(
                Text(empty=[""]),
                Label('beskrivningen; "" om den är tom', 'the description; "" where it is empty'),
            ),
            "decision": Field(
                DECISION_ID, Label("beslutets id", "the id of the decision"), required="yes"
            ),
            "valid": Field(
                OneOrMore(PERIOD),
                Label("när den gäller", "when it is in force; default: from the decision's start"),
            ),
            "ended_by": Field(
                DECISION_ID, Label("beslutet som avslutade den", "the decision that ended it")
            ),
            "replaced_by": Field(ListOf(CODE), Label("koder i stället", "codes to use instead")),
            "beside": Field(
                ListOf(CODE),
                Label("räknas bara bredvid någon av dessa", "counts only beside one of these"),
            ),
            "basis": Field(BASIS, Label("vad uppgiften vilar på", "what it rests on")),
            "source": Field(TEXT, Label("var det kan läsas", "where that can be read")),
            "note": Field(TEXT, Label("anmärkning", "a note")),
        },
        _code,
        Label("en kod med nycklar", "a code with its keys"),
    )
)
