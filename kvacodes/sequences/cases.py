"""Cases made for a sequence: conforming ones, and for each finding one that has it.

They serve tests of other tools, courses, and the review of a new sequence. A case is
kept only if checking it gives what it promises, so nothing here can drift from the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from kvacodes.extracts import Visit
from kvacodes.model import AnchorKind, Sequence
from kvacodes.periods import Span
from kvacodes.sequences.case import Case
from kvacodes.sequences.check import assess, check_visits, evaluate
from kvacodes.sequences.kinds import VisitFinding
from kvacodes.sequences.plan import Plan, plan_of
from kvacodes.sequences.status import step_dates
from kvacodes.sequences.tried import Verdict

__all__ = ["Coverage", "Example", "coverage", "examples"]

_ONE_DAY = dt.timedelta(days=1)
_FALLBACK = dt.date(2019, 1, 1)
_FAR = Span(months=1200)
_NEVER = dt.date(9000, 1, 1)


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


@frozen(kw_only=True)
class Coverage:
    """Whether some case reaches one outcome of one rule for one step.

    Attributes:
        rule: The finding that the rule makes.
        step: The step.
        verdict: Holds or broken.
        cases: How many of the cases reach it.
    """

    rule: str
    step: int
    verdict: Verdict
    cases: int


def examples(sequence: Sequence) -> tuple[Example, ...]:
    """Make a conforming case for a sequence, then one for each finding and step it can have.

    Args:
        sequence: Any sequence; one that nothing can conform to gives no conforming case.

    Returns:
        The conforming case first. A finding that no change of it produces has no case.
    """
    plan = plan_of(sequence)
    good = _conforming(plan)
    begun = [evolve(good, visits=good.visits[:n], as_of=day) for n, day in _on_the_way(good)]
    made = [case for case in (good, *(_checked(b, sequence) for b in begun)) if not case.findings]
    best: dict[tuple[str, int], Example] = {}
    for candidate in _violations(good, plan):
        checked = _checked(candidate, sequence)
        for finding in _found(checked, sequence):
            key = (finding.finding, finding.step or 0)
            if finding.finding != candidate.finding:
                continue
            # The case that shows the finding with the least beside it.
            if key not in best or len(checked.findings) < len(best[key].findings):
                best[key] = evolve(checked, step=finding.step)
    return (*made, *best.values())


def _on_the_way(good: Example) -> Iterator[tuple[int, dt.date]]:
    for number, visit in enumerate(good.visits[:-1], start=1):
        if visit.date is not None:
            yield number, visit.date


def _conforming(plan: Plan) -> Example:
    """Do each required step on the first day that its limits allow and none before it took."""
    sequence = plan.sequence
    anchor = _base_day(plan)
    birth = anchor if plan.anchor is AnchorKind.BIRTH else anchor - dt.timedelta(days=20_000)
    given = anchor if plan.anchor is AnchorKind.GIVEN else None
    visits: list[Visit] = []
    day = max(anchor, sequence.anchor.date or anchor)
    for number, step in plan.steps.items():
        if step.optional and number not in plan.starts:
            continue
        case = Case(plan, _NEVER, _NEVER, birth=birth, given=given)
        episode = assess(case, visits)[1][-1]
        dates = step_dates(case, episode, step)
        allowed = [d for d in (dates.recommended, dates.earliest, day) if d is not None]
        visit_day = max(allowed) if step.ordered else max(dates.earliest or day, anchor)
        visits.append(_visit(plan, number, visit_day))
        if step.ordered:
            day = visit_day + _ONE_DAY
    as_of = max((v.date for v in visits if v.date is not None), default=day)
    return _checked(
        Example(
            finding=None,
            step=None,
            visits=tuple(visits),
            birth_date=birth,
            as_of=as_of,
            anchor_date=given,
        ),
        sequence,
    )


def _checked(example: Example, sequence: Sequence) -> Example:
    return evolve(example, findings=tuple(f.finding for f in _found(example, sequence)))


def _found(example: Example, sequence: Sequence) -> tuple[VisitFinding, ...]:
    return check_visits(
        example.visits,
        sequence,
        birth_date=example.birth_date,
        as_of=example.as_of,
        target_group=example.target_group,
        anchor_date=example.anchor_date,
    )


def _base_day(plan: Plan) -> dt.date:
    """The first day on which a code of every step that is still in use is in force."""
    starts = [
        interval.start
        for code in plan.force.values()
        for interval in code.validity[-1:]
        if interval.start is not None and interval.end is None
    ]
    return max(starts, default=_FALLBACK)


def _visit(plan: Plan, number: int, day: dt.date, suffix: str = "") -> Visit:
    step = plan.steps[number].step
    in_force = [
        c
        for c in step.codes
        if c in plan.force and any(day in interval for interval in plan.force[c].validity)
    ]
    code = (in_force or list(step.codes))[0]
    joint = None if plan.joint is None else True
    beside = tuple(sorted(plan.beside.get(code, ()))[:1])
    role = step.staff[0] if step.staff else None
    return Visit(
        contact_id=f"c{number}{suffix}",
        date=day,
        code=code,
        joint=joint,
        staff_role=role,
        staff_id=None if role is None else f"s-{role}",
        add_ons=(*step.add_ons, *beside),
    )


def _violations(good: Example, plan: Plan) -> Iterator[Example]:
    visits = good.visits
    for index, visit in enumerate(visits):
        before, after = visits[:index], visits[index + 1 :]
        for finding, changed in (*_changed(visit, plan, good), *_moved(visit, good)):
            last = max((v.date for v in changed if v.date is not None), default=good.as_of)
            # Only the finding about it may look beyond the day of the question.
            as_of = good.as_of if finding == "date-after-as-of" else max(good.as_of, last)
            yield evolve(good, finding=finding, visits=(*before, *changed, *after), as_of=as_of)
    for days in (400, 4000, 15_000):
        yield _earlier(good, dt.timedelta(days=days))
    yield evolve(good, finding="birth-date-missing", birth_date=None)
    yield evolve(good, finding="outside-target-group", target_group=False)
    for keep in range(len(visits) + 1):
        far = _FAR.after(good.as_of)
        yield evolve(good, finding="visit-overdue", visits=visits[:keep], as_of=far)


def _earlier(good: Example, days: dt.timedelta) -> Example:
    """The whole case long ago, before the codes were decided on."""
    return evolve(
        good,
        finding="code-not-in-force",
        visits=tuple(evolve(v, date=v.date - days) for v in good.visits if v.date is not None),
        birth_date=None if good.birth_date is None else good.birth_date - days,
        anchor_date=None if good.anchor_date is None else good.anchor_date - days,
    )


def _changed(visit: Visit, plan: Plan, good: Example) -> Iterator[tuple[str, tuple[Visit, ...]]]:
    again = evolve(visit, contact_id=f"{visit.contact_id}-again")
    yield "duplicate-visit", (visit, again)
    yield "visit-skipped", ()
    yield "date-missing", (evolve(visit, date=None),)
    yield "date-after-as-of", (evolve(visit, date=good.as_of + _ONE_DAY),)
    if good.birth_date is not None:
        yield "date-before-birth", (evolve(visit, date=good.birth_date - _ONE_DAY),)
    if plan.joint is not None:
        yield "not-joint", (evolve(visit, joint=False),)
    if visit.add_ons:
        yield "add-on-missing", (evolve(visit, add_ons=()),)
    if visit.staff_role is not None:
        yield "staff-missing", (evolve(visit, staff_role="other"),)
        yield "staff-changed", (evolve(visit, staff_id="another"),)
    unknown = next((c for c in _run_codes(plan) if c not in plan.known), None)
    if unknown is not None:
        yield "unknown-code", (evolve(visit, code=unknown),)


def _moved(visit: Visit, good: Example) -> Iterator[tuple[str, tuple[Visit, ...]]]:
    """The visit on other days: a little off, then far off."""
    if visit.date is None:
        return
    for days in (1, 30, 120, 400, 4000):
        off = dt.timedelta(days=days)
        for finding in ("visit-too-early", "gap-too-short", "visit-out-of-order"):
            yield finding, (evolve(visit, date=visit.date - off),)
        for finding in ("visit-too-late", "gap-too-long", "visit-out-of-order"):
            yield finding, (evolve(visit, date=visit.date + off),)
    for other in good.visits:
        if other.date != visit.date:
            yield "same-day-visits", (evolve(visit, date=other.date),)


def _run_codes(plan: Plan) -> Iterator[str]:
    run = plan.run
    if run is None:
        return
    width = len(run.first) - len(run.first.rstrip("0123456789"))
    stem = run.first[: len(run.first) - width]
    for number in range(int(run.first[-width:]), int(run.last[-width:]) + 1):
        yield f"{stem}{number:0{width}d}"


def coverage(sequence: Sequence, cases: Iterable[Example]) -> tuple[Coverage, ...]:
    """Say which outcomes of which rules no case reaches.

    Args:
        sequence: The sequence.
        cases: Cases, such as those of `examples` or a team's own.

    Returns:
        A row for each rule, step and verdict that the sequence can have, with the number
        of cases that reach it; 0 is a rule that nobody has tried.
    """
    reached: dict[tuple[str, int, Verdict], int] = {}
    for case in cases:
        trace = evaluate(
            case.visits,
            sequence,
            birth_date=case.birth_date,
            as_of=case.as_of,
            target_group=case.target_group,
            anchor_date=case.anchor_date,
        ).trace
        for key in {(t.rule, t.step or 0, t.verdict) for t in trace}:
            reached[key] = reached.get(key, 0) + 1
    return tuple(
        Coverage(rule=rule, step=step, verdict=verdict, cases=reached.get((rule, step, verdict), 0))
        for rule, step, verdict in _outcomes(plan_of(sequence))
    )


def _outcomes(plan: Plan) -> Iterator[tuple[str, int, Verdict]]:
    for number, step in plan.steps.items():
        rules = ["code-not-in-force", "duplicate-visit"]
        if step.ordered and number != plan.ordered[0]:
            rules += ["visit-out-of-order", "same-day-visits"]
        rules += [side.limits[0].finding for side in step.sides]
        if not step.optional and any(side.late for side in step.sides):
            rules.append("visit-overdue")
        has_rule = {
            "not-joint": plan.joint is not None,
            "add-on-missing": bool(step.add_ons),
            "staff-missing": bool(step.staff),
        }
        rules += [rule for rule, has in has_rule.items() if has]
        for rule in dict.fromkeys(rules):
            yield rule, number, Verdict.HOLDS
            yield rule, number, Verdict.BROKEN
        if step.ordered and not step.optional and number != plan.ordered[-1]:
            yield "visit-skipped", number, Verdict.BROKEN
