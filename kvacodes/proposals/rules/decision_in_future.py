"""The decision is dated after the day of the check.

## What it does

With a day (`--on`; the command line takes today), finds decisions dated later.

## Why

A decision that is still to be made is a proposal. More often the year is wrong.

## Rejected

```yaml
    decided_on: 2081-11-30
```

## Accepted

```yaml
    decided_on: 2018-11-30
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "decision-in-future"
SUMMARY = label(
    "Beslutet är daterat efter dagen för granskningen.",
    "The decision is dated after the day of the check.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("on",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each decision in the future."""
    if document.code_set is None or proposal.on is None:
        return
    for decision in document.code_set.decisions:
        if decision.decided_on is not None and decision.decided_on > proposal.on:
            yield Remark(
                document.place("decided_on", of=decision),
                label(
                    f"beslutet {decision.id} är daterat {decision.decided_on}, efter {proposal.on}",
                    f"the decision {decision.id} is dated {decision.decided_on}, "
                    f"after {proposal.on}",
                ),
                label(
                    "rätta dagen, eller vänta med att ta in beslutet",
                    "correct the day, or wait with taking the decision in",
                ),
            )
