"""Status as tables: the state of each step and of the whole sequence, for all at once.

What each state means is said in `kvacodes.sequences.status`; here it is worked out for
a step of all persons at a time.
"""

from __future__ import annotations

import polars as pl
from attrs import frozen

from kvacodes.model import Strength
from kvacodes.sequences.plan import Plan, StepPlan
from kvacodes.sequences.status import OPEN, Series, StepState
from kvacodes.sequences.tables_board import Board
from kvacodes.sequences.tables_tools import nothing, shifted

__all__ = ["Progress", "next_due_table", "progress_of", "status_table", "steps_table"]

_STATE = tuple(StepState)
_DAYS = ("earliest", "recommended", "last", "absolute_last")
_OPEN = [_STATE.index(state) for state in StepState if state in OPEN]


def _code(state: StepState) -> pl.Expr:
    return pl.lit(_STATE.index(state), pl.UInt8)


@frozen(eq=False)
class Progress:
    """How far each person has come.

    Attributes:
        episodes: A row for each episode: whom it is of, and the state of the sequence.
        kept: Whether the episode is part of the result; not where nothing was expected.
        steps: For each step, its state in each episode (null where it is no part of it),
            its day and the days it is due.
    """

    episodes: pl.DataFrame
    kept: pl.Series
    steps: dict[int, pl.DataFrame]


def progress_of(board: Board, persons: pl.DataFrame, has_events: pl.Series) -> Progress:
    """Work out the state of every step, and from these the state of the sequence."""
    plan, p = board.plan, board.episodes["p"]
    until, closed = persons["until"].gather(p), persons["closed"].gather(p)
    steps, later = {}, pl.repeat(value=False, n=board.size, eager=True)
    for number in reversed(plan.steps):
        steps[number] = _step(board, plan.steps[number], until, later)
        if plan.steps[number].ordered:
            later |= board.present(number)
    steps = dict(reversed(steps.items()))
    if plan.ordinal:
        _close_after_missed(steps, plan)
    required = {n: steps[n]["state"] for n, step in plan.steps.items() if not step.optional}
    active = has_events.gather(p)
    outside = (persons["target_group"].gather(p) == False).fill_null(value=False)  # noqa: E712
    kept = active if plan.starts else active | ~outside
    episodes = board.episodes.with_columns(_series(board, required, closed))
    return Progress(episodes, kept, steps)


def _close_after_missed(steps: dict[int, pl.DataFrame], plan: Plan) -> None:
    """Miss each step whose next event would go to a missed one; see `status.steps_of`."""
    missed: dict[int, pl.Series] = {}
    for number, frame in steps.items():
        step, state = plan.steps[number], frame["state"]
        before = [missed[other] for other in sorted(step.shares) if other in missed]
        if before:
            is_lost = pl.any_horizontal(before) & state.is_in(_OPEN).fill_null(value=False)
            frame = frame.with_columns(  # noqa: PLW2901
                state=pl.when(is_lost).then(_code(StepState.MISSED)).otherwise("state")
            )
            steps[number] = frame
        if not step.optional:
            missed[number] = (frame["state"] == _STATE.index(StepState.MISSED)).fill_null(
                value=False
            )


def _step(board: Board, step: StepPlan, until: pl.Series, later: pl.Series) -> pl.DataFrame:
    """Return state, day and due days of one step; see `status.steps_of`."""
    days = _days(board, step)
    present = board.present(step.number)
    frame = days.with_columns(
        present=present,
        until=until,
        part=True if step.always else board.part(step.number),
        dateless=board.dateless.get(step.number, False),
        ended=board.episodes["end"].is_not_null(),
        later=later if step.ordered and not step.optional else False,
    )
    first = pl.coalesce("earliest", "recommended")
    by_days = (
        pl.when(~pl.col("is_known"))
        .then(_code(StepState.NOT_YET_DUE))
        .when(pl.col("until") > pl.col("absolute_last"))
        .then(_code(StepState.MISSED))
        .when(pl.col("until") > pl.col("last"))
        .then(_code(StepState.MISSED if step.optional else StepState.OVERDUE))
        .when(first.is_null() | (first <= pl.col("until")))
        .then(_code(StepState.DUE))
        .otherwise(_code(StepState.NOT_YET_DUE))
    )
    # Registered without its day: neither failed nor finished.
    failed = by_days.is_in([_STATE.index(StepState.OVERDUE), _STATE.index(StepState.MISSED)])
    by_days = pl.when(pl.col("dateless") & failed).then(_code(StepState.DUE)).otherwise(by_days)
    state = (
        pl.when("present")
        .then(_code(StepState.DONE))
        .when(~pl.col("part"))
        .then(None)
        .when(pl.col("later") & ~pl.col("dateless"))
        .then(_code(StepState.SKIPPED))
        .when("ended")
        .then(_code(StepState.MISSED))
        .otherwise(by_days)
    )
    return frame.select(state.alias("state"), board.day[step.number].alias("date"), *_DAYS)


def _days(board: Board, step: StepPlan) -> pl.DataFrame:
    """Return the days of a step; see `status.step_dates`."""
    edges: dict[tuple[bool, bool], list[pl.Series]] = {}
    closing: list[pl.Series] = []
    for side in step.sides:
        origin = board.awaited(side, step.number)
        for limit in side.limits:
            edge = shifted(origin, limit.offset, board.plan.month_end)
            holds = board.holds(limit)
            if holds is not None:
                edge = edge.zip_with(holds, nothing(board.size, pl.Date))
            is_absolute = limit.window.strength is Strength.ABSOLUTE
            edges.setdefault((side.late, is_absolute), []).append(edge)
            if side.late and limit.refuses:
                closing.append(edge)
    nominal = nothing(board.size, pl.Date)
    if step.step.nominal_age is not None:
        anchor = board.episodes["anchor"]
        nominal = shifted(anchor, step.step.nominal_age, board.plan.month_end)

    def most(late: bool, is_absolute: bool) -> pl.Expr:  # noqa: FBT001
        own = edges.get((late, is_absolute), [nothing(board.size, pl.Date)])
        return pl.min_horizontal(own) if late else pl.max_horizontal(own)

    every = [edge for group in edges.values() for edge in group]
    is_known = pl.any_horizontal(edge.is_not_null() for edge in [*every, nominal])
    frame = pl.select(
        absolute_start=most(late=False, is_absolute=True),
        recommended_start=most(late=False, is_absolute=False),
        ends=most(late=True, is_absolute=False),
        absolute_ends=most(late=True, is_absolute=True),
        nominal=nominal,
        is_known=is_known if step.sides else pl.lit(value=True),
    )
    earliest = pl.coalesce("absolute_start", "recommended_start")
    ends = pl.min_horizontal("ends", "absolute_ends")
    both = pl.when(pl.col("ends").is_not_null()).then("absolute_ends")
    return frame.select(
        "is_known",
        earliest=earliest,
        recommended=pl.max_horizontal("nominal", "recommended_start", earliest),
        last=_day_before(ends),
        absolute_last=_day_before(pl.min_horizontal(both, *closing)),
    )


def _day_before(day: pl.Expr) -> pl.Expr:
    return (day.cast(pl.Int32) - 1).cast(pl.Date)


def _series(board: Board, required: dict[int, pl.Series], closed: pl.Series) -> list[pl.Series]:
    """Return the state of the sequence: the first that holds, in the order of `Series`."""
    frame = pl.DataFrame(
        {
            "closed": closed | board.episodes["end"].is_not_null(),
            **{str(number): state for number, state in required.items()},
        }
    )
    states = [pl.col(str(number)) for number in required]

    def any_in(*codes: int) -> pl.Expr:
        return pl.any_horizontal(
            pl.lit(value=False), *(state.is_in(codes).fill_null(value=False) for state in states)
        )

    done = _STATE.index(StepState.DONE)
    behind = any_in(_STATE.index(StepState.OVERDUE), _STATE.index(StepState.SKIPPED))
    unfinished = pl.any_horizontal(
        pl.lit(value=False), *((state != done).fill_null(value=False) for state in states)
    )
    next_open = [
        pl.when(state.is_in(_OPEN)).then(pl.lit(int(state.meta.output_name()), pl.Int64))
        for state in states
    ]
    result = frame.select(
        status=pl.when("closed")
        .then(pl.lit(Series.ENDED))
        .when(~unfinished)
        .then(pl.lit(Series.COMPLETE))
        .when(~any_in(*_OPEN))
        .then(pl.lit(Series.AGED_OUT))
        .when(behind)
        .then(pl.lit(Series.BEHIND))
        .otherwise(pl.lit(Series.ON_TRACK)),
        done=pl.sum_horizontal(pl.lit(0, pl.Int64), *((s == done).cast(pl.Int64) for s in states)),
        required=pl.sum_horizontal(
            pl.lit(0, pl.Int64), *(s.is_not_null().cast(pl.Int64) for s in states)
        ),
        next_step=pl.when(~pl.col("closed")).then(pl.coalesce(*next_open, pl.lit(None, pl.Int64))),
    )
    return result.get_columns()


# --- tables ------------------------------------------------------------------------------


def status_table(progress: Progress, persons: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each person and episode."""
    rows = progress.episodes.filter(progress.kept)
    return rows.select(
        person_id=persons["person_id"].gather(rows["p"]),
        unit_id=persons["unit_id"].gather(rows["p"]),
        episode="number",
        status="status",
        start="start",
        done="done",
        required="required",
        next_step="next_step",
    )


def steps_table(progress: Progress, persons: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each person, episode and step, in this order."""
    parts = []
    for number, step in progress.steps.items():
        some = (progress.kept & step["state"].is_not_null()).arg_true()
        parts.append(_rows(progress, number, some))
    rows = pl.concat(parts).sort("e", maintain_order=True)
    return _labelled(rows).select(*_ids(progress, rows, persons, "unit_id"), *_step_columns())


def next_due_table(progress: Progress, persons: pl.DataFrame) -> pl.DataFrame:
    """Return the next step of everyone in the programme who is listed on the day."""
    p = progress.episodes["p"]
    outside = (persons["target_group"].gather(p) == False).fill_null(value=False)  # noqa: E712
    wanted = progress.kept & persons["listed_now"].gather(p) & ~outside
    next_step = progress.episodes["next_step"]
    parts = [
        _rows(progress, number, (wanted & (next_step == number).fill_null(value=False)).arg_true())
        for number in progress.steps
    ]
    rows = pl.concat(parts).sort("e")
    columns = [c for c in _step_columns() if c != "date"]
    return _labelled(rows).select(*_ids(progress, rows, persons, "unit_now"), *columns)


def _labelled(rows: pl.DataFrame) -> pl.DataFrame:
    words = pl.Series([str(state) for state in _STATE], dtype=pl.String)
    return rows.with_columns(words.gather(rows["state"]).alias("state"))


def _step_columns() -> list[str]:
    return ["step", "state", "date", *_DAYS]


def _rows(progress: Progress, number: int, e: pl.Series) -> pl.DataFrame:
    return (
        progress.steps[number]
        .select(pl.all().gather(e))
        .with_columns(e=e, step=pl.lit(number, pl.Int64))
    )


def _ids(
    progress: Progress, rows: pl.DataFrame, persons: pl.DataFrame, unit: str
) -> list[pl.Series | pl.Expr]:
    p = progress.episodes["p"].gather(rows["e"])
    return [
        persons["person_id"].gather(p),
        persons[unit].gather(p).alias("unit_id"),
        progress.episodes["number"].gather(rows["e"]).alias("episode"),
    ]
