"""A step is in force longer than its codes.

## What it does

Finds steps none of whose codes is in force after some day, while neither `valid` of the step
nor `valid` of all its windows ends by then.

## Why

What ends is explicit: nothing may outlive what it builds on. From that day every child would
be reported as overdue. A step with an alternative code still in force is fine.

## Rejected

```yaml
codes:
  - {code: "UX273", valid: {from: 2019-01-01, to: 2020-12-31}}
sequence:
  steps:
    - {number: 1, codes: ["UX273"]}
```

## Accepted

```yaml
    - {number: 1, codes: ["UX273"], valid: {from: 2019-01-01, to: 2020-12-31}}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import CodeSet, Step
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "step-outlives-codes"
SUMMARY = label(
    "Ett steg gäller längre än sina koder.", "A step is in force longer than its codes."
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each step that outlives its codes."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.sequence is None:
        return
    for step in code_set.sequence.steps:
        end = _end_of_codes(step, code_set)
        if end is None or _ends_by(step, end):
            continue
        last = end - timedelta(days=1)
        yield Remark(
            document.place("codes", of=step),
            label(
                f"steg {step.number} gäller vidare, men dess koder slutar {last}",
                f"step {step.number} goes on, but its codes end on {last}",
            ),
            label(
                f"skriv valid: {{to: {last}}} i steget, eller lägg till en kod som gäller",
                f"write valid: {{to: {last}}} in the step, or add a code that is in force",
            ),
        )


def _end_of_codes(step: Step, code_set: CodeSet) -> date | None:
    """Return the first day on which none of the codes is in force any more; None if open."""
    codes = {code.code: code for code in code_set.codes}
    known = [codes[code] for code in step.codes if code in codes]
    ends = [code.validity[-1].end for code in known]
    if not ends or len(known) < len(step.codes) or None in ends:
        return None
    return max(end for end in ends if end is not None)


def _ends_by(step: Step, end: date) -> bool:
    if step.valid.end is not None:
        return step.valid.end <= end
    bounds = [window.valid.end for window in step.windows]
    return bool(bounds) and all(bound is not None and bound <= end for bound in bounds)
