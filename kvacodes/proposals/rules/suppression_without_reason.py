"""A suppression does not say why.

## What it does

Finds comments of the form `# kvacodes: allow RULE` without a reason after a colon, and with a
rule that does not exist.

## Why

Whoever reads the document in three years must see why the finding was let pass.

## Rejected

```yaml
    decided_on: 2019-01-15  # kvacodes: allow decision-after-start
```

## Accepted

```yaml
    decided_on: 2019-01-15  # kvacodes: allow decision-after-start: retroactive by § 12
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "suppression-without-reason"
SUMMARY = label("En undertryckning säger inte varför.", "A suppression does not say why.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give nothing: the runner, which reads the comments, makes these findings."""
    del document, proposal
    yield from ()
