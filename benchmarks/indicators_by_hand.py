"""The figures of one programme written by hand, in Polars and in DuckDB's SQL.

They give the figures with the same denominators as the library: no general model, no checks
of the input, no bounds of time. `accounted` gives also how many rows are not used, by reason,
as the library always does: in one pass, each row meeting its person once.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from attrs import frozen

from kvacodes import Period

CODES = [f"UX27{n}" for n in range(3, 9)]
AGES = (0, 2, 4, 8, 12, 15)
AS_OF = date(2023, 12, 31)
JUNE, AT_LEAST, SECOND, OUTSIDE = 6, 2, 2, 5
YEAR = Period.year(2021)
MEASURE = YEAR.last


@frozen
class Tables:
    """Contacts and persons, for a query by hand."""

    contacts: pl.LazyFrame
    persons: pl.LazyFrame

    @classmethod
    def of(cls, folder: Path) -> Tables:
        """Scan an extract."""
        return cls(*(pl.scan_parquet(folder / f"{name}.parquet") for name in _NAMES))

    def by_digest(self) -> Tables:
        """Put a digest in place of each person's id: quicker, and inexact by a chance."""
        digest = pl.col("person_id").hash()
        return Tables(self.contacts.with_columns(digest), self.persons.with_columns(digest))


_NAMES = ("contacts", "persons")


def events(tables: Tables, codes: list[str] = CODES) -> pl.LazyFrame:
    """Return visits of known persons that can be judged."""
    return (
        tables.contacts.filter(pl.col("code").is_in(codes))
        .with_columns(step=pl.col("code").str.slice(4, 1).cast(pl.Int8) - 2)
        .join(tables.persons.select("person_id", "birth_date"), on="person_id")
        .filter((pl.col("date") >= pl.col("birth_date")) & (pl.col("date") <= AS_OF))
    )


def visits_by_hand(tables: Tables, seen: pl.LazyFrame | None = None) -> pl.LazyFrame:
    """J1: visits per unit and month, joint and not, by step."""
    inside = (events(tables) if seen is None else seen).filter(
        pl.col("date").is_between(YEAR.first, YEAR.last)
    )
    return inside.group_by("unit_id", pl.col("date").dt.truncate("1mo")).agg(
        pl.col("contact_id").n_unique(),
        pl.col("joint").sum().alias("joint"),
        (~pl.col("joint")).sum().alias("alone"),
        *((pl.col("step") == k).sum().alias(f"step{k}") for k in range(1, 7)),
    )


def completion_by_hand(tables: Tables, seen: pl.LazyFrame | None = None) -> pl.LazyFrame:
    """J3: who has got each step, per unit and half-year of birth."""
    firsts = (
        (events(tables) if seen is None else seen)
        .group_by("person_id")
        .agg(*((pl.col("step") == k).any().alias(f"has{k}") for k in range(1, 7)))
    )
    listed = tables.persons.filter(
        (pl.col("target_group"))
        & (pl.col("listed_from") <= MEASURE)
        & (pl.col("listed_to").is_null() | (pl.col("listed_to") >= MEASURE))
    )
    due = {
        f"due{k}": pl.col("birth_date").dt.offset_by(f"{months}mo") <= MEASURE
        for k, months in enumerate(AGES, start=1)
    }
    half = pl.col("birth_date").dt.year() * 2 + (pl.col("birth_date").dt.month() > JUNE)
    return (
        listed.join(firsts, on="person_id", how="left")
        .with_columns(**due)
        .group_by("unit_id", half.alias("half"))
        .agg(
            *(pl.col(f"due{k}").sum() for k in range(1, 7)),
            *((pl.col(f"due{k}") & pl.col(f"has{k}")).sum().alias(f"n{k}") for k in range(1, 7)),
        )
    )


def continuity_by_hand(tables: Tables, seen: pl.LazyFrame | None = None) -> pl.LazyFrame:
    """J4: the same staff, per unit where listed."""
    inside = (events(tables) if seen is None else seen).filter(
        pl.col("date").is_between(YEAR.first, YEAR.last) & pl.col("staff_id").is_not_null()
    )
    each = inside.group_by("person_id", "staff_role", "staff_id").agg(
        n=pl.col("contact_id").n_unique()
    )
    seen = (
        each.group_by("person_id", "staff_role")
        .agg(
            pairs=pl.col("n").sum(),
            most=pl.col("n").max(),
            squares=(pl.col("n") ** 2).sum(),
            staff=pl.len(),
        )
        .filter(pl.col("pairs") >= AT_LEAST)
    )
    units = tables.persons.select("person_id", "unit_id")
    return (
        seen.join(units, on="person_id")
        .group_by("unit_id", "staff_role")
        .agg(
            pl.len(),
            (pl.col("staff") == 1).sum().alias("single"),
            (pl.col("most") / pl.col("pairs")).mean().alias("usual"),
            ((pl.col("squares") - pl.col("pairs")) / (pl.col("pairs") * (pl.col("pairs") - 1)))
            .mean()
            .alias("coc"),
        )
    )


def lead_time_by_hand(tables: Tables, seen: pl.LazyFrame | None = None) -> pl.LazyFrame:
    """J5: days from the first visit to the second, per unit where listed."""
    both = events(tables, CODES[:2]) if seen is None else seen.filter(pl.col("step") <= SECOND)
    firsts = (
        both.group_by("person_id")
        .agg(
            start=pl.col("date").filter(pl.col("step") == 1).min(),
            stop=pl.col("date").filter(pl.col("step") == SECOND).min(),
        )
        .filter(pl.col("start").is_between(YEAR.first, YEAR.last))
        .with_columns(days=(pl.col("stop") - pl.col("start")).dt.total_days())
        .join(tables.persons.select("person_id", "unit_id"), on="person_id")
    )
    known = pl.col("days").filter(pl.col("days") >= 0)
    return firsts.group_by("unit_id").agg(
        pl.len(),
        known.len().alias("measured"),
        *(known.quantile(q, "linear").alias(f"p{q}") for q in (0.1, 0.25, 0.5, 0.75, 0.9)),
    )


def first_visits(tables: Tables) -> pl.LazyFrame:
    """Return the day of each person's first visit."""
    return events(tables, CODES[:1]).group_by("person_id").agg(first=pl.col("date").min())


def other_care_by_hand(tables: Tables, seen: pl.LazyFrame | None = None) -> pl.LazyFrame:
    """J6: other contacts within 12 months after the first visit, per unit and group of codes."""
    every = tables.contacts.join(first_visits(tables), on="person_id") if seen is None else seen
    others = every.filter(~pl.col("code").is_in(CODES) | pl.col("code").is_null()).filter(
        (pl.col("date") > pl.col("first"))
        & (pl.col("date") <= pl.col("first").dt.offset_by("12mo"))
    )
    units = tables.persons.select("person_id", unit="unit_id")
    return (
        others.join(units, on="person_id")
        .group_by("unit", pl.col("code").str.slice(0, 2))
        .agg(pl.col("contact_id").n_unique(), pl.col("person_id").n_unique())
    )


def accounted(job: str, tables: Tables) -> list[pl.LazyFrame]:
    """Return the figures of a job and the account of its rows, of the same pass."""
    persons = tables.persons.select("person_id", "birth_date", known=pl.lit(value=True))
    rows = tables.contacts
    if job == "J6 other care":
        persons = persons.join(first_visits(tables), on="person_id", how="left")
    else:
        rows = rows.filter(pl.col("code").is_in(CODES)).with_columns(
            step=pl.col("code").str.slice(4, 1).cast(pl.Int8) - 2
        )
    day = pl.col("date")
    reason = (
        pl.when(day.is_null())
        .then(pl.lit(1, pl.UInt8))
        .when(pl.col("known").is_null())
        .then(pl.lit(2, pl.UInt8))
        .when(day < pl.col("birth_date"))
        .then(pl.lit(3, pl.UInt8))
        .when(day > AS_OF)
        .then(pl.lit(4, pl.UInt8))
        .when(~day.is_between(YEAR.first, YEAR.last))
        .then(pl.lit(OUTSIDE, pl.UInt8))
        .otherwise(pl.lit(0, pl.UInt8))
    )
    rows = rows.join(persons, on="person_id", how="left").with_columns(reason=reason)
    seen = rows.filter(pl.col("reason").is_in([0, OUTSIDE]))
    return [QUERIES[job](tables, seen), rows.group_by("reason").len()]


# --- SQL ---------------------------------------------------------------------------------

_LIST = ", ".join(f"'{code}'" for code in CODES)
_FIRST, _LAST = f"date '{YEAR.first}'", f"date '{YEAR.last}'"
_EVENTS = f"""
    select c.*, p.birth_date, p.unit_id as listed_unit, cast(c.code[5] as int) - 2 as step
    from contacts c join persons p using (person_id)
    where c.code in ({_LIST}) and c.date >= p.birth_date and c.date <= date '{AS_OF}'
"""


def _each(template: str) -> str:
    return ", ".join(template.format(k=k, m=AGES[k - 1]) for k in range(1, 7))


SQL = {
    "J1 visits": f"""
        select unit_id, date_trunc('month', date) as month, count(distinct contact_id),
            count(*) filter (joint), count(*) filter (not joint),
            {_each("count(*) filter (step = {k})")}
        from ({_EVENTS}) where date between {_FIRST} and {_LAST} group by all
    """,
    "J3 completion": f"""
        with latest as (
            select person_id, {_each("max(date) filter (code = 'UX27' || ({k} + 2)) as latest{k}")}
            from contacts where code in ({_LIST}) and date <= date '{AS_OF}' group by person_id
        )
        select unit_id, year(birth_date) * 2 + (month(birth_date) > 6)::int as half,
            {_each("count(*) filter (birth_date + interval {m} month <= " + _LAST + ")")},
            {
        _each(
            "count(*) filter (birth_date + interval {m} month <= "
            + _LAST
            + " and latest{k} >= birth_date)"
        )
    }
        from persons left join latest using (person_id)
        where target_group and listed_from <= {_LAST}
            and (listed_to is null or listed_to >= {_LAST})
        group by all
    """,
    "J4 continuity": f"""
        with each as (
            select person_id, listed_unit, staff_role, staff_id, count(distinct contact_id) as n
            from ({_EVENTS})
            where date between {_FIRST} and {_LAST} and staff_id is not null group by all
        ), seen as (
            select person_id, listed_unit, staff_role, sum(n) as pairs, max(n) as most,
                sum(n * n) as squares, count(*) as staff
            from each group by all having sum(n) >= 2
        )
        select listed_unit, staff_role, count(*), count(*) filter (staff = 1),
            avg(most / pairs), avg((squares - pairs) / (pairs * (pairs - 1)))
        from seen group by all
    """,
    "J5 lead time": f"""
        with firsts as (
            select person_id, listed_unit, min(date) filter (step = 1) as start,
                min(date) filter (step = 2) as stop
            from ({_EVENTS}) where code in ('UX273', 'UX274') group by all
        )
        select listed_unit, count(*), quantile_cont(stop - start, [0.1, 0.25, 0.5, 0.75, 0.9])
            filter (stop >= start)
        from firsts where start between {_FIRST} and {_LAST} group by all
    """,
    "J6 other care": f"""
        with firsts as (
            select person_id, listed_unit, min(date) as first
            from ({_EVENTS}) where code = 'UX273' group by all
        )
        select listed_unit, code[:2], count(distinct contact_id), count(distinct person_id)
        from contacts join firsts using (person_id)
        where (code not in ({_LIST}) or code is null) and date > first
            and date <= first + interval 12 month
        group by all
    """,
}
_ACCOUNT = f"""
    select case when date is null then 1 when p.person_id is null then 2
        when date < birth_date then 3 when date > date '{AS_OF}' then 4
        when date not between {_FIRST} and {_LAST} then 5 else 0 end as reason, count(*)
    from contacts c left join persons p using (person_id)
"""
ACCOUNTS_SQL = {
    name: f"{_ACCOUNT} group by all"
    if name == "J6 other care"
    else f"{_ACCOUNT} where code in ({_LIST}) group by all"
    for name in SQL
}
QUERIES = {
    "J1 visits": visits_by_hand,
    "J3 completion": completion_by_hand,
    "J4 continuity": continuity_by_hand,
    "J5 lead time": lead_time_by_hand,
    "J6 other care": other_care_by_hand,
}
