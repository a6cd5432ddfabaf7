"""Findings for people at a terminal, for GitHub's annotations, and as plain JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from kvacodes.findings import Finding, Severity
from kvacodes.proposals.pages import rule_help

__all__ = ["as_github", "as_human", "as_json"]

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.INFORMATION: "36;1"}
_WIDEST = 100
_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s,{}\[\]]+")


def as_human(
    findings: Iterable[Finding],
    source_lines: Callable[[str], Sequence[str]],
    *,
    has_colour: bool = False,
    closing: str = "",
) -> str:
    """Return each finding with its source line, a mark under the place, and what to do."""
    blocks: list[str] = []
    told: set[str] = set()
    lines: dict[str, Sequence[str]] = {}
    for finding in findings:
        file = finding.place.file
        if file not in lines:
            lines[file] = source_lines(file)
        block = [_headline(finding, has_colour=has_colour)]
        block += _excerpt(finding, lines[file], has_colour=has_colour)
        if finding.hint:
            block.append(f"   = {finding.hint}")
        if finding.rule not in told:
            told.add(finding.rule)
            block.append(_painted(f"   = {rule_help(finding.rule)}", "2", has_colour=has_colour))
        blocks.append("\n".join(block))
    if closing:
        blocks.append(closing)
    return "\n\n".join(blocks)


def _painted(text: str, colour: str, *, has_colour: bool) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if has_colour else text


def _headline(finding: Finding, *, has_colour: bool) -> str:
    severity = _painted(finding.severity, _COLOURS[finding.severity], has_colour=has_colour)
    rule = f"[{finding.rule}]"
    return f"{finding.place}: {severity}: {finding.message} {rule}"


def _excerpt(finding: Finding, lines: Sequence[str], *, has_colour: bool) -> list[str]:
    """Return the source line and a mark under the place; nothing where there is no line."""
    place = finding.place
    if not 1 <= place.line <= len(lines):
        return []
    line = lines[place.line - 1]
    column = min(max(place.column, 1), len(line) + 1)
    # No more is looked at than is shown: a line may be as long as the largest document.
    token = _TOKEN.match(line, column - 1, column - 1 + _WIDEST)
    width = len(token[0]) if token else 1
    start = max(0, column - _WIDEST // 2) if len(line) > _WIDEST else 0
    excerpt = line[start : start + _WIDEST].replace("\t", " ")
    shown = "".join(c if c.isprintable() else "�" for c in excerpt)
    left = "…" if start else ""
    right = "…" if len(line) > start + _WIDEST else ""
    gutter = f"{place.line:>5} | "
    mark = "^" * max(1, min(width, len(shown) - (column - 1 - start)))
    return [
        f"{gutter}{left}{shown}{right}",
        f"{'':>5} | {'':>{len(left) + column - 1 - start}}"
        + _painted(mark, _COLOURS[finding.severity], has_colour=has_colour),
    ]


def as_json(findings: Iterable[Finding]) -> str:
    """Return a JSON list with one object per finding."""
    import json

    return json.dumps(
        [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "file": finding.place.file,
                "line": finding.place.line,
                "column": finding.place.column,
                "message": finding.message,
                "hint": finding.hint,
                "path": finding.place.path,
                "help": rule_help(finding.rule),
            }
            for finding in findings
        ],
        ensure_ascii=False,
        indent=2,
    )


_GITHUB_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
}


def as_github(findings: Iterable[Finding]) -> str:
    """Return workflow commands that GitHub shows at the line in a pull request."""
    return "\n".join(_annotation(finding) for finding in findings)


def _annotation(finding: Finding) -> str:
    place = finding.place
    parts = {"file": place.file}
    if place.line:
        parts |= {"line": str(place.line), "col": str(place.column or 1)}
    parts["title"] = finding.rule
    properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in parts.items())
    words = "\n".join(w for w in (finding.message, finding.hint, rule_help(finding.rule)) if w)
    return f"::{_GITHUB_LEVELS[finding.severity]} {properties}::{_escaped(words)}"


def _escaped(text: str, more: str = "") -> str:
    """Escape as GitHub's own toolkit does: ``%``, line ends, and in properties ``:`` and ``,``."""
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text
