"""A suppression is no longer needed.

## What it does

Finds comments of the form `# kvacodes: allow RULE: reason` where the rule finds nothing.

## Why

A comment that stays after the repair hides the next mistake in the same place.

## Rejected

```yaml
    decided_on: 2018-11-30  # kvacodes: allow decision-after-start: retroactive by § 12
    starts: {exact: 2019-01-01}
```

## Accepted

```yaml
    decided_on: 2018-11-30
    starts: {exact: 2019-01-01}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "suppression-unused"
SUMMARY = label("En undertryckning behövs inte längre.", "A suppression is no longer needed.")
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give nothing: the runner, which reads the comments, makes these findings."""
    del document, proposal
    yield from ()
