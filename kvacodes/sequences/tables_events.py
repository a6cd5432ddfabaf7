"""From rows to contacts and events, and the account of where the rows went."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import polars as pl
from attrs import field, frozen

from kvacodes.model import Force
from kvacodes.periods import Interval
from kvacodes.results import CONTACT_REASONS
from kvacodes.sequences.plan import Plan
from kvacodes.sequences.tables_codes import Codes
from kvacodes.sequences.tables_ids import are_dense_and_differ, rise, those_repeated
from kvacodes.sequences.tables_rows import Rows, time_key
from kvacodes.sequences.tables_tools import INDEX, counted, marked, sorted_by, stacked

__all__ = [
    "EARLY",
    "IN_FORCE",
    "NOT_IN_FORCE",
    "REASONS",
    "Events",
    "come_again",
    "events_of",
    "force_of",
    "numbered",
    "reason_alone",
]

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
    rows: pl.DataFrame = field(factory=pl.DataFrame)


def events_of(
    rows: Rows,
    births: pl.Series,
    plan: Plan,
    *,
    as_of: dt.date,
    with_rows: bool = False,
    sort: bool = True,
) -> Events:
    """Gather the rows by contact, and find the events.

    Args:
        rows: The rows of the programme.
        births: The birth date of each known person.
        plan: The sequence, made ready.
        as_of: The day of the question.
        with_rows: Whether to keep the rows that were used.
        sort: Whether to put the events in order of time; only what looks at episodes needs it.
    """
    codes, known = rows.codes, rows.known
    frame, contacts, alone = _gathered(rows.frame, codes, plan)
    facts = frame.select(
        "p",
        "c",
        "k",
        g=codes.group_of_code.gather(frame["k"]),
        lonely=_lonely(frame, contacts, codes, plan),
        dated=pl.col("date").is_not_null(),
    )
    reaching = facts.filter(pl.col("g").is_not_null() & ~pl.col("lonely"))
    events = _events(reaching.filter("dated"), contacts, codes, plan)
    dateless = reaching.filter(~pl.col("dated") & (pl.col("p") < known))
    del reaching
    birth = births.gather(pl.select(pl.when(events["p"] < known).then(events["p"])).to_series())
    outcome = pl.select(
        pl.when((events["day"] < birth).fill_null(value=False))
        .then(_BEFORE_BIRTH)
        .when(events["day"] > as_of)
        .then(_AFTER_AS_OF)
        .otherwise(_USED)
        .cast(pl.UInt8)
    ).to_series()
    excluded, strangers, used = _account(
        facts, frame, _by_contact(contacts.height, events["c"], outcome), rows, alone
    )
    is_known = events["p"] < known
    judged = events.filter(is_known & (outcome == _USED))
    if sort:
        judged = _in_time(judged, contacts, codes)
    unknown = facts.filter(pl.col("k").is_in(list(codes.unknown)) & (pl.col("p") < known))
    role = pl.col("staff_role").fill_null("").cast(frame.schema["staff_role"])
    return Events(
        contacts=contacts,
        events=judged,
        before_birth=events.filter(is_known & (outcome == _BEFORE_BIRTH)),
        after_as_of=events.filter(is_known & (outcome == _AFTER_AS_OF)),
        dateless=dateless.select("p", "c", "g").unique(),
        unknown=unknown.select("p", "c", "k").unique(),
        staff=frame.lazy()
        .filter(pl.col("staff_id").is_not_null())
        .select("c", role.alias("role"), "staff_id")
        .collect(),
        excluded=excluded,
        strangers=strangers,
        has_events=marked(known, judged["p"]),
        alone=alone,
        rows=frame.filter(used) if with_rows else pl.DataFrame(),
    )


_BEFORE_BIRTH, _AFTER_AS_OF, _USED = 1, 2, 3


def _by_contact(size: int, c: pl.Series, outcome: pl.Series) -> pl.Series:
    """Return the outcome of each contact; 0 where it has no event."""
    return pl.repeat(0, size, dtype=pl.UInt8, eager=True).scatter(c, outcome)


# --- contacts ----------------------------------------------------------------------------


def _gathered(
    frame: pl.DataFrame, codes: Codes, plan: Plan
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Number the contacts; return the rows with the number `c`, and a row for each contact.

    Most contacts have one row of the programme, and nothing to gather. They come first;
    their number is returned too.
    """
    several = come_again(frame)
    single = frame if several is None else frame.filter(~several)
    # A look-up by index in many pieces is slow.
    single = single.rechunk().with_row_index("c")
    facts = _facts(codes, plan)
    contacts = single.select("p", "contact_id", *(e.alias(name) for name, e in facts.items()))
    rows = single
    if several is not None:
        multiple = numbered(frame.filter(several), single.height)
        together = multiple.group_by("c", maintain_order=True).agg(
            pl.col("p").first(),
            pl.col("contact_id").first(),
            *(_over_rows(name, e).alias(name) for name, e in facts.items()),
        )
        contacts = stacked(contacts, together.drop("c"))
        rows = stacked(single, multiple.select(single.columns))
    if plan.joint:
        says_so = pl.any_horizontal(pl.col(f"code {name}") for name in sorted(plan.joint))
        contacts = contacts.with_columns(joint=pl.when(says_so).then(says_so).otherwise("joint"))
    return rows, contacts, single.height


def _key() -> pl.Expr:
    """Return a digest of the contact; contacts of two persons never share one."""
    return (pl.col("p").cast(pl.UInt64) * 2**32) | (pl.col("contact_id").hash() & 0xFFFFFFFF)


def come_again(frame: pl.DataFrame) -> pl.Series | None:
    """Say for each row whether its contact may have others; None where none has."""
    ids = frame["contact_id"]
    if ids.dtype.is_integer():
        if rise(ids) or are_dense_and_differ(ids):
            return None
        # Rows mostly come in about the order of their contacts, which sorts quickly.
        again = those_repeated(ids)
        if again is None or again.sum() * _MANY < len(ids):
            return again
    return those_repeated(frame.select(key=_key())["key"])


_MANY = 4
"""Where more than one row in so many shares its number, persons may share numbers too."""


def numbered(frame: pl.DataFrame, offset: int = 0) -> pl.DataFrame:
    """Number contacts by `p` and `contact_id`, as `c`; their rows come in order of it."""
    frame = frame.with_columns(key=_key()).sort("key")
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
    return frame.with_columns(c=(starts.cast(INDEX).cum_sum() - 1 + offset).cast(INDEX)).drop("key")


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
    if name == "day":
        return fact.min()
    if name == "unit_id":
        # As text: categories are in the order of their first appearance.
        return fact.cast(pl.String).min()
    if name == "joint":
        return fact.max()
    return fact.any()


def _lonely(frame: pl.DataFrame, contacts: pl.DataFrame, codes: Codes, plan: Plan) -> pl.Series:
    """Say for each row whether its code counts only beside others, and none is there."""
    lonely = pl.repeat(value=False, n=frame.height, eager=True)
    # Rare: only codes that count beside others.
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
    reaching = reaching.with_columns(force=force_of(codes, plan))
    columns = ["p", "c", "day", "g", "code", "force"]
    follows = reaching["c"] == reaching["c"].shift(1)
    if not follows.any():
        return reaching.rename({"k": "code"}).select(columns)
    repeated = (follows | follows.shift(-1)).fill_null(value=False)
    merged = (
        reaching.filter(repeated)
        .group_by("c", "g")
        .agg(
            pl.col("p").first(),
            pl.col("day").first(),
            code=pl.col("k").min(),
            force=pl.col("force").min(),
        )
        .select(columns)
    )
    if plan.ordinal:
        merged = _joined(merged, plan)
    return pl.concat([reaching.filter(~repeated).rename({"k": "code"}).select(columns), merged])


def _joined(merged: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Join what a contact reaches: where steps share codes, it is one event for one step."""
    again = merged["c"].is_duplicated()
    if not again.any():
        return merged
    together = (
        merged.filter(again)
        .group_by("c")
        .agg(
            pl.col("p").first(),
            pl.col("day").first(),
            pl.col("g").sort(),
            pl.col("code").min(),
            pl.col("force").min(),
        )
    )
    united = {
        tuple(own): plan.groups.index(tuple(sorted({n for g in own for n in plan.groups[g]})))
        for own in together["g"].unique().to_list()
    }
    group = pl.Series([united[tuple(own)] for own in together["g"].to_list()], dtype=pl.UInt16)
    joined = together.with_columns(g=group).select(merged.columns)
    return pl.concat([merged.filter(~again), joined.cast(merged.schema)])


def force_of(codes: Codes, plan: Plan) -> pl.Expr:
    """Return the force of a code `k` on the `day` of its contact."""
    force = pl.lit(IN_FORCE, pl.UInt8)
    alike: dict[tuple[tuple[Interval, ...], Interval | None], list[int]] = {}
    for k, name in enumerate(codes.names):
        code = plan.force.get(name)
        if code is not None:
            # The codes of one decision mostly start and end together.
            alike.setdefault((code.validity, code.early), []).append(k)
    for (validity, early), own in alike.items():
        otherwise = pl.lit(NOT_IN_FORCE, pl.UInt8)
        if early is not None:
            otherwise = pl.when(_within(early)).then(pl.lit(EARLY, pl.UInt8)).otherwise(otherwise)
        in_force = pl.any_horizontal(_within(interval) for interval in validity)
        of_own = pl.when(in_force).then(pl.lit(IN_FORCE, pl.UInt8)).otherwise(otherwise)
        force = pl.when(pl.col("k").is_in(own)).then(of_own).otherwise(force)
    return force


def _within(interval: Interval) -> pl.Expr:
    """Say whether the day lies in an interval."""
    within, day = pl.lit(value=True), pl.col("day")
    if interval.start is not None:
        within &= day >= interval.start
    if interval.end is not None:
        within &= day < interval.end
    return within


def _in_time(events: pl.DataFrame, contacts: pl.DataFrame, codes: Codes) -> pl.DataFrame:
    """Sort by person, day, lowest candidate step; ties by contact as text."""
    text = contacts["contact_id"]
    by_text = pl.col("c").map_batches(
        lambda c: text.gather(c).cast(pl.String), return_dtype=pl.String
    )
    key = time_key(events["p"], events["day"], codes.rank_of_group.gather(events["g"]))
    return sorted_by(events, key, [by_text, pl.col("g")])


# --- accounting --------------------------------------------------------------------------


REASONS = ("", *CONTACT_REASONS)
"""Why a row is not used, by number; the first is empty, for rows that are used."""


def reason_alone(codes: Codes, plan: Plan, as_of: dt.date) -> pl.Expr:
    """Return the number of the reason for rows that are all their contact has.

    Reads `k`, `p`, `date` and `birth`, and says what `events_of` says of such rows.
    """
    number = {reason: pl.lit(i, pl.UInt8) for i, reason in enumerate(REASONS)}
    steps = [
        k
        for k in codes.group_of
        if (name := codes.names[k]) not in plan.beside or name in plan.beside[name]
    ]
    k, day = pl.col("k"), pl.col("date")
    reason = (
        pl.when(day.is_null())
        .then(number["date-missing"])
        .when(pl.col("p").is_null())
        .then(number["person-unknown"])
        .when(day < pl.col("birth"))
        .then(number["before-birth"])
        .when(day > as_of)
        .then(number["after-as-of"])
        .otherwise(number[""])
    )
    if len(steps) == len(codes.names):
        return reason
    return (
        pl.when(k.is_in(list(codes.unknown)))
        .then(number["unknown-code"])
        .when(~k.is_in(steps))
        .then(number["other-code"])
        .otherwise(reason)
    )


def _account(
    facts: pl.DataFrame, frame: pl.DataFrame, outcome: pl.Series, rows: Rows, alone: int
) -> tuple[Counter[str], pl.Series, pl.Series]:
    """Count the rows that are not used, by the first reason that holds; say which are."""
    code = {reason: pl.lit(i, pl.UInt8) for i, reason in enumerate(REASONS)}
    of_contact = outcome.gather(facts["c"])
    known = pl.col("p") < rows.known
    reached = (
        pl.when(of_contact == 0)
        .then(code["other-code"])
        .when(~known)
        .then(code["person-unknown"])
        .when(of_contact == _BEFORE_BIRTH)
        .then(code["before-birth"])
        .when(of_contact == _AFTER_AS_OF)
        .then(code["after-as-of"])
        .otherwise(code[""])
    )
    is_step, is_unknown = pl.col("g").is_not_null(), pl.col("k").is_in(list(rows.codes.unknown))
    reason = facts.select(
        pl.when("lonely")
        .then(code["other-code"])
        .when(is_step & ~pl.col("dated"))
        .then(code["date-missing"])
        .when(is_unknown)
        .then(code["unknown-code"])
        .otherwise(reached)
        .alias("reason")
    ).to_series()
    excluded, used = counted(reason, REASONS), reason == 0
    excluded["other-code"] += rows.rows_read - frame.height
    if alone < frame.height:
        excluded["repeated-row"] = _repeated(frame.slice(alone).filter(used.slice(alone)))
    strange = facts["p"] >= rows.known
    strangers = facts["p"].filter(strange & (reason != REASONS.index("other-code"))).unique()
    return excluded, strangers, used


def _repeated(used: pl.DataFrame) -> int:
    """Count the used rows that say nothing that another row has not said."""
    same = ["c", "date", "k", "unit_id", "staff_id", "staff_role", "rest", "joint"]
    return used.height - used.unique(same).height
