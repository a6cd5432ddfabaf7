"""Hostile and broken documents: findings, never a traceback, at a bounded price."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvacodes.documents import Document, read_document
from kvacodes.documents.nodes import MAX_VALUES
from kvacodes.documents.rules_of_form import RULES_OF_FORM
from kvacodes.documents.shapes import Record
from kvacodes.documents.structure import DOCUMENT

MEGABYTE = 1024 * 1024
SIZE = 15 * MEGABYTE


def rules(document: Document) -> set[str]:
    """Return the ids of what was found."""
    return {finding.rule for finding in document.findings}


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        pytest.param(
            lambda: (
                "a: &a [x,x,x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a]\n" for n in range(100_000))
            ),
            "yaml-alias",
            id="alias bomb",
        ),
        pytest.param(lambda: "[" * 1_000_000, "too-deep", id="nested a million deep"),
        pytest.param(lambda: "{a: " * 1_000_000, "too-deep", id="mappings a million deep"),
        pytest.param(lambda: "a: " + "x" * 100_000_000, "too-large", id="scalar of 100 MB"),
        pytest.param(lambda: "a: " + "x" * SIZE, "unknown-key", id="scalar of 15 MB"),
        pytest.param(lambda: '"' + "x" * SIZE, "yaml-syntax", id="quote that never ends"),
        pytest.param(lambda: b"\xff" * SIZE, "not-utf8", id="no text at all"),
        pytest.param(lambda: "\0" * SIZE, "invisible-character", id="nothing but NUL"),
        pytest.param(lambda: "a: " + "\u202e" * 4 * MEGABYTE, "invisible-character", id="RTL"),
        pytest.param(lambda: "[" + "!!python/name:os.system a," * 90_000, "yaml-tag", id="tags"),
        pytest.param(lambda: "<<: {a: 1}\n" * 100_000, "yaml-merge", id="merge keys"),
        pytest.param(lambda: "a: 1\n" * 2_000_000, "duplicate-key", id="one key, again"),
        pytest.param(
            lambda: "".join(f"k{n}: 1\n" for n in range(1_000_000)), "too-large", id="many keys"
        ),
        pytest.param(lambda: "[" + "a," * 7_000_000, "too-large", id="many values"),
        pytest.param(lambda: "---\n" * 3_000_000, "yaml-documents", id="many documents"),
        pytest.param(
            lambda: "".join(f"%TAG !a{n}! b\n" for n in range(500_000)) + "--- a",
            "yaml-directive",
            id="many directives",
        ),
        pytest.param(lambda: "\n" * SIZE, "document-empty", id="nothing"),
        pytest.param(lambda: "a: " + "- " * 4_000_000, "yaml-syntax", id="list on a line"),
        pytest.param(lambda: "? " * 1_000_000, "too-deep", id="keys in keys"),
        pytest.param(lambda: 'a: "' + "\\u00a0" * 2_000_000 + '"', "invisible-character", id="esc"),
    ],
)
def test_hostile_texts_cost_little(make: Callable[[], str | bytes], rule: str) -> None:
    """Each gives its finding; the time is generous, for machines that are shared."""
    content = make()
    start = time.perf_counter()
    document = read_document(content)
    assert rule in rules(document)
    assert len(document.findings) <= 501
    assert time.perf_counter() - start < 20


def test_memory_is_bounded_by_the_number_of_values() -> None:
    """Seven million values cost no more than those that are read."""
    tracemalloc.start()
    try:
        read_document("[" + "a," * 7_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * MEGABYTE * 4 + MAX_VALUES * 500


KEYS = sorted(
    {key for field in DOCUMENT.fields.values() for key in [*getattr(field.shape, "fields", {})]}
    | set(DOCUMENT.fields)
    | {"steps", "window", "after", "gap", "from", "before", "within", "step", "days", "months"}
    | {"sv", "en", "decision", "code", "text", "valid", "to", "number", "codes", "value"}
)
SCALARS = st.sampled_from(
    [
        "1",
        "0",
        "-1",
        "x",
        '""',
        "~",
        "true",
        "unknown",
        "2019-01-01",
        "2019-13-01",
        '"UX001"',
        "KMA",
        "assumption",
        "absolute",
        "birth",
        "10:30",
        "1e999",
        "9" * 30,
        "é",
        "\u200b",
        "*a",
    ]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=5).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=25,
)


@given(st.lists(st.tuples(st.sampled_from([*DOCUMENT.fields]), TREES), max_size=8))
def test_any_tree_under_the_keys_of_the_format_gives_findings_or_objects(
    pairs: list[tuple[str, str]],
) -> None:
    """Whatever stands where, reading ends with findings of known rules at places in the text."""
    head = {"kvacodes": "1", "id": "x", "title": "X", "namespace": "{shape: KMA}"}
    text = "".join(f"{key}: {value}\n" for key, value in (head | dict(pairs)).items())
    document = read_document(text)
    assert rules(document) <= set(RULES_OF_FORM)
    for finding in document.findings:
        assert 1 <= finding.place.line <= text.count("\n") + 1
        assert finding.place.column >= 1
        assert "{" not in finding.rule
        assert finding.message
        assert finding.in_swedish().message
    if not document.findings:
        assert document.code_set is not None


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300)))
def test_no_text_raises(content: str | bytes) -> None:
    """Any characters, and any bytes."""
    assert rules(read_document(content))


@given(st.data())
def test_a_document_cut_or_changed_anywhere_does_not_raise(data: st.DataObject) -> None:
    """One character put in, taken out or cut off gives findings or a document."""
    text = data.draw(st.sampled_from(WHOLE))
    place = data.draw(st.integers(0, len(text)))
    put = data.draw(st.sampled_from(["", " ", "\t", ":", "-", "[", "}", '"', "'", "#", "&", "\n"]))
    taken = data.draw(st.integers(0, 3))
    document = read_document(text[:place] + put + text[place + taken :])
    assert rules(document) <= set(RULES_OF_FORM)


WHOLE = [
    """\
kvacodes: 1
id: x
title: {sv: X, en: Y}
namespace: {shape: KMA, prefix: UX}
decisions:
  - {id: d, diary_number: RS 1, body: B, decided_on: 2018-01-01, starts: {latest: 2019-01-01}}
codes:
  - code: "UX001"
    text: Kod
    decision: d
    valid: {from: 2019-01-01}
sequence:
  gap: {absolute: {at_least: {weeks: 4}, grace: {days: 4}}, basis: source}
  steps:
    - {number: 1, codes: ["UX001"], window: {from: {months: 2}, before: {months: 4}}}
    - {number: 2, codes: ["UX002"], after: [{step: 1, within: {days: 28}}]}
"""
]


def test_every_rule_of_form_has_all_its_words() -> None:
    """Meaning, message and hint in both languages; ids in kebab-case under their own name."""
    for name, rule in RULES_OF_FORM.items():
        assert rule.id == name
        assert name.replace("-", "").islower() or name == "not-utf8"
        assert rule.meaning.en.endswith(".")
        assert rule.meaning.sv.endswith(".")
        assert rule.message.sv != rule.message.en
        assert bool(rule.hint.sv) == bool(rule.hint.en)


def test_records_have_a_name_each() -> None:
    """Two records of one name would be one definition in the schema."""
    named: dict[str, Record] = {}
    waiting: list[object] = [DOCUMENT]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Record):
            if named.setdefault(shape.name, shape) is shape and shape.name not in SEEN:
                SEEN.add(shape.name)
                waiting.extend(field.shape for field in shape.fields.values())
            assert named[shape.name] is shape
        parts = ("item", "scalar", "other", "value")
        waiting.extend(getattr(shape, part) for part in parts if hasattr(shape, part))
    assert {"document", "step", "code", "decision", "window", "after", "gap"} <= set(named)


SEEN: set[str] = set()
