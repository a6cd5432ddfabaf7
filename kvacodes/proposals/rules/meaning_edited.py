"""The meaning of a code was changed without a decision.

## What it does

With `--against BASE`, finds changes of `description`, `beside` and `decision` of a code, in a
document that has no decision that the base lacks. A description may be filled in.

## Why

What a code means is decided, like its text.

## Rejected

```yaml
# the base has description: "Besök i hemmet"
    description: Besök i hemmet eller på BVC
```

## Accepted

```yaml
    description: Besök i hemmet
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "meaning-edited"
SUMMARY = label(
    "En kods innebörd har ändrats utan beslut.",
    "The meaning of a code was changed without a decision.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("base", "whole")


_KEYS = ("description", "beside", "decision")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code that means something else."""
    base = proposal.base_of(document)
    if base is None or document.code_set is None:
        return
    decided = {decision.id for decision in base.decisions}
    has_new = any(decision.id not in decided for decision in document.code_set.decisions)
    before = {code.code: code for code in base.codes}
    for code in document.code_set.codes:
        old = before.get(code.code)
        for key in _KEYS if old is not None else ():
            was, now = getattr(old, key), getattr(code, key)
            is_by_id = key == "decision"
            was, now = (was.id, now.id) if is_by_id else (was, now)
            if was == now or not was or (has_new and not is_by_id):
                continue
            yield Remark(
                document.place(key, of=code),
                label(
                    f"{key} för {code.code} var {_said(was)} och är nu {_said(now)}",
                    f"{key} of {code.code} was {_said(was)} and is now {_said(now)}",
                ),
                label(
                    "återställ det, eller ta in beslutet som ändrade det",
                    "put it back, or take in the decision that changed it",
                ),
            )


def _said(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else repr(value)
