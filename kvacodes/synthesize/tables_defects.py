"""What is asked to be wrong: which cases have which defect, and at which step.

A person has one defect at most, so each finding asked for is found as it was made. A
defect changes the days of a case, adds a registration, or marks one that is written
differently later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl
from attrs import frozen

from kvacodes.model import Match, Step
from kvacodes.synthesize.request import Request, permitted, unused_codes
from kvacodes.synthesize.tables_course import day_of, edge
from kvacodes.synthesize.tables_days import NO_DAY, days_later, within
from kvacodes.synthesize.tables_draws import Draws

__all__ = ["EDGES", "EXTRAS", "Spoiled", "is_coded", "spoil"]

EDGES = {
    "visit-overdue": ("late", "long"),
    "visit-too-early": ("early",),
    "visit-too-late": ("late",),
    "gap-too-short": ("short",),
    "gap-too-long": ("long",),
}
"""The columns of the course that a defect needs."""

EXTRAS = (
    "person-unknown",
    "date-missing",
    "date-before-birth",
    "date-after-as-of",
    "unknown-code",
    "duplicate-visit",
)
"""Defects that are one more registration beside the right one."""

_UNCHOSEN = -1


@frozen(kw_only=True)
class Spoiled:
    """Cases with their defects.

    Attributes:
        cases: All cases; ``defect`` and ``at``, the step concerned, are null for the right ones.
        extras: Registrations to add: case, step, day and code.
        made: How many of each defect there are.
    """

    cases: pl.DataFrame
    extras: pl.DataFrame
    made: dict[str, int]


def is_coded(step: Step, day: pl.Expr, request: Request) -> pl.Expr:
    """Say whether some code of the step may be registered on the day."""
    codes = {c.code: c for c in request.sequence.codes}
    unlimited = any(code not in codes for code in step.codes)
    if unlimited:
        return day.is_not_null()
    intervals = [i for code in step.codes for i in permitted(codes[code])]
    return within(day, intervals)


def spoil(cases: pl.DataFrame, request: Request, draws: Draws) -> Spoiled:
    """Give defects to cases, as many as asked for or as there are cases that can have them."""
    if not request.rates:
        blank = {"defect": pl.lit(None, dtype=pl.String), "at": pl.lit(None, dtype=pl.Int64)}
        return Spoiled(cases=cases.with_columns(**blank), extras=_no_extras(), made={})
    spoiler = _Spoiler(request, draws)
    # Of persons with two episodes a defect in the one would change the other.
    several = cases.filter(pl.col("episode") > 1).select("person").unique()
    untouched = cases.join(several, on="person")
    free, parts, extras, made = cases.join(several, on="person", how="anti"), [], [], {}
    wanted = {name: spoiler.count(name, cases, rate) for name, rate in request.rates.items()}
    for name in sorted(wanted, key=_hardest_first):
        picked = spoiler.pick(name, free, wanted[name])
        made[name] = picked.height
        free = free.join(picked.select("case"), on="case", how="anti")
        changed = spoiler.change(name, picked)
        parts.append(changed)
        if name in EXTRAS:
            extras.append(spoiler.extra(name, changed))
    free = pl.concat([free, untouched]).with_columns(
        defect=pl.lit(None, dtype=pl.String), at=pl.lit(None, dtype=pl.Int64)
    )
    return Spoiled(
        cases=pl.concat([free, *parts]).sort("case"),
        extras=pl.concat([_no_extras(), *extras]),
        made={name: made[name] for name in request.rates},
    )


def _hardest_first(name: str) -> tuple[bool, str]:
    """Let those choose first that few cases can have."""
    return (name in EXTRAS or name.startswith("birth-"), name)


def _no_extras() -> pl.DataFrame:
    schema = {"case": pl.UInt64, "step": pl.Int64, "day": pl.Date}
    return pl.DataFrame(schema=schema | {"code": pl.String, "defect": pl.String})


class _Spoiler:
    """Knows which cases can have a defect, and gives it to them."""

    def __init__(self, request: Request, draws: Draws) -> None:
        self.request, self.draws = request, draws
        self.sequence = request.sequence
        self.steps = sorted(request.sequence.steps, key=lambda s: s.number)
        self.ordered = [s for s in self.steps if s.ordered]

    def count(self, name: str, cases: pl.DataFrame, rate: float) -> int:
        """Return how many are asked for: at least one, unless the rate is zero."""
        seen = pl.any_horizontal(day_of(s.number).is_not_null() for s in self.steps)
        meant = pl.col("target").eq_missing(other=False)
        concerned = seen & (meant if name == "outside-target-group" else ~meant)
        total = cases.select(concerned.sum()).item()
        return min(max(round(rate * total), 1), total) if rate else 0

    def pick(self, name: str, free: pl.DataFrame, count: int) -> pl.DataFrame:
        """Choose cases that can have the defect, and for each the step that will have it."""
        can = [self._can(name, step).fill_null(value=False) for step in self.steps]
        total = pl.sum_horizontal(c.cast(pl.Int64) for c in can)
        which = self.draws.below(f"step of {name}", pl.col("case"), total)
        at, passed = pl.lit(None, dtype=pl.Int64), pl.lit(0, dtype=pl.Int64)
        for step, possible in zip(self.steps, can, strict=True):
            at = pl.when(possible & (passed == which)).then(step.number).otherwise(at)
            passed += possible.cast(pl.Int64)
        meant = ~pl.col("target").eq_missing(other=False)
        who = ~meant if name == "outside-target-group" else meant
        pool = free.filter(who).with_columns(
            defect=pl.lit(name),
            at=pl.when(total > 0).then(at),
            chance=self.draws.bits(f"case of {name}", pl.col("case")),
        )
        pool = pool.filter(pl.col("at").is_not_null())
        return pool.bottom_k(count, by="chance").sort("case").drop("chance")

    # --- who can -------------------------------------------------------------------------

    def _can(self, name: str, step: Step) -> pl.Expr:
        seen = day_of(step.number).is_not_null() & self._coded(step)
        can: Callable[[Step], pl.Expr] | None = {
            "code-not-in-force": self._can_lack_force,
            "duplicate-visit": self._can_be_twice,
            "visit-out-of-order": self._can_swap,
            "same-day-visits": self._can_share_day,
            "visit-skipped": self._can_be_skipped,
            "visit-overdue": self._can_be_overdue,
            "visit-too-early": lambda s: self._has_room_before(s, "early"),
            "gap-too-short": lambda s: self._has_room_before(s, "short"),
            "visit-too-late": lambda s: self._has_room_after(s, "late"),
            "gap-too-long": lambda s: self._has_room_after(s, "long"),
            "staff-changed": lambda s: self._last_before(s).is_not_null(),
            "add-on-missing": lambda s: pl.lit(bool(s.add_ons)),
            "staff-missing": lambda s: pl.lit(bool(s.staff)),
        }.get(name)
        if name == "code-not-in-force":
            return day_of(step.number).is_not_null() & self._can_lack_force(step)
        return seen if can is None else seen & can(step)

    def _coded(self, step: Step) -> pl.Expr:
        return is_coded(step, day_of(step.number), self.request)

    def _is_start(self, step: Step) -> bool:
        return step.number in {self.sequence.anchor.step, *self.sequence.episodes.start}

    def _can_lack_force(self, step: Step) -> pl.Expr:
        return _lacking_any(step, self.request)

    def _can_be_twice(self, step: Step) -> pl.Expr:
        # By ordinal the second would reach the next step; after the last there is none.
        is_last = step is self.steps[-1]
        return pl.lit(self.sequence.match is Match.CODE or is_last)

    def _lower(self, step: Step) -> Iterator[Step]:
        return (s for s in reversed(self.ordered) if s.number < step.number)

    def _higher(self, step: Step) -> Iterator[Step]:
        return (s for s in self.ordered if s.number > step.number)

    def _last_before(self, step: Step) -> pl.Expr:
        """The latest day of a lower step that has a code."""
        if not step.ordered:
            return NO_DAY
        return pl.coalesce(
            *(pl.when(self._coded(s)).then(day_of(s.number)) for s in self._lower(step)), NO_DAY
        )

    def _next_after(self, step: Step) -> pl.Expr:
        if not step.ordered:
            return NO_DAY
        return pl.coalesce(
            *(pl.when(self._coded(s)).then(day_of(s.number)) for s in self._higher(step)), NO_DAY
        )

    def _can_swap(self, step: Step) -> pl.Expr:
        previous, day = self._last_before(step), day_of(step.number)
        # Whoever changes places with it must have a code on the other day, or goes unseen.
        uncoded = (
            (day_of(s.number) == previous) & ~is_coded(s, day, self.request)
            for s in self._lower(step)
        )
        stuck = pl.any_horizontal(pl.lit(value=False), *uncoded).fill_null(value=False)
        fits = (previous < day) & is_coded(step, previous, self.request) & ~stuck
        # What comes after the end of an episode is in none.
        is_inside = not self._is_start(step) and step.number not in self.sequence.episodes.end
        return fits & pl.lit(is_inside)

    def _can_share_day(self, step: Step) -> pl.Expr:
        return is_coded(step, self._last_before(step), self.request)

    def _can_be_skipped(self, step: Step) -> pl.Expr:
        plain = step.ordered and not step.optional and not self._is_start(step)
        return pl.lit(plain) & self._next_after(step).is_not_null()

    def _can_be_overdue(self, step: Step) -> pl.Expr:
        plain = not step.optional and not self._is_start(step)
        is_last = pl.lit(plain) & self._next_after(step).is_null()
        limit = pl.min_horizontal(edge("late", step.number), edge("long", step.number))
        return is_last & (limit <= pl.col("until"))

    def _has_room_before(self, step: Step, kind: str) -> pl.Expr:
        wrong = days_later(edge(kind, step.number), -1)
        floor = pl.max_horizontal(self._last_before(step), days_later(pl.col("start"), -1))
        fits = (wrong > floor) & is_coded(step, wrong, self.request)
        return fits & pl.lit(not self._is_start(step))

    def _has_room_after(self, step: Step, kind: str) -> pl.Expr:
        wrong = edge(kind, step.number)
        closed = [day_of(n) for n in self.sequence.episodes.end if n != step.number]
        bound = pl.min_horizontal(self._next_after(step), *closed, days_later(pl.col("until"), 1))
        fits = (wrong < bound) & is_coded(step, wrong, self.request)
        return fits & pl.lit(not self._is_start(step))

    # --- what changes --------------------------------------------------------------------

    def change(self, name: str, picked: pl.DataFrame) -> pl.DataFrame:
        """Change the days of the step concerned, and of the one it changes places with."""
        if name == "visit-out-of-order":
            return self._swapped(picked)
        new_day: Callable[[Step], pl.Expr] | None = {
            "same-day-visits": self._last_before,
            "visit-skipped": lambda _: NO_DAY,
            "visit-overdue": lambda _: NO_DAY,
            "visit-too-early": lambda s: self._sooner(s, "early"),
            "gap-too-short": lambda s: self._sooner(s, "short"),
            "visit-too-late": lambda s: edge("late", s.number),
            "gap-too-long": lambda s: edge("long", s.number),
        }.get(name)
        if new_day is None:
            return picked
        return picked.with_columns(
            pl.when(pl.col("at") == s.number)
            .then(new_day(s))
            .otherwise(day_of(s.number))
            .alias(f"day {s.number}")
            for s in self.steps
        )

    def _sooner(self, step: Step, kind: str) -> pl.Expr:
        return days_later(edge(kind, step.number), -1)

    def _swapped(self, picked: pl.DataFrame) -> pl.DataFrame:
        changed = {}
        for step in self.ordered:
            day = day_of(step.number)
            new = pl.when(pl.col("at") == step.number).then(self._last_before(step)).otherwise(day)
            for later in self._higher(step):
                is_partner = (pl.col("at") == later.number) & (self._last_before(later) == day)
                new = pl.when(is_partner).then(day_of(later.number)).otherwise(new)
            changed[f"day {step.number}"] = new
        return picked.with_columns(**changed)

    # --- what is added -------------------------------------------------------------------

    def extra(self, name: str, picked: pl.DataFrame) -> pl.DataFrame:
        """Return one more registration for each case."""
        case = pl.col("case")
        own = pl.coalesce(
            pl.when(pl.col("at") == s.number).then(day_of(s.number)) for s in self.steps
        )
        day = {
            "date-missing": NO_DAY,
            "date-before-birth": days_later(
                pl.col("birth"), -1 - self.draws.below("before birth", case, 60)
            ),
            # A slip of the pen writes another year: far enough to be late on any day asked of.
            "date-after-as-of": days_later(
                pl.lit(self.request.period.last), 3660 + self.draws.below("too late", case, 3650)
            ),
        }.get(name, own)
        unused = unused_codes(self.request.code_set)
        code = pl.lit(None, dtype=pl.String)
        if name == "unknown-code":
            which = self.draws.below("unused code", case, len(unused)).cast(pl.UInt32)
            code = pl.lit(pl.Series(unused)).gather(which)
        return picked.select("case", step=pl.col("at"), day=day, code=code, defect=pl.lit(name))


def _lacking_any(step: Step, request: Request) -> pl.Expr:
    """Say whether some code of the step may not be registered on its day."""
    codes = {c.code: c for c in request.sequence.codes}
    limited = [codes[code] for code in step.codes if code in codes]
    day = day_of(step.number)
    return pl.any_horizontal(pl.lit(value=False), *(~within(day, permitted(c)) for c in limited))
