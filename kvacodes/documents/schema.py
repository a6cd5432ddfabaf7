"""The format as JSON Schema, for editors: made of the same shapes that read documents.

``python -m kvacodes.documents.schema`` writes it to standard output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from kvacodes.documents.scalars import Schema, Shape
from kvacodes.documents.shapes import Either, ListOf, MapOf, OneOrMore, Record
from kvacodes.documents.structure import DOCUMENT
from kvacodes.model.words import Lang

__all__ = ["SCHEMA_FILE", "SCHEMA_ID", "json_schema"]

SCHEMA_ID = "urn:kvacodes:schema:1"
"""What the schema is called."""

SCHEMA_FILE = "../docs/reference/kvacodes-1.schema.json"
"""Where it lies, seen from a document; the first line of each names it for editors."""


def json_schema(*, lang: Lang = "en") -> Schema:
    """Return the JSON Schema (2020-12) of a document.

    It knows the form alone: what names what, and what contradicts what, only reading tells.

    Args:
        lang: The language of the descriptions that an editor shows.
    """
    definitions: dict[str, Schema] = {}
    waiting: list[Shape] = [DOCUMENT]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Record):
            if shape.name in definitions:
                continue
            definitions[shape.name] = _definition(shape, lang)
        waiting.extend(_inner(shape))
    document = definitions.pop(DOCUMENT.name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "kvacodes",
        **document,
        "$defs": dict(sorted(definitions.items())),
    }


def _definition(record: Record, lang: Lang) -> Schema:
    properties: dict[str, Any] = {
        key: field.shape.schema() | {"description": field.about.in_language(lang)}
        for key, field in record.fields.items()
    }
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [key for key, field in record.fields.items() if field.required]
    return schema | {"required": required} if required else schema


def _inner(shape: Shape) -> Iterator[Shape]:
    """Give the shapes that a shape is made of."""
    if isinstance(shape, Record):
        yield from (field.shape for field in shape.fields.values())
    elif isinstance(shape, Either):
        yield from (shape.scalar, shape.other)
    elif isinstance(shape, ListOf | OneOrMore):
        yield shape.item
    elif isinstance(shape, MapOf):
        yield shape.value


if __name__ == "__main__":
    json.dump(json_schema(), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
