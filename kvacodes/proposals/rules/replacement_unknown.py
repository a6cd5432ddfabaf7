"""A code is replaced by one that does not exist.

## What it does

Looks up `replaced_by` among the codes of all documents checked, and in the national edition
where one is given.

## Why

Whoever meets an ended code follows `replaced_by`, and must arrive somewhere.

## Rejected

```yaml
    replaced_by: ["UX299"]
```

## Accepted

```yaml
    replaced_by: ["UX274"]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.errors import near_misses
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "replacement-unknown"
SUMMARY = label("En ersättande kod finns inte.", "A code is replaced by one that does not exist.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each replacement that is nowhere."""
    for code in document.code_set.codes if document.code_set else ():
        for number, other in enumerate(code.replaced_by):
            if other in proposal.by_code and other != code.code:
                continue
            if other != code.code and not proposal.is_regional(other):
                continue  # a national code, which only an edition can tell
            place = document.place("replaced_by", number, of=code)
            if other == code.code:
                yield Remark(
                    place,
                    label(
                        f"{code.code} ersätts av sig själv", f"{code.code} is replaced by itself"
                    ),
                    label("namnge en annan kod", "name another code"),
                )
                continue
            near = " / ".join(near_misses(other, proposal.by_code.keys() - {code.code}))
            yield Remark(
                place,
                label(
                    f"{code.code} ersätts av {other}, som inte finns",
                    f"{code.code} is replaced by {other}, which does not exist",
                ),
                label(f"det finns {near}", f"there is {near}")
                if near
                else label("lägg till koden, eller rätta den", "add the code, or correct it"),
            )
