"""Completion and lead times on tables: the counts that the rows are made of."""

from __future__ import annotations

from datetime import date

import polars as pl
from attrs import frozen

from kvacodes.indicators.completion import ALL, CompletionCell, StepCell
from kvacodes.indicators.lead_time import LeadTimeCell, Route
from kvacodes.indicators.request import Count, Request
from kvacodes.indicators.strata import Group
from kvacodes.indicators.tables_care import Care
from kvacodes.indicators.tables_groups import keys_of
from kvacodes.model import AnchorKind, Sequence
from kvacodes.sequences.tables_tools import placed, shifted

__all__ = ["Measured", "completion_cells", "lead_time_cells"]


def completion_cells(care: Care, request: Request) -> tuple[dict[Group, CompletionCell], pl.Series]:
    """Count who has got each step; return which persons are counted too."""
    judged = _judged(care, request)
    numbers = [s.number for s in request.sequence.steps]
    required = [s.number for s in request.sequence.steps if not s.optional]
    steps = [*numbers, *([ALL] if required else [])]
    used = pl.repeat(value=False, n=care.people.frame.height, eager=True)
    used = used.scatter(judged["p"], judged.select(pl.any_horizontal(_in(steps))).to_series())
    if request.count is Count.FAMILY:
        judged = _families(judged, care, steps, numbers)
    else:
        judged = judged.with_columns(
            pl.all_horizontal(f"has {k}" for k in required).alias(f"has {ALL}")
            if required
            else pl.lit(value=False).alias(f"has {ALL}")
        )
    if request.count is Count.FAMILY and required:
        judged = judged.with_columns(
            pl.all_horizontal(f"all {k}" for k in required).alias(f"has {ALL}")
        )
    birth = care.people.frame["birth"].gather(judged["p"])
    keys = keys_of(request, care.people, p=judged["p"], day=birth)
    figures: dict[str, pl.Expr] = {}
    for k in steps:
        figures[f"n{k}"] = (pl.col(f"in {k}") & pl.col(f"has {k}")).sum()
        figures[f"of{k}"] = pl.col(f"in {k}").sum()
        figures[f"unknown{k}"] = pl.col(f"unknown {k}").sum()
    cells = {
        group: CompletionCell(
            {k: StepCell(row[f"n{k}"], row[f"of{k}"], row[f"unknown{k}"]) for k in steps}
        )
        for group, row in keys.counted(judged, **figures)
        if judged.height
    }
    return cells, used


def _in(steps: list[int]) -> list[str]:
    return [f"in {k}" for k in steps]


def _judged(care: Care, request: Request) -> pl.DataFrame:
    """Return everyone listed who may be of the target group, with what holds for each step.

    Columns: `p`, and for each step ``in k`` (counted), ``unknown k``, ``has k``.
    """
    people, sequence = care.people.frame, request.sequence
    target = people["target_group"]
    maybe = (people["listed"] & target.fill_null(value=True)).arg_true()
    anchor = _anchor(care, sequence)
    is_target = target.gather(maybe).fill_null(value=False)
    columns: dict[str, pl.Series] = {"p": maybe.cast(pl.UInt32)}
    due = {}
    for step in sequence.steps:
        day = (
            pl.repeat(date.min, len(maybe), dtype=pl.Date, eager=True)
            if step.nominal_age is None
            else shifted(anchor, step.nominal_age, sequence.month_end).gather(maybe)
        )
        due[step.number] = day
        columns[f"has {step.number}"] = _has(care, step.number, people.height).gather(maybe)
    required = [due[s.number] for s in sequence.steps if not s.optional]
    if required:
        due[ALL] = _latest(required)
    for number, day in due.items():
        reached = (day <= request.measure_date).fill_null(value=False)
        columns[f"in {number}"] = reached & is_target
        columns[f"unknown {number}"] = day.is_null() | (reached & ~is_target)
    return pl.DataFrame(columns)


def _latest(days: list[pl.Series]) -> pl.Series:
    """Return the latest of several days; null where one of them is."""
    frame = pl.DataFrame({str(n): day for n, day in enumerate(days)})
    known = pl.all_horizontal(pl.all().is_not_null())
    return frame.select(pl.when(known).then(pl.max_horizontal(pl.all()))).to_series()


def _anchor(care: Care, sequence: Sequence) -> pl.Series:
    people, kind = care.people.frame, sequence.anchor.kind
    if kind is AnchorKind.BIRTH:
        return people["birth"]
    if kind is AnchorKind.GIVEN:
        return people["anchor_date"]
    if kind is AnchorKind.DATE:
        return pl.repeat(sequence.anchor.date, people.height, dtype=pl.Date, eager=True)
    own = care.steps.filter(pl.col("step") == (sequence.anchor.step or 0))
    first = own.group_by("p").agg(pl.col("day").min())
    return placed(people.height, first["p"], first["day"])


def _has(care: Care, step: int, size: int) -> pl.Series:
    p = care.steps.filter(pl.col("step") == step)["p"]
    return pl.repeat(value=False, n=size, eager=True).scatter(
        p, pl.repeat(value=True, n=len(p), eager=True)
    )


def _families(
    judged: pl.DataFrame, care: Care, steps: list[int], numbers: list[int]
) -> pl.DataFrame:
    """Join children of one family; it stands where its first child stands."""
    people = care.people.frame
    p = judged["p"]
    family = people["shown family_id"].cast(pl.String).gather(p)
    judged = judged.with_columns(
        family=pl.when(family.is_null())
        .then(pl.lit("\0") + pl.col("p").cast(pl.String))
        .otherwise(family),
        birth=people["birth"].gather(p),
        key=people["person_id"].gather(p).cast(pl.String),
    )
    joined = (
        judged.sort("birth", "key", nulls_last=True)
        .group_by("family", maintain_order=True)
        .agg(
            pl.col("p").first(),
            *(pl.col(f"in {k}").any() for k in steps),
            *(pl.col(f"unknown {k}").any() for k in steps),
            *((pl.col(f"has {k}") & pl.col(f"in {k}")).any().alias(f"has {k}") for k in numbers),
            *(
                (pl.col(f"has {k}") & pl.col(f"in {ALL}")).any().alias(f"all {k}")
                for k in numbers
                if ALL in steps
            ),
        )
    )
    return joined.with_columns(
        (pl.col(f"unknown {k}") & ~pl.col(f"in {k}")).alias(f"unknown {k}") for k in steps
    )


@frozen(eq=False)
class Measured:
    """The counts of lead times, and which contacts they were taken from."""

    cells: dict[Group, LeadTimeCell]
    used: pl.Series


def lead_time_cells(care: Care, request: Request, route: Route) -> Measured:
    """Measure each episode from its first step of one kind to its first of another."""
    episodes = care.board.episodes.select("p", "end")
    start, start_row = _first(care, route.start)
    stop, stop_row = _first(care, route.stop)
    inside = start.is_between(request.period.first, request.period.last).fill_null(value=False)
    days = (stop.cast(pl.Int32) - start.cast(pl.Int32)).alias("days")
    limit = route.limit
    month_end = request.sequence.month_end
    frame = episodes.with_columns(
        start=start,
        start_row=start_row,
        stop_row=stop_row,
        days=days,
        within=pl.lit(value=False)
        if limit is None
        else (stop <= shifted(start, limit, month_end)).fill_null(value=False),
        until=pl.col("end").fill_null(request.as_of).cast(pl.Int32) - start.cast(pl.Int32),
        closed=pl.col("end").is_not_null(),
    ).filter(inside)
    contact = care.board.events["c"].gather(frame["start_row"])
    unit = care.events.contacts["unit_id"].gather(contact)
    keys = keys_of(request, care.people, p=frame["p"], day=frame["start"], unit_id=unit)
    cells: dict[Group, LeadTimeCell] = {}
    is_open = frame["days"].is_null()
    for group, row in keys.gather((~is_open).arg_true()).counted(
        frame.filter(~is_open), "days", n=pl.len(), within=pl.col("within").sum()
    ):
        cell = cells.setdefault(group, LeadTimeCell())
        if row["days"] < 0:
            cell.negative += row["n"]
        else:
            cell.days[row["days"]] = row["n"]
            cell.within += row["within"]
    for group, row in keys.gather(is_open.arg_true()).counted(
        frame.filter(is_open), "closed", "until", n=pl.len()
    ):
        cell = cells.setdefault(group, LeadTimeCell())
        (cell.closed if row["closed"] else cell.open)[row["until"]] = row["n"]
    taken = pl.concat([frame["start_row"], frame["stop_row"].drop_nulls()])
    c = care.board.events["c"].gather(taken)
    used = pl.repeat(value=False, n=care.events.contacts.height, eager=True).scatter(
        c, pl.repeat(value=True, n=len(c), eager=True)
    )
    return Measured(cells, used)


def _first(care: Care, steps: tuple[int, ...]) -> tuple[pl.Series, pl.Series]:
    """Return the day and the event of the first occurrence of any of the steps."""
    board = care.board
    if len(steps) == 1:
        return board.day[steps[0]], board.row[steps[0]]
    events, text = board.events, care.events.contacts["contact_id"]
    parts = []
    for step in dict.fromkeys(steps):
        row = board.row[step]
        e = row.is_not_null().arg_true()
        parts.append(pl.DataFrame({"e": e.cast(pl.UInt32), "row": row.gather(e)}))
    every = pl.concat(parts)
    every = every.with_columns(
        day=events["day"].gather(every["row"]),
        text=text.gather(events["c"].gather(every["row"])).cast(pl.String),
    )
    first = every.sort("e", "day", "text", "row").unique("e", keep="first", maintain_order=True)
    return (
        placed(board.size, first["e"], first["day"]),
        placed(board.size, first["e"], first["row"]),
    )
