"""How much is hidden against the least that would do, and how long it takes.

For small tables the least is found by trying every set of rows, each judged by the linear
programme of the tests. Run as ``python benchmarks/disclosure_loss.py``.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from attrs import evolve

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from disclosure.attack import Attack
from disclosure.cohorts import completion, drawn

from kvacodes.disclosure import suppress, suppress_all
from kvacodes.results import IndicatorRow

ALL, UNIT, HALF = (), ("unit_id",), ("half_year",)
SHAPES = {
    "5 units and their total": ((ALL, UNIT), 5, 1),
    "3 units by 2 half-years, all sums": ((ALL, UNIT, HALF, UNIT + HALF), 3, 2),
}
THRESHOLD = 5


def is_safe(rows: Sequence[IndicatorRow], hidden: frozenset[int]) -> bool:
    """Say whether every hidden count stays wide when these rows are hidden."""
    shown = [evolve(row, suppressed=n in hidden) for n, row in enumerate(rows)]
    attack = Attack(shown).knows_sums("unit_id", "half_year")
    return all(min(widths) >= THRESHOLD for widths in attack.widths().values())


def least(rows: Sequence[IndicatorRow], small: frozenset[int]) -> int:
    """Return the smallest number of rows to hide, the small ones among them."""
    others = [n for n in range(len(rows)) if n not in small]
    for size in range(len(others) + 1):
        for more in itertools.combinations(others, size):
            if is_safe(rows, small | frozenset(more)):
                return len(small) + size
    return len(rows)


def compare(name: str, tables: int) -> None:
    """Print how many rows are hidden of a shape, and how many would have to be."""
    strata, units, halves = SHAPES[name]
    ours = optimum = primary = total = 0
    for seed in range(tables):
        children = drawn(seed, units=units, halves=halves, steps=1, most=30)
        rows = [r for r in completion(children, *strata, steps=1) if r.indicator.endswith("-1")]
        small = frozenset(n for n, row in enumerate(rows) if suppress((row,))[0].suppressed)
        ours += sum(row.suppressed for row in suppress(tuple(rows)))
        optimum += least(rows, small)
        primary += len(small)
        total += len(rows)
    print(
        f"{name}: {total} rows, {primary} small, {ours} hidden, {optimum} at least: "
        f"{ours / optimum:.2f} of the least"
    )


def clock(units: int) -> None:
    """Print how long a table by unit, step and half-year with all sums takes."""
    children = drawn(1, units=units, halves=2, steps=6, most=25)
    rows = completion(children, ALL, UNIT, HALF, UNIT + HALF, steps=6)
    start = time.process_time()
    made = suppress_all([rows])
    taken = time.process_time() - start
    print(
        f"{units} units, 6 steps and all, 2 half-years, all sums: {len(rows)} rows, "
        f"{made.primary} small, {len(made.hidden)} hidden, {taken:.2f} s"
    )


def main() -> None:
    """Compare, and clock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=10, help="tables of each shape")
    args = parser.parse_args()
    for name in SHAPES:
        compare(name, args.tables)
    clock(60)


if __name__ == "__main__":
    main()
