"""The arguments of ``kvacodes fund``."""

from __future__ import annotations

import argparse
from pathlib import Path

from kvacodes.cli.console import day
from kvacodes.cli.words import said

__all__ = ["add_fund_arguments"]

FORMATS = ("text", "csv", "csv-sv", "json", "excel")


def add_fund_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of each action."""
    actions = parser.add_subparsers(
        dest="action",
        required=True,
        metavar=said("ACTION", "ÅTGÄRD"),
        title=said("actions", "åtgärder"),
    )
    _allocate_arguments(
        actions.add_parser(
            "allocate",
            help=said("posts and kronor by listing", "tjänster och kronor efter listning"),
        )
    )
    _compensate_arguments(
        actions.add_parser(
            "compensate", help=said("a sum for each event", "ersättning per händelse")
        )
    )
    _reconcile_arguments(
        actions.add_parser(
            "reconcile", help=said("paid against registered", "betalt mot registrerat")
        )
    )
    _history_arguments(
        actions.add_parser(
            "history", help=said("values of parameters over time", "parametrars värden över tid")
        )
    )


def _common(parser: argparse.ArgumentParser, *, columns: bool = True) -> None:
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help=said("form of what is written", "form för det som skrivs"),
    )
    parser.add_argument(
        "--out", type=Path, help=said("file to write; else the screen", "fil; annars skärmen")
    )
    parser.add_argument(
        "--lang", choices=("sv", "en"), default=argparse.SUPPRESS,
        help=said("language of what is printed", "språk för det som skrivs ut"),
    )  # fmt: skip
    parser.add_argument(
        "--from", dest="sources", nargs="+", default=[], metavar="PATH",
        help=said("documents to read instead of the shipped ones", "andra dokument än de egna"),
    )  # fmt: skip
    if columns:
        parser.add_argument(
            "--columns", default="", metavar="unit=enhet,…",
            help=said("what columns are called in the files", "vad kolumnerna heter i filerna"),
        )  # fmt: skip


def _rule_arguments(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    words = said("id of a code set", "id för en kodmängd")
    if required:
        parser.add_argument("set", help=words)
    else:
        parser.add_argument("set", nargs="?", help=words)
    parser.add_argument(
        "--rule", help=said("id of a rule; needed where several hold",
                            "en regels id; behövs när flera gäller"),
    )  # fmt: skip
    parser.add_argument(
        "--set", dest="tried", action="append", default=[], metavar="PARAMETER=VALUE",
        help=said("try another value; shown as tried wherever it is used",
                  "pröva ett annat värde; visas som prövat överallt"),
    )  # fmt: skip


def _allocate_arguments(parser: argparse.ArgumentParser) -> None:
    _rule_arguments(parser)
    parser.add_argument(
        "--listing", type=Path, required=True, metavar="FILE",
        help=said("unit and birth date, age or number: a row for each person or age",
                  "enhet och födelsedatum, ålder eller antal: en rad per person eller ålder"),
    )  # fmt: skip
    parser.add_argument(
        "--on", type=day, required=True, metavar="DAY",
        help=said("day for which parameters are read", "dagen som parametrarna läses för"),
    )  # fmt: skip
    parser.add_argument(
        "--listed-on", type=day, metavar="DAY",
        help=said("day of the listing; else --on", "listningens dag; annars --on"),
    )  # fmt: skip
    parser.add_argument(
        "--total", metavar="PARAMETER",
        help=said(
            "share this instead of going by a norm",
            "dela denna i stället för att gå efter norm",
        ),
    )  # fmt: skip
    parser.add_argument(
        "--method", choices=("largest-remainder", "proportional"), default="largest-remainder",
        help=said("how shares are rounded", "hur andelar avrundas"),
    )  # fmt: skip
    parser.add_argument(
        "--carry-forward", action="store_true",
        help=said("use values after their end; the result says so",
                  "använd värden efter deras slut; resultatet säger det"),
    )  # fmt: skip
    _common(parser)


def _event_arguments(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--contacts", type=Path, required=required, metavar="FILE",
        help=said(
            "the extract: one row for each contact and code",
            "uttaget: en rad per kontakt och kod",
        ),
    )  # fmt: skip
    parser.add_argument(
        "--codes", default="", metavar="CODE,…",
        help=said("codes that mark an event; a choice that needs a source",
                  "koder för händelsen; ett val som kräver en källa"),
    )  # fmt: skip
    parser.add_argument(
        "--condition-codes", default="", metavar="CODE,…",
        help=said("codes that mark the condition", "koder för villkoret"),
    )  # fmt: skip
    parser.add_argument(
        "--condition-anywhere", action="store_true",
        help=said("the condition may be on any contact of the person",
                  "villkoret får finnas på någon av personens kontakter"),
    )  # fmt: skip
    parser.add_argument("--period", help=said("2017, 2017-H1 or DAY/DAY", "2017, 2017-H1, DAG/DAG"))
    parser.add_argument(
        "--as-of", type=day, metavar="DAY",
        help=said("leave out what came later", "utelämna det som kom senare"),
    )  # fmt: skip


def _compensate_arguments(parser: argparse.ArgumentParser) -> None:
    _rule_arguments(parser)
    _event_arguments(parser, required=True)
    _common(parser)


def _reconcile_arguments(parser: argparse.ArgumentParser) -> None:
    _rule_arguments(parser, required=False)
    parser.add_argument(
        "--paid", type=Path, required=True, metavar="FILE",
        help=said(
            "what was paid: unit_id, contact_id, amount",
            "det betalda: unit_id, contact_id, amount",
        ),
    )  # fmt: skip
    parser.add_argument(
        "--registered", type=Path, metavar="FILE",
        help=said("what should have been paid, in the same form; or a set and --contacts",
                  "det som borde ha betalats, i samma form; eller en kodmängd och --contacts"),
    )  # fmt: skip
    _event_arguments(parser, required=False)
    _common(parser)


def _history_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("set", help=said("id of a code set", "id för en kodmängd"))
    parser.add_argument("parameters", nargs="*", help=said("ids; else all", "id; annars alla"))
    parser.add_argument(
        "--on", type=day, metavar="DAY",
        help=said("the values of one day", "värdena en viss dag"),
    )  # fmt: skip
    _common(parser, columns=False)
