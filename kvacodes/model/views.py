"""A code set as it was on a day: what was in force, or what had been decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from attrs import evolve

from kvacodes.model.code import Code, Force
from kvacodes.model.decision import Decision
from kvacodes.model.document import CodeSet
from kvacodes.model.parameters import Parameter
from kvacodes.model.rules import Rules
from kvacodes.model.sequence import Sequence, Step
from kvacodes.periods import Interval

__all__ = ["in_force_on", "known_decisions", "known_on"]


class _Dated(Protocol):
    @property
    def valid(self) -> Interval: ...


_D = TypeVar("_D", bound=_Dated)


def in_force_on(code_set: CodeSet, day: date) -> CodeSet:
    """Return the code set with what was in force on the day.

    Codes are those in force, with the text of the day; steps, limits, agreements and rules
    those that hold on it; parameters have the day's value alone. A code that was decided
    and permitted, but not yet required, is not in force: see `Code.force_on`. The codes
    that the sequence carries stay all of them, with their periods, since visits are judged
    on their own days.
    """
    codes = tuple(
        _with_text_of(code, day) for code in code_set.codes if code.force_on(day) is Force.IN_FORCE
    )
    sequence = code_set.sequence
    return evolve(
        code_set,
        codes=codes,
        sequence=None if sequence is None else _sequence_on(sequence, day),
        agreements=_valid_on(code_set.agreements, day),
        rules=_rules_on(code_set.rules, day),
    )


def _with_text_of(code: Code, day: date) -> Code:
    text = code.text_on(day)
    return code if text == code.text else evolve(code, text=text)


def _valid_on(things: Iterable[_D], day: date) -> tuple[_D, ...]:
    return tuple(thing for thing in things if day in thing.valid)


def _sequence_on(sequence: Sequence, day: date) -> Sequence:
    def of_day(step: Step) -> Step:
        windows = _valid_on(step.windows, day)
        return step if windows == step.windows else evolve(step, windows=windows)

    return evolve(sequence, steps=tuple(of_day(step) for step in _valid_on(sequence.steps, day)))


def _rules_on(rules: Rules, day: date) -> Rules:
    parameters = tuple(
        evolve(parameter, values=_valid_on(parameter.values, day))
        for parameter in rules.parameters
        if parameter.has_value(day)
    )
    return evolve(
        rules,
        parameters=parameters,
        allocations=_valid_on(rules.allocations, day),
        payments=_valid_on(rules.payments, day),
        documents=_valid_on(rules.documents, day),
        tasks=_valid_on(rules.tasks, day),
    )


def known_decisions(decisions: Iterable[Decision], day: date) -> frozenset[str]:
    """Return the ids of the decisions that had been made by the day, the day included.

    A decision whose own day is not known counts as made once all that it rests on has been
    made; one that rests on nothing dated counts as always made, since nothing says when.
    """
    by_id = {decision.id: decision for decision in decisions}
    later = {d.id for d in by_id.values() if d.decided_on is not None and d.decided_on > day}
    undated = [d for d in by_id.values() if d.decided_on is None]
    # Each round finds what rests on what the round before found; not recursion, since a
    # chain may be long, or bite its tail.
    while more := {d.id for d in undated if d.id not in later and later.intersection(d.rests_on)}:
        later |= more
    return frozenset(by_id.keys() - later)


def known_on(code_set: CodeSet, day: date) -> CodeSet:
    """Return the code set as it had been decided by the day, whatever days that sets.

    Codes whose decision came later are left out; an end or a text that was decided on later
    is undone; so are later parameter values, agreements and the follow-up. Limits of a
    sequence name no decision, and stay; without any known code there is no sequence.
    """
    known = known_decisions(code_set.decisions, day)
    codes = tuple(_as_known(c, known) for c in code_set.codes if c.decision.id in known)
    follow_up, sequence = code_set.follow_up, code_set.sequence
    if follow_up is not None and follow_up.decision and follow_up.decision not in known:
        follow_up = None
    if sequence is not None:
        sequence = evolve(sequence, codes=codes) if codes or not code_set.codes else None
    return evolve(
        code_set,
        codes=codes,
        decisions=tuple(d for d in code_set.decisions if d.id in known),
        sequence=sequence,
        follow_up=follow_up,
        agreements=tuple(a for a in code_set.agreements if a.decision in known),
        rules=_rules_known(code_set.rules, known),
    )


def _as_known(code: Code, known: frozenset[str]) -> Code:
    """Return the code without the end and the texts that were decided on later."""
    if code.ended_by is not None and code.ended_by.id not in known:
        *earlier, last = code.validity
        reopened = (*earlier, Interval(last.start))
        code = evolve(code, validity=reopened, ended_by=None, replaced_by=())
    texts = [t for t in code.texts if t.decision is None or t.decision.id in known]
    if texts and len(texts) < len(code.texts):
        texts[-1] = evolve(texts[-1], valid=Interval(texts[-1].valid.start))
        code = evolve(code, texts=tuple(texts), text=texts[-1].text)
    return code


def _rules_known(rules: Rules, known: frozenset[str]) -> Rules:
    def is_known(decision: str) -> bool:
        return not decision or decision in known

    def of_known(parameter: Parameter) -> Parameter:
        values = tuple(value for value in parameter.values if is_known(value.decision))
        return evolve(parameter, values=values)

    parameters = (of_known(parameter) for parameter in rules.parameters)
    return evolve(
        rules,
        parameters=tuple(parameter for parameter in parameters if parameter.values),
        allocations=tuple(rule for rule in rules.allocations if is_known(rule.decision)),
        payments=tuple(rule for rule in rules.payments if is_known(rule.decision)),
        applications=tuple(rule for rule in rules.applications if is_known(rule.decision)),
        documents=tuple(d for d in rules.documents if is_known(d.decision)),
        tasks=tuple(task for task in rules.tasks if is_known(task.decision)),
        endings=tuple(ending for ending in rules.endings if is_known(ending.decision)),
    )
