"""A text is cut off by a number sign.

## What it does

Finds a `#` after a blank with no blank behind it, on a line whose value stands without quotes.
To YAML everything from there on is a comment.

## Why

`Hembesök #3` becomes `Hembesök`, without a word. A comment that is meant has a blank after its
number sign, as in the documents that come with the library.

## Rejected

```yaml
    text: Hembesök #3
```

## Accepted

```yaml
    text: "Hembesök #3"
    description: ""                 # the column is empty
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Place, Severity
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "text-cut-by-comment"
SUMMARY = label("En text bryts av ett nummertecken.", "A text is cut off by a number sign.")
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"

_CUT = re.compile(
    r"""
    ^ [^\S\n]* (?: -[ ] )*          # the entry of a list
    (?: [\w.-]+ : [ \t]+ )?         # its key
    [^\s"'\[{#|>] [^"'\n#]*         # a value that begins without quotes or brackets
    [ \t] (?P<sign> \#[^\s\#] )     # and a number sign that clings to what follows
    """,
    re.VERBOSE | re.MULTILINE,
)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark at each such number sign."""
    del proposal
    if "#" not in document.text:
        return
    for match in _CUT.finditer(document.text):
        start = match.start("sign")
        line = document.text.count("\n", 0, start) + 1
        column = start - document.text.rfind("\n", 0, start)
        yield Remark(
            Place(document.file, line, column),
            label("texten slutar före #", "the text ends before #"),
            label(
                "sätt texten inom citattecken; en kommentar börjar med # och ett blanksteg",
                "put the text in quotes; a comment begins with # and a blank",
            ),
        )
