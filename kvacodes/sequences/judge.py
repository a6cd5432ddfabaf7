"""The rules: what each finding about a person's visits means, precisely.

This is the specification; the table engine is held to it. A rule looks at first
occurrences where it is about order, windows, gaps and same days, and at every event
where it is about force, joint work, requirements and staff.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise

from attrs import define, field

from kvacodes.findings import Severity
from kvacodes.model import AnchorKind, Basis, Force
from kvacodes.model.sequence import Origin
from kvacodes.sequences.episodes import (
    Episode,
    holds,
    limit_day,
    origin_day,
    previous,
)
from kvacodes.sequences.events import Contact, Event, Gathered
from kvacodes.sequences.kinds import DEFINITION, FINDINGS, VisitFinding
from kvacodes.sequences.plan import Limit, Plan, Side, StepPlan
from kvacodes.sequences.trace import Tried, Verdict

__all__ = ["Case", "is_part", "judge"]

_ONE_DAY = dt.timedelta(days=1)
_RANK = {finding: rank for rank, finding in enumerate(FINDINGS)}


@define(eq=False)
class Case:
    """One person before the rules.

    Attributes:
        plan: The sequence, made ready.
        as_of: The day of the question.
        until: The day by which absence is judged: the earliest of `as_of`, the last listed
            day, and the day the person died or moved away.
        person_id: Pseudonymous key; None where only one is judged.
        unit_id: Where the person is listed on `until`; None where not known.
        birth: The birth date; None where it is not known or there are two.
        birth_conflict: Whether there are two.
        given: The day that a given anchor counts from.
        target_group: Whether the programme is meant for the person; None where not known.
        closed: Whether the person is no longer listed, or has died or moved away, by `as_of`.
        findings: What was found.
        trace: Every rule tried, where asked for.
    """

    plan: Plan
    as_of: dt.date
    until: dt.date
    person_id: str | int | None = None
    unit_id: str | None = None
    birth: dt.date | None = None
    birth_conflict: bool = False
    given: dt.date | None = None
    target_group: bool | None = None
    closed: bool = False
    findings: list[VisitFinding] = field(factory=list)
    trace: list[Tried] | None = None

    def found(  # noqa: PLR0913 - the columns of a finding
        self,
        finding: str,
        *,
        event: Event | None = None,
        contact: Contact | None = None,
        episode: int | None = None,
        step: int | None = None,
        date: dt.date | None = None,
        related_step: int | None = None,
        related_date: dt.date | None = None,
        detail: str | None = None,
        basis: str = DEFINITION,
        severity: Severity | None = None,
    ) -> None:
        """Note a finding; what belongs to the event is taken from it."""
        if event is not None:
            contact, date = event.contact, event.date
        self.findings.append(
            VisitFinding(
                self.person_id,
                None if contact is None else contact.contact_id,
                self.unit_id if contact is None else contact.unit_id,
                episode,
                step,
                finding,
                severity or self.plan.severity(finding, basis),
                date,
                related_step,
                related_date,
                detail,
                str(basis),
            )
        )

    def tried(  # noqa: PLR0913 - the columns of a trace
        self,
        rule: str,
        verdict: Verdict,
        *,
        episode: int | None = None,
        step: int | None = None,
        event: Event | None = None,
        value: object = None,
        limit: object = None,
        basis: str = DEFINITION,
        source: str = "",
    ) -> None:
        """Note in the trace that a rule was tried."""
        if self.trace is not None:
            self.trace.append(
                Tried(
                    person_id=self.person_id,
                    episode=episode,
                    step=step,
                    contact_id=None if event is None else event.contact.contact_id,
                    date=None if event is None else event.date,
                    rule=rule,
                    value=None if value is None else str(value),
                    limit=None if limit is None else str(limit),
                    verdict=verdict,
                    basis=str(basis),
                    source=source,
                )
            )


def judge(case: Case, gathered: Gathered, episodes: Iterable[Episode]) -> list[VisitFinding]:
    """Try every rule on a person; return the findings in their order."""
    _rows(case, gathered)
    for episode in episodes:
        _order(case, episode)
        _windows(case, episode)
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
    """What is about rows, or the person, and stands before any episode."""
    for contact in gathered.contacts.values():
        if contact.dateless:
            for candidates in contact.dateless:
                case.found("date-missing", contact=contact, step=_only(candidates))
        if contact.unknown:
            for code in contact.unknown:
                basis = Basis.DECISION
                case.found(
                    "unknown-code", contact=contact, date=contact.date, detail=code, basis=basis
                )
    for event in gathered.before_birth:
        step = _only(event.candidates)
        case.found("date-before-birth", event=event, step=step, related_date=case.birth)
    for event in gathered.after_as_of:
        step = _only(event.candidates)
        case.found("date-after-as-of", event=event, step=step, related_date=case.as_of)
    if case.birth_conflict:
        case.found("birth-date-conflict")
    elif case.birth is None and case.plan.anchor is AnchorKind.BIRTH:
        if gathered.events or case.target_group is not False:
            case.found("birth-date-missing")
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
                _note_order(case, episode, event, "visit-out-of-order", later)
            if same is not None or case.trace is not None:
                _note_order(case, episode, event, "same-day-visits", same)
        seen.append((number, event.date))
        latest = max(latest, event.date)


def _note_order(
    case: Case, episode: Episode, event: Event, finding: str, other: tuple[int, dt.date] | None
) -> None:
    basis = case.plan.order_basis
    if other is not None:
        case.found(
            finding,
            event=event,
            episode=episode.number,
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
            episode=episode.number,
            step=event.step,
            event=event,
            value=event.date,
            limit=limit,
            basis=basis,
        )


def _windows(case: Case, episode: Episode) -> None:
    """Too early, too late, gap too short, gap too long: the first limit broken on each side."""
    plan = case.plan
    for number, event in episode.first.items():
        for side in plan.steps[number].sides:
            origin = origin_day(side, number, episode, plan)
            # A negative gap is out of order, and nothing else.
            if origin is None or (side.origin is Origin.PREVIOUS and event.date < origin):
                _not_judged(case, episode, event, side)
            else:
                _side(case, episode, event, side, origin)
    for refusal in episode.refused:
        event, side, limit = refusal.event, refusal.side, refusal.limit
        _break(case, episode, event, side, limit, refusal.origin, refusal.first_allowed)


def _side(case: Case, episode: Episode, event: Event, side: Side, origin: dt.date) -> None:
    plan, broken = case.plan, False
    for limit in side.limits:
        if not holds(limit, episode):
            continue
        edge = limit_day(side, limit, origin, plan)
        grace = limit.window.grace
        if side.late:
            beyond = event.date >= edge
            passed = beyond and event.date >= grace.after(edge, plan.month_end)
        else:
            beyond = event.date < edge
            passed = beyond and event.date < grace.before(edge, plan.month_end)
        if passed and not broken:
            broken = True
            _break(case, episode, event, side, limit, origin, edge)
            if case.trace is None:
                return
        elif case.trace is not None:
            kept = Verdict.WITHIN_GRACE if beyond else Verdict.HOLDS
            _try(case, episode, event, side, limit, edge, Verdict.BROKEN if passed else kept)


def _break(  # noqa: PLR0913, PLR0917 - all that a broken limit is made of
    case: Case,
    episode: Episode,
    event: Event,
    side: Side,
    limit: Limit,
    origin: dt.date,
    edge: dt.date,
) -> None:
    case.found(
        limit.finding,
        event=event,
        episode=episode.number,
        step=event.step,
        related_step=_related(side, event.step, episode, case.plan),
        related_date=origin,
        detail=str(_shown(side, edge)),
        basis=limit.window.basis,
        severity=limit.severity,
    )
    _try(case, episode, event, side, limit, edge, Verdict.BROKEN)


def _shown(side: Side, edge: dt.date) -> dt.date:
    """The limit as people say it: the first day allowed, or the last."""
    return edge - _ONE_DAY if side.late else edge


def _try(  # noqa: PLR0913, PLR0917 - see _break
    case: Case,
    episode: Episode,
    event: Event,
    side: Side,
    limit: Limit,
    edge: dt.date,
    verdict: Verdict,
) -> None:
    if case.trace is not None:
        case.tried(
            limit.finding,
            verdict,
            episode=episode.number,
            step=event.step,
            event=event,
            value=event.date,
            limit=_shown(side, edge),
            basis=limit.window.basis,
            source=limit.window.source,
        )


def _not_judged(case: Case, episode: Episode, event: Event, side: Side) -> None:
    if case.trace is not None:
        limit = side.limits[0]
        case.tried(
            limit.finding,
            Verdict.NOT_JUDGED,
            episode=episode.number,
            step=event.step,
            event=event,
            value=event.date,
            basis=limit.window.basis,
        )


def _related(side: Side, number: int, episode: Episode, plan: Plan) -> int | None:
    if side.origin is Origin.PREVIOUS:
        event = previous(number, episode, plan)
        return None if event is None else event.step
    return side.step


def is_part(step: StepPlan, episode: Episode) -> bool:
    """Say whether a step is part of the sequence in this episode's version."""
    return step.always or (episode.start is not None and episode.start in step.step.valid)


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
        origin = origin_day(side, number, episode, plan)
        if origin is None:
            continue
        for limit in side.limits:
            if holds(limit, episode):
                edge = limit_day(side, limit, origin, plan)
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
            date=edge - _ONE_DAY,
            related_step=_related(side, number, episode, plan),
            related_date=origin,
            basis=limit.window.basis,
        )
    case.tried(
        "visit-overdue",
        Verdict.BROKEN if is_overdue else Verdict.HOLDS,
        episode=episode.number,
        step=number,
        value=case.until,
        limit=edge - _ONE_DAY,
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
            case.tried(
                "duplicate-visit", Verdict.BROKEN, episode=number, step=event.step, event=event
            )
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
            case.tried(finding, Verdict.BROKEN, episode=number, step=event.step, event=event)


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
