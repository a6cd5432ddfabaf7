"""The text has blanks that it does not need.

## What it does

Finds texts and descriptions that begin or end with a blank, or have two in a row.

## Why

Texts are compared and printed; blanks that nobody sees make two texts of one.

## Rejected

```yaml
    text: "Utökat hembesök  nr 1 (BVC)"
```

## Accepted

```yaml
    text: Utökat hembesök nr 1 (BVC)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "text-untidy"
SUMMARY = label("Kodtexten har onödiga blanksteg.", "The text has blanks that it does not need.")
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each untidy text."""
    del proposal
    for code in document.code_set.codes if document.code_set else ():
        for key, text in (("text", code.text), ("description", code.description or "")):
            tidy = " ".join(text.split())
            if text != tidy:
                yield Remark(
                    document.place(key, of=code),
                    label(
                        f"{key} för {code.code} har onödiga blanksteg: {text!r}",
                        f"{key} of {code.code} has needless blanks: {text!r}",
                    ),
                    label(f"skriv {tidy!r}", f"write {tidy!r}"),
                )
