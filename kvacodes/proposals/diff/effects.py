"""What a change touches beside itself, and what it does to an artificial population."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import frozen

from kvacodes.extracts import Visit
from kvacodes.model import AnchorKind, CodeSet, Sequence
from kvacodes.periods import MonthEnd
from kvacodes.proposals.diff.kinds import Difference

__all__ = ["Effects", "Shift", "effects_of"]

_CHILDREN = 1000
_SEED = 20190101
_LATEST_BIRTH = 365
_MISSED = 0.1
_JITTER = 21.0


@frozen(kw_only=True)
class Shift:
    """How many of the artificial children have a finding, before and after."""

    code_set: str
    finding: str
    before: int
    after: int


@frozen(kw_only=True)
class Effects:
    """What a change touches.

    Attributes:
        sequences: Steps that name a changed code, by document.
        indicators: Indicators of documents whose codes or sequence changed.
        payments: Rules on money that build on a changed code or parameter.
        overlaps: Codes and texts that another document of the new version has as well.
        population: Findings among artificial children that are more or fewer than before.
        children: How many children were made for each sequence.
        left_out: Documents whose sequence cannot be tried so, and why.
    """

    sequences: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    payments: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()
    population: tuple[Shift, ...] = ()
    children: int = _CHILDREN
    left_out: tuple[str, ...] = ()


def effects_of(
    found: Iterable[Difference],
    old: Iterable[CodeSet],
    new: Iterable[CodeSet],
    *,
    children: int = _CHILDREN,
) -> Effects:
    """Return what changes touch, in all documents of both versions."""
    found, new = tuple(found), tuple(new)
    before = {code_set.id: code_set for code_set in old}
    subjects = {difference.subject for difference in found}
    changed_sets = {difference.code_set for difference in found}
    population: list[Shift] = []
    left_out: list[str] = []
    for code_set in new:
        was = before.get(code_set.id)
        if code_set.id not in changed_sets or was is None or code_set.sequence is None:
            continue
        if was.sequence is None or code_set.sequence.anchor.kind is not AnchorKind.BIRTH:
            left_out.append(f"{code_set.id}: not counted from birth in both versions")
            continue
        population += _shifts(code_set.id, was.sequence, code_set.sequence, children)
    return Effects(
        sequences=tuple(_sequences(new, subjects)),
        indicators=tuple(_indicators(new, found)),
        payments=tuple(_payments(new, subjects)),
        overlaps=tuple(_overlaps(new, changed_sets)),
        population=tuple(population),
        children=children,
        left_out=tuple(left_out),
    )


def _sequences(code_sets: Iterable[CodeSet], subjects: set[str]) -> Iterator[str]:
    for code_set in code_sets:
        for step in code_set.sequence.steps if code_set.sequence else ():
            named = subjects & {*step.codes, *step.add_ons}
            if named:
                yield f"{code_set.id}: step {step.number} ({', '.join(sorted(named))})"


def _indicators(code_sets: Iterable[CodeSet], found: Iterable[Difference]) -> Iterator[str]:
    kinds = ("code-", "validity-", "step-", "window-", "sequence-", "joint-", "nominal-")
    touched = {d.code_set for d in found if d.kind.startswith(kinds)}
    for code_set in code_sets:
        if code_set.id in touched and code_set.follow_up is not None:
            for question in code_set.follow_up.questions:
                for indicator in question.indicators:
                    yield f"{code_set.id}: {indicator} (question {question.number})"


def _payments(code_sets: Iterable[CodeSet], subjects: set[str]) -> Iterator[str]:
    for code_set in code_sets:
        rules = code_set.rules
        built_on = {a.id: {a.id, *(p.id for p in a.parameters)} for a in rules.allocations}
        for payment in rules.payments:
            codes = {*payment.codes, *payment.condition_codes}
            built_on[payment.id] = codes | {payment.id, *(p.id for p in payment.parameters)}
        for rule, names in built_on.items():
            if subjects & names:
                yield f"{code_set.id}: {rule} ({', '.join(sorted(subjects & names))})"


def _overlaps(code_sets: Iterable[CodeSet], changed: set[str]) -> Iterator[str]:
    """Give what a changed document shares with another one."""
    homes: dict[str, list[str]] = {}
    for code_set in code_sets:
        for code in code_set.codes:
            homes.setdefault(code.code, []).append(code_set.id)
            homes.setdefault(" ".join(code.text.split()).casefold(), []).append(code_set.id)
    for what, sets in homes.items():
        if len(set(sets)) > 1 and changed & set(sets):
            yield f"{what}: {', '.join(sorted(set(sets)))}"


def _shifts(name: str, old: Sequence, new: Sequence, children: int) -> Iterator[Shift]:
    before, after = _counts(old, new, children)
    for finding in sorted(before.keys() | after.keys()):
        if before[finding] != after[finding]:
            yield Shift(
                code_set=name, finding=finding, before=before[finding], after=after[finding]
            )


def _counts(old: Sequence, new: Sequence, children: int) -> tuple[Counter[str], Counter[str]]:
    """Return how many children have each finding by either version, from the same visits."""
    from kvacodes.sequences import check_visits

    dice = random.Random(_SEED)  # noqa: S311 - the same children each time, not a secret
    starts = [c.validity[0].start for c in new.codes if c.validity[0].start is not None]
    first = max(starts, default=date(2019, 1, 1))
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for _ in range(children):
        birth = first + timedelta(days=dice.randrange(_LATEST_BIRTH))
        visits = list(_visits(old, birth, dice))
        as_of = birth + timedelta(days=3 * _LATEST_BIRTH)
        for sequence, counts in ((old, before), (new, after)):
            found = check_visits(visits, sequence, birth_date=birth, as_of=as_of)
            counts.update({finding.finding for finding in found})
    return before, after


def _visits(sequence: Sequence, birth: date, dice: random.Random) -> Iterator[Visit]:
    """Give the visits of a child: most of them near the age they are meant for."""
    for step in sequence.steps:
        meant = step.nominal_age or (step.window.start if step.window else None)
        if meant is None or dice.random() < _MISSED:
            continue
        late = max(0, round(dice.gauss(0, _JITTER)))
        day = meant.after(birth, MonthEnd.CLAMP) + timedelta(days=late)
        yield Visit(contact_id=f"c{step.number}", date=day, code=step.codes[0])
