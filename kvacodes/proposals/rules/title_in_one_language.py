"""The title is in one language only.

## What it does

Finds documents whose title has no English.

## Why

Reports and pages come in both languages, and show the Swedish words where the English are
missing.

## Rejected

```yaml
title: Utökat hembesöksprogram (BVC)
```

## Accepted

```yaml
title: {sv: Utökat hembesöksprogram (BVC), en: Extended home-visit programme}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "title-in-one-language"
SUMMARY = label("Titeln finns bara på ett språk.", "The title is in one language only.")
SEVERITY = Severity.INFORMATION
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for a title without English."""
    del proposal
    if document.code_set is not None and not document.code_set.title.en:
        yield Remark(
            document.place("title"),
            label("titeln finns bara på svenska", "the title is in Swedish only"),
            label("skriv title: {sv: …, en: …}", "write title: {sv: …, en: …}"),
        )
