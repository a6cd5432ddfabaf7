"""It cannot be told from when a code is in force.

## What it does

Finds regional codes with neither `valid` nor a decision with `starts`.

## Why

A code without a first day counts visits from before it was thought of.

## Rejected

```yaml
  - {id: stok-2018-00133, decided_on: 2018-11-30}
codes:
  - {code: "UX273", decision: stok-2018-00133}
```

## Accepted

```yaml
  - {id: stok-2018-00133, decided_on: 2018-11-30, starts: {exact: 2019-01-01}}
codes:
  - {code: "UX273", decision: stok-2018-00133}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Owner
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-without-start"
SUMMARY = label(
    "Det framgår inte från när en kod gäller.", "It cannot be told from when a code is in force."
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each regional code without a first day."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.namespace.owner is Owner.NATIONAL:
        return
    for code in code_set.codes:
        if code.validity[0].start is None:
            yield Remark(
                document.place("code", of=code),
                label(
                    f"det framgår inte från när {code.code} gäller",
                    f"it cannot be told from when {code.code} is in force",
                ),
                label(
                    "skriv valid: {from: dag}, eller starts i beslutet",
                    "write valid: {from: day}, or starts in the decision",
                ),
            )
