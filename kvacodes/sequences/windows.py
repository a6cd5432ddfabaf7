"""The rules about windows and gaps: too early, too late, too soon after, too long after."""

from __future__ import annotations

import datetime as dt

from kvacodes.model import Origin
from kvacodes.sequences.case import Case
from kvacodes.sequences.episodes import (
    Applied,
    Episode,
    counted_from,
    holds,
    is_beyond,
    limit_day,
)
from kvacodes.sequences.events import Event
from kvacodes.sequences.plan import Limit, Side
from kvacodes.sequences.tried import Verdict

__all__ = ["shown", "windows"]

_ONE_DAY = dt.timedelta(days=1)


def windows(case: Case, episode: Episode) -> None:
    """Hold first occurrences, and events refused a step, against their windows and gaps.

    Of the limits on one side from one origin only the first that is broken makes a finding.
    """
    for event in episode.first.values():
        for side in case.plan.steps[event.step].sides:
            _side(case, episode, event, side)
    for applied in episode.refused:
        _found(case, episode, applied)
        if case.trace is not None:
            _tried(case, episode, applied, Verdict.BROKEN)


def _side(case: Case, episode: Episode, event: Event, side: Side) -> None:
    plan, day, is_found = case.plan, event.date, False
    origin, related = counted_from(side, event.step, episode, plan, event=event)
    # A negative gap is out of order, and nothing else.
    if origin is None or (side.origin is Origin.PREVIOUS and day < origin):
        for limit in side.limits if case.trace is not None else ():
            is_held = holds(limit, episode, plan)
            why = Verdict.NOT_JUDGED if is_held else Verdict.NOT_APPLICABLE
            _untried(case, episode, event, limit, why)
        return
    for limit in side.limits:
        if limit.conditional and not holds(limit, episode, plan):
            if case.trace is not None:
                _untried(case, episode, event, limit, Verdict.NOT_APPLICABLE)
            continue
        edge = limit_day(limit, origin, plan)
        is_outside = day >= edge if side.late else day < edge
        is_broken = is_outside and is_beyond(day, limit, edge, plan)
        if is_broken and not is_found:
            is_found = True
            _found(case, episode, Applied(event, side, limit, origin, related, edge))
        if case.trace is not None:
            kept = Verdict.WITHIN_GRACE if is_outside else Verdict.HOLDS
            verdict = Verdict.BROKEN if is_broken else kept
            _tried(case, episode, Applied(event, side, limit, origin, related, edge), verdict)


def _found(case: Case, episode: Episode, applied: Applied) -> None:
    limit, number = applied.limit, applied.event.step
    case.found(
        limit.finding,
        event=applied.event,
        episode=episode.number,
        step=number,
        related_step=applied.related,
        related_date=applied.origin,
        detail=str(shown(applied.side, applied.edge)),
        basis=limit.window.basis,
        severity=limit.severity,
    )


def shown(side: Side, edge: dt.date) -> dt.date:
    """Return the limit as people say it: the first day allowed, or the last."""
    return edge - _ONE_DAY if side.late else edge


def _tried(case: Case, episode: Episode, applied: Applied, verdict: Verdict) -> None:
    case.tried(
        applied.limit.finding,
        verdict,
        episode=episode.number,
        step=applied.event.step,
        event=applied.event,
        value=applied.event.date,
        limit=shown(applied.side, applied.edge),
        window=applied.limit.window,
        related_step=applied.related,
        related_date=applied.origin,
    )


def _untried(case: Case, episode: Episode, event: Event, limit: Limit, verdict: Verdict) -> None:
    """Note a limit that says nothing of the event, and why."""
    case.tried(
        limit.finding,
        verdict,
        episode=episode.number,
        step=event.step,
        event=event,
        value=event.date,
        window=limit.window,
        related_step=limit.window.step,
    )
