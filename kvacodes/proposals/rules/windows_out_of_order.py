"""The window of a step closes before that of the step before it opens.

## What it does

Compares the windows, counted from the anchor, of steps that follow one another.

## Why

Whoever keeps both windows breaks the order.

## Rejected

```yaml
    - {number: 1, codes: ["UX273"], window: {from: {months: 4}, before: {months: 6}}}
    - {number: 2, codes: ["UX274"], window: {from: {months: 1}, before: {months: 3}}}
```

## Accepted

```yaml
    - {number: 1, codes: ["UX273"], window: {from: {months: 0}, before: {months: 2}}}
    - {number: 2, codes: ["UX274"], window: {from: {months: 2}, before: {months: 4}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "windows-out-of-order"
SUMMARY = label(
    "Ett stegs fönster stänger innan det förra stegets öppnar.",
    "The window of a step closes before that of the step before it opens.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each step that must end before the one before it starts."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.sequence is None:
        return
    steps = [step for step in code_set.sequence.steps if step.ordered]
    for earlier, later in pairwise(steps):
        starts = [w.start for w in earlier.anchor_windows if w.start is not None]
        ends = [w.before for w in later.anchor_windows if w.before is not None]
        if not starts or not ends:
            continue
        start = max(starts, key=lambda span: span.approximate_days)
        end = min(ends, key=lambda span: span.approximate_days)
        if end.approximate_days <= start.approximate_days:
            yield Remark(
                document.place("window", of=later),
                label(
                    f"steg {later.number} ska ske före {end}, men steg {earlier.number} tidigast "
                    f"vid {start}",
                    f"step {later.number} is due before {end}, but step {earlier.number} not "
                    f"before {start}",
                ),
                label(
                    "byt plats på stegen, eller ändra ett av fönstren",
                    "change the steps round, or change one of the windows",
                ),
            )
