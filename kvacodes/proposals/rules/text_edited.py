"""A text was changed without a decision.

## What it does

With `--against BASE`, finds texts that are other words on a day on which the code was already
in force, unless the change names a decision that the base does not have.

## Why

What was registered under the old words would be read under the new ones. A new text is
added, with its first day and its decision.

## Rejected

```yaml
# the base has the text "Utökat hembesök nr 1 (BVC)"
    text: Hembesök nr 1
```

## Accepted

```yaml
    text:
      - {text: Utökat hembesök nr 1 (BVC), from: 2019-01-01}
      - {text: Hembesök nr 1, from: 2020-01-01, decision: stok-2020-00900}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Code, CodeSet
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "text-edited"
SUMMARY = label("En kodtext har ändrats utan beslut.", "A text was changed without a decision.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("base", "whole")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each text that was replaced in place."""
    base = proposal.base_of(document)
    if base is None or document.code_set is None:
        return
    before = {code.code: code for code in base.codes}
    for code in document.code_set.codes:
        old = before.get(code.code)
        if old is None:
            continue
        if not _keeps_texts(code, old):
            yield Remark(
                document.place("text", of=code),
                label(
                    f"texten för {code.code} var {old.text!r} och är nu {code.text!r}",
                    f"the text of {code.code} was {old.text!r} and is now {code.text!r}",
                ),
                label(
                    "behåll den gamla texten, och lägg till den nya med from och decision",
                    "keep the old text, and add the new one with from and decision",
                ),
            )
            continue
        for number, text in _undecided(code, old, base):
            yield Remark(
                document.place("text", number, of=code),
                label(
                    f"texten {text!r} för {code.code} vilar inte på något nytt beslut",
                    f"the text {text!r} of {code.code} rests on no new decision",
                ),
                label(
                    "ta in beslutet som ändrade texten, och namnge det i decision",
                    "take in the decision that changed the text, and name it in decision",
                ),
            )


def _texts(code: Code) -> list[str]:
    return [text.text for text in code.texts] or [code.text]


def _keeps_texts(code: Code, old: Code) -> bool:
    return set(_texts(old)) <= set(_texts(code))


def _undecided(code: Code, old: Code, base: CodeSet) -> Iterator[tuple[int, str]]:
    """Give number and words of each text that is new and whose decision is not."""
    decided, olds = {decision.id for decision in base.decisions}, _texts(old)
    for number, text in enumerate(code.texts):
        is_decided = text.decision is not None and text.decision.id not in decided
        if text.text not in olds and not is_decided:
            yield number, text.text
