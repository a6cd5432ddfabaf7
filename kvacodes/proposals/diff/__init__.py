"""What two versions of documents mean to those who use them: meaning, not lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import evolve

from kvacodes.documents.loading import TEXT_NAME
from kvacodes.model import CodeSet, Label, Namespace, Run
from kvacodes.proposals.diff.codes import (
    basis_changed,
    changed_fields,
    code_differences,
    decision_differences,
)
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
    new = tuple(new)
    before = {code_set.id: code_set for code_set in old}
    found: list[Difference] = []
    for code_set in new:
        was = before.pop(code_set.id, None)
        if was is None:
            count = len(code_set.codes)
            message = Label(
                f"{code_set.title.sv} tillkommer med {count} {'kod' if count == 1 else 'koder'}",
                f"{code_set.title.in_language('en')} is added with {count} "
                f"{'code' if count == 1 else 'codes'}",
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
    return tuple(_with_moves(found, new))


def _with_moves(found: list[Difference], new: tuple[CodeSet, ...]) -> Iterator[Difference]:
    """Tell a code that went from one document to another as one difference."""
    homes = {code.code: code_set.id for code_set in new for code in code_set.codes}
    removed = {d.subject for d in found if d.kind == "code-removed"}
    for difference in found:
        code, kind = difference.subject, difference.kind
        if kind == "code-removed" and code in homes:
            message = Label(f"{code} flyttar till {homes[code]}", f"{code} moves to {homes[code]}")
            yield evolve(difference, kind="code-moved", message=message)
        elif kind != "code-added" or code not in removed:
            yield difference


def _of_set(kind: str, code_set: str, message: Label) -> Difference:
    return Difference(kind=kind, code_set=code_set, subject=code_set, message=message)


def _between(old: CodeSet, new: CodeSet) -> Iterator[Difference]:
    was, now = _file_name(old), _file_name(new)
    if was and now and was != now:
        message = Label(f"filen {was} heter nu {now}", f"the file {was} is now {now}")
        yield _of_set("file-renamed", new.id, message)
    if old.title != new.title:
        message = Label(
            f"titeln {old.title} är nu {new.title}", f"the title {old.title} is now {new.title}"
        )
        yield _of_set("title-changed", new.id, message)
    yield from _of_namespace(old.namespace, new.namespace, new.id)
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


def _file_name(code_set: CodeSet) -> str:
    """Return the name of the file without its folder or revision (``origin/main:…``).

    Empty where the document was read from a text.
    """
    name = re.split(r"[/\\:]", code_set.file)[-1]
    return "" if name == TEXT_NAME else name


def _of_namespace(old: Namespace, new: Namespace, code_set: str) -> Iterator[Difference]:
    changed = changed_fields(old, new, besides=["basis"])
    if changed:
        is_wider = evolve(old, run=new.run, basis=new.basis) == new and _covers(new.run, old.run)
        message = Label(f"namnrymden är ändrad: {changed}", f"the namespace changed: {changed}")
        yield _of_set("run-widened" if is_wider else "namespace-changed", code_set, message)
    if old.basis != new.basis:
        what = Label("namnrymden", "the namespace")
        yield basis_changed(code_set, code_set, what, old.basis, new.basis)


def _covers(run: Run | None, other: Run | None) -> bool:
    """Say whether a run holds all of another one."""
    return run is not None and other is not None and other.first in run and other.last in run
