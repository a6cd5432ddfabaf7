"""A regional code is taken in the national edition.

## What it does

With `--national FILE`, looks up each regional code in the edition. A code that was in the
base already (`--against`) is a warning: then the national edition is what changed.

## Why

The same five characters would mean two things in the registers. Shape and edition decide, not
the first letter: KKÅ has U for endoscopy.

## Rejected

```yaml
namespace: {shape: KKA, prefix: UDH, region: Västra Götalandsregionen}
codes:
  - code: "UDH02"
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

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-collides-with-national"
SUMMARY = label(
    "En regional kod finns i den nationella utgåvan.",
    "A regional code is taken in the national edition.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("national",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each regional code that the national edition has."""
    code_set, edition = document.code_set, proposal.national
    if edition is None or code_set is None or code_set.namespace.owner is Owner.NATIONAL:
        return
    base = proposal.base_of(document)
    earlier = {code.code for code in base.codes} if base else set()
    for code in code_set.codes:
        national = edition.get(code.code)
        if national is not None:
            yield Remark(
                document.place("code", of=code),
                label(
                    f"koden {code.code} finns i den nationella utgåvan {edition.name}: "
                    f"{national.text}",
                    f"the code {code.code} is in the national edition {edition.name}: "
                    f"{national.text}",
                ),
                label(
                    "ta en ledig kod, eller avsluta den här och hänvisa i replaced_by",
                    "take a free code, or end this one and refer to another in replaced_by",
                ),
                Severity.WARNING if code.code in earlier else None,
            )
