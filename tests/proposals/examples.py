"""A small right document that the tests change in one place at a time."""

from __future__ import annotations

from kvacodes.documents import Document, read_document
from kvacodes.model import CodeSet

RIGHT = """\
kvacodes: 1
id: hembesok
title: {sv: Hembesök, en: Home visits}
namespace: {shape: KMA, prefix: UX, region: Västra Götalandsregionen, basis: assumption}
review: {by: Barnhälsovårdsöverläkare, on: 2019-01-15, next: 2030-01-15}
decisions:
  - id: stok-2018-00133
    diary_number: RS 2018-00133
    body: STOK
    decided_on: 2018-11-30
    starts: {latest: 2019-01-01}
codes:
  - code: "UX273"
    text: Utökat hembesök nr 1 (BVC)
    decision: stok-2018-00133
    valid: {from: 2019-01-01}
  - code: "UX274"
    text: Utökat hembesök nr 2 (BVC)
    decision: stok-2018-00133
    valid: {from: 2019-01-01}
sequence:
  steps:
    - number: 1
      codes: ["UX273"]
      nominal_age: {months: 0}
      window: {from: {months: 0}, before: {months: 2}, basis: assumption}
    - number: 2
      codes: ["UX274"]
      nominal_age: {months: 2}
      window: {from: {months: 2}, before: {months: 4}, basis: assumption}
follow_up:
  decision: stok-2018-00133
  questions:
    - {number: 1, id: listade, wording: Antal barn?, kind: computed, indicators: [listed]}
rules:
  parameters:
    - id: ersattning
      title: Ersättning per besök
      unit: kr
      values:
        - {value: 500, from: 2019-01-01, to: 2019-12-31, decision: stok-2018-00133}
"""


def edited(*changes: tuple[str, str], text: str = RIGHT) -> str:
    """Return the document with words exchanged; each must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def document(text: str = RIGHT, *, file: str = "hembesok.yaml") -> Document:
    """Return the text as a document."""
    return read_document(text, file=file)


def code_set(text: str = RIGHT) -> CodeSet:
    """Return the text as a code set; it must have no errors."""
    read = document(text)
    assert [str(f) for f in read.findings if f.severity == "error"] == []
    assert read.code_set is not None
    return read.code_set
