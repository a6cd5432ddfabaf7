"""A code ends without a decision.

## What it does

Finds regional codes with a last day and no `ended_by`. Validity that rests on a source or an
assumption is left alone.

## Why

What ends is explicit, and somebody decided it. Where the decision that made the code also set
its end, name that decision.

## Rejected

```yaml
    valid: {from: 2019-01-01, to: 2020-12-31}
```

## Accepted

```yaml
    valid: {from: 2019-01-01, to: 2020-12-31}
    ended_by: stok-2020-00900
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Basis, Owner
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "end-without-decision"
SUMMARY = label("En kod avslutas utan beslut.", "A code ends without a decision.")
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each regional code that ends by itself."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.namespace.owner is Owner.NATIONAL:
        return
    for code in code_set.codes:
        last = code.validity[-1].last
        if last is not None and code.ended_by is None and code.basis is Basis.DECISION:
            yield Remark(
                document.place("valid", of=code),
                label(
                    f"{code.code} slutar gälla {last}, men ended_by saknas",
                    f"{code.code} ends on {last}, but ended_by is missing",
                ),
                label("skriv vilket beslut som avslutar den", "write the decision that ends it"),
            )
