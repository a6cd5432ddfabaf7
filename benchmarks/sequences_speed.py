"""Measure conformance against the same findings written by hand, side by side.

    python benchmarks/sequences_data.py /tmp/extract --contacts 1000000
    python benchmarks/sequences_speed.py /tmp/extract --source parquet --rounds 5

Each run is a process of its own, the two take turns, and what counts is the ratio of the
medians: machines are shared, and seconds say little. Data are read before the clock
starts where they lie in memory or in a database. ``--source objects`` measures against the
plain Python functions, on a part of the children. `sequences_figures.py` measures all.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kvacodes
from kvacodes.model import Sequence

AS_OF = dt.date(2023, 12, 31)
Run = Callable[[], Any]


def _sequence() -> Sequence:
    return kvacodes.load().code_set("utokat-hembesok-bvc").sequence


def _library(contacts: object, persons: object) -> Run:
    from kvacodes.sequences import tables

    sequence = _sequence()
    # The result whole: findings, and the status of everyone.
    return lambda: tables.conformance(contacts, persons, sequence, as_of=AS_OF)


def _parquet(folder: Path) -> tuple[Run, Run]:
    import polars as pl
    from sequences_by_hand import polars_wide

    scans = [pl.scan_parquet(folder / f"{name}.parquet") for name in ("contacts", "persons")]
    return _library(*scans), lambda: polars_wide(folder)


def _database(folder: Path) -> Path:
    """Return the extract as a database file: in memory it would take more room than all else."""
    import duckdb

    file = folder / "extract.duckdb"
    if not file.exists():
        with duckdb.connect(file) as connection:
            for name in ("contacts", "persons"):
                connection.sql(f"create table {name} as from '{folder / name}.parquet'")
    return file


def _duckdb(folder: Path) -> tuple[Run, Run]:
    import duckdb
    from sequences_by_hand import duckdb_sql

    connection = duckdb.connect(_database(folder), read_only=True)
    relations = [connection.table(name) for name in ("contacts", "persons")]
    return _library(*relations), lambda: connection.sql(duckdb_sql()).pl()


def _pandas(folder: Path) -> tuple[Run, Run]:
    import pandas as pd
    from sequences_by_hand import pandas_wide

    frames = [pd.read_parquet(folder / f"{name}.parquet") for name in ("contacts", "persons")]
    return _library(*frames), lambda: pandas_wide(*frames)


def _objects(folder: Path) -> tuple[Run, Run]:
    import polars as pl

    from kvacodes import sequences
    from kvacodes.extracts import Person, Visit

    contacts, persons = (pl.read_parquet(folder / f"{n}.parquet") for n in ("contacts", "persons"))
    people = tuple(Person(**row) for row in persons.to_dicts())
    visits = tuple(Visit(**row) for row in contacts.to_dicts())
    sequence = _sequence()
    plain = lambda: sequences.conformance(visits, people, sequence, as_of=AS_OF).findings  # noqa: E731
    return _library(contacts, persons), plain


WHO = ("library", "by-hand")
SOURCES = {"parquet": _parquet, "duckdb": _duckdb, "pandas": _pandas, "objects": _objects}


def once(source: str, who: str, folder: Path) -> None:
    """Run one of the two once, and print what it took."""
    library, by_hand = SOURCES[source](folder)
    run = library if who == "library" else by_hand
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, cpu = time.perf_counter(), time.process_time()
    found = run()
    found = getattr(found, "findings", found)
    print(
        json.dumps(
            {
                "wall": time.perf_counter() - wall,
                "cpu": time.process_time() - cpu,
                "before": before,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "findings": len(found),
            }
        )
    )


def measured(source: str, who: str, folder: Path) -> dict[str, float]:
    """Run one of the two once in a process of its own; return what it took."""
    command = [sys.executable, __file__, str(folder), "--source", source, "--once", who]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, float] = json.loads(output.splitlines()[-1])
    return result


def in_turns(runs: list[tuple[str, str, Path]], rounds: int) -> list[dict[str, float]]:
    """Run each so many times, in turns; return the medians of each."""
    results: list[list[dict[str, float]]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, own in zip(runs, results, strict=True):
            own.append(measured(*run))
    return [{key: statistics.median(r[key] for r in own) for key in own[0]} for own in results]


def main() -> None:
    """Compare the two, in turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--source", choices=SOURCES, default="parquet")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--once", choices=WHO)
    options = parser.parse_args()
    if options.once:
        once(options.source, options.once, options.folder)
        return
    medians = in_turns([(options.source, who, options.folder) for who in WHO], options.rounds)
    for who, of in zip(WHO, medians, strict=True):
        print(
            f"{who:8} {of['wall']:7.2f} s  cpu {of['cpu']:7.2f} s  peak {of['peak']:6.0f} MiB"
            f" (before {of['before']:.0f})  {of['findings']:.0f} findings"
        )
    ratio = {key: medians[0][key] / medians[1][key] for key in ("wall", "cpu")}
    print(f"ratio    {ratio['wall']:7.2f}    cpu {ratio['cpu']:7.2f}")


if __name__ == "__main__":
    main()
