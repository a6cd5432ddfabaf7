"""The same findings written by hand for one programme, as an expert would on each engine.

The wide plan: one hash group-by to a row for each child with the first day of every step,
rules as column arithmetic, one unpivot to rows. What is about single visits (duplicates,
days that cannot be, codes not in force, not joint, staff) is found on the visits. No general
model, no checks of the input, no accounting, no status, no severities.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

CODES = [f"UX27{n}" for n in range(3, 9)]
WINDOWS = [(0, 2), (2, 4), (4, 7), (7, 11), (11, 14), (14, 18)]
AS_OF = dt.date(2023, 12, 31)
START = dt.date(2019, 1, 1)
FIRST_DAY = (dt.date(2018, 1, 1) - dt.date(1970, 1, 1)).days


def polars_wide(folder: Path) -> pl.DataFrame:
    """Return the findings from Parquet with Polars."""
    contacts = pl.scan_parquet(folder / "contacts.parquet")
    persons = pl.scan_parquet(folder / "persons.parquet")
    return wide(contacts, persons)


def wide(contacts: pl.LazyFrame, persons: pl.LazyFrame) -> pl.DataFrame:
    """Return the findings: person, contact where it is a visit, step, finding, day."""
    # Whole numbers instead of long keys: all that groups or sorts is twice as fast.
    persons = persons.with_row_index("p")
    visits = (
        contacts.filter(pl.col("code").is_in(CODES))
        .with_columns(step=pl.col("code").str.slice(4, 1).cast(pl.Int8) - 2)
        .join(persons.select("person_id", "birth_date", "p"), on="person_id", how="left")
        .drop("code", "unit_id")
    )
    good = (
        pl.col("date").is_not_null()
        & (pl.col("date") >= pl.col("birth_date"))
        & (pl.col("date") <= AS_OF)
    )
    events = visits.filter(good)
    firsts = [pl.col("date").filter(pl.col("step") == k).min().alias(f"d{k}") for k in range(1, 7)]
    dateless = [(pl.col("lacks") & (pl.col("step") == k)).any().alias(f"n{k}") for k in range(1, 7)]
    by_child = (
        visits.with_columns(date=pl.when(good).then("date"), lacks=pl.col("date").is_null())
        .group_by("p")
        .agg(*firsts, *dateless)
    )
    children = persons.join(by_child, on="p", how="left")
    found = _order()
    per_child = (
        children.select("person_id", **found)
        .unpivot(index="person_id", variable_name="rule", value_name="day")
        .drop_nulls("day")
        .with_columns(contact_id=pl.lit(None, pl.Int64))
        .select("person_id", "contact_id", "rule", "day")
    )
    parts = [per_child, *_visits(visits, events)]
    return pl.concat(pl.collect_all(parts, engine="streaming"))


def _order() -> dict[str, pl.Expr]:
    day = [pl.col(f"d{k}") for k in range(1, 7)]
    birth = pl.col("birth_date")
    rules = {}
    for k in range(6):
        low, high = (birth.dt.offset_by(f"{m}mo") for m in WINDOWS[k])
        rules[f"visit-too-early {k + 1}"] = pl.when(day[k] < low).then(day[k])
        rules[f"visit-too-late {k + 1}"] = pl.when(day[k] >= high).then(day[k])
        if k:
            latest = pl.max_horizontal(day[:k])
            rules[f"visit-out-of-order {k + 1}"] = pl.when(day[k] < latest).then(day[k])
            same = pl.any_horizontal(day[k] == other for other in day[:k])
            rules[f"same-day-visits {k + 1}"] = pl.when(same).then(day[k])
        absent = day[k].is_null() & ~pl.col(f"n{k + 1}").fill_null(value=False)
        later = pl.coalesce(day[k + 1 :]) if k + 1 < len(WINDOWS) else pl.lit(None, pl.Date)
        rules[f"visit-skipped {k + 1}"] = pl.when(absent & later.is_not_null()).then(later)
        last = high.dt.offset_by("-1d")
        meant = pl.col("target_group").fill_null(value=True)
        rules[f"visit-overdue {k + 1}"] = pl.when(
            absent & later.is_null() & (last < AS_OF) & meant
        ).then(last)
    outside = ~pl.col("target_group") & pl.any_horizontal(d.is_not_null() for d in day)
    rules["outside-target-group 0"] = pl.when(outside).then(pl.lit(AS_OF))
    return rules


def _visits(visits: pl.LazyFrame, events: pl.LazyFrame) -> list[pl.LazyFrame]:
    def rows(frame: pl.LazyFrame, finding: str) -> pl.LazyFrame:
        rule = pl.format("{} {}", pl.lit(finding), pl.col("step"))
        return frame.select("person_id", "contact_id", rule=rule, day="date")

    date = pl.col("date")
    strange = (
        visits.filter(pl.col("birth_date").is_null())
        .group_by("person_id")
        .agg(pl.lit(None, pl.Int64).alias("contact_id"))
        .select(
            "person_id",
            "contact_id",
            rule=pl.lit("person-unknown 0"),
            day=pl.lit(None, pl.Date),
        )
    )
    # Person, day and contact in one number: sorting it is quicker than sorting three columns.
    person, day, contact = (pl.col(c).cast(pl.Int64) for c in ("p", "date", "contact_id"))
    key = (person * 2**12 + day - FIRST_DAY) * 2**28 + contact
    ordered = events.select(
        "p", "person_id", "contact_id", "date", "step", "staff_id", "staff_role", key=key
    ).sort("key")
    follows = pl.col("p") == pl.col("p").shift(1)
    same_role = pl.col("staff_role") == pl.col("staff_role").shift(1)
    other = pl.col("staff_id") != pl.col("staff_id").shift(1)
    repeated = ordered.filter(~(person * 8 + pl.col("step")).is_first_distinct())
    return [
        rows(visits.filter(date.is_null()), "date-missing"),
        rows(visits.filter(date < pl.col("birth_date")), "date-before-birth"),
        rows(visits.filter(date > AS_OF, date >= pl.col("birth_date")), "date-after-as-of"),
        rows(events.filter(date < START), "code-not-in-force"),
        rows(events.filter(~pl.col("joint")), "not-joint"),
        rows(ordered.filter(follows & same_role & other), "staff-changed"),
        rows(repeated, "duplicate-visit"),
        strange,
    ]


# --- DuckDB ------------------------------------------------------------------------------


def duckdb_sql() -> str:
    """Return the query that finds the same on DuckDB tables `contacts` and `persons`."""
    firsts = ", ".join(
        f"min(day) filter (step = {k}) d{k}, "
        f"coalesce(bool_or(step = {k} and date is null), false) n{k}"
        for k in range(1, 7)
    )
    rules = []
    for k, (low, high) in enumerate(WINDOWS, start=1):
        rules += [
            ("visit-too-early", k, f"d{k} < birth_date + interval {low} month", f"d{k}"),
            ("visit-too-late", k, f"d{k} >= birth_date + interval {high} month", f"d{k}"),
        ]
        if k > 1:
            before = ", ".join(f"d{j}" for j in range(1, k))
            rules += [
                ("visit-out-of-order", k, f"d{k} < greatest({before})", f"d{k}"),
                ("same-day-visits", k, f"d{k} in ({before})", f"d{k}"),
            ]
        later = (
            f"coalesce({', '.join(f'd{j}' for j in range(k + 1, 7))})"
            if k < len(WINDOWS)
            else "null"
        )
        absent = f"d{k} is null and not coalesce(n{k}, false)"
        last = f"birth_date + interval {high} month - interval 1 day"
        rules += [
            ("visit-skipped", k, f"{absent} and {later} is not null", later),
            (
                "visit-overdue",
                k,
                (
                    f"{absent} and {later} is null and {last} < '{AS_OF}' "
                    "and coalesce(target_group, true)"
                ),
                last,
            ),
        ]
    rules.append(
        (
            "outside-target-group",
            0,
            f"not target_group and coalesce({', '.join(f'd{k}' for k in range(1, 7))}) is not null",
            "null",
        )
    )
    found = ", ".join(
        f"case when {test} then {{'rule': '{rule} {k}', 'day': cast({day} as date)}} end"
        for rule, k, test, day in rules
    )
    codes = ", ".join(f"'{code}'" for code in CODES)
    return f"""
    with visits as materialized (
      select c.person_id, contact_id, date, cast(code[5] as int) - 2 step, staff_id, staff_role,
        joint, birth_date, p.person_id is null stranger,
        case when date >= birth_date and date <= '{AS_OF}' then date end as day
      from contacts c left join persons p using (person_id) where code in ({codes})
    ), children as (
      select p.*, w.* exclude (person_id) from persons p left join (
        select person_id, {firsts} from visits group by person_id) w using (person_id)
    ), per_child as (
      select person_id, null::bigint contact_id,
        unnest(list_filter([{found}], lambda x: x is not null)) f from children
    ), ordered as (
      select *, lag(staff_id) over w staff_before, lag(staff_role) over w role_before,
        row_number() over (partition by person_id, step order by day, contact_id) nth
      from visits where day is not null
      window w as (partition by person_id order by day, contact_id)
    )
    select person_id, contact_id, f.rule, f.day from per_child
    union all select person_id, contact_id, 'date-missing ' || step, date from visits
      where date is null
    union all select person_id, contact_id, 'date-before-birth ' || step, date from visits
      where date < birth_date
    union all select person_id, contact_id, 'date-after-as-of ' || step, date from visits
      where date > '{AS_OF}' and date >= birth_date
    union all select person_id, contact_id, 'code-not-in-force ' || step, day from visits
      where day < '{START}'
    union all select person_id, contact_id, 'not-joint ' || step, day from visits
      where day is not null and not joint
    union all select person_id, contact_id, 'staff-changed ' || step, day from ordered
      where role_before = staff_role and staff_before <> staff_id
    union all select person_id, contact_id, 'duplicate-visit ' || step, day from ordered
      where nth > 1
    union all select distinct person_id, null, 'person-unknown 0', null::date from visits
      where stranger
    """


# --- pandas ------------------------------------------------------------------------------


def pandas_wide(contacts: object, persons: object) -> object:
    """Return the findings with pandas."""
    import pandas as pd

    visits = contacts[contacts["code"].isin(CODES)]
    visits = visits.assign(step=visits["code"].str[4].astype(int) - 2)
    visits = visits.merge(persons[["person_id", "birth_date"]], on="person_id", how="left")
    visits["date"] = pd.to_datetime(visits["date"])
    persons = persons.assign(birth_date=pd.to_datetime(persons["birth_date"]))
    visits["birth_date"] = pd.to_datetime(visits["birth_date"])
    as_of, start = pd.Timestamp(AS_OF), pd.Timestamp(START)
    good = (visits["date"] >= visits["birth_date"]) & (visits["date"] <= as_of)
    events = visits[good].sort_values(["person_id", "date", "contact_id"])
    days = events.groupby(["person_id", "step"])["date"].first().unstack()
    lacking = visits[visits["date"].isna()].assign(n=True)
    lacking = lacking.groupby(["person_id", "step"])["n"].first().unstack()
    children = persons.set_index("person_id")
    days = days.reindex(index=children.index, columns=range(1, 7))
    lacking = lacking.reindex(index=children.index, columns=range(1, 7)).notna()
    parts = []

    def note(rule: str, index: object, day: object, contact: object = None) -> None:
        parts.append(
            pd.DataFrame({"person_id": index, "contact_id": contact, "rule": rule, "day": day})
        )

    birth = children["birth_date"]
    for k, (low, high) in enumerate(WINDOWS, start=1):
        day = days[k]
        early = day < birth + pd.DateOffset(months=low)
        edge = birth + pd.DateOffset(months=high)
        note(f"visit-too-early {k}", day.index[early], day[early].to_numpy())
        late = day >= edge
        note(f"visit-too-late {k}", day.index[late], day[late].to_numpy())
        before = days.loc[:, range(1, k)]
        if k > 1:
            wrong = day < before.max(axis=1)
            note(f"visit-out-of-order {k}", day.index[wrong], day[wrong].to_numpy())
            same = before.eq(day, axis=0).any(axis=1)
            note(f"same-day-visits {k}", day.index[same], day[same].to_numpy())
        absent = day.isna() & ~lacking[k]
        later = days.loc[:, range(k + 1, 7)].notna().any(axis=1)
        skipped = absent & later
        note(f"visit-skipped {k}", day.index[skipped], pd.NaT)
        overdue = absent & ~later & (edge <= as_of) & (children["target_group"] != False)  # noqa: E712
        note(f"visit-overdue {k}", day.index[overdue], edge[overdue].to_numpy())
    outside = (children["target_group"] == False) & days.notna().any(axis=1)  # noqa: E712
    note("outside-target-group", days.index[outside], pd.NaT)
    before = events.shift(1)
    same = events["person_id"] == before["person_id"]
    changed = events[
        same
        & (events["staff_role"] == before["staff_role"])
        & (events["staff_id"] != before["staff_id"])
    ]
    repeated = events[events.duplicated(["person_id", "step"])]
    for rule, rows in (
        ("staff-changed", changed),
        ("duplicate-visit", repeated),
        ("date-missing", visits[visits["date"].isna()]),
        ("date-before-birth", visits[visits["date"] < visits["birth_date"]]),
        ("date-after-as-of", visits[visits["date"] > as_of]),
        ("code-not-in-force", events[events["date"] < start]),
        ("not-joint", events[events["joint"] == False]),  # noqa: E712
        ("person-unknown", visits[visits["birth_date"].isna()].drop_duplicates("person_id")),
    ):
        note(rule, rows["person_id"], rows["date"], rows["contact_id"])
    return pd.concat(parts, ignore_index=True)
