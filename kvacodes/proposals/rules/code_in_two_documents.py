"""Two documents decide on one code.

## What it does

Finds codes that an earlier document among those checked has already. Two national documents
may describe the same national code.

## Why

A code means one thing. Two programmes that count the same code count each other's visits.

## Rejected

```yaml
# a.yaml
  - code: "UX273"
# b.yaml
  - code: "UX273"
```

## Accepted

```yaml
# a.yaml
  - code: "UX273"
# b.yaml
  - code: "UX279"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Owner
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-in-two-documents"
SUMMARY = label("Två dokument beslutar om samma kod.", "Two documents decide on one code.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code that an earlier document has."""
    if document.code_set is None or len(proposal.documents) == 1:
        return
    is_national = document.code_set.namespace.owner is Owner.NATIONAL
    for code in document.code_set.codes:
        first = proposal.by_code[code.code][0]
        other = first.document.code_set
        if first.document is document or other is None:
            continue
        if is_national and other.namespace.owner is Owner.NATIONAL:
            continue
        yield Remark(
            document.place("code", of=code),
            label(
                f"koden {code.code} beslutas redan i {other.id} ({first.at})",
                f"the code {code.code} is already decided on in {other.id} ({first.at})",
            ),
            label(
                f"ta en ledig kod: kvacodes next-free {code.code.rstrip('0123456789')}",
                f"take a free code: kvacodes next-free {code.code.rstrip('0123456789')}",
            ),
        )
