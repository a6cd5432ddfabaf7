"""``kvacodes follow-up``: write the follow-up of a programme."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kvacodes.cli.console import note, out
from kvacodes.cli.extract_files import (
    add_extract_arguments,
    code_set_of,
    columns_of,
    explained,
    read_extract,
)
from kvacodes.cli.reported import period_of
from kvacodes.cli.words import language, said

if TYPE_CHECKING:
    from kvacodes.errors import Phrase
    from kvacodes.extracts import Columns
    from kvacodes.model import CodeSet
    from kvacodes.periods import Period
    from kvacodes.reports.model import FollowUpReport

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "follow-up"
HELP = "write the follow-up of a programme"
EXAMPLE = (
    "kvacodes follow-up utokat-hembesok-bvc --contacts contacts.parquet "
    "--persons persons.parquet --period 2019 --as-of 2020-01-31 --out report"
)
FILES = ("report.html", "report.json", "report.xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_extract_arguments(parser)
    parser.add_argument(
        "--period", required=True, metavar="PERIOD",
        help=said("2019, 2019-H1, 2019-08 (January through August) or DAY/DAY",
                  "2019, 2019-H1, 2019-08 (januari till och med augusti) eller DAG/DAG"),
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR",
        help=said(f"folder to write to: {', '.join(FILES)}",
                  f"mapp att skriva i: {', '.join(FILES)}"),
    )  # fmt: skip
    parser.add_argument(
        "--reported", type=Path, nargs="+", default=[], metavar="FILE",
        help=said("what units report themselves: templates that were filled in, or a table",
                  "det enheterna själva rapporterar: ifyllda mallar, eller en tabell"),
    )  # fmt: skip
    parser.add_argument(
        "--contracts", type=Path, metavar="FILE",
        help=said("who has signed; units without a contract are shown apart",
                  "vilka som har avtal; enheter utan visas för sig"),
    )  # fmt: skip
    parser.add_argument(
        "--compare", metavar="PERIOD",
        help=said("an earlier period, as long, to compare with, or 'previous' for the one a year "
                  "before",
                  "en tidigare, lika lång period att jämföra med, eller 'previous' för den ett år "
                  "tidigare"),
    )  # fmt: skip
    parser.add_argument(
        "--threshold", type=int, default=5, metavar="N",
        help=said("smallest count shown; 5", "minsta antal som visas; 5"),
    )  # fmt: skip
    parser.add_argument(
        "--allow-below-default", action="store_true",
        help=said("let the threshold be below 5; the report says so",
                  "tillåt en gräns under 5; rapporten säger det"),
    )  # fmt: skip
    parser.add_argument(
        "--lang", choices=("sv", "en"), default=argparse.SUPPRESS,
        help=said("language of the report, Swedish without it, and of what is printed",
                  "språk för rapporten, annars svenska, och för det som skrivs ut"),
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Make the report, write it in three forms, and sum it up."""
    from kvacodes.disclosure import DEFAULT_THRESHOLD
    from kvacodes.errors import UsageError
    from kvacodes.extracts import CONTACTS, CONTRACTS, PERSONS
    from kvacodes.reports.build import build_follow_up
    from kvacodes.reports.write import write_follow_up

    if args.threshold < DEFAULT_THRESHOLD and not args.allow_below_default:
        raise UsageError(_too_low(args.threshold, DEFAULT_THRESHOLD))
    code_set, columns = code_set_of(args), columns_of(args.columns)
    period, compare = period_of(args.period), None
    if args.compare:
        is_previous = args.compare == "previous"
        compare = period.previous if is_previous else _comparable(args.compare, period)
    files = {name: getattr(args, name) for name in ("contacts", "persons", "contracts")}
    with explained(files), _Progress() as progress:
        contracts = None
        if args.contracts is not None:
            contracts = read_extract(args.contracts, CONTRACTS, name="contracts", columns=columns)
        report = build_follow_up(
            read_extract(args.contacts, CONTACTS, name="contacts", columns=columns),
            read_extract(args.persons, PERSONS, name="persons", columns=columns),
            code_set,
            period=period,
            as_of=args.as_of,
            reported=_reported(args.reported, code_set, columns),
            contracts=contracts,
            columns=columns,
            compare=compare,
            threshold=args.threshold,
            allow_below_default=args.allow_below_default,
            lang=args.lang if args.is_lang_given else "sv",
            progress=progress.tell,
        )
        written = write_follow_up(report, args.out)
    out("\n".join(_lines(report, written)))
    return 0


def _too_low(threshold: int, usual: int) -> Phrase:
    from kvacodes.errors import Phrase

    return Phrase(
        f"--threshold: {threshold} is below {usual}; if that is meant, say so with "
        "--allow-below-default, and the report will tell",
        f"--threshold: {threshold} är under {usual}; om det är meningen, säg det med "
        "--allow-below-default, och rapporten säger det",
    )


def _comparable(text: str, period: Period) -> Period:
    """Read the period to compare with, before anything is computed."""
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.periods import require_comparable

    compare = period_of(text, "--compare")
    try:
        require_comparable(period, compare)
    except UsageError as error:
        message = Phrase(f"--compare: {error}", f"--compare: {error.in_language('sv')}")
        raise UsageError(message) from error
    return compare


def _reported(paths: list[Path], code_set: CodeSet, columns: Columns | None) -> Any:  # noqa: ANN401 - answers, or a table
    """Read what units report; of a template that was filled in, say cell by cell what is wrong."""
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.extracts import REPORTED
    from kvacodes.indicators import read_reported

    if not paths:
        return None
    if len(paths) == 1 and paths[0].suffix.casefold() == ".parquet":
        from kvacodes.tables_files import read_table

        return read_table(paths[0], REPORTED, name="reported", columns=columns)
    sheet = read_reported(paths, code_set, columns=columns)
    for finding in sheet.findings:
        text = Phrase(str(finding), str(finding.in_swedish()))
        if finding.rule in {"reported-column-missing", "reported-file-unreadable"}:
            raise UsageError(text)
        note(text.in_language(language()))
    return sheet.written


class _Progress:
    """Says on a terminal what is being done, on one line that goes away at the end."""

    def __enter__(self) -> Self:
        """Begin without a word."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")

    def tell(self, step: str) -> None:
        """Show what is being done now, where somebody can see it."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{step} …")
            sys.stderr.flush()


def _lines(report: FollowUpReport, files: Iterable[Path]) -> Iterable[str]:
    """Sum the report up: its answers, in the language of the report."""
    swedish = report.lang == "sv"
    yield f"{report.title}, {report.period}{f' ({report.occasion})' if report.occasion else ''}"
    yield f"{'frågan ställd' if swedish else 'asked on'} {report.as_of}"
    for answer in report.answers:
        yield ""
        yield f"{answer.number}. {answer.wording}"
        yield f"   {answer.text}"
    yield ""
    yield report.disclosure
    for file in files:
        yield f"{said('written', 'skrivet')}: {file}"
