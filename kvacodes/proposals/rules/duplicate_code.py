"""A code is written twice in its document.

## What it does

Finds the second and later entries of one code under `codes`.

## Why

Which of two texts or periods is the decided one cannot be told. A code that was withdrawn
and came back is one entry with two periods in `valid`; a new text is a second entry in `text`.

## Rejected

```yaml
  - code: "UX273"
    text: Utökat hembesök nr 1 (BVC)
  - code: "UX273"
    text: Utökat hembesök nr 2 (BVC)
```

## Accepted

```yaml
  - code: "UX273"
    text: Utökat hembesök nr 1 (BVC)
  - code: "UX274"
    text: Utökat hembesök nr 2 (BVC)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Code
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "duplicate-code"
SUMMARY = label("En kod står två gånger i dokumentet.", "A code is written twice in its document.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code after its first entry."""
    del proposal
    first: dict[str, Code] = {}
    for code in document.code_set.codes if document.code_set else ():
        if code.code in first:
            line = document.place("code", of=first[code.code]).line
            yield Remark(
                document.place("code", of=code),
                label(
                    f"koden {code.code} finns redan på rad {line}",
                    f"the code {code.code} is already on line {line}",
                ),
                label(
                    "ge den ena en egen kod, eller samla perioder och texter i en post",
                    "give one of them a code of its own, or gather periods and texts in one entry",
                ),
            )
        else:
            first[code.code] = code
