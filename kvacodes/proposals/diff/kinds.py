"""The kinds of change between two versions, and what each means to importers.

The classification is this table and nothing else. *Compatible*: what worked gives the
same answers for old data. *Needs attention*: the same calls work, and some answers are
others. *Breaks importers*: a name or code is gone, or an old value means something else.
"""

from __future__ import annotations

import enum

from attrs import frozen

from kvacodes.model import Label

__all__ = ["KINDS", "Difference", "Impact"]


class Impact(enum.StrEnum):
    """What a change means to those who use the documents; members compare by weight."""

    COMPATIBLE = "compatible"
    ATTENTION = "needs-attention"
    BREAKING = "breaks-importers"

    @property
    def weight(self) -> int:
        """0 for compatible, 2 for breaking."""
        return list(Impact).index(self)

    @property
    def heading(self) -> Label:
        """The name in words."""
        return _TITLES[self]


_TITLES = {
    Impact.COMPATIBLE: Label("Förenligt", "Compatible"),
    Impact.ATTENTION: Label("Kräver eftertanke", "Needs attention"),
    Impact.BREAKING: Label("Bryter för den som importerar", "Breaks importers"),
}
_C, _A, _B = Impact.COMPATIBLE, Impact.ATTENTION, Impact.BREAKING

KINDS: dict[str, tuple[Impact, str]] = {
    "set-added": (_C, "nobody uses it yet"),
    "set-removed": (_B, "code_set(id) fails"),
    "file-renamed": (_A, "code_set(id) works; load(path) of the old name fails"),
    "title-changed": (_C, "a title is for reading"),
    "basis-changed": (_A, "what rests on an assumption is a warning at most and lowers no rate"),
    "run-widened": (_A, "visits with more codes are known to the programme"),
    "namespace-changed": (_B, "other codes belong to the programme, or count as unknown"),
    "code-added": (_C, "nobody uses it yet"),
    "code-moved": (_A, "code(…) works, and names another code set"),
    "code-removed": (_B, "code(…) fails, and old visits lose their meaning"),
    "code-ended": (_A, "visits after the last day are no longer in force"),
    "code-reopened": (_A, "visits on more days are in force"),
    "validity-widened": (_A, "visits on more days are in force"),
    "validity-narrowed": (_B, "visits that were in force no longer are"),
    "validity-changed": (_B, "visits that were in force no longer are"),
    "text-added": (_A, "the text is another one from a day on"),
    "text-changed": (_B, "the text of days gone by is another one"),
    "description-changed": (_A, "what the code means may be another thing"),
    "condition-changed": (_B, "the code counts beside other codes than before"),
    "replacement-changed": (_C, "a reference for readers"),
    "decision-added": (_C, "nobody cites it yet"),
    "decision-removed": (_B, "decision(…) fails"),
    "decision-changed": (_A, "figures cite a decision that is told otherwise"),
    "sequence-added": (_C, "nobody uses it yet"),
    "sequence-removed": (_B, "visits can no longer be checked"),
    "sequence-changed": (_B, "days are counted otherwise, or steps found otherwise"),
    "joint-changed": (_A, "other visits count as joint"),
    "severity-changed": (_A, "findings weigh otherwise"),
    "step-added": (_A, "the series is complete later, and completion falls"),
    "step-removed": (_B, "its number is gone from findings and indicators"),
    "step-renumbered": (_B, "its number is another one in findings and indicators"),
    "step-codes-added": (_A, "more visits reach the step"),
    "step-codes-removed": (_B, "visits that reached the step no longer do"),
    "step-changed": (_A, "whether it is required or ordered is otherwise"),
    "nominal-age-changed": (_A, "completion counts other children"),
    "window-added": (_A, "visits may be too early or too late that were not"),
    "window-removed": (_A, "visits are no longer too early or too late"),
    "window-widened": (_A, "fewer visits are too early or too late"),
    "window-narrowed": (_A, "more visits are too early or too late"),
    "window-changed": (_A, "other visits are too early or too late"),
    "question-added": (_C, "the report has one more row"),
    "question-removed": (_B, "the report lacks a row that others read"),
    "question-changed": (_A, "the row answers another question, or by another function"),
    "parameter-added": (_C, "nobody uses it yet"),
    "parameter-removed": (_B, "parameter(…) fails"),
    "value-added": (_C, "days that had no value have one"),
    "value-changed": (_B, "a value that was used is another one"),
    "value-ended": (_A, "days after it have no value"),
    "rule-added": (_C, "nobody uses it yet"),
    "rule-removed": (_B, "the rule cannot be asked for"),
    "rule-changed": (_A, "other sums come out"),
    "other-changed": (_C, "facts for readers"),
}
"""Each kind, its impact and why: the written rules of the classification."""


@frozen(kw_only=True)
class Difference:
    """One change in meaning.

    Attributes:
        kind: One of `KINDS`.
        code_set: The id of the document.
        subject: What changed: a code, ``step 2``, an id.
        message: What changed, in words.
    """

    kind: str
    code_set: str
    subject: str
    message: Label

    @property
    def impact(self) -> Impact:
        """What it means to importers."""
        return KINDS[self.kind][0]

    @property
    def why(self) -> str:
        """Why that is so."""
        return KINDS[self.kind][1]
