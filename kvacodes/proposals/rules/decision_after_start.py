"""The decision is younger than the start that it sets.

## What it does

Compares `decided_on` with `starts`, exact or latest.

## Why

Mostly two days were mixed up. A decision that really is retroactive says so in a suppression
with its reason, so that readers of old figures know.

## Rejected

```yaml
    decided_on: 2019-11-30
    starts: {latest: 2019-01-01}
```

## Accepted

```yaml
    decided_on: 2018-11-30
    starts: {latest: 2019-01-01}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "decision-after-start"
SUMMARY = label(
    "Beslutet är fattat efter den start det sätter.",
    "The decision is younger than the start that it sets.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each decision after its own start."""
    del proposal
    for decision in document.code_set.decisions if document.code_set else ():
        starts, decided_on = decision.starts, decision.decided_on
        if starts is not None and decided_on is not None and decided_on > starts.day:
            yield Remark(
                document.place("starts", starts.kind.value, of=decision),
                label(
                    f"starten {starts.day} är före beslutet {decided_on}",
                    f"the start {starts.day} is before the decision of {decided_on}",
                ),
                label("se efter vilken dag som är fel", "see which of the days is wrong"),
            )
