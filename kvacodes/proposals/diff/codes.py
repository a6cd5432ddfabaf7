"""What changed in the codes and decisions of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from attrs import fields

from kvacodes.model import Basis, Code, CodeSet, Label, Run
from kvacodes.periods import merged
from kvacodes.proposals.diff.kinds import Difference

__all__ = ["basis_changed", "changed_fields", "code_differences", "decision_differences", "said_of"]

_GROUNDS = {
    Basis.DECISION: Label("ett beslut", "a decision"),
    Basis.SOURCE: Label("en källa", "a source"),
    Basis.DERIVED: Label("en uträkning", "a computation"),
    Basis.ASSUMPTION: Label("ett antagande", "an assumption"),
}


def said_of(value: object) -> str:
    """Return a value for a message."""
    if isinstance(value, Run):
        return f"{value.first}–{value.last}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "–"
    day = getattr(value, "day", None) if hasattr(value, "kind") else None
    return str(day or getattr(value, "id", value) or "–")


def basis_changed(code_set: str, subject: str, what: Label, old: Basis, new: Basis) -> Difference:
    """Return the difference of a fact that rests on another ground than before."""
    was, now = _GROUNDS[old], _GROUNDS[new]
    message = Label(
        f"{what.sv} vilar på {now.sv}, förr på {was.sv}",
        f"{what.in_language('en')} rests on {now.en}, was {was.en}",
    )
    return Difference(kind="basis-changed", code_set=code_set, subject=subject, message=message)


def changed_fields(old: Any, new: Any, *, besides: Collection[str] = ()) -> str:  # noqa: ANN401 - two records of one class
    """Return the fields of a record that changed, from what to what."""
    names = [f.name for f in fields(type(new)) if f.name not in besides]
    told = ((name, said_of(getattr(old, name)), said_of(getattr(new, name))) for name in names)
    return "; ".join(f"{name}: {was} → {now}" for name, was, now in told if was != now)


def code_differences(old: CodeSet, new: CodeSet) -> Iterator[Difference]:
    """Give the changes of codes, in the order of the new document."""
    before = {code.code: code for code in old.codes}
    for code in new.codes:
        was = before.pop(code.code, None)
        if was is None:
            days = ", ".join(str(interval) for interval in code.validity)
            by = code.decision.reference
            message = Label(
                f"{code.code} {code.text!r} tillkommer, {days} ({by})",
                f"{code.code} {code.text!r} is added, {days} ({by})",
            )
            yield Difference(kind="code-added", code_set=new.id, subject=code.code, message=message)
        elif was != code:
            yield from _of_code(was, code, new.id)
    for code in before.values():
        message = Label(
            f"{code.code} {code.text!r} är borttagen", f"{code.code} {code.text!r} is removed"
        )
        yield Difference(kind="code-removed", code_set=new.id, subject=code.code, message=message)


def _of_code(old: Code, new: Code, code_set: str) -> Iterator[Difference]:
    def made(kind: str, sv: str, en: str) -> Difference:
        message = Label(f"{new.code}: {sv}", f"{new.code}: {en}")
        return Difference(kind=kind, code_set=code_set, subject=new.code, message=message)

    if old.validity != new.validity:
        was, now = said_of(old.validity), said_of(new.validity)
        ended_by = new.ended_by if new.ended_by != old.ended_by else None
        by = f" ({ended_by.reference})" if ended_by is not None else ""
        yield made(
            _validity_kind(old, new),
            f"gällde {was}, gäller {now}{by}",
            f"was in force {was}, is {now}{by}",
        )
    yield from _of_text(old, new, code_set)
    for kind, name in (
        ("description-changed", "description"),
        ("condition-changed", "beside"),
        ("replacement-changed", "replaced_by"),
    ):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            was, now = said_of(before), said_of(after)
            yield made(kind, f"{name} var {was}, är {now}", f"{name} was {was}, is {now}")
    if old.decision.id != new.decision.id:
        was, now = old.decision.id, new.decision.id
        yield made("decision-changed", f"vilar på {now}, förr {was}", f"rests on {now}, was {was}")
    if old.basis != new.basis:
        what = Label(new.code, new.code)
        yield basis_changed(code_set, new.code, what, old.basis, new.basis)
    for name in ("note", "source"):
        if getattr(old, name) != getattr(new, name):
            yield made("other-changed", f"{name} är ändrad", f"{name} changed")


def _validity_kind(old: Code, new: Code) -> str:
    before, after = merged(old.validity), merged(new.validity)
    is_wider = all(any(b.overlap(a) == a for b in after) for a in before)
    if is_wider:
        more = len(after) > len(before)
        return "code-reopened" if more else "validity-widened"
    is_narrower = all(any(a.overlap(b) == b for a in before) for b in after)
    last = len(before) - 1
    only_the_end = (
        is_narrower
        and before[-1].end is None
        and before[:-1] == after[:last]
        and before[-1].start == after[last].start
    )
    if only_the_end:
        return "code-ended"  # whether it comes back later or not
    return "validity-narrowed" if is_narrower else "validity-changed"


def _of_text(old: Code, new: Code, code_set: str) -> Iterator[Difference]:
    olds = [text.text for text in old.texts] or [old.text]
    news = [text.text for text in new.texts] or [new.text]
    if news == olds:
        return
    kept = news[: len(olds)] == olds
    for dated in new.texts[len(olds) :] if kept else ():
        start = dated.valid.start
        message = Label(
            f"{new.code}: heter {dated.text!r} från {start}",
            f"{new.code}: is {dated.text!r} from {start}",
        )
        yield Difference(kind="text-added", code_set=code_set, subject=new.code, message=message)
    if not kept:
        message = Label(
            f"{new.code}: texten {old.text!r} är nu {new.text!r}",
            f"{new.code}: the text {old.text!r} is now {new.text!r}",
        )
        yield Difference(kind="text-changed", code_set=code_set, subject=new.code, message=message)


def decision_differences(old: CodeSet, new: CodeSet) -> Iterator[Difference]:
    """Give the changes of decisions."""
    before = {decision.id: decision for decision in old.decisions}
    for decision in new.decisions:
        was = before.pop(decision.id, None)
        if was == decision:
            continue
        kind = "decision-added" if was is None else "decision-changed"
        changed = "" if was is None else changed_fields(was, decision)
        words = ("tillkommer", "is added") if was is None else (changed, changed)
        message = Label(
            f"{decision.reference} ({decision.id}): {words[0]}",
            f"{decision.reference} ({decision.id}): {words[1]}",
        )
        yield Difference(kind=kind, code_set=new.id, subject=decision.id, message=message)
    for decision in before.values():
        message = Label(
            f"{decision.reference} ({decision.id}): är borttaget",
            f"{decision.reference} ({decision.id}): is removed",
        )
        yield Difference(
            kind="decision-removed", code_set=new.id, subject=decision.id, message=message
        )
