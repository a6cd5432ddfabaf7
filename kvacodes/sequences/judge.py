"""The rules: what each finding about a person's visits means, precisely.

This is the specification; the table engine is held to it. A rule looks at first
occurrences where it is about order, windows, gaps and same days, and at every event
where it is about force, joint work, requirements and staff.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

from kvacodes.findings import Severity
from kvacodes.model import AnchorKind, Basis, Force
from kvacodes.sequences.case import Case
from kvacodes.sequences.episodes import Episode, awaited_origin, holds, is_part, limit_day
from kvacodes.sequences.events import Event, Gathered
from kvacodes.sequences.kinds import FINDINGS, VisitFinding
from kvacodes.sequences.plan import Limit, Side, StepPlan
from kvacodes.sequences.tried import Verdict
from kvacodes.sequences.windows import related_step, shown, windows

__all__ = ["judge"]

_RANK = {finding: rank for rank, finding in enumerate(FINDINGS)}


def judge(case: Case, gathered: Gathered, episodes: Iterable[Episode]) -> list[VisitFinding]:
    """Try every rule on a person; return the findings in their order."""
    _rows(case, gathered)
    _person(case, gathered)
    for episode in episodes:
        _order(case, episode)
        windows(case, episode)
        _absent(case, episode)
        _events(case, episode)
        _staff(case, episode)
    case.findings.sort(key=_in_order)
    return case.findings


def _in_order(finding: VisitFinding) -> tuple[object, ...]:
    return (
        finding.episode or 0,
        finding.step or 0,
        _RANK[finding.finding],
        finding.date or dt.date.min,
        "" if finding.contact_id is None else str(finding.contact_id),
        finding.related_step or 0,
        finding.detail or "",
    )


def _rows(case: Case, gathered: Gathered) -> None:
    """Find what cannot be judged: rows without a day, strange codes, impossible days."""
    for contact in gathered.contacts.values():
        for candidates in contact.dateless:
            case.found("date-missing", contact=contact, step=_only(candidates))
        for code in contact.unknown:
            case.found(
                "unknown-code",
                contact=contact,
                date=contact.date,
                detail=code,
                basis=Basis.DECISION,
            )
    for event in gathered.before_birth:
        step = _only(event.candidates)
        case.found("date-before-birth", event=event, step=step, related_date=case.birth)
    for event in gathered.after_as_of:
        step = _only(event.candidates)
        case.found("date-after-as-of", event=event, step=step, related_date=case.as_of)


def _person(case: Case, gathered: Gathered) -> None:
    """Find what is about the person: birth date and target group."""
    if case.birth_conflict:
        case.found("birth-date-conflict")
    elif (
        case.birth is None
        and case.plan.anchor is AnchorKind.BIRTH
        and (gathered.events or case.target_group is not False)
    ):
        case.found("birth-date-missing")
    if case.plan.anchor is AnchorKind.GIVEN:
        if case.given_conflict:
            case.found("anchor-date-conflict")
        elif case.given is None and (gathered.events or case.target_group is not False):
            case.found("anchor-date-missing")
    if case.target_group is False and gathered.events:
        case.found("outside-target-group", basis=Basis.DECISION)


def _only(candidates: tuple[int, ...]) -> int | None:
    return candidates[0] if len(candidates) == 1 else None


def _order(case: Case, episode: Episode) -> None:
    """Out of order and same day: by date alone, each naming the greatest step concerned."""
    plan, latest = case.plan, dt.date.min
    seen: list[tuple[int, dt.date]] = []
    for number in plan.ordered:
        event = episode.first.get(number)
        if event is None:
            continue
        if seen:
            later = same = None
            if event.date <= latest:
                later = next((s for s in reversed(seen) if s[1] > event.date), None)
                same = next((s for s in reversed(seen) if s[1] == event.date), None)
            if later is not None or case.trace is not None:
                _note_order(case, event, "visit-out-of-order", later)
            if same is not None or case.trace is not None:
                _note_order(case, event, "same-day-visits", same)
        seen.append((number, event.date))
        latest = max(latest, event.date)


def _note_order(case: Case, event: Event, finding: str, other: tuple[int, dt.date] | None) -> None:
    basis = case.plan.order_basis
    if other is not None:
        case.found(
            finding,
            event=event,
            episode=event.episode,
            step=event.step,
            related_step=other[0],
            related_date=other[1],
            basis=basis,
        )
    if case.trace is not None:
        verdict = Verdict.HOLDS if other is None else Verdict.BROKEN
        limit = None if other is None else f"step {other[0]} on {other[1]}"
        case.tried(
            finding,
            verdict,
            episode=event.episode,
            step=event.step,
            event=event,
            value=event.date,
            limit=limit,
            basis=basis,
        )


def _absent(case: Case, episode: Episode) -> None:
    """Skipped and overdue: steps without an event, and without a row that lacks its day."""
    plan, first = case.plan, episode.first
    present = [n for n in plan.ordered if n in first]
    greatest = present[-1] if present else 0
    for number, step in plan.steps.items():
        if number in first or step.optional:
            continue
        if number in episode.dateless or not is_part(step, episode):
            continue
        if step.ordered and present and greatest > number:
            later = first[next(n for n in present if n > number)]
            case.found(
                "visit-skipped",
                episode=episode.number,
                step=number,
                related_step=later.step,
                related_date=later.date,
                basis=plan.order_basis,
            )
            case.tried("visit-skipped", Verdict.BROKEN, episode=episode.number, step=number)
        elif case.target_group is not False and episode.end is None:
            _overdue(case, episode, number)


def _overdue(case: Case, episode: Episode, number: int) -> None:
    plan = case.plan
    strictest: tuple[dt.date, Side, Limit, dt.date] | None = None
    for side in plan.steps[number].sides:
        if not side.late:
            continue
        origin = awaited_origin(side, number, episode, plan)
        if origin is None:
            continue
        for limit in side.limits:
            if holds(limit, episode):
                edge = limit_day(limit, origin, plan)
                if strictest is None or edge < strictest[0]:
                    strictest = (edge, side, limit, origin)
    if strictest is None:
        return
    edge, side, limit, origin = strictest
    is_overdue = edge <= case.until
    if is_overdue:
        case.found(
            "visit-overdue",
            episode=episode.number,
            step=number,
            date=shown(side, edge),
            related_step=related_step(side, number, episode, plan),
            related_date=origin,
            basis=limit.window.basis,
        )
    case.tried(
        "visit-overdue",
        Verdict.BROKEN if is_overdue else Verdict.HOLDS,
        episode=episode.number,
        step=number,
        value=case.until,
        limit=shown(side, edge),
        basis=limit.window.basis,
        source=limit.window.source,
    )


def _events(case: Case, episode: Episode) -> None:
    """Duplicates, force, joint work and requirements: every event by itself."""
    plan, number = case.plan, episode.number
    for event in episode.events:
        _force(case, number, event)
        if event.late:
            continue
        first = episode.first.get(event.step)
        if event.fills and first is not event and first is not None:
            case.found(
                "duplicate-visit",
                event=event,
                episode=number,
                step=event.step,
                related_step=event.step,
                related_date=first.date,
                basis=Basis.DECISION,
            )
        if case.trace is not None and event.fills:
            verdict = Verdict.of(is_kept=first is event)
            case.tried("duplicate-visit", verdict, episode=number, step=event.step, event=event)
        if plan.joint is not None and plan.sequence.joint is not None:
            basis = plan.sequence.joint.basis
            if event.contact.joint is False:
                case.found("not-joint", event=event, episode=number, step=event.step, basis=basis)
            if case.trace is not None:
                joint = event.contact.joint
                verdict = Verdict.NOT_JUDGED if joint is None else Verdict.of(is_kept=joint)
                case.tried(
                    "not-joint",
                    verdict,
                    episode=number,
                    step=event.step,
                    event=event,
                    value=joint,
                    basis=basis,
                )
        step = plan.steps[event.step]
        if step.add_ons or step.staff:
            _requirements(case, number, event, step)


def _force(case: Case, number: int, event: Event) -> None:
    plan = case.plan
    best, code = Force.NOT_IN_FORCE, ""
    for code in sorted(event.codes):
        known = plan.force.get(code)
        force = Force.IN_FORCE if known is None else known.force_on(event.date)
        if force is Force.IN_FORCE:
            best = force
            break
        if force is Force.EARLY:
            best = force
    if best is not Force.IN_FORCE:
        is_early = best is Force.EARLY
        case.found(
            "code-not-in-force",
            event=event,
            episode=number,
            step=event.step,
            detail=min(event.codes),
            basis=Basis.ASSUMPTION if is_early else Basis.DECISION,
            severity=Severity.INFORMATION if is_early else None,
        )
    if case.trace is not None:
        case.tried(
            "code-not-in-force",
            Verdict.of(is_kept=best is not Force.NOT_IN_FORCE),
            episode=number,
            step=event.step,
            event=event,
            value=event.date,
            limit=code,
            basis=Basis.DECISION,
        )


def _requirements(case: Case, number: int, event: Event, step: StepPlan) -> None:
    basis, contact = step.step.requirement_basis, event.contact
    lacking = step.add_ons - contact.codes
    # Roles are judged only where some role is known: most extracts hold none.
    absent = step.staff - contact.roles if contact.roles else frozenset()
    for finding, what in (("add-on-missing", lacking), ("staff-missing", absent)):
        if what:
            case.found(
                finding,
                event=event,
                episode=number,
                step=event.step,
                detail=", ".join(sorted(what)),
                basis=basis,
            )
        if case.trace is not None and (step.add_ons if finding == "add-on-missing" else step.staff):
            is_known = finding == "add-on-missing" or bool(contact.roles)
            verdict = Verdict.of(is_kept=not what) if is_known else Verdict.NOT_JUDGED
            case.tried(finding, verdict, episode=number, step=event.step, event=event, basis=basis)


def _staff(case: Case, episode: Episode) -> None:
    """Staff changed: within a role, nobody of the previous contact is there again."""
    visits: dict[int, Event] = {}
    for event in episode.events:
        if not event.late:
            visits.setdefault(id(event.contact), event)
    in_time = sorted(visits.values(), key=lambda e: (e.date, e.contact.text))
    for before, event in pairwise(in_time):
        earlier, staff = before.contact.staff, event.contact.staff
        if earlier == staff:
            continue
        for role in sorted({role for role, _ in earlier} & {role for role, _ in staff}):
            same = {s for s in staff if s[0] == role} & {s for s in earlier if s[0] == role}
            if not same:
                case.found(
                    "staff-changed",
                    event=event,
                    episode=episode.number,
                    step=event.step,
                    related_step=before.step,
                    related_date=before.date,
                    detail=role,
                )
