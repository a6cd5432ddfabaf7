"""Something is said to rest on a source that is not named.

## What it does

Finds every `basis: source` and `basis: derived` without `source`, `nominal_source` or `note`
beside it, anywhere in a document. A namespace, and what a step requires, have no place for a
source of their own.

## Why

A fact without a source is a guess, and a guess is called an assumption.

## Rejected

```yaml
  window: {from: {months: 0}, basis: source}
```

## Accepted

```yaml
  window: {from: {months: 0}, basis: source, source: "goteborg.se, utökade hembesök"}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.documents.nodes import MapNode, TextNode
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label, walk

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "source-missing"
SUMMARY = label(
    "Något sägs vila på en källa som inte nämns.",
    "Something is said to rest on a source that is not named.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


_ENOUGH = ("source", "nominal_source", "note")
_BASIS = re.compile(r"basis\W+(?:source|derived)")
_WITHOUT = {"namespace", "requires"}


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each basis without what it names."""
    del proposal
    if document.code_set is None or not _BASIS.search(document.text):
        return
    for keys, node in walk(document.root):
        basis = node.get("basis") if isinstance(node, MapNode) else None
        if not isinstance(node, MapNode) or not isinstance(basis, TextNode):
            continue
        if basis.text not in {"source", "derived"} or _WITHOUT & set(keys[-1:]):
            continue
        if any(node.get(key) is not None for key in _ENOUGH):
            continue
        yield Remark(
            document.place(*keys, "basis"),
            label(
                f"basis är {basis.text}, men source saknas",
                f"basis is {basis.text}, but source is missing",
            ),
            label(
                "skriv källan, eller basis: assumption", "write the source, or basis: assumption"
            ),
        )
