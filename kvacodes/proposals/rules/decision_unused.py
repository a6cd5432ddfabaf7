"""Nothing in the document rests on a decision.

## What it does

Finds decisions that no code, text, rule, agreement, follow-up or other decision names, and
that say themselves neither what they rest on nor a source nor a note.

## Why

Mostly an id was mistyped somewhere, or a code forgotten.

## Rejected

```yaml
  - {id: hsng-2018-06-21, body: HSNG, decided_on: 2018-06-21}
```

## Accepted

```yaml
  - {id: hsng-2018-06-21, body: HSNG, decided_on: 2018-06-21}
agreements:
  - {decision: hsng-2018-06-21}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label, texts_under

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "decision-unused"
SUMMARY = label(
    "Inget i dokumentet vilar på beslutet.", "Nothing in the document rests on a decision."
)
SEVERITY = Severity.INFORMATION
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


_KEYS = {"decision", "ended_by", "rests_on"}


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each decision that nothing names."""
    del proposal
    if document.code_set is None:
        return
    named = set(texts_under(document.root, _KEYS))
    for decision in document.code_set.decisions:
        is_alone = not (decision.rests_on or decision.source or decision.note)
        if is_alone and decision.id not in named:
            yield Remark(
                document.place("id", of=decision),
                label(
                    f"inget i dokumentet vilar på beslutet {decision.id}",
                    f"nothing in the document rests on the decision {decision.id}",
                ),
                label(
                    "namnge det där det hör hemma, eller ta bort det",
                    "name it where it belongs, or remove it",
                ),
            )
