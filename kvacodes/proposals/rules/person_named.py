"""A field for roles and units seems to name a person.

## What it does

Finds two capitalised words together that are known as neither role, unit nor place, in the
fields that say who asked, prepared, decided, issued or looked through.

## Why

A document says which role and which unit; names of persons stay in the decision. What only
looks like a name is let pass by a suppression with its reason.

## Rejected

```yaml
    requested_by: Karin Testlund, verksamhetsutvecklare
```

## Accepted

```yaml
    requested_by: Verksamhetsutvecklare, Central Barnhälsovård
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.personal import personal_data_in
from kvacodes.proposals.roles import may_name
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "person-named"
SUMMARY = label(
    "Ett fält för roller och enheter tycks namnge en person.",
    "A field for roles and units seems to name a person.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"

_KEYS = ("requested_by", "prepared_by", "body", "issued_by")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each field; the name itself is not repeated."""
    del proposal
    code_set = document.code_set
    if code_set is None:
        return
    places = [
        document.place(key, of=decision)
        for decision in code_set.decisions
        for key in _KEYS
        if _may_name(getattr(decision, key))
    ]
    if code_set.review is not None and _may_name(code_set.review.by):
        places.append(document.place("review", "by"))
    for place in places:
        yield Remark(
            place,
            label("fältet tycks namnge en person", "the field seems to name a person"),
            label("skriv roll och enhet i stället", "write role and unit instead"),
        )


def _may_name(text: str) -> bool:
    """Say so of a text that holds no address or number, which have a finding of their own."""
    return may_name(text) and not personal_data_in(text)
