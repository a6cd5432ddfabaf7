"""How long documents take to load and codes to look up, as ratios within one run.

Prints a table; changes nothing. Run with: python benchmarks/load_bench.py
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
import timeit
from collections.abc import Callable
from datetime import date

import yaml

import kvacodes
from kvacodes.documents import read_document

CODES = 12_000
ROUNDS = 7
WORDS = ("insats", "hembesök", "åtgärd", "barn", "förälder", "samverkan", "uppföljning")
HEAD = """\
kvacodes: 1
id: large
title: {sv: Stor, en: Large}
namespace: {shape: KMA, prefix: U}
decisions:
  - {id: d, diary_number: RS 2018-00133, body: STOK, decided_on: 2018-11-30}
codes:
"""


def large_document(codes: int = CODES) -> str:
    """Return a document of the size of a national edition: 6.6 MB at 12 000 codes."""
    rng = random.Random(1)
    lines = [HEAD]
    for n in range(codes):
        code = f"{chr(65 + n // 1000 % 26)}{chr(65 + n // 26000)}{n % 1000:03d}"
        description = " ".join(rng.choice(WORDS) for _ in range(30))
        lines.append(
            f'  - code: "{code}"\n'
            f"    text: Åtgärd med särskild inriktning på föräldraskap nummer {n}\n"
            f'    description: "{description}"\n'
            f"    decision: d\n"
            f"    valid: {{from: 2019-01-01, to: 2024-12-31}}\n"
            f'    replaced_by: ["{code}"]\n'
            f"    basis: decision\n"
            f"    note: Anteckning om åtgärden {n}\n"
        )
    return "".join(lines)


def seconds(call: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def side_by_side(**calls: Callable[[], object]) -> dict[str, float]:
    """Return the median time of each call, taken in turns, so that noise hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            times[name].append(seconds(call))
    return {name: statistics.median(taken) for name, taken in times.items()}


def nanoseconds(call: Callable[[], object], number: int = 200_000) -> float:
    """Return the best time of a short call, in nanoseconds."""
    return min(timeit.repeat(call, number=number, repeat=7)) / number * 1e9


def row(name: str, value: str, target: str) -> None:
    """Print a line of the table."""
    print(f"{name:<58} {value:>14}   {target}")


def loading() -> None:
    """Compare loading with positions and checks with the plain C loader of PyYAML."""
    text = large_document()
    document = read_document(text)
    assert document.findings == ()
    assert document.code_set is not None
    assert len(document.code_set.codes) == CODES
    times = side_by_side(
        plain=lambda: yaml.load(text, Loader=yaml.CSafeLoader),
        ours=lambda: read_document(text),
    )
    ratio = times["ours"] / times["plain"]
    size = len(text.encode()) / 1e6
    row(f"{CODES} codes, {size:.1f} MB: ours / CSafeLoader", f"{ratio:.2f}", "≤ 0.5")
    row("  ours alone", f"{times['ours'] * 1000:.0f} ms", "")
    shipped = side_by_side(load=kvacodes.load)["load"]
    row("the shipped documents, imports done", f"{shipped * 1000:.1f} ms", "≤ 20 ms")


def looking_up() -> None:
    """Compare look-ups with that of a plain dict."""
    catalogue, day = kvacodes.load(), date(2019, 6, 1)
    plain = {code.code: code for code in catalogue.codes}
    one = nanoseconds(lambda: None)
    dict_time = nanoseconds(lambda: plain["UX273"]) - one
    for name, call, target in (
        ("a code", lambda: catalogue.code("UX273"), "≤ 80 ns, 3.5 ×"),
        ("a code as of a day", lambda: catalogue.as_of(day).code("UX273"), "≤ 250 ns, 11 ×"),
        ("whether a code is in force", lambda: catalogue.code("UX273").force_on(day), ""),
    ):
        taken = nanoseconds(call) - one
        row(name, f"{taken:.0f} ns {taken / dict_time:4.1f} ×", target)
    row("(a dict)", f"{dict_time:.0f} ns", "")


def starting() -> None:
    """Compare importing with a bare interpreter, in fresh processes."""

    def run(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    times = side_by_side(
        bare=run("pass"), ours=run("import kvacodes"), loaded=run("import kvacodes; kvacodes.load")
    )
    for name, what, target in (
        ("ours", "import kvacodes", "≤ 45 ms"),
        ("loaded", "import of what reads documents, with PyYAML", ""),
    ):
        row(what, f"{(times[name] - times['bare']) * 1000:.0f} ms", target)


if __name__ == "__main__":
    loading()
    looking_up()
    starting()
