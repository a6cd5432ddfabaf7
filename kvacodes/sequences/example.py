"""An example: one person's visits, and what checking them gives."""

from __future__ import annotations

import datetime as dt

from attrs import evolve, frozen

from kvacodes.extracts import Visit
from kvacodes.model import Sequence
from kvacodes.sequences.check import Evaluation, evaluate

__all__ = ["Example"]


@frozen(kw_only=True)
class Example:
    """One person's visits, and what checking them gives.

    Attributes:
        finding: The finding that it shows; None for a conforming case.
        step: The step that the finding is about.
        visits: The visits.
        birth_date: The birth date.
        as_of: The day of the question.
        target_group: Whether the programme is meant for the person.
        anchor_date: The day to count from, where the sequence's anchor is given.
        findings: All findings that checking it gives.
    """

    finding: str | None
    step: int | None
    visits: tuple[Visit, ...]
    birth_date: dt.date | None
    as_of: dt.date
    target_group: bool | None = True
    anchor_date: dt.date | None = None
    findings: tuple[str, ...] = ()

    def evaluated(self, sequence: Sequence) -> Evaluation:
        """Return what the sequence says of it."""
        return evaluate(
            self.visits,
            sequence,
            birth_date=self.birth_date,
            as_of=self.as_of,
            target_group=self.target_group,
            anchor_date=self.anchor_date,
        )

    def later(self, days: dt.timedelta) -> Example:
        """Return the same with all its days moved."""
        return evolve(
            self,
            visits=tuple(
                v if v.date is None else evolve(v, date=v.date + days) for v in self.visits
            ),
            birth_date=None if self.birth_date is None else self.birth_date + days,
            anchor_date=None if self.anchor_date is None else self.anchor_date + days,
            as_of=self.as_of + days,
        )
