"""The rules as operations on columns: a frame of findings for each rule and step.

Each rule says what `kvacodes.sequences.judge` says about one person, for all at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from operator import eq, gt

import polars as pl

from kvacodes.findings import Severity
from kvacodes.model import Basis
from kvacodes.model.sequence import Origin
from kvacodes.sequences.kinds import DEFINITION, FINDINGS
from kvacodes.sequences.plan import Limit, Plan, Side
from kvacodes.sequences.tables_board import Board
from kvacodes.sequences.tables_events import EARLY, IN_FORCE, Events
from kvacodes.sequences.tables_rows import Codes
from kvacodes.sequences.tables_tools import (
    INDEX,
    beyond,
    nothing,
    placed,
    shifted,
    sorted_by,
)

__all__ = ["BASES", "RAW", "SEVERITIES", "findings_of"]

BASES = (*(str(b) for b in Basis), DEFINITION)
SEVERITIES = tuple(Severity)
RAW = pl.Schema(
    {
        "p": INDEX,
        "c": INDEX,
        "episode": pl.Int64,
        "step": pl.Int64,
        "finding": pl.UInt8,
        "severity": pl.UInt8,
        "date": pl.Date,
        "related_step": pl.Int64,
        "related_date": pl.Date,
        "detail": pl.String,
        "basis": pl.UInt8,
    }
)
"""A finding before its words: indices of person, contact, finding, severity and basis."""

_RANK = {finding: rank for rank, finding in enumerate(FINDINGS)}
_Value = pl.Series | int | dt.date | str | None


def _found(
    finding: str,
    plan: Plan,
    rows: pl.DataFrame,
    *,
    basis: str = DEFINITION,
    severity: Severity | None = None,
    **values: pl.Expr | _Value,
) -> pl.DataFrame:
    """Make findings of rows: columns of the same name are taken, the rest is given or null."""
    grade = severity or plan.severity(finding, basis)
    constants = {
        "finding": _RANK[finding],
        "severity": SEVERITIES.index(grade),
        "basis": BASES.index(str(basis)),
    }
    columns = []
    for name, dtype in RAW.items():
        if name in constants:
            column = pl.lit(constants[name], dtype)
        elif name in values:
            value = values[name]
            column = (value if isinstance(value, pl.Expr) else pl.lit(value)).cast(dtype)
        elif name in rows.columns:
            column = pl.col(name).cast(dtype)
        else:
            column = pl.lit(None, dtype)
        columns.append(column.alias(name))
    return rows.select(columns)


def findings_of(
    board: Board, events: Events, persons: pl.DataFrame, codes: Codes, *, as_of: dt.date
) -> Iterator[pl.DataFrame]:
    """Try every rule; give a frame of findings for each that was broken."""
    yield from _rows(board, events, persons, codes, as_of)
    yield from _order(board)
    yield from _windows(board)
    yield from _absent(board, persons)
    judged = _judged_events(board)
    yield from _events(board, judged, events, codes)
    yield from _requirements(board, judged, events)
    yield from _staff(board, judged, events)


# --- rows and persons --------------------------------------------------------------------


def _rows(
    board: Board, events: Events, persons: pl.DataFrame, codes: Codes, as_of: dt.date
) -> Iterator[pl.DataFrame]:
    plan = board.plan
    only = {g: group[0] if len(group) == 1 else None for g, group in enumerate(codes.groups)}
    step = pl.col("g").replace_strict(
        list(only), list(only.values()), default=None, return_dtype=pl.Int64
    )
    yield _found("date-missing", plan, events.dateless, step=step)
    if events.unknown.height:
        rows = events.unknown
        name = pl.Series(codes.names, dtype=pl.String).gather(rows["k"])
        day = events.contacts["day"].gather(rows["c"])
        yield _found("unknown-code", plan, rows, date=day, detail=name, basis=Basis.DECISION)
    early, late = events.before_birth, events.after_as_of
    birth = persons["birth"].gather(early["p"])
    early, late = early.rename({"day": "date"}), late.rename({"day": "date"})
    yield _found("date-before-birth", plan, early, step=step, related_date=birth)
    yield _found("date-after-as-of", plan, late, step=step, related_date=as_of)
    everyone = persons.select(
        "birth",
        "conflict",
        "target_group",
        "anchor_date",
        "anchor_conflict",
        p=pl.int_range(pl.len(), dtype=INDEX),
    ).with_columns(has_events=events.has_events)
    yield _found("birth-date-conflict", plan, everyone.filter("conflict"))
    outside = (pl.col("target_group") == False).fill_null(value=False)  # noqa: E712
    if plan.anchor == "birth":
        missing = ~pl.col("conflict") & pl.col("birth").is_null()
        matters = pl.col("has_events") | ~outside
        yield _found("birth-date-missing", plan, everyone.filter(missing & matters))
    if plan.anchor == "given":
        yield _found("anchor-date-conflict", plan, everyone.filter("anchor_conflict"))
        missing = ~pl.col("anchor_conflict") & pl.col("anchor_date").is_null()
        matters = pl.col("has_events") | ~outside
        yield _found("anchor-date-missing", plan, everyone.filter(missing & matters))
    rows = everyone.filter(outside & pl.col("has_events"))
    yield _found("outside-target-group", plan, rows, basis=Basis.DECISION)
    strangers = events.strangers.to_frame("p")
    yield _found("person-unknown", plan, strangers)


# --- order -------------------------------------------------------------------------------


def _order(board: Board) -> Iterator[pl.DataFrame]:
    """Out of order and same day: by date alone, each naming the greatest step concerned."""
    plan, seen = board.plan, list[int]()
    latest = nothing(board.size, pl.Date)
    for number in plan.ordered:
        day = board.day[number]
        if seen:
            suspect = (day <= latest).fill_null(value=False).arg_true()
            if len(suspect):
                yield from _order_of(board, number, seen, suspect)
        latest = pl.select(pl.max_horizontal(latest, day)).to_series()
        seen.append(number)


def _order_of(board: Board, number: int, seen: list[int], e: pl.Series) -> Iterator[pl.DataFrame]:
    day = board.day[number].gather(e)
    rows = _first(board, number, e)
    others = [(other, board.day[other].gather(e)) for other in reversed(seen)]
    for finding, relation in (("visit-out-of-order", gt), ("same-day-visits", eq)):
        chosen = [pl.when(relation(theirs, day)).then(other) for other, theirs in others]
        dates = [pl.when(relation(theirs, day)).then(theirs) for _, theirs in others]
        broken = rows.with_columns(
            related_step=pl.coalesce(chosen), related_date=pl.coalesce(dates)
        ).filter(pl.col("related_step").is_not_null())
        yield _found(finding, board.plan, broken, basis=board.plan.order_basis)


def _first(board: Board, number: int, e: pl.Series) -> pl.DataFrame:
    """Return the first occurrences of a step in some episodes, as rows for findings."""
    row = board.row[number].gather(e)
    return pl.DataFrame(
        {
            "p": board.episodes["p"].gather(e),
            "c": board.events["c"].gather(row),
            "episode": board.episodes["number"].gather(e),
            "date": board.day[number].gather(e),
        }
    ).with_columns(step=pl.lit(number, pl.Int64))


# --- windows -----------------------------------------------------------------------------


def _windows(board: Board) -> Iterator[pl.DataFrame]:
    """Too early, too late, gap too short, gap too long: the first limit broken on each side."""
    for number, step in board.plan.steps.items():
        if not step.sides:
            continue
        e = board.present(number).arg_true()
        if len(e):
            day = board.day[number].gather(e)
            for side in step.sides:
                yield from _side(board, number, side, e, day)
    for side, number, limit, rows in board.refused:
        e = rows["e"]
        found = pl.DataFrame(
            {
                "p": board.episodes["p"].gather(e),
                "c": board.events["c"].gather(rows["row"]),
                "episode": board.episodes["number"].gather(e),
                "date": rows["day"],
                "related_step": rows["related"],
                "related_date": rows["origin"],
                "edge": rows["edge"],
            }
        ).with_columns(step=pl.lit(number, pl.Int64))
        yield _broken(board.plan, side, limit, found)


def _side(
    board: Board, number: int, side: Side, e: pl.Series, day: pl.Series
) -> Iterator[pl.DataFrame]:
    month_end = board.plan.month_end
    origin = board.origin(side, number).gather(e)
    open_ = origin.is_not_null()
    if side.origin is Origin.PREVIOUS:
        # A negative gap is out of order, and nothing else.
        open_ &= (day >= origin).fill_null(value=False)
    for limit in side.limits:
        edge = shifted(origin, limit.offset, month_end)
        passed = open_ & beyond(day, edge, limit.window.grace, month_end, late=side.late)
        holds = board.holds(limit)
        if holds is not None:
            passed &= holds.gather(e)
        at = passed.arg_true()
        if not len(at):
            continue
        open_ &= ~passed
        some = e.gather(at)
        found = _first(board, number, some)
        found = found.with_columns(
            related_step=_related(board, side, number, some),
            related_date=origin.gather(at),
            edge=edge.gather(at),
        )
        yield _broken(board.plan, side, limit, found)


def _related(board: Board, side: Side, number: int, e: pl.Series) -> pl.Series | pl.Expr:
    """Return the step that a side is counted from, in some episodes."""
    related = board.related(side, number)
    return related.gather(e) if isinstance(related, pl.Series) else pl.lit(related, pl.Int64)


def _broken(plan: Plan, side: Side, limit: Limit, rows: pl.DataFrame) -> pl.DataFrame:
    detail = _last_day(rows["edge"], late=side.late).dt.to_string("iso")
    return _found(
        limit.finding,
        plan,
        rows,
        detail=detail,
        basis=limit.window.basis,
        severity=limit.severity,
    )


def _last_day(edge: pl.Series, *, late: bool) -> pl.Series:
    """The limit as people say it: the first day allowed, or the last."""
    return (edge.cast(pl.Int32) - 1).cast(pl.Date) if late else edge


# --- absence -----------------------------------------------------------------------------


def _absent(board: Board, persons: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Skipped and overdue: steps without an event, and without a row that lacks its day."""
    plan, episodes = board.plan, board.episodes
    target = persons["target_group"].gather(episodes["p"])
    expected = (target.is_null() | target) & episodes["end"].is_null()
    until = persons["until"].gather(episodes["p"])
    next_day, next_step = nothing(board.size, pl.Date), nothing(board.size, pl.Int64)
    for number in reversed(plan.steps):
        step = plan.steps[number]
        present = board.present(number)
        if not step.optional:
            absent = ~present
            if number in board.dateless:
                absent &= ~board.dateless[number]
            if not step.always:
                absent &= board.part(number)
            skipped = absent & next_step.is_not_null() if step.ordered else absent & False
            e = skipped.arg_true()
            if len(e):
                rows = _missing(board, number, e)
                yield _found(
                    "visit-skipped",
                    plan,
                    rows,
                    related_step=next_step.gather(e),
                    related_date=next_day.gather(e),
                    basis=plan.order_basis,
                )
            e = (absent & ~skipped & expected).arg_true()
            if len(e):
                yield from _overdue(board, number, e, until.gather(e))
        if step.ordered:
            next_day = board.day[number].zip_with(present, next_day)
            next_step = pl.select(
                pl.when(present).then(number).otherwise(next_step).cast(pl.Int64)
            ).to_series()


def _missing(board: Board, number: int, e: pl.Series) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "p": board.episodes["p"].gather(e),
            "episode": board.episodes["number"].gather(e),
        }
    ).with_columns(step=pl.lit(number, pl.Int64))


def _overdue(board: Board, number: int, e: pl.Series, until: pl.Series) -> Iterator[pl.DataFrame]:
    """The strictest last day counts, and of equal ones the first."""
    strictest, chosen = nothing(len(e), pl.Date), nothing(len(e), pl.Int32)
    limits: list[tuple[Side, Limit, pl.Series]] = []
    for side in board.plan.steps[number].sides:
        if not side.late:
            continue
        origin = board.awaited(side, number).gather(e)
        for limit in side.limits:
            edge = shifted(origin, limit.offset, board.plan.month_end)
            holds = board.holds(limit)
            if holds is not None:
                edge = edge.zip_with(holds.gather(e), nothing(len(e), pl.Date))
            stricter = edge.is_not_null() & (strictest.is_null() | (edge < strictest)).fill_null(
                value=False
            )
            strictest = edge.zip_with(stricter, strictest)
            here = pl.repeat(len(limits), len(e), dtype=pl.Int32, eager=True)
            chosen = here.zip_with(stricter, chosen)
            limits.append((side, limit, origin))
    passed = (strictest <= until).fill_null(value=False)
    for index, (side, limit, origin) in enumerate(limits):
        at = (passed & (chosen == index).fill_null(value=False)).arg_true()
        if not len(at):
            continue
        some = e.gather(at)
        yield _found(
            "visit-overdue",
            board.plan,
            _missing(board, number, some),
            date=_last_day(strictest.gather(at), late=True),
            related_step=_related(board, side, number, some),
            related_date=origin.gather(at),
            basis=limit.window.basis,
        )


# --- events ------------------------------------------------------------------------------


def _judged_events(board: Board) -> pl.DataFrame:
    """The events with their row number and episode; those after the end are marked late."""
    number = board.episodes["number"].gather(board.events["e"])
    return board.events.with_row_index("row").with_columns(episode=number, date="day")


def _events(
    board: Board, judged: pl.DataFrame, events: Events, codes: Codes
) -> Iterator[pl.DataFrame]:
    plan = board.plan
    out = judged.filter(pl.col("force") != IN_FORCE)
    if out.height:
        name = pl.Series(codes.names, dtype=pl.String)
        out = out.with_columns(detail=name.gather(out["code"]))
        early = out.filter(pl.col("force") == EARLY)
        never = out.filter(pl.col("force") != EARLY)
        rule = "code-not-in-force"
        yield _found(rule, plan, early, basis=Basis.ASSUMPTION, severity=Severity.INFORMATION)
        yield _found(rule, plan, never, basis=Basis.DECISION)
    yield from _duplicates(board, judged)
    on_time = judged.filter(~pl.col("late")) if plan.starts else judged
    joint = plan.sequence.joint
    if joint is not None:
        alone = events.contacts["joint"].gather(on_time["c"])
        rows = on_time.filter((alone == False).fill_null(value=False))  # noqa: E712
        yield _found("not-joint", plan, rows, basis=joint.basis)


def _duplicates(board: Board, judged: pl.DataFrame) -> Iterator[pl.DataFrame]:
    first = pl.concat(row.drop_nulls() for row in board.row.values())
    is_again = pl.repeat(value=True, n=judged.height, eager=True).scatter(first, False)  # noqa: FBT003
    again = judged.filter(is_again & judged["fills"] & ~judged["late"])
    for number in board.plan.steps:
        own = again.filter(pl.col("step") == number)
        # Where no version of the steps takes it, there is nothing that it repeats.
        own = own.filter(board.present(number).gather(own["e"]))
        if own.height:
            yield _found(
                "duplicate-visit",
                board.plan,
                own,
                related_step=number,
                related_date=board.day[number].gather(own["e"]),
                basis=Basis.DECISION,
            )


def _requirements(board: Board, judged: pl.DataFrame, events: Events) -> Iterator[pl.DataFrame]:
    plan, contacts = board.plan, events.contacts
    for number, step in plan.steps.items():
        for finding, needs, prefix in (
            ("add-on-missing", step.add_ons, "code"),
            ("staff-missing", step.staff, "role"),
        ):
            if not needs:
                continue
            own = judged.filter((pl.col("step") == number) & ~pl.col("late"))
            if prefix == "role":
                # Roles are judged only where some role is known: most extracts hold none.
                own = own.filter(contacts["any_role"].gather(own["c"]))
            lacking = [
                pl.when(~contacts[f"{prefix} {what}"].gather(own["c"])).then(pl.lit(what))
                for what in sorted(needs)
            ]
            detail = pl.concat_str(lacking, separator=", ", ignore_nulls=True)
            rows = own.with_columns(detail=detail).filter(pl.col("detail") != "")
            yield _found(finding, plan, rows, basis=step.step.requirement_basis)


# --- staff -------------------------------------------------------------------------------


def _staff(board: Board, judged: pl.DataFrame, events: Events) -> Iterator[pl.DataFrame]:
    """Staff changed: within a role, nobody of the previous contact is there again."""
    if not events.staff.height:
        return
    visits = _visits_in_time(board, judged, events)
    alone = events.staff["c"] < events.alone
    several = events.staff.filter(~alone).unique()
    is_several = several["c"].is_duplicated()
    one = pl.concat([events.staff.filter(alone), several.filter(~is_several)])
    several = several.filter(is_several)
    place = placed(
        events.contacts.height, one["c"], pl.int_range(one.height, dtype=INDEX, eager=True)
    )
    place = place.gather(visits["c"])
    visits = visits.with_columns(
        role=one["role"].gather(place), staff_id=one["staff_id"].gather(place)
    )
    same_role = pl.col("role") == pl.col("role").shift(1)
    other = pl.col("staff_id") != pl.col("staff_id").shift(1)
    changed = visits.filter(~pl.col("new") & same_role & other)
    yield _found("staff-changed", board.plan, changed, detail=pl.col("role"))
    if several.height:
        yield _found("staff-changed", board.plan, _changed_among_several(visits, several))


def _changed_among_several(visits: pl.DataFrame, several: pl.DataFrame) -> pl.DataFrame:
    """Compare contacts with several staff to the one before and the one after."""
    several = several.join(visits.select("c", "v"), on="c").select("v", "role", "staff_id")
    near = several.select(pl.col("v").unique())
    near = pl.concat([near, near + 1, near - 1]).unique()
    one = visits.filter(pl.col("staff_id").is_not_null()).join(near, on="v", how="semi")
    seen = pl.concat([several, one.select("v", "role", "staff_id")])
    before = seen.with_columns(pl.col("v") + 1)
    both = seen.select("v", "role").unique().join(before, on=["v", "role"], how="semi")
    same = seen.join(before, on=["v", "role", "staff_id"], how="semi")
    changed = both.join(same, on=["v", "role"], how="anti")
    # Pairs of contacts with one of the staff each have been compared already.
    touched = several.select(pl.col("v").unique())
    touched = pl.concat([touched, touched + 1]).unique()
    changed = changed.join(touched, on="v", how="semi")
    later = visits.filter(~pl.col("new")).drop("role", "staff_id")
    return later.join(changed.select("v", detail="role"), on="v")


def _visits_in_time(board: Board, judged: pl.DataFrame, events: Events) -> pl.DataFrame:
    """Return each contact of an episode once, in order of time, numbered by `v`."""
    on_time = judged.filter(~pl.col("late")) if board.plan.starts else judged
    visits = on_time.select("p", "c", "e", "day", "episode", "step", "date")
    if events.alone < events.contacts.height:
        # Only a contact with several rows can reach several steps.
        again = ~visits.select(
            pl.when(pl.col("c") >= events.alone).then(pl.struct("e", "c")).is_first_distinct()
        ).to_series()
        visits = visits.filter(~again | (visits["c"] < events.alone))
    key = pl.col("e").cast(pl.UInt64) * 2**32 + _number(pl.col("day"))
    text = events.contacts["contact_id"]
    by_text = pl.col("c").map_batches(
        lambda c: text.gather(c).cast(pl.String), return_dtype=pl.String
    )
    visits = sorted_by(visits.with_columns(key=key), "key", [by_text])
    return visits.with_columns(
        v=pl.int_range(pl.len(), dtype=pl.Int64),
        new=pl.col("e").ne_missing(pl.col("e").shift(1)),
        related_step=pl.col("step").shift(1),
        related_date=pl.col("date").shift(1),
    )


def _number(day: pl.Expr) -> pl.Expr:
    """Return a day as a whole number that is never negative."""
    return (day.cast(pl.Int32) + dt.date(1970, 1, 1).toordinal()).cast(pl.UInt64)
