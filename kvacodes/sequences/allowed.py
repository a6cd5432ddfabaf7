"""The days on which a step may be done, by strength: what a drawn timeline shows as bars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from kvacodes.model import Strength
from kvacodes.sequences.case import Case
from kvacodes.sequences.episodes import Episode, awaited_from, holds, is_part, limit_day

__all__ = ["AllowedDays", "allowed_days"]

_ONE_DAY = dt.timedelta(days=1)


@frozen(kw_only=True)
class AllowedDays:
    """The days that the limits of one strength leave for a step; None where there is no limit.

    Attributes:
        episode: The episode.
        step: The step.
        strength: The strength.
        first: The first day.
        last: The last day.
        grace_first: The first day that is let pass.
        grace_last: The last day that is let pass.
    """

    episode: int
    step: int
    strength: Strength
    first: dt.date | None
    last: dt.date | None
    grace_first: dt.date | None
    grace_last: dt.date | None


def allowed_days(case: Case, episode: Episode) -> Iterator[AllowedDays]:
    """Give the days of every step of an episode, from its limits and what was done so far."""
    plan = case.plan
    for number, step in plan.steps.items():
        if not is_part(step, episode, plan):
            continue
        for strength in Strength:
            starts, ends = [], []
            for side in step.sides:
                origin, _ = awaited_from(side, number, episode, plan)
                if origin is None:
                    continue
                for limit in side.limits:
                    if limit.window.strength is strength and holds(limit, episode, plan):
                        edge, grace = limit_day(limit, origin, plan), limit.window.grace
                        if side.late:
                            passed = grace.after(edge, plan.month_end)
                            ends.append((edge - _ONE_DAY, passed - _ONE_DAY))
                        else:
                            starts.append((edge, grace.before(edge, plan.month_end)))
            if starts or ends:
                yield AllowedDays(
                    episode=episode.number,
                    step=number,
                    strength=strength,
                    first=max((first for first, _ in starts), default=None),
                    last=min((last for last, _ in ends), default=None),
                    grace_first=max((first for _, first in starts), default=None),
                    grace_last=min((last for _, last in ends), default=None),
                )
