"""A document was removed.

## What it does

With `--against BASE`, finds documents of the base that are gone.

## Why

Nothing is deleted; it ends. Old visits are still looked up by it.

## Rejected

```yaml
# the base has utokat-hembesok-bvc.yaml, the proposal has not
```

## Accepted

```yaml
# the codes of utokat-hembesok-bvc.yaml have a last day
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Place, Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "document-removed"
SUMMARY = label("Ett dokument har tagits bort.", "A document was removed.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("base",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each removed document, once, at the first document checked."""
    if document is not proposal.documents[0]:
        return
    present = {d.code_set.id for d in proposal.documents if d.code_set is not None}
    if any(d.code_set is None for d in proposal.documents):
        return  # one that cannot be read may be the one that seems gone
    for name in sorted(proposal.base.keys() - present):
        yield Remark(
            Place(proposal.base[name].file),
            label(f"dokumentet {name} är borttaget", f"the document {name} was removed"),
            label(
                "återställ det, och ge koderna en sista dag",
                "put it back, and give its codes a last day",
            ),
        )
