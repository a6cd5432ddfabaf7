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
START, DECIDED = dt.date(2019, 1, 1), dt.date(2018, 11, 30)


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
    firsts = [
        pl.col("date").filter(pl.col("step") == k).min().alias(f"d{k}") for k in range(1, 7)
    ]
    dateless = [
        (pl.col("lacks") & (pl.col("step") == k)).any().alias(f"n{k}")
        for k in range(1, 7)
    ]
    by_child = (
        visits.with_columns(date=pl.when(good).then("date"), lacks=pl.col("date").is_null())
        .group_by("p")
        .agg(*firsts, *dateless)
    )
    children = persons.join(by_child, on="p", how="left")
    found = _order(children)
    per_child = (
        children.select("person_id", **found)
        .unpivot(index="person_id", variable_name="rule", value_name="day")
        .drop_nulls("day")
        .with_columns(contact_id=pl.lit(None, pl.Int64))
        .select("person_id", "contact_id", "rule", "day")
    )
    parts = [per_child, *_visits(visits, events)]
    return pl.concat(pl.collect_all(parts, engine="streaming"))


def _order(children: pl.LazyFrame) -> dict[str, pl.Expr]:
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
        later = pl.coalesce(day[k + 1 :]) if k < 5 else pl.lit(None, pl.Date)
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
    ordered = events.select(
        "p", "person_id", "contact_id", "date", "step", "staff_id", "staff_role"
    ).sort("p", "date", "contact_id")
    follows = pl.col("p") == pl.col("p").shift(1)
    same_role = pl.col("staff_role") == pl.col("staff_role").shift(1)
    other = pl.col("staff_id") != pl.col("staff_id").shift(1)
    repeated = (
        events.select("p", "person_id", "contact_id", "date", "step")
        .sort("p", "step", "date", "contact_id")
        .filter(
            (pl.col("p") == pl.col("p").shift(1))
            & (pl.col("step") == pl.col("step").shift(1))
        )
    )
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
