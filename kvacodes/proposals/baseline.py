"""Old findings, so that a repository can begin to check before everything is repaired."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

from kvacodes.errors import InputError, Phrase
from kvacodes.findings import Finding

__all__ = ["new_findings", "read_baseline", "write_baseline"]

Identity = tuple[str, str, str, str]


def _identity(finding: Finding) -> Identity:
    """Return what makes a finding the same one when lines are put in above it."""
    file = PurePath(finding.place.file).as_posix()
    return finding.rule, file, finding.place.path, finding.message


def write_baseline(findings: Iterable[Finding]) -> str:
    """Return the findings as a baseline, to be kept beside the documents."""
    kept = sorted(_identity(finding) for finding in findings)
    rows = [{"rule": r, "file": f, "path": p, "message": m} for r, f, p, m in kept]
    return json.dumps({"kvacodes-baseline": 1, "findings": rows}, ensure_ascii=False, indent=2)


def read_baseline(path: Path) -> Counter[Identity]:
    """Read a baseline.

    Raises:
        InputError: The file is no baseline.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["findings"]
        return Counter((r["rule"], r["file"], r["path"], r["message"]) for r in rows)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            where=str(path),
            found=Phrase("something else", "något annat"),
            expected=Phrase("a baseline", "ett utgångsläge (baseline)"),
            hint=Phrase(
                "make one: kvacodes check PATH --write-baseline FILE",
                "gör ett: kvacodes check PATH --write-baseline FIL",
            ),
        ) from error


def new_findings(findings: Iterable[Finding], baseline: Counter[Identity]) -> tuple[Finding, ...]:
    """Return the findings that the baseline does not have; each of its rows hides one."""
    left = Counter(baseline)
    result = []
    for finding in findings:
        identity = _identity(finding)
        if left[identity]:
            left[identity] -= 1
        else:
            result.append(finding)
    return tuple(result)
