"""Limits of several steps held against each other, by way of the steps between.

Two questions: does the earliest day that the steps before allow leave any day in a
window; and are limits along the way longer than the limit for the whole way.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from kvacodes.documents.lengths import added, is_at_least, is_longer, last_of, said
from kvacodes.documents.reading import Reading
from kvacodes.model.sequence import AnchorKind, Origin, Sequence, Step, Strength, Window
from kvacodes.model.words import Label
from kvacodes.periods import Span

__all__ = ["check_chains"]

MOST_STEPS = 200
MOST_WINDOWS = 400
"""Larger sequences are not followed through: the work grows with the square."""


def check_chains(sequence: Sequence, reading: Reading) -> None:
    """Report windows that the steps before leave no day in, and limits that do not add up."""
    steps = {step.number: step for step in sequence.steps}
    windows = sum(len(step.windows) for step in sequence.steps)
    if len(steps) > MOST_STEPS or windows > MOST_WINDOWS or len(steps) < len(sequence.steps):
        return
    reported: set[int] = set()
    for strengths in ({Strength.ABSOLUTE}, set(Strength)):
        _check_reachable(_Earliest(sequence, strengths), reading, reported)
    _check_inner(steps, reading)
    _check_sums(steps, reading)


@frozen
class _Edge:
    """A step that comes at least so long after another; from None, the anchor."""

    origin: int | None
    step: int
    length: Span


def _is_sure(step: Step) -> bool:
    """Say whether a step that comes later can only come after this one."""
    return step.ordered and not step.optional and not step.is_conditional


class _Earliest:
    """The earliest that each step can come after an origin, by limits of some strengths."""

    def __init__(self, sequence: Sequence, strengths: set[Strength]) -> None:
        self.steps = {step.number: step for step in sequence.steps}
        self.strengths = strengths
        self.edges = tuple(self._edges())
        anchor = sequence.anchor
        self.anchor = anchor.step if anchor.kind is AnchorKind.STEP else None

    def _edges(self) -> Iterator[_Edge]:
        before: int | None = None
        for number, step in sorted(self.steps.items()):
            if before is not None and step.ordered:
                yield _Edge(before, number, Span())
            for window in step.windows:
                if window.start is None or window.is_conditional or not self._counts(window):
                    continue
                if window.origin is Origin.ANCHOR:
                    yield _Edge(None, number, window.start)
                elif window.is_gap and before is not None:
                    yield _Edge(before, number, window.start)
                elif window.origin is Origin.STEP and self._can_precede(window, step):
                    yield _Edge(window.step, number, window.start)
            if _is_sure(step):
                before = number

    def _can_precede(self, window: Window, step: Step) -> bool:
        """Say whether a window is from a step that must come before; never in a circle."""
        origin = self.steps.get(window.step or 0)
        if origin is None or not _is_sure(origin):
            return False
        return origin.number < step.number or not step.ordered

    def _counts(self, window: Window) -> bool:
        return window.strength in self.strengths

    def after(self, origin: int | None) -> dict[int | None, Span]:
        """Return the earliest day of each step after an origin."""
        days: dict[int | None, Span] = {origin: Span()}
        if origin is None and self.anchor is not None:
            days[self.anchor] = Span()
        before: dict[int | None, Span] = {}
        while days != before:
            before = dict(days)
            for edge in self.edges:
                if edge.origin not in days:
                    continue
                day = added((days[edge.origin], edge.length))
                known = days.get(edge.step)
                if known is None or is_longer(day, known):
                    days[edge.step] = day
        return days


def _check_reachable(earliest: _Earliest, reading: Reading, reported: set[int]) -> None:
    limits = [
        (step, window)
        for step in earliest.steps.values()
        for window in step.windows
        if window.before is not None and earliest._counts(window)  # noqa: SLF001 - one module
    ]
    for origin in dict.fromkeys(_origin(window) for _, window in limits):
        days = earliest.after(origin)
        for step, window in limits:
            if _origin(window) != origin or window.is_gap:
                continue
            first = days.get(step.number)
            if first is None or window.before is None or window.step == step.number:
                continue
            own = window.start
            if own is not None and is_at_least(own, window.before):
                continue  # empty by itself, and reported so
            if is_at_least(first, window.before) and id(window) not in reported:
                reported.add(id(window))
                _report_unreachable(step, window, first, reading)


def _origin(window: Window) -> int | None:
    return window.step if window.origin is Origin.STEP else None


def _report_unreachable(step: Step, window: Window, first: Span, reading: Reading) -> None:
    sooner, end = said(first), said(window.last or window.before or Span())
    when = Label("före", "before") if window.last is None else Label("efter", "after")
    why = Label(
        f"stegen före gör att det kommer tidigast efter {sooner.sv}, men fönstret stänger"
        f" {when.sv} {end.sv}",
        f"the steps before it make it come after {sooner.en} at the earliest, but its window"
        f" closes {when.en} {end.en}",
    )
    where = reading.origins[id(window)]
    reading.report("window-unreachable", where, number=str(step.number), why=why)


def _limits(steps: dict[int, Step]) -> Iterator[tuple[Step, Window, Span]]:
    """Give each limit from step to step with its length, the last day included."""
    for step in steps.values():
        for window in step.windows:
            if window.origin is Origin.STEP and window.before is not None:
                length = window.last or last_of(window.before)
                if length is not None and window.step in steps and window.step != step.number:
                    yield step, window, length


def _same_episodes(window: Window, other: Window) -> bool:
    return (window.when, window.unless) == (other.when, other.unless) and (
        window.valid.overlap(other.valid) is not None
    )


def _check_inner(steps: dict[int, Step], reading: Reading) -> None:
    """Report a limit to a step on the way that is longer than the limit to one after it."""
    limits = list(_limits(steps))
    for inner_step, inner, length in limits:
        if not _is_sure(inner_step):
            continue
        for step, outer, whole in limits:
            if (
                outer.step == inner.step
                and step.ordered
                and inner_step.number < step.number
                and _same_episodes(inner, outer)
                and is_longer(length, whole)
            ):
                reading.report(
                    "inner-limit-exceeds-outer",
                    reading.origins[id(inner)],
                    number=str(inner_step.number),
                    inner=said(length),
                    origin=str(inner.step),
                    outer_number=str(step.number),
                    outer=said(whole),
                )
                break


def _check_sums(steps: dict[int, Step], reading: Reading) -> None:
    """Report limits that together are longer than the one for the whole way."""
    limits = sorted(_limits(steps), key=lambda limit: limit[0].number)
    for step, outer, whole in limits:
        chain, length = _longest(limits, outer, step.number)
        if len(chain) > 2 and is_longer(length, whole):  # noqa: PLR2004 - more than one limit
            reading.report(
                "inner-limits-exceed-outer",
                reading.origins[id(outer)],
                chain=" – ".join(str(number) for number in chain),
                inner=said(length),
                origin=str(outer.step),
                number=str(step.number),
                outer=said(whole),
            )


def _longest(
    limits: list[tuple[Step, Window, Span]], outer: Window, goal: int
) -> tuple[tuple[int, ...], Span]:
    """Return the longest way from step to step under limits, and its length."""
    start = outer.step or 0
    ways: dict[int, tuple[tuple[int, ...], Span]] = {start: ((start,), Span())}
    for step, window, length in limits:
        origin, number = window.step or 0, step.number
        if window is outer or origin not in ways or not origin < number <= goal:
            continue
        if origin == start and number == goal:
            continue
        if not _same_episodes(window, outer):
            continue
        chain, so_far = ways[origin]
        total = added((so_far, length))
        if number not in ways or is_longer(total, ways[number][1]):
            ways[number] = ((*chain, number), total)
    return ways.get(goal, ((), Span()))
