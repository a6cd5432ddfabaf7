"""A code ended before it was decided that it should.

## What it does

Compares the last day of a code with the day of the decision in `ended_by`.

## Why

Visits that were registered in between were right when they were made, and become wrong
afterwards. Mostly the year is mistyped.

## Rejected

```yaml
  - {id: stok-2020-00900, decided_on: 2020-10-15}
codes:
  - code: "UX273"
    valid: {from: 2019-01-01, to: 2019-12-31}
    ended_by: stok-2020-00900
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
from kvacodes.model import Basis, Owner
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "end-before-decision"
SUMMARY = label(
    "En kod slutade gälla innan det beslutades.",
    "A code ended before it was decided that it should.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code that ended too early."""
    del proposal
    code_set = document.code_set
    if code_set is None or code_set.namespace.owner is Owner.NATIONAL:
        return
    for code in code_set.codes:
        last, ended_by = code.validity[-1].last, code.ended_by
        if last is None or ended_by is None or code.basis is not Basis.DECISION:
            continue
        if ended_by.decided_on is not None and last < ended_by.decided_on:
            yield Remark(
                document.place("valid", of=code),
                label(
                    f"{code.code} slutade gälla {last}, före beslutet {ended_by.id} "
                    f"{ended_by.decided_on}",
                    f"{code.code} ended on {last}, before the decision {ended_by.id} of "
                    f"{ended_by.decided_on}",
                ),
                label("se efter vilken dag som är fel", "see which of the days is wrong"),
            )
