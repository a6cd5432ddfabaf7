"""Status as tables: the state of each step and of the whole sequence, for all at once.

What each state means is said in `kvacodes.sequences.status`; here it is worked out for
all steps of all persons in one query.
"""

from __future__ import annotations

import polars as pl
from attrs import frozen

from kvacodes.model import Strength
from kvacodes.sequences.plan import Plan, StepPlan
from kvacodes.sequences.status import OPEN, Series, StepState
from kvacodes.sequences.tables_sheet import Sheet

__all__ = ["Progress", "next_due_table", "progress_of", "status_table", "steps_table"]

_STATE = tuple(StepState)
_SERIES = tuple(Series)
_DAYS = ("earliest", "recommended", "last", "absolute_last")
_OPEN = [_STATE.index(state) for state in StepState if state in OPEN]


def _code(state: StepState) -> pl.Expr:
    return pl.lit(_STATE.index(state), pl.UInt8)


def _is(state: pl.Expr, *codes: int) -> pl.Expr:
    return state.is_in(codes).fill_null(value=False)


@frozen(eq=False)
class Progress:
    """How far each person has come.

    Attributes:
        plan: The sequence, made ready.
        episodes: A row for each episode: whom it is of, and the state of the sequence.
        kept: Whether the episode is part of the result; not where nothing was expected.
        steps: For each step, its state in each episode (null where it is no part of it),
            and the days it is due: a query, since all of them are seldom asked for.
    """

    plan: Plan
    episodes: pl.DataFrame
    kept: pl.Series
    steps: pl.LazyFrame


def progress_of(sheet: Sheet, has_events: pl.Series) -> Progress:
    """Work out the state of every step, and from these the state of the sequence."""
    plan, episodes = sheet.plan, sheet.board.episodes
    days = [day for step in plan.steps.values() for day in _days(sheet, step)]
    states = [_state(sheet, step).alias(f"state {number}") for number, step in plan.steps.items()]
    steps = sheet.rows.with_columns(days).with_columns(states)
    if plan.ordinal:
        steps = _closed_after_missed(steps, plan)
    active = has_events.gather(episodes["p"])
    kept = active
    if not plan.starts:
        kept = active | sheet.target.fill_null(value=True)
    series = steps.select(_series(plan)).collect(engine="streaming")
    return Progress(plan, episodes.hstack(series), kept, steps)


def _closed_after_missed(steps: pl.LazyFrame, plan: Plan) -> pl.LazyFrame:
    """Miss each step whose next event would go to a missed one; see `status.steps_of`."""
    missed = _STATE.index(StepState.MISSED)
    for number, step in plan.steps.items():
        state = pl.col(f"state {number}")
        before = [
            _is(pl.col(f"state {other}"), missed)
            for other in sorted(step.shares)
            if not plan.steps[other].optional
        ]
        if before:
            is_lost = pl.any_horizontal(before) & _is(state, *_OPEN)
            lost = pl.when(is_lost).then(_code(StepState.MISSED)).otherwise(state)
            steps = steps.with_columns(lost.alias(f"state {number}"))
    return steps


def _state(sheet: Sheet, step: StepPlan) -> pl.Expr:
    """Return the state of one step; see `status.steps_of`."""
    number, until = step.number, pl.col("until")
    earliest, recommended, last, absolute_last = (pl.col(f"{day} {number}") for day in _DAYS)
    first = pl.coalesce(earliest, recommended)
    by_days = (
        pl.when(~pl.col(f"is_known {number}"))
        .then(_code(StepState.NOT_YET_DUE))
        .when(until > absolute_last)
        .then(_code(StepState.MISSED))
        .when(until > last)
        .then(_code(StepState.MISSED if step.optional else StepState.OVERDUE))
        .when(first.is_null() | (first <= until))
        .then(_code(StepState.DUE))
        .otherwise(_code(StepState.NOT_YET_DUE))
    )
    lacks_day = sheet.lacks_day(number)
    # Registered without its day: neither failed nor finished.
    failed = _is(by_days, _STATE.index(StepState.OVERDUE), _STATE.index(StepState.MISSED))
    by_days = pl.when(lacks_day & failed).then(_code(StepState.DUE)).otherwise(by_days)
    return (
        pl.when(sheet.present(number))
        .then(_code(StepState.DONE))
        .when(~sheet.part(number))
        .then(None)
        .when(sheet.has_later(number) & ~lacks_day if not step.optional else False)
        .then(_code(StepState.SKIPPED))
        .when("ended")
        .then(_code(StepState.MISSED))
        .otherwise(by_days)
    )


def _days(sheet: Sheet, step: StepPlan) -> list[pl.Expr]:
    """Return the days of a step; see `status.step_dates`."""
    edges: dict[tuple[bool, bool], list[pl.Expr]] = {}
    closing: list[pl.Expr] = []
    for side in step.sides:
        origin = sheet.awaited(side, step.number)
        for limit in side.limits:
            edge, holds = sheet.shifted(origin, limit.offset), sheet.holds(limit)
            if holds is not None:
                edge = pl.when(holds).then(edge)
            is_absolute = limit.window.strength is Strength.ABSOLUTE
            edges.setdefault((side.late, is_absolute), []).append(edge)
            if side.late and limit.refuses:
                closing.append(edge)
    nothing = pl.lit(None, pl.Date)
    nominal = nothing
    if step.step.nominal_age is not None:
        nominal = sheet.shifted(pl.col("anchor"), step.step.nominal_age)
    absolute_start = pl.max_horizontal(edges.get((False, True), [nothing]))
    recommended_start = pl.max_horizontal(edges.get((False, False), [nothing]))
    ends = pl.min_horizontal(edges.get((True, False), [nothing]))
    absolute_ends = pl.min_horizontal(edges.get((True, True), [nothing]))
    every = [edge for group in edges.values() for edge in group]
    is_known = pl.any_horizontal(edge.is_not_null() for edge in [*every, nominal])
    earliest = pl.coalesce(absolute_start, recommended_start)
    both = pl.when(ends.is_not_null()).then(absolute_ends)
    columns = {
        "is_known": is_known if step.sides else pl.lit(value=True),
        "earliest": earliest,
        "recommended": pl.max_horizontal(nominal, recommended_start, earliest),
        "last": _day_before(pl.min_horizontal(ends, absolute_ends)),
        "absolute_last": _day_before(pl.min_horizontal(both, *closing)),
    }
    return [column.alias(f"{name} {step.number}") for name, column in columns.items()]


def _day_before(day: pl.Expr) -> pl.Expr:
    return (day.cast(pl.Int32) - 1).cast(pl.Date)


def _series(plan: Plan) -> list[pl.Expr]:
    """Return the state of the sequence: the first that holds, in the order of `Series`."""
    states = {n: pl.col(f"state {n}") for n, step in plan.steps.items() if not step.optional}

    def any_in(*codes: int) -> pl.Expr:
        return pl.any_horizontal(
            pl.lit(value=False), *(_is(state, *codes) for state in states.values())
        )

    def code(series: Series) -> pl.Expr:
        return pl.lit(_SERIES.index(series), pl.UInt8)

    done = _STATE.index(StepState.DONE)
    closed = pl.col("closed") | pl.col("ended")
    behind = any_in(_STATE.index(StepState.OVERDUE), _STATE.index(StepState.SKIPPED))
    others = [n for n in range(len(_STATE)) if n != done]
    next_open = [
        pl.when(state.is_in(_OPEN)).then(pl.lit(number, pl.Int64))
        for number, state in states.items()
    ]
    zero = pl.lit(0, pl.Int64)
    return [
        pl.when(closed)
        .then(code(Series.ENDED))
        .when(~any_in(*others))
        .then(code(Series.COMPLETE))
        .when(~any_in(*_OPEN))
        .then(code(Series.AGED_OUT))
        .when(behind)
        .then(code(Series.BEHIND))
        .otherwise(code(Series.ON_TRACK))
        .alias("status"),
        pl.sum_horizontal(zero, *((s == done).cast(pl.Int64) for s in states.values())).alias(
            "done"
        ),
        pl.sum_horizontal(zero, *(s.is_not_null().cast(pl.Int64) for s in states.values())).alias(
            "required"
        ),
        pl.when(~closed).then(pl.coalesce(*next_open, pl.lit(None, pl.Int64))).alias("next_step"),
    ]


# --- tables ------------------------------------------------------------------------------


def status_table(progress: Progress, persons: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each person and episode."""
    rows = progress.episodes.filter(progress.kept)
    return rows.select(
        person_id=persons["person_id"].gather(rows["p"]),
        unit_id=persons["unit_id"].gather(rows["p"]),
        episode="number",
        status=pl.Series(_SERIES, dtype=pl.String).gather(rows["status"]),
        start="start",
        done="done",
        required="required",
        next_step="next_step",
    )


def steps_table(progress: Progress, persons: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each person, episode and step, in this order."""
    wanted = {n: pl.col(f"state {n}").is_not_null() for n in progress.plan.steps}
    rows = _rows(progress, progress.kept, wanted)
    return rows.select(*_ids(progress, rows, persons, "unit_id"), *_step_columns())


def next_due_table(progress: Progress, persons: pl.DataFrame) -> pl.DataFrame:
    """Return the next step of everyone in the programme who is listed on the day."""
    listed = persons["listed_now"].gather(progress.episodes["p"])
    meant = pl.col("target").fill_null(value=True)
    wanted = {n: meant & (pl.col("next_step") == n) for n in progress.plan.steps}
    rows = _rows(progress, progress.kept & listed, wanted)
    columns = [c for c in _step_columns() if c != "date"]
    return rows.select(*_ids(progress, rows, persons, "unit_now"), *columns)


def _step_columns() -> list[str]:
    return ["step", "state", "date", *_DAYS]


def _rows(progress: Progress, kept: pl.Series, wanted: dict[int, pl.Expr]) -> pl.DataFrame:
    """Return a row for each step that is wanted of each episode that is kept."""
    next_step = progress.episodes["next_step"]
    steps = progress.steps.with_columns(kept=kept, next_step=next_step).with_row_index("e")
    rows = pl.concat(
        steps.filter(pl.col("kept") & is_wanted).select(
            "e",
            step=pl.lit(number, pl.Int64),
            state=f"state {number}",
            date=f"day {number}",
            **{day: f"{day} {number}" for day in _DAYS},
        )
        for number, is_wanted in wanted.items()
    )
    words = pl.Series([str(state) for state in _STATE], dtype=pl.String)
    found = rows.collect().sort("e", maintain_order=True)
    return found.with_columns(state=words.gather(found["state"]))


def _ids(
    progress: Progress, rows: pl.DataFrame, persons: pl.DataFrame, unit: str
) -> list[pl.Series | pl.Expr]:
    p = progress.episodes["p"].gather(rows["e"])
    return [
        persons["person_id"].gather(p),
        persons[unit].gather(p).alias("unit_id"),
        progress.episodes["number"].gather(rows["e"]).alias("episode"),
    ]
