"""Two codes have the same text, or texts that differ only in case or blanks.

## What it does

Compares the texts of all codes that are in force on the same day, in all documents checked.

## Why

The text is what a nurse chooses by. Two that look the same are chosen at random.

## Rejected

```yaml
  - code: "UX273"
    text: Utökat hembesök nr 1 (BVC)
  - code: "UX274"
    text: Utökat hembesök  nr 1 (bvc)
```

## Accepted

```yaml
  - code: "UX273"
    text: Utökat hembesök nr 1 (BVC)
  - code: "UX274"
    text: Utökat hembesök nr 2 (BVC)
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Code
from kvacodes.proposals.rule import Proposal, Remark, Use, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "text-not-unique"
SUMMARY = label(
    "Två koder har samma kodtext.",
    "Two codes have the same text, or texts that differ only in case or blanks.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each text that an earlier code has on the same day."""
    if document.code_set is None:
        return
    for code in document.code_set.codes:
        for other in proposal.once(_by_text).get(_folded(code.text), ()):
            if other.code is code:
                break
            if other.code.code == code.code or not _are_in_force_together(other, code):
                continue
            same = other.code.text == code.text
            yield Remark(
                document.place("text", of=code),
                label(
                    f"kodtexten {code.text!r} är också den för {other.code.code} ({other.at})"
                    if same
                    else f"kodtexten {code.text!r} skiljer sig från den för {other.code.code} "
                    f"({other.at}) bara i skiftläge eller blanksteg",
                    f"the text {code.text!r} is also that of {other.code.code} ({other.at})"
                    if same
                    else f"the text {code.text!r} differs from that of {other.code.code} "
                    f"({other.at}) only in case or blanks",
                ),
                label("ge varje kod sin egen text", "give each code a text of its own"),
            )
            break


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _by_text(proposal: Proposal) -> Mapping[str, list[Use]]:
    """Return the uses by folded text."""
    made: dict[str, list[Use]] = {}
    for use in proposal.uses:
        made.setdefault(_folded(use.code.text), []).append(use)
    return made


def _are_in_force_together(use: Use, code: Code) -> bool:
    return any(a.overlap(b) for a in use.code.validity for b in code.validity)
