"""``kvacodes export``: write a code set in another format, or the SQL that extracts it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kvacodes.cli.console import out, write_result
from kvacodes.cli.words import said

if TYPE_CHECKING:
    from kvacodes.model import CodeSet
    from kvacodes.periods import Period

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "export"
HELP = "write a code set in another format"
EXAMPLE = "kvacodes export utokat-hembesok-bvc --to sql --dialect tsql --contacts vega.vardkontakt"
FORMATS = ("csv", "csv-sv", "excel", "fhir", "genericode", "omop", "sql")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("set", help=said("id of a code set", "id för en kodmängd"))
    parser.add_argument("--to", required=True, choices=FORMATS, help=said("the format", "format"))
    parser.add_argument(
        "--out", type=Path, help=said("file to write; else the screen", "fil; annars skärmen")
    )
    parser.add_argument(
        "--from", dest="sources", nargs="+", default=[], metavar="PATH",
        help=said("documents to read instead of the shipped ones", "andra dokument än de egna"),
    )  # fmt: skip
    fhir = parser.add_argument_group("FHIR")
    fhir.add_argument("--base", help=said("base address of the resources", "resursernas basadress"))
    fhir.add_argument("--system", help=said("address of the code system", "kodsystemets adress"))
    sql = parser.add_argument_group("SQL")
    sql.add_argument("--dialect", choices=("tsql", "oracle", "postgres", "duckdb"))
    sql.add_argument(
        "--query", choices=("contacts", "persons", "filter"), default="contacts",
        help=said("what to write: a query, or the condition on codes alone",
                  "vad som skrivs: en fråga, eller bara villkoret på koder"),
    )  # fmt: skip
    sql.add_argument("--contacts", default="contacts", help=said("its table", "dess tabell"))
    sql.add_argument("--persons", default="persons", help=said("its table", "dess tabell"))
    sql.add_argument(
        "--columns", default="", metavar="person_id=pnr,…",
        help=said("what columns are called there; optional ones not named are left out",
                  "vad kolumnerna heter där; valfria som inte nämns utelämnas då"),
    )  # fmt: skip
    sql.add_argument(
        "--period",
        help=said("2019, 2019-H1 or DAY/DAY; cuts other care alone, since figures of a period "
                  "need the programme's visits of all days",
                  "2019, 2019-H1, DAG/DAG; avgränsar bara annan vård, eftersom en periods mått "
                  "behöver programmets besök från alla dagar"),
    )  # fmt: skip
    sql.add_argument(
        "--other-care", action="store_true",
        help=said("also all other contacts of the same persons",
                  "även alla andra kontakter för samma personer"),
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Write the export; nothing is shown beside it."""
    import kvacodes

    code_set = kvacodes.load(*args.sources).code_set(args.set)
    if args.to == "excel":
        return _workbook(code_set, args.out)
    write_result(_text(code_set, args), args.out)
    return 0


def _workbook(code_set: CodeSet, path: Path | None) -> int:
    from kvacodes import exports
    from kvacodes.errors import Phrase, UsageError

    if path is None and sys.stdout.isatty():
        message = Phrase(
            "a workbook is no text: give --out FILE", "ange --out FIL för en arbetsbok"
        )
        raise UsageError(message)
    data = exports.to_workbook(code_set)
    if path is None:
        sys.stdout.buffer.write(data)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        out(str(path))
    return 0


def _text(code_set: CodeSet, args: argparse.Namespace) -> str:
    from kvacodes import exports

    if args.to == "sql":
        return _sql(code_set, args)
    if args.to == "fhir":
        given = {"base": args.base, "system": args.system}
        addresses = exports.Addresses(**{name: v for name, v in given.items() if v})
        return exports.to_fhir(code_set, addresses=addresses)
    if args.to in {"csv", "csv-sv"}:
        return exports.to_csv(code_set, dialect="swedish" if args.to == "csv-sv" else "comma")
    return exports.to_omop(code_set) if args.to == "omop" else exports.to_genericode(code_set)


def _sql(code_set: CodeSet, args: argparse.Namespace) -> str:
    from kvacodes.errors import Phrase, UsageError, near_misses
    from kvacodes.exports import sql
    from kvacodes.extracts import CONTACTS, PERSONS

    if args.dialect is None:
        raise UsageError(Phrase("--to sql needs --dialect", "--to sql kräver --dialect"))
    columns = (*CONTACTS, *PERSONS)
    # The short names serve too: those of `Columns` and of the other commands.
    full = {c.alias: c.name for c in columns if c.alias} | {c.name: c.name for c in columns}
    given = _pairs(args.columns)
    for name in given:
        if name not in full:
            near = near_misses(name, full)
            meant = (f"; did you mean {' / '.join(near)}?", f"; menade du {' / '.join(near)}?")
            there_are = ", ".join(sorted({c.name for c in columns}))
            msg = Phrase(
                f"--columns: no such column: {name}{meant[0] if near else ''} ({there_are})",
                f"--columns: ingen sådan kolumn: {name}{meant[1] if near else ''} ({there_are})",
            )
            raise UsageError(msg)
    names = {full[name]: column for name, column in given.items()}
    if args.query == "filter":
        column = names.get("code", "code")
        return sql.code_filter(code_set, dialect=args.dialect, column=column)
    tables = sql.SourceTables(
        contacts=args.contacts,
        persons=args.persons,
        contact_columns={c.name: names[c.name] for c in CONTACTS if c.name in names},
        person_columns={c.name: names[c.name] for c in PERSONS if c.name in names},
    )
    if args.query == "persons":
        return sql.persons_query(dialect=args.dialect, tables=tables) + ";"
    query = sql.contacts_query(
        code_set,
        dialect=args.dialect,
        tables=tables,
        period=None if args.period is None else _period(args.period),
        other_care=args.other_care,
    )
    return query + ";"


def _pairs(text: str) -> dict[str, str]:
    from kvacodes.errors import Phrase, UsageError

    pairs = {}
    for part in filter(None, text.split(",")):
        name, equals, value = part.partition("=")
        if not equals or not value.strip():
            msg = Phrase(
                f"--columns: expected NAME=COLUMN, found {part!r}",
                f"--columns: väntade NAMN=KOLUMN, fann {part!r}",
            )
            raise UsageError(msg)
        pairs[name.strip()] = value.strip()
    return pairs


def _period(text: str) -> Period:
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.periods import Period

    try:
        return Period.parse(text)
    except UsageError as error:
        msg = Phrase(f"--period: {error}", f"--period: {error.in_language('sv')}")
        raise UsageError(msg) from error
