"""The follow-up of a programme: its questions, when they are asked, and of whom."""

from __future__ import annotations

import enum
from datetime import date

from attrs import frozen

from kvacodes.model.words import Basis, Label
from kvacodes.periods import Interval

__all__ = [
    "INDICATORS",
    "Agreement",
    "FollowUp",
    "Initiative",
    "Occasion",
    "Partner",
    "Question",
    "QuestionKind",
    "Review",
]

INDICATORS = (
    "listed",
    "visits",
    "completion",
    "continuity",
    "lead_time",
    "other_care",
    "conformance_rate",
    "reported",
)
"""The functions that can answer a question of a follow-up plan."""


class QuestionKind(enum.StrEnum):
    """Where the answer to a question comes from."""

    COMPUTED = "computed"
    """From contacts and persons."""
    REPORTED = "reported"
    """From what the units say themselves."""


@frozen(kw_only=True)
class Question:
    """One question of the follow-up plan.

    Attributes:
        number: Its place in the decision.
        id: Stable name; the value of the column ``indicator`` in results.
        wording: The question in the decision's own words, and in English.
        kind: Whether it is computed or reported.
        indicators: The functions of `kvacodes.indicators` that answer it.
        allowed: The answers a unit may give, where it is reported; empty for free text.
        basis: What the choice of function or of allowed answers rests on.
        note: What a reader needs to know beside this.
    """

    number: int
    id: str
    wording: Label
    kind: QuestionKind
    indicators: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    basis: Basis = Basis.DECISION
    note: str = ""


@frozen(kw_only=True)
class Occasion:
    """An occasion at which the follow-up is reported; cumulative from 1 January.

    Attributes:
        id: Stable name.
        title: Its name, such as årsredovisning.
        months: The months at whose end it closes; empty where they are not known.
        basis: What the months rest on.
        source: Where that can be read.
    """

    id: str
    title: Label
    months: tuple[int, ...] = ()
    basis: Basis = Basis.DECISION
    source: str = ""


@frozen(kw_only=True)
class FollowUp:
    """How a programme is followed up.

    Attributes:
        decision: The id of the decision that asks for it.
        questions: In the decision's order.
        occasions: When it is reported.
        data_source: The database that the extract is made from.
    """

    decision: str = ""
    questions: tuple[Question, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    data_source: str = ""


@frozen(kw_only=True)
class Agreement:
    """Agreements with providers that a programme runs under.

    Attributes:
        decision: The id of the decision to make them.
        parties: Who agreed, by role or body.
        count: How many agreements there are; None where not said.
        valid: The days for which they hold.
        note: What a reader needs to know beside this.
    """

    decision: str
    parties: tuple[str, ...] = ()
    count: int | None = None
    valid: Interval = Interval()
    note: str = ""


@frozen(kw_only=True)
class Partner:
    """A profession that takes part in a programme, and where it works."""

    role: str
    title: Label
    workplace: str = ""
    organisation: str = ""


@frozen(kw_only=True)
class Initiative:
    """Another initiative of the same model, beside the agreements."""

    title: Label
    funding: tuple[str, ...] = ()
    note: str = ""


@frozen(kw_only=True)
class Review:
    """Who looked a document through, when, and when the next time is due."""

    by: str
    on: date
    next: date | None = None
