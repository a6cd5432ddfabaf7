"""A code lies outside the programme's own run.

## What it does

Where `namespace.run` is given, finds codes of the document that are not in it.

## Why

Visits with codes in the run and unknown to the document are reported as unknown codes; a run
that does not hold the document's own codes reports the wrong ones.

## Rejected

```yaml
namespace: {shape: KMA, prefix: UX, run: {from: "UX273", to: "UX278"}}
codes:
  - code: "UX279"
```

## Accepted

```yaml
namespace: {shape: KMA, prefix: UX, run: {from: "UX273", to: "UX279"}}
codes:
  - code: "UX279"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-outside-run"
SUMMARY = label(
    "En kod ligger utanför programmets egen följd.", "A code lies outside the programme's own run."
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code outside the run."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.namespace.run is None:
        return
    run = code_set.namespace.run
    for code in code_set.codes:
        if code.shape is not None and code.code not in run:
            yield Remark(
                document.place("code", of=code),
                label(
                    f"koden {code.code} ligger utanför följden {run.first}–{run.last}",
                    f"the code {code.code} lies outside the run {run.first}–{run.last}",
                ),
                label(
                    "rätta koden, eller utvidga namespace.run",
                    "correct the code, or widen namespace.run",
                ),
            )
