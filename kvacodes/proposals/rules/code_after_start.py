"""A code comes into force later than its decision says.

## What it does

Compares the first day of a code with the start that its decision sets, exact or latest.

## Why

With a latest start a code is required from that day; one that begins later leaves days on
which the decision holds and the code does not.

## Rejected

```yaml
    starts: {latest: 2019-01-01}
codes:
  - code: "UX273"
    valid: {from: 2019-02-01}
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

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-after-start"
SUMMARY = label(
    "En kod gäller senare än beslutet säger.",
    "A code comes into force later than its decision says.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code that begins after its decision's start."""
    del proposal
    for code in document.code_set.codes if document.code_set else ():
        starts, first = code.decision.starts, code.validity[0].start
        decided_on = code.decision.decided_on
        if starts is not None and decided_on is not None and starts.day < decided_on:
            continue  # a decision after its own start has a finding of its own
        if starts is not None and first is not None and first > starts.day:
            yield Remark(
                document.place("valid", of=code),
                label(
                    f"{code.code} gäller från {first}, men beslutet {code.decision.id} säger "
                    f"{starts.day}",
                    f"{code.code} is in force from {first}, but the decision {code.decision.id} "
                    f"says {starts.day}",
                ),
                label(f"skriv from: {starts.day}", f"write from: {starts.day}"),
            )
