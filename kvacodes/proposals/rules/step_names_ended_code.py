"""A step names a code that has ended, beside others in force.

## What it does

With a day (`--on`; the command line takes today), finds codes of a step that ended before
that day while another of its codes is in force, in documents that are not national.

## Why

The old code keeps old visits countable, which may be just right; but it also invites its use.
Where it is kept on purpose, say so in a suppression.

## Rejected

```yaml
    - {number: 1, codes: ["UX273", "UX270"]}     # UX270 ended 2018-12-31
```

## Accepted

```yaml
    - {number: 1, codes: ["UX273"]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Owner
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "step-names-ended-code"
SUMMARY = label(
    "Ett steg namnger en kod som har slutat gälla.",
    "A step names a code that has ended, beside others in force.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("on",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each ended code beside one in force."""
    code_set = document.code_set
    if code_set is None or code_set.sequence is None or proposal.on is None:
        return
    if code_set.namespace.owner is Owner.NATIONAL:
        return
    last = {code.code: code.validity[-1].last for code in code_set.codes}
    for step in code_set.sequence.steps:
        if not any(code in last and last[code] is None for code in step.codes):
            continue
        for number, code in enumerate(step.codes):
            ended = last.get(code)
            if ended is not None and ended < proposal.on and step.valid.end is None:
                yield Remark(
                    document.place("codes", number, of=step),
                    label(
                        f"steg {step.number} namnger {code}, som slutade gälla {ended}",
                        f"step {step.number} names {code}, which ended on {ended}",
                    ),
                    label(
                        "ta bort den, eller säg i en undertryckning varför den står kvar",
                        "remove it, or say in a suppression why it stays",
                    ),
                )
