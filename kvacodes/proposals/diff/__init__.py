"""What two versions of documents mean to those who use them: meaning, not lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kvacodes.model import CodeSet, Label
from kvacodes.proposals.diff.codes import code_differences, decision_differences
from kvacodes.proposals.diff.effects import Effects, effects_of
from kvacodes.proposals.diff.kinds import KINDS, Difference, Impact
from kvacodes.proposals.diff.money import follow_up_differences, rule_differences
from kvacodes.proposals.diff.steps import sequence_differences
from kvacodes.proposals.diff.writing import (
    write_changelog,
    write_human,
    write_json,
    write_markdown,
)

__all__ = [
    "KINDS",
    "Difference",
    "Effects",
    "Impact",
    "differences",
    "effects_of",
    "write_changelog",
    "write_human",
    "write_json",
    "write_markdown",
]

_FOR_READERS = ("description", "model", "target_group", "partners", "agreements",
                "initiatives", "purposes", "review", "sources")  # fmt: skip


def differences(old: Iterable[CodeSet], new: Iterable[CodeSet]) -> tuple[Difference, ...]:
    """Return what changed in meaning between two versions, document by document."""
    before = {code_set.id: code_set for code_set in old}
    found: list[Difference] = []
    for code_set in new:
        was = before.pop(code_set.id, None)
        if was is None:
            codes = len(code_set.codes)
            message = Label(
                f"{code_set.title.sv} tillkommer med {codes} koder",
                f"{code_set.title.in_language('en')} is added with {codes} codes",
            )
            found.append(_of_set("set-added", code_set.id, message))
        else:
            found += _between(was, code_set)
    for name, code_set in before.items():
        message = Label(
            f"{code_set.title.sv} är borttagen",
            f"{code_set.title.in_language('en')} is removed",
        )
        found.append(_of_set("set-removed", name, message))
    return tuple(found)


def _of_set(kind: str, code_set: str, message: Label) -> Difference:
    return Difference(kind=kind, code_set=code_set, subject=code_set, message=message)


def _between(old: CodeSet, new: CodeSet) -> Iterator[Difference]:
    if old.title != new.title:
        message = Label(
            f"titeln {old.title} är nu {new.title}", f"the title {old.title} is now {new.title}"
        )
        yield _of_set("title-changed", new.id, message)
    if old.namespace != new.namespace:
        message = Label("namnrymden är ändrad", "the namespace changed")
        yield _of_set("namespace-changed", new.id, message)
    yield from code_differences(old, new)
    yield from decision_differences(old, new)
    yield from sequence_differences(old, new)
    yield from follow_up_differences(old, new)
    yield from rule_differences(old, new)
    for name in _FOR_READERS:
        if getattr(old, name) != getattr(new, name):
            yield Difference(
                kind="other-changed",
                code_set=new.id,
                subject=name,
                message=Label(f"{name} är ändrat", f"{name} changed"),
            )
