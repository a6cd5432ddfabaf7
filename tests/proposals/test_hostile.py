"""Hostile documents: findings at once, in bounded memory, and never a traceback."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proposals.examples import RIGHT

from kvacodes import proposals
from kvacodes.documents import read_document
from kvacodes.proposals.checking import check_documents
from kvacodes.proposals.drafts import draft_from_text, write_draft
from kvacodes.reports.findings_text import as_human

BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (97 + n, 97 + n, b",".join([b"*%c" % (96 + n)] * 9)) for n in range(1, 9)
)
FILES = {
    "alias bomb": (BOMB, "yaml-alias"),
    "a million lists": (b"a: " + b"[" * 1_000_000, "too-deep"),
    "a million mappings": (b"{a: " * 1_000_000, "too-deep"),
    "deep by indentation": (
        b"".join(b" " * n + b"a:\n" for n in range(1000)), "too-deep",
    ),
    "a scalar of 100 MB": (b"a: " + b"x" * 100_000_000, "too-large"),
    "not UTF-8": (b"title: H\xe4lsa\n", "not-utf8"),
    "UTF-16": (RIGHT.encode("utf-16"), "not-utf8"),
    "Python object": (b"a: !!python/object/apply:os.system [ls]\n", "yaml-tag"),
    "merge key": (b"a: {b: 1}\nc:\n  <<: {d: 1}\n", "yaml-merge"),
    "duplicate key": (b"id: a\nid: b\n", "duplicate-key"),
    "NUL": (b"id: a\x00b\n", "invisible-character"),
    "right to left": ("title: a\u202eb\n".encode(), "invisible-character"),
    "right to left, a million times": (
        ("title: a" + "\u202e\u200b" * 500_000).encode(), "invisible-character",
    ),
    "two documents": (b"id: a\n---\nid: b\n", "yaml-documents"),
    "many keys": (b"".join(b"k%d: 1\n" % n for n in range(100_000)), "unknown-key"),
    "many directives": (b"%A b\n" * 100_000 + b"---\na: 1\n", "yaml-directive"),
    "a list of codes": (b"codes:\n" + b"- {}\n" * 100_000, "missing-key"),
    "only a number": (b"1\n", "wrong-type"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_gives_findings_quickly(name: str, tmp_path: Path) -> None:
    """The finding one would hope for, within seconds also on a busy machine."""
    content, rule = FILES[name]
    path = tmp_path / "hostile.yaml"
    path.write_bytes(content)
    start = time.process_time()
    findings = proposals.check(path).findings
    lines = content[: 2**24].decode("utf-8", "replace").split("\n")
    assert rule in as_human(findings, lambda _: lines)
    assert time.process_time() - start < 3
    assert rule in {finding.rule for finding in findings}
    assert len(findings) <= 600
    assert max(len(str(finding)) for finding in findings) < 2000


@pytest.mark.parametrize("name", ["alias bomb", "a million lists", "a scalar of 100 MB"])
def test_hostile_file_takes_bounded_memory(name: str, tmp_path: Path) -> None:
    """No more is read than the limits allow."""
    content, _ = FILES[name]
    path = tmp_path / "hostile.yaml"
    path.write_bytes(content)
    del content
    tracemalloc.start()
    try:
        proposals.check(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 150_000_000


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_findings_or_a_document(content: bytes) -> None:
    """Whatever the bytes, nothing is raised."""
    check_documents([read_document(content)])


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_right_document_broken_anywhere_raises_nothing(data: st.DataObject) -> None:
    """A cut, a paste, a character wrong: always findings, never an exception."""
    start = data.draw(st.integers(0, len(RIGHT)))
    length = data.draw(st.integers(0, 40))
    words = st.sampled_from(
        ["", "\t", ": ", "- ", "[", "}", '"', "&a ", "*a", "!!x ", "|\n", "\x00"]
    )
    put_in = data.draw(words | st.text(max_size=10))
    text = RIGHT[:start] + put_in + RIGHT[start + length :]
    result = check_documents([read_document(text)])
    for finding in result.findings:
        assert finding.place.line <= text.count("\n") + 2


@given(st.text(max_size=600))
@settings(max_examples=60, deadline=None)
def test_any_decision_text_gives_a_document_that_can_be_read(text: str) -> None:
    """A draft is always YAML, whatever stood in the decision."""
    document = read_document(write_draft(draft_from_text(text)))
    assert not [f for f in document.findings if f.rule.startswith("yaml-")]
