"""``kvacodes synthesize``: make an artificial extract."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kvacodes.cli.console import out
from kvacodes.cli.extract_files import add_set_argument, code_set_of, write_table
from kvacodes.cli.words import said

if TYPE_CHECKING:
    from kvacodes.model import CodeSet
    from kvacodes.synthesize import Extract

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "synthesize"
HELP = "make an artificial extract"
EXAMPLE = "kvacodes synthesize utokat-hembesok-bvc --children 2000 --seed 1 --out extract"
_USUAL_RATE = 0.01


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_set_argument(parser)
    parser.add_argument(
        "--children", type=int, required=True, metavar="N",
        help=said("how many persons", "antal personer"),
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S",
        help=said("the same seed gives the same extract; 1",
                  "samma frö ger samma uttag; 1"),
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR",
        help=said("folder to write to", "mapp att skriva i"),
    )  # fmt: skip
    parser.add_argument(
        "--defects", default="", metavar="NAME=RATE,…|all",
        help=said("what is to be wrong: ids of findings, each with its share of persons; "
                  "without a share 0.01; all for all that the code set can have",
                  "vad som ska vara fel: fyndens id, vart och ett med sin andel av personerna; "
                  "utan andel 0.01; all för alla som kodmängden kan ha"),
    )  # fmt: skip
    parser.add_argument(
        "--year", type=int, metavar="YEAR",
        help=said("year that the extract is made for; the first whole year of the codes",
                  "år som uttaget görs för; kodernas första hela år"),
    )  # fmt: skip
    parser.add_argument(
        "--units", type=int, metavar="N", help=said("how many units", "antal enheter")
    )
    parser.add_argument(
        "--other-share", type=float, default=0.6, metavar="SHARE",
        help=said("share of rows about other care; 0.6", "andel rader om annan vård; 0.6"),
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=("parquet", "csv"), default="parquet",
        help=said("form of contacts and persons", "form för kontakter och personer"),
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Make the extract, write its tables, and say what was written."""
    from kvacodes import synthesize
    from kvacodes.periods import Period

    code_set = code_set_of(args)
    extract = synthesize.extract(
        code_set,
        children=args.children,
        seed=args.seed,
        defects=_defects(args.defects, code_set),
        period=None if args.year is None else Period.year(args.year),
        units=args.units,
        other_share=args.other_share,
    )
    _write(extract, args)
    return 0


def _defects(text: str, code_set: CodeSet) -> dict[str, float] | None:
    """Read names and rates; ``all`` may have a rate of its own."""
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.synthesize import DEFECTS, impossible_defects

    defects: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, equals, rate = (piece.strip() for piece in part.partition("="))
        try:
            share = float(rate) if equals else _USUAL_RATE
        except ValueError:
            message = Phrase(
                f"--defects: {part!r}; expected NAME=RATE, such as not-joint=0.02",
                f"--defects: {part!r}; väntade NAMN=ANDEL, till exempel not-joint=0.02",
            )
            raise UsageError(message) from None
        impossible = impossible_defects(code_set)
        names = [d for d in DEFECTS if d not in impossible] if name == "all" else [name]
        defects |= dict.fromkeys(names, share)
    return defects or None


def _write(extract: Extract, args: argparse.Namespace) -> None:
    files = {
        f"contacts.{args.format}": extract.contacts,
        f"persons.{args.format}": extract.persons,
        "reported.csv": extract.reported,
        "contracts.csv": extract.contracts,
    }
    for name, table in files.items():
        write_table(table, args.out / name)
    persons = extract.persons["person_id"].n_unique()
    out(
        said(
            f"{args.set}: an artificial extract of {persons} persons, "
            f"made for {extract.period}, with contacts through {extract.as_of}",
            f"{args.set}: ett konstgjort uttag med {persons} personer, "
            f"gjort för {extract.period}, med kontakter till och med {extract.as_of}",
        )
    )
    for name, table in files.items():
        out(f"  {args.out / name}  {table.height} {said('rows', 'rader')}")
    for name, made in extract.defects.items():
        out(f"  {name}: {made}")
