"""``kvacodes reported``: templates for what units report themselves, and reading them back."""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kvacodes.cli.console import day, note, out
from kvacodes.cli.extract_files import (
    add_set_argument,
    columns_of,
    explained,
    read_extract,
)
from kvacodes.cli.words import language, said

if TYPE_CHECKING:
    from kvacodes.indicators import Reported
    from kvacodes.model import CodeSet
    from kvacodes.model.words import Lang
    from kvacodes.periods import Period

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "period_of", "run"]

NAME = "reported"
HELP = "make and read what units report themselves"
EXAMPLE = (
    "kvacodes reported template utokat-hembesok-bvc --period 2019 --contracts avtal.csv "
    "--out mallar/"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of each action."""
    actions = parser.add_subparsers(
        dest="action",
        required=True,
        metavar=said("ACTION", "ÅTGÄRD"),
        title=said("actions", "åtgärder"),
    )
    template = actions.add_parser(
        "template", help=said("make templates to fill in", "gör mallar att fylla i")
    )
    _add_common(template)
    template.add_argument(
        "--out", type=Path, required=True, metavar="FILE|DIR",
        help=said("one file that ends in .xlsx or .csv; or a folder, for a workbook to each unit",
                  "en fil som slutar på .xlsx eller .csv; eller en mapp, för en bok till varje "
                  "enhet"),
    )  # fmt: skip
    read = actions.add_parser(
        "read",
        help=said("check what came back, and put it together", "granska svaren och för ihop dem"),
    )
    _add_common(read)
    read.add_argument(
        "files", nargs="+", type=Path, metavar="FILE",
        help=said("filled-in templates, Excel or CSV", "ifyllda mallar, Excel eller CSV"),
    )  # fmt: skip
    read.add_argument(
        "--out", type=Path, metavar="FILE",
        help=said("CSV file for the usable answers", "CSV-fil för de användbara svaren"),
    )  # fmt: skip


def _add_common(parser: argparse.ArgumentParser) -> None:
    add_set_argument(parser)
    parser.add_argument(
        "--period", required=True, metavar="PERIOD",
        help=said("2019, 2019-H1, 2019-08 (January through August) or DAY/DAY",
                  "2019, 2019-H1, 2019-08 (januari till och med augusti) eller DAG/DAG"),
    )  # fmt: skip
    parser.add_argument(
        "--units", nargs="+", default=[], metavar="UNIT",
        help=said("the units that should answer", "enheterna som ska svara"),
    )  # fmt: skip
    parser.add_argument(
        "--contracts", type=Path, metavar="FILE",
        help=said("or who has signed", "eller vilka som har avtal"),
    )  # fmt: skip
    parser.add_argument(
        "--persons", type=Path, metavar="FILE",
        help=said("or persons with their listings", "eller personer med sina listningar"),
    )  # fmt: skip
    parser.add_argument(
        "--as-of", type=day, metavar="DAY",
        help=said("day of the question; the period's last", "dagen frågan gäller; periodens sista"),
    )  # fmt: skip
    parser.add_argument(
        "--columns", default="", metavar="unit=enhet,…",
        help=said("what columns are called in the files", "vad kolumnerna heter i filerna"),
    )  # fmt: skip
    parser.add_argument(
        "--lang", choices=("sv", "en"), default=argparse.SUPPRESS,
        help=said("language of the template, Swedish without it, and of what is printed",
                  "språk för mallen, annars svenska, och för det som skrivs ut"),
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Make templates, or read them; findings give the exit code 1."""
    return _ACTIONS[args.action](args)


def period_of(text: str, option: str = "--period") -> Period:
    """Read a period given as an argument.

    Raises:
        UsageError: It is none.
    """
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.periods import Period

    try:
        return Period.parse(text)
    except UsageError as error:
        message = Phrase(f"{option}: {error}", f"{option}: {error.in_language('sv')}")
        raise UsageError(message) from error


def _code_set(args: argparse.Namespace) -> CodeSet:
    import kvacodes

    return kvacodes.load(*args.sources).code_set(args.set)


def _units(args: argparse.Namespace, code_set: CodeSet, period: Period) -> tuple[str, ...]:
    """Return the units that should answer; none where nothing says which."""
    from kvacodes.extracts import CONTRACTS, PERSONS
    from kvacodes.indicators import units_to_answer

    if args.units:
        return tuple(sorted(set(args.units)))
    if args.contracts is None and args.persons is None:
        return ()
    columns = columns_of(args.columns)
    specs = {"contracts": CONTRACTS, "persons": PERSONS}
    with explained({name: getattr(args, name) for name in specs}):
        tables = {
            name: read_extract(path, spec, name=name, columns=columns)
            for name, spec in specs.items()
            if (path := getattr(args, name)) is not None
        }
        return units_to_answer(code_set, period=period, as_of=args.as_of, columns=columns, **tables)


# --- template ------------------------------------------------------------------------------


def _template(args: argparse.Namespace) -> int:
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.indicators import reported_template, reported_workbook

    code_set, period = _code_set(args), period_of(args.period)
    units = _units(args, code_set, period)
    if not units:
        message = Phrase(
            "no unit should answer; name them with --units, --contracts or --persons",
            "ingen enhet ska svara; ange dem med --units, --contracts eller --persons",
        )
        raise UsageError(message)
    of_language: Lang = args.lang if args.is_lang_given else "sv"
    path: Path = args.out
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        path.parent.mkdir(parents=True, exist_ok=True)
        text = reported_template(code_set, units, period=period, lang=of_language)
        # The mark lets Excel read å, ä and ö.
        path.write_text(text, encoding="utf-8-sig", newline="")
        written = [path]
    elif suffix in {".xlsx", ""}:
        chosen = dict(_workbooks(path, units, period))
        for file, own in chosen.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(reported_workbook(code_set, own, period=period, lang=of_language))
        written = list(chosen)
    else:
        message = Phrase(
            f"--out: {path}: expected a file ending in .xlsx or .csv, or a folder",
            f"--out: {path}: väntade en fil som slutar på .xlsx eller .csv, eller en mapp",
        )
        raise UsageError(message)
    for file in written:
        out(f"{said('written', 'skrivet')}: {file}")
    return 0


def _workbooks(
    path: Path, units: tuple[str, ...], period: Period
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Give the workbooks to write with their units: one for all, or one for each."""
    if path.suffix:
        yield path, units
        return
    taken: dict[str, int] = defaultdict(int)
    for unit in units:
        # A unit's name may hold what a file's may not.
        stem = re.sub(r"[^\w.-]+", "-", f"{unit}-{period.label}")
        taken[stem.casefold()] += 1
        again = taken[stem.casefold()]
        yield path / f"{stem}{f'-{again}' if again > 1 else ''}.xlsx", (unit,)


# --- read ----------------------------------------------------------------------------------


def _read(args: argparse.Namespace) -> int:
    from kvacodes.indicators import read_reported, replies_of

    code_set, period = _code_set(args), period_of(args.period)
    units = _units(args, code_set, period)
    with explained({"reported": None}):
        sheet = read_reported(
            _files(args.files),
            code_set,
            period=period,
            units=units or None,
            columns=columns_of(args.columns),
        )
    for finding in sheet.findings:
        note(str(finding.in_swedish() if language() == "sv" else finding))
    replies = replies_of(sheet.rows, code_set, period=period, expected=units)
    if args.out is not None:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(_as_csv(sheet.rows), encoding="utf-8-sig", newline="")
        out(f"{said('written', 'skrivet')}: {args.out}")
    n, answered = len(replies.values), len({unit for unit, _ in replies.values})
    out(said(f"answers: {n}, from units: {answered}", f"svar: {n}, från enheter: {answered}"))
    for unit, questions in _missing(replies.missing):
        out(f"{said('not answered', 'inte svarat')}: {unit}: {', '.join(questions)}")
    return 1 if sheet.findings else 0


def _files(given: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files named, and of a folder all that people have put there."""
    found: list[Path] = []
    for path in given:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found += [p for p in inside if not p.name.casefold().startswith(_NOT_OF_PEOPLE)]
    return tuple(found)


_NOT_OF_PEOPLE = (".", "~$", "thumbs.db", "desktop.ini")
"""How files begin that Excel and file managers keep beside those of people."""


def _missing(missing: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    by_unit: dict[str, list[str]] = defaultdict(list)
    for unit, question in missing:
        by_unit[unit].append(question)
    yield from by_unit.items()


def _as_csv(rows: Iterable[Reported]) -> str:
    import csv
    import io

    held = io.StringIO()
    writer = csv.writer(held, delimiter=";", lineterminator="\n")
    writer.writerow(("unit_id", "period", "indicator", "value"))
    writer.writerows((r.unit_id, r.period, r.indicator, r.value or "") for r in rows)
    return held.getvalue()


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {"template": _template, "read": _read}
