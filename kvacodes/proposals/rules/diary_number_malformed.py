"""A diary number has no known form.

## What it does

Compares diary numbers with the forms that are in use: letters for the body, a year and a
running number, in either order, with an optional part number; or a paragraph and a year.

## Why

A number that was cut or mistyped leads nowhere, and nobody notices until somebody looks.

## Rejected

```yaml
    diary_number: RS 18-133
```

## Accepted

```yaml
    diary_number: RS 2018-00133
```

## References

Seen in decisions: `RS 2018-00133`, `HS 2017-00534-14`, `RS-2024-00789-1`, `HSD-A § 44-2015`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "diary-number-malformed"
SUMMARY = label("Ett diarienummer har ingen känd form.", "A diary number has no known form.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


_FORMS = re.compile(
    r"""
      (?P<body> [A-ZÅÄÖ]{1,8} (?: -[A-ZÅÄÖ]{1,3} )? ) [\ -]
      (?:
          (?:19|20)[0-9]{2} - [0-9]{1,6} (?: -[0-9]{1,3} )*    # RS 2018-00133, HS 2017-00534-14
        | [0-9]{1,6} - (?:19|20)[0-9]{2} (?: -[0-9]{1,3} )*    # HSN 123-2019
        | §\ ?[0-9]{1,4} - (?:19|20)[0-9]{2}                   # HSD-A § 44-2015
      )
    """,
    re.VERBOSE,
)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each diary number of no known form."""
    del proposal
    for decision in document.code_set.decisions if document.code_set else ():
        number = decision.diary_number
        if number is not None and not _FORMS.fullmatch(number):
            yield Remark(
                document.place("diary_number", of=decision),
                label(
                    f"diarienumret {number!r} har ingen känd form",
                    f"the diary number {number!r} has no known form",
                ),
                label(
                    "skriv det som i beslutet, till exempel RS 2018-00133",
                    "write it as in the decision, such as RS 2018-00133",
                ),
            )
