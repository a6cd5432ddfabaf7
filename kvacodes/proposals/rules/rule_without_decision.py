"""A rule on money has no decision.

## What it does

Finds allocations and payments without `decision` whose parameters rest on an assumption, and
applications with neither `decision` nor `source`.

## Why

Whoever is paid, or not, must be able to read on what ground.

## Rejected

```yaml
  parameters:
    - {id: ersattning, title: Ersättning, values: [{value: 500, basis: assumption}]}
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

from collections.abc import Iterable, Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model.rules import AllocationRule, ApplicationRule, Parameter, PaymentRule
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
    without += [r for r in rules.allocations if not (r.decision or _is_founded(r.parameters))]
    without += [r for r in rules.payments if not (r.decision or _is_founded(r.parameters))]
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


def _is_founded(parameters: Iterable[Parameter]) -> bool:
    """Say whether some parameter has, for all its values, a decision or a source."""
    return any(
        all(value.decision or value.source for value in parameter.values)
        for parameter in parameters
    )
