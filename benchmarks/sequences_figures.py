"""Measure every figure that conformance on tables is held to, by one command.

    python benchmarks/sequences_figures.py /tmp/extracts --rounds 5

Makes the extracts that are missing (10⁶ and 10⁷ contacts, and the visits of 500 000
children), and prints what was reached beside what is to be. ``--only duckdb,children``
measures some; pm4py has a script of its own, since it is no dependency.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import timeit
from collections.abc import Iterator
from pathlib import Path

from sequences_speed import in_turns

import kvacodes
from kvacodes import sequences

DEFECTS = 0.08
MIB_AT_MOST = 1024
Figure = tuple[str, float, str, float]
"""What was measured, the figure, its unit, and what it may be at most."""


def _folder(root: Path, name: str, contacts: int, children: int | None = None) -> Path:
    folder = root / name
    if not (folder / "persons.parquet").exists():
        # By a process of its own: those that it starts inherit the peak of this one.
        size = ["--contacts", str(contacts)] if children is None else ["--children", str(children)]
        maker = Path(__file__).with_name("sequences_data.py")
        subprocess.run(
            [sys.executable, maker, folder, *size, "--defects", str(DEFECTS)], check=True
        )
    return folder


def _sizes(root: Path) -> dict[str, Path]:
    return {
        "10⁶": _folder(root, "million", 1_000_000),
        "10⁷": _folder(root, "ten-million", 10_000_000),
    }


def _against(root: Path, rounds: int, source: str, most: float) -> Iterator[Figure]:
    """A source against the same by hand on it, for both sizes; and how it grows."""
    seconds = []
    for size, folder in _sizes(root).items():
        own, hand = in_turns([(source, "library", folder), (source, "by-hand", folder)], rounds)
        seconds.append(own["wall"])
        yield f"{source} {size}, over by hand", own["wall"] / hand["wall"], "×", most
        yield f"{source} {size}, the same in processor time", own["cpu"] / hand["cpu"], "×", most
        if source == "parquet":
            yield f"{source} {size}, peak", own["peak"], "MiB", MIB_AT_MOST
    yield f"{source}, 10⁷ over 10⁶", seconds[1] / seconds[0], "×", 12


def _parquet(root: Path, rounds: int) -> Iterator[Figure]:
    return _against(root, rounds, "parquet", 1.2)


def _duckdb(root: Path, rounds: int) -> Iterator[Figure]:
    return _against(root, rounds, "duckdb", 1.5)


def _pandas(root: Path, rounds: int) -> Iterator[Figure]:
    return _against(root, rounds, "pandas", 1.0)


def _objects(root: Path, rounds: int) -> Iterator[Figure]:
    folder = _sizes(root)["10⁶"]
    own, plain = in_turns([("objects", "library", folder), ("objects", "by-hand", folder)], rounds)
    yield "tables over plain Python, 10⁶ contacts", own["wall"] / plain["wall"], "×", 0.1


def _children(root: Path, rounds: int) -> Iterator[Figure]:
    """Findings and status of 500 000 children with 2.8 million visits."""
    folder = _folder(root, "children", 0, children=500_000)
    for source in ("parquet", "duckdb"):
        (own,) = in_turns([(source, "library", folder)], rounds)
        yield f"500 000 children from {source}", own["wall"], "s", 3
        yield f"500 000 children from {source}, peak", own["peak"], "MiB", MIB_AT_MOST


def _one_child(_root: Path, _rounds: int) -> Iterator[Figure]:
    sequence = kvacodes.load().code_set("utokat-hembesok-bvc").sequence
    birth = dt.date(2020, 3, 10)
    ages = (20, 75, 140, 255, 365, 455)
    visits = [
        sequences.Visit(contact_id=f"c{n}", date=birth + dt.timedelta(age), code=f"UX27{n}")
        for n, age in enumerate(ages, start=3)
    ]
    call = timeit.Timer(
        lambda: sequences.check_visits(
            visits, sequence, birth_date=birth, as_of=dt.date(2023, 12, 31)
        )
    )
    times = 2_000
    yield "check_visits, six visits", min(call.repeat(5, times)) / times * 1e6, "microseconds", 50


PARTS = {
    "parquet": _parquet,
    "duckdb": _duckdb,
    "pandas": _pandas,
    "objects": _objects,
    "children": _children,
    "one-child": _one_child,
}


def main() -> None:
    """Measure, and print each figure beside its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default=",".join(PARTS))
    options = parser.parse_args()
    for part in options.only.split(","):
        for name, value, unit, most in PARTS[part](options.root, options.rounds):
            verdict = "" if value <= most else "  not reached"
            print(f"{name:50} {value:8.2f} {unit} at most {most:g}{verdict}", flush=True)


if __name__ == "__main__":
    main()
