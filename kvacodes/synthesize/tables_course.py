"""The course of each case: which steps are done, and on which day.

A case is a person and an episode; each step adds a column with its day, and those that
say how it could be done wrong. A day lies within all limits of its step and after the
steps before it. Nulls do the judging: a limit that is counted from a step that is absent
is null, and the least of several days leaves nulls out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from kvacodes.model import AnchorKind, Condition, Origin, Sequence, Step, Window
from kvacodes.periods import ALWAYS, MonthEnd
from kvacodes.synthesize.request import Request
from kvacodes.synthesize.tables_days import NO_DAY, after, before, days_later, within
from kvacodes.synthesize.tables_draws import Draws

__all__ = ["courses", "day_of", "edge"]

_SECOND_EPISODES = 0.05
_ENDS, _OPTIONAL, _UNORDERED, _BEFORE_START = 0.92, 0.6, 0.95, 0.8
_SPREAD = 0.4  # how much of a window, on either side of the age a step is meant for
_USUAL_ROOM = 42


def day_of(number: int) -> pl.Expr:
    """Return the day of a step; null where it was not done."""
    return pl.col(f"day {number}")


def edge(kind: str, number: int) -> pl.Expr:
    """Return the day on which a step would be ``early``, ``late``, ``short`` or ``long``."""
    return pl.col(f"{kind} {number}")


def courses(
    people: pl.DataFrame, request: Request, draws: Draws, *, edges: Collection[str]
) -> pl.DataFrame:
    """Return a row for each case, with the days of its steps up to the person's last day.

    Args:
        people: The persons.
        request: What is asked for.
        draws: Random numbers.
        edges: Which of ``early``, ``late``, ``short`` and ``long`` are needed beside.
    """
    course = _Course(request.sequence, draws, edges)
    first = people.with_columns(
        case=pl.col("person").cast(pl.UInt64) * 2, episode=pl.lit(1, dtype=pl.Int8)
    )
    if request.sequence.anchor.kind is not AnchorKind.STEP:
        return course.run(first, _anchor(request))
    length = (request.origins.last - request.origins.first).days + 1
    start = days_later(
        pl.lit(request.origins.first), draws.below("start", pl.col("person"), length)
    )
    done = course.run(first, start)
    last = pl.max_horizontal(NO_DAY, *(day_of(n) for n in request.sequence.episodes.end))
    later = days_later(last, 60 + draws.below("next start", pl.col("person"), 200))
    again = done.filter(
        (draws.share("again", pl.col("person")) < _SECOND_EPISODES) & (later < pl.col("until"))
    ).select(*first.columns, again=later)
    second = again.with_columns(case=pl.col("case") + 1, episode=pl.lit(2, dtype=pl.Int8))
    return pl.concat([done, course.run(second, pl.col("again")).drop("again")])


def _anchor(request: Request) -> pl.Expr:
    anchor = request.sequence.anchor
    return pl.lit(anchor.date) if anchor.kind is AnchorKind.DATE else pl.col("origin")


class _Course:
    """Adds the steps of a sequence to cases, one after the other."""

    def __init__(self, sequence: Sequence, draws: Draws, edges: Collection[str]) -> None:
        self.sequence, self.draws, self.edges = sequence, draws, edges
        self.steps = _in_order(sequence)
        self.conditions = _conditions(sequence)
        self.placed: list[Step] = []

    def run(self, cases: pl.DataFrame, start: pl.Expr) -> pl.DataFrame:
        """Return the cases with the days of their steps; a start of null has none."""
        self.placed = []
        frame = cases.lazy().with_columns(start=start, anchor=start)
        frame = frame.with_columns(going=self._begins())
        for step in self.steps:
            frame = self._add(frame, step)
            self.placed.append(step)
        until = pl.col("until")
        kept = [
            pl.when(day_of(s.number) <= until).then(day_of(s.number)).alias(f"day {s.number}")
            for s in self.steps
        ]
        dropped = ["going", "low", "high", "aim"]
        return frame.with_columns(kept).drop(dropped).collect()

    def _begins(self) -> pl.Expr:
        """Say who takes part at all: the more or less eager units differ."""
        eager = 0.8 + 0.18 * self.draws.share("eager", pl.col("unit"))
        return self.draws.share("begins", pl.col("case")) < eager

    def _add(self, frame: pl.LazyFrame, step: Step) -> pl.LazyFrame:
        number = step.number
        low, high = self._low(step), self._high(step)
        frame = frame.with_columns(low=low, high=high, aim=self._aim(step))
        frame = frame.with_columns(low=pl.coalesce("low", days_later(pl.col("aim"), -21), "start"))
        room = pl.max_horizontal("low", "aim")
        frame = frame.with_columns(high=pl.coalesce("high", days_later(room, _USUAL_ROOM)))
        wanted = pl.col("going") & self._is_chosen(step) & _is_part(step) & self._is_met(step)
        day = pl.when(wanted & (pl.col("low") < pl.col("high"))).then(self._day(step))
        frame = frame.with_columns(
            day.alias(f"day {number}"),
            *(self._edge(step, kind).alias(f"{kind} {number}") for kind in self.edges),
        )
        if _is_required(step, self.sequence) and not step.before_start:
            # Who drops out of the order does not come back.
            stays = day_of(number).is_not_null() | ~self._is_met(step)
            frame = frame.with_columns(going=pl.col("going") & stays)
        return frame

    def _is_chosen(self, step: Step) -> pl.Expr:
        """Say whether a step is done, where it can be."""
        number, case, draws = step.number, pl.col("case"), self.draws
        starts, ends = self.sequence.episodes.start, self.sequence.episodes.end
        if number in starts:
            return draws.below("which start", case, len(starts)) == starts.index(number)
        if number in ends:
            # The first end is the usual one: squaring favours it.
            which = (draws.share("which end", case) ** 2 * len(ends)).floor()
            return (draws.share("ends", case) < _ENDS) & (which == ends.index(number))
        if number in self.conditions:
            which = draws.below("which condition", case, len(self.conditions))
            return which == self.conditions.index(number)
        if number == self.sequence.steps[0].number:
            return pl.lit(value=True)
        return draws.share(f"chosen {number}", case) < self._chance(step)

    def _chance(self, step: Step) -> float | pl.Expr:
        if step.before_start:
            return _BEFORE_START
        if step.optional:
            return _OPTIONAL
        # Units differ in how well they keep those who have begun.
        return (
            0.86 + 0.13 * self.draws.share("stays", pl.col("unit")) if step.ordered else _UNORDERED
        )

    def _aim(self, step: Step) -> pl.Expr:
        if step.nominal_age is None:
            return NO_DAY
        return after(pl.col("anchor"), step.nominal_age, self.sequence.month_end)

    def _day(self, step: Step) -> pl.Expr:
        """Return a day within the limits, most often near the one it is meant for."""
        anchor = self.sequence.anchor
        if anchor.kind is AnchorKind.STEP and step.number in {
            anchor.step,
            *self.sequence.episodes.start,
        }:
            return pl.col("start")
        low, room = pl.col("low"), (pl.col("high") - pl.col("low")).dt.total_days()
        aim = (pl.col("aim") - low).dt.total_days() / room
        place = aim.fill_null(0.3).clip(0, 1) + _SPREAD * self.draws.centred(
            f"day {step.number}", pl.col("case")
        )
        # Beyond an end it comes back, so that no day is piled on the edge.
        mirrored = pl.when(place > 1).then(2 - place).otherwise(place.abs()).clip(0, 0.999)
        return days_later(low, (mirrored * room).floor().cast(pl.Int32))

    def _low(self, step: Step) -> pl.Expr:
        if step.before_start:
            return days_later(pl.col("start"), -15)
        lows = [self._side(step, w, late=False) for w in step.windows if w.start is not None]
        before_it = [s for s in self.placed if s.ordered and s.number < step.number]
        if step.number in self.sequence.episodes.end:
            lows += [day_of(s.number) for s in self.placed]
        lows += [days_later(day_of(s.number), 1) for s in before_it if step.ordered]
        bound = pl.max_horizontal(NO_DAY, *lows)
        # Nothing happens before the day that the sequence counts from.
        return pl.when(bound.is_not_null()).then(pl.max_horizontal(bound, "start"))

    def _high(self, step: Step) -> pl.Expr:
        if step.before_start:
            return pl.col("start")
        highs = [self._side(step, w, late=True) for w in step.windows if w.before is not None]
        highs += [
            day_of(s.number)
            for s in self.placed
            if step.ordered and s.ordered and s.number > step.number
        ]
        return pl.min_horizontal(NO_DAY, *highs)

    def _side(self, step: Step, window: Window, *, late: bool, grace: bool = False) -> pl.Expr:
        """Return the first day allowed, or for the later side the first day too late."""
        month_end: MonthEnd = self.sequence.month_end
        span = window.before if late else window.start
        if span is None:
            return NO_DAY
        day = after(self._origin(step, window), span, month_end)
        if grace:
            day = (after if late else before)(day, window.grace, month_end)
        holds = pl.lit(value=True)
        if window.valid != ALWAYS:
            holds &= within(pl.col("start"), [window.valid])
        return pl.when(holds & self._is_met(window)).then(day)

    def _is_met(self, thing: Window | Step) -> pl.Expr:
        """Say whether the conditions of a window or step are met, as far as steps are placed."""
        holds = pl.lit(value=True)
        if thing.when:
            holds &= pl.any_horizontal(self._is_so(c) for c in thing.when)
        if thing.unless:
            holds &= ~pl.any_horizontal(self._is_so(c) for c in thing.unless)
        return holds

    def _is_so(self, condition: Condition) -> pl.Expr:
        is_so, month_end = self._is_present(condition.step), self.sequence.month_end
        if condition.start is None and condition.before is None:
            return is_so
        if not self._is_placed(condition.step):
            return pl.lit(value=False)
        origin = pl.col("anchor") if condition.after is None else day_of(condition.after)
        if condition.after is not None and not self._is_placed(condition.after):
            return pl.lit(value=False)
        day = day_of(condition.step)
        if condition.start is not None:
            is_so &= day >= after(origin, condition.start, month_end)
        if condition.before is not None:
            is_so &= day < after(origin, condition.before, month_end)
        return is_so.fill_null(value=False)

    def _origin(self, step: Step, window: Window) -> pl.Expr:
        if window.origin is Origin.ANCHOR:
            return pl.col("anchor")
        if window.origin is Origin.STEP:
            return day_of(window.step or 0) if self._is_placed(window.step) else NO_DAY
        before_it = [s.number for s in self.placed if s.ordered and s.number < step.number]
        if not step.ordered or not before_it:
            return NO_DAY
        return pl.coalesce(day_of(n) for n in sorted(before_it, reverse=True))

    def _is_placed(self, number: int | None) -> bool:
        return any(s.number == number for s in self.placed)

    def _is_present(self, number: int) -> pl.Expr:
        if self._is_placed(number):
            return day_of(number).is_not_null()
        return self._is_chosen(self.sequence.step(number))

    def _edge(self, step: Step, kind: str) -> pl.Expr:
        late, of_gap = kind in {"late", "long"}, kind in {"short", "long"}
        windows = [w for w in step.windows if w.is_gap is of_gap]
        days = [self._side(step, w, late=late, grace=True) for w in windows]
        return (pl.min_horizontal if late else pl.max_horizontal)(NO_DAY, *days)


def _is_required(step: Step, sequence: Sequence) -> bool:
    return step.ordered and not step.optional and step.number not in sequence.episodes.end


def _is_part(step: Step) -> pl.Expr:
    return within(pl.col("start"), [step.valid])


def _conditions(sequence: Sequence) -> list[int]:
    """Return the steps that limits depend on, where a case has one of several."""
    found = {
        condition.step
        for step in sequence.steps
        for window in step.windows
        for condition in (*window.when, *window.unless)
        if condition.start is None and condition.before is None
    }
    special = {*sequence.episodes.start, *sequence.episodes.end}
    conditions = sorted(found - special)
    return conditions if len(conditions) > 1 else []


def _in_order(sequence: Sequence) -> list[Step]:
    """Put steps after those they are counted from: starts first and ends last."""
    starts, ends = sequence.episodes.start, sequence.episodes.end
    waiting = sorted(
        sequence.steps, key=lambda s: (s.number not in starts, s.number in ends, s.number)
    )
    placed: list[Step] = []
    while waiting:
        numbers = {s.number for s in placed}
        step = next((s for s in waiting if _needs(s, sequence.steps) <= numbers), waiting[0])
        waiting.remove(step)
        placed.append(step)
    return placed


def _needs(step: Step, steps: Iterable[Step]) -> set[int]:
    counted_from = {w.step for w in step.windows if w.origin is Origin.STEP}
    timed = [c for c in step.conditions if c.start or c.before]
    counted_from |= {number for c in timed for number in (c.step, c.after)}
    return {s.number for s in steps if s.number in counted_from and s.number != step.number}
