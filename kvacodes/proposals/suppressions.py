"""Findings let pass on purpose: comments in a document, each with its reason.

``# kvacodes: allow RULE: reason`` on a line holds for that line; on a line of its own it
holds for the next one that is no comment. ``allow-file`` holds for the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from enum import StrEnum

from attrs import frozen

__all__ = ["Reach", "Suppression", "suppressions_in"]

_COMMENT = re.compile(
    r"""
    (?: ^ | \s ) \# \s* kvacodes: \s*
    (?P<reach> allow(?:-file)? ) \b \s*
    (?P<rules> [a-z0-9-]+ (?: \s*,\s* [a-z0-9-]+ )* )?
    (?: \s*:\s* (?P<reason> .*\S ) )?
    """,
    re.VERBOSE,
)


class Reach(StrEnum):
    """How far a suppression goes."""

    LINE = "allow"
    FILE = "allow-file"


@frozen(kw_only=True)
class Suppression:
    """One comment.

    Attributes:
        line: Where it stands, counted from 1.
        column: Where the comment begins.
        covers: The line whose findings it lets pass; 0 for all.
        rules: The rules that it lets pass.
        reason: Why; empty where that is not said.
    """

    line: int
    column: int
    covers: int
    rules: tuple[str, ...]
    reason: str


def suppressions_in(text: str) -> Iterator[Suppression]:
    """Give the suppressions of a document."""
    if "kvacodes:" not in text or "allow" not in text:
        return
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        match = _COMMENT.search(line)
        if match is None:
            continue
        names = re.split(r"\s*,\s*", match["rules"]) if match["rules"] else []
        yield Suppression(
            line=number,
            column=line.index("#", match.start()) + 1,
            covers=0 if match["reach"] == Reach.FILE else _covered(lines, number),
            rules=tuple(names),
            reason=match["reason"] or "",
        )


def _covered(lines: Collection[str], number: int) -> int:
    """Return the line that a comment on a line holds for."""
    lines = tuple(lines)
    if not lines[number - 1].lstrip().startswith("#"):
        return number
    for below, line in enumerate(lines[number:], start=number + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            return below
    return number
