"""Findings as JUnit XML, which most build servers show as tests."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kvacodes.findings import Finding, Severity
from kvacodes.proposals.pages import rule_help

__all__ = ["as_junit"]

_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;"))
# XML 1.0 has no way at all to write these, not even escaped.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(findings: Iterable[Finding], files: Iterable[str] = ()) -> str:
    """Return a suite per document and a case per finding; errors are failures.

    A document without findings has one case that passed. Warnings and information pass
    and say their words, because they do not fail the check.
    """
    by_file: dict[str, list[Finding]] = {file: [] for file in files}
    for finding in findings:
        by_file.setdefault(finding.place.file, []).append(finding)
    suites = [_suite(file, found) for file, found in by_file.items()]
    tests = sum(max(1, len(found)) for found in by_file.values())
    failures = sum(_is_failure(f) for found in by_file.values() for f in found)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="kvacodes" tests="{tests}" failures="{failures}">',
            *suites,
            "</testsuites>",
        ]
    )


def _is_failure(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def _escaped(text: str) -> str:
    """Escape for XML; the standard library's own function takes long to import."""
    text = _IMPOSSIBLE.sub("�", text)
    for character, entity in _ENTITIES:
        text = text.replace(character, entity)
    return text


def _attribute(text: str) -> str:
    return f'"{_escaped(text)}"'


def _suite(file: str, findings: list[Finding]) -> str:
    name = _attribute(file)
    failures = sum(map(_is_failure, findings))
    count = max(1, len(findings))
    cases = [_case(name, finding) for finding in findings]
    cases = cases or [f'    <testcase classname={name} name="no findings"/>']
    return "\n".join(
        [
            f'  <testsuite name={name} tests="{count}" failures="{failures}">',
            *cases,
            "  </testsuite>",
        ]
    )


def _case(classname: str, finding: Finding) -> str:
    name = _attribute(f"{finding.rule} at {finding.place.line}:{finding.place.column}")
    words = "\n".join((str(finding), rule_help(finding.rule)))
    text = _escaped(words)
    tag = "failure" if _is_failure(finding) else "system-out"
    attributes = f" message={_attribute(finding.message)} type={_attribute(finding.rule)}"
    opened = f"<{tag}{attributes if _is_failure(finding) else ''}>"
    return (
        f"    <testcase classname={classname} name={name}>\n"
        f"      {opened}{text}</{tag}>\n"
        "    </testcase>"
    )
