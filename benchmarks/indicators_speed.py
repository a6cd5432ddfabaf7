"""Measure indicators on Parquet against the same figures written by hand in Polars.

    python benchmarks/sequences_data.py /tmp/extract --contacts 1000000
    python benchmarks/indicators_speed.py /tmp/extract --rounds 5

The hand-written queries give the figures of one programme with the same denominators: no
general model, no checks of the input, no bounds of time. They run bare, and with an account of
every row by reason (but without looking for repeated rows) in the same `collect_all`, which is
what the library always gives. Runs are interleaved; medians of wall and CPU time are printed,
with ratios to the hand-written ones. The last line is all indicators of the follow-up in one
call against the sum of the calls apart.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

import kvacodes
from kvacodes import Period, indicators

CODES = [f"UX27{n}" for n in range(3, 9)]
AGES = (0, 2, 4, 8, 12, 15)
AS_OF = date(2023, 12, 31)
JUNE, AT_LEAST, SECOND = 6, 2, 2
YEAR = Period.year(2021)
MEASURE = YEAR.last
PROGRAMME = kvacodes.load().code_set("utokat-hembesok-bvc")


def contacts_of(folder: Path) -> pl.LazyFrame:
    """Scan the contacts."""
    return pl.scan_parquet(folder / "contacts.parquet")


def persons_of(folder: Path) -> pl.LazyFrame:
    """Scan the persons."""
    return pl.scan_parquet(folder / "persons.parquet")


def events(folder: Path) -> pl.LazyFrame:
    """Return visits of known persons that can be judged."""
    return (
        contacts_of(folder)
        .filter(pl.col("code").is_in(CODES))
        .with_columns(step=pl.col("code").str.slice(4, 1).cast(pl.Int8) - 2)
        .join(persons_of(folder).select("person_id", "birth_date"), on="person_id")
        .filter((pl.col("date") >= pl.col("birth_date")) & (pl.col("date") <= AS_OF))
    )


def visits_by_hand(folder: Path) -> pl.LazyFrame:
    """J1: visits per unit and month, joint and not, by step."""
    inside = events(folder).filter(pl.col("date").is_between(YEAR.first, YEAR.last))
    return inside.group_by("unit_id", pl.col("date").dt.truncate("1mo")).agg(
        pl.col("contact_id").n_unique(),
        pl.col("joint").sum().alias("joint"),
        (~pl.col("joint")).sum().alias("alone"),
        *((pl.col("step") == k).sum().alias(f"step{k}") for k in range(1, 7)),
    )


def completion_by_hand(folder: Path) -> pl.LazyFrame:
    """J3: who has got each step, per unit and half-year of birth."""
    firsts = (
        events(folder)
        .group_by("person_id")
        .agg(*((pl.col("step") == k).any().alias(f"has{k}") for k in range(1, 7)))
    )
    listed = persons_of(folder).filter(
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


def continuity_by_hand(folder: Path) -> pl.LazyFrame:
    """J4: the same staff, per unit where listed."""
    inside = events(folder).filter(
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
    units = persons_of(folder).select("person_id", "unit_id")
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


def lead_time_by_hand(folder: Path) -> pl.LazyFrame:
    """J5: days from the first visit to the second, per unit where listed."""
    firsts = (
        events(folder)
        .group_by("person_id")
        .agg(
            start=pl.col("date").filter(pl.col("step") == 1).min(),
            stop=pl.col("date").filter(pl.col("step") == SECOND).min(),
        )
        .filter(pl.col("start").is_between(YEAR.first, YEAR.last))
        .with_columns(days=(pl.col("stop") - pl.col("start")).dt.total_days())
        .join(persons_of(folder).select("person_id", "unit_id"), on="person_id")
    )
    known = pl.col("days").filter(pl.col("days") >= 0)
    return firsts.group_by("unit_id").agg(
        pl.len(),
        known.len().alias("measured"),
        *(known.quantile(q, "linear").alias(f"p{q}") for q in (0.1, 0.25, 0.5, 0.75, 0.9)),
    )


def other_care_by_hand(folder: Path) -> pl.LazyFrame:
    """J6: other contacts within 12 months after the first visit, per unit and group of codes."""
    first = (
        events(folder)
        .filter(pl.col("step") == 1)
        .group_by("person_id")
        .agg(first=pl.col("date").min())
    )
    others = (
        contacts_of(folder)
        .filter(~pl.col("code").is_in(CODES) | pl.col("code").is_null())
        .join(first, on="person_id")
        .filter(
            (pl.col("date") > pl.col("first"))
            & (pl.col("date") <= pl.col("first").dt.offset_by("12mo"))
        )
    )
    units = persons_of(folder).select("person_id", unit="unit_id")
    return (
        others.join(units, on="person_id")
        .group_by("unit", pl.col("code").str.slice(0, 2))
        .agg(pl.col("contact_id").n_unique(), pl.col("person_id").n_unique())
    )


def account_by_hand(folder: Path) -> pl.LazyFrame:
    """Count the rows of the programme's codes by the reason why they are not used."""
    rows = contacts_of(folder).filter(pl.col("code").is_in(CODES)).select("person_id", "date")
    return _by_reason(rows, folder)


def account_of_all_by_hand(folder: Path) -> pl.LazyFrame:
    """Count all rows by the reason why they are not used."""
    return _by_reason(contacts_of(folder).select("person_id", "date"), folder)


def _by_reason(rows: pl.LazyFrame, folder: Path) -> pl.LazyFrame:
    persons = persons_of(folder).select("person_id", "birth_date", known=pl.lit(value=True))
    day = pl.col("date")
    reason = (
        pl.when(day.is_null())
        .then(1)
        .when(pl.col("known").is_null())
        .then(2)
        .when(day < pl.col("birth_date"))
        .then(3)
        .when(day > AS_OF)
        .then(4)
        .when(~day.is_between(YEAR.first, YEAR.last))
        .then(5)
        .otherwise(0)
    )
    return rows.join(persons, on="person_id", how="left").group_by(reason.alias("reason")).len()


JOBS: dict[str, tuple[Callable[[Path], pl.LazyFrame], Callable[[Path], object]]] = {
    "J1 visits": (
        visits_by_hand,
        lambda f: indicators.visits(
            contacts_of(f),
            persons_of(f),
            PROGRAMME,
            period=YEAR,
            as_of=AS_OF,
            by=("unit_id", "month"),
        ),
    ),
    "J3 completion": (
        completion_by_hand,
        lambda f: indicators.completion(
            contacts_of(f),
            persons_of(f),
            PROGRAMME,
            period=YEAR,
            as_of=AS_OF,
            by=("unit_id", "half_year"),
        ),
    ),
    "J4 continuity": (
        continuity_by_hand,
        lambda f: indicators.continuity(
            contacts_of(f), persons_of(f), PROGRAMME, period=YEAR, as_of=AS_OF, by="unit_id"
        ),
    ),
    "J5 lead time": (
        lead_time_by_hand,
        lambda f: indicators.lead_time(
            contacts_of(f),
            persons_of(f),
            PROGRAMME,
            from_step=1,
            to_step=2,
            period=YEAR,
            as_of=AS_OF,
            by="unit_id",
        ),
    ),
    "J6 other care": (
        other_care_by_hand,
        lambda f: indicators.other_care(
            contacts_of(f),
            persons_of(f),
            PROGRAMME,
            after=1,
            within=kvacodes.periods.Span(months=12),
            detail="procedure-group",
            period=Period(date(2018, 1, 1), AS_OF),
            as_of=AS_OF,
            by="unit_id",
        ),
    ),
}


def apart(folder: Path) -> None:
    """Ask for each indicator of the follow-up in a call of its own."""
    options: dict[str, Any] = {"period": YEAR, "as_of": AS_OF, "by": "unit_id"}
    names = ("listed", "visits", "completion", "continuity", "conformance_rate", "other_care")
    for name in names:
        indicator = getattr(indicators, name)
        indicator(contacts_of(folder), persons_of(folder), PROGRAMME, **options)
    for n in range(1, 6):
        steps = {"from_step": n, "to_step": n + 1}
        contacts, persons = contacts_of(folder), persons_of(folder)
        indicators.lead_time(contacts, persons, PROGRAMME, **steps, **options)


def together(folder: Path) -> None:
    """Ask for all in one call."""
    indicators.follow_up(
        contacts_of(folder),
        persons_of(folder),
        PROGRAMME,
        period=YEAR,
        as_of=AS_OF,
        by="unit_id",
    )


def measured(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, tuple[float, float]]:
    """Run in turn; return the medians of wall and CPU time of each."""
    walls, cpus = defaultdict(list), defaultdict(list)
    for _ in range(rounds):
        for name, run in runs.items():
            wall, cpu = time.perf_counter(), time.process_time()
            run()
            walls[name].append(time.perf_counter() - wall)
            cpus[name].append(time.process_time() - cpu)
    return {name: (statistics.median(walls[name]), statistics.median(cpus[name])) for name in runs}


def main() -> None:
    """Run the jobs in turn and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--job", default="")
    options = parser.parse_args()
    folder = options.folder
    for name, (by_hand, ours) in JOBS.items():
        if options.job not in name:
            continue
        account = account_of_all_by_hand if by_hand is other_care_by_hand else account_by_hand
        took = measured(
            {
                "bare": lambda by_hand=by_hand: by_hand(folder).collect(engine="streaming"),
                "accounted": lambda by_hand=by_hand, account=account: pl.collect_all(
                    [by_hand(folder), account(folder)], engine="streaming"
                ),
                "ours": lambda ours=ours: ours(folder),
            },
            options.rounds,
        )
        _print(name, took, "ours", ("bare", "accounted"))
    if options.job in "all in one":
        runs = {"apart": lambda: apart(folder), "together": lambda: together(folder)}
        _print("all in one", measured(runs, options.rounds), "together", ("apart",))


def _print(name: str, took: dict[str, tuple[float, float]], own: str, to: tuple[str, ...]) -> None:
    times = "  ".join(f"{run} {wall:.2f} s (CPU {cpu:.2f})" for run, (wall, cpu) in took.items())
    ratios = "  ".join(
        f"to {run} {took[own][0] / took[run][0]:.2f} (CPU {took[own][1] / took[run][1]:.2f})"
        for run in to
    )
    print(f"{name:14} {times}  ratio {ratios}", flush=True)


if __name__ == "__main__":
    main()
