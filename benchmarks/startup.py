"""How long starting takes, over the bare interpreter; how long loading and looking up take.

    python benchmarks/startup.py [--rounds 21]

Processes of all kinds take turns, so that a busy moment of the machine hits all alike; the
medians are printed beside what they are to stay below. Never a test: a clock is not one.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
import timeit
from collections.abc import Callable, Iterator
from datetime import date

MILLI, NANO = 1e3, 1e9
# What users run is compiled once, when it is installed or first used.
COMPILED = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
PROGRAMS = {
    "bare interpreter": ["-c", "pass"],
    "import kvacodes": ["-c", "import kvacodes"],
    "import the light half": ["-c", "import kvacodes; kvacodes.load; kvacodes.Visit"],
    "kvacodes --help": ["-m", "kvacodes", "--help"],
    "kvacodes show UX273": ["-m", "kvacodes", "show", "UX273"],
}
TARGETS_MS = {"import kvacodes": 45.0, "kvacodes --help": 70.0}


def seconds_of(program: list[str]) -> float:
    """Return how long a fresh interpreter takes for a program."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *program], check=True, stdout=subprocess.DEVNULL, env=COMPILED)
    return time.perf_counter() - began


def starts(rounds: int) -> Iterator[tuple[str, float, float | None]]:
    """Give each program with its milliseconds over the bare interpreter, and the target."""
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(rounds):
        for name, program in PROGRAMS.items():
            times[name].append(seconds_of(program))
    medians = {name: statistics.median(seconds) * MILLI for name, seconds in times.items()}
    bare = medians.pop("bare interpreter")
    yield "bare interpreter", bare, None
    for name, median in medians.items():
        yield f"{name}, over it", median - bare, TARGETS_MS.get(name)


def best_of(call: Callable[[], object], *, rounds: int, number: int) -> float:
    """Return the seconds of one call: the least of some rounds."""
    return min(timeit.repeat(call, repeat=rounds, number=number)) / number


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    for name, value, target in starts(rounds):
        print(f"{name:34} {value:8.1f} ms" + (f"   (≤ {target:g})" if target else ""))

    import kvacodes

    catalogue = kvacodes.load()
    day = date(2019, 6, 1)
    code = catalogue.code("UX273")
    calls: tuple[tuple[str, Callable[[], object], int, float, str, float], ...] = (
        ("load of the shipped documents", kvacodes.load, 1, MILLI, "ms", 20.0),
        ("look-up of a code", lambda: catalogue.code("UX273"), 20_000, NANO, "ns", 80.0),
        ("force of a code on a day", lambda: code.force_on(day), 20_000, NANO, "ns", 250.0),
    )
    for name, call, number, scale, unit, target in calls:
        value = best_of(call, rounds=rounds, number=number) * scale
        print(f"{name:34} {value:8.1f} {unit}   (≤ {target:g})")


if __name__ == "__main__":
    main()
