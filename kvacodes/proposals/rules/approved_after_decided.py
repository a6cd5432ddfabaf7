"""The preparation was approved after the decision.

## What it does

Compares `approved_on` with `decided_on`.

## Why

Approval (beredning), decision (beslut) and start are three days, in that order.

## Rejected

```yaml
    approved_on: 2018-12-22
    decided_on: 2018-11-30
```

## Accepted

```yaml
    approved_on: 2018-11-22
    decided_on: 2018-11-30
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "approved-after-decided"
SUMMARY = label(
    "Beredningen är godkänd efter beslutet.", "The preparation was approved after the decision."
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each approval after its decision."""
    del proposal
    for decision in document.code_set.decisions if document.code_set else ():
        approved, decided = decision.approved_on, decision.decided_on
        if approved is not None and decided is not None and approved > decided:
            yield Remark(
                document.place("approved_on", of=decision),
                label(
                    f"beredningen godkändes {approved}, efter beslutet {decided}",
                    f"the preparation was approved on {approved}, after the decision of {decided}",
                ),
                label("se efter vilken dag som är fel", "see which of the days is wrong"),
            )
