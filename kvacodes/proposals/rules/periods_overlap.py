"""Two periods of a code or of its text overlap.

## What it does

Compares the periods under `valid`, and those of the texts, of each code.

## Why

On a day that lies in two periods, which text holds cannot be told.

## Rejected

```yaml
    valid: [{from: 2019-01-01, to: 2019-12-31}, {from: 2019-12-01}]
```

## Accepted

```yaml
    valid: [{from: 2019-01-01, to: 2019-12-31}, {from: 2021-01-01}]
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "periods-overlap"
SUMMARY = label(
    "Två perioder av en kod eller kodtext överlappar.",
    "Two periods of a code or of its text overlap.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each pair of periods that overlap."""
    del proposal
    for code in document.code_set.codes if document.code_set else ():
        periods = (("valid", code.validity), ("text", tuple(t.valid for t in code.texts)))
        for key, intervals in periods:
            for earlier, later in pairwise(intervals):
                both = earlier.overlap(later)
                if both is not None:
                    yield Remark(
                        document.place(key, of=code),
                        label(
                            f"två perioder i {key} för {code.code} överlappar: {both}",
                            f"two periods in {key} of {code.code} overlap: {both}",
                        ),
                        label(
                            "avsluta den första dagen innan den andra börjar",
                            "end the first on the day before the second begins",
                        ),
                    )
