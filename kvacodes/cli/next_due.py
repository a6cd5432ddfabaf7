"""``kvacodes next-due``: list the next visit of each person."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kvacodes.cli.console import note, out
from kvacodes.cli.counts import in_words, parts_shown
from kvacodes.cli.extract_files import (
    add_extract_arguments,
    code_set_of,
    columns_of,
    explained,
    read_extract,
    require_form,
    write_table,
)
from kvacodes.cli.words import said

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "next-due"
HELP = "list the next visit of each person"
EXAMPLE = (
    "kvacodes next-due utokat-hembesok-bvc --contacts contacts.parquet "
    "--persons persons.parquet --as-of 2020-01-31 --unit syn-d01-u001"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_extract_arguments(parser)
    parser.add_argument("--unit", metavar="UNIT", help=said("this unit alone", "bara denna enhet"))
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--json", action="store_true", help=said("for a program", "för ett program"))
    where.add_argument(
        "--out", type=Path, metavar="FILE",
        help=said("where to write the list: .parquet, .csv or .json; else the screen",
                  "var listan ska skrivas: .parquet, .csv eller .json; annars skärmen"),
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """List the next step of everyone who has one, the most urgent first."""
    from kvacodes import sequences
    from kvacodes.extracts import CONTACTS, PERSONS

    require_form(args.out)
    code_set, columns = code_set_of(args), columns_of(args.columns)
    assert code_set.sequence is not None  # noqa: S101 - code_set_of sees to it
    with explained({"contacts": args.contacts, "persons": args.persons}):
        table = sequences.next_due(
            read_extract(args.contacts, CONTACTS, name="contacts", columns=columns),
            read_extract(args.persons, PERSONS, name="persons", columns=columns),
            code_set.sequence,
            as_of=args.as_of,
            columns=columns,
        )
    if args.unit is not None:
        table = _of_unit(table, args.unit)
    table = table.sort("last", "recommended", "person_id", nulls_last=True, maintain_order=True)
    if args.json:
        out(table.write_json())
        return 0
    if args.out is None:
        out("\n".join(_lines(table)))
        return 0
    write_table(table, args.out)
    states = dict(table.group_by("state").len().sort("state").iter_rows())
    note(f"{said('written', 'skrivet')}: {args.out} ({in_words(parts_shown(states))})")
    return 0


def _of_unit(table: Any, unit: str) -> Any:  # noqa: ANN401 - a Polars table
    """Keep one unit.

    Raises:
        UnknownNameError: Nobody of that unit has a step left.
    """
    from kvacodes.errors import Phrase, UnknownNameError

    kept = table.filter(table["unit_id"] == unit)
    if kept.is_empty():
        units = table["unit_id"].drop_nulls().unique().to_list()
        hint = Phrase("nobody listed there has a visit left", "ingen listad där har besök kvar")
        raise UnknownNameError("unit", unit, known=units, hint=hint)
    return kept


_IN_SWEDISH = {
    "person_id": "person",
    "unit_id": "enhet",
    "episode": "episod",
    "step": "steg",
    "state": "läge",
    "earliest": "tidigast",
    "recommended": "rekommenderat",
    "last": "senast",
    "absolute_last": "allra senast",
}


def _lines(table: Any) -> Iterable[str]:  # noqa: ANN401 - a Polars table
    """Write the list in columns; a column where nothing is known is left out."""
    from kvacodes.sequences.wording import STATES

    if table.is_empty():
        yield said("nobody has a visit left", "ingen har besök kvar")
        return
    columns = [c for c in table.columns if table[c].null_count() < table.height]
    names = [said(column, _IN_SWEDISH[column]) for column in columns]
    words = {state: said(state, label.sv) for state, label in STATES.items()}
    rows = [
        ["" if cell is None else words[cell] if column == "state" else str(cell)
         for column, cell in zip(columns, row, strict=True)]
        for row in table.select(columns).iter_rows()
    ]  # fmt: skip
    widths = [max(len(cell) for cell in column) for column in zip(names, *rows, strict=True)]
    for row in (names, *rows):
        yield "  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip()
