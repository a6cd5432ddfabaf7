"""Between two periods there are days without a code or text.

## What it does

Finds holes between the periods under `valid` of a code without a `note`, and days on which a
code is in force and has no text (an error).

## Why

A code may be withdrawn and come back, and then a note says so; otherwise the hole is a
mistyped day. A code in force always has a text.

## Rejected

```yaml
    valid: [{from: 2019-01-01, to: 2019-11-30}, {from: 2020-01-01}]
```

## Accepted

```yaml
    valid: [{from: 2019-01-01, to: 2019-11-30}, {from: 2020-01-01}]
    note: Withdrawn in December 2019 and reinstated.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Code
from kvacodes.periods import Interval, merged
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "periods-leave-hole"
SUMMARY = label(
    "Mellan två perioder finns dagar utan kod eller text.",
    "Between two periods there are days without a code or text.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each hole."""
    del proposal
    for code in document.code_set.codes if document.code_set else ():
        if not code.note:
            for earlier, later in pairwise(code.validity):
                if (
                    earlier.end is not None
                    and later.start is not None
                    and earlier.end < later.start
                ):
                    hole = Interval(earlier.end, later.start)
                    yield Remark(
                        document.place("valid", of=code),
                        label(
                            f"{code.code} gäller inte {hole}", f"{code.code} is not in force {hole}"
                        ),
                        label(
                            "slut luckan, eller säg i note varför den finns",
                            "close the hole, or say in a note why it is there",
                        ),
                    )
        for day in _without_text(code):
            yield Remark(
                document.place("text", of=code),
                label(
                    f"{code.code} gäller {day} men har ingen text då",
                    f"{code.code} is in force on {day} but has no text then",
                ),
                label("ge texterna hela kodens tid", "let the texts cover the code's whole time"),
                Severity.ERROR,
            )


def _without_text(code: Code) -> Iterator[date]:
    """Give the first day of each stretch in which the code has no text."""
    if not code.texts:
        return
    texts = merged(text.valid for text in code.texts)
    for interval in code.validity:
        start = interval.start
        if start is not None and not any(start in text for text in texts):
            yield start
        for text in texts:
            end = text.end
            if end is not None and end in interval and not any(end in other for other in texts):
                yield end
