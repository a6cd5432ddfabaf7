"""What changed in the follow-up and the rules on money of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from kvacodes.model import CodeSet, Label, Parameter
from kvacodes.proposals.diff.codes import basis_changed, changed_fields
from kvacodes.proposals.diff.kinds import Difference

__all__ = ["follow_up_differences", "rule_differences"]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def follow_up_differences(old: CodeSet, new: CodeSet) -> Iterator[Difference]:
    """Give the changes of the follow-up's questions."""
    before = old.follow_up.questions if old.follow_up else ()
    after = new.follow_up.questions if new.follow_up else ()
    yield from _named("question", before, after, new.id)


def rule_differences(old: CodeSet, new: CodeSet) -> Iterator[Difference]:
    """Give the changes of parameters, allocations, payments and applications."""
    before = {parameter.id: parameter for parameter in old.rules.parameters}
    for parameter in new.rules.parameters:
        was = before.pop(parameter.id, None)
        if was is None:
            yield _one("parameter-added", parameter.id, new.id, "tillkommer", "is added")
        elif was != parameter:
            yield from _of_parameter(was, parameter, new.id)
    for name in before:
        yield _one("parameter-removed", name, new.id, "är borttagen", "is removed")
    for name in ("allocations", "payments", "applications"):
        yield from _named("rule", getattr(old.rules, name), getattr(new.rules, name), new.id)


_NOUNS = {"question": "frågan", "parameter": "parametern", "value": "parametern", "rule": "regeln"}


def _one(kind: str, subject: str, code_set: str, sv: str, en: str) -> Difference:
    what = kind.partition("-")[0]
    noun = "parameter" if what == "value" else what
    message = Label(f"{_NOUNS[what]} {subject}: {sv}", f"{noun} {subject}: {en}")
    return Difference(kind=kind, code_set=code_set, subject=subject, message=message)


def _named(
    what: str, before: Iterable[_Named], after: Iterable[_Named], code_set: str
) -> Iterator[Difference]:
    olds = {thing.id: thing for thing in before}
    for thing in after:
        was = olds.pop(thing.id, None)
        if was is None:
            yield _one(f"{what}-added", thing.id, code_set, "tillkommer", "is added")
        elif changed := changed_fields(was, thing):
            yield _one(f"{what}-changed", thing.id, code_set, changed, changed)
    for name in olds:
        yield _one(f"{what}-removed", name, code_set, "är borttagen", "is removed")


def _of_parameter(old: Parameter, new: Parameter, code_set: str) -> Iterator[Difference]:
    """Give what happened to the values, told apart by their first day."""
    before = {dated.valid.start: dated for dated in old.values}
    for dated in new.values:
        was = before.pop(dated.valid.start, None)
        now = f"{dated.value} {dated.unit or new.unit}".strip()
        if was is None:
            words = f"{now} {dated.valid}"
            yield _one("value-added", new.id, code_set, f"får {words}", f"gets {words}")
        elif (was.value, was.unit, was.approximate) != (dated.value, dated.unit, dated.approximate):
            words = f"{was.value} → {now} {dated.valid}"
            yield _one("value-changed", new.id, code_set, words, words)
        elif was.valid != dated.valid:
            kind = "value-ended" if was.valid.end is None else "value-changed"
            words = f"{now}: {was.valid} → {dated.valid}"
            yield _one(kind, new.id, code_set, words, words)
        if was is not None and was.basis != dated.basis:
            what = Label(
                f"parametern {new.id}, {dated.valid},", f"parameter {new.id}, {dated.valid},"
            )
            yield basis_changed(code_set, new.id, what, was.basis, dated.basis)
    for was in before.values():
        words = f"{was.value} {was.valid}"
        yield _one("value-changed", new.id, code_set, f"utan {words}", f"without {words}")
