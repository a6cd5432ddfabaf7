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
from kvacodes.indicators.tables_groups import Keys, keys_of
from kvacodes.indicators.tables_spelled import (
    FOREIGN,
    OTHER,
    STEP,
    UNKNOWN,
    Spelled,
    categories_of,
    spelled_of,
)
from kvacodes.results import Accounting
from kvacodes.sequences.plan import Plan
from kvacodes.sequences.tables_events import REASONS, come_again, numbered
from kvacodes.sequences.tables_ids import Ids, with_person_index
from kvacodes.sequences.tables_rows import rows_of_contacts
from kvacodes.sequences.tables_tools import counted, marked, placed, shifted

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
    windows = _windows(care, scope)
    rows, keys = _rows(contacts, care, request, windows), _keys(care, request)
    cells = _cells(rows, keys, counted=windows["first"].is_not_null())
    _divide(cells, rows, keys, details)
    return Others(cells, _accounting(rows, contacts, care))


# --- who, and when -----------------------------------------------------------------------


def _windows(care: Care, scope: Scope) -> pl.DataFrame:
    """Return for each person the `first` and `last` day that count; null where none does."""
    size = care.people.frame.height
    if scope.step is None:
        counted = marked(size, care.visited(None)["p"])
        return pl.DataFrame({"first": _where(counted, date.min), "last": _where(counted, date.max)})
    own = care.steps(None, "p", "day", only=(scope.step,))
    of_step = own.lazy().group_by("p").agg(pl.col("day").min()).collect(engine="streaming")
    day = placed(size, of_step["p"], of_step["day"])
    counted = day.is_not_null()
    if scope.before is not None:
        last = day - _ONE_DAY
        first = (
            _where(counted, date.min)
            if scope.within is None
            else shifted(day, scope.within, scope.month_end, back=True)
        )
    else:
        first = day + _ONE_DAY
        last = (
            _where(counted, date.max)
            if scope.within is None
            else shifted(day, scope.within, scope.month_end)
        )
    return pl.DataFrame({"first": first, "last": last})


def _where(mask: pl.Series, day: date) -> pl.Series:
    return pl.select(pl.when(mask).then(pl.lit(day))).to_series()


def _told(request: Request) -> pl.Expr:
    """Return what person and day tell of a contact: 0 where it counts, else why it does not.

    Reads `p` and `date`, and of the person `born`, `first` and `last`.
    """
    day = pl.col("date")
    return (
        pl.when(day.is_null())
        .then(_number("date-missing"))
        .when(pl.col("p").is_null())
        .then(_number("person-unknown"))
        .when(day < pl.col("born"))
        .then(_number("before-birth"))
        .when(day > request.as_of)
        .then(_number("after-as-of"))
        .when(~day.is_between(request.period.first, request.period.last))
        .then(_number("outside-period"))
        .when(day.is_between("first", "last"))
        .then(_number(""))
        .otherwise(_number("not-counted"))
    )


def _number(reason: str) -> pl.Expr:
    """Return a reason as a number: texts for every row would cost more than all else."""
    return pl.lit(REASONS.index(reason), pl.UInt8)


_UNFIT = [
    REASONS.index(r) for r in ("date-missing", "person-unknown", "before-birth", "after-as-of")
]
"""Why contacts of whatever kind are not looked at."""


# --- rows --------------------------------------------------------------------------------


@frozen(eq=False)
class _Rows:
    """All rows of contacts; of contacts of one row, which are most, only what is counted.

    Attributes:
        codes: The columns that codes are written in, as categories.
        spelled: How codes are written.
        read: How many rows there are.
        tally: Of contacts of one row, how many rows there are (`n`) by what is `told` of the
            contact and by the number `k` of the code.
        inside: The rows of contacts of one row that count: `p`, `k`.
        several: The rows of other contacts: number `c` of the contact, `p`, `k`, `date`,
            what is `told` of the contact, whether it is a `visit`, the `kind` of the code,
            and whether it counts only beside others that are not there (`lonely`).
        keys: Of these contacts `c`, `p` and `contact_id`.
    """

    codes: dict[str, pl.Expr]
    spelled: Spelled
    read: int
    tally: pl.DataFrame
    inside: pl.DataFrame
    several: pl.DataFrame
    keys: pl.DataFrame


def _rows(contacts: Table, care: Care, request: Request, windows: pl.DataFrame) -> _Rows:
    """Read all rows; what is told of contacts of one row is worked out meanwhile."""
    codes = categories_of(contacts)
    taken = gathered(contacts.frame.select("person_id", "contact_id", "date", *codes))
    taken = taken.with_columns(**codes)
    contact_ids = taken.select("contact_id").collect(engine="streaming")["contact_id"]
    # The contact only tells rows of one contact apart.
    telling = [] if Ids(contact_ids).surely_differ else [*_NOT_READ]
    persons = windows.with_columns(care.people.frame["birth"].alias("born"))
    rows = (
        with_person_index(taken, care.people.ids, with_ids=False, **persons.to_dict())
        .select("p", *codes, *telling, told=_told(request))
        .collect(engine="streaming")
    )
    # Rows of a database are held as they came.
    del taken, contact_ids
    again = _again(rows, care) if telling else None
    alone = rows.lazy() if again is None else rows.lazy().filter(~again)
    others = rows.clear().with_columns(**_NOT_READ) if again is None else rows.filter(again)
    tally = alone.group_by("told", *codes).agg(n=pl.len()).collect(engine="streaming")
    pairs = pl.concat([tally.select(*codes), others.select(*codes)]).unique()
    spelled = spelled_of(pairs, care.plan)
    k = spelled.number.alias("k")
    inside = alone.filter(pl.col("told") == 0).select("p", k).collect(engine="streaming")
    several, keys = _together(others.with_columns(k), persons, care.plan, request, spelled)
    return _Rows(
        codes=codes,
        spelled=spelled,
        read=rows.height,
        tally=tally.select("told", k, "n"),
        inside=inside,
        several=several,
        keys=keys,
    )


_NOT_READ = {
    "contact_id": pl.lit(None, pl.Int64),
    "stranger": pl.lit(None, pl.UInt64),
    "date": pl.lit(None, pl.Date),
}
"""What contacts of several rows are gathered by, for where there are none."""


def _again(rows: pl.DataFrame, care: Care) -> pl.Series | None:
    """Say for each row whether its contact may have others; None where none has."""
    # Strangers are taken as one here, and told apart later.
    own = rows.select("contact_id", pl.col("p").fill_null(care.people.frame.height))
    again = come_again(own)
    # A row without a key is a contact of its own.
    return None if again is None else again & rows["contact_id"].is_not_null()


def _together(
    rows: pl.DataFrame, persons: pl.DataFrame, plan: Plan, request: Request, spelled: Spelled
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tell rows what their contact says; return the contacts too: `c`, `p`, `contact_id`."""
    known = persons.height
    # Strangers are numbered after the known, so that their contacts are told apart.
    stranger = pl.when(pl.col("p").is_null()).then("stranger").rank("dense") - 1 + known
    rows = numbered(rows.with_columns(pl.col("p").fill_null(stranger).cast(pl.UInt32)))
    contacts = rows.filter(pl.col("c").ne_missing(pl.col("c").shift(1)))
    days = rows.lazy().group_by("c").agg(pl.col("date").min()).collect(engine="streaming")
    contacts = contacts.select(
        "c",
        "contact_id",
        p=pl.when(pl.col("p") < known).then("p"),
        date=placed(contacts.height, days["c"], days["date"]),
    )
    facts = persons.select(pl.all().gather(contacts["p"]))
    contacts = contacts.with_columns(facts.get_columns()).with_columns(told=_told(request))
    several = rows.with_columns(
        told=contacts["told"].gather(rows["c"]),
        kind=spelled.kind.gather(rows["k"]),
        lonely=spelled.lonely(plan),
    )
    makes_visit = several.filter((pl.col("kind") == STEP) & ~pl.col("lonely"))
    visit = marked(contacts.height, makes_visit["c"]).gather(several["c"])
    return (
        several.select("c", "p", "k", "date", "told", "kind", "lonely", visit=visit),
        contacts.select("c", "p", "contact_id"),
    )


# --- counts ------------------------------------------------------------------------------


def _keys(care: Care, request: Request) -> Keys:
    """Return the stratifiers of all persons."""
    everyone = pl.int_range(care.people.frame.height, dtype=pl.UInt32, eager=True)
    return keys_of(request, care.people, p=everyone, day=care.people.frame["birth"])


def _cells(rows: _Rows, keys: Keys, *, counted: pl.Series) -> dict[Group, OtherCareCell]:
    """Count the persons, and their other contacts."""
    visit, coded = rows.spelled.visit, rows.spelled.coded
    k = rows.inside["k"]
    several = rows.several.filter((pl.col("told") == 0) & ~pl.col("visit"))
    together = several.select("c", "p", coded=coded.gather(several["k"])).group_by("c")
    contacts = [
        rows.inside.lazy()
        .with_columns(visit=visit.gather(k), coded=coded.gather(k))
        .filter(~pl.col("visit"))
        .select("p", "coded"),
        together.agg(pl.col("p").first(), pl.col("coded").any()).drop("c").lazy(),
    ]
    seen = (
        pl.concat(contacts)
        .group_by("p")
        .agg(contacts=pl.len(), uncoded=(~pl.col("coded")).sum())
        .collect(engine="streaming")
    )
    everyone = counted.arg_true().cast(pl.UInt32)
    cells = {
        group: OtherCareCell(row["persons"])
        for group, row in keys.gather(everyone).counted(everyone.to_frame("p"), persons=pl.len())
    }
    figures = {name: pl.col(name).cast(pl.Int64).sum() for name in ("contacts", "uncoded")}
    own = keys.gather(seen["p"])
    for group, row in own.counted(seen, seen=pl.len(), **figures):
        cells[group].seen = row["seen"]
        cells[group].contacts, cells[group].uncoded = row["contacts"], row["uncoded"]
    return cells


def _divide(
    cells: dict[Group, OtherCareCell], rows: _Rows, keys: Keys, details: tuple[str, ...]
) -> None:
    """Count the contacts and persons of each group of codes."""
    for detail in details:
        groups, of_code = rows.spelled.divisions[detail]
        of_alone, several = of_code, rows.several.filter(pl.col("told") == 0)
        if detail == "procedure-group":
            of_alone = of_code.set(rows.spelled.visit, len(groups))
            several = several.filter(~pl.col("visit"))
        contacts = [
            rows.inside.select("p", group=of_alone.gather(rows.inside["k"])),
            several.select("c", "p", group=of_code.gather(several["k"])).unique().drop("c"),
        ]
        each = _counted(pl.concat(contacts), len(groups))
        figures = {"contacts": pl.col("n").sum(), "persons": pl.len()}
        for group, row in keys.gather(each["p"]).counted(each, "group", **figures):
            name = detail, groups[row["group"]]
            cells[group].of_contacts[name] = row["contacts"]
            cells[group].of_persons[name] = row["persons"]


def _counted(contacts: pl.DataFrame, groups: int) -> pl.DataFrame:
    """Count the contacts of each person in each `group`: `p`, `group`, `n`."""
    # One number for both, as narrow as it can be, takes half the time of two columns.
    highest = contacts["p"].max()
    is_narrow = isinstance(highest, int) and (highest + 1) * groups <= 2**32
    key = pl.col("p").cast(pl.UInt32 if is_narrow else pl.UInt64) * groups + pl.col("group")
    return (
        contacts.lazy()
        .filter(pl.col("group") < groups)
        .group_by(key.alias("key"))
        .agg(n=pl.len())
        .select("n", p=(pl.col("key") // groups).cast(pl.UInt32), group=pl.col("key") % groups)
        .collect(engine="streaming")
    )


# --- accounting --------------------------------------------------------------------------


def _accounting(rows: _Rows, contacts: Table, care: Care) -> Accounting:
    """Account for every row by the first reason why it is not used."""
    visit = rows.spelled.visit.gather(rows.tally["k"])
    alone = rows.tally.with_columns(visit=visit).select("n", reason=_reason(_number("")))
    excluded: Counter[str] = Counter()
    for n, reason in alone.iter_rows():
        excluded[REASONS[reason]] += n
    del excluded[""]
    reason = rows.several.select(_reason(_of_programme())).to_series()
    excluded += counted(reason, REASONS)
    excluded["repeated-row"] = _repeated(rows, rows.several.filter(reason == 0), contacts, care)
    return Accounting(rows_read=rows.read, excluded=excluded)


def _reason(own: pl.Expr) -> pl.Expr:
    """Return why a row is not used, by number; rows of a `visit` have reasons of their `own`."""
    told = pl.col("told")
    return pl.when(pl.col("visit") & ~told.is_in(_UNFIT)).then(own).otherwise(told).alias("reason")


def _of_programme() -> pl.Expr:
    """Return why a row of a visit says nothing of the programme."""
    kind = pl.col("kind")
    return (
        pl.when(kind == FOREIGN)
        .then("told")
        .when(kind == UNKNOWN)
        .then(_number("unknown-code"))
        .when((kind == OTHER) | pl.col("lonely"))
        .then(_number("other-code"))
        .when((kind == STEP) & pl.col("date").is_null())
        .then(_number("date-missing"))
        .otherwise(_number(""))
    )


def _repeated(rows: _Rows, used: pl.DataFrame, contacts: Table, care: Care) -> int:
    """Count the rows of contacts of several rows that say nothing that another has not said."""
    told, same = ["c", "date", "k"], rows.spelled.same
    used = used.select("c", "date", same.gather(used["k"]).alias("k"))
    alike = used.filter(pl.struct(told).is_duplicated()).unique()
    if alike.is_empty():
        return 0
    # Those alike in what was read may differ in what was not: they are read once more.
    rest = [c for c in _REST if c in contacts.columns]
    columns = ["person_id", "contact_id", "date", *rows.codes, *rest]
    keys = rows.keys
    contact_ids = keys["contact_id"].filter(keys["c"].is_in(alike["c"].implode())).unique()
    taken = rows_of_contacts(contacts.frame.select(columns), contact_ids)
    taken = taken.with_columns(**rows.codes)
    again = with_person_index(taken, care.people.ids, with_ids=False).collect()
    again = again.with_columns(rows.spelled.number.alias("k"))
    again = again.with_columns(same.gather(again["k"]).alias("k"))
    again = again.join(keys, on=["p", "contact_id"]).join(alike, on=told, nulls_equal=True)
    return again.height - again.unique([*told, *rest]).height
