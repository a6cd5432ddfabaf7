"""Cases made for a sequence: conforming ones, and for each finding one that has it.

They serve tests of other tools, courses, and the review of a new sequence. A case is
kept only for what checking it gives, so nothing here can drift from the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import evolve, frozen

from kvacodes.extracts import Visit
from kvacodes.model import AnchorKind, Condition, Sequence, Step
from kvacodes.periods import Span
from kvacodes.sequences.case import Case
from kvacodes.sequences.check import Evaluation, assess
from kvacodes.sequences.covered import unknown_codes
from kvacodes.sequences.episodes import Episode, is_part
from kvacodes.sequences.example import Example
from kvacodes.sequences.plan import Plan, plan_of
from kvacodes.sequences.status import step_dates
from kvacodes.sequences.tried import Outcome, Tried, Verdict

__all__ = ["examples"]

_ONE_DAY = dt.timedelta(days=1)
_FALLBACK = dt.date(2019, 1, 1)
_FAR = Span(months=1200)
_NEVER = dt.date(9000, 1, 1)
_TOO_EARLY = frozenset({"visit-too-early", "gap-too-short"})


def examples(sequence: Sequence) -> tuple[Example, ...]:
    """Make conforming cases for a sequence, then one for each finding that it can have.

    There are cases with the required steps alone, with the optional ones too, with each
    way to end an episode, and for each version of the limits; for each limit cases on
    both sides of it, of its days of grace, and without the day it is counted from.

    Args:
        sequence: Any sequence; one that nothing can conform to gives no conforming case.

    Returns:
        The conforming cases first. A finding that no change of them produces has no case;
        `coverage` tells which outcomes they reach.
    """
    plan = plan_of(sequence)
    tried_out = [_tried(seed, sequence) for seed in _seeds(plan)]
    seeds = list(_worth_changing(tried_out))
    candidates = list(seeds)
    varied: set[object] = set()
    for seed in seeds:
        changes = (*_on_the_way(seed.example), *_changes(seed, plan, varied))
        candidates.extend(_tried(changed, sequence) for changed in changes)
    return tuple(_worth_keeping(candidates))


@frozen
class _Tried:
    """A case with what checking it gives."""

    example: Example
    evaluation: Evaluation
    outcomes: frozenset[Outcome]


def _tried(example: Example, sequence: Sequence) -> _Tried:
    evaluation = example.evaluated(sequence)
    findings = tuple(finding.finding for finding in evaluation.findings)
    outcomes = frozenset(tried.outcome for tried in evaluation.trace)
    return _Tried(evolve(example, findings=findings), evaluation, outcomes)


def _worth_changing(tried_out: list[_Tried]) -> Iterator[_Tried]:
    """The conforming cases, and the plainest others where a rule can hold in none of those."""
    held = set[Outcome]()
    for tried in sorted(tried_out, key=lambda tried: len(tried.example.findings)):
        holding = {t.outcome for t in tried.evaluation.trace if t.verdict is Verdict.HOLDS}
        if not tried.example.findings or not holding <= held:
            held |= holding
            yield tried


def _worth_keeping(candidates: list[_Tried]) -> Iterator[Example]:
    """For each outcome and each finding the plainest case that shows it, conforming ones first."""
    reached = set[Outcome]()
    for tried in candidates:
        if not tried.example.findings and not tried.outcomes <= reached:
            reached |= tried.outcomes
            yield tried.example
    plainest = sorted(candidates, key=lambda tried: len(tried.example.findings))
    shown = set[object]()
    for tried in plainest:
        for finding in tried.evaluation.findings:
            # Limits of two strengths have a case each.
            key = (finding.finding, finding.step, finding.severity)
            if key not in shown:
                shown.add(key)
                reached |= tried.outcomes
                yield evolve(tried.example, finding=finding.finding, step=finding.step)
    for tried in plainest:
        if not tried.outcomes <= reached:
            reached |= tried.outcomes
            first = tried.evaluation.findings[0]
            yield evolve(tried.example, finding=first.finding, step=first.step)


# --- conforming ---------------------------------------------------------------------------


def _seeds(plan: Plan) -> Iterator[Example]:
    """Conforming cases, as far as there are any: by version, steps done, and conditions."""
    made = set()
    timed = dict.fromkeys(c for s in plan.sequence.steps for c in _turning_points(s))
    for day in _first_days(plan):
        for steps in _choices(plan):
            for condition in (None, *timed):
                seed = _conforming(plan, day, steps, condition)
                if seed not in made:
                    made.add(seed)
                    yield seed


def _first_days(plan: Plan) -> tuple[dt.date, ...]:
    """The first day on which the codes in use are all in force, and one of each version."""
    starts = [
        interval.start
        for code in plan.force.values()
        for interval in code.validity[-1:]
        if interval.start is not None and interval.end is None
    ]
    first = plan.sequence.anchor.date or max(starts, default=_FALLBACK)
    steps = plan.sequence.steps
    versions = [*(s.valid for s in steps), *(w.valid for s in steps for w in s.windows)]
    days = [day for version in versions for day in (version.start, version.last)]
    return tuple(dict.fromkeys([first, *(day for day in days if day is not None)]))


def _choices(plan: Plan) -> Iterator[frozenset[int]]:
    """The steps to do: the required ones, further ones, and each way to end an episode."""
    optional = frozenset(n for n, step in plan.steps.items() if step.optional) - plan.starts
    required = frozenset(plan.steps) - optional
    ends = plan.ends
    others = optional - ends
    yield required
    yield required | others
    for number in sorted(ends & optional):
        yield (required - ends) | {number}
    for number in sorted(others):
        needed = {window.step for window in plan.steps[number].step.windows} & optional
        yield required | {number, *(n for n in needed if n is not None)}
    for number, planned in plan.steps.items():
        instead_of = {condition.step for condition in planned.step.unless} - plan.starts
        if instead_of:
            yield (required - instead_of) | {number}


def _conforming(
    plan: Plan, first: dt.date, steps: frozenset[int], condition: Condition | None
) -> Example:
    """Do each of the steps on the first day that its limits allow and none before it took.

    Where there is a condition, its step is done no sooner than it asks for, or as soon as
    absolute limits allow where it must come before some day.
    """
    birth = first if plan.anchor is AnchorKind.BIRTH else first - dt.timedelta(days=20_000)
    given = first if plan.anchor is AnchorKind.GIVEN else None
    visits: list[Visit] = []
    day = first
    for number, step in plan.steps.items():
        if number not in steps:
            continue
        case = Case(plan, _NEVER, _NEVER, birth=birth, given=given)
        episode = assess(case, visits)[1][-1]
        if not is_part(step, episode, plan):
            continue
        dates = step_dates(case, episode, step)
        allowed = [d for d in (dates.recommended, dates.earliest, day) if d is not None]
        visit_day = max(allowed)
        if not step.ordered:
            # The day of the visit before may end the episode; the day after would be late.
            visit_day = dates.earliest or (visits[-1].date if visits else None) or first
        if condition is not None and condition.step == number:
            if condition.before is not None:
                visit_day = max(dates.earliest or day, day)
            visit_day = max(visit_day, _asked_day(condition, episode, plan))
        visits.append(_visit(plan, number, visit_day))
        if step.ordered:
            day = visit_day + _ONE_DAY
    return Example(
        finding=None,
        step=None,
        visits=tuple(visits),
        birth_date=birth,
        as_of=max((v.date for v in visits if v.date is not None), default=day),
        anchor_date=given,
    )


def _turning_points(step: Step) -> Iterator[Condition]:
    """From what day each condition of a step begins to be so, or ceases; and before that."""
    for condition in step.conditions:
        for length in (condition.start, condition.before):
            if length is not None:
                yield Condition(step=condition.step, start=length, after=condition.after)
        if condition.before is not None:
            yield condition


def _asked_day(condition: Condition, episode: Episode, plan: Plan) -> dt.date:
    """Return the first day on which a condition is so, where that is known."""
    origin = episode.anchor
    if condition.after is not None:
        event = episode.first.get(condition.after)
        origin = None if event is None else event.date
    if condition.start is None or origin is None:
        return dt.date.min
    return condition.start.after(origin, plan.month_end)


def _visit(plan: Plan, number: int, day: dt.date) -> Visit:
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
        contact_id=f"c{number}",
        date=day,
        code=code,
        joint=joint,
        staff_role=role,
        staff_id=None if role is None else f"s-{role}",
        add_ons=(*step.add_ons, *beside),
    )


def _on_the_way(good: Example) -> Iterator[Example]:
    for number, visit in enumerate(good.visits[:-1], start=1):
        if visit.date is not None:
            yield evolve(good, visits=good.visits[:number], as_of=visit.date)


# --- changed ------------------------------------------------------------------------------


def _changes(seed: _Tried, plan: Plan, varied: set[object]) -> Iterator[Example]:
    """The case changed in one respect; what an earlier case has shown alike is left out."""
    good, is_new = seed.example, not varied
    for index, visit in enumerate(good.visits):
        tried = tuple(t for t in seed.evaluation.trace if t.contact_id == visit.contact_id)
        alike = frozenset(t.outcome for t in tried)
        if alike not in varied:
            varied.add(alike)
            is_new = True
            yield from _of_visit(good, index, plan, tried)
    if not is_new:
        return
    for keep in range(len(good.visits) + 1):
        done = good.visits[:keep]
        yield evolve(good, visits=done, as_of=_FAR.after(good.as_of))
        yield evolve(good, visits=(*done[:-1], *(evolve(v, date=None) for v in done[-1:])))
    for index in range(1, len(good.visits)):
        yield evolve(good, visits=good.visits[index:])
    yield evolve(good, birth_date=None, anchor_date=None)
    if "person" not in varied:
        varied.add("person")
        yield from _other_persons(good)


def _of_visit(good: Example, index: int, plan: Plan, tried: tuple[Tried, ...]) -> Iterator[Example]:
    """The case with one of its visits changed."""
    visit, before, after = good.visits[index], good.visits[:index], good.visits[index + 1 :]
    for changed in (*_changed(visit, plan, good), *_moved(visit, plan, good, tried)):
        yield _seen_later(evolve(good, visits=(*before, *changed, *after)))
    for moved in _moved(visit, plan, good, tried):
        yield _seen_later(evolve(good, visits=(*before, *moved, *_along(visit, moved, after))))
    yield from _on_days_of_codes(visit, plan, good)
    if before:
        previous = before[-1]
        swapped = (evolve(visit, date=previous.date), evolve(previous, date=visit.date))
        for pair in (swapped, *_with_staff((previous, visit))):
            yield evolve(good, visits=(*before[:-1], *pair, *after))


def _seen_later(case: Example) -> Example:
    """The case on a day when all its visits have been made."""
    last = max((v.date for v in case.visits if v.date is not None), default=case.as_of)
    return evolve(case, as_of=max(case.as_of, last))


def _other_persons(good: Example) -> Iterator[Example]:
    """The same visits of somebody else, on an earlier day, or seen before they were made."""
    yield evolve(good, birth_date=None)
    yield evolve(good, target_group=False)
    yield evolve(good, target_group=None)
    for visit in good.visits:
        if visit.date is not None:
            yield evolve(good, as_of=visit.date - _ONE_DAY)


def _on_days_of_codes(visit: Visit, plan: Plan, good: Example) -> Iterator[Example]:
    """The whole case moved to where the visit's code begins or ends, or is decided on."""
    code = plan.force.get(visit.code or "")
    if code is None or visit.date is None:
        return
    days = [i.start - _ONE_DAY for i in code.validity if i.start is not None]
    days += [i.end for i in code.validity if i.end is not None]
    if code.early is not None and code.early.start is not None:
        days += [code.early.start, code.early.start - _ONE_DAY]
    for day in days:
        yield good.later(day - visit.date)


def _changed(visit: Visit, plan: Plan, good: Example) -> Iterator[tuple[Visit, ...]]:
    """The visit in other ways: again, not at all, and with other facts."""
    yield visit, evolve(visit, contact_id=f"{visit.contact_id}-again")
    yield ()
    yield (evolve(visit, date=None),)
    if good.birth_date is not None:
        yield (evolve(visit, date=good.birth_date - _ONE_DAY),)
    if plan.joint is not None:
        yield (evolve(visit, joint=False),)
        yield (evolve(visit, joint=None, add_ons=()),)
    if visit.add_ons:
        yield (evolve(visit, add_ons=()),)
    if visit.staff_role is not None:
        yield (evolve(visit, staff_role="other"),)
        yield (evolve(visit, staff_role=None, staff_id=None),)
    for number in plan.candidates.get(visit.code or "", ())[:1]:
        for code in plan.steps[number].step.codes:
            yield (evolve(visit, code=code),)
    for unknown in unknown_codes(plan)[:1]:
        yield visit, evolve(visit, contact_id=f"{visit.contact_id}-unknown", code=unknown)


def _with_staff(pair: tuple[Visit, ...]) -> Iterator[tuple[Visit, ...]]:
    """Two visits by the same person, by two, and by one in an unknown role."""
    role = next((visit.staff_role for visit in pair if visit.staff_role), "any")
    one = evolve(pair[0], staff_id="one", staff_role=role)
    for staff_id, staff_role in (("one", role), ("another", role), ("one", f"{role}-too")):
        yield one, evolve(pair[1], staff_id=staff_id, staff_role=staff_role)


def _moved(
    visit: Visit, plan: Plan, good: Example, tried: tuple[Tried, ...]
) -> Iterator[tuple[Visit, ...]]:
    """The visit on both sides of each limit and of its grace, and on the days of others."""
    if visit.date is None:
        return
    days = [other.date for other in good.visits if other.date is not None]
    days += [day + one for day in days for one in (-_ONE_DAY, _ONE_DAY)]
    for limit in tried:
        if limit.window is not None and limit.limit is not None:
            window = plan.sequence.step(limit.step or 0).windows[limit.window - 1]
            edge = dt.date.fromisoformat(limit.limit)
            is_early = limit.rule in _TOO_EARLY
            beyond = -_ONE_DAY if is_early else _ONE_DAY
            let_pass = (window.grace.before if is_early else window.grace.after)(edge)
            days += [edge, edge + beyond, let_pass, let_pass + beyond]
    for day in dict.fromkeys(days):
        if day != visit.date:
            yield (evolve(visit, date=day),)


def _along(visit: Visit, moved: tuple[Visit, ...], after: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """The visits after one that was moved, moved as far."""
    new = moved[0].date
    if new is None or visit.date is None:
        return after
    return tuple(
        v if v.date is None else evolve(v, date=v.date + (new - visit.date)) for v in after
    )
