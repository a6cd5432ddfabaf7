"""The rules as operations on columns: a query for the findings of each rule and step.

Each rule says what `kvacodes.sequences.judge` says about one person, for all at once.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterator, Mapping

import polars as pl

from kvacodes.findings import Severity
from kvacodes.model import Basis
from kvacodes.model.sequence import Origin
from kvacodes.sequences.kinds import DEFINITION, FINDINGS
from kvacodes.sequences.plan import Limit, Plan, Side
from kvacodes.sequences.tables_board import Board
from kvacodes.sequences.tables_codes import Codes
from kvacodes.sequences.tables_events import EARLY, IN_FORCE, Events
from kvacodes.sequences.tables_sheet import Sheet
from kvacodes.sequences.tables_tools import INDEX, constant, placed, sorted_by

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
        "limit": pl.Date,
        "detail": pl.String,
        "basis": pl.UInt8,
    }
)
"""A finding before its words: indices of person, contact, finding, severity and basis.

Of `limit` and `detail` one is null: a limit becomes text when all findings are there.
"""

_STEP = RAW["step"]
_RANK = {finding: rank for rank, finding in enumerate(FINDINGS)}
_Value = pl.Expr | str | int | dt.date | None
"""An expression, the name of a column, or a constant."""

_PERSON: Mapping[str, _Value] = {"p": "p"}
_EPISODE: Mapping[str, _Value] = {"p": "p", "episode": "number"}
_EVENT: Mapping[str, _Value] = {
    "p": "p",
    "c": "c",
    "episode": "episode",
    "step": "step",
    "date": "day",
}
"""What findings about an event take from it."""


def _found(
    finding: str,
    plan: Plan,
    rows: pl.LazyFrame,
    *,
    says: Mapping[str, _Value],
    basis: str = DEFINITION,
    severity: Severity | None = None,
) -> pl.LazyFrame:
    """Make findings of rows: what each says by column of `RAW`; null what is not given."""
    values = {
        **says,
        "finding": _RANK[finding],
        "severity": SEVERITIES.index(severity or plan.severity(finding, basis)),
        "basis": BASES.index(str(basis)),
    }
    return rows.select(_column(values.get(name), name, dtype) for name, dtype in RAW.items())


def _column(value: _Value, name: str, dtype: pl.DataType) -> pl.Expr:
    if isinstance(value, str):
        value = pl.col(value)
    if isinstance(value, pl.Expr):
        return value.cast(dtype).alias(name)
    return constant(value, dtype).alias(name)


def findings_of(
    sheet: Sheet, events: Events, persons: pl.DataFrame, codes: Codes, *, as_of: dt.date
) -> pl.LazyFrame:
    """Try every rule; return all findings, in the form of `RAW`."""
    judged = _judged_events(sheet.board)
    return pl.concat(
        [
            *_rows(sheet.plan, events, persons, codes, as_of),
            *_order(sheet),
            *_windows(sheet),
            *_absent(sheet),
            *_events(sheet.board, judged, events, codes),
            *_requirements(sheet.plan, judged, events),
            *_staff(sheet.board, judged, events),
        ]
    )


# --- rows and persons --------------------------------------------------------------------


def _rows(
    plan: Plan, events: Events, persons: pl.DataFrame, codes: Codes, as_of: dt.date
) -> Iterator[pl.LazyFrame]:
    only = [group[0] if len(group) == 1 else None for group in codes.groups]
    step_of = pl.Series(only, dtype=pl.Int64)

    def rows(frame: pl.DataFrame, **more: pl.Series) -> pl.LazyFrame:
        return frame.with_columns(step=step_of.gather(frame["g"]), **more).lazy()

    contact: Mapping[str, _Value] = {"p": "p", "c": "c", "step": "step"}
    event: Mapping[str, _Value] = {**contact, "date": "day"}
    yield _found("date-missing", plan, rows(events.dateless), says=contact)
    early, late = events.before_birth, events.after_as_of
    early_rows = rows(early, birth=persons["birth"].gather(early["p"]))
    yield _found("date-before-birth", plan, early_rows, says={**event, "related_date": "birth"})
    yield _found("date-after-as-of", plan, rows(late), says={**event, "related_date": as_of})
    if events.unknown.height:
        unknown = events.unknown.with_columns(
            day=events.contacts["day"].gather(events.unknown["c"]),
            name=pl.Series(codes.names, dtype=pl.String).gather(events.unknown["k"]),
        )
        yield _found(
            "unknown-code",
            plan,
            unknown.lazy(),
            says={"p": "p", "c": "c", "date": "day", "detail": "name"},
            basis=Basis.DECISION,
        )
    yield _found("person-unknown", plan, events.strangers.to_frame("p").lazy(), says=_PERSON)
    yield from _persons(plan, events, persons)


def _persons(plan: Plan, events: Events, persons: pl.DataFrame) -> Iterator[pl.LazyFrame]:
    everyone = persons.with_columns(
        p=pl.int_range(pl.len(), dtype=INDEX), has_events=events.has_events
    ).lazy()
    outside = (pl.col("target_group") == False).fill_null(value=False)  # noqa: E712
    matters = pl.col("has_events") | ~outside
    yield _found("birth-date-conflict", plan, everyone.filter("conflict"), says=_PERSON)
    if plan.anchor == "birth":
        missing = ~pl.col("conflict") & pl.col("birth").is_null() & matters
        yield _found("birth-date-missing", plan, everyone.filter(missing), says=_PERSON)
    if plan.anchor == "given":
        yield _found("anchor-date-conflict", plan, everyone.filter("anchor_conflict"), says=_PERSON)
        missing = ~pl.col("anchor_conflict") & pl.col("anchor_date").is_null() & matters
        yield _found("anchor-date-missing", plan, everyone.filter(missing), says=_PERSON)
    strays = everyone.filter(outside & pl.col("has_events"))
    yield _found("outside-target-group", plan, strays, says=_PERSON, basis=Basis.DECISION)


# --- order -------------------------------------------------------------------------------


def _order(sheet: Sheet) -> Iterator[pl.LazyFrame]:
    """Out of order and same day: by date alone, each naming the greatest step concerned."""
    plan, seen = sheet.plan, list[int]()
    for number in plan.ordered:
        day = sheet.day(number)
        others = [(other, sheet.day(other)) for other in reversed(seen)]
        for finding, relation in (
            ("visit-out-of-order", operator.gt),
            ("same-day-visits", operator.eq),
        ):
            if not others:
                continue
            concerned = [relation(theirs, day) for _, theirs in others]
            rows = sheet.rows.filter(pl.any_horizontal(concerned))
            steps = [
                pl.when(holds).then(constant(other, _STEP))
                for holds, (other, _) in zip(concerned, others, strict=True)
            ]
            days = [
                pl.when(holds).then(theirs)
                for holds, (_, theirs) in zip(concerned, others, strict=True)
            ]
            yield _found(
                finding,
                plan,
                rows,
                says={
                    **sheet.first(number),
                    "related_step": pl.coalesce(steps),
                    "related_date": pl.coalesce(days),
                },
                basis=plan.order_basis,
            )
        seen.append(number)


# --- windows -----------------------------------------------------------------------------


def _windows(sheet: Sheet) -> Iterator[pl.LazyFrame]:
    """Too early, too late, gap too short, gap too long: the first limit broken on each side."""
    for number, step in sheet.plan.steps.items():
        for side in step.sides:
            yield from _side(sheet, number, side)
    board = sheet.board
    for _, number, limit, rows in board.refused:
        refused = rows.with_columns(
            p=board.episodes["p"].gather(rows["e"]),
            c=board.events["c"].gather(rows["row"]),
            episode=board.episodes["number"].gather(rows["e"]),
        )
        says = {**_EVENT, "step": number, "related_step": "related", "related_date": "origin"}
        yield _broken(sheet.plan, limit, refused.lazy(), says, edge=pl.col("edge"))


def _side(sheet: Sheet, number: int, side: Side) -> Iterator[pl.LazyFrame]:
    day, origin = sheet.day(number), sheet.origin(side, number)
    says = {
        **sheet.first(number),
        "related_step": sheet.related(side, number),
        "related_date": origin,
    }
    # A negative gap is out of order, and nothing else.
    open_ = day >= origin if side.origin is Origin.PREVIOUS else pl.lit(value=True)
    for limit in side.limits:
        edge = sheet.shifted(origin, limit.offset)
        let_pass = edge
        if limit.window.grace:
            let_pass = sheet.shifted(edge, limit.window.grace, back=not side.late)
        passed = day >= let_pass if side.late else day < let_pass
        holds = sheet.holds(limit)
        if holds is not None:
            passed &= holds
        yield _broken(sheet.plan, limit, sheet.rows.filter(open_ & passed), says, edge=edge)
        open_ &= ~passed


def _broken(
    plan: Plan, limit: Limit, rows: pl.LazyFrame, says: Mapping[str, _Value], *, edge: pl.Expr
) -> pl.LazyFrame:
    return _found(
        limit.finding,
        plan,
        rows,
        says={**says, "limit": _last_day(edge) if limit.late else edge},
        basis=limit.window.basis,
        severity=limit.severity,
    )


def _last_day(edge: pl.Expr) -> pl.Expr:
    """The limit as people say it: not the first day too late, but the one before."""
    return (edge.cast(pl.Int32) - 1).cast(pl.Date)


# --- absence -----------------------------------------------------------------------------


def _absent(sheet: Sheet) -> Iterator[pl.LazyFrame]:
    """Skipped and overdue: steps without an event, and without a row that lacks its day."""
    plan = sheet.plan
    for number, step in plan.steps.items():
        if step.optional:
            continue
        absent = ~sheet.present(number) & ~sheet.lacks_day(number) & sheet.part(number)
        later, skipped = sheet.later(number), sheet.has_later(number)
        if later:
            numbers = [pl.when(sheet.present(n)).then(constant(n, _STEP)) for n in later]
            yield _found(
                "visit-skipped",
                plan,
                sheet.rows.filter(absent & skipped),
                says={
                    **_EPISODE,
                    "step": number,
                    "related_step": pl.coalesce(numbers),
                    "related_date": pl.coalesce(sheet.day(n) for n in later),
                },
                basis=plan.order_basis,
            )
        expected = pl.col("target").fill_null(value=True) & ~pl.col("ended")
        yield from _overdue(sheet, number, absent & ~skipped & expected)


def _overdue(sheet: Sheet, number: int, awaited: pl.Expr) -> Iterator[pl.LazyFrame]:
    """The strictest last day counts, and of equal ones the first."""
    limits = []
    for side in sheet.plan.steps[number].sides:
        origin = sheet.awaited(side, number)
        for limit in side.limits:
            if side.late:
                edge, holds = sheet.shifted(origin, limit.offset), sheet.holds(limit)
                if holds is not None:
                    edge = pl.when(holds).then(edge)
                limits.append((side, limit, origin, edge))
    if not limits:
        return
    strictest = pl.min_horizontal(edge for _, _, _, edge in limits)
    earlier: list[pl.Expr] = []
    for side, limit, origin, edge in limits:
        passed = awaited & (edge == strictest) & (edge <= pl.col("until"))
        yield _found(
            "visit-overdue",
            sheet.plan,
            sheet.rows.filter(pl.all_horizontal(passed, *earlier)),
            says={
                **_EPISODE,
                "step": number,
                "date": _last_day(edge),
                "related_step": sheet.related(side, number),
                "related_date": origin,
            },
            basis=limit.window.basis,
        )
        earlier.append((edge != strictest).fill_null(value=True))


# --- events ------------------------------------------------------------------------------


def _judged_events(board: Board) -> pl.DataFrame:
    """The events with their row number and episode; those after the end are marked late."""
    number = board.episodes["number"].gather(board.events["e"])
    return board.events.with_row_index("row").with_columns(episode=number)


def _events(
    board: Board, judged: pl.DataFrame, events: Events, codes: Codes
) -> Iterator[pl.LazyFrame]:
    plan = board.plan
    out = judged.filter(pl.col("force") != IN_FORCE)
    if out.height:
        name = pl.Series(codes.names, dtype=pl.String)
        rows = out.with_columns(name=name.gather(out["code"])).lazy()
        rule, says = "code-not-in-force", {**_EVENT, "detail": "name"}
        early, never = pl.col("force") == EARLY, pl.col("force") != EARLY
        yield _found(
            rule,
            plan,
            rows.filter(early),
            says=says,
            basis=Basis.ASSUMPTION,
            severity=Severity.INFORMATION,
        )
        yield _found(rule, plan, rows.filter(never), says=says, basis=Basis.DECISION)
    yield from _duplicates(board, judged)
    joint = plan.sequence.joint
    if joint is not None:
        known = events.contacts["joint"].gather(judged["c"])
        rows = judged.with_columns(joint=known).lazy()
        alone = (pl.col("joint") == False) & ~pl.col("late")  # noqa: E712
        yield _found("not-joint", plan, rows.filter(alone), says=_EVENT, basis=joint.basis)


def _duplicates(board: Board, judged: pl.DataFrame) -> Iterator[pl.LazyFrame]:
    first = pl.concat(row.drop_nulls() for row in board.row.values())
    is_again = pl.Series([True]).new_from_index(0, judged.height).scatter(first, False)  # noqa: FBT003
    again = judged.filter(is_again & judged["fills"] & ~judged["late"])
    # Where no version of the steps takes it, there is nothing that it repeats.
    of_step = [
        pl.when(pl.col("step") == number).then(day.gather(again["e"]))
        for number, day in board.day.items()
    ]
    rows = again.with_columns(first=pl.coalesce(of_step)).lazy().drop_nulls("first")
    yield _found(
        "duplicate-visit",
        board.plan,
        rows,
        says={**_EVENT, "related_step": "step", "related_date": "first"},
        basis=Basis.DECISION,
    )


def _requirements(plan: Plan, judged: pl.DataFrame, events: Events) -> Iterator[pl.LazyFrame]:
    contacts = events.contacts
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
            lacks = pl.concat_str(lacking, separator=", ", ignore_nulls=True)
            rows = own.with_columns(lacks=lacks).lazy().filter(pl.col("lacks") != "")
            basis = step.step.requirement_basis
            yield _found(finding, plan, rows, says={**_EVENT, "detail": "lacks"}, basis=basis)


# --- staff -------------------------------------------------------------------------------


def _staff(board: Board, judged: pl.DataFrame, events: Events) -> Iterator[pl.LazyFrame]:
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
    changed = [visits.filter(~pl.col("new") & same_role & other)]
    if several.height:
        changed.append(_changed_among_several(visits, several))
    related = {name: name for name in ("related_step", "related_date")}
    says = {**_EVENT, **related, "detail": "role"}
    for rows in changed:
        yield _found("staff-changed", board.plan, rows.lazy(), says=says)


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
    return later.join(changed.select("v", "role"), on="v")


def _visits_in_time(board: Board, judged: pl.DataFrame, events: Events) -> pl.DataFrame:
    """Return each contact of an episode once, in order of time, numbered by `v`."""
    on_time = judged.filter(~pl.col("late")) if board.plan.starts else judged
    visits = on_time.select("p", "c", "e", "day", "episode", "step")
    if events.alone < events.contacts.height:
        # Only a contact with several rows can reach several steps.
        again = ~visits.select(
            pl.when(pl.col("c") >= events.alone).then(pl.struct("e", "c")).is_first_distinct()
        ).to_series()
        visits = visits.filter(~again | (visits["c"] < events.alone))
    key = visits.select(pl.col("e").cast(pl.UInt64) * 2**32 + _number(pl.col("day"))).to_series()
    text = events.contacts["contact_id"]
    by_text = pl.col("c").map_batches(
        lambda c: text.gather(c).cast(pl.String), return_dtype=pl.String
    )
    visits = sorted_by(visits, key, [by_text])
    return visits.with_columns(
        v=pl.int_range(pl.len(), dtype=pl.Int64),
        new=pl.col("e").ne_missing(pl.col("e").shift(1)),
        related_step=pl.col("step").shift(1),
        related_date=pl.col("day").shift(1),
    )


def _number(day: pl.Expr) -> pl.Expr:
    """Return a day as a whole number that is never negative."""
    return (day.cast(pl.Int32) + dt.date(1970, 1, 1).toordinal()).cast(pl.UInt64)
