"""The trace: every rule tried on a person, with what was compared and how it came out."""

from __future__ import annotations

import datetime as dt
import enum

from attrs import frozen

__all__ = ["Tried", "Verdict"]


class Verdict(enum.StrEnum):
    """How a rule came out."""

    HOLDS = "holds"
    WITHIN_GRACE = "within-grace"
    """Beyond the limit, and let pass by its days of grace."""
    BROKEN = "broken"
    NOT_JUDGED = "not-judged"
    """What the rule needs is not known."""

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
