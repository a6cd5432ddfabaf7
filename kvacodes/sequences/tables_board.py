"""Episodes and first occurrences, as columns: a row for each person and episode.

The board is what all rules about order, windows and absence look at: for each step the
day and the event of its first occurrence, in one column each.
"""

from __future__ import annotations

import polars as pl
from attrs import define, field

from kvacodes.model import AnchorKind, Condition, Origin, Step, Window
from kvacodes.periods import ALWAYS, Interval
from kvacodes.sequences.plan import Limit, Plan, Side
from kvacodes.sequences.tables_events import Events
from kvacodes.sequences.tables_tools import INDEX, marked, nothing, placed, shifted

__all__ = ["Board", "board_of", "events_before"]


@define(eq=False)
class Board:
    """Persons and their episodes, with what happened in each.

    Attributes:
        plan: The sequence, made ready.
        episodes: A row for each person and episode: `p`, `number`, `start`, `anchor`, `end`.
        events: The events with `e` (index of the episode), `step`, `late` and `fills`.
        day: For each step, the day of its first occurrence in each episode.
        row: For each step, the index of that event.
        dateless: For each step, whether it stands on a row without a day; in the last episode.
        refused: Events that a limit let reach no step, one frame for each limit.
    """

    plan: Plan
    episodes: pl.DataFrame
    events: pl.DataFrame
    day: dict[int, pl.Series] = field(factory=dict)
    row: dict[int, pl.Series] = field(factory=dict)
    dateless: dict[int, pl.Series] = field(factory=dict)
    refused: list[tuple[Side, int, Limit, pl.DataFrame]] = field(factory=list)
    _previous: dict[int, tuple[pl.Series, pl.Series]] = field(factory=dict)
    _holds: dict[int, pl.Series] = field(factory=dict)
    _before: tuple[pl.Series, pl.Series] | None = None

    @property
    def size(self) -> int:
        """The number of episodes."""
        return self.episodes.height

    def present(self, number: int) -> pl.Series:
        """Say for each episode whether a step is present."""
        return self.row[number].is_not_null()

    def origin(self, side: Side, number: int) -> pl.Series:
        """Return the day that a side of a step is counted from."""
        if side.origin is Origin.ANCHOR:
            return self.episodes["anchor"]
        if side.origin is Origin.STEP:
            return self._day(side.step)
        if side.origin is Origin.VISIT:
            return self.events["day"].gather(self._visit_before(number))
        return self.previous(number)[0]

    def _day(self, number: int | None) -> pl.Series:
        day = None if number is None else self.day.get(number)
        return nothing(self.size, pl.Date) if day is None else day

    def _visit_before(self, number: int) -> pl.Series:
        """Return the event before a step: before its first occurrence, or the latest of all."""
        if self._before is None:
            self._before = events_before(self, self.events["step"])
        before, latest = self._before
        row = self.row[number]
        return before.gather(row).zip_with(row.is_not_null(), latest)

    def previous(self, number: int) -> tuple[pl.Series, pl.Series]:
        """Return day and number of the step before, by number, among those present."""
        if number not in self._previous:
            day, step = nothing(self.size, pl.Date), nothing(self.size, pl.Int64)
            for other in self.plan.ordered:
                if other >= number:
                    break
                here = self.present(other)
                day = self.day[other].zip_with(here, day)
                step = pl.select(
                    pl.when(here).then(other).otherwise(step).cast(pl.Int64)
                ).to_series()
            self._previous[number] = (day, step)
        return self._previous[number]

    def awaited(self, side: Side, number: int) -> pl.Series:
        """Return the day that a side of a step not yet done is counted from."""
        origin = self.origin(side, number)
        if not side.is_gap:
            return origin
        return nothing(self.size, pl.Date).zip_with(self._is_waiting(number), origin)

    def _is_waiting(self, number: int) -> pl.Series:
        """Say whether a required step comes between an absent one and those present."""
        waiting = pl.repeat(value=False, n=self.size, eager=True)
        settled = self.present(number)
        for other in reversed(self.plan.ordered):
            if other >= number:
                continue
            step = self.plan.steps[other]
            part = self.part(other)
            here = part & self.present(other)
            if not step.optional:
                waiting |= ~settled & part & ~here
                here = part
            settled |= here
        return waiting

    def related(self, side: Side, number: int) -> pl.Series | int | None:
        """Return the step that a side is counted from."""
        if side.origin is Origin.VISIT:
            return self.events["step"].gather(self._visit_before(number))
        return self.previous(number)[1] if side.origin is Origin.PREVIOUS else side.step

    def holds(self, limit: Limit) -> pl.Series | None:
        """Say for each episode whether a limit holds; None where it always does."""
        if not limit.conditional:
            return None
        if id(limit) not in self._holds:
            self._holds[id(limit)] = self._meant_for(limit.window)
        return self._holds[id(limit)]

    def part(self, number: int) -> pl.Series:
        """Say for each episode whether a step is part of the sequence in it."""
        return self._meant_for(self.plan.steps[number].step)

    def _meant_for(self, thing: Window | Step) -> pl.Series:
        """Say for each episode whether version and conditions let a window or step be there."""
        mask = self._within(thing.valid)
        if thing.when:
            mask &= self._any_is_so(thing.when)
        if thing.unless:
            mask &= ~self._any_is_so(thing.unless)
        return mask

    def _within(self, valid: Interval) -> pl.Series:
        mask = pl.repeat(value=valid == ALWAYS, n=self.size, eager=True)
        if valid != ALWAYS:
            start = self.episodes["start"]
            mask = start.is_not_null()
            if valid.start is not None:
                mask &= start >= valid.start
            if valid.end is not None:
                mask &= start < valid.end
        return mask.fill_null(value=False)

    def _any_is_so(self, conditions: tuple[Condition, ...]) -> pl.Series:
        mask = pl.repeat(value=False, n=self.size, eager=True)
        for condition in conditions:
            mask |= self._is_so(condition)
        return mask

    def _is_so(self, condition: Condition) -> pl.Series:
        day, month_end = self._day(condition.step), self.plan.month_end
        mask = day.is_not_null()
        if condition.start is None and condition.before is None and condition.after is None:
            return mask
        after = condition.after
        origin = self.episodes["anchor"] if after is None else self._day(after)
        mask &= origin.is_not_null()
        if condition.start is not None:
            mask &= day >= shifted(origin, condition.start, month_end)
        if condition.before is not None:
            mask &= day < shifted(origin, condition.before, month_end)
        return mask.fill_null(value=False)

    def forget(self) -> None:
        """Drop what was worked out from first occurrences, since they have changed."""
        self._previous.clear()
        self._holds.clear()
        self._before = None


def events_before(board: Board, step: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return for each event the one before it in its episode, and the latest of each episode.

    Only events of steps that take part in the order come before others.

    Args:
        board: Its events, in order of time.
        step: The step of each event.
    """
    rows = board.events.select("e", "late").with_row_index("row").with_columns(step=step)
    rows = rows.filter(~pl.col("late")).sort("e", maintain_order=True)
    counts = pl.col("step").is_in(list(board.plan.ordered))
    rows = rows.with_columns(
        latest=pl.when(counts).then("row").forward_fill().over("e").cast(INDEX)
    ).with_columns(before=pl.col("latest").shift(1).over("e"))
    last = rows.unique("e", keep="last", maintain_order=True)
    return (
        placed(board.events.height, rows["row"], rows["before"]),
        placed(board.size, last["e"], last["latest"]),
    )


def board_of(persons: pl.DataFrame, events: Events, plan: Plan) -> Board:
    """Divide the events into episodes, and find the first occurrence of each step."""
    own = _with_first_candidate(events, plan)
    if plan.starts:
        episodes, own = _divided(own, persons, plan)
    else:
        episodes = persons.select(
            p=pl.int_range(pl.len(), dtype=INDEX),
            number=pl.lit(1, pl.Int64),
            start=_anchor(persons, plan),
            end=pl.lit(None, pl.Date),
        )
        own = own.with_columns(e="p", late=pl.lit(value=False))
    own = own.with_columns(fills=pl.lit(value=True))
    anchor = _anchor(persons, plan)
    at_fill = nothing(episodes.height, pl.Date) if plan.starts else anchor
    board = Board(plan, episodes.with_columns(anchor=at_fill), own)
    for number in plan.steps:
        board.day[number] = nothing(board.size, pl.Date)
        board.row[number] = nothing(board.size, INDEX)
    if plan.ordinal:
        from kvacodes.sequences.tables_ordinal import fill_in_order

        fill_in_order(board, plan.groups)
    else:
        _first_occurrences(board)
    _count_from(board, anchor)
    _mark_dateless(board, events, plan)
    return board


def _with_first_candidate(events: Events, plan: Plan) -> pl.DataFrame:
    lowest = pl.Series([group[0] for group in plan.groups], dtype=pl.Int64)
    return events.events.with_columns(step=lowest.gather(events.events["g"]))


def _anchor(persons: pl.DataFrame, plan: Plan) -> pl.Series:
    if plan.anchor is AnchorKind.BIRTH:
        return persons["birth"].alias("start")
    if plan.anchor is AnchorKind.GIVEN:
        return persons["anchor_date"].alias("start")
    return pl.repeat(plan.sequence.anchor.date, persons.height, dtype=pl.Date, eager=True).alias(
        "start"
    )


def _count_from(board: Board, anchor: pl.Series) -> None:
    """Set the day that each episode counts from."""
    plan = board.plan
    if plan.anchor is AnchorKind.STEP:
        day = board.day.get(plan.sequence.anchor.step or 0, nothing(board.size, pl.Date))
    else:
        day = anchor.gather(board.episodes["p"])
    board.episodes = board.episodes.with_columns(anchor=day)
    if plan.anchor is AnchorKind.STEP and not plan.starts:
        board.episodes = board.episodes.with_columns(start=day)
    board.forget()


def _first_occurrences(board: Board) -> None:
    steps, size = list(board.plan.steps), board.size
    order = pl.int_range(len(steps), dtype=INDEX, eager=True)
    place = placed(max(steps) + 1, pl.Series(steps, dtype=INDEX), order)
    row = pl.int_range(board.events.height, dtype=INDEX, eager=True)
    cell = place.gather(board.events["step"]) * size + board.events["e"]
    if board.plan.starts:
        on_time = ~board.events["late"]
        row, cell = row.filter(on_time), cell.filter(on_time)
    # In order of time, from the last: what is written over in a cell is what came later.
    first = nothing(len(steps) * size, INDEX).scatter(cell.reverse(), row.reverse())
    for n, number in enumerate(steps):
        board.row[number] = first.slice(n * size, size)
        board.day[number] = board.events["day"].gather(board.row[number])


def _mark_dateless(board: Board, events: Events, plan: Plan) -> None:
    """Without a day there is no telling which episode; the last is the open one."""
    rows = events.dateless
    if not rows.height:
        return
    last = board.episodes["p"].search_sorted(rows["p"], side="right") - 1
    rows = rows.with_columns(e=last.cast(INDEX))
    if plan.ordinal:
        _mark_in_order(board, events, rows)
        return
    for g in rows["g"].unique():
        mask = marked(board.size, rows.filter(pl.col("g") == g)["e"])
        for number in plan.groups[g]:
            board.dateless[number] = board.dateless.get(number, mask) | mask


def _mark_in_order(board: Board, events: Events, rows: pl.DataFrame) -> None:
    """Let each empty step in order take the first contact that can reach it, by its key."""
    text = events.contacts["contact_id"].gather(rows["c"]).cast(pl.String)
    left = rows.with_columns(text=text).sort("e", "text")
    for number in board.plan.steps:
        own = [g for g, group in enumerate(board.plan.groups) if number in group]
        empty = ~board.present(number) & board.part(number)
        taken = left.filter(pl.col("g").is_in(own) & empty.gather(left["e"])).unique(
            "e", keep="first", maintain_order=True
        )
        if taken.height:
            board.dateless[number] = marked(board.size, taken["e"])
            left = left.filter(~pl.col("c").is_in(taken["c"].implode()))


# --- episodes ----------------------------------------------------------------------------


def _divided(
    events: pl.DataFrame, persons: pl.DataFrame, plan: Plan
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Number the episodes: a start opens one while none is open, an end closes it.

    Whether one is open after an event follows from the last event that starts or ends;
    events of steps that do both turn it over.
    """
    step = pl.col("step")
    starts, ends = step.is_in(list(plan.starts)), step.is_in(list(plan.ends))
    frame = events.with_columns(
        sets=pl.when(starts & ~ends).then(1).when(ends & ~starts).then(0),
        turns=(starts & ends).cast(pl.Int32).cum_sum().over("p"),
    )
    known = pl.col("sets").forward_fill().over("p").fill_null(0)
    since = pl.col("turns") - pl.when(pl.col("sets").is_not_null()).then(
        "turns"
    ).forward_fill().over("p").fill_null(0)
    frame = frame.with_columns(after=((known + since) % 2).cast(pl.Int32))
    frame = frame.with_columns(before=pl.col("after").shift(1).over("p").fill_null(0))
    opens = starts & (pl.col("before") == 0)
    frame = frame.with_columns(opens=opens, count=opens.cast(pl.Int64).cum_sum().over("p"))
    waiting = ~pl.col("opens") & ((pl.col("count") == 0) | step.is_in(list(plan.waits)))
    total = pl.max_horizontal(pl.col("count").max().over("p"), 1)
    frame = frame.with_columns(number=pl.min_horizontal(pl.col("count") + waiting, total))
    closes = (pl.col("before") == 1) & (pl.col("after") == 0)
    opened = frame.filter("opens").select("p", "number", start="day")
    closed = frame.filter(closes).select("p", "number", end="day")
    nobody = (
        pl.DataFrame({"p": pl.int_range(persons.height, dtype=INDEX, eager=True)})
        .join(opened, on="p", how="anti")
        .select("p", number=pl.lit(1, pl.Int64), start=pl.lit(None, pl.Date))
    )
    episodes = (
        pl.concat([opened, nobody]).join(closed, on=["p", "number"], how="left").sort("p", "number")
    )
    numbered = episodes.with_row_index("e").select("p", "number", "e", "end")
    frame = frame.join(numbered, on=["p", "number"], how="left", maintain_order="left")
    late = (pl.col("day") > pl.col("end")).fill_null(value=False)
    return episodes, frame.select(*events.columns, "e", late=late)
