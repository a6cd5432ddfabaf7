"""Other care on tables: every row of contacts is looked at, so each column is made small."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import polars as pl
from attrs import frozen

from kvacodes.frames import Table, gathered
from kvacodes.indicators.other_care import OtherCareCell, Scope
from kvacodes.indicators.request import Request
from kvacodes.indicators.strata import Group
from kvacodes.indicators.tables_care import Care
from kvacodes.indicators.tables_groups import keys_of
from kvacodes.indicators.tables_spelled import (
    FOREIGN,
    OTHER,
    STEP,
    UNKNOWN,
    Spelled,
    coded_in,
    spelled_of,
)
from kvacodes.results import Accounting
from kvacodes.sequences.plan import Plan
from kvacodes.sequences.tables_events import REASONS, by_reason, come_again
from kvacodes.sequences.tables_rows import rows_of_contacts, with_person_index
from kvacodes.sequences.tables_tools import Ids, marked, nothing, placed, shifted

__all__ = ["Others", "others_of"]

_REST = ("unit_id", "staff_id", "staff_role", "care_type", "minutes", "joint")
_ONE_DAY = timedelta(days=1)


@frozen(eq=False)
class Others:
    """The counts of other care, and where the rows went."""

    cells: dict[Group, OtherCareCell]
    accounting: Accounting


def others_of(
    contacts: Table, care: Care, request: Request, scope: Scope, details: tuple[str, ...]
) -> Others:
    """Count the other contacts and diagnoses of those who have had visits."""
    counted, first, last = _windows(care, scope)
    spelled = spelled_of(contacts, care.plan)
    alone = _are_alone(contacts)
    rows, strangers = _rows(contacts, care, spelled, alone=alone)
    rows, lone, several = _with_contacts(rows, spelled, care.plan, alone=alone)
    inside = _inside(rows, care, request, counted, first, last)
    rows = rows.with_columns(inside=inside)
    own = rows.lazy().filter("inside").select("p", "c", "k", "visit").collect(engine="streaming")
    own = own.rechunk().with_columns(coded=spelled.coded.gather(own["k"]))
    cells = _cells(own, lone, care, request, counted)
    _divide(cells, own, lone, care, request, spelled, details)
    excluded, used = _excluded(rows, care, request)
    excluded["repeated-row"] = _repeated(
        used.filter(pl.col("c") >= lone), several, contacts, care, spelled
    )
    excluded += strangers
    n = rows.height + strangers.total()
    return Others(cells, Accounting(rows_read=n, excluded=excluded))


# --- who, and when -----------------------------------------------------------------------


def _windows(care: Care, scope: Scope) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Return for each person whether counted, and the first and last day that count."""
    size = care.people.frame.height
    if scope.step is None:
        p = care.visited(None)["p"]
        first = pl.repeat(date.min, size, dtype=pl.Date, eager=True)
        return marked(size, p), first, pl.repeat(date.max, size, dtype=pl.Date, eager=True)
    own = care.steps(only=(scope.step,))
    of_step = own.group_by("p").agg(pl.col("day").min())
    day = placed(size, of_step["p"], of_step["day"])
    open_end = day.is_not_null()
    if scope.before is not None:
        last = day - _ONE_DAY
        first = (
            _where(open_end, date.min)
            if scope.within is None
            else shifted(day, scope.within, scope.month_end, back=True)
        )
    else:
        first = day + _ONE_DAY
        last = (
            _where(open_end, date.max)
            if scope.within is None
            else shifted(day, scope.within, scope.month_end)
        )
    return open_end, first, last


def _where(mask: pl.Series, day: date) -> pl.Series:
    return pl.select(pl.when(mask).then(pl.lit(day))).to_series()


# --- rows --------------------------------------------------------------------------------


def _rows(
    contacts: Table, care: Care, spelled: Spelled, *, alone: bool
) -> tuple[pl.DataFrame, Counter[str]]:
    """Return the rows of known persons, and why those of others are not used."""
    # The contact only tells rows of one contact apart.
    telling = [] if alone else ["contact_id"]
    columns = ["person_id", "date", *telling, *coded_in(contacts)]
    taken = spelled.with_slots(gathered(contacts.frame.select(columns)))
    telling += [] if alone else ["stranger"]
    frame = (
        with_person_index(taken, care.people.ids, with_ids=False)
        .select("p", "date", "slot", *telling)
        .collect(engine="streaming")
    )
    frame = frame.with_columns(k=spelled.at.gather(frame["slot"])).drop("slot")
    frame = frame.with_columns(kind=spelled.kind.gather(frame["k"]))
    if not frame["p"].null_count():
        return frame, Counter()
    counts = _strangers(frame.filter(pl.col("p").is_null()), alone=alone)
    return frame.filter(pl.col("p").is_not_null()), counts


def _strangers(rows: pl.DataFrame, *, alone: bool) -> Counter[str]:
    """Count the rows of unknown persons: those of contacts without a day apart."""
    is_dated = pl.col("date").is_not_null()
    if not alone:
        # A row without a key is a contact of its own.
        of_contact = is_dated.any().over("stranger", "contact_id")
        is_dated = pl.when(pl.col("contact_id").is_null()).then(is_dated).otherwise(of_contact)
    dated = int(rows.select(is_dated.sum()).item())
    return +Counter({"person-unknown": dated, "date-missing": rows.height - dated})


def _are_alone(contacts: Table) -> bool:
    """Say whether surely no contact has two rows; not asked where it would travel for it."""
    if not contacts.local:
        return False
    ids = gathered(contacts.frame.select("contact_id")).collect(engine="streaming")["contact_id"]
    return Ids(ids).surely_differ


def _with_contacts(
    rows: pl.DataFrame, spelled: Spelled, plan: Plan, *, alone: bool
) -> tuple[pl.DataFrame, int, pl.DataFrame]:
    """Add what the contact says to each row: its number `c`, `day`, and whether a `visit`.

    Contacts of one row come first, with the numbers of the rows; how many is returned too,
    and the keys of those of several rows: `c`, `p`, `contact_id`.
    """
    several = None if alone else _several(rows)
    every = rows if several is None else rows.filter(~several)
    every = every.with_row_index("c").with_columns(day="date")
    lone = total = every.height
    numbered = pl.DataFrame(schema=dict.fromkeys(("c", "p", "contact_id"), pl.UInt32))
    if several is not None:
        multiple = rows.filter(several)
        days = multiple.group_by("p", "contact_id").agg(day=pl.col("date").min())
        numbered = days.with_row_index("c", offset=lone)
        joined = multiple.join(numbered, on=["p", "contact_id"], how="left")
        every = pl.concat([every, joined.select(every.columns)])
        total += days.height
    lonely = pl.lit(value=False)
    for code, others in plan.beside.items():
        is_code = pl.col("k").is_in(spelled.numbers_of([code]))
        has = pl.col("k").is_in(spelled.numbers_of(others)).any().over("c")
        lonely |= is_code & ~has
    every = every.with_columns(lonely=lonely).drop("contact_id", "stranger", strict=False)
    visit = (pl.col("kind") == STEP) & ~pl.col("lonely")
    if several is not None:
        visit = pl.lit(marked(total, every.filter(visit)["c"]).gather(every["c"]))
    return every.with_columns(visit=visit), lone, numbered.select("c", "p", "contact_id")


def _several(rows: pl.DataFrame) -> pl.Series | None:
    """Say for each row whether its contact may have others; None where none has."""
    again = come_again(rows)
    # A row without a key is a contact of its own.
    several = None if again is None else again & rows["contact_id"].is_not_null()
    return several if several is not None and several.any() else None


def _inside(  # noqa: PLR0917 - columns of persons
    rows: pl.DataFrame,
    care: Care,
    request: Request,
    counted: pl.Series,
    first: pl.Series,
    last: pl.Series,
) -> pl.Series:
    """Say for each row whether its contact counts."""
    p, day = rows["p"], rows["day"]
    persons = pl.DataFrame(
        {"counts": counted, "first": first, "last": last, "born": care.people.frame["birth"]}
    )
    known = pl.col("counts") & pl.col("first").is_not_null() & pl.col("last").is_not_null()
    window = persons.select(
        first=pl.when(known).then(pl.max_horizontal("first", "born", pl.lit(request.period.first))),
        last=pl.min_horizontal("last", pl.lit(request.period.last), pl.lit(request.as_of)),
    )
    inside = (day >= window["first"].gather(p)) & (day <= window["last"].gather(p))
    return inside.fill_null(value=False).alias("inside")


# --- counts ------------------------------------------------------------------------------


def _cells(
    inside: pl.DataFrame, lone: int, care: Care, request: Request, counted: pl.Series
) -> dict[Group, OtherCareCell]:
    everyone = counted.arg_true().cast(pl.UInt32).alias("p")
    birth = care.people.frame["birth"]
    others = inside.lazy().filter(~pl.col("visit")).select("c", "p", "coded")
    together = others.filter(pl.col("c") >= lone).group_by("c")
    contacts = [
        others.filter(pl.col("c") < lone),
        together.agg(pl.col("p").first(), pl.col("coded").any()),
    ]
    of_person = (
        pl.concat(contacts)
        .group_by("p")
        .agg(contacts=pl.len().cast(pl.Int64), uncoded=(~pl.col("coded")).sum().cast(pl.Int64))
        .collect(engine="streaming")
    )
    size = len(counted)
    frame = pl.DataFrame(
        {
            "p": everyone,
            **{
                name: _placed(size, of_person, name).gather(everyone)
                for name in ("contacts", "uncoded")
            },
        }
    )
    keys = keys_of(request, care.people, p=everyone, day=birth.gather(everyone))
    return {
        group: OtherCareCell(row["persons"], row["seen"], row["contacts"], row["uncoded"])
        for group, row in keys.counted(
            frame,
            persons=pl.len(),
            seen=pl.col("contacts").is_not_null().sum(),
            contacts=pl.col("contacts").sum(),
            uncoded=pl.col("uncoded").sum(),
        )
    }


def _placed(size: int, frame: pl.DataFrame, column: str) -> pl.Series:
    return nothing(size, pl.Int64).scatter(frame["p"], frame[column])


def _divide(  # noqa: PLR0917 - all that a division needs
    cells: dict[Group, OtherCareCell],
    inside: pl.DataFrame,
    lone: int,
    care: Care,
    request: Request,
    spelled: Spelled,
    details: tuple[str, ...],
) -> None:
    birth = care.people.frame["birth"]
    for detail in details:
        named = spelled.divisions[detail]
        groups = pl.Series(named.drop_nulls().unique().sort(), dtype=pl.String)
        number = {name: n for n, name in enumerate(groups)}
        of_code = pl.Series([number.get(n or "") for n in named], dtype=pl.UInt32)
        own = inside.with_columns(group=of_code.gather(inside["k"])).filter(
            pl.col("group").is_not_null()
        )
        if detail == "procedure-group":
            own = own.filter(~pl.col("visit"))
        is_lone = pl.col("c") < lone
        contacts = [own.filter(is_lone), own.filter(~is_lone).unique(["c", "group"])]
        by_person = pl.concat(contacts).lazy().group_by("p", "group").agg(n=pl.len())
        each = by_person.collect(engine="streaming")
        keys = keys_of(request, care.people, p=each["p"], day=birth.gather(each["p"]))
        figures = {"contacts": pl.col("n").sum(), "persons": pl.len()}
        for group, row in keys.counted(each, "group", **figures):
            name = detail, groups[row["group"]]
            cells[group].of_contacts[name] = row["contacts"]
            cells[group].of_persons[name] = row["persons"]


# --- accounting --------------------------------------------------------------------------


def _excluded(
    rows: pl.DataFrame, care: Care, request: Request
) -> tuple[Counter[str], pl.DataFrame]:
    """Count the rows that are not used by reason; return those that are: `c`, `date`, `k`."""
    born = care.people.frame["birth"].gather(rows["p"])
    day = pl.col("day")
    own_rows = pl.col("visit") & (pl.col("kind") != FOREIGN)
    of_programme = (
        pl.when(pl.col("kind") == UNKNOWN)
        .then(_number("unknown-code"))
        .when((pl.col("kind") == OTHER) | pl.col("lonely"))
        .then(_number("other-code"))
        .when((pl.col("kind") == STEP) & pl.col("date").is_null())
        .then(_number("date-missing"))
        .otherwise(_number(""))
    )
    reason = (
        pl.when(day.is_null())
        .then(_number("date-missing"))
        .when((day < born).fill_null(value=False))
        .then(_number("before-birth"))
        .when(day > request.as_of)
        .then(_number("after-as-of"))
        .when(own_rows)
        .then(of_programme)
        .when(~day.is_between(request.period.first, request.period.last))
        .then(_number("outside-period"))
        .when("inside")
        .then(_number(""))
        .otherwise(_number("not-counted"))
    )
    reasons = rows.select("c", "date", "k", reason=reason)
    used = reasons.filter(pl.col("reason") == 0).drop("reason")
    return by_reason(reasons["reason"]), used


def _repeated(
    used: pl.DataFrame, keys: pl.DataFrame, contacts: Table, care: Care, spelled: Spelled
) -> int:
    """Count the rows of contacts of several rows that say nothing that another has not said."""
    told = ["c", "date", "k"]
    used = used.with_columns(spelled.same.gather(used["k"]).alias("k"))
    alike = used.filter(pl.struct(told).is_duplicated()).unique()
    if alike.is_empty():
        return 0
    # Those alike in what was read may differ in what was not: they are read once more.
    rest = [c for c in _REST if c in contacts.columns]
    columns = ["person_id", "contact_id", "date", *coded_in(contacts), *rest]
    contact_ids = keys["contact_id"].filter(keys["c"].is_in(alike["c"].implode())).unique()
    taken = spelled.with_slots(rows_of_contacts(contacts.frame.select(columns), contact_ids))
    again = with_person_index(taken, care.people.ids, with_ids=False).collect()
    again = again.with_columns(spelled.same.gather(spelled.at.gather(again["slot"])).alias("k"))
    again = again.join(keys, on=["p", "contact_id"]).join(alike, on=told, nulls_equal=True)
    return again.height - again.unique([*told, *rest]).height


def _number(reason: str) -> pl.Expr:
    """Return a reason as a number: texts for every row would cost more than all else."""
    return pl.lit(REASONS.index(reason), pl.UInt8)
