"""A code is said to have ended but has no last day.

## What it does

Finds codes with `ended_by` or `replaced_by` whose last period is open.

## Why

The code is still in force until a day is written, whatever the decision says.

## Rejected

```yaml
    valid: {from: 2019-01-01}
    ended_by: stok-2020-00900
```

## Accepted

```yaml
    valid: {from: 2019-01-01, to: 2020-12-31}
    ended_by: stok-2020-00900
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "ended-without-last-day"
SUMMARY = label(
    "En kod sägs vara avslutad men har ingen sista dag.",
    "A code is said to have ended but has no last day.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each ended code that is still in force."""
    del proposal
    for code in document.code_set.codes if document.code_set else ():
        key = "ended_by" if code.ended_by is not None else "replaced_by"
        if (code.ended_by or code.replaced_by) and code.validity[-1].end is None:
            yield Remark(
                document.place(key, of=code),
                label(
                    f"{code.code} har {key} men ingen sista dag",
                    f"{code.code} has {key} but no last day",
                ),
                label("skriv valid: {to: dag}", "write valid: {to: day}"),
            )
