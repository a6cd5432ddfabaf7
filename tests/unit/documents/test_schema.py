"""The JSON Schema says of form what the reader says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kvacodes.documents import read_document
from kvacodes.documents.schema import SCHEMA_FILE, json_schema
from kvacodes.documents.shipped import shipped_folder


class Yaml12(yaml.SafeLoader):
    """Reads as editors do: YAML 1.2, where only true and false are truth, and days are text."""


Yaml12.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if not tag.endswith((":timestamp", ":bool", ":merge"))
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:bool", yaml.resolver.re.compile("^(true|false)$"), "tf"
)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """Return a validator of the schema, which is itself valid."""
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def errors(validator: jsonschema.Draft202012Validator, text: str) -> list[str]:
    """Return what the schema says of a document."""
    loaded: Any = Yaml12(text).get_single_data()
    return [error.message for error in validator.iter_errors(loaded)]


def test_the_schema_in_the_repository_is_the_one_of_the_model(repository: Path) -> None:
    """Editors read the file that the first line of each document names.

    Write it anew with ``python -m kvacodes.documents.schema``.
    """
    written = (repository / "docs" / "reference" / "kvacodes-1.schema.json").read_text("utf-8")
    assert json.loads(written) == json_schema()


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.yaml")), ids=lambda p: p.name)
def test_the_shipped_documents_are_valid(
    path: Path, validator: jsonschema.Draft202012Validator
) -> None:
    """And their first line names the schema for editors."""
    text = path.read_text(encoding="utf-8")
    assert errors(validator, text) == []
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA_FILE}\n")


@pytest.mark.parametrize(
    "lines",
    [
        "colour: red\n",
        "review: {by: R}\n",
        "review: {by: R, on: 1/2/2019}\n",
        "sources: A\n",
        "sequence: {steps: []}\n",
        'sequence: {steps: [{number: one, codes: ["UX001"]}]}\n',
        'sequence: {steps: [{number: 1, codes: ["UX001"], optional: yes}]}\n',
        'sequence: {steps: [{number: 1, codes: ["UX001"], after: {within: {days: 1}}}]}\n',
        'sequence: {steps: [{number: 1, codes: ["UX001"], window: {from: 2}}]}\n',
        "follow_up: {questions: [{number: 1, id: a, wording: A, kind: counted}]}\n",
        "target_group: {en: Parents}\n",
        "agreements: [{decision: d, count: 0}]\n",
    ],
)
def test_what_the_reader_finds_in_the_form_the_schema_finds(
    lines: str, head: str, validator: jsonschema.Draft202012Validator
) -> None:
    """Each of these is wrong to both; the head alone is right to both."""
    assert errors(validator, head) == []
    assert read_document(head + lines).findings != ()
    assert errors(validator, head + lines) != []


def test_descriptions_come_in_both_languages() -> None:
    """An editor shows them at each key."""
    swedish, english = json_schema(lang="sv"), json_schema()
    assert english["properties"]["codes"]["description"] == "its codes"
    assert swedish["properties"]["codes"]["description"] == "koderna"
    assert english["required"] == ["kvacodes", "id", "title", "namespace"]
    assert english["$defs"]["after"]["required"] == ["step"]
    assert english["additionalProperties"] is False
