"""Steps that share codes, filled in order of date: for all persons at once.

Between two events that fill a step nothing changes, so all events up to the next one
that fills can be judged together. There are at most as many rounds as steps, and one.
"""

from __future__ import annotations

import polars as pl

from kvacodes.model import AnchorKind, Strength
from kvacodes.sequences.plan import Limit, Side
from kvacodes.sequences.tables_board import Board
from kvacodes.sequences.tables_tools import INDEX, nothing, shifted

__all__ = ["fill_in_order"]


def fill_in_order(board: Board, groups: tuple[tuple[int, ...], ...]) -> None:
    """Let each event fill the first empty step of its candidates, if it is not too early."""
    events = board.events
    left = events.select("e", "g", "day", "late").with_row_index("row").filter(~pl.col("late"))
    left = left.drop("late").sort("e", maintain_order=True)
    step, fills = events["step"], events["fills"]
    while left.height:
        left = left.with_columns(target=_targets(board, left, groups))
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
        too_early = left.filter(settled & left["target"].is_not_null())
        last = pl.Series([group[-1] for group in groups], dtype=pl.Int64)
        step = step.scatter(full["row"], last.gather(full["g"]))
        step = step.scatter(too_early["row"], too_early["target"])
        step = step.scatter(accepted["row"], accepted["target"])
        fills = fills.scatter(too_early["row"], _false(too_early.height))
        _fill(board, accepted)
        # What comes after the event that filled a step is judged anew.
        left = left.filter((first["reached"] > 0) & ~left["row"].is_in(accepted["row"].implode()))
    board.events = events.with_columns(step=step, fills=fills)


def _false(size: int) -> pl.Series:
    return pl.repeat(value=False, n=size, eager=True)


def _targets(board: Board, left: pl.DataFrame, groups: tuple[tuple[int, ...], ...]) -> pl.Series:
    """Return for each event the first of its candidate steps that is empty."""
    target = nothing(left.height, pl.Int64)
    for g, group in enumerate(groups):
        own = left["g"] == g
        for number in reversed(group):
            empty = (~board.present(number) & board.part(number)).gather(left["e"])
            target = pl.select(
                pl.when(own & empty).then(number).otherwise(target).cast(pl.Int64)
            ).to_series()
    return target


def _refused(
    board: Board, left: pl.DataFrame
) -> tuple[pl.Series, list[tuple[Side, int, Limit, pl.DataFrame]]]:
    """Say which events come before an absolute minimum of their step, and before which."""
    refused = _false(left.height)
    refusals = []
    for number, step in board.plan.steps.items():
        of_step = left.with_row_index("at").filter(pl.col("target") == number)
        if not of_step.height:
            continue
        for side in step.sides:
            if side.late:
                continue
            origin = board.origin(side, number).gather(of_step["e"])
            broken = _false(of_step.height)
            for limit in side.limits:
                if limit.window.strength is not Strength.ABSOLUTE:
                    continue
                rows, now = _too_early(board, of_step, limit, origin, broken)
                broken |= now
                if rows.height:
                    refusals.append((side, number, limit, rows))
            refused = refused.scatter(of_step.filter(broken)["at"], ~_false(int(broken.sum())))
    return refused, refusals


def _too_early(
    board: Board, of_step: pl.DataFrame, limit: Limit, origin: pl.Series, broken: pl.Series
) -> tuple[pl.DataFrame, pl.Series]:
    month_end = board.plan.month_end
    allowed = shifted(origin, limit.offset, month_end)
    earliest = shifted(allowed, limit.window.grace, month_end, back=True)
    now = (of_step["day"] < earliest).fill_null(value=False) & ~broken
    holds = board.holds(limit)
    if holds is not None:
        now &= holds.gather(of_step["e"])
    rows = of_step.select("at", "e", "row", "day", origin=origin, edge=allowed).filter(now)
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
