"""Conformance against pm4py's temporal profile, and against plain Python, on one log.

    python benchmarks/sequences_pm4py.py --contacts 100000

The log is that of `sequences_data.py` with visits alone. pm4py is asked the least it can be:
whether the time between any two activities departs from a given profile; it knows nothing
of ages, order, validity or absence. It is not a dependency: ``pip install pm4py``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Callable

import pm4py
import polars as pl
from sequences_data import extract

import kvacodes
from kvacodes import sequences
from kvacodes.extracts import Person, Visit

AS_OF = dt.date(2024, 2, 1)
ROUNDS = 3
DEFECTS = 0.08


def timed(call: Callable[[], object]) -> float:
    """Return the median seconds of a few rounds."""
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def main() -> None:
    """Measure, and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    contacts, persons = extract(parser.parse_args().contacts, DEFECTS, visits_only=True)
    sequence = kvacodes.load().code_set("utokat-hembesok-bvc").sequence
    log = (
        contacts.filter(pl.col("date").is_not_null() & pl.col("code").is_not_null())
        .select(
            pl.col("person_id").cast(pl.String).alias("case:concept:name"),
            pl.col("code").alias("concept:name"),
            pl.col("date").cast(pl.Datetime("us", "UTC")).alias("time:timestamp"),
        )
        .sort("case:concept:name", "time:timestamp")
        .to_pandas()
    )
    profile = pm4py.discover_temporal_profile(log)
    visits = [
        Visit(**{name: row[name] for name in ("person_id", "contact_id", "date", "code")})
        for row in contacts.to_dicts()
    ]
    people = [
        Person(person_id=row["person_id"], birth_date=row["birth_date"], target_group=True)
        for row in persons.to_dicts()
    ]
    tables = timed(lambda: sequences.conformance(contacts, persons, sequence, as_of=AS_OF))
    objects = timed(lambda: sequences.conformance(visits, people, sequence, as_of=AS_OF))
    temporal = timed(lambda: pm4py.conformance_temporal_profile(log, profile, zeta=2))
    print(f"{contacts.height} visits of {persons.height} children")
    print(f"tables {tables:.2f} s, objects {objects:.2f} s, pm4py {temporal:.2f} s")
    print(f"pm4py / tables: {temporal / tables:.0f}; objects / tables: {objects / tables:.0f}")
    print(f"objects: {persons.height / objects:.0f} children per second, status included")


if __name__ == "__main__":
    main()
