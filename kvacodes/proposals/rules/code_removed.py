"""A code was removed instead of ended.

## What it does

With `--against BASE`, finds codes of a document that are gone.

## Why

Nothing is deleted; it ends. Old visits are still looked up by it.

## Rejected

```yaml
# the base has UX278 too
codes:
  - code: "UX277"
```

## Accepted

```yaml
codes:
  - code: "UX277"
  - code: "UX278"
    valid: {from: 2019-01-01, to: 2020-12-31}
    ended_by: stok-2020-00900
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-removed"
SUMMARY = label(
    "En kod har tagits bort i stället för att avslutas.", "A code was removed instead of ended."
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("base", "whole")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code that the base has and the document has not."""
    base = proposal.base_of(document)
    if base is None or document.code_set is None:
        return
    own = {code.code for code in document.code_set.codes}
    if document.code_set.codes == () and document.findings:
        return  # the codes could not be read, which says nothing of what they are
    for code in base.codes:
        if code.code not in own:
            yield Remark(
                document.place("codes"),
                label(
                    f"koden {code.code} {code.text!r} är borttagen",
                    f"the code {code.code} {code.text!r} was removed",
                ),
                label(
                    "återställ den med en sista dag i valid och ended_by",
                    "put it back with a last day in valid, and ended_by",
                ),
            )
