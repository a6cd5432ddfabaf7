"""A decision on codes has no diary number.

## What it does

Finds decisions that codes rest on (`decision`, `ended_by`, or the decision on a text) whose
`diary_number` is missing or unknown. A national decision has a `source` instead.

## Why

The diary number is how the decision is found in the archive, by anyone, later.

## Rejected

```yaml
  - id: stok-2018-00133
    diary_number: unknown
```

## Accepted

```yaml
  - id: stok-2018-00133
    diary_number: RS 2018-00133
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import CodeSet, Owner
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "diary-number-missing"
SUMMARY = label(
    "Ett beslut om koder saknar diarienummer.", "A decision on codes has no diary number."
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each decision on codes without a diary number."""
    del proposal
    code_set = document.code_set
    if code_set is None:
        return
    is_national = code_set.namespace.owner is Owner.NATIONAL
    on_codes = _on_codes(code_set)
    for decision in code_set.decisions:
        if decision.id not in on_codes or decision.diary_number:
            continue
        if is_national and decision.source:
            continue
        key = "source" if is_national else "diary_number"
        place = document.place(key, of=decision)
        if document.is_wrong_at(place):
            continue  # it is there, and cannot be read
        yield Remark(
            place,
            label(
                f"beslutet {decision.id} saknar {key}, men koder vilar på det",
                f"the decision {decision.id} has no {key}, but codes rest on it",
            ),
            label(
                "skriv var beslutet kan läsas"
                if is_national
                else "skriv diarienumret som det står i beslutet",
                "write where the decision can be read"
                if is_national
                else "write the diary number as it stands in the decision",
            ),
        )


def _on_codes(code_set: CodeSet) -> set[str]:
    found = set()
    for code in code_set.codes:
        found.add(code.decision.id)
        if code.ended_by is not None:
            found.add(code.ended_by.id)
        found |= {text.decision.id for text in code.texts if text.decision is not None}
    return found
