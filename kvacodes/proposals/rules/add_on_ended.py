"""An add-on code has ended.

## What it does

Finds codes under `joint`, `requires` and `beside` that a document checked decides on and that
have ended, while what needs them is still in force.

## Why

From the day it ended nobody registers it, so every visit lacks it.

## Rejected

```yaml
  joint: {add_ons: ["UX280"]}     # UX280 ended 2019-12-31
```

## Accepted

```yaml
  joint: {add_ons: [ZV509]}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kvacodes.documents import Document
from kvacodes.findings import Place, Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "add-on-ended"
SUMMARY = label("En tilläggskod har slutat gälla.", "An add-on code has ended.")
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each ended add-on code."""
    for place, code, until in _needed(document):
        uses = proposal.by_code.get(code, ())
        ends = [use.code.validity[-1].last for use in uses]
        if not ends or None in ends:
            continue
        last = max(end for end in ends if end is not None)
        if until is None or until > last:
            yield Remark(
                place,
                label(
                    f"tilläggskoden {code} slutade gälla {last}",
                    f"the add-on code {code} ended on {last}",
                ),
                label("byt kod, eller avsluta kravet", "change the code, or end the requirement"),
            )


def _needed(document: Document) -> Iterator[tuple[Place, str, date | None]]:
    """Give place, code and last day of need for each code that something waits for."""
    code_set = document.code_set
    if code_set is None:
        return
    for code in code_set.codes:
        for number, other in enumerate(code.beside):
            yield document.place("beside", number, of=code), other, code.validity[-1].last
    sequence = code_set.sequence
    if sequence is None:
        return
    for step in sequence.steps:
        for number, other in enumerate(step.add_ons):
            place = document.place("requires", "add_ons", number, of=step)
            yield place, other, step.valid.last
    for number, other in enumerate(sequence.joint.add_ons if sequence.joint else ()):
        yield document.place("sequence", "joint", "add_ons", number), other, None
