"""Decisions rest on each other in a circle.

## What it does

Follows `rests_on` and finds decisions that lead back to themselves.

## Why

A chain of decisions ends somewhere: in one that rests on nothing in the document.

## Rejected

```yaml
  - {id: a, rests_on: [b]}
  - {id: b, rests_on: [a]}
```

## Accepted

```yaml
  - {id: a, rests_on: [b]}
  - {id: b}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "decisions-in-circle"
SUMMARY = label("Beslut vilar på varandra i cirkel.", "Decisions rest on each other in a circle.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give one remark for each circle."""
    del proposal
    decisions = {d.id: d for d in document.code_set.decisions} if document.code_set else {}
    in_circle: set[str] = set()
    for name, decision in decisions.items():
        chain, seen = list(decision.rests_on), set()
        while chain:
            below = chain.pop()
            if below in decisions and below not in seen:
                seen.add(below)
                chain += decisions[below].rests_on
        if name in seen and name not in in_circle and len(seen) > 1:
            in_circle |= seen
            circle = " → ".join((name, *sorted(seen - {name}), name))
            yield Remark(
                document.place("rests_on", of=decision),
                label(
                    f"besluten vilar på varandra: {circle}",
                    f"the decisions rest on each other: {circle}",
                ),
                label("låt det äldre beslutet stå för sig", "let the older one stand alone"),
            )
