"""What came, ended or changed its text, day by day."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date

from attrs import frozen

from kvacodes.model.code import Code
from kvacodes.model.decision import Decision
from kvacodes.model.document import CodeSet
from kvacodes.periods import merged

__all__ = ["Change", "ChangeKind", "changes_of"]


class ChangeKind(enum.StrEnum):
    """What happened to a code."""

    CAME = "came"
    ENDED = "ended"
    TEXT = "text"


@frozen(kw_only=True)
class Change:
    """One change of a code.

    Attributes:
        day: The first day on which the new state holds: for an end, the day after the last.
        code: The code.
        kind: What happened.
        code_set: The id of its code set.
        text: Its text from that day; for an end, the last text.
        text_before: The text it had until then, where the text changed.
        decision: Who decided on the change; None where the document does not say.
    """

    day: date
    code: str
    kind: ChangeKind
    code_set: str
    text: str
    text_before: str = ""
    decision: Decision | None = None


def changes_of(code_set: CodeSet, first: date, last: date) -> Iterator[Change]:
    """Give the changes of a code set from one day to another, both included."""
    for code in code_set.codes:
        for change in _of_code(code):
            if first <= change.day <= last:
                yield change


def _of_code(code: Code) -> Iterator[Change]:
    intervals = merged(code.validity)
    for interval in intervals:
        if interval.start is not None:
            first = interval is intervals[0]
            yield Change(
                day=interval.start,
                code=code.code,
                kind=ChangeKind.CAME,
                code_set=code.code_set,
                text=code.text_on(interval.start),
                decision=code.decision if first else None,
            )
        if interval.end is not None:
            yield Change(
                day=interval.end,
                code=code.code,
                kind=ChangeKind.ENDED,
                code_set=code.code_set,
                text=code.text_on(interval.last or interval.end),
                decision=code.ended_by if interval is intervals[-1] else None,
            )
    yield from _of_texts(code)


def _of_texts(code: Code) -> Iterator[Change]:
    for before, after in zip(code.texts, code.texts[1:], strict=False):
        if after.valid.start is not None and after.text != before.text:
            yield Change(
                day=after.valid.start,
                code=code.code,
                kind=ChangeKind.TEXT,
                code_set=code.code_set,
                text=after.text,
                text_before=before.text,
                decision=after.decision,
            )
