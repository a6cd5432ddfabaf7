"""The validity of a code was changed without a decision.

## What it does

With `--against BASE`, compares the periods of a code. It may be ended, and may come back, by
a decision that the base does not have (`ended_by`, or any new decision for a new period).

## Why

Visits that were right when they were registered would become wrong, or the other way round.

## Rejected

```yaml
# the base has valid: {from: 2019-01-01}
    valid: {from: 2018-11-30}
```

## Accepted

```yaml
    valid: {from: 2019-01-01, to: 2020-12-31}
    ended_by: stok-2020-00900
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Code, CodeSet
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "validity-edited"
SUMMARY = label(
    "En kods giltighet har ändrats utan beslut.",
    "The validity of a code was changed without a decision.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("base", "whole")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each validity that changed without a new decision."""
    base = proposal.base_of(document)
    if base is None or document.code_set is None:
        return
    before = {code.code: code for code in base.codes}
    decided = {decision.id for decision in base.decisions}
    has_new = any(decision.id not in decided for decision in document.code_set.decisions)
    for code in document.code_set.codes:
        old = before.get(code.code)
        if old is None or old.validity == code.validity:
            continue
        if not (has_new and _is_continued(code, old, base)):
            yield Remark(
                document.place("valid", of=code),
                label(
                    f"{code.code} gällde {_said(old)} och gäller nu {_said(code)}",
                    f"{code.code} was in force {_said(old)} and is now {_said(code)}",
                ),
                label(
                    "återställ perioden; ett slut får en dag och ended_by ett nytt beslut",
                    "put the period back; an end has its day and ended_by a new decision",
                ),
            )


def _is_continued(code: Code, old: Code, base: CodeSet) -> bool:
    """Say whether the old periods stand, but for the end of the last one."""
    if code.validity[: len(old.validity) - 1] != old.validity[:-1]:
        return False
    if len(code.validity) < len(old.validity):
        return False
    last, was = code.validity[len(old.validity) - 1], old.validity[-1]
    if last.start != was.start:
        return False
    decided = {decision.id for decision in base.decisions}
    is_ended_anew = code.ended_by is not None and code.ended_by.id not in decided
    return last.end == was.end or is_ended_anew or code.ended_by == old.ended_by is not None


def _said(code: Code) -> str:
    return ", ".join(str(interval) for interval in code.validity)
