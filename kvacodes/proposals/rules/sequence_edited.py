"""A sequence was changed without a decision.

## What it does

With `--against BASE`, finds steps whose codes or windows changed, came or went, in a document
that has no decision that the base lacks. Windows that rest on an assumption are left alone.

## Why

What is too late today was in time yesterday: figures before and after cannot be compared.

## Rejected

```yaml
# the base has before: {months: 2}
    - {number: 1, codes: ["UX273"], window: {from: {months: 0}, before: {months: 3}}}
```

## Accepted

```yaml
    - {number: 1, codes: ["UX273"], window: {from: {months: 0}, before: {months: 2}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Basis, Sequence
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "sequence-edited"
SUMMARY = label(
    "En besöksföljd har ändrats utan beslut.", "A sequence was changed without a decision."
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("base", "whole")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each step that changed."""
    base = proposal.base_of(document)
    if base is None or document.code_set is None:
        return
    now, was = document.code_set.sequence, base.sequence
    decided = {decision.id for decision in base.decisions}
    if was is None or any(d.id not in decided for d in document.code_set.decisions):
        return
    before, after = _steps(was), _steps(now)
    moved = _renumbered(before, after)
    if moved:
        words = ", ".join(f"{old} → {new}" for old, new in moved)
        yield Remark(
            document.place("sequence", "steps"),
            label(
                f"stegen har fått andra nummer utan nytt beslut: {words}",
                f"the steps were numbered otherwise without a new decision: {words}",
            ),
            label(
                "återställ numren; rapporter och tidigare resultat räknar med dem",
                "put the numbers back; reports and earlier results count by them",
            ),
        )
        return
    codes = {code.code for code in document.code_set.codes}
    for number in sorted(before.keys() | after.keys()):
        if before.get(number) == after.get(number):
            continue
        if number not in after and not codes.intersection(before[number][0]):
            continue  # the codes are gone too, which has its own finding
        steps = {step.number: step for step in now.steps} if now else {}
        place = document.place(of=steps[number]) if number in steps else document.place("sequence")
        yield Remark(
            place,
            label(
                f"steg {number} har ändrats utan nytt beslut",
                f"step {number} was changed without a new decision",
            ),
            label(
                "ta in beslutet, eller märk fönstret basis: assumption",
                "take in the decision, or mark the window basis: assumption",
            ),
        )


_Steps = Mapping[int, tuple[tuple[str, ...], tuple[object, ...]]]


def _renumbered(before: _Steps, after: _Steps) -> list[tuple[int, int]]:
    """Return old and new numbers where the steps are the same and their numbers are not."""
    numbers = {codes: number for number, (codes, _) in after.items()}
    if len(numbers) < len(after) or len(before) != len(after):
        return []
    moved = [(old, numbers.get(codes)) for old, (codes, _) in before.items()]
    if any(new is None for _, new in moved):
        return []
    return [(old, new) for old, new in moved if new is not None and old != new]


def _steps(sequence: Sequence | None) -> _Steps:
    """Return by step its codes, and the windows and conditions that were decided on."""
    if sequence is None:
        return {}
    return {
        step.number: (
            step.codes,
            (
                *(w for w in step.windows if w.basis is not Basis.ASSUMPTION),
                *([] if step.basis is Basis.ASSUMPTION else [step.when, step.unless]),
            ),
        )
        for step in sequence.steps
    }
