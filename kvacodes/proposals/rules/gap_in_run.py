"""A run of codes has a gap.

## What it does

Finds numbers that no code of the document has: in `namespace.run` where it is given, and
otherwise between the first and the last code, if one or two are missing.

## Why

A code is easily lost when a table is copied, and a run with a hole invites somebody else to
take the number.

## Rejected

```yaml
  - code: "UX273"
  - code: "UX275"
```

## Accepted

```yaml
  - code: "UX273"
  - code: "UX274"
  - code: "UX275"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.model import CodeSet, Owner
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "NEEDS", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "gap-in-run"
SUMMARY = label("En följd av koder har en lucka.", "A run of codes has a gap.")
SEVERITY = Severity.WARNING
SINCE = "0.1.0"
STATUS = "active"
NEEDS = ("whole",)


_FEW = 2


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for the missing codes of a run."""
    code_set = document.code_set
    if code_set is None or code_set.namespace.owner is Owner.NATIONAL:
        return
    missing = _missing(code_set)
    if not missing or _is_miswritten(code_set):
        return
    taken = [code for code in missing if code in proposal.by_code]
    has_run = code_set.namespace.run is not None
    if taken and not has_run:
        return  # another document has the number, so nothing was lost
    named = ", ".join(missing)
    keys = ("namespace", "run") if has_run else ("codes",)
    yield Remark(
        document.place(*keys),
        label(f"följden saknar {named}", f"the run lacks {named}"),
        label(
            "lägg till koden, eller korta följden i namespace.run",
            "add the code, or shorten the run in namespace.run",
        ),
    )


def _is_miswritten(code_set: CodeSet) -> bool:
    """Say whether a code is none, twice or outside: likely that is the one that seems to lack."""
    codes, run = [code.code for code in code_set.codes], code_set.namespace.run
    return (
        len(set(codes)) < len(codes)
        or any(code.shape is None for code in code_set.codes)
        or (run is not None and any(code not in run for code in codes))
    )


def _missing(code_set: CodeSet) -> list[str]:
    own = {code.code for code in code_set.codes}
    run = code_set.namespace.run
    if run is not None:
        first, last = run.first, run.last
    else:
        same = [c.code for c in code_set.codes if c.code in code_set.namespace]
        first, last = min(same, default=""), max(same, default="")
    letters = first.rstrip("0123456789")
    if not first or last.rstrip("0123456789") != letters or len(first) != len(last):
        return []
    width = len(first) - len(letters)
    numbers = range(int(first[len(letters) :] or 0), int(last[len(letters) :] or 0) + 1)
    missing = [code for n in numbers if (code := f"{letters}{n:0{width}d}") not in own]
    return missing if run is not None or len(missing) <= _FEW else []
