"""A year is hardly the one that was meant.

## What it does

Finds days before 1950 and after 2059.

## Why

A mistyped year (`0219`, `1019`, `2091`) is a day all the same, and a code that comes into force
in 2091 is silently not in force.

## Rejected

```yaml
    decided_on: 1018-11-30
```

## Accepted

```yaml
    decided_on: 2018-11-30
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label, texts

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "year-implausible"
SUMMARY = label(
    "Ett årtal är knappast det som menades.", "A year is hardly the one that was meant."
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"

_DAY = re.compile(r"(?<![\w-])(?!19[5-9]|20[0-5])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each day of such a year."""
    del proposal
    if not _DAY.search(document.text):
        return
    for keys, text in texts(document.root):
        if _DAY.fullmatch(text):
            yield Remark(
                document.place(*keys),
                label(f"året {text[:4]} är knappast menat", f"the year {text[:4]} is hardly meant"),
                label("rätta årtalet", "correct the year"),
            )
