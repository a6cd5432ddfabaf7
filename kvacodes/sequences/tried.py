"""The trace: every rule tried on a person, with what was compared and how it came out."""

from __future__ import annotations

import datetime as dt
import enum

from attrs import frozen

from kvacodes.model import Strength

__all__ = ["Outcome", "Tried", "Verdict"]

Outcome = tuple[str, int | None, int | None, "Verdict"]
"""A rule, a step, which of its windows, and how it came out."""

# About rows whatever step they reach.
_OF_NO_STEP = frozenset(
    {"date-missing", "date-before-birth", "date-after-as-of", "unknown-code", "staff-changed"}
)

# Of all limits the strictest alone is tried.
_STRICTEST = frozenset({"visit-overdue"})


class Verdict(enum.StrEnum):
    """How a rule came out."""

    HOLDS = "holds"
    WITHIN_GRACE = "within-grace"
    """Beyond the limit, and let pass: by its days of grace, or as a code that was decided on
    and not yet required."""
    BROKEN = "broken"
    NOT_JUDGED = "not-judged"
    """What the rule needs is not known."""
    NOT_APPLICABLE = "not-applicable"
    """The limit is of another version, or its condition is not met."""

    @classmethod
    def of(cls, *, is_kept: bool) -> Verdict:
        """Return holds or broken."""
        return cls.HOLDS if is_kept else cls.BROKEN


@frozen(kw_only=True)
class Tried:
    """One rule tried: a row of the trace.

    Attributes:
        person_id: The person; None where only one is judged.
        episode: The episode; None for what is about none.
        step: The step; None for what is about none.
        contact_id: The contact judged; None where a visit is missing.
        date: Its day.
        rule: The finding that the rule makes when it is broken.
        value: What was judged.
        limit: What it was judged against.
        verdict: How it came out.
        window: Which of the step's windows the limit is a side of, from 1; None for rules
            that are no limit in time.
        strength: The strength of that limit.
        related_step: The step it is counted from, or that the rule compares with.
        related_date: The day it is counted from, or that the rule compares with.
        basis: What the rule rests on.
        source: Where that can be read.
    """

    person_id: str | int | None
    episode: int | None
    step: int | None
    contact_id: str | int | None
    date: dt.date | None
    rule: str
    value: str | None
    limit: str | None
    verdict: Verdict
    basis: str
    source: str
    window: int | None = None
    strength: Strength | None = None
    related_step: int | None = None
    related_date: dt.date | None = None

    @property
    def outcome(self) -> Outcome:
        """Which branch of the rules this is, whoever was judged."""
        return (
            self.rule,
            None if self.rule in _OF_NO_STEP else self.step,
            self.window if self.rule not in _STRICTEST else None,
            self.verdict,
        )
