"""The rules: what each finding about a person's visits means, precisely.

This is the specification; the table engine is held to it. A rule looks at first
occurrences where it is about order, windows, gaps and same days, and at every event
where it is about force, joint work, requirements and staff.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterable
from itertools import pairwise

from kvacodes.findings import Severity
from kvacodes.model import AnchorKind, Basis, Force
from kvacodes.sequences.case import Case
from kvacodes.sequences.episodes import Episode, awaited_from, holds, is_part, limit_day
from kvacodes.sequences.events import Event, Gathered
from kvacodes.sequences.kinds import FINDINGS, VisitFinding
from kvacodes.sequences.plan import Limit, Side, StepPlan
from kvacodes.sequences.tried import Verdict
from kvacodes.sequences.windows import shown, windows

__all__ = ["judge"]

_FORCE = {
    Force.IN_FORCE: Verdict.HOLDS,
    Force.EARLY: Verdict.WITHIN_GRACE,
    Force.NOT_IN_FORCE: Verdict.BROKEN,
}
_BY_CONTACT = operator.attrgetter("date", "contact.text")
_Staff = frozenset[tuple[str, str | int]]
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
    for contact in gathered.contacts:
        for candidates in contact.dateless:
            case.found("date-missing", contact=contact, step=_only(candidates))
            case.tried("date-missing", Verdict.BROKEN, step=_only(candidates))
        for code in contact.unknown:
            case.found(
                "unknown-code",
                contact=contact,
                date=contact.date,
                detail=code,
                basis=Basis.DECISION,
            )
            case.tried("unknown-code", Verdict.BROKEN, value=code, basis=Basis.DECISION)
    for event in gathered.before_birth:
        step = _only(event.candidates)
        case.found("date-before-birth", event=event, step=step, related_date=case.birth)
    for event in gathered.after_as_of:
        step = _only(event.candidates)
        case.found("date-after-as-of", event=event, step=step, related_date=case.as_of)
    if case.trace is not None:
        _days_tried(case, gathered)


def _days_tried(case: Case, gathered: Gathered) -> None:
    """Note which days were held against birth and the day of the question."""
    for event in gathered.before_birth:
        _day_tried(case, event, "date-before-birth", Verdict.BROKEN, case.birth)
    for event in gathered.after_as_of:
        _day_tried(case, event, "date-after-as-of", Verdict.BROKEN, case.as_of)
    for event in gathered.events:
        known = Verdict.NOT_JUDGED if case.birth is None else Verdict.HOLDS
        _day_tried(case, event, "date-before-birth", known, case.birth)
        _day_tried(case, event, "date-after-as-of", Verdict.HOLDS, case.as_of)


def _day_tried(
    case: Case, event: Event, rule: str, verdict: Verdict, limit: dt.date | None
) -> None:
    cannot_be = verdict is Verdict.BROKEN
    case.tried(
        rule,
        verdict,
        episode=None if cannot_be else event.episode,
        step=_only(event.candidates) if cannot_be else event.step,
        event=event,
        value=event.date,
        limit=limit,
    )


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
    if case.trace is not None:
        _person_tried(case, gathered)


def _person_tried(case: Case, gathered: Gathered) -> None:
    found = {finding.finding for finding in case.findings}
    rules = sorted(found & {"birth-date-conflict", "anchor-date-conflict"})
    if case.plan.anchor is AnchorKind.BIRTH:
        rules.append("birth-date-missing")
    if case.plan.anchor is AnchorKind.GIVEN:
        rules.append("anchor-date-missing")
    for rule in rules:
        case.tried(rule, Verdict.of(is_kept=rule not in found))
    if gathered.events:
        group = case.target_group
        verdict = Verdict.NOT_JUDGED if group is None else Verdict.of(is_kept=group)
        case.tried("outside-target-group", verdict, value=group, basis=Basis.DECISION)


def _only(candidates: tuple[int, ...]) -> int | None:
    return candidates[0] if len(candidates) == 1 else None


def _order(case: Case, episode: Episode) -> None:
    """Out of order and same day: by date alone, each naming the greatest step concerned."""
    seen: list[Event] = []
    latest = dt.date.min
    for number in case.plan.ordered:
        event = episode.first.get(number)
        if event is None:
            continue
        day = event.date
        is_onward = day > latest
        if seen and (not is_onward or case.trace is not None):
            later = next((other for other in reversed(seen) if other.date > day), None)
            same = next((other for other in reversed(seen) if other.date == day), None)
            _note_order(case, event, "visit-out-of-order", later)
            _note_order(case, event, "same-day-visits", same)
        seen.append(event)
        if is_onward:
            latest = day


def _note_order(case: Case, event: Event, finding: str, other: Event | None) -> None:
    basis = case.plan.order_basis
    if other is not None:
        case.found(
            finding,
            event=event,
            episode=event.episode,
            step=event.step,
            related_step=other.step,
            related_date=other.date,
            basis=basis,
        )
    if case.trace is not None:
        case.tried(
            finding,
            Verdict.of(is_kept=other is None),
            episode=event.episode,
            step=event.step,
            event=event,
            value=event.date,
            basis=basis,
            related_step=None if other is None else other.step,
            related_date=None if other is None else other.date,
        )


def _absent(case: Case, episode: Episode) -> None:
    """Skipped and overdue: steps without an event, and without a row that lacks its day."""
    plan, first = case.plan, episode.first
    present = [n for n in plan.ordered if n in first]
    greatest = present[-1] if present else 0
    for number, step in plan.steps.items():
        if number in first or step.optional:
            continue
        if not is_part(step, episode, plan):
            _absence_tried(case, episode, number, Verdict.NOT_APPLICABLE)
            continue
        if number in episode.dateless:
            _absence_tried(case, episode, number, Verdict.NOT_JUDGED)
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
            _absence_tried(case, episode, number, Verdict.BROKEN, later)
            continue
        _absence_tried(case, episode, number, Verdict.HOLDS)
        if case.target_group is not False and episode.end is None:
            _overdue(case, episode, number)


def _absence_tried(
    case: Case, episode: Episode, number: int, verdict: Verdict, later: Event | None = None
) -> None:
    """Note whether a step that is not there was passed over."""
    if case.trace is not None and case.plan.steps[number].ordered:
        case.tried(
            "visit-skipped",
            verdict,
            episode=episode.number,
            step=number,
            basis=case.plan.order_basis,
            related_step=None if later is None else later.step,
            related_date=None if later is None else later.date,
        )


def _overdue(case: Case, episode: Episode, number: int) -> None:
    plan = case.plan
    strictest: tuple[dt.date, Side, Limit, dt.date, int | None] | None = None
    for side in plan.steps[number].sides:
        if not side.late:
            continue
        origin, related = awaited_from(side, number, episode, plan)
        if origin is None:
            continue
        for limit in side.limits:
            if holds(limit, episode, plan):
                edge = limit_day(limit, origin, plan)
                if strictest is None or edge < strictest[0]:
                    strictest = (edge, side, limit, origin, related)
    if strictest is None:
        return
    edge, side, limit, origin, related = strictest
    is_overdue = edge <= case.until
    if is_overdue:
        case.found(
            "visit-overdue",
            episode=episode.number,
            step=number,
            date=shown(side, edge),
            related_step=related,
            related_date=origin,
            basis=limit.window.basis,
        )
    if case.trace is not None:
        case.tried(
            "visit-overdue",
            Verdict.of(is_kept=not is_overdue),
            episode=episode.number,
            step=number,
            value=case.until,
            limit=shown(side, edge),
            window=limit.window,
            related_step=related,
            related_date=origin,
        )


def _events(case: Case, episode: Episode) -> None:
    """Duplicates, force, joint work and requirements: every event by itself."""
    plan, number, joint_work = case.plan, episode.number, case.plan.sequence.joint
    for event in episode.events:
        _force(case, number, event)
        if event.late:
            continue
        first = episode.first.get(event.step)
        if first is not event and first is not None and event.fills:
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
            is_kept = first is event or first is None
            case.tried(
                "duplicate-visit",
                Verdict.of(is_kept=is_kept),
                episode=number,
                step=event.step,
                event=event,
                value=event.date,
                basis=Basis.DECISION,
                related_date=None if is_kept or first is None else first.date,
            )
        if joint_work is not None:
            joint, basis = event.contact.joint, joint_work.basis
            if joint is False:
                case.found("not-joint", event=event, episode=number, step=event.step, basis=basis)
            if case.trace is not None:
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
    best = Force.NOT_IN_FORCE
    for code in event.codes:
        known = case.plan.force.get(code)
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
            _FORCE[best],
            episode=number,
            step=event.step,
            event=event,
            value=event.date,
            limit=", ".join(sorted(event.codes)),
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
            case.tried(
                finding,
                Verdict.of(is_kept=not what) if is_known else Verdict.NOT_JUDGED,
                episode=number,
                step=event.step,
                event=event,
                value=", ".join(sorted(what)) or None,
                basis=basis,
            )


def _staff(case: Case, episode: Episode) -> None:
    """Staff changed: within a role, nobody of the previous contact is there again."""
    if not any(event.contact.staff for event in episode.events):
        return
    # Of a contact with several events the first counts, which comes last here.
    visits = {event.contact: event for event in reversed(episode.events) if not event.late}
    in_time = sorted(visits.values(), key=_BY_CONTACT)
    for before, event in pairwise(in_time):
        earlier, staff = before.contact.staff, event.contact.staff
        if case.trace is not None and (earlier or staff):
            _staff_tried(case, episode, before, event)
        if earlier == staff:
            continue
        roles, same = _roles_of_both(earlier, staff)
        for role in sorted(roles - same):
            case.found(
                "staff-changed",
                event=event,
                episode=episode.number,
                step=event.step,
                related_step=before.step,
                related_date=before.date,
                detail=role,
            )


def _roles_of_both(earlier: _Staff, staff: _Staff) -> tuple[set[str], set[str]]:
    """Return the roles seen at two contacts, and those in which somebody was there again."""
    roles = {role for role, _ in earlier} & {role for role, _ in staff}
    return roles, {role for role, _ in earlier & staff}


def _staff_tried(case: Case, episode: Episode, before: Event, event: Event) -> None:
    roles, same = _roles_of_both(before.contact.staff, event.contact.staff)
    case.tried(
        "staff-changed",
        Verdict.of(is_kept=roles <= same) if roles else Verdict.NOT_JUDGED,
        episode=episode.number,
        step=event.step,
        event=event,
        value=", ".join(sorted(filter(None, roles - same))) or None,
        related_step=before.step,
        related_date=before.date,
    )
