"""Conformance against pm4py's temporal profile, and against plain Python, on one log.

    python benchmarks/sequences_pm4py.py --contacts 100000
    python benchmarks/sequences_pm4py.py --contacts 1000000 --rounds 1 --only "tables,pm4py table"

The log is that of `sequences_data.py` with visits alone. pm4py is asked the least it can be:
whether the time between any two activities departs from a given profile; it knows nothing
of ages, order, validity or absence. It does so in two ways, on a pandas table and on its own
event log, and each needs its form of the log first; both are timed with and without that.
It is not a dependency: ``pip install pm4py``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import statistics
import time
from collections.abc import Callable

import pandas as pd
import pm4py
import polars as pl
from sequences_data import extract

import kvacodes
from kvacodes import sequences
from kvacodes.extracts import Person, Visit

AS_OF = dt.date(2024, 2, 1)
DEFECTS = 0.08
ZETA = 2


def timed(call: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median seconds of a few rounds, and the median of processor time."""
    wall, processor = [], []
    for _ in range(rounds):
        began = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - began[0])
        processor.append(time.process_time() - began[1])
    return statistics.median(wall), statistics.median(processor)


def log_of(contacts: pl.DataFrame) -> pd.DataFrame:
    """Return the visits in the form that pm4py asks for."""
    return (
        contacts.filter(pl.col("date").is_not_null() & pl.col("code").is_not_null())
        .select(
            pl.col("person_id").cast(pl.String).alias("case:concept:name"),
            pl.col("code").alias("concept:name"),
            pl.col("date").cast(pl.Datetime("us", "UTC")).alias("time:timestamp"),
        )
        .sort("case:concept:name", "time:timestamp")
        .to_pandas()
    )


def objects_of(
    contacts: pl.DataFrame, persons: pl.DataFrame
) -> tuple[tuple[Visit, ...], tuple[Person, ...]]:
    """Return the same as objects."""
    names = ("person_id", "contact_id", "date", "code")
    visits = tuple(Visit(**{name: row[name] for name in names}) for row in contacts.to_dicts())
    people = tuple(
        Person(person_id=row["person_id"], birth_date=row["birth_date"], target_group=True)
        for row in persons.to_dicts()
    )
    return visits, people


def calls_on(
    contacts: pl.DataFrame, persons: pl.DataFrame
) -> dict[str, Callable[[], Callable[[], object]]]:
    """Return for each run what makes it ready; what is to be timed comes of that."""
    sequence = kvacodes.load().code_set("utokat-hembesok-bvc").sequence
    table = functools.cache(lambda: log_of(contacts))
    profile = functools.cache(lambda: pm4py.discover_temporal_profile(table()))

    def own(visits: object, people: object) -> Callable[[], object]:
        return lambda: sequences.conformance(visits, people, sequence, as_of=AS_OF)

    def peer(log_made: Callable[[], object]) -> Callable[[], object]:
        known = profile()
        return lambda: pm4py.conformance_temporal_profile(log_made(), known, zeta=ZETA)

    def peer_on_event_log() -> Callable[[], object]:
        log = pm4py.convert_to_event_log(table())
        return peer(lambda: log)

    return {
        "tables": lambda: own(contacts, persons),
        "objects": lambda: own(*objects_of(contacts, persons)),
        "pm4py table": lambda: peer(table),
        "pm4py table made": lambda: peer(lambda: log_of(contacts)),
        "pm4py event log": peer_on_event_log,
        "pm4py event log made": lambda: peer(lambda: pm4py.convert_to_event_log(log_of(contacts))),
    }


def main() -> None:
    """Measure, and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", help="some of the runs, parted by commas; the first is the unit")
    options = parser.parse_args()
    contacts, persons = extract(options.contacts, DEFECTS, visits_only=True)
    calls = calls_on(contacts, persons)
    print(f"{contacts.height} visits of {persons.height} children")
    unit = None
    for name in options.only.split(",") if options.only else calls:
        wall, processor = timed(calls[name](), options.rounds)
        unit = unit or (wall, processor)
        ratios = f"{wall / unit[0]:7.1f} × ({processor / unit[1]:.1f} × in processor time)"
        rate = f"  {persons.height / wall:.0f} children per second" if name == "objects" else ""
        print(f"{name:21} {wall:8.3f} s {ratios}{rate}", flush=True)


if __name__ == "__main__":
    main()
