"""One decision is given in two ways.

## What it does

Finds decisions with the same diary number whose body or days differ, within a document and
between documents. Spellings of the number that mean the same are the same number.

## Why

There is one decision and one day on which it was made.

## Rejected

```yaml
  - {id: a, diary_number: RS 2018-00133, body: STOK, decided_on: 2018-11-30}
  - {id: b, diary_number: RS 2018-00133, body: STOK, decided_on: 2018-11-03}
```

## Accepted

```yaml
  - {id: a, diary_number: RS 2018-00133, body: STOK, decided_on: 2018-11-30}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import Decision, Start, diary_key
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "decisions-disagree"
SUMMARY = label("Ett beslut återges på två sätt.", "One decision is given in two ways.")
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


_FACTS = ("body", "approved_on", "decided_on", "starts")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each decision that an earlier entry tells otherwise."""
    for decision in document.code_set.decisions if document.code_set else ():
        if decision.diary_number is None:
            continue
        where, first = proposal.once(_first)[diary_key(decision.diary_number)]
        differing = [fact for fact in _FACTS if _differs(decision, first, fact)]
        if len(differing) > 1:
            place = where.place("diary_number", of=first)
            facts = ", ".join(differing)
            yield Remark(
                document.place("diary_number", of=decision),
                label(
                    f"{decision.diary_number} är också {first.id} på {place.file}:{place.line}, "
                    f"med annat i {facts}",
                    f"{decision.diary_number} is also {first.id} at {place.file}:{place.line}, "
                    f"with other {facts}",
                ),
                label(
                    "är diarienumret kopierat? varje beslut har sitt eget",
                    "was the diary number copied? each decision has its own",
                ),
            )
            continue
        for fact in differing:
            place = where.place(fact, of=first)
            mine, theirs = _said(getattr(decision, fact)), _said(getattr(first, fact))
            yield Remark(
                document.place(fact, of=decision),
                label(
                    f"{decision.diary_number} har {fact} {mine}, men {theirs} på "
                    f"{place.file}:{place.line}",
                    f"{decision.diary_number} has {fact} {mine}, but {theirs} at "
                    f"{place.file}:{place.line}",
                ),
                label("återge beslutet lika på båda ställena", "tell the decision alike in both"),
            )


def _differs(decision: Decision, other: Decision, fact: str) -> bool:
    mine, theirs = getattr(decision, fact), getattr(other, fact)
    return mine is not None and theirs is not None and mine != theirs


def _said(value: object) -> str:
    return f"{value.kind} {value.day}" if isinstance(value, Start) else str(value)


def _first(proposal: Proposal) -> Mapping[str, tuple[Document, Decision]]:
    """Return the first entry of each diary number."""
    made: dict[str, tuple[Document, Decision]] = {}
    for document in proposal.documents:
        for decision in document.code_set.decisions if document.code_set else ():
            if decision.diary_number is not None:
                made.setdefault(diary_key(decision.diary_number), (document, decision))
    return made
