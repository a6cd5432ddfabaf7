"""A code lies outside the namespace of its document.

## What it does

Compares each code with `namespace.shape` and `namespace.prefix`. A document whose namespace
is national is left alone.

## Why

Only shape, prefix and edition decide whose a code is. A letter wrong in the prefix takes
somebody else's code.

## Rejected

```yaml
namespace: {shape: KMA, prefix: UX, region: Västra Götalandsregionen}
codes:
  - code: "UY273"
```

## Accepted

```yaml
namespace: {shape: KMA, prefix: UX, region: Västra Götalandsregionen}
codes:
  - code: "UX273"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Owner
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-outside-namespace"
SUMMARY = label(
    "En kod ligger utanför dokumentets namnrymd.",
    "A code lies outside the namespace of its document.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code outside the namespace."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.namespace.owner is Owner.NATIONAL:
        return
    namespace = code_set.namespace
    for code in code_set.codes:
        if code.shape is not None and code.code not in namespace:
            where = f"{namespace.shape.pattern}, {namespace.prefix or '–'}"
            yield Remark(
                document.place("code", of=code),
                label(
                    f"koden {code.code} ligger utanför namnrymden ({where})",
                    f"the code {code.code} lies outside the namespace ({where})",
                ),
                label(
                    "rätta koden, eller namespace om beslutet gäller en annan följd",
                    "correct the code, or namespace if the decision is on another run",
                ),
            )
