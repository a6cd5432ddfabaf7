"""What changed in the sequence of a document: windows wider or narrower, steps, order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from attrs import evolve, frozen

from kvacodes.model import CodeSet, Condition, Label, Sequence, Step, Window
from kvacodes.periods import Span
from kvacodes.proposals.diff.codes import basis_changed, said_of
from kvacodes.proposals.diff.kinds import Difference
from kvacodes.sequences.wording import either_in_words, window_in_words

__all__ = ["sequence_differences"]

_FIELDS = (
    ("nominal_age", "nominal-age-changed", "avsedd ålder", "nominal age"),
    *((name, "step-changed", name, name) for name in
      ("optional", "ordered", "before_start", "add_ons", "staff", "valid")),
)  # fmt: skip
_COUNTED = ("anchor", "match", "month_end", "episodes")


def sequence_differences(old: CodeSet, new: CodeSet) -> Iterator[Difference]:
    """Give the changes of the sequence."""
    was, now = old.sequence, new.sequence
    made = partial(Difference, code_set=new.id)
    if was is None or now is None:
        if was is not None:
            message = Label("besöksföljden är borttagen", "the sequence is removed")
            yield made(kind="sequence-removed", subject="sequence", message=message)
        elif now is not None:
            message = Label(
                f"en besöksföljd med {len(now.steps)} steg tillkommer",
                f"a sequence of {len(now.steps)} steps is added",
            )
            yield made(kind="sequence-added", subject="sequence", message=message)
        return
    yield from _of_sequence(was, now, new.id)
    earlier = _paired(was, now)
    for step in now.steps:
        subject = f"step {step.number}"
        if step.number not in earlier:
            codes = ", ".join(step.codes)
            message = Label(
                f"steg {step.number} ({codes}) tillkommer", f"step {step.number} ({codes}) is added"
            )
            yield made(kind="step-added", subject=subject, message=message)
        else:
            yield from _of_step(_Both(was, now, earlier[step.number], step, new.id))
    kept = {step.number for step in earlier.values()}
    for number in (step.number for step in was.steps if step.number not in kept):
        message = Label(f"steg {number} är borttaget", f"step {number} is removed")
        yield made(kind="step-removed", subject=f"step {number}", message=message)


def _paired(old: Sequence, new: Sequence) -> dict[int, Step]:
    """Return what each step of the new version was, by its new number.

    A step is the one with its codes, also under another number; else the one with its number.
    """
    found: dict[int, Step] = {}
    left = list(old.steps)
    for names in (("number", "codes"), ("codes",), ("number",)):
        for step in new.steps:
            same = [was for was in left if all(getattr(was, n) == getattr(step, n) for n in names)]
            if step.number not in found and same:
                found[step.number] = same[0]
                left.remove(same[0])
    return found


def _of_sequence(old: Sequence, new: Sequence, code_set: str) -> Iterator[Difference]:
    for name in _COUNTED:
        if getattr(old, name) != getattr(new, name):
            message = Label(f"{name} är ändrad", f"{name} changed")
            yield Difference(
                kind="sequence-changed", code_set=code_set, subject=name, message=message
            )
    if old.order.basis != new.order.basis:
        what = Label("stegens ordning", "the order of the steps")
        yield basis_changed(code_set, "order", what, old.order.basis, new.order.basis)
    was, now = (
        said_of(sequence.joint.add_ons if sequence.joint else ()) for sequence in (old, new)
    )
    if was != now:
        message = Label(
            f"samverkan syns på {now}, förr {was}", f"a joint visit shows by {now}, was {was}"
        )
        yield Difference(kind="joint-changed", code_set=code_set, subject="joint", message=message)
    elif old.joint and new.joint and old.joint.basis != new.joint.basis:
        what = Label(f"att {now} visar samverkan", f"that {now} tells a joint visit")
        yield basis_changed(code_set, "joint", what, old.joint.basis, new.joint.basis)
    if old.severities != new.severities:
        message = Label("allvarlighetsgrader är ändrade", "severities changed")
        yield Difference(
            kind="severity-changed", code_set=code_set, subject="severities", message=message
        )


@frozen
class _Both:
    """A step in two versions, with the sequences it stands in."""

    old_sequence: Sequence
    new_sequence: Sequence
    old: Step
    new: Step
    code_set: str

    def made(self, kind: str, sv: str, en: str) -> Difference:
        """Return a difference of the step."""
        number = self.new.number
        message = Label(f"steg {number}: {sv}", f"step {number}: {en}")
        return Difference(
            kind=kind, code_set=self.code_set, subject=f"step {number}", message=message
        )

    def said(self, window: Window, *, is_old: bool = False) -> Label:
        """Return a window in the words of `describe`."""
        sequence = self.old_sequence if is_old else self.new_sequence
        return Label(*(window_in_words(window, sequence, lang) for lang in ("sv", "en")))

    def conditions(
        self, conditions: tuple[Condition, ...], *, is_old: bool = False
    ) -> tuple[str, str]:
        """Return conditions in the words of `describe`, in Swedish and English."""
        sequence = self.old_sequence if is_old else self.new_sequence
        sv, en = (either_in_words(conditions, sequence, lang) for lang in ("sv", "en"))
        return sv or "–", en or "–"


def _of_step(both: _Both) -> Iterator[Difference]:
    old, new, made = both.old, both.new, both.made
    if old.number != new.number:
        yield made("step-renumbered", f"var steg {old.number}", f"was step {old.number}")
    yield from _of_codes(both)
    for name, kind, sv, en in _FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            was, now = said_of(before), said_of(after)
            yield made(kind, f"{sv} {was} → {now}", f"{en} {was} → {now}")
    for name in ("when", "unless"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            change = (both.conditions(before, is_old=True), both.conditions(after))
            sv, en = (f"{name} {was} → {now}" for was, now in zip(*change, strict=True))
            yield made("step-changed", sv, en)
    yield from _of_grounds(both)
    yield from _of_windows(both)
    for name in ("title", "nominal_source", "note"):
        if getattr(old, name) != getattr(new, name):
            yield made("other-changed", f"{name} är ändrad", f"{name} changed")


def _of_codes(both: _Both) -> Iterator[Difference]:
    old, new, made = both.old, both.new, both.made
    gone = [code for code in old.codes if code not in new.codes]
    more = [code for code in new.codes if code not in old.codes]
    if more:
        yield made("step-codes-added", f"nås också av {said_of(tuple(more))}",
                   f"is reached by {said_of(tuple(more))} too")  # fmt: skip
    if gone:
        yield made("step-codes-removed", f"nås inte längre av {said_of(tuple(gone))}",
                   f"is no longer reached by {said_of(tuple(gone))}")  # fmt: skip


def _of_grounds(both: _Both) -> Iterator[Difference]:
    old, new, number = both.old, both.new, both.new.number
    for name, sv, en in (("basis", "", ""), ("requirement_basis", " krav", " requirement")):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            what = Label(f"steg {number}:{sv}", f"step {number}:{en}")
            yield basis_changed(both.code_set, f"step {number}", what, before, after)


_HOW = {"window-widened": "vidgat", "window-narrowed": "snävare", "window-changed": "ändrat"}


def _of_windows(both: _Both) -> Iterator[Difference]:
    pairs, added, removed = _same_windows(both.old.windows, both.new.windows)
    for was, window in pairs:
        if evolve(was, basis=window.basis, source=window.source) != window:
            kind, then, now = _how(was, window), both.said(was, is_old=True), both.said(window)
            yield both.made(
                kind,
                f"fönstret {_HOW[kind]}: {then.sv} → {now.sv}",
                f"window {kind.removeprefix('window-')}: {then.en} → {now.en}",
            )
        elif was.basis != window.basis:
            number = both.new.number
            what = Label(f"steg {number}: fönstret", f"step {number}: the window")
            yield basis_changed(both.code_set, f"step {number}", what, was.basis, window.basis)
        elif was.source != window.source:
            yield both.made(
                "other-changed", "fönstrets källa är ändrad", "the source of its window changed"
            )
    for now in map(both.said, added):
        yield both.made("window-added", f"nytt fönster {now.sv}", f"new window {now.en}")
    for was in removed:
        then = both.said(was, is_old=True)
        yield both.made("window-removed", f"utan fönstret {then.sv}", f"window {then.en} removed")


def _same_windows(
    old: tuple[Window, ...], new: tuple[Window, ...]
) -> tuple[list[tuple[Window, Window]], list[Window], list[Window]]:
    """Return the windows that are the same limit in both versions, and those of one alone.

    A window is the one of its kind with its conditions; else the one of its kind.
    """
    pairs: list[tuple[Window, Window]] = []
    left, added = list(old), list(new)
    for names in (("when", "unless"), ()):
        for window in tuple(added):
            role = _role(window, names)
            same = [was for was in left if _role(was, names) == role]
            if same:
                pairs.append((same[0], window))
                left.remove(same[0])
                added.remove(window)
    return pairs, added, left


def _role(window: Window, names: tuple[str, ...]) -> tuple[object, ...]:
    """Return what tells a window from the others of its step."""
    origin = "gap" if window.is_gap else window.origin
    conditions = (getattr(window, name) for name in names)
    return (origin, window.step, window.strength, window.id, *conditions)


def _how(old: Window, new: Window) -> str:
    """Say whether each limit moved outwards, inwards, or both ways."""
    moves = {
        *_moves(old.start, new.start, outwards=-1),
        *_moves(old.before, new.before, outwards=1),
        *_moves(old.grace, new.grace, outwards=1),
    }
    if moves == {1}:
        return "window-widened"
    return "window-narrowed" if moves == {-1} else "window-changed"


def _moves(old: Span | None, new: Span | None, *, outwards: int) -> set[int]:
    if old == new:
        return set()
    if old is None or new is None:
        return {1 if new is None else -1}
    is_later = new.approximate_days > old.approximate_days
    return {outwards if is_later else -outwards}
