"""Conformance against pm4py's temporal profile, and against plain Python, on one log.

    python benchmarks/sequences_pm4py.py --contacts 100000

The log is that of `sequences_data.py` with visits alone. pm4py is asked the least it can be:
whether the time between any two activities departs from a given profile; it knows nothing
of ages, order, validity or absence. It does so in two ways, on a pandas table and on its own
event log, and each needs its form of the log first; both are timed with and without that.
It is not a dependency: ``pip install pm4py``.
"""

from __future__ import annotations

import argparse
import datetime as dt
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


def timed(call: Callable[[], object], rounds: int) -> float:
    """Return the median seconds of a few rounds."""
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


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


def main() -> None:
    """Measure, and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    contacts, persons = extract(options.contacts, DEFECTS, visits_only=True)
    sequence = kvacodes.load().code_set("utokat-hembesok-bvc").sequence
    table = log_of(contacts)
    own_log = pm4py.convert_to_event_log(table)
    profile = pm4py.discover_temporal_profile(table)
    visits, people = objects_of(contacts, persons)

    def peer(log: object) -> object:
        return pm4py.conformance_temporal_profile(log, profile, zeta=ZETA)

    calls: dict[str, Callable[[], object]] = {
        "tables": lambda: sequences.conformance(contacts, persons, sequence, as_of=AS_OF),
        "plain objects": lambda: sequences.conformance(visits, people, sequence, as_of=AS_OF),
        "pm4py, table": lambda: peer(table),
        "pm4py, table made": lambda: peer(log_of(contacts)),
        "pm4py, event log": lambda: peer(own_log),
        "pm4py, event log made": lambda: peer(pm4py.convert_to_event_log(log_of(contacts))),
    }
    seconds = {name: timed(call, options.rounds) for name, call in calls.items()}
    print(f"{contacts.height} visits of {persons.height} children")
    for name, taken in seconds.items():
        print(f"{name:22} {taken:8.3f} s  {taken / seconds['tables']:7.1f} × tables")
    rate = persons.height / seconds["plain objects"]
    print(f"plain objects: {rate:.0f} children per second, status included")


if __name__ == "__main__":
    main()
