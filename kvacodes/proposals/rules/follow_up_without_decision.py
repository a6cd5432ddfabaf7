"""A follow-up has no decision.

## What it does

Finds `follow_up` with questions and without `decision`.

## Why

Every figure of the report says what it rests on.

## Rejected

```yaml
follow_up:
  questions: [{number: 1, id: listade, wording: Antal listade barn?, kind: reported}]
```

## Accepted

```yaml
follow_up:
  decision: hsng-uppfoljningsplan
  questions: [{number: 1, id: listade, wording: Antal listade barn?, kind: reported}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "follow-up-without-decision"
SUMMARY = label("En uppföljning saknar beslut.", "A follow-up has no decision.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark where questions rest on nothing."""
    del proposal
    follow_up = document.code_set.follow_up if document.code_set else None
    if follow_up is not None and follow_up.questions and not follow_up.decision:
        yield Remark(
            document.place("follow_up"),
            label(
                "uppföljningen säger inte vilket beslut den vilar på",
                "the follow-up does not say which decision it rests on",
            ),
            label(
                "skriv decision: id; ett beslut utan känd dag skrivs decided_on: unknown",
                "write decision: id; a decision without a known day has decided_on: unknown",
            ),
        )
