"""Findings about documents: what is wrong, where, how much it matters, what to do."""

from __future__ import annotations

import enum

from attrs import evolve, field, frozen

__all__ = ["Finding", "Place", "Severity"]


class Severity(enum.StrEnum):
    """How much a finding matters; members compare by weight."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"

    @property
    def weight(self) -> int:
        """3 for an error, 2 for a warning, 1 for information."""
        return _WEIGHTS[self]

    def at_most(self, other: Severity) -> Severity:
        """Return the lighter of the two."""
        return self if self.weight <= other.weight else other


_WEIGHTS = {Severity.ERROR: 3, Severity.WARNING: 2, Severity.INFORMATION: 1}


@frozen(order=True)
class Place:
    """Where in a file: line and column count from 1, as editors do.

    Attributes:
        file: The file as the caller named it.
        line: Line number; 0 for the file as a whole.
        column: Column in characters; 0 for the line as a whole.
        path: The keys that lead there, such as ``codes[2].text``.
    """

    file: str
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        """Return ``file:line:column``, in the form editors and terminals follow."""
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column or 1}"


@frozen(kw_only=True)
class Finding:
    """Something wrong in a document. Findings sort by place.

    Attributes:
        rule: The id of the rule, in kebab-case.
        severity: How much it matters.
        message: What was found against what was expected, without the place.
        place: Where.
        hint: What to do next, or the empty string.
        message_sv: The message in Swedish; empty where there is only one language.
        hint_sv: The hint in Swedish.
    """

    rule: str
    severity: Severity
    message: str
    place: Place
    hint: str = ""
    message_sv: str = field(default="", repr=False)
    hint_sv: str = field(default="", repr=False)

    def in_swedish(self) -> Finding:
        """Return the same finding with message and hint in Swedish, where it has them."""
        if not self.message_sv:
            return self
        return evolve(self, message=self.message_sv, hint=self.hint_sv)

    def __lt__(self, other: Finding) -> bool:
        """Order by place, then by rule and message, so that output is stable."""
        return (self.place, self.rule, self.message) < (other.place, other.rule, other.message)

    def __str__(self) -> str:
        """Return one line: place, severity, message, rule, hint."""
        line = f"{self.place}: {self.severity}: {self.message} [{self.rule}]"
        return f"{line}; {self.hint}" if self.hint else line
