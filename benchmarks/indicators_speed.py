"""Measure indicators against the same figures written by hand, side by side.

    python benchmarks/sequences_data.py /tmp/extract --contacts 1000000
    python benchmarks/indicators_speed.py /tmp/extract --source parquet --rounds 5

Each run is a process of its own, those of one job take turns, and what counts is the ratio
of the medians. The queries by hand run *bare*, and *accounted*: with an account of every row
by reason (but without looking for repeated rows), which the library always gives. Peak memory
is that of the process. The last job is all indicators of the follow-up in one call against
the sum of the calls apart.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from indicators_by_hand import (
    ACCOUNTS_SQL,
    AS_OF,
    QUERIES,
    SQL,
    YEAR,
    Tables,
    accounted,
)

import kvacodes
from kvacodes import Period, indicators
from kvacodes.periods import Span

Run = Callable[[], Any]
PROGRAMME = kvacodes.load().code_set("utokat-hembesok-bvc")
ASKED: dict[str, Any] = {"period": YEAR, "as_of": AS_OF, "by": "unit_id"}
JOBS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "J1 visits": (indicators.visits, {"by": ("unit_id", "month")}),
    "J3 completion": (indicators.completion, {"by": ("unit_id", "half_year")}),
    "J4 continuity": (indicators.continuity, {}),
    "J5 lead time": (indicators.lead_time, {"from_step": 1, "to_step": 2}),
    "J6 other care": (
        indicators.other_care,
        {
            "after": 1,
            "within": Span(months=12),
            "detail": "procedure-group",
            "period": Period(date(2018, 1, 1), AS_OF),
        },
    ),
}
ALL = "all in one"


def apart(contacts: object, persons: object) -> None:
    """Ask for each indicator of the follow-up in a call of its own."""
    names = ("listed", "visits", "completion", "continuity", "conformance_rate", "other_care")
    for name in names:
        getattr(indicators, name)(contacts, persons, PROGRAMME, **ASKED)
    for n in range(1, 6):
        steps = {"from_step": n, "to_step": n + 1}
        indicators.lead_time(contacts, persons, PROGRAMME, **steps, **ASKED)


def together(contacts: object, persons: object) -> None:
    """Ask for all in one call."""
    indicators.follow_up(contacts, persons, PROGRAMME, **ASKED)


def _parquet(folder: Path, job: str) -> dict[str, Run]:
    tables = Tables.of(folder)
    read = tables.contacts, tables.persons
    if job == ALL:
        return {"library": lambda: together(*read), "apart": lambda: apart(*read)}
    function, options = JOBS[job]
    runs: dict[str, Run] = {"library": lambda: function(*read, PROGRAMME, **ASKED | options)}
    for how, by_hand in (("", tables), (" by digest", tables.by_digest())):
        runs[f"bare{how}"] = functools.partial(_collected, [QUERIES[job](by_hand)])
        runs[f"accounted{how}"] = functools.partial(_collected, accounted(job, by_hand))
    return runs


def _collected(queries: list[pl.LazyFrame]) -> list[pl.DataFrame]:
    return pl.collect_all(queries, engine="streaming")


def _duckdb(folder: Path, job: str) -> dict[str, Run]:
    import duckdb

    # As a file: in memory the extract would take more room than all else.
    connection = duckdb.connect(_database(folder), read_only=True)
    tables = connection.table("contacts"), connection.table("persons")
    if job == ALL:
        return {"library": lambda: together(*tables), "apart": lambda: apart(*tables)}
    function, options = JOBS[job]
    queries = SQL[job], ACCOUNTS_SQL[job]
    return {
        "library": lambda: function(*tables, PROGRAMME, **ASKED | options),
        "bare": lambda: pl.DataFrame(connection.sql(queries[0])),
        "accounted": lambda: [pl.DataFrame(connection.sql(query)) for query in queries],
    }


def _database(folder: Path) -> Path:
    import duckdb

    file = folder / "extract.duckdb"
    if not file.exists():
        with duckdb.connect(file) as connection:
            for name in ("contacts", "persons"):
                connection.sql(f"create table {name} as from '{folder / name}.parquet'")
    return file


SOURCES = {"parquet": _parquet, "duckdb": _duckdb}
RUNS = {
    "parquet": ("library", "bare", "accounted", "bare by digest", "accounted by digest"),
    "duckdb": ("library", "bare", "accounted"),
    ALL: ("library", "apart"),
}


def once(source: str, folder: Path, job: str, who: str) -> None:
    """Run one of a job's runs once, and print what it took."""
    importlib.import_module("kvacodes.indicators.tables")  # before the clock, like Polars
    run = SOURCES[source](folder, job)[who]
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    print(
        json.dumps(
            {
                "wall": time.perf_counter() - wall,
                "cpu": time.process_time() - cpu,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def measured(source: str, folder: Path, job: str, rounds: int) -> dict[str, dict[str, float]]:
    """Run a job's runs in turn, each in a process of its own; return the medians."""
    runs = RUNS[ALL if job == ALL else source]
    took: dict[str, list[dict[str, float]]] = {run: [] for run in runs}
    for _ in range(rounds):
        for run in runs:
            command = [sys.executable, __file__, str(folder), "--source", source]
            result = subprocess.run(
                [*command, "--once", job, run], capture_output=True, check=True, text=True
            )
            took[run].append(json.loads(result.stdout))
    return {
        run: {figure: statistics.median(one[figure] for one in each) for figure in each[0]}
        for run, each in took.items()
    }


def _print(job: str, took: dict[str, dict[str, float]]) -> None:
    own, *others = took
    for run, figures in took.items():
        print(
            f"{job:14} {run:19} {figures['wall']:6.2f} s  CPU {figures['cpu']:6.2f} s  "
            f"peak {figures['peak']:5.0f} MiB"
        )
    ratios = (
        f"to {other} {took[own]['wall'] / took[other]['wall']:.2f} "
        f"(CPU {took[own]['cpu'] / took[other]['cpu']:.2f})"
        for other in others
    )
    print(f"{job:14} {'; '.join(ratios)}", flush=True)


def main() -> None:
    """Run the jobs and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--source", choices=SOURCES, default="parquet")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--job", default="")
    parser.add_argument("--once", nargs=2, metavar=("JOB", "RUN"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        once(options.source, options.folder, *options.once)
        return
    for job in (*JOBS, ALL):
        if options.job in job:
            _print(job, measured(options.source, options.folder, job, options.rounds))


if __name__ == "__main__":
    main()
