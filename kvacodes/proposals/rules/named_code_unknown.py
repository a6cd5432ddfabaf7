"""A code that is named, and that no document decides on.

## What it does

Looks up the regional codes under `joint`, `requires` and `beside`, and those that a payment
counts, among the codes of all documents checked. Steps have a rule of their own
(`step-code-unknown`), and so have national codes (`code-not-in-national`).

## Why

What waits for a code that nobody can register never happens: no visit is joint, no payment is
made, and nothing says why.

## Rejected

```yaml
  joint: {add_ons: ["UX297"]}     # there is UX279
```

## Accepted

```yaml
  joint: {add_ons: ["UX279"]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.errors import near_misses
from kvacodes.findings import Severity
from kvacodes.model import CodeSet, Label
from kvacodes.proposals.rule import Proposal, Remark, label, texts
from kvacodes.proposals.written import codes_entered

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "named-code-unknown"
SUMMARY = label(
    "En kod som namnges beslutas inte i något dokument.",
    "A code that is named, and that no document decides on.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"

_KEYS = frozenset(["add_ons", "beside", "codes", "condition_codes"])


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark at each place that names such a code."""
    if document.code_set is None:
        return
    unknown = {
        code
        for code in _named(document.code_set)
        if code not in proposal.by_code and proposal.is_regional(code)
    }
    entered = codes_entered(document) if unknown else None
    unknown -= entered or unknown
    for keys, text in texts(document.root) if unknown else ():
        is_of_step = keys[:2] == ("sequence", "steps") and keys[-2] == "codes"
        if text in unknown and keys[-2] in _KEYS and not is_of_step:
            yield Remark(
                document.place(*keys),
                label(
                    f"{keys[-2]} namnger {text}, som inget dokument beslutar",
                    f"{keys[-2]} names {text}, which no document decides on",
                ),
                _hint(text, proposal),
            )


def _named(code_set: CodeSet) -> Iterator[str]:
    for code in code_set.codes:
        yield from code.beside
    for step in code_set.sequence.steps if code_set.sequence else ():
        yield from step.add_ons
    if code_set.sequence is not None and code_set.sequence.joint is not None:
        yield from code_set.sequence.joint.add_ons
    for payment in code_set.rules.payments:
        yield from (*payment.codes, *payment.condition_codes)


def _hint(code: str, proposal: Proposal) -> Label:
    near = near_misses(code, proposal.by_code)
    if not near:
        return label("lägg till koden i ett dokument", "add the code to a document")
    return label(f"menade du {' eller '.join(near)}?", f"did you mean {' or '.join(near)}?")
