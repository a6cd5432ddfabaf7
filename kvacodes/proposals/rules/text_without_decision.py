"""A new text has no decision.

## What it does

Where a code has more than one text, finds those after the first without a `decision`.

## Why

Whoever reads old figures must be able to see who changed the words, and why.

## Rejected

```yaml
    text:
      - {text: Utökat hembesök 1, from: 2019-01-01}
      - {text: Utökat hembesök nr 1 (BVC), from: 2020-01-01}
```

## Accepted

```yaml
    text:
      - {text: Utökat hembesök 1, from: 2019-01-01}
      - {text: Utökat hembesök nr 1 (BVC), from: 2020-01-01, decision: stok-2020-00900}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Basis, Owner
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "text-without-decision"
SUMMARY = label("En ny kodtext saknar beslut.", "A new text has no decision.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each later text without a decision."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.namespace.owner is Owner.NATIONAL:
        return
    for code in code_set.codes:
        for dated in code.texts[1:]:
            if dated.decision is None and code.basis is Basis.DECISION:
                number = code.texts.index(dated)
                yield Remark(
                    document.place("text", number, of=code),
                    label(
                        f"texten {dated.text!r} för {code.code} saknar beslut",
                        f"the text {dated.text!r} of {code.code} has no decision",
                    ),
                    label(
                        "skriv vilket beslut som ändrade den", "write the decision that changed it"
                    ),
                )
