"""What a change touches beside itself, and what it does to an artificial population."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import frozen

from kvacodes.extracts import Visit
from kvacodes.model import AnchorKind, CodeSet, Label, Sequence, Step
from kvacodes.periods import MonthEnd, Span
from kvacodes.proposals.diff.kinds import Difference, Impact

__all__ = ["Effects", "Shift", "effects_of"]

_PERSONS = 1000
_SEED = 20190101
_YEAR = 365
_MISSED, _MISSED_OPTIONAL = 0.1, 0.5
_JITTER = 21.0
_AT_A_TURN = 0.5
"""How often a step that conditions ask about is done near a day on which they turn."""
_TRIED = (AnchorKind.BIRTH, AnchorKind.STEP)

_OF_VISITS = frozenset(
    ["visits", "completion", "continuity", "lead_time", "other_care", "conformance_rate"]
)
_MOVED_BY = {
    "code": _OF_VISITS,
    "validity": _OF_VISITS,
    "condition": _OF_VISITS,
    "step": _OF_VISITS,
    "sequence": _OF_VISITS,
    "nominal": frozenset(["completion"]),
    "window": frozenset(["lead_time", "conformance_rate"]),
    "severity": frozenset(["conformance_rate"]),
    "basis": frozenset(["conformance_rate"]),
    "namespace": frozenset(["conformance_rate"]),
    "run": frozenset(["conformance_rate"]),
    "joint": frozenset(["visits", "conformance_rate"]),
}
"""What a kind of change, by its first word, can move."""
_DONE_OTHERWISE = frozenset(
    ["step-added", "step-changed", "step-codes-added", "step-codes-removed", "step-renumbered"]
)
"""The kinds of change by which a step is done by others, or on other days."""
_OUR_OWN = ("completion", "conformance_rate")
"""What a report has beside the questions of a follow-up plan."""


@frozen(kw_only=True)
class Shift:
    """How many of the artificial persons have a finding, before and after."""

    code_set: str
    finding: str
    before: int
    after: int


@frozen(kw_only=True)
class Effects:
    """What a change touches.

    Attributes:
        sequences: Steps that name a changed code, and those that depend on when such a step,
            or one that is itself changed, was done; by document.
        indicators: Indicators whose figures the changes can move, by document.
        payments: Rules on money that build on a changed code or parameter.
        overlaps: Codes and texts that another document of the new version has as well.
        population: Findings among artificial persons that are more or fewer than before.
        persons: How many persons were made for each sequence.
        left_out: Documents whose sequence cannot be tried so, and why.
    """

    sequences: tuple[Label, ...] = ()
    indicators: tuple[Label, ...] = ()
    payments: tuple[Label, ...] = ()
    overlaps: tuple[Label, ...] = ()
    population: tuple[Shift, ...] = ()
    persons: int = _PERSONS
    left_out: tuple[Label, ...] = ()


def effects_of(
    found: Iterable[Difference],
    old: Iterable[CodeSet],
    new: Iterable[CodeSet],
    *,
    persons: int = _PERSONS,
) -> Effects:
    """Return what changes touch, in all documents of both versions."""
    found, new = tuple(found), tuple(new)
    before = {code_set.id: code_set for code_set in old}
    subjects = {difference.subject for difference in found}
    changed_sets = {difference.code_set for difference in found}
    population: list[Shift] = []
    left_out: list[Label] = []
    for code_set in new:
        was = before.get(code_set.id)
        if code_set.id not in changed_sets or was is None or code_set.sequence is None:
            continue
        if was.sequence is None:
            left_out.append(
                Label(f"{code_set.id}: ny besöksföljd", f"{code_set.id}: a new sequence")
            )
        elif was.sequence.anchor.kind not in _TRIED:
            left_out.append(
                Label(
                    f"{code_set.id}: räknas från en dag som anges för var och en",
                    f"{code_set.id}: counted from a day given for each person",
                )
            )
        else:
            population += _shifts(code_set.id, was.sequence, code_set.sequence, persons)
    return Effects(
        sequences=tuple(_sequences(new, found)),
        indicators=tuple(_indicators(new, found)),
        payments=tuple(_payments(new, subjects)),
        overlaps=tuple(_overlaps(new, changed_sets)),
        population=tuple(population),
        persons=persons,
        left_out=tuple(left_out),
    )


def _sequences(code_sets: Iterable[CodeSet], found: tuple[Difference, ...]) -> Iterator[Label]:
    codes = {difference.subject for difference in found}
    for code_set in code_sets:
        steps = code_set.sequence.steps if code_set.sequence else ()
        named = {step.number: codes & {*step.codes, *step.add_ons} for step in steps}
        changed = {
            d.subject for d in found if d.code_set == code_set.id and d.kind in _DONE_OTHERWISE
        }
        moved = {n for n, its in named.items() if its or f"step {n}" in changed}
        for step in steps:
            if named[step.number]:
                where = f"{step.number} ({', '.join(sorted(named[step.number]))})"
                yield Label(f"{code_set.id}: steg {where}", f"{code_set.id}: step {where}")
            through = sorted(moved & _asked_about(step) - {step.number})
            if through:
                numbers = ", ".join(map(str, through))
                yield Label(
                    f"{code_set.id}: steg {step.number}, som beror på steg {numbers}",
                    f"{code_set.id}: step {step.number}, which depends on step {numbers}",
                )


def _asked_about(step: Step) -> set[int | None]:
    """Return the steps whose days decide whether a step, or one of its limits, holds."""
    counted_from = {window.step for window in step.windows}
    return counted_from.union(*({c.step, c.after} for c in step.conditions))


def _indicators(code_sets: Iterable[CodeSet], found: Iterable[Difference]) -> Iterator[Label]:
    moved: dict[str, set[str]] = {}
    for difference in found:
        if difference.impact is Impact.COMPATIBLE:
            continue
        kind = difference.kind.partition("-")[0]
        moved.setdefault(difference.code_set, set()).update(_MOVED_BY.get(kind, ()))
    for code_set in code_sets:
        names = moved.get(code_set.id, set())
        questions = code_set.follow_up.questions if code_set.follow_up else ()
        asked = [(name, q.number) for q in questions for name in q.indicators if name in names]
        for name, number in asked:
            yield Label(
                f"{code_set.id}: {name} (fråga {number})",
                f"{code_set.id}: {name} (question {number})",
            )
        own = names.difference(name for name, _ in asked) if code_set.sequence else ()
        yield from (Label(f"{code_set.id}: {name}") for name in _OUR_OWN if name in own)


def _payments(code_sets: Iterable[CodeSet], subjects: set[str]) -> Iterator[Label]:
    for code_set in code_sets:
        rules = code_set.rules
        built_on = {a.id: {a.id, *(p.id for p in a.parameters)} for a in rules.allocations}
        for payment in rules.payments:
            codes = {*payment.codes, *payment.condition_codes}
            built_on[payment.id] = codes | {payment.id, *(p.id for p in payment.parameters)}
        for rule, names in built_on.items():
            if subjects & names:
                yield Label(f"{code_set.id}: {rule} ({', '.join(sorted(subjects & names))})")


def _overlaps(code_sets: Iterable[CodeSet], changed: set[str]) -> Iterator[Label]:
    """Give what a changed document shares with another one."""
    homes: dict[str, list[str]] = {}
    for code_set in code_sets:
        for code in code_set.codes:
            homes.setdefault(code.code, []).append(code_set.id)
            homes.setdefault(" ".join(code.text.split()).casefold(), []).append(code_set.id)
    for what, sets in homes.items():
        if len(set(sets)) > 1 and changed & set(sets):
            yield Label(f"{what}: {', '.join(sorted(set(sets)))}")


def _shifts(name: str, old: Sequence, new: Sequence, persons: int) -> Iterator[Shift]:
    before, after = _counts(old, new, persons)
    for finding in sorted(before.keys() | after.keys()):
        if before[finding] != after[finding]:
            yield Shift(
                code_set=name, finding=finding, before=before[finding], after=after[finding]
            )


def _counts(old: Sequence, new: Sequence, persons: int) -> tuple[Counter[str], Counter[str]]:
    """Return how many persons have each finding by either version, from the same visits."""
    from kvacodes.sequences import check_visits

    dice = random.Random(_SEED)  # noqa: S311 - the same persons each time, not a secret
    is_birth = old.anchor.kind is AnchorKind.BIRTH
    firsts, turns = _first_days(old, new), _turns(old, new)
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for _ in range(persons):
        start = dice.choice(firsts) + timedelta(days=dice.randrange(_YEAR))
        visits = list((_by_age if is_birth else _by_steps)(old, start, turns, dice))
        for sequence, counts in ((old, before), (new, after)):
            found = check_visits(
                visits,
                sequence,
                birth_date=start if is_birth else None,
                as_of=start + timedelta(days=3 * _YEAR),
            )
            counts.update({finding.finding for finding in found})
    return before, after


def _first_days(old: Sequence, new: Sequence) -> list[date]:
    """Return the day from which all codes are in force, and those on which anything changes."""
    starts = [c.validity[0].start for c in new.codes if c.validity[0].start is not None]
    first = max(starts, default=date(2019, 1, 1))
    intervals = [interval for s in (old, new) for code in s.codes for interval in code.validity]
    intervals += [w.valid for s in (old, new) for step in s.steps for w in step.windows]
    days = {day for interval in intervals for day in (interval.start, interval.end)}
    return [first, *sorted(day for day in days if day is not None and day > first)]


_Turns = dict[int, tuple[tuple[int | None, Span], ...]]


def _turns(old: Sequence, new: Sequence) -> _Turns:
    """Return, for each step that a condition asks about, what it is compared with.

    That is the step it is counted from, None for the anchor, and how long after it.
    """
    conditions = [c for s in (old, new) for step in s.steps for c in step.conditions]
    turns: dict[int, dict[tuple[int | None, Span], None]] = {}
    for condition in conditions:
        for span in (condition.start, condition.before):
            if span is not None:
                turns.setdefault(condition.step, {})[condition.after, span] = None
    return {number: tuple(its) for number, its in turns.items()}


def _turned(
    number: int, turns: _Turns, start: date, days: dict[int, date], dice: random.Random
) -> date | None:
    """Return a day near one on which a condition turns; mostly None, and where none asks."""
    if number not in turns or dice.random() >= _AT_A_TURN:
        return None
    after, span = dice.choice(turns[number])
    origin = start if after is None else days.get(after)
    if origin is None:
        return None
    day = span.after(origin, MonthEnd.CLAMP) + timedelta(days=round(dice.gauss(0, _JITTER)))
    return max(day, start)


def _by_age(sequence: Sequence, birth: date, turns: _Turns, dice: random.Random) -> Iterator[Visit]:
    """Give the visits of a child: most of them near the age they are meant for.

    Who had a step late has those after it as much later.
    """
    days: dict[int, date] = {}
    delay = timedelta()
    for step in sequence.steps:
        meant = step.nominal_age or (step.window.start if step.window else None)
        if meant is None or dice.random() < _MISSED:
            continue
        late = max(0, round(dice.gauss(0, _JITTER)))
        day = meant.after(birth, MonthEnd.CLAMP) + delay + timedelta(days=late)
        turned = _turned(step.number, turns, birth, days, dice)
        if turned is not None:
            delay, day = max(delay + (turned - day), timedelta()), turned
        days[step.number] = day
        yield Visit(contact_id=f"c{step.number}", date=day, code=step.codes[0])


def _by_steps(
    sequence: Sequence, start: date, turns: _Turns, dice: random.Random
) -> Iterator[Visit]:
    """Give the visits of an episode: most of them within their limits, some a little beyond."""
    days: dict[int, date] = {}
    for step in sequence.steps:
        is_start = step.number in {sequence.anchor.step, *sequence.episodes.start}
        missed = _MISSED_OPTIONAL if step.optional else _MISSED
        if step.before_start or start not in step.valid or dice.random() < missed * (not is_start):
            continue
        day = max(days.values(), default=start)
        for window in step.windows:
            if window.before is not None and window.step in days and start in window.valid:
                limit = round(window.before.approximate_days)
                day = days[window.step] + timedelta(days=round(limit * 1.2 * dice.random()))
        day = _turned(step.number, turns, start, days, dice) or day
        days[step.number] = day
        yield Visit(contact_id=f"c{step.number}", date=day, code=step.codes[0])
