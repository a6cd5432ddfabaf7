"""The follow-up of a programme, its partners and agreements: nodes to objects."""

from __future__ import annotations

from typing import Any

from kvacodes.documents.nodes import MapNode
from kvacodes.documents.parts import BASIS, DAY, DECISION_ID, ID, LABEL, PERIOD, TEXT
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import Choice, Shape, Whole
from kvacodes.documents.shapes import Build, Field, ListOf, Record
from kvacodes.model.follow_up import (
    INDICATORS,
    Agreement,
    FollowUp,
    Initiative,
    Occasion,
    Partner,
    Question,
    QuestionKind,
    Review,
)
from kvacodes.model.words import Label

__all__ = ["AGREEMENTS", "FOLLOW_UP", "INITIATIVES", "PARTNERS", "PURPOSES", "REVIEW"]


def _made(cls: type) -> Build:
    """Return what builds an object of the class, and remembers where it came from."""

    def build(reading: Reading, node: MapNode, values: dict[str, Any]) -> object:
        return reading.came_from(cls(**values), node)

    return build


def _field(shape: Shape, sv: str, en: str, *, required: str = "") -> Field:
    return Field(shape, Label(sv, en), required=required)


_QUESTION = Record(
    "question",
    {
        "number": _field(Whole(least=1), "plats i beslutet", "its place", required="yes"),
        "id": _field(ID, "stabilt id", "stable id", required="yes"),
        "wording": _field(
            LABEL, "frågan med beslutets ord", "the decision's own words", required="yes"
        ),
        "kind": _field(
            Choice.of(QuestionKind), "computed eller reported", "its kind", required="yes"
        ),
        "indicators": _field(
            ListOf(Choice({name: name for name in INDICATORS})),
            "funktioner som besvarar den",
            "functions that answer it",
        ),
        "allowed": _field(ListOf(TEXT), "tillåtna svar", "answers a unit may give"),
        "basis": _field(BASIS, "vad valet vilar på", "what the choice rests on"),
        "note": _field(TEXT, "anmärkning", "a note"),
    },
    _made(Question),
    Label("en fråga med nycklar", "a question with its keys"),
)
_OCCASION = Record(
    "occasion",
    {
        "id": _field(ID, "stabilt id", "stable id", required="yes"),
        "title": _field(LABEL, "vad tillfället heter", "what it is called", required="yes"),
        "months": _field(
            ListOf(Whole(least=1, most=12)), "månader vid vars slut", "months at whose end"
        ),
        "basis": _field(BASIS, "vad månaderna vilar på", "what the months rest on"),
        "source": _field(TEXT, "var det kan läsas", "where that can be read"),
    },
    _made(Occasion),
    Label("ett tillfälle med nycklar", "an occasion with its keys"),
)


def _follow_up(reading: Reading, node: MapNode, values: dict[str, Any]) -> FollowUp:
    for key in ("questions", "occasions"):
        reading.check_ids(values.get(key, ()))
    seen: dict[int, int] = {}
    for question in values.get("questions", ()):
        where = reading.origins[id(question)].entries["number"][1]
        if question.number in seen:
            parts = {"number": str(question.number), "line": str(seen[question.number])}
            reading.report("duplicate-question", where, **parts)
        else:
            seen[question.number] = where.mark.line + 1
    return reading.came_from(FollowUp(**values), node)


FOLLOW_UP = Record(
    "follow_up",
    {
        "decision": _field(DECISION_ID, "beslutet om den", "the decision on it"),
        "data_source": _field(TEXT, "databasen", "the database"),
        "questions": _field(ListOf(_QUESTION), "frågorna i ordning", "the questions in order"),
        "occasions": _field(ListOf(_OCCASION), "redovisningstillfällen", "when it is reported"),
    },
    _follow_up,
    Label("en uppföljning med questions", "a follow-up with its questions"),
)
PARTNERS = ListOf(
    Record(
        "partner",
        {
            "role": _field(TEXT, "roll", "role", required="yes"),
            "title": _field(LABEL, "yrke", "what the profession is called", required="yes"),
            "workplace": _field(TEXT, "arbetsplats", "workplace"),
            "organisation": _field(TEXT, "organisation", "organisation"),
        },
        _made(Partner),
        Label("en part med role och title", "a partner with role and title"),
    )
)
AGREEMENTS = ListOf(
    Record(
        "agreement",
        {
            "decision": _field(DECISION_ID, "beslutet", "the decision", required="yes"),
            "parties": _field(ListOf(TEXT), "parter efter roll", "parties, by role"),
            "count": _field(Whole(least=1), "antal avtal", "how many there are"),
            "valid": _field(PERIOD, "när de gäller", "when they hold"),
            "note": _field(TEXT, "anmärkning", "a note"),
        },
        _made(Agreement),
        Label("ett avtal med decision", "an agreement with its decision"),
    )
)
INITIATIVES = ListOf(
    Record(
        "initiative",
        {
            "title": _field(LABEL, "vad den heter", "what it is called", required="yes"),
            "funding": _field(ListOf(TEXT), "finansiering", "how it is paid for"),
            "note": _field(TEXT, "anmärkning", "a note"),
        },
        _made(Initiative),
        Label("en satsning med title", "an initiative with its title"),
    )
)
PURPOSES = ListOf(LABEL)
REVIEW = Record(
    "review",
    {
        "by": _field(TEXT, "roll eller enhet", "role or unit", required="yes"),
        "on": _field(DAY, "när", "when", required="yes"),
        "next": _field(DAY, "nästa gång", "when next"),
    },
    _made(Review),
    Label("{by: roll, on: dag}", "{by: role, on: day}"),
)
