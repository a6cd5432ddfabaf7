"""The day of the next review has passed.

## What it does

With a day (`--on`; the command line takes today), finds documents whose `review.next` is
before it.

## Why

The ones responsible said themselves when they would look again.

## Rejected

```yaml
review: {by: Barnhälsovårdsöverläkare, on: 2019-01-15, next: 2020-01-15}    # checked on 2021-01-01
```

## Accepted

```yaml
review: {by: Barnhälsovårdsöverläkare, on: 2019-01-15, next: 2022-01-15}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "review-overdue"
SUMMARY = label(
    "Dagen för nästa granskning har passerat.", "The day of the next review has passed."
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("on",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for a review that is due."""
    review = document.code_set.review if document.code_set else None
    if review is None or review.next is None or proposal.on is None:
        return
    if review.next < proposal.on:
        yield Remark(
            document.place("review", "next"),
            label(
                f"nästa granskning skulle ske {review.next} av {review.by}",
                f"the next review was due on {review.next}, by {review.by}",
            ),
            label("granska dokumentet och skriv nya dagar", "look it through and write new days"),
        )
