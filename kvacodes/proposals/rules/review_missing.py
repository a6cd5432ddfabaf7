"""The document does not say who looked it through.

## What it does

Finds documents without `review`.

## Why

A fact that nobody has looked at for years is no longer known to be true.

## Rejected

```yaml
kvacodes: 1
id: utokat-hembesok-bvc
```

## Accepted

```yaml
review: {by: Barnhälsovårdsöverläkare, on: 2019-01-15, next: 2020-01-15}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "review-missing"
SUMMARY = label(
    "Dokumentet säger inte vem som granskat det.",
    "The document does not say who looked it through.",
)
SEVERITY = Severity.INFORMATION
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for a document without a review."""
    del proposal
    if document.code_set is not None and document.code_set.review is None:
        yield Remark(
            document.place("id"),
            label(
                "dokumentet säger inte vem som granskat det",
                "the document does not say who looked it through",
            ),
            label(
                "skriv review: {by: roll, on: dag, next: dag}",
                "write review: {by: role, on: day, next: day}",
            ),
        )
