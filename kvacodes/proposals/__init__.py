"""Proposals: what a steward writes, checked, compared and numbered.

`check` does what ``kvacodes check`` does, for another repository's tests:

```python
result = kvacodes.proposals.check("codesets")
assert not result.has_errors
```
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date

from kvacodes.documents import read_documents
from kvacodes.documents.shipped import shipped_folder
from kvacodes.proposals.checking import CheckResult, check_documents, rule_ids
from kvacodes.proposals.rules import all_rules

__all__ = ["CheckResult", "all_rules", "check", "check_documents", "rule_ids"]


def check(
    *paths: str | os.PathLike[str],
    against: str = "",
    national: str = "",
    on: date | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> CheckResult:
    """Check the documents at the paths; without any, those that come with the library.

    Args:
        paths: Files, and folders of them.
        against: A folder or a git revision with the documents in force.
        national: A national edition: a published file, a kept one, or its name.
        on: The day for rules that need one; without it they do not run.
        select: The rules to run; all where empty.
        ignore: Rules to leave out.

    Raises:
        InputError: A path cannot be read.
        UnknownNameError: There is no such rule or national edition.
    """
    # Fetched when asked for: most checks have neither a base nor an edition.
    base = edition = None
    if against:
        from kvacodes.proposals.base import read_base

        base = read_base(against, [os.fspath(path) for path in paths] or [shipped_folder()])
    if national:
        from kvacodes.proposals.national import open_edition

        edition = open_edition(national)
    return check_documents(
        read_documents(*paths),
        base=base,
        national=edition,
        on=on,
        select=select,
        ignore=ignore,
    )
