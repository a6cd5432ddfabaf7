"""Contacts as a table: which are judged, the steps they reach, their time, the row account.

Most contacts have one row of the programme. Such rows are judged while they are read, each
by itself; only contacts of several rows are gathered first. Both are numbered together:
the contacts of one row in the order of the rows, then the others.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from datetime import date
from typing import TypeVar

import polars as pl
from attrs import define, evolve, field

from kvacodes.frames import Table
from kvacodes.indicators.care import AND, timed_plan
from kvacodes.indicators.tables_people import People
from kvacodes.model import Sequence
from kvacodes.periods import Period
from kvacodes.sequences.plan import Plan
from kvacodes.sequences.tables_board import Board, board_of
from kvacodes.sequences.tables_codes import Codes, codes_while
from kvacodes.sequences.tables_events import Events, come_again, events_of, reason_alone
from kvacodes.sequences.tables_rows import Rows, read_rows
from kvacodes.sequences.tables_tools import marked, placed, stacked

__all__ = ["OWN", "Care", "care_of"]

OWN = "own "
"""Stands before the names of the caller's own columns, which may be called anything."""

_STEP = pl.UInt16
_UNREAD = {
    "unit_id": pl.Categorical,
    "staff_id": pl.Categorical,
    "staff_role": pl.Categorical,
    "joint": pl.Boolean,
    "rest": pl.UInt8,
}
"""What contacts of several rows are gathered by, with the types of what is not read."""
_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)


@define(eq=False, slots=False)
class Care:
    """The contacts of the programme in an extract, reduced once for all indicators.

    Attributes:
        people: The persons.
        plan: The sequence, made ready; time-band codes are add-ons.
        as_of: The day of the question.
        source: All contacts, from which rows can be read once more.
        facts: The facts of contacts that were read; None for all.
        rows: The rows of the programme.
        alone: The rows of contacts of one row, with the `day` and the number of the
            `reason` why they are not used.
        several: The contacts of several rows, and their events.
        found: What breaks the rules, once somebody has asked.
    """

    people: People
    plan: Plan
    as_of: date
    source: Table
    facts: tuple[str, ...] | None
    rows: Rows
    alone: pl.DataFrame
    several: Events
    found: pl.DataFrame | None = field(default=None, init=False)
    _inside: dict[Period, pl.DataFrame] = field(factory=dict, init=False)

    # --- everything as events, for what looks at episodes and at rules ---------------------

    @functools.cached_property
    def events(self) -> Events:
        """All contacts and events; gathered when first asked for."""
        rows = _gatherable(self.rows, self.rows.frame)
        return events_of(rows, self.people.frame["birth"], self.plan, as_of=self.as_of)

    @functools.cached_property
    def board(self) -> Board:
        """Episodes and first occurrences; worked out when first asked for."""
        return board_of(self.people.frame, self.events, self.plan)

    @property
    def is_plain(self) -> bool:
        """Whether a code alone tells the step, and each person has one episode."""
        return not (self.plan.ordinal or self.plan.starts)

    # --- contacts --------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """The number of contacts."""
        return self.alone.height + self.several.contacts.height

    def contacts(self, *columns: str) -> pl.DataFrame:
        """Return what each contact says: `p`, `day`, `contact_id`, and facts that were read."""
        return stacked(self.alone.select(columns), self.several.contacts.select(columns))

    def said(self, name: str, contacts: pl.Series) -> pl.Series:
        """Return what a column says of some of the contacts, as `Visited.said` of each."""
        if name == "joint":
            return self.contacts("joint")["joint"].gather(contacts)
        column = f"{OWN}{name}" if f"{OWN}{name}" in self.alone.columns else name
        rows = self.several.rows
        if column not in self.alone.columns:
            return pl.repeat(None, len(contacts), dtype=pl.String, eager=True)
        found = (
            rows.select("c", value=pl.col(column).cast(pl.String))
            .drop_nulls()
            .unique()
            .sort("c", "value")
            .group_by("c")
            .agg(pl.col("value").str.join(AND))
        )
        several = placed(self.several.contacts.height, found["c"], found["value"])
        return pl.concat([self.alone[column].cast(pl.String), several]).gather(contacts)

    def visited(self, period: Period | None, *facts: str) -> pl.DataFrame:
        """Return a row for each contact that is judged: `c`, `p`, `day`, and facts of it.

        Args:
            period: Where its day lies; None for any.
            facts: Of `unit_id` and `joint`, those wanted.
        """
        alone = self.of_one_row(period, "c", "p", "day", *facts)
        c = _within(self.several.events, period)["c"].unique()
        others = self.several.contacts[c].with_columns(self.numbered(c))
        return stacked(alone, others.select(alone.columns))

    def steps(
        self,
        period: Period | None = None,
        *columns: str,
        only: Collection[int] | None = None,
    ) -> pl.DataFrame:
        """Return a row for each contact and step reached: `c`, `p`, `day`, `step`.

        Args:
            period: Where its day lies; None for any.
            columns: The columns wanted; all where none is named.
            only: The steps to look for; None for all.
        """
        columns = columns or ("c", "p", "day", "step")
        asked = pl.lit(value=True) if only is None else pl.col("step").is_in(list(only))
        if not self.is_plain:
            own = _within(self.board.events, period)
            own = own.filter(pl.col("fills") & ~pl.col("late") & asked)
            return own.unique(["c", "step"]).select(columns)
        lowest = pl.Series("step", [group[0] for group in self.plan.groups], dtype=_STEP)
        group_of = self.rows.codes.group_of
        by_code = [group_of.get(k) for k in range(len(self.rows.codes.names))]
        codes = pl.DataFrame({"step": lowest.gather(pl.Series(by_code, dtype=pl.UInt16))})
        wanted = pl.col("k").is_in(codes.select(asked.arg_true()).to_series().implode())
        alone = self.of_one_row(
            period,
            *(pl.col("k" if name == "step" else name).alias(name) for name in columns),
            where=None if only is None else wanted,
        )
        if "step" in columns:
            alone = alone.with_columns(codes["step"].gather(alone["step"]))
        events = _within(self.several.events, period)
        others = events.select("c", "p", "day", lowest.gather(events["g"])).filter(asked).unique()
        return stacked(alone, others.with_columns(self.numbered(others["c"])).select(columns))

    def staff(self, period: Period) -> pl.DataFrame:
        """Return who was seen at the contacts of a period: `c`, `p`, `role`, `staff_id`."""
        role = pl.col("staff_role").fill_null("").alias("role")
        known = pl.col("staff_id").is_not_null()
        alone = self.of_one_row(period, "c", "p", role, "staff_id", where=known)
        made = marked(self.several.contacts.height, _within(self.several.events, period)["c"])
        staff = self.several.staff
        staff = staff.filter(made.gather(staff["c"])).unique()
        others = staff.with_columns(
            self.numbered(staff["c"]), p=self.several.contacts["p"].gather(staff["c"])
        )
        return stacked(alone, others.select(alone.columns))

    def of_one_row(
        self,
        period: Period | None,
        *columns: str | pl.Expr,
        where: pl.Expr | None = None,
        **named: pl.Expr,
    ) -> pl.DataFrame:
        """Return the judged ones among the contacts of one row, with their number `c`."""
        rows = self._judged(period)
        if where is not None:
            rows = rows.filter(where)
        return rows.select(*columns, **named).collect(engine="streaming")

    def _judged(self, period: Period | None) -> pl.LazyFrame:
        rows = self.alone.lazy().with_row_index("c").filter(pl.col("reason") == 0)
        if period is None:
            return rows
        if period not in self._inside:
            # A period has few of the rows, and is asked for more than once.
            self._inside[period] = _within(rows, period).collect(engine="streaming")
        return self._inside[period].lazy()

    def whole(self, alike: pl.DataFrame) -> pl.DataFrame:
        """Return rows with all facts, of which some were not read; read once more for it."""
        keys, contact_ids = ["p", "contact_id", "date", "k"], alike["contact_id"].unique()
        rows = read_rows(
            self.source,
            self.people.ids,
            self.rows.codes,
            with_strangers=False,
            of_contacts=contact_ids,
        )
        return rows.frame.join(alike.select(keys), on=keys, how="semi")

    def numbered(self, c: pl.Series) -> pl.Series:
        """Return the numbers of contacts of several rows among all contacts."""
        return (c + self.alone.height).alias("c")


def _within(frame: _Frame, period: Period | None) -> _Frame:
    """Keep the rows whose day lies in the period."""
    if period is None:
        return frame
    return frame.filter(pl.col("day").is_between(period.first, period.last))


def _told_joint(alone: pl.DataFrame, codes: Codes, plan: Plan) -> pl.DataFrame:
    """Let the code of a visit say that it was joint, where it is among those that do."""
    says_so = [k for k in codes.indices(plan.joint or ()) if k in codes.group_of]
    if not says_so or "joint" not in alone.columns:
        return alone
    is_joint = pl.col("k").is_in(says_so)
    return alone.with_columns(joint=pl.when(is_joint).then(is_joint).otherwise("joint"))


def _gatherable(rows: Rows, frame: pl.DataFrame) -> Rows:
    """Return rows with the columns that contacts are gathered by, null where not read."""
    unread = (
        pl.lit(None, dtype).alias(name)
        for name, dtype in _UNREAD.items()
        if name not in frame.columns
    )
    return evolve(rows, frame=frame.with_columns(unread))


def care_of(
    contacts: Table,
    take_people: Callable[[], People],
    sequence: Sequence,
    *,
    as_of: date,
    facts: tuple[str, ...] | None = None,
    keep: tuple[str, ...] = (),
) -> Care:
    """Reduce the contacts to those of the programme.

    Args:
        contacts: All contacts.
        take_people: Takes in the persons.
        sequence: The sequence of the programme.
        as_of: The day of the question.
        facts: Which of the facts of contacts to read, since each costs; None for all.
        keep: Columns to keep besides.
    """
    plan = timed_plan(sequence)
    codes, people = codes_while(contacts, plan, take_people)
    births = people.frame["birth"]
    rows = read_rows(
        contacts,
        people.ids,
        codes,
        facts=facts,
        keep=keep if facts is not None else ("minutes", *keep),
        names=pl.Categorical,
        births=births,
        verdict=lambda codes: reason_alone(codes, plan, as_of).alias("reason"),
        with_strangers=False,
    )
    again = come_again(rows.frame)
    alone = rows.frame if again is None else rows.frame.filter(~again)
    others = rows.frame.clear() if again is None else rows.frame.filter(again)
    several = _gatherable(evolve(rows, rows_read=others.height), others)
    return Care(
        people=people,
        plan=plan,
        as_of=as_of,
        source=contacts,
        facts=facts,
        rows=rows,
        alone=_told_joint(alone, rows.codes, plan).rename({"date": "day"}),
        several=events_of(several, births, plan, as_of=as_of, with_rows=True, sort=False),
    )
