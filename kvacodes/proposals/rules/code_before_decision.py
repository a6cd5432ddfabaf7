"""A code is in force before its decision.

## What it does

Compares the first day of a code with its decision: the exact start, with a latest start the
day of the decision, and without a start the day of the decision.

## Why

Nobody could register it before. Validity that rests on a source or an assumption is left
alone.

## Rejected

```yaml
    starts: {latest: 2019-01-01}
codes:
  - code: "UX273"
    valid: {from: 2018-01-01}
```

## Accepted

```yaml
    starts: {latest: 2019-01-01}
codes:
  - code: "UX273"
    valid: {from: 2019-01-01}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Basis, Decision, StartKind
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-before-decision"
SUMMARY = label("En kod gäller före sitt beslut.", "A code is in force before its decision.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code that is older than its decision."""
    del proposal
    for code in document.code_set.codes if document.code_set else ():
        earliest = _earliest(code.decision)
        first = code.validity[0].start
        if code.basis is Basis.DECISION and earliest and first and first < earliest:
            yield Remark(
                document.place("valid", of=code),
                label(
                    f"{code.code} gäller från {first}, men beslutet {code.decision.id} tidigast "
                    f"från {earliest}",
                    f"{code.code} is in force from {first}, but the decision {code.decision.id} "
                    f"from {earliest} at the earliest",
                ),
                label(f"skriv from: {earliest}", f"write from: {earliest}"),
            )


def _earliest(decision: Decision) -> date | None:
    if decision.starts is None:
        return decision.decided_on
    if decision.starts.kind is StartKind.EXACT:
        return decision.starts.day
    # A decision after its own start has a finding of its own.
    return min(decision.decided_on or decision.starts.day, decision.starts.day)
