"""The rules on money of a document: nodes to objects."""

from __future__ import annotations

from typing import Any

from kvacodes.documents.nodes import MapNode
from kvacodes.documents.parts import (
    BASIS,
    DECISION_ID,
    ID,
    LABEL,
    PERIOD_FIELDS,
    TEXT,
    TRUTH,
    interval_of,
)
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import WRONG, Number, Wrong
from kvacodes.documents.shapes import Field, ListOf, Record
from kvacodes.model.parameters import DatedValue, Parameter
from kvacodes.model.rules import Rules
from kvacodes.model.words import Label

__all__ = ["RULES"]


def _value(reading: Reading, node: MapNode, values: dict[str, Any]) -> DatedValue | Wrong:
    valid = interval_of(reading, node, {k: values.pop(k, None) for k in ("from", "to")})
    if valid is WRONG:
        return WRONG
    decision = reading.decisions.get(values.get("decision", ""))
    cited = decision.reference if decision is not None else ""
    return reading.came_from(DatedValue(valid=valid, cited=cited, **values), node)


_VALUE = Record(
    "dated_value",
    {
        "value": Field(Number(), Label("värdet", "the value"), required="yes"),
        **PERIOD_FIELDS,
        "unit": Field(TEXT, Label("enhet, om en annan", "its unit, where it has its own")),
        "decision": Field(DECISION_ID, Label("beslutet", "the decision behind it")),
        "source": Field(TEXT, Label("var det kan läsas", "where it can be read")),
        "approximate": Field(TRUTH, Label("ca, drygt, ungefär", "whether it is approximate")),
        "basis": Field(BASIS, Label("vad värdet vilar på", "what it rests on")),
        "note": Field(TEXT, Label("anmärkning", "a note")),
    },
    _value,
    Label("{value: tal, from: dag}", "{value: number, from: day}"),
)
_PARAMETER = Record(
    "parameter",
    {
        "id": Field(ID, Label("stabilt id", "stable id"), required="yes"),
        "title": Field(LABEL, Label("vad det är", "what it is"), required="yes"),
        "unit": Field(TEXT, Label("enhet", "the unit of its values")),
        "values": Field(
            ListOf(_VALUE, least=1), Label("värden över tid", "its values"), required="yes"
        ),
    },
    lambda reading, node, values: reading.came_from(Parameter(**values), node),
    Label("en parameter med nycklar", "a parameter with its keys"),
)


def _rules(reading: Reading, _: MapNode, values: dict[str, Any]) -> Rules:
    reading.check_ids(values.get("parameters", ()))
    return Rules(**values)


RULES = Record(
    "rules",
    {"parameters": Field(ListOf(_PARAMETER), Label("parametrar", "dated parameters"))},
    _rules,
    Label("regler med parameters", "rules with parameters"),
)
