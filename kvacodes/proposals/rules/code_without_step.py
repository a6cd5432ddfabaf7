"""A code belongs to no step.

## What it does

In a document with a sequence, finds codes in force that no step names.

## Why

Visits with it count nowhere. Often a step was forgotten.

## Rejected

```yaml
codes: [{code: "UX273"}, {code: "UX274"}]
sequence:
  steps: [{number: 1, codes: ["UX273"]}]
```

## Accepted

```yaml
codes: [{code: "UX273"}, {code: "UX274"}]
sequence:
  steps: [{number: 1, codes: ["UX273"]}, {number: 2, codes: ["UX274"]}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-without-step"
SUMMARY = label("En kod hör inte till något steg.", "A code belongs to no step.")
SEVERITY = Severity.INFORMATION
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code in no step."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.sequence is None:
        return
    sequence = code_set.sequence
    named = {code for step in sequence.steps for code in (*step.codes, *step.add_ons)}
    named |= set(sequence.joint.add_ons if sequence.joint else ())
    if any(
        code not in {c.code for c in code_set.codes} for s in sequence.steps for code in s.codes
    ):
        return  # a step names an unknown code, which has its own finding and is likely this one
    for code in code_set.codes:
        if (
            code.shape is not None
            and code.code not in named
            and code.validity[-1].end is None
            and not code.beside
        ):
            yield Remark(
                document.place("code", of=code),
                label(f"{code.code} hör inte till något steg", f"{code.code} belongs to no step"),
                label("lägg till koden i ett steg", "add the code to a step"),
            )
