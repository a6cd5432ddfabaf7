"""A rule on money has no decision.

## What it does

Finds allocations and payments without `decision`, and applications with neither `decision` nor
`source`.

## Why

Whoever is paid, or not, must be able to read on what ground.

## Rejected

```yaml
  payments:
    - {id: besok, amount: ersattning}
```

## Accepted

```yaml
  payments:
    - {id: besok, amount: ersattning, decision: stok-2018-00133}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model.rules import AllocationRule, ApplicationRule, PaymentRule
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "rule-without-decision"
SUMMARY = label("En regel om pengar saknar beslut.", "A rule on money has no decision.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each rule that rests on nothing."""
    del proposal
    if document.code_set is None:
        return
    rules = document.code_set.rules
    without: list[AllocationRule | PaymentRule | ApplicationRule] = []
    without += [rule for rule in rules.allocations if not rule.decision]
    without += [rule for rule in rules.payments if not rule.decision]
    without += [rule for rule in rules.applications if not (rule.decision or rule.source)]
    for rule in without:
        yield Remark(
            document.place("id", of=rule),
            label(
                f"regeln {rule.id} säger inte vilket beslut den vilar på",
                f"the rule {rule.id} does not say which decision it rests on",
            ),
            label("skriv decision: id", "write decision: id"),
        )
