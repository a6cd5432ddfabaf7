"""A document that is right, so that a test writes only what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kvacodes.documents import Document, read_document

HEAD = """\
kvacodes: 1
id: x
title: X
namespace: {shape: KMA, prefix: UX}
decisions:
  - {id: d, diary_number: RS 1, body: B, decided_on: 2018-01-01}
codes:
  - {code: "UX001", text: A, decision: d}
  - {code: "UX002", text: B, decision: d}
  - {code: "UX003", text: C, decision: d}
"""


@pytest.fixture
def head() -> str:
    """Return ten lines that are a whole document."""
    return HEAD


@pytest.fixture
def after_head() -> Callable[[str], Document]:
    """Return what reads a document whose own lines begin on line 11."""

    def read(text: str) -> Document:
        return read_document(HEAD + text, file="x.yaml")

    return read


@pytest.fixture
def found(after_head: Callable[[str], Document]) -> Callable[[str], list[str]]:
    """Return what gives the findings of a document after its head, a line each."""

    def read(text: str) -> list[str]:
        return [str(finding) for finding in after_head(text).findings]

    return read


@pytest.fixture
def wrong() -> Callable[[str], list[str]]:
    """Return what gives the findings of a whole text, a line each."""

    def read(text: str) -> list[str]:
        return [str(finding) for finding in read_document(text, file="x.yaml").findings]

    return read
