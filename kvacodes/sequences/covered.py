"""Coverage: which outcomes of which rules some cases reach, and which nobody has tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import frozen

from kvacodes.model import AnchorKind, Condition, Lang, Origin, Sequence, Strength, Window
from kvacodes.periods import ALWAYS
from kvacodes.sequences.example import Example
from kvacodes.sequences.plan import Limit, Plan, Side, StepPlan, plan_of
from kvacodes.sequences.tried import Outcome, Verdict
from kvacodes.sequences.wording import window_in_words

__all__ = ["Coverage", "coverage", "unknown_codes"]

_H, _G, _B = Verdict.HOLDS, Verdict.WITHIN_GRACE, Verdict.BROKEN
_J, _A = Verdict.NOT_JUDGED, Verdict.NOT_APPLICABLE


@frozen(kw_only=True)
class Coverage:
    """How many cases reach one outcome of one rule for one step.

    Attributes:
        rule: The finding that the rule makes.
        step: The step; None for what is about the person.
        window: Which of the step's windows the limit is a side of, from 1; None for rules
            that are no limit in time.
        strength: The strength of that limit.
        limit: The window in words.
        verdict: The outcome: each is a branch of its own, also the days of grace, what
            cannot be judged, and a limit of another version or condition.
        cases: How many of the cases reach it; 0 is an outcome that nobody has tried.
    """

    rule: str
    step: int | None
    window: int | None
    strength: Strength | None
    limit: str
    verdict: Verdict
    cases: int


def coverage(
    sequence: Sequence, cases: Iterable[Example], *, lang: Lang = "sv"
) -> tuple[Coverage, ...]:
    """Say which outcomes of which rules no case reaches.

    Args:
        sequence: The sequence.
        cases: Cases, such as those of `examples` or a team's own.
        lang: The language of the limits in words.

    Returns:
        A row for each rule, step, limit and outcome that the sequence can have. The two
        findings that only a table of persons can give, two birth dates or two given days
        for one person, are not among them, nor is an unknown person.
    """
    reached: Counter[Outcome] = Counter()
    for case in cases:
        reached.update({tried.outcome for tried in case.evaluated(sequence).trace})
    rows = []
    for rule, number, place, verdict in _outcomes(plan_of(sequence)):
        window = None
        if number is not None and place is not None:
            window = sequence.step(number).windows[place - 1]
        rows.append(
            Coverage(
                rule=rule,
                step=number,
                window=place,
                strength=None if window is None else window.strength,
                limit="" if window is None else window_in_words(window, sequence, lang),
                verdict=verdict,
                cases=reached[rule, number, place, verdict],
            )
        )
    return tuple(rows)


def _outcomes(plan: Plan) -> Iterator[Outcome]:
    """Give every outcome that cases can reach."""
    for rule, verdicts in _of_person(plan):
        for verdict in verdicts:
            yield rule, None, None, verdict
    for number, step in plan.steps.items():
        for rule, verdicts in _of_step(plan, step):
            for verdict in verdicts:
                yield rule, number, None, verdict
        for side in step.sides:
            for limit in side.limits:
                place = step.step.windows.index(limit.window) + 1
                for verdict in _of_limit(plan, step, side, limit):
                    yield limit.finding, number, place, verdict


def _of_person(plan: Plan) -> Iterator[tuple[str, tuple[Verdict, ...]]]:
    if plan.anchor is AnchorKind.BIRTH:
        yield "birth-date-missing", (_H, _B)
    if plan.anchor is AnchorKind.GIVEN:
        yield "anchor-date-missing", (_H, _B)
    yield "outside-target-group", (_H, _B, _J)
    yield "date-missing", (_B,)
    yield "date-before-birth", (_H, _B, _J)
    yield "date-after-as-of", (_H, _B)
    if unknown_codes(plan):
        yield "unknown-code", (_B,)
    yield "staff-changed", (_H, _B, _J)


def _of_step(plan: Plan, step: StepPlan) -> Iterator[tuple[str, tuple[Verdict, ...]]]:
    yield "code-not-in-force", tuple(_of_codes(plan, step))
    # Where steps share codes, what is left over belongs to the last of them that is there.
    is_last = any(
        step.number in group and all(not plan.steps[n].always for n in group if n > step.number)
        for group in plan.candidates.values()
    )
    yield "duplicate-visit", (_H, _B) if is_last else (_H,)
    lower = [n for n in plan.ordered if n < step.number]
    if step.ordered and lower:
        is_apart = any(_can_miss(plan, other, step.number) for other in lower)
        yield "visit-out-of-order", (_H, _B) if is_apart else (_H,)
        is_refused = plan.ordinal and _must_wait(step)
        yield "same-day-visits", (_H,) if is_refused else (_H, _B)
    if not step.optional:
        if step.ordered:
            # A step that is no part of it where a later one is done is not skipped by that one.
            later = [
                n
                for n in plan.ordered
                if n > step.number and Condition(step=n) not in step.step.unless
            ]
            is_apart = any(_can_miss(plan, step.number, other) for other in later)
            yield "visit-skipped", (_H, _J, _B) if is_apart else (_H, _J)
            if not step.always:
                yield "visit-skipped", (_A,)
        if any(side.late for side in step.sides):
            yield "visit-overdue", (_H, _B)
    if plan.joint is not None:
        yield "not-joint", (_H, _B, _J)
    if step.add_ons:
        yield "add-on-missing", (_H, _B)
    if step.staff:
        yield "staff-missing", (_H, _B, _J)


def _of_codes(plan: Plan, step: StepPlan) -> Iterator[Verdict]:
    yield _H
    codes = [plan.force[code] for code in step.step.codes if code in plan.force]
    if any(code.early is not None for code in codes):
        yield _G
    if any(ALWAYS not in code.validity for code in codes):
        yield _B


def _of_limit(plan: Plan, step: StepPlan, side: Side, limit: Limit) -> Iterator[Verdict]:
    yield _H
    # No day before birth is judged by age.
    is_by_age = side.origin is Origin.ANCHOR and plan.anchor is AnchorKind.BIRTH
    if side.late or limit.offset or not is_by_age:
        yield _B
        if limit.window.grace:
            yield _G
    if _can_lack_origin(plan, step, limit.window):
        yield _J
    if limit.conditional:
        yield _A


def _can_lack_origin(plan: Plan, step: StepPlan, window: Window) -> bool:
    """Say whether a step can be there without the day that a window is counted from."""
    if window.origin is Origin.ANCHOR:
        return plan.anchor is not AnchorKind.DATE and not _is_start(plan, plan.sequence.anchor.step)
    if window.origin is Origin.STEP:
        # Without a start there is no version, so that the limit does not hold at all.
        is_start_of_version = window.valid != ALWAYS and _is_start(plan, window.step)
        return _can_miss(plan, window.step or 0, step.number) and not is_start_of_version
    lower = [n for n in plan.ordered if n < step.number]
    return any(_can_miss(plan, other, step.number) for other in lower)


def _is_start(plan: Plan, step: int | None) -> bool:
    return plan.starts == {step}


def _must_wait(step: StepPlan) -> bool:
    """Say whether absolute gaps keep it from the day of the one before, in every episode."""
    gaps = [
        limit.window
        for side in step.sides
        for limit in side.limits
        if side.is_gap
        and not side.late
        and limit.window.strength is Strength.ABSOLUTE
        and limit.offset.approximate_days > limit.window.grace.approximate_days
    ]
    return any(not gap.is_conditional for gap in gaps) or any(
        _are_alternatives(one, other) for one in gaps for other in gaps
    )


def _are_alternatives(one: Window, other: Window) -> bool:
    """Say whether one of two limits holds exactly where the other does not."""
    return (
        bool(one.when)
        and one.when == other.unless
        and not (one.unless or other.when)
        and one.valid == other.valid == ALWAYS
    )


def _can_miss(plan: Plan, lower: int, step: int) -> bool:
    """Say whether an event can reach a step without reaching the lower one."""
    return any(step in group and lower not in group for group in plan.candidates.values())


def unknown_codes(plan: Plan) -> tuple[str, ...]:
    """Return the codes of the programme's run that do not exist."""
    run = plan.run
    if run is None:
        return ()
    width = len(run.first) - len(run.first.rstrip("0123456789"))
    stem = run.first[: len(run.first) - width]
    numbers = range(int(run.first[-width:]), int(run.last[-width:]) + 1)
    codes = (f"{stem}{number:0{width}d}" for number in numbers)
    return tuple(code for code in codes if code not in plan.known)
