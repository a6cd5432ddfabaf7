"""Findings as SARIF 2.1.0, the format in which code hosts take up results of analyses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from kvacodes._version import __version__
from kvacodes.findings import Finding, Severity
from kvacodes.proposals.pages import RulePage, rule_help

__all__ = ["as_sarif"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}


def as_sarif(
    findings: Iterable[Finding], rules: Mapping[str, RulePage] | None = None, *, lang: str = "en"
) -> str:
    """Return one run with all rules that were broken and all findings."""
    findings = tuple(findings)
    ids = sorted({finding.rule for finding in findings})
    places = {rule: index for index, rule in enumerate(ids)}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kvacodes",
                        "version": __version__,
                        "rules": [_rule(rule, (rules or {}).get(rule)) for rule in ids],
                    }
                },
                "language": lang,
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, places[finding.rule]) for finding in findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(rule: str, page: RulePage | None) -> dict[str, Any]:
    described: dict[str, Any] = {"id": rule, "help": {"text": rule_help(rule)}}
    if page is not None:
        level = _LEVELS[Severity(page.severity)]
        described |= {
            "shortDescription": {"text": page.summary},
            "defaultConfiguration": {"level": level},
        }
    return described


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    words = f"{finding.message}; {finding.hint}" if finding.hint else finding.message
    place = finding.place
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        location["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    # The line is left out: a finding is the same one when lines are put in above it.
    identity = f"{finding.rule}\0{place.file}\0{place.path}\0{finding.message}"
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": words},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"kvacodes/v1": hashlib.sha256(identity.encode()).hexdigest()},
    }


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
