"""Steps that share codes, filled in order of date: for all persons at once.

Between two events that fill a step nothing changes, so all events up to the next one
that fills can be judged together. There are at most as many rounds as steps, and one.
"""

from __future__ import annotations

import polars as pl

from kvacodes.model import AnchorKind, Origin
from kvacodes.sequences.plan import Limit, Side
from kvacodes.sequences.tables_board import Board, events_before
from kvacodes.sequences.tables_tools import INDEX, beyond, nothing, shifted

__all__ = ["fill_in_order"]


def fill_in_order(board: Board, groups: tuple[tuple[int, ...], ...]) -> None:
    """Let each event fill the first empty step of its candidates, if no limit refuses it."""
    events = board.events
    left = events.select("e", "g", "day", "late").with_row_index("row").filter(~pl.col("late"))
    left = left.drop("late").sort("e", maintain_order=True)
    step, fills = events["step"], events["fills"]
    while left.height:
        left = left.with_columns(
            target=_targets(board, left, groups), repeats=_repeats(board, left, groups)
        )
        if board.plan.looks_back:
            left = left.with_columns(_visits_before(board, left, step))
        refused, refusals = _refused(board, left)
        accepts = left["target"].is_not_null() & ~refused
        first = left.select("e", "row", "day", "target", accepts=accepts).with_columns(
            reached=pl.col("accepts").cast(pl.Int64).cum_sum().over("e")
        )
        accepted = first.filter(pl.col("accepts") & (pl.col("reached") == 1))
        settled = first["reached"] == 0
        for side, number, limit, rows in refusals:
            kept = rows.filter(settled.gather(rows["at"]))
            if kept.height:
                board.refused.append((side, number, limit, kept))
        full = left.filter(settled & left["target"].is_null())
        turned_away = left.filter(settled & left["target"].is_not_null())
        step = step.scatter(full["row"], full["repeats"])
        step = step.scatter(turned_away["row"], turned_away["target"])
        step = step.scatter(accepted["row"], accepted["target"])
        fills = fills.scatter(turned_away["row"], _false(turned_away.height))
        _fill(board, accepted)
        # What comes after the event that filled a step is judged anew.
        left = left.filter((first["reached"] > 0) & ~left["row"].is_in(accepted["row"].implode()))
        left = left.select("row", "e", "g", "day")
    board.events = events.with_columns(step=step, fills=fills)


def _false(size: int) -> pl.Series:
    return pl.repeat(value=False, n=size, eager=True)


def _targets(board: Board, left: pl.DataFrame, groups: tuple[tuple[int, ...], ...]) -> pl.Series:
    """Return for each event the first of its candidate steps that is empty.

    An optional one that would refuse it for being late is passed over, where there is another
    to fill or to repeat.
    """
    target = nothing(left.height, pl.Int64)
    for g, group in enumerate(groups):
        own = left["g"] == g
        filled = pl.any_horizontal(board.present(number) for number in group)
        has_filled = pl.select(filled).to_series().gather(left["e"])
        for number in reversed(group):
            empty = (~board.present(number) & board.part(number)).gather(left["e"])
            if board.plan.steps[number].optional:
                has_other = target.is_not_null() | has_filled
                empty &= ~(_is_past(board, left, number) & has_other)
            target = pl.select(
                pl.when(own & empty).then(number).otherwise(target).cast(pl.Int64)
            ).to_series()
    return target


def _is_past(board: Board, left: pl.DataFrame, number: int) -> pl.Series:
    """Say which events a limit from a known day refuses a step for being late."""
    past, month_end = _false(left.height), board.plan.month_end
    for side in board.plan.steps[number].sides:
        if not side.late or side.origin is Origin.VISIT:
            continue
        origin = board.origin(side, number).gather(left["e"])
        for limit in side.limits:
            if limit.refuses:
                edge = shifted(origin, limit.offset, month_end)
                late = beyond(left["day"], edge, limit.window.grace, month_end, late=True)
                holds = board.holds(limit)
                past |= late if holds is None else late & holds.gather(left["e"])
    return past


def _repeats(board: Board, left: pl.DataFrame, groups: tuple[tuple[int, ...], ...]) -> pl.Series:
    """Return for each event the last of its candidate steps that is filled, else the last."""
    last = pl.Series([group[-1] for group in groups], dtype=pl.Int64).gather(left["g"])
    for g, group in enumerate(groups):
        own, found = left["g"] == g, nothing(left.height, pl.Int64)
        for number in group:
            filled = board.present(number).gather(left["e"])
            found = pl.select(
                pl.when(own & filled).then(number).otherwise(found).cast(pl.Int64)
            ).to_series()
        last = found.zip_with(found.is_not_null(), last)
    return last


def _visits_before(board: Board, left: pl.DataFrame, step: pl.Series) -> list[pl.Series]:
    """Return day and step of the event before each, were each to reach what it is to.

    That is right for all events up to the first that fills a step, and only those are
    settled.
    """
    reached = left.select(pl.coalesce("target", "repeats")).to_series()
    step = step.scatter(left["row"], reached)
    before = events_before(board, step)[0].gather(left["row"])
    day = board.events["day"].gather(before)
    return [day.alias("before_day"), step.gather(before).alias("before_step")]


def _refused(
    board: Board, left: pl.DataFrame
) -> tuple[pl.Series, list[tuple[Side, int, Limit, pl.DataFrame]]]:
    """Say which events a limit of their step refuses, and which limit."""
    refused = _false(left.height)
    refusals = []
    for number, step in board.plan.steps.items():
        of_step = left.with_row_index("at").filter(pl.col("target") == number)
        if not of_step.height:
            continue
        for side in step.sides:
            if not any(limit.refuses for limit in side.limits):
                continue
            judged = of_step.with_columns(_counted_from(board, side, number, of_step))
            broken = _false(of_step.height)
            for limit in side.limits:
                if not limit.refuses:
                    continue
                rows, now = _turned_away(board, judged, limit, broken)
                broken |= now
                if rows.height:
                    refusals.append((side, number, limit, rows))
            refused = refused.scatter(of_step.filter(broken)["at"], ~_false(int(broken.sum())))
    return refused, refusals


def _counted_from(board: Board, side: Side, number: int, of_step: pl.DataFrame) -> list[pl.Series]:
    """Return for each event the day and the step that a side is counted from."""
    if side.origin is Origin.VISIT:
        return [of_step["before_day"].alias("origin"), of_step["before_step"].alias("related")]
    related, e = board.related(side, number), of_step["e"]
    if isinstance(related, pl.Series):
        related = related.gather(e)
    else:
        related = pl.repeat(related, len(e), dtype=pl.Int64, eager=True)
    return [board.origin(side, number).gather(e).alias("origin"), related.alias("related")]


def _turned_away(
    board: Board, judged: pl.DataFrame, limit: Limit, broken: pl.Series
) -> tuple[pl.DataFrame, pl.Series]:
    month_end, grace = board.plan.month_end, limit.window.grace
    edge = shifted(judged["origin"], limit.offset, month_end)
    now = ~broken & beyond(judged["day"], edge, grace, month_end, late=limit.late)
    holds = board.holds(limit)
    if holds is not None:
        now &= holds.gather(judged["e"])
    rows = judged.select("at", "e", "row", "day", "origin", "related", edge=edge).filter(now)
    return rows, now


def _fill(board: Board, accepted: pl.DataFrame) -> None:
    for number in board.plan.steps:
        own = accepted.filter(pl.col("target") == number)
        if own.height:
            board.day[number] = (
                board.day[number].cast(pl.Int32).scatter(own["e"], own["day"].cast(pl.Int32))
            ).cast(pl.Date)
            board.row[number] = board.row[number].scatter(own["e"], own["row"].cast(INDEX))
    anchor = board.plan.sequence.anchor
    if anchor.kind is AnchorKind.STEP and anchor.step in board.day:
        board.episodes = board.episodes.with_columns(anchor=board.day[anchor.step])
    board.forget()
