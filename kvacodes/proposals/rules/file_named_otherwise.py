"""The file is named otherwise than the id of its document.

## What it does

Compares the name of the file, without its ending, with `id`.

## Why

A document is looked for by its id; two files with one name cannot lie in a folder.

## Rejected

```yaml
# hembesok.yaml
id: utokat-hembesok-bvc
```

## Accepted

```yaml
# utokat-hembesok-bvc.yaml
id: utokat-hembesok-bvc
```
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "file-named-otherwise"
SUMMARY = label(
    "Filen heter något annat än dokumentets id.",
    "The file is named otherwise than the id of its document.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark where file and id differ."""
    del proposal
    if document.code_set is None or document.file.startswith("<"):
        return
    name = PurePath(document.file).name.partition(".")[0]
    if name != document.code_set.id:
        yield Remark(
            document.place("id"),
            label(
                f"filen heter {name}, men dokumentet {document.code_set.id}",
                f"the file is named {name}, but the document {document.code_set.id}",
            ),
            label(
                f"döp om filen till {document.code_set.id}.yaml",
                f"rename the file to {document.code_set.id}.yaml",
            ),
        )
