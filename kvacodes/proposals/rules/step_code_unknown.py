"""A step names a code that the document does not have.

## What it does

Looks up the codes of each step among the document's own codes.

## Why

No visit can ever reach the step, and everybody looks as if they had missed it.

## Rejected

```yaml
    - {number: 1, codes: ["UX237"]}
```

## Accepted

```yaml
    - {number: 1, codes: ["UX273"]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.errors import near_misses
from kvacodes.findings import Severity
from kvacodes.model import Label
from kvacodes.proposals.rule import Proposal, Remark, label
from kvacodes.proposals.written import codes_entered

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "step-code-unknown"
SUMMARY = label(
    "Ett steg namnger en kod som dokumentet inte har.",
    "A step names a code that the document does not have.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each unknown code of a step."""
    code_set = document.code_set
    if code_set is None or code_set.sequence is None:
        return
    own = codes_entered(document)
    if own is None:
        return
    for step in code_set.sequence.steps:
        for number, code in enumerate(step.codes):
            if code in own:
                continue
            place = document.place("codes", number, of=step)
            if document.is_wrong_at(place):
                continue
            yield Remark(
                place,
                label(
                    f"steg {step.number} namnger {code}, som dokumentet inte har",
                    f"step {step.number} names {code}, which the document does not have",
                ),
                _hint(code, own, proposal),
            )


def _hint(code: str, own: frozenset[str], proposal: Proposal) -> Label:
    if code in proposal.by_code:
        at = proposal.by_code[code][0].at
        return label(f"koden finns i {at}", f"the code is in {at}")
    near = near_misses(code, own)
    if near:
        return label(f"menade du {' eller '.join(near)}?", f"did you mean {' or '.join(near)}?")
    return label("lägg till koden under codes", "add the code under codes")
