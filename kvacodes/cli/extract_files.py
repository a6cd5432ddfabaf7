"""What the commands on extracts share: their arguments, and files read and written.

What goes wrong in a table is said in the words of its file and of the command line.
"""

from __future__ import annotations

import argparse
import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kvacodes.cli.console import day
from kvacodes.cli.words import said

if TYPE_CHECKING:
    from kvacodes.extracts import Column, Columns
    from kvacodes.model import CodeSet

__all__ = [
    "add_extract_arguments",
    "add_set_argument",
    "code_set_of",
    "columns_of",
    "explained",
    "read_extract",
    "require_form",
    "write_table",
]

FORMATS = (".csv", ".json", ".parquet")


def add_set_argument(parser: argparse.ArgumentParser) -> None:
    """Declare the code set, and where it is looked for."""
    parser.add_argument("set", metavar="SET", help=said("id of a code set", "id för en kodmängd"))
    parser.add_argument(
        "--from", dest="sources", nargs="+", default=[], metavar="PATH",
        help=said("documents to read instead of the shipped ones", "andra dokument än de egna"),
    )  # fmt: skip


def add_extract_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the code set, the two tables, the day, and what the columns are called."""
    add_set_argument(parser)
    parser.add_argument(
        "--contacts", type=Path, required=True, metavar="FILE",
        help=said("Parquet (or a folder of it), CSV or Excel: one row for each contact and code",
                  "Parquet (eller en mapp med det), CSV eller Excel: en rad per kontakt och kod"),
    )  # fmt: skip
    parser.add_argument(
        "--persons", type=Path, required=True, metavar="FILE",
        help=said("one row for each person and listing", "en rad per person och listning"),
    )  # fmt: skip
    parser.add_argument(
        "--as-of", type=day, required=True, metavar="DAY",
        help=said("day of the question, such as the day of the extract",
                  "dagen frågan gäller, till exempel uttagets dag"),
    )  # fmt: skip
    parser.add_argument(
        "--columns", default="", metavar="person=pnr_hash,…",
        help=said("what columns are called in the files", "vad kolumnerna heter i filerna"),
    )  # fmt: skip


def code_set_of(args: argparse.Namespace) -> CodeSet:
    """Return the code set asked for.

    Raises:
        UnknownNameError: There is no such code set.
        UsageError: It has no visit sequence.
    """
    import kvacodes
    from kvacodes.errors import Phrase, UsageError

    code_set = kvacodes.load(*args.sources).code_set(args.set)
    if code_set.sequence is None:
        message = Phrase(
            f"{code_set.id} has no visit sequence", f"{code_set.id} har ingen besöksföljd"
        )
        raise UsageError(message)
    return code_set


def columns_of(text: str) -> Columns | None:
    """Read what columns are called, such as ``person=pnr_hash,date=besoksdatum``.

    Raises:
        UsageError: A part is no pair, or names no column of the library.
    """
    from kvacodes.errors import Phrase, UsageError, near_misses
    from kvacodes.extracts import COLUMN_ARGUMENTS, Columns

    known = [name for name in COLUMN_ARGUMENTS if name not in {"contacts", "persons"}]
    pairs: dict[str, Any] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        if equals and column and name in known and name not in pairs:
            pairs[name] = column
            continue
        near = near_misses(name, known)
        names = ", ".join(known)
        meant = f"; did you mean {' / '.join(near)}?" if near else ""
        menade = f"; menade du {' / '.join(near)}?" if near else ""
        message = Phrase(
            f"--columns: {part!r}; expected NAME=COLUMN with each NAME once, of {names}{meant}",
            f"--columns: {part!r}; väntade NAMN=KOLUMN med varje NAMN en gång, av {names}{menade}",
        )
        raise UsageError(message)
    return Columns(**pairs) if pairs else None


def read_extract(path: Path, spec: Sequence[Column], *, name: str, columns: Columns | None) -> Any:  # noqa: ANN401 - a lazy table
    """Read one table of the extract; a table without rows is an error.

    Raises:
        InputError: The file cannot be read, or has no rows.
    """
    from kvacodes.errors import InputError, Phrase
    from kvacodes.tables_files import read_table

    table = read_table(path, spec, name=name, columns=columns)
    if table.limit(1).collect().is_empty():
        raise InputError(
            where=str(path),
            found=Phrase("no rows", "inga rader"),
            expected=Phrase("at least one row", "minst en rad"),
        )
    return table


def require_form(path: Path | None) -> None:
    """See to it, before the computing, that a table can be written to a file.

    Raises:
        UsageError: The ending says none of the forms.
    """
    from kvacodes.errors import Phrase, UsageError

    if path is not None and path.suffix.casefold() not in FORMATS:
        message = Phrase(
            f"{path}: expected a file ending in {', '.join(FORMATS)}",
            f"{path}: väntade en fil som slutar på {', '.join(FORMATS)}",
        )
        raise UsageError(message)


def write_table(table: Any, path: Path) -> None:  # noqa: ANN401 - a Polars table
    """Write a table in the form that the file's ending says; see `require_form`.

    CSV is written as Swedish Excel reads it: semicolons, decimal commas, marked as UTF-8.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    suffix = path.suffix.casefold()
    if suffix == ".parquet":
        table.write_parquet(path)
    elif suffix == ".json":
        table.write_json(path)
    else:
        table.write_csv(path, separator=";", decimal_comma=True, include_bom=True)


@contextlib.contextmanager
def explained(files: Mapping[str, Path | None]) -> Iterator[None]:
    """Say what is wrong with a table in the words of its file and of the command line."""
    from kvacodes.errors import InputError, Phrase, worded

    try:
        yield
    except InputError as error:
        raise InputError(
            where=Phrase(
                *(_where(worded(error.where, lang), files, lang) for lang in ("en", "sv"))
            ),
            found=error.found,
            expected=error.expected,
            hint=Phrase(*(_options(worded(error.hint, lang), lang) for lang in ("en", "sv"))),
        ) from error


def _options(hint: str, lang: str) -> str:
    """Say arguments of the library as options of the command line."""
    name = "NAMN" if lang == "sv" else "NAME"
    return re.sub(
        r"Columns\((\w+)=(?:'([^']*)'|…)\)",
        lambda match: f"--columns {match[1]}={match[2] or name}",
        hint,
    )


def _where(where: str, files: Mapping[str, Path | None], lang: str) -> str:
    """Name the files in place of the tables; a place in a file is already named so."""
    if any(where.startswith(str(file)) for file in files.values() if file is not None):
        return where
    return re.sub(
        r"(?:^|(?<= and )|(?<= och ))(" + "|".join(files) + r")\b(?:\.(\S+))?",
        lambda match: _place(files[match[1]], match[2], lang) or match[0],
        where,
    )


def _place(file: Path | None, column: str | None, lang: str) -> str:
    if file is None:
        return ""
    return f"{file}, {'kolumn' if lang == 'sv' else 'column'} {column}" if column else str(file)
