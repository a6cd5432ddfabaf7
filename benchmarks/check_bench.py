"""How long checking takes: the repository, twelve thousand codes, and a national edition.

    python benchmarks/check_bench.py [--codes 12000] [--rounds 5] [--national FILE]

Everything is measured in one run, and what has a yardstick as a ratio to it: reading with
positions to PyYAML's fastest loader on the same text. The best of the rounds counts, since
nothing makes a computer faster than it is. Never a test: a clock is not one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import yaml

from kvacodes.documents import read_document, read_documents
from kvacodes.proposals.checking import check_documents
from kvacodes.proposals.national import Edition, NationalCode, read_edition, store_edition
from kvacodes.proposals.national.store import StoredEdition

HEAD = """\
kvacodes: 1
id: large
title: {sv: Stor, en: Large}
namespace: {shape: KMA, region: Västra Götalandsregionen, basis: assumption}
review: {by: Barnhälsovårdsöverläkare, on: 2019-01-15, next: 2030-01-15}
decisions:
  - id: d1
    diary_number: RS 2018-00133
    body: STOK
    decided_on: 2018-11-30
    starts: {exact: 2019-01-01}
codes:
"""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def names(count: int) -> Iterator[str]:
    """Give so many codes of the shape LLDDD."""
    for number in range(count):
        group, digits = divmod(number, 1000)
        yield f"{LETTERS[group // 26]}{LETTERS[group % 26]}{digits:03d}"


def large_document(count: int) -> str:
    """Return a document of so many codes, each written as stewards write them."""
    codes = (
        f'  - code: "{name}"\n'
        f"    text: Utökat hembesök nr {number} (BVC)\n"
        '    description: ""\n'
        "    decision: d1\n"
        "    valid: {from: 2019-01-01}\n"
        for number, name in enumerate(names(count))
    )
    return HEAD + "".join(codes)


def best(work: Callable[[], object], rounds: int) -> float:
    """Return the shortest time of the rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def process(arguments: list[str]) -> None:
    """Run a Python process; its exit code does not matter here."""
    # What users run is compiled once, when it is installed or first used.
    compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *arguments], capture_output=True, check=False, env=compiled)


def line(what: str, found: str, target: str) -> None:
    """Print one row of the table."""
    print(f"{what:<58} {found:>12}   {target}")


def repository(rounds: int) -> None:
    """Measure the official check, as a process and by itself."""
    bare = best(lambda: process(["-c", "pass"]), rounds)
    whole = best(lambda: process(["-m", "kvacodes", "check"]), rounds)
    on = date(2020, 1, 1)
    alone = best(lambda: check_documents(read_documents(), on=on), rounds)
    line(
        "check of the shipped documents, over the interpreter",
        f"{1e3 * (whole - bare):.0f} ms",
        "≤ 300 ms",
    )
    line("the same, imports done", f"{1e3 * alone:.0f} ms", "")


def large(count: int, rounds: int) -> None:
    """Measure reading and the rules on many codes, against PyYAML's fastest loader."""
    text = large_document(count)
    plain = best(lambda: yaml.load(text, Loader=yaml.CSafeLoader), rounds)
    read = best(lambda: read_document(text), rounds)
    document = read_document(text)
    rules = best(lambda: check_documents([document], on=date(2020, 1, 1)), rounds)
    findings = check_documents([document], on=date(2020, 1, 1)).findings
    line(f"{count} codes, CSafeLoader", f"{1e3 * plain:.0f} ms", "")
    line(f"{count} codes read with positions, ratio", f"{read / plain:.2f}", "≤ 0.5")
    line(f"{count} codes, all rules, ratio", f"{rules / plain:.2f}", "≤ 0.5")
    line(f"{count} codes, findings", str(len(findings)), "")


def national(path: Path | None, rounds: int) -> None:
    """Measure opening a kept edition and asking it for one code."""
    made = (NationalCode(code=name, text=f"Text {name}") for name in names(12_000))
    edition = read_edition(path) if path else Edition(made, name="made", sha256="made")
    code = next(iter(edition)).code
    with tempfile.TemporaryDirectory() as folder:
        kept = store_edition(edition, path=Path(folder) / "kept.sqlite")

        def ask() -> None:
            opened = StoredEdition(kept)
            if opened.get(code) is None:
                raise KeyError(code)
            opened.close()

        line(f"open an edition of {len(edition)} codes, ask for one",
             f"{1e3 * best(ask, rounds):.2f} ms", "≤ 5 ms")  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--codes", type=int, default=12_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--national", type=Path)
    args = parser.parse_args()
    repository(args.rounds)
    large(args.codes, args.rounds)
    national(args.national, args.rounds)


if __name__ == "__main__":
    main()
