"""Decisions: who decided, when, on what ground, and where it can be read."""

from __future__ import annotations

import enum
import re
from datetime import date

from attrs import frozen

__all__ = ["Decision", "Start", "StartKind", "diary_key"]


class StartKind(enum.StrEnum):
    """How a decision words the day from which it applies."""

    EXACT = "exact"
    LATEST = "latest"
    """As soon as possible, at the latest on the day."""


@frozen
class Start:
    """The day from which a decision applies, and how exact it is."""

    kind: StartKind
    day: date


@frozen(kw_only=True)
class Decision:
    """Who decided, when, and where it can be read.

    Attributes:
        id: Stable name within the document.
        body: Who decided.
        diary_number: Diarienummer as written; None where the source gives none.
        title: What was decided on.
        requested_by: Role and unit that asked for it; never a person's name.
        prepared_by: Who prepared it (beredning).
        approved_on: When the preparation ended with approval.
        decided_on: The day of the decision; None where it is not known.
        issued_by: The unit whose document it is.
        paragraphs: Paragraphs of the minutes.
        starts: The day it sets for the start, and how exact it is.
        rests_on: Ids of the decisions it builds on.
        recipients: Those to whom it is addressed.
        source: Where it can be read, where there is no diary number.
        note: What a reader needs to know beside this.
    """

    id: str
    body: str
    diary_number: str | None = None
    title: str = ""
    requested_by: str = ""
    prepared_by: str = ""
    approved_on: date | None = None
    decided_on: date | None = None
    issued_by: str = ""
    paragraphs: str = ""
    starts: Start | None = None
    rests_on: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    source: str = ""
    note: str = ""

    @property
    def reference(self) -> str:
        """The diary number, or else the source, or else body and day: what a reader cites."""
        day = f" {self.decided_on}" if self.decided_on else ""
        return self.diary_number or self.source or f"{self.body}{day}"


_DASHES = str.maketrans("‐‑‒–—−", "------")  # noqa: RUF001
_BLANKS = re.compile(r"\s+")
_AFTER_BODY = re.compile(r"(?<=[a-zåäö])[ -]?(?=\d)")


def diary_key(diary_number: str) -> str:
    """Return what two spellings of one diary number have in common; for comparison only.

    Letter case, kinds of dash and blanks differ between systems and over time:
    ``RS 2018-00133``, ``rs2018–00133`` and ``RS-2018-00133`` give the same key.
    """
    key = _BLANKS.sub(" ", diary_number.translate(_DASHES)).strip().casefold()
    return _AFTER_BODY.sub(" ", key, count=1)
