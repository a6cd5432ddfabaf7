"""Contacts as a table: a row for each that is judged, with its time, and the row account."""

from __future__ import annotations

import functools
from datetime import date

import polars as pl
from attrs import define, field

from kvacodes.frames import Table
from kvacodes.indicators.care import timed_plan
from kvacodes.indicators.tables_people import People
from kvacodes.indicators.time_bands import TIME_BANDS
from kvacodes.model import Sequence
from kvacodes.results import Accounting
from kvacodes.sequences.plan import Plan
from kvacodes.sequences.tables_board import Board, board_of
from kvacodes.sequences.tables_events import EARLY, Events, events_of, in_time
from kvacodes.sequences.tables_rows import Rows, read_rows
from kvacodes.sequences.tables_tools import is_distinct

__all__ = ["Care", "care_of"]

_SAME = ["c", "date", "k", "unit_id", "staff_id", "staff_role", "rest", "joint"]


@define(eq=False, slots=False)
class Care:
    """The contacts of the programme in an extract, reduced once for all indicators.

    Attributes:
        people: The persons.
        plan: The sequence, made ready; time-band codes are add-ons.
        rows: The rows of the programme.
        events: Contacts and events.
    """

    people: People
    plan: Plan
    rows: Rows
    events: Events
    _board: Board | None = field(default=None, init=False)

    @property
    def board(self) -> Board:
        """Episodes and first occurrences; worked out when first asked for."""
        if self._board is None:
            # Only episodes need the events in order of time; most figures count them as they are.
            self.events = in_time(self.events, self.rows.codes)
            self._board = board_of(self.people.frame, self.events, self.plan)
        return self._board

    @functools.cached_property
    def steps(self) -> pl.DataFrame:
        """A row for each contact and step reached: `c`, `p`, `day`, `step`."""
        if self.plan.ordinal or self.plan.starts:
            own = self.board.events.filter(pl.col("fills") & ~pl.col("late"))
        else:
            lowest = pl.Series([group[0] for group in self.rows.codes.groups], dtype=pl.Int64)
            own = self.events.events.with_columns(step=lowest.gather(self.events.events["g"]))
        own = own.select("c", "p", "day", "step")
        return own if self._is_distinct(own["c"]) else own.unique(["c", "step"])

    @functools.cached_property
    def visited(self) -> pl.DataFrame:
        """A row for each contact that is judged: `c`, `p`, `day`, `unit_id`, `joint`."""
        index = self.events.events["c"]
        if not self._is_distinct(index):
            index = index.unique()
        contacts = self.events.contacts
        return pl.DataFrame(
            {"c": index, **{n: contacts[n].gather(index) for n in ("p", "day", "unit_id", "joint")}}
        )

    def _is_distinct(self, index: pl.Series) -> bool:
        return is_distinct(index, self.events.contacts.height)

    @functools.cached_property
    def times(self) -> pl.DataFrame:
        """For each contact by index, the bounds of its time: `lower`, `upper`."""
        rows = self.events.rows
        size = self.events.contacts.height
        nothing = pl.DataFrame(
            {
                "lower": pl.repeat(None, size, dtype=pl.Int64, eager=True),
                "upper": pl.repeat(None, size, dtype=pl.Int64, eager=True),
            }
        )
        if rows is None:
            return nothing
        bands = {k: TIME_BANDS[n] for k, n in enumerate(self.rows.codes.names) if n in TIME_BANDS}
        if "minutes" not in rows.columns:
            rows = rows.with_columns(minutes=pl.lit(None, pl.Int64))
        minutes = pl.col("minutes")
        timed = rows.filter(minutes.is_not_null() | pl.col("k").is_in(list(bands)))
        if not timed.height:
            return nothing
        by_code = {k: (b.lower, b.upper) for k, b in bands.items()}
        found = (
            timed.group_by("c")
            .agg(
                least=minutes.min(),
                most=minutes.max(),
                lower=_bound(by_code, 0).max(),
                upper=_bound(by_code, 1).min(),
            )
            .with_columns(banded=pl.col("lower").is_not_null())
        )
        said = pl.col("least").is_not_null()
        agree = said & (pl.col("least") == pl.col("most")) & (pl.col("least") >= 0)
        overlap = (
            ~said & pl.col("banded") & (pl.col("upper") >= pl.col("lower")).fill_null(value=True)
        )
        found = found.select(
            "c",
            lower=pl.when(agree).then("least").when(overlap).then("lower"),
            upper=pl.when(agree).then("least").when(overlap).then("upper"),
        )
        return pl.DataFrame(
            {n: nothing[n].scatter(found["c"], found[n]) for n in found.columns[1:]}
        )

    def accounting(
        self, counted: pl.Series | None = None, *, reason: pl.Series | str = "outside-period"
    ) -> Accounting:
        """Account for every row of contacts.

        Args:
            counted: For each contact, whether it is counted; None where all are.
            reason: Why the others are not: one reason, or one for each contact.
        """
        excluded = dict(self.events.excluded)
        early = self.events.events.filter(pl.col("force") == EARLY)
        if counted is not None and self.events.rows is not None:
            rows = self.events.rows
            inside = counted.gather(rows["c"])
            outside = rows["c"].filter(~inside)
            excluded["repeated-row"] = _repeated(
                # Contacts of one row come first, and repeat nothing.
                rows.filter(inside & (rows["c"] >= self.events.alone))
            )
            if isinstance(reason, str):
                excluded[reason] = excluded.get(reason, 0) + len(outside)
            else:
                counts = reason.gather(outside).value_counts()
                for name, n in counts.iter_rows():
                    excluded[name] = excluded.get(name, 0) + n
            early = early.filter(counted.gather(early["c"]))
        return Accounting(
            rows_read=self.rows.rows_read,
            excluded=excluded,
            of_which={"before-latest-start": early.height},
        )


def _bound(by_code: dict[int, tuple[int, int | None]], end: int) -> pl.Expr:
    if not by_code:
        return pl.lit(None, pl.Int64)
    values = pl.Series([bounds[end] for bounds in by_code.values()], dtype=pl.Int64)
    return pl.col("k").replace_strict(
        pl.Series(list(by_code), dtype=pl.UInt16), values, default=None, return_dtype=pl.Int64
    )


def _repeated(used: pl.DataFrame) -> int:
    return used.height - used.unique(_SAME).height


def care_of(contacts: Table, people: People, sequence: Sequence, *, as_of: date) -> Care:
    """Reduce the contacts to those of the programme."""
    plan = timed_plan(sequence)
    rows = read_rows(
        contacts, people.frame["person_id"], plan, keep=("minutes",), names=pl.Categorical
    )
    events = events_of(rows, people.frame["birth"], plan, as_of=as_of, with_rows=True, sort=False)
    return Care(people, plan, rows, events)
