"""A national code that is used is not in the national edition.

## What it does

With `--national FILE`, looks up codes that a document names but does not decide on (add-on
codes, conditions, replacements), and all codes of a national document.

## Why

A code that the authority has withdrawn is no longer registered, so a rule that waits for it
never holds. It is a warning: the document may have been right when it was written.

## Rejected

```yaml
  joint: {add_ons: [ZV599]}
```

## Accepted

```yaml
  joint: {add_ons: [ZV509]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.errors import near_misses
from kvacodes.findings import Place, Severity
from kvacodes.model import CodeShape, Owner
from kvacodes.proposals.national.comparing import uses
from kvacodes.proposals.rule import Proposal, Remark, label, texts

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-not-in-national"
SUMMARY = label(
    "En nationell kod som används finns inte i utgåvan.",
    "A national code that is used is not in the national edition.",
)
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("national",)


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code in use that the edition does not have."""
    code_set, edition = document.code_set, proposal.national
    if edition is None or code_set is None:
        return
    is_national = code_set.namespace.owner is Owner.NATIONAL
    told: set[str] = set()
    for code, use in uses(code_set):
        is_ours = not is_national and (code in proposal.by_code or proposal.is_regional(code))
        if is_ours or code in told or code in edition or CodeShape.of(code) is None:
            continue
        told.add(code)
        near = near_misses(code, (c.code for c in edition if c.code[:2] == code[:2]))
        meant = " / ".join(near)
        yield Remark(
            _place(document, code),
            label(
                f"koden {code} ({use}) finns inte i den nationella utgåvan {edition.name}",
                f"the code {code} ({use}) is not in the national edition {edition.name}",
            ),
            label(f"menade du {meant}?", f"did you mean {meant}?") if near else label("", ""),
        )


def _place(document: Document, code: str) -> Place:
    for keys, text in texts(document.root):
        if text == code:
            return document.place(*keys)
    return document.place()
