"""A document to be: what is known so far, and what somebody still has to fill in."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from attrs import field, frozen

from kvacodes.model import CodeShape, Label, StartKind

__all__ = ["Draft", "DraftCode", "DraftDecision", "Unread", "slug"]


@frozen
class Unread:
    """Something that could not be read, for a human to look up.

    Attributes:
        line: The line of the decision text; 0 where it concerns no line.
        what: What is missing, in English and Swedish; never words of the text itself.
        key: The part of the document it concerns, such as ``decisions``.
    """

    line: int
    en: str
    sv: str
    key: str = ""


@frozen(kw_only=True)
class DraftCode:
    """A code to be, with what is doubtful about it."""

    code: str
    text: str
    description: str | None = None
    doubts: tuple[Label, ...] = ()


@frozen(kw_only=True)
class DraftDecision:
    """A decision to be; None and the empty string are what is not known."""

    body: str = ""
    diary_number: str = ""
    title: str = ""
    requested_by: str = ""
    prepared_by: str = ""
    approved_on: date | None = None
    issued_by: str = ""
    decided_on: date | None = None
    paragraphs: str = ""
    start_kind: StartKind = StartKind.EXACT
    starts_on: date | None = None

    @property
    def id(self) -> str:
        """A stable name made of the body and the diary number, or else the day."""
        body = re.search(r"\(([^()]+)\)", self.body)
        number = re.sub(r"^[A-ZÅÄÖ]+[\s-]+", "", self.diary_number)
        day = self.decided_on.isoformat() if self.decided_on else ""
        return slug(f"{body[1] if body else self.body} {number or day}") or "beslut"


@frozen(kw_only=True)
class Draft:
    """A document to be.

    Attributes:
        title: In Swedish, as the decision has it.
        region: Whose codes they are.
        decisions: The first is the one on the codes.
        codes: In the order of the text.
        last_day: The last day of the codes, where the text sets one.
        target_group: Whom it is for, in Swedish.
        questions: The follow-up's questions, in the decision's own words.
        unread: What could not be read.
        source: What it was made from.
    """

    title: str = ""
    region: str = ""
    decisions: tuple[DraftDecision, ...] = (DraftDecision(),)
    codes: tuple[DraftCode, ...] = ()
    last_day: date | None = None
    target_group: str = ""
    questions: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    source: str = field(default="", eq=False)

    @property
    def id(self) -> str:
        """A stable name made of the title."""
        return slug(self.title)[:60].strip("-") or "ny-kodmangd"

    @property
    def shape(self) -> CodeShape | None:
        """The shape that its codes share; None where they share none."""
        shapes = {CodeShape.of(code.code) for code in self.codes}
        return shapes.pop() if len(shapes) == 1 else None

    @property
    def prefix(self) -> str:
        """The letters that its codes share."""
        letters = {code.code.rstrip("0123456789") for code in self.codes}
        return letters.pop() if len(letters) == 1 else ""


def slug(text: str) -> str:
    """Return the words in lower case with hyphens, without accents, as ids are written."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    ascii_ = plain.encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-")
