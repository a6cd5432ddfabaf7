"""A published decision was edited.

## What it does

With `--against BASE`, compares the facts of decisions with the same id. What was unknown may
be filled in, and notes may change.

## Why

A decision is made once. What came later is another decision, with its own day and number.

## Rejected

```yaml
# the base has decided_on: 2018-11-30
    decided_on: 2018-12-15
```

## Accepted

```yaml
    decided_on: 2018-11-30
```
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import fields

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Decision, Start
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "published-decision-edited"
SUMMARY = label("Ett publicerat beslut har ändrats.", "A published decision was edited.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("base",)


_FREE = {"id", "note", "source", "recipients", "title", "requested_by", "rests_on"}


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each fact of a decision that changed."""
    base = proposal.base_of(document)
    if base is None or document.code_set is None:
        return
    before = {decision.id: decision for decision in base.decisions}
    for decision in document.code_set.decisions:
        old = before.get(decision.id)
        for name in (f.name for f in fields(Decision) if old is not None):
            was, now = getattr(old, name), getattr(decision, name)
            if name in _FREE or was == now or was in {None, ""}:
                continue
            yield Remark(
                document.place(name, of=decision),
                label(
                    f"{name} i beslutet {decision.id} var {_said(was)} och är nu {_said(now)}",
                    f"{name} of the decision {decision.id} was {_said(was)} "
                    f"and is now {_said(now)}",
                ),
                label(
                    "återställ det; ett nytt beslut får ett eget id",
                    "put it back; a new decision gets an id of its own",
                ),
            )


def _said(value: object) -> str:
    return str((f"{value.kind} {value.day}" if isinstance(value, Start) else value) or "unknown")
