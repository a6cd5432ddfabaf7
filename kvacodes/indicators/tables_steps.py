"""Completion and lead times on tables: the counts that the rows are made of."""

from __future__ import annotations

from collections import defaultdict
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
from kvacodes.periods import Period
from kvacodes.sequences.tables_ids import those_repeated
from kvacodes.sequences.tables_tools import (
    INDEX,
    marked,
    nothing,
    placed,
    shifted,
    sorted_by,
)

__all__ = ["Measured", "completion_cells", "lead_time_cells"]


def completion_cells(care: Care, request: Request) -> tuple[dict[Group, CompletionCell], pl.Series]:
    """Count who has got each step; return which persons are counted too."""
    judged = _judged(care, request)
    numbers = [s.number for s in request.sequence.steps]
    required = [s.number for s in request.sequence.steps if s.is_for_all]
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
    anchor = _anchor(care, sequence).gather(maybe)
    is_target = target.gather(maybe).fill_null(value=False)
    columns: dict[str, pl.Series] = {"p": maybe.cast(pl.UInt32)}
    due = {}
    has = _has(care, [step.number for step in sequence.steps], people.height)
    for step in sequence.steps:
        day = (
            pl.repeat(date.min, len(maybe), dtype=pl.Date, eager=True)
            if step.nominal_age is None
            else shifted(anchor, step.nominal_age, sequence.month_end)
        )
        due[step.number] = day
        columns[f"has {step.number}"] = has[step.number].gather(maybe)
    required = [due[s.number] for s in sequence.steps if s.is_for_all]
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
    own = care.steps(only=(sequence.anchor.step or 0,))
    first = own.group_by("p").agg(pl.col("day").min())
    return placed(people.height, first["p"], first["day"])


def _has(care: Care, numbers: list[int], size: int) -> dict[int, pl.Series]:
    """Say for each step whether each person has got it."""
    own, width = care.steps(None, "p", "step"), max(numbers) + 1
    index = pl.col("p").cast(INDEX if size * width < _ROOM else pl.UInt64) * width + pl.col("step")
    marks = marked(size * width, own.select(index).to_series())
    return {number: marks.gather_every(width, number) for number in numbers}


_ROOM = 2**32
"""What an index holds."""


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
    limit, month_end = route.limit, request.sequence.month_end
    started = _started(care, route, request.period)
    stopped = _stopped(care, route, started["e"])
    episodes, start = _episodes(care, started["e"]), started["day"]
    frame = episodes.with_columns(
        start=start,
        start_contact=started["c"],
        stop_contact=stopped["c"],
        days=stopped["day"].cast(pl.Int32) - start.cast(pl.Int32),
        within=pl.lit(value=False)
        if limit is None
        else (stopped["day"] <= shifted(start, limit, month_end)).fill_null(value=False),
        until=pl.coalesce("end", _gone(care, episodes["p"], start, request.as_of), request.as_of)
        .cast(pl.Int32)
        .sub(start.cast(pl.Int32)),
        closed=pl.col("end").is_not_null(),
    )
    unit = None
    if request.unit_of_contact:
        unit = care.contacts("unit_id")["unit_id"].gather(frame["start_contact"])
    keys = keys_of(
        request,
        care.people,
        p=frame["p"],
        day=frame["start"],
        unit_id=unit,
        said=lambda name: care.said(name, frame["start_contact"]),
    )
    cells: dict[Group, LeadTimeCell] = defaultdict(LeadTimeCell)
    measured, negative, is_open = frame["days"] >= 0, frame["days"] < 0, frame["days"].is_null()
    own = keys.gather(measured.fill_null(value=False).arg_true())
    for group, row, lasted in own.tallied(
        frame.filter(measured), "days", within=pl.col("within").sum()
    ):
        cells[group].days, cells[group].within = lasted, row["within"]
    own = keys.gather(negative.fill_null(value=False).arg_true())
    for group, row in own.counted(frame.filter(negative), n=pl.len()):
        cells[group].negative = row["n"]
    own = keys.gather(is_open.arg_true())
    for group, row, waited in own.tallied(frame.filter(is_open), "until", "closed"):
        cell = cells[group]
        if row["closed"]:
            cell.closed = waited
        else:
            cell.open = waited
    taken = pl.concat([frame["start_contact"], frame["stop_contact"].drop_nulls()])
    return Measured(cells, marked(care.size, taken))


def _episodes(care: Care, e: pl.Series) -> pl.DataFrame:
    """Return a row for each of some episodes: `p`, and the day on which it ended."""
    if not care.is_plain:
        return care.board.episodes.select(pl.col("p", "end").gather(e))
    return pl.DataFrame({"p": e}).with_columns(end=pl.lit(None, pl.Date))


def _started(care: Care, route: Route, period: Period) -> pl.DataFrame:
    """Return the episodes that start in a period, with day and contact: `e`, `day`, `c`."""
    own = _occurrences(care, route.start)
    # A period has few of them: only there it is asked which is the first.
    started_before = marked(_size(care), own.filter(pl.col("day") < period.first)["e"])
    inside = own.filter(pl.col("day").is_between(period.first, period.last))
    inside = inside.filter(~started_before.gather(inside["e"]))
    return _earliest(inside, care)


def _stopped(care: Care, route: Route, e: pl.Series) -> pl.DataFrame:
    """Return day and contact of the stop of some episodes, null where they are open."""
    own, size = _occurrences(care, route.stop), _size(care)
    first = _earliest(own.filter(marked(size, e).gather(own["e"])), care)
    place = pl.int_range(first.height, dtype=INDEX, eager=True)
    return first.select(pl.col("day", "c").gather(placed(size, first["e"], place).gather(e)))


def _gone(care: Care, p: pl.Series, start: pl.Series, as_of: date) -> pl.Series:
    """Return the day after which a person was not seen, if that is after the start."""
    ended = care.people.frame["ended_on"].gather(p)
    is_after = (ended >= start) & (ended < as_of)
    return ended.zip_with(is_after.fill_null(value=False), nothing(len(ended), pl.Date))


def _size(care: Care) -> int:
    """Return the number of episodes."""
    return care.people.frame.height if care.is_plain else care.board.size


def _occurrences(care: Care, steps: tuple[int, ...]) -> pl.DataFrame:
    """Return what may be the first occurrence of any of the steps: `e`, `day`, `c`."""
    if not care.is_plain:
        return _on_board(care, steps)
    # Each person is an episode.
    return care.steps(None, "p", "day", "c", only=steps).rename({"p": "e"})


def _on_board(care: Care, steps: tuple[int, ...]) -> pl.DataFrame:
    """Return the first occurrence of each of the steps: `e`, `day`, `c`."""
    board, parts = care.board, []
    for step in dict.fromkeys(steps):
        row = board.row[step]
        e = row.is_not_null().arg_true().cast(INDEX).alias("e")
        found = board.events.select(pl.col("day", "c").gather(row.gather(e)))
        parts.append(found.with_columns(e))
    return pl.concat(parts)


def _earliest(own: pl.DataFrame, care: Care) -> pl.DataFrame:
    """Return the earliest row of each episode; ties are broken by the contact as text."""
    has_others = those_repeated(own["e"])
    if has_others is None:
        return own
    # Most episodes have one row: only those of the others are sorted.
    again = own.filter(has_others)
    contact_id = care.contacts("contact_id")["contact_id"]
    day = pl.col("day").cast(pl.Int64)
    offset = again.select(day.min()).item() or 0
    key = pl.col("e").cast(pl.UInt64) * _DAYS + (day - offset).cast(pl.UInt64)
    text = pl.col("c").map_batches(
        lambda c: contact_id.gather(c).cast(pl.String), return_dtype=pl.String
    )
    ordered = sorted_by(again, again.select(key=key)["key"], [text])
    first = ordered.filter(pl.col("e").ne_missing(pl.col("e").shift(1)))
    return pl.concat([own.filter(~has_others), first])


_DAYS = 2**22
"""More days than a calendar has."""
