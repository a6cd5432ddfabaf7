"""A national code that is used is not in the national edition.

## What it does

With `--national FILE`, looks up codes that a document names but does not decide on (add-on
codes, conditions, replacements), and the codes of a national document that are in force in the
edition's year.

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

import re
from collections.abc import Iterator, Mapping
from datetime import date

from kvacodes.documents import Document
from kvacodes.errors import near_misses
from kvacodes.findings import Place, Severity
from kvacodes.model import Code, CodeShape, Label, Owner
from kvacodes.periods import Interval
from kvacodes.proposals.national import Edition
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

_YEAR = re.compile("(?:19|20)[0-9]{2}")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code in use that the edition does not have."""
    code_set, edition = document.code_set, proposal.national
    if edition is None or code_set is None:
        return
    is_national = code_set.namespace.owner is Owner.NATIONAL
    own = {code.code: code for code in code_set.codes}
    told: set[str] = set()
    for code, use in uses(code_set):
        is_ours = not is_national and (code in proposal.by_code or proposal.is_regional(code))
        if is_ours or code in told or code in edition or CodeShape.of(code) is None:
            continue
        if code in own and not _is_expected(own[code], edition):
            continue
        told.add(code)
        yield Remark(
            _place(document, code, own),
            label(
                f"koden {code} ({use}) finns inte i den nationella utgåvan {edition.name}",
                f"the code {code} ({use}) is not in the national edition {edition.name}",
            ),
            _hint(code, edition),
        )


def _is_expected(code: Code, edition: Edition) -> bool:
    """Say whether the code is in force in the edition's year; in some year, where it has none."""
    if not _YEAR.fullmatch(edition.name):
        return code.validity[-1].end is None
    year = Interval.through(date(int(edition.name), 1, 1), date(int(edition.name), 12, 31))
    return any(year.overlap(interval) for interval in code.validity)


def _hint(code: str, edition: Edition) -> Label:
    shape = CodeShape.of(code)
    alike = (c.code for c in edition if c.code[:2] == code[:2] and c.shape is shape)
    near = near_misses(code, alike)
    if not near:
        return label("se om den är utgången", "see whether it was withdrawn")
    return label(f"menade du {' eller '.join(near)}?", f"did you mean {' or '.join(near)}?")


def _place(document: Document, code: str, own: Mapping[str, Code]) -> Place:
    if code in own:
        return document.place("code", of=own[code])
    return next((document.place(*keys) for keys, text in texts(document.root) if text == code))
