"""An agreement holds longer than the codes.

## What it does

Compares the last day of each agreement with that of the document's codes.

## Why

After the codes have ended the agreement cannot be followed up.

## Rejected

```yaml
codes:
  - {code: "UX273", valid: {from: 2019-01-01, to: 2019-06-30}}
agreements:
  - {decision: hsng-2018-06-21, valid: {from: 2018-01-01, to: 2019-12-31}}
```

## Accepted

```yaml
codes:
  - {code: "UX273", valid: {from: 2019-01-01}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "agreement-outlives-codes"
SUMMARY = label("Ett avtal gäller längre än koderna.", "An agreement holds longer than the codes.")
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each agreement beyond the codes."""
    del proposal
    code_set = document.code_set
    if code_set is None or not code_set.codes:
        return
    ends = [code.validity[-1].last for code in code_set.codes]
    if None in ends:
        return
    last = max(end for end in ends if end is not None)
    for agreement in code_set.agreements:
        until = agreement.valid.last
        if until is None or until > last:
            yield Remark(
                document.place("valid", of=agreement),
                label(
                    f"avtalet gäller {f'till {until}' if until else 'utan slut'}, "
                    f"men koderna slutar {last}",
                    f"the agreement holds {f'until {until}' if until else 'without end'}, "
                    f"but the codes end on {last}",
                ),
                label(
                    "förläng koderna, eller avsluta avtalet",
                    "extend the codes, or end the agreement",
                ),
            )
