"""A small right document that the tests change in one place at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kvacodes.documents import Document, read_document
from kvacodes.findings import Finding
from kvacodes.model import CodeSet
from kvacodes.proposals.checking import check_documents
from kvacodes.proposals.national import Edition, NationalCode

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

VALID = "    valid: {from: 2019-01-01}\n"
TEXT = "    text: Utökat hembesök nr 1 (BVC)\n"
SECOND = '  - code: "UX274"\n'
START = "    starts: {latest: 2019-01-01}\n"
NEW = (
    START,
    START
    + "  - {id: ny, diary_number: RS 2020-00900, body: STOK, decided_on: 2020-10-15, note: n}\n",
)
"""Takes in a second decision, on line 12."""
ENDED = "    valid: {from: 2019-01-01, to: 2020-12-31}\n    ended_by: ny\n"
NATIONAL = ("region: Västra Götalandsregionen", "owner: national")


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


def findings(
    rule: str,
    *texts: str,
    base: str = "",
    national: Mapping[str, str] | None = None,
    on: date | None = date(2022, 1, 1),
    rules: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Return what a rule, or several, find in documents named ``a.yaml``, ``b.yaml`` and so on."""
    edition = None
    if national is not None:
        codes = [NationalCode(code=code, text=text) for code, text in national.items()]
        edition = Edition(codes, name="2026")
    return check_documents(
        [document(text, file=f"{name}.yaml") for name, text in zip("abcd", texts, strict=False)],
        base=[document(base, file="base.yaml")] if base else None,
        national=edition,
        on=on,
        select=rules or [rule],
    ).findings


def said(found: tuple[Finding, ...]) -> list[str]:
    """Return findings as line and column, message and hint, in English."""
    return [f"{_where(f)} {f.message}; {f.hint}" for f in found]


def sagt(found: tuple[Finding, ...]) -> list[str]:
    """Return the same in Swedish."""
    return [f"{_where(f)} {f.message_sv}; {f.hint_sv}" for f in found]


def _where(finding: Finding) -> str:
    return str(finding.place).removeprefix("a.yaml:")
