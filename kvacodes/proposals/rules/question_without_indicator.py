"""A computed question has no indicator.

## What it does

Finds questions of `kind: computed` without `indicators`.

## Why

The report would leave the question open, and nobody would see why.

## Rejected

```yaml
    - {number: 1, id: listade, wording: Antal listade barn?, kind: computed}
```

## Accepted

```yaml
    - {number: 1, id: listade, wording: Antal listade barn?, kind: computed, indicators: [listed]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import QuestionKind
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "question-without-indicator"
SUMMARY = label("En beräknad fråga har ingen indikator.", "A computed question has no indicator.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each computed question without an indicator."""
    del proposal
    if document.code_set is None or document.code_set.follow_up is None:
        return
    for question in document.code_set.follow_up.questions:
        if question.kind is QuestionKind.COMPUTED and not question.indicators:
            yield Remark(
                document.place("kind", of=question),
                label(
                    f"fråga {question.number} är computed men har inga indicators",
                    f"question {question.number} is computed but has no indicators",
                ),
                label(
                    "namnge en indikator, eller skriv kind: reported",
                    "name an indicator, or write kind: reported",
                ),
            )
