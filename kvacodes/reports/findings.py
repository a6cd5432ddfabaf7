"""Findings as text: one function per format, each from findings to a string.

`write_findings` chooses by name. The human form shows the source line with a mark under
the place; the others are for programs and say the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from kvacodes.findings import Finding, Severity
from kvacodes.model.words import Lang
from kvacodes.proposals.pages import RulePage
from kvacodes.reports.findings_text import as_github, as_human, as_json

__all__ = ["FORMATS", "FindingsReport", "summary", "write_findings"]

SourceLines = Callable[[str], Sequence[str]]


@frozen(kw_only=True)
class FindingsReport:
    """All that a format may need.

    Attributes:
        findings: In order of place.
        files: The files that were looked at, also those without findings.
        rules: What each rule is about, by id.
        lang: The language of what people read.
        source_lines: The lines of a file, by the name in its findings.
        has_colour: Whether to colour for a terminal.
    """

    findings: tuple[Finding, ...]
    files: tuple[str, ...] = ()
    rules: Mapping[str, RulePage] = {}
    lang: Lang = "en"
    source_lines: SourceLines = lambda _: ()
    has_colour: bool = False


def _sarif(report: FindingsReport) -> str:
    from kvacodes.reports.findings_sarif import as_sarif

    return as_sarif(_spoken(report), report.rules, lang=report.lang)


def _junit(report: FindingsReport) -> str:
    from kvacodes.reports.findings_junit import as_junit

    return as_junit(_spoken(report), report.files)


FORMATS: dict[str, Callable[[FindingsReport], str]] = {
    "human": lambda r: as_human(
        _spoken(r), r.source_lines, has_colour=r.has_colour, closing=summary(r)
    ),
    "json": lambda r: as_json(_spoken(r)),
    "github": lambda r: as_github(_spoken(r)),
    "sarif": _sarif,
    "junit": _junit,
}
"""Each format by name."""


def write_findings(report: FindingsReport, *, to: str) -> str:
    """Return the findings in the format of that name."""
    return FORMATS[to](report)


def _spoken(report: FindingsReport) -> tuple[Finding, ...]:
    if report.lang == "sv":
        return tuple(finding.in_swedish() for finding in report.findings)
    return report.findings


def summary(report: FindingsReport) -> str:
    """Return one line that counts, such as ``2 errors, 1 warning in 3 documents``."""
    counts = Counter(finding.severity for finding in report.findings)
    files = len(report.files)
    if report.lang == "sv":
        parts = [f"{counts[s]} {_SWEDISH[s][counts[s] != 1]}" for s in _SWEDISH if counts[s]]
        return f"{', '.join(parts) or 'inga fynd'} i {files} dokument"
    parts = [f"{counts[s]} {_ENGLISH[s][counts[s] != 1]}" for s in _ENGLISH if counts[s]]
    documents = "document" if files == 1 else "documents"
    return f"{', '.join(parts) or 'no findings'} in {files} {documents}"


_ENGLISH: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFORMATION: ("information", "informations"),
}
_SWEDISH: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: ("fel", "fel"),
    Severity.WARNING: ("varning", "varningar"),
    Severity.INFORMATION: ("upplysning", "upplysningar"),
}


def sources_of(texts: Mapping[str, str]) -> SourceLines:
    """Return the lines of texts that are already read."""

    def lines(file: str) -> Sequence[str]:
        return texts.get(file, "").splitlines()

    return lines
