"""What changed in the sequence of a document: windows wider or narrower, steps, order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kvacodes.model import CodeSet, Condition, Label, Origin, Sequence, Step, Window
from kvacodes.periods import Span
from kvacodes.proposals.diff.codes import said_of
from kvacodes.proposals.diff.kinds import Difference

__all__ = ["sequence_differences"]

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
    before = {step.number: step for step in was.steps}
    for step in now.steps:
        earlier = before.pop(step.number, None)
        subject = f"step {step.number}"
        if earlier is None:
            codes = ", ".join(step.codes)
            message = Label(
                f"steg {step.number} ({codes}) tillkommer", f"step {step.number} ({codes}) is added"
            )
            yield made(kind="step-added", subject=subject, message=message)
        elif earlier != step:
            yield from _of_step(earlier, step, new.id)
    for number in before:
        message = Label(f"steg {number} är borttaget", f"step {number} is removed")
        yield made(kind="step-removed", subject=f"step {number}", message=message)


def _of_sequence(old: Sequence, new: Sequence, code_set: str) -> Iterator[Difference]:
    for name in _COUNTED:
        if getattr(old, name) != getattr(new, name):
            message = Label(f"{name} är ändrad", f"{name} changed")
            yield Difference(
                kind="sequence-changed", code_set=code_set, subject=name, message=message
            )
    if old.joint != new.joint:
        was = said_of(old.joint.add_ons if old.joint else ())
        now = said_of(new.joint.add_ons if new.joint else ())
        message = Label(
            f"samverkan syns på {now}, förr {was}", f"a joint visit shows by {now}, was {was}"
        )
        yield Difference(kind="joint-changed", code_set=code_set, subject="joint", message=message)
    if old.severities != new.severities:
        message = Label("allvarlighetsgrader är ändrade", "severities changed")
        yield Difference(
            kind="severity-changed", code_set=code_set, subject="severities", message=message
        )


def _of_step(old: Step, new: Step, code_set: str) -> Iterator[Difference]:
    def made(kind: str, sv: str, en: str) -> Difference:
        message = Label(f"steg {new.number}: {sv}", f"step {new.number}: {en}")
        return Difference(
            kind=kind, code_set=code_set, subject=f"step {new.number}", message=message
        )

    gone = [code for code in old.codes if code not in new.codes]
    more = [code for code in new.codes if code not in old.codes]
    if more:
        yield made("step-codes-added", f"nås också av {said_of(tuple(more))}",
                   f"is reached by {said_of(tuple(more))} too")  # fmt: skip
    if gone:
        yield made("step-codes-removed", f"nås inte längre av {said_of(tuple(gone))}",
                   f"is no longer reached by {said_of(tuple(gone))}")  # fmt: skip
    if old.nominal_age != new.nominal_age:
        yield made("nominal-age-changed", f"avsedd ålder {old.nominal_age} → {new.nominal_age}",
                   f"nominal age {old.nominal_age} → {new.nominal_age}")  # fmt: skip
    for name in ("optional", "ordered", "before_start", "add_ons", "staff", "valid"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            was, now = said_of(before), said_of(after)
            yield made("step-changed", f"{name} {was} → {now}", f"{name} {was} → {now}")
    for name in ("when", "unless"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            change = f"{name} {_conditions(before)} → {_conditions(after)}"
            yield made("step-changed", change, change)
    yield from _of_windows(old, new, code_set)


def _of_windows(old: Step, new: Step, code_set: str) -> Iterator[Difference]:
    before = _by_role(old)
    for role, window in _by_role(new).items():
        was = before.pop(role, None)
        if was is None:
            words = _said(window)
            yield _window(
                "window-added", new, code_set, f"nytt fönster {words}", f"new window {words}"
            )
        elif was != window:
            change = f"{_said(was)} → {_said(window)}"
            kind = _how(was, window)
            sv = {"window-widened": "vidgat", "window-narrowed": "snävare"}.get(kind, "ändrat")
            en = kind.removeprefix("window-")
            yield _window(kind, new, code_set, f"fönstret {sv}: {change}", f"window {en}: {change}")
    for was in before.values():
        words = _said(was)
        yield _window("window-removed", new, code_set, f"utan fönstret {words}",
                      f"window {words} removed")  # fmt: skip


def _window(kind: str, step: Step, code_set: str, sv: str, en: str) -> Difference:
    message = Label(f"steg {step.number}: {sv}", f"step {step.number}: {en}")
    return Difference(kind=kind, code_set=code_set, subject=f"step {step.number}", message=message)


def _by_role(step: Step) -> dict[tuple[object, ...], Window]:
    """Return the windows by what tells them apart; those alike in all are numbered."""
    found: dict[tuple[object, ...], Window] = {}
    for window in step.windows:
        origin = "gap" if window.is_gap else window.origin
        role: tuple[object, ...] = (
            origin, window.step, window.strength, window.when, window.unless, window.id,
        )  # fmt: skip
        count = sum(1 for other in found if other[:-1] == role)
        found[(*role, count)] = window
    return found


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


def _said(window: Window) -> str:
    parts = [_limits(window.start, window.before)]
    parts += ["since visit"] if window.origin is Origin.VISIT else []
    parts += [f"+{window.grace}"] if window.grace else []
    for name in ("when", "unless"):
        conditions = getattr(window, name)
        parts += [f"{name} {_conditions(conditions)}"] if conditions else []
    if window.refuses is not None:
        parts.append(f"refuses {str(window.refuses).lower()}")
    return " ".join(parts)


def _limits(start: Span | None, before: Span | None) -> str:
    return " – ".join("…" if span is None else str(span) for span in (start, before))


def _conditions(conditions: tuple[Condition, ...]) -> str:
    return " | ".join(map(_condition, conditions)) or "–"


def _condition(condition: Condition) -> str:
    """Return a condition as short as can be: ``1``, or ``1 (… – 5 months after 2)``."""
    start, before, after = condition.start, condition.before, condition.after
    if start is None and before is None and after is None:
        return str(condition.step)
    rest = "" if after is None else f" after {after}"
    return f"{condition.step} ({_limits(start, before)}{rest})"
