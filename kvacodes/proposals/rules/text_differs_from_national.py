"""The text is another than in the national edition.

## What it does

With `--national FILE`, compares the texts of national documents with the edition; a trailing
`(i)` and blanks do not count. Texts marked as assumption are left alone.

## Why

The authority rewords codes, and sometimes widens what they mean.

## Rejected

```yaml
  - code: "ZV020"
    text: Användande av tolk
```

## Accepted

```yaml
  - code: "ZV020"
    text: Användande av professionell tolk
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Basis, Owner
from kvacodes.proposals.national import comparable_text
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "text-differs-from-national"
SUMMARY = label(
    "Texten är en annan än i den nationella utgåvan.",
    "The text is another than in the national edition.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("national",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each national text that was reworded."""
    code_set, edition = document.code_set, proposal.national
    if edition is None or code_set is None or code_set.namespace.owner is Owner.REGION:
        return
    for code in code_set.codes:
        national = edition.get(code.code)
        if national is None or code.basis is Basis.ASSUMPTION:
            continue
        mine, theirs = comparable_text(code.text), comparable_text(national.text)
        if mine != theirs:
            yield Remark(
                document.place("text", of=code),
                label(
                    f"{code.code} heter {theirs!r} i utgåvan {edition.name}",
                    f"{code.code} is {theirs!r} in the edition {edition.name}",
                ),
                label(
                    "lägg till den nya texten med sin första dag",
                    "add the new text with its first day",
                ),
            )
