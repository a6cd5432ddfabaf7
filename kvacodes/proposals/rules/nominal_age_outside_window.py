"""The age a step is meant for lies outside its window.

## What it does

Compares `nominal_age` with the windows that are counted from the anchor.

## Why

A visit made exactly when it should be would be reported as too early or too late.

## Rejected

```yaml
    - number: 2
      nominal_age: {months: 2}
      window: {from: {months: 3}, before: {months: 4}}
```

## Accepted

```yaml
    - number: 2
      nominal_age: {months: 2}
      window: {from: {months: 2}, before: {months: 4}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.documents.lengths import said
from kvacodes.findings import Severity
from kvacodes.model import Label
from kvacodes.periods import Span
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "nominal-age-outside-window"
SUMMARY = label(
    "Stegets avsedda ålder ligger utanför dess fönster.",
    "The age a step is meant for lies outside its window.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each nominal age outside a window."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.sequence is None:
        return
    for step in code_set.sequence.steps:
        age = step.nominal_age
        for window in step.anchor_windows if age is not None else ():
            days = age.approximate_days if age else 0
            limits = [s.approximate_days for s in (window.start, window.before) if s is not None]
            if limits != sorted(limits):
                continue  # the window itself is wrong
            is_early = window.start is not None and days < window.start.approximate_days
            is_late = window.before is not None and days >= window.before.approximate_days
            if is_early or is_late:
                meant, first, last = (_said(s) for s in (age, window.start, window.before))
                yield Remark(
                    document.place("nominal_age", of=step),
                    label(
                        f"steg {step.number} är avsett för {meant.sv}, utanför fönstret "
                        f"{first.sv} – {last.sv}",
                        f"step {step.number} is meant for {meant.en}, outside the window "
                        f"{first.en} – {last.en}",
                    ),
                    label("ändra åldern eller fönstret", "change the age or the window"),
                )


def _said(length: Span | None) -> Label:
    return label("…", "…") if length is None else said(length)
