"""A published decision was removed.

## What it does

With `--against BASE`, finds decisions of a document that are gone.

## Why

Figures published earlier cite it.

## Rejected

```yaml
# the base has hsng-2018-06-21 too
decisions:
  - {id: stok-2018-00133}
```

## Accepted

```yaml
decisions:
  - {id: stok-2018-00133}
  - {id: hsng-2018-06-21}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "published-decision-removed"
SUMMARY = label("Ett publicerat beslut har tagits bort.", "A published decision was removed.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("base", "whole")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each decision that the base has and the document has not."""
    base = proposal.base_of(document)
    if base is None or document.code_set is None:
        return
    own = {decision.id for decision in document.code_set.decisions}
    for decision in base.decisions:
        if decision.id not in own:
            yield Remark(
                document.place("decisions"),
                label(
                    f"beslutet {decision.id} ({decision.reference}) är borttaget",
                    f"the decision {decision.id} ({decision.reference}) was removed",
                ),
                label("återställ det", "put it back"),
            )
