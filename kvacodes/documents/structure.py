"""A whole document: its keys in canonical order, and how they become a code set."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from kvacodes.documents.codes import CODES, NAMESPACE
from kvacodes.documents.contradictions import check_sequence
from kvacodes.documents.decisions import DECISIONS, read_decisions
from kvacodes.documents.follow_up import (
    AGREEMENTS,
    FOLLOW_UP,
    INITIATIVES,
    PARTNERS,
    PURPOSES,
    REVIEW,
)
from kvacodes.documents.nodes import MapNode, Node, TextNode, shown
from kvacodes.documents.parts import ID, LABEL, TEXT
from kvacodes.documents.reading import Reading
from kvacodes.documents.rules import RULES, check_codes_of_rules
from kvacodes.documents.scalars import WRONG, Text, Wrong
from kvacodes.documents.shapes import Field, ListOf, Record
from kvacodes.documents.steps import SEQUENCE
from kvacodes.model.document import CodeSet
from kvacodes.model.words import Label

__all__ = ["DOCUMENT", "FORMAT_VERSION", "read_code_set"]

FORMAT_VERSION = "1"


class _Version(Text):
    """The version of the format; there is one."""

    def __init__(self) -> None:
        super().__init__(expected=Label("1, formatets version", "1, the version of the format"))

    def read(self, node: Node, reading: Reading) -> str | Wrong:
        """Return the version."""
        text = super().read(node, reading)
        if text is not WRONG and text != FORMAT_VERSION:
            reading.report("format-version-unknown", node, found=shown(text))
            return WRONG
        return text

    def schema(self) -> dict[str, Any]:
        """Return the one number there is."""
        return {"const": int(FORMAT_VERSION)}


def _code_set(reading: Reading, node: MapNode, values: dict[str, Any]) -> CodeSet:
    del values["kvacodes"]
    sequence = values.get("sequence")
    if sequence is not None:
        check_sequence(sequence, reading)
        values["sequence"] = evolve(
            sequence,
            id=values["id"],
            title=sequence.title or values["title"],
            codes=values.get("codes", ()),
            run=values["namespace"].run,
            content_hash=reading.content_hash,
        )
        reading.came_from(values["sequence"], reading.origins[id(sequence)])
    if "rules" in values:
        check_codes_of_rules(values["rules"], values.get("codes", ()), reading)
    code_set = CodeSet(**values, file=reading.file, content_hash=reading.content_hash)
    return reading.came_from(code_set, node)


DOCUMENT = Record(
    "document",
    {
        "kvacodes": Field(
            _Version(),
            Label("formatets version, 1", "the version of the format, 1"),
            required="yes",
        ),
        "id": Field(ID, Label("stabilt id", "stable id"), required="yes"),
        "title": Field(LABEL, Label("vad den heter", "what it is called"), required="yes"),
        "description": Field(LABEL, Label("vad det är", "what it is, in a paragraph")),
        "model": Field(TEXT, Label("arbetsmodell", "the model of work it follows")),
        "namespace": Field(
            NAMESPACE, Label("vilka koder den rör", "which codes it may decide on"), required="yes"
        ),
        "target_group": Field(LABEL, Label("för vem", "whom it is for")),
        "review": Field(REVIEW, Label("granskning", "who looked it through, and when")),
        "sources": Field(ListOf(TEXT), Label("källor", "what it is made from")),
        "decisions": Field(DECISIONS, Label("besluten", "all decisions it rests on")),
        "codes": Field(CODES, Label("koderna", "its codes")),
        "sequence": Field(SEQUENCE, Label("besöksföljden", "the visit sequence")),
        "follow_up": Field(FOLLOW_UP, Label("uppföljningen", "how it is followed up")),
        "partners": Field(PARTNERS, Label("vilka som deltar", "who takes part")),
        "agreements": Field(AGREEMENTS, Label("avtal", "what it runs under")),
        "initiatives": Field(INITIATIVES, Label("andra satsningar", "other initiatives")),
        "purposes": Field(PURPOSES, Label("syften", "what the decision wants to reach")),
        "rules": Field(RULES, Label("regler om pengar", "rules on money")),
    },
    _code_set,
    Label("ett dokument med nycklar", "a document with its keys"),
)


def read_code_set(root: Node, reading: Reading) -> CodeSet | None:
    """Make a code set of the nodes of a document; None where too much is missing."""
    reading.cut = getattr(root, "cut", False)
    decisions: tuple[Any, ...] = ()
    if isinstance(root, MapNode):
        DOCUMENT.mend_keys(root, reading)
        if (node := root.get("decisions")) is not None:
            decisions = read_decisions(node, reading)
        name = root.get("id")
        reading.code_set = name.text if isinstance(name, TextNode) else ""
    # Decisions go first, wherever they stand, since everything else may name them.
    code_set = DOCUMENT.read(root, reading, before={"decisions": decisions})
    return None if code_set is WRONG else code_set
