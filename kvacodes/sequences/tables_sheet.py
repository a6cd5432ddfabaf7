"""The filled board as one frame, so that rules can be written as expressions.

A rule is an expression for a row, and a row is a person and episode. All rules of all
steps then run together in one query, which costs much less than a call for each.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from kvacodes.model import Origin
from kvacodes.periods import Span
from kvacodes.sequences.plan import Limit, Side
from kvacodes.sequences.tables_board import Board
from kvacodes.sequences.tables_tools import shifted

__all__ = ["Sheet"]


class Sheet:
    """Columns for each person and episode; those that limits lead to are made when asked for.

    Columns: `p`, `number`, `anchor`, `ended`, `target` (whether in the target group),
    `until` (the day absence is judged on), `closed`; and for each step `day n` and `c n`
    (day and contact of its first occurrence), and `lacks n` where it stands on a row
    without a day.
    """

    def __init__(self, board: Board, persons: pl.DataFrame) -> None:
        """Take what the board and the persons say."""
        p, contact = board.episodes["p"], board.events["c"]
        self.board, self.plan = board, board.plan
        self._rows: pl.LazyFrame | None = None
        self._columns = {
            **{name: board.episodes[name] for name in ("p", "number", "anchor")},
            "ended": board.episodes["end"].is_not_null(),
            "target": persons["target_group"].gather(p),
            **{name: persons[name].gather(p) for name in ("until", "closed")},
            **{f"day {number}": day for number, day in board.day.items()},
            **{f"c {number}": contact.gather(row) for number, row in board.row.items()},
            **{f"lacks {number}": mask for number, mask in board.dateless.items()},
        }

    @property
    def target(self) -> pl.Series:
        """Whether each is in the target group."""
        return self._columns["target"]

    @property
    def rows(self) -> pl.LazyFrame:
        """The columns made so far."""
        if self._rows is None:
            self._rows = pl.DataFrame(self._columns).lazy()
        return self._rows

    def _column(self, name: str, values: Callable[[], pl.Series]) -> pl.Expr:
        if name not in self._columns:
            self._columns[name] = values()
            self._rows = None
        return pl.col(name)

    def day(self, number: int) -> pl.Expr:
        """The day of the first occurrence of a step; null where it is absent."""
        return pl.col(f"day {number}")

    def first(self, number: int) -> dict[str, str | int]:
        """What findings say of the first occurrence of a step: columns, and its number."""
        return {
            "p": "p",
            "c": f"c {number}",
            "episode": "number",
            "step": number,
            "date": f"day {number}",
        }

    def present(self, number: int) -> pl.Expr:
        """Say whether a step is present."""
        return pl.col(f"day {number}").is_not_null()

    def has_later(self, number: int) -> pl.Expr:
        """Say whether a step that comes after an ordered one is present."""
        later = self.later(number)
        return pl.any_horizontal(pl.lit(value=False), *(self.present(n) for n in later))

    def later(self, number: int) -> list[int]:
        """The steps that come after a step, where steps have an order."""
        is_ordered = self.plan.steps[number].ordered
        return [other for other in self.plan.ordered if other > number and is_ordered]

    def lacks_day(self, number: int) -> pl.Expr:
        """Say whether a step stands on a row without a day."""
        name = f"lacks {number}"
        return pl.col(name) if name in self._columns else pl.lit(value=False)

    def part(self, number: int) -> pl.Expr:
        """Say whether a step is part of the sequence in the episode."""
        if self.plan.steps[number].always:
            return pl.lit(value=True)
        return self._column(f"part {number}", lambda: self.board.part(number))

    def origin(self, side: Side, number: int) -> pl.Expr:
        """The day that a side of a step is counted from."""
        if side.origin is Origin.ANCHOR:
            return pl.col("anchor")
        if side.origin is Origin.STEP and side.step in self.board.day:
            return self.day(side.step)
        name = f"{side.origin} {side.step or number}"
        return self._column(name, lambda: self.board.origin(side, number))

    def awaited(self, side: Side, number: int) -> pl.Expr:
        """The day that a side of a step not yet done is counted from."""
        if not side.is_gap:
            return self.origin(side, number)
        name = f"awaited {side.origin} {number}"
        return self._column(name, lambda: self.board.awaited(side, number))

    def related(self, side: Side, number: int) -> pl.Expr:
        """The step that a side is counted from."""
        related = self.board.related(side, number)
        if isinstance(related, pl.Series):
            return self._column(f"related {side.origin} {number}", lambda: related)
        return pl.lit(related, pl.Int64)

    def holds(self, limit: Limit) -> pl.Expr | None:
        """Say whether a limit holds; None where it always does."""
        mask = self.board.holds(limit)
        return None if mask is None else self._column(f"holds {id(limit)}", lambda: mask)

    def shifted(self, day: pl.Expr, span: Span, *, back: bool = False) -> pl.Expr:
        """The days of a column so much later, or earlier."""
        origin = day.meta.output_name()
        name = f"{origin} {'before' if back else 'after'} {span.months} {span.days}"
        days = self._columns[origin]
        return self._column(name, lambda: shifted(days, span, self.plan.month_end, back=back))
