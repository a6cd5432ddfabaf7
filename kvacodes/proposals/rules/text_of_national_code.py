"""The text is that of a national code.

## What it does

With `--national FILE`, finds regional codes whose text a national code has already; a
trailing `(i)`, case and blanks do not count.

## Why

A national code that says the same makes the regional one unnecessary.

## Rejected

```yaml
  - code: "UX273"
    text: Hembesök
```

## Accepted

```yaml
  - code: "UX273"
    text: Utökat hembesök nr 1 (BVC)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Owner
from kvacodes.proposals.national import comparable_text
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "text-of-national-code"
SUMMARY = label(
    "Kodtexten är densamma som en nationell kods.", "The text is that of a national code."
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("national",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each regional code whose text is national."""
    code_set, edition = document.code_set, proposal.national
    if edition is None or code_set is None or code_set.namespace.owner is Owner.NATIONAL:
        return
    national = {comparable_text(code.text).casefold(): code.code for code in edition}
    for code in code_set.codes:
        same = national.get(comparable_text(code.text).casefold())
        if same is not None and same != code.code:
            yield Remark(
                document.place("text", of=code),
                label(
                    f"kodtexten {code.text!r} har redan den nationella koden {same}",
                    f"the text {code.text!r} is already that of the national code {same}",
                ),
                label(
                    f"använd {same}, eller säg i texten vad som skiljer",
                    f"use {same}, or say in the text what differs",
                ),
            )
