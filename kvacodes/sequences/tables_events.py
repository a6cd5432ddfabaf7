"""From rows to contacts and events, and the account of where the rows went."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import polars as pl
from attrs import frozen

from kvacodes.model import Force
from kvacodes.sequences.plan import Plan
from kvacodes.sequences.tables_rows import Codes, Rows
from kvacodes.sequences.tables_tools import INDEX, sorted_by

__all__ = ["EARLY", "IN_FORCE", "NOT_IN_FORCE", "Events", "events_of"]

IN_FORCE, EARLY, NOT_IN_FORCE = 0, 1, 2
_FORCE = {Force.IN_FORCE: IN_FORCE, Force.EARLY: EARLY, Force.NOT_IN_FORCE: NOT_IN_FORCE}


@frozen(eq=False)
class Events:
    """The programme's contacts and events.

    Attributes:
        contacts: A row for each contact, by index: `p`, `contact_id`, `day`, `unit_id`,
            `joint`, `any_role`, a column ``code X`` for each code asked for, a column
            ``role X`` for each role asked for.
        events: What can be judged, in order of time for each person: `p`, `c`, `day`, `g`
            (group of candidate steps), `code` (index of the lowest code) and `force`.
        before_birth: The same for events before birth.
        after_as_of: The same for events after the day of the question.
        dateless: Contacts and groups on rows without a day: `p`, `c`, `g`.
        unknown: Contacts and codes that do not exist: `p`, `c`, `k`.
        staff: Who was seen at a contact: `c`, `role`, `staff_id`.
        excluded: Rows not used, by reason.
        strangers: Indices of the persons that are not known and have rows that matter.
        has_events: For each known person, whether there is an event to judge.
        alone: The number of contacts with one row; they are the first.
        rows: The rows used, each with the number `c` of its contact; only where asked for.
    """

    contacts: pl.DataFrame
    events: pl.DataFrame
    before_birth: pl.DataFrame
    after_as_of: pl.DataFrame
    dateless: pl.DataFrame
    unknown: pl.DataFrame
    staff: pl.DataFrame
    excluded: Counter[str]
    strangers: pl.Series
    has_events: pl.Series
    alone: int = 0
    rows: pl.DataFrame | None = None


def events_of(
    rows: Rows, births: pl.Series, plan: Plan, *, as_of: dt.date, with_rows: bool = False
) -> Events:
    """Gather the rows by contact, and find the events.

    Args:
        rows: The rows of the programme.
        births: The birth date of each known person.
        plan: The sequence, made ready.
        as_of: The day of the question.
        with_rows: Whether to keep the rows that were used.
    """
    codes = rows.codes
    frame, contacts, alone = _gathered(rows.frame, codes, plan)
    frame = frame.with_columns(lonely=_lonely(frame, contacts, codes, plan))
    frame = frame.with_columns(
        g=pl.col("k").replace_strict(
            list(codes.group_of), list(codes.group_of.values()), default=None, return_dtype=pl.UInt16
        )
    )
    reaching = frame.filter(pl.col("g").is_not_null() & ~pl.col("lonely"))
    dated = reaching["date"].is_not_null()
    events = _events(reaching.filter(dated), contacts, codes, plan)
    strangers_from = rows.known
    birth = births.gather(
        pl.select(
            pl.when(events["p"] < strangers_from).then(events["p"])
        ).to_series()
    )
    # The order in which the reasons are tried: before birth, after the day, used.
    outcome = pl.select(
        pl.when((events["day"] < birth).fill_null(value=False))
        .then(1)
        .when(events["day"] > as_of)
        .then(2)
        .otherwise(3)
        .cast(pl.UInt8)
    ).to_series()
    by_contact = (
        pl.repeat(0, contacts.height, dtype=pl.UInt8, eager=True).scatter(events["c"], outcome)
    )
    excluded, strangers, used = _account(frame, by_contact, codes, rows, alone)
    is_known = events["p"] < strangers_from
    judged = events.filter(is_known & (outcome == 3))
    judged = _in_time(judged, contacts, codes)
    has_events = pl.repeat(value=False, n=rows.known, eager=True).scatter(
        judged["p"], pl.repeat(value=True, n=judged.height, eager=True)
    )
    dateless = (
        reaching.filter(~dated & (reaching["p"] < strangers_from)).select("p", "c", "g").unique()
    )
    unknown = (
        frame.filter(pl.col("k").is_in(list(codes.unknown)) & (pl.col("p") < strangers_from))
        .select("p", "c", "k")
        .unique()
    )
    staff = (
        frame.filter(pl.col("staff_id").is_not_null())
        .select("c", pl.col("staff_role").fill_null("").alias("role"), "staff_id")
    )
    return Events(
        contacts=contacts,
        events=judged,
        before_birth=events.filter(is_known & (outcome == 1)),
        after_as_of=events.filter(is_known & (outcome == 2)),
        dateless=dateless,
        unknown=unknown,
        staff=staff,
        excluded=excluded,
        strangers=strangers,
        has_events=has_events,
        alone=alone,
        rows=frame.filter(used) if with_rows else None,
    )


# --- contacts ----------------------------------------------------------------------------


def _gathered(
    frame: pl.DataFrame, codes: Codes, plan: Plan
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Number the contacts; return the rows with the number `c`, and a row for each contact.

    Most contacts have one row of the programme, and nothing to gather. They come first;
    their number is returned too.
    """
    key = frame.select(
        (pl.col("p").cast(pl.UInt64) * 2**32) | (pl.col("contact_id").hash() & 0xFFFFFFFF)
    ).to_series()
    in_order = key.sort()
    repeated = in_order.filter(in_order == in_order.shift(1)).unique()
    several = key.is_in(repeated.implode()) if len(repeated) else key.is_null()
    single = frame.filter(~several).with_row_index("c")
    multiple = _numbered(frame.filter(several).with_columns(key=key.filter(several)), single.height)
    facts = _facts(codes, plan)
    alone = single.select("p", "contact_id", *(e.alias(name) for name, e in facts.items()))
    together = (
        multiple.group_by("c", maintain_order=True)
        .agg(
            pl.col("p").first(),
            pl.col("contact_id").first(),
            *(_over_rows(name, e).alias(name) for name, e in facts.items()),
        )
        .drop("c")
    )
    contacts = pl.concat([alone, together])
    if plan.joint:
        says_so = pl.any_horizontal(
            pl.col(f"code {name}") for name in sorted(plan.joint)
        )
        contacts = contacts.with_columns(joint=pl.when(says_so).then(True).otherwise("joint"))
    return pl.concat([single, multiple.select(single.columns)]), contacts, single.height


def _numbered(frame: pl.DataFrame, offset: int) -> pl.DataFrame:
    frame = frame.sort("key")
    new_key = pl.col("key").ne_missing(pl.col("key").shift(1))
    new_contact = pl.col("contact_id").ne_missing(pl.col("contact_id").shift(1)) | pl.col(
        "p"
    ).ne_missing(pl.col("p").shift(1))
    if not frame.select((new_contact & ~new_key).any()).item():
        starts = new_key
    else:
        # Two contacts of one person share a digest: tell them apart by the key itself.
        frame = frame.sort("p", "contact_id")
        starts = new_contact
    return frame.with_columns(
        c=(starts.cast(INDEX).cum_sum() - 1 + offset).cast(INDEX)
    ).drop("key")


def _facts(codes: Codes, plan: Plan) -> dict[str, pl.Expr]:
    """What a contact says, row by row."""
    asked = plan.add_ons.union(plan.joint or (), *plan.beside.values())
    asked = asked.union(*(s.add_ons for s in plan.steps.values()))
    roles = frozenset().union(*(s.staff for s in plan.steps.values()))
    index = {name: i for i, name in enumerate(codes.names)}
    role = pl.col("staff_role")
    return {
        "day": pl.col("date"),
        "unit_id": pl.col("unit_id"),
        "joint": pl.col("joint"),
        "any_role": role.is_not_null(),
        **{f"role {r}": (role == r).fill_null(value=False) for r in sorted(roles)},
        **{
            f"code {name}": pl.col("k") == index[name] if name in index else pl.lit(value=False)
            for name in sorted(asked)
        },
    }


def _over_rows(name: str, fact: pl.Expr) -> pl.Expr:
    """Gather a fact over the rows of a contact."""
    if name in {"day", "unit_id"}:
        return fact.min()
    if name == "joint":
        return fact.max()
    return fact.any()


def _lonely(frame: pl.DataFrame, contacts: pl.DataFrame, codes: Codes, plan: Plan) -> pl.Series:
    """Say for each row whether its code counts only beside others, and none is there."""
    lonely = pl.repeat(value=False, n=frame.height, eager=True)
    for code, others in plan.beside.items():
        for k in codes.indices([code]):
            beside = contacts.select(
                pl.any_horizontal(pl.col(f"code {name}") for name in sorted(others))
            ).to_series()
            lonely |= (frame["k"] == k) & ~beside.gather(frame["c"])
    return lonely


# --- events ------------------------------------------------------------------------------


def _events(
    reaching: pl.DataFrame, contacts: pl.DataFrame, codes: Codes, plan: Plan
) -> pl.DataFrame:
    """Return each contact and group once, with its day, lowest code and force."""
    reaching = reaching.select("p", "c", "g", "k", day=contacts["day"].gather(reaching["c"]))
    reaching = reaching.with_columns(force=_force(codes, plan))
    columns = ["p", "c", "day", "g", "code", "force"]
    follows = reaching["c"] == reaching["c"].shift(1)
    if not follows.any():
        return reaching.rename({"k": "code"}).select(columns)
    repeated = (follows | follows.shift(-1)).fill_null(value=False)
    merged = (
        reaching.filter(repeated)
        .group_by("c", "g")
        .agg(pl.col("p").first(), pl.col("day").first(), code=pl.col("k").min(), force=pl.col("force").min())
        .select(columns)
    )
    return pl.concat([reaching.filter(~repeated).rename({"k": "code"}).select(columns), merged])


def _force(codes: Codes, plan: Plan) -> pl.Expr:
    """Return the force of a row's code on its contact's day."""
    force = pl.lit(IN_FORCE, pl.UInt8)
    for k, name in enumerate(codes.names):
        code = plan.force.get(name)
        if code is None:
            continue
        day = pl.col("day")
        in_force = pl.any_horizontal(
            (pl.lit(True) if i.start is None else day >= i.start)  # noqa: FBT003
            & (pl.lit(True) if i.end is None else day < i.end)  # noqa: FBT003
            for i in code.validity
        )
        early = code.early
        otherwise = (
            pl.lit(NOT_IN_FORCE, pl.UInt8)
            if early is None
            else pl.when((day >= early.start) & (day < early.end))
            .then(pl.lit(EARLY, pl.UInt8))
            .otherwise(pl.lit(NOT_IN_FORCE, pl.UInt8))
        )
        own = pl.when(in_force).then(pl.lit(IN_FORCE, pl.UInt8)).otherwise(otherwise)
        force = pl.when(pl.col("k") == k).then(own).otherwise(force)
    return force


def _in_time(events: pl.DataFrame, contacts: pl.DataFrame, codes: Codes) -> pl.DataFrame:
    """Sort by person, day, lowest candidate step; ties by contact as text."""
    lowest = [group[0] for group in codes.groups]
    rank = {g: sorted(set(lowest)).index(low) for g, low in enumerate(lowest)}
    key = (
        (pl.col("p").cast(pl.UInt64) * 2**32)
        | ((pl.col("day").cast(pl.Int32) + _DAY_OFFSET).cast(pl.UInt64) * 2**10)
        | pl.col("g").replace_strict(rank, return_dtype=pl.UInt64, default=0)
    )
    text = contacts["contact_id"]
    return sorted_by(
        events.with_columns(key=key),
        "key",
        [pl.col("c").map_batches(lambda c: text.gather(c).cast(pl.String), return_dtype=pl.String), pl.col("g")],
    ).drop("key")


_DAY_OFFSET = dt.date(1970, 1, 1).toordinal()


# --- accounting --------------------------------------------------------------------------


def _account(
    frame: pl.DataFrame, by_contact: pl.Series, codes: Codes, rows: Rows, alone: int
) -> tuple[Counter[str], pl.Series, pl.Series]:
    """Count the rows that are not used, by the first reason that holds; say which are."""
    outcome = by_contact.gather(frame["c"])
    known = pl.col("p") < rows.known
    reached = (
        pl.when(outcome == 0)
        .then(pl.lit("other-code"))
        .when(~known)
        .then(pl.lit("person-unknown"))
        .when(outcome == 1)
        .then(pl.lit("before-birth"))
        .when(outcome == 2)
        .then(pl.lit("after-as-of"))
        .otherwise(pl.lit(""))
    )
    reason = (
        pl.when(pl.col("g").is_not_null())
        .then(
            pl.when("lonely")
            .then(pl.lit("other-code"))
            .when(pl.col("date").is_null())
            .then(pl.lit("date-missing"))
            .otherwise(reached)
        )
        .when(pl.col("k").is_in(list(codes.unknown)))
        .then(pl.lit("unknown-code"))
        .otherwise(reached)
    )
    reasons = frame.select("p", "c", reason=reason)
    counts = reasons["reason"].value_counts()
    excluded = Counter(dict(zip(counts["reason"], counts["count"], strict=True)))
    excluded["other-code"] += rows.rows_read - frame.height
    excluded["repeated-row"] = _repeated(
        frame.filter((reasons["reason"] == "") & (reasons["c"] >= alone))
    )
    del excluded[""]
    strangers = reasons.filter(~known & (pl.col("reason") != "other-code"))["p"].unique()
    return excluded, strangers, reasons["reason"] == ""


def _repeated(used: pl.DataFrame) -> int:
    """Count the used rows that say nothing that another row has not said."""
    same = ["c", "date", "k", "unit_id", "staff_id", "staff_role", "rest", "joint"]
    return used.height - used.unique(same).height

