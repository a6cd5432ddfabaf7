"""A code is a heading of the classification.

## What it does

Finds codes that end in 000 in the chapters PA–QX, wherever a document names them.

## Why

These are in the published list but may not be used for statistics: the most detailed level
must be given (PD008 rather than PD000).

## Rejected

```yaml
      requires: {add_ons: [PD000]}
```

## Accepted

```yaml
      requires: {add_ons: [PD008]}
```

## References

Socialstyrelsen, questions and answers on the classifications: headings of the ICF-associated
chapters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label, texts

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-is-heading"
SUMMARY = label(
    "En kod är en rubrik i klassifikationen.", "A code is a heading of the classification."
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"


_HEADING = re.compile("[PQ][A-X]000")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each heading that is used as a code."""
    del proposal
    if not _HEADING.search(document.text):
        return
    for keys, text in texts(document.root):
        if _HEADING.fullmatch(text):
            yield Remark(
                document.place(*keys),
                label(
                    f"{text} är en rubrik och får inte registreras",
                    f"{text} is a heading and may not be registered",
                ),
                label("ange en kod under rubriken", "give a code below the heading"),
            )
