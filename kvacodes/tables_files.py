"""Reading extracts from files: Parquet, CSV in both dialects, Excel.

Parquet has types of its own, and may come in parts in a folder. In CSV everything is text,
so keys keep their leading zeros; days, numbers, amounts and truth values are read by what
the column is to hold. The first line says whether commas, semicolons or tabs divide it; text
that is no UTF-8 is read as Windows-1252, of which Latin-1 is a part. Nothing that a cell
holds is shown in a message, only its shape: it may be a personal number in the wrong column.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from kvacodes.errors import NOTHING, ColumnError, InputError, Phrase, near_misses
from kvacodes.extracts import Column, Columns, ColumnType
from kvacodes.workbooks import sheets_of

__all__ = ["read_table"]

_EXPECTED = Phrase(
    "a file ending in .parquet, .csv, .tsv, .txt or .xlsx",
    "en fil som slutar på .parquet, .csv, .tsv, .txt eller .xlsx",
)
_TRUE = ("true", "1", "ja", "j", "yes", "y", "sant", "t")
_FALSE = ("false", "0", "nej", "n", "no", "falskt", "falsk", "f")
_NUMBER = r"^-?[0-9]{1,15}(\.0+)?$"
_MONEY = r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$"
_DASHED_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?$"
_PLAIN_DAY = r"^[0-9]{8}$"
_BLOCK = 1 << 20
_LONGEST_SHAPE = 24


def read_table(
    path: Path, spec: Sequence[Column], *, name: str, columns: Columns | None = None
) -> pl.LazyFrame:
    """Read a file as a table; Parquet and CSV are read as far as they are used.

    Args:
        path: The file, whose ending says its form; or a folder of Parquet files, which are
            the parts of one table.
        spec: The columns that the table may have, which say how text is read.
        name: Which table it is, for messages.
        columns: What the file's columns are called.

    Raises:
        InputError: There is no such file, its ending is unknown, it cannot be read, or the
            files of a folder are not of one table.
        ColumnError: A column is there twice, or holds text that is not what it should be.
        MissingExtraError: It is a workbook, and what reads them is not installed.
    """
    parts = _parts_of(path)
    _require_file(path, is_table=bool(parts))
    suffix = ".parquet" if parts else path.suffix.casefold()
    try:
        if suffix == ".parquet":
            return _parquet(path, parts or [path])
        if suffix in {".csv", ".tsv", ".txt"}:
            return _typed(_csv(path), spec, name, columns or Columns())
        if suffix == ".xlsx":
            return _typed(_workbook(path), spec, name, columns or Columns())
    except (pl.exceptions.PolarsError, OSError) as error:
        first_line = str(error).splitlines()[0]
        raise InputError(
            where=str(path),
            found=Phrase(
                f"what cannot be read ({first_line})", f"något som inte går att läsa ({first_line})"
            ),
            expected=Phrase(f"a {suffix} file", f"en {suffix}-fil"),
        ) from error
    raise InputError(
        where=str(path),
        found=Phrase(f"the ending {suffix or 'none'}", f"ändelsen {suffix or 'ingen'}"),
        expected=_EXPECTED,
    )


def _require_file(path: Path, *, is_table: bool) -> None:
    if path.is_dir() and not is_table:
        inside = sorted(p.name for p in path.iterdir() if p.suffix.casefold() in _ENDINGS)
        hint = (
            Phrase(
                f"there are {', '.join(inside[:5])} in it", f"i den finns {', '.join(inside[:5])}"
            )
            if inside
            else NOTHING
        )
        raise InputError(
            where=str(path), found=Phrase("a folder", "en mapp"), expected=_EXPECTED, hint=hint
        )
    if not path.exists():
        beside = path.parent.iterdir() if path.parent.is_dir() else ()
        by_stem = {other.stem: other for other in sorted(beside)}
        near = [str(by_stem[stem]) for stem in near_misses(path.stem, by_stem)]
        hint = (
            Phrase(f"did you mean {' or '.join(near)}?", f"menade du {' eller '.join(near)}?")
            if near
            else NOTHING
        )
        raise InputError(
            where=str(path),
            found=Phrase("no such file", "ingen sådan fil"),
            expected=_EXPECTED,
            hint=hint,
        )
    if path.is_file() and not path.stat().st_size:
        raise InputError(
            where=str(path),
            found=Phrase("an empty file", "en tom fil"),
            expected=Phrase("a header and rows", "rubriker och rader"),
        )


_ENDINGS = {".parquet", ".csv", ".tsv", ".txt", ".xlsx"}


# --- Parquet -------------------------------------------------------------------------------


def _parts_of(path: Path) -> list[Path]:
    """Return the Parquet files of a folder that has no tables of other forms, in order."""
    if not path.is_dir():
        return []
    _require_plain(path)
    # What writes such folders marks its own notes with a dot or a line below.
    tables = [
        p
        for p in sorted(path.rglob("*"))
        if p.suffix.casefold() in _ENDINGS
        and p.is_file()
        and not any(name[0] in "._" for name in p.relative_to(path).parts)
    ]
    return tables if all(p.suffix.casefold() == ".parquet" for p in tables) else []


def _require_plain(folder: Path) -> None:
    """Refuse folders in which a log says which files count: some have rows that are no more."""
    for form, log in (("Delta Lake", "_delta_log"), ("Iceberg", "metadata/*.metadata.json")):
        if any(folder.glob(log)):
            raise InputError(
                where=str(folder),
                found=Phrase(f"a table of {form}", f"en tabell i {form}"),
                expected=Phrase("a folder of Parquet files alone", "en mapp med bara Parquet"),
                hint=Phrase(
                    "write its current rows to Parquet first",
                    "skriv först dess nuvarande rader till Parquet",
                ),
            )


def _parquet(path: Path, parts: Sequence[Path]) -> pl.LazyFrame:
    """Scan the parts of one table; a folder named ``year=2021`` is a column of its parts."""
    for part in parts:
        _require_parquet(part)
    first, *others = parts
    schema = dict(pl.read_parquet_schema(first))
    for part in others:
        _require_alike(part, dict(pl.read_parquet_schema(part)), first, schema)
    is_divided = path.is_dir() and any("=" in str(p.parent.relative_to(path)) for p in parts)
    frame = pl.scan_parquet(list(parts), hive_partitioning=is_divided)
    frame.collect_schema()
    return frame


def _require_alike(
    part: Path,
    found: Mapping[str, pl.DataType],
    first: Path,
    expected: Mapping[str, pl.DataType],
) -> None:
    if found == expected:
        return
    names = [n for n in (*expected, *found) if found.get(n) != expected.get(n)]
    columns = [
        f"{name}: {found.get(name, '–')} ≠ {expected.get(name, '–')}"
        for name in dict.fromkeys(names)
    ]
    raise InputError(
        where=str(part),
        found=Phrase(
            f"other columns than in {first.name} ({', '.join(columns)})",
            f"andra kolumner än i {first.name} ({', '.join(columns)})",
        ),
        expected=Phrase(
            "files of one folder that are parts of one table",
            "filer i en och samma mapp som är delar av en tabell",
        ),
        hint=Phrase("name the file, or move the others", "ange filen, eller flytta de andra"),
    )


def _require_parquet(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) not in {b"PAR1", b"PARE"}:
            raise InputError(
                where=str(path),
                found=Phrase("something else than Parquet", "något annat än Parquet"),
                expected=Phrase("a .parquet file", "en .parquet-fil"),
            )


# --- CSV -----------------------------------------------------------------------------------


def _csv(path: Path) -> pl.LazyFrame:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        first = file.readline()
        separator = max(",;\t", key=first.count)
        header = next(csv.reader([first], delimiter=separator), [])
    _require_once(header, path)
    # Polars reads UTF-8 alone; all else is small enough to be taken into memory.
    source: Path | io.BytesIO = path
    if encoding != "utf-8-sig":
        text = path.read_text(encoding=encoding, errors="replace")
        source = io.BytesIO(text.encode())
    frame = pl.scan_csv(source, separator=separator, infer_schema=False, encoding="utf8")
    _require_whole_rows(frame, path, encoding=encoding, separator=separator)
    return frame


def _require_once(header: Sequence[str], path: Path) -> None:
    twice = [column for column, n in Counter(header).items() if n > 1]
    if twice:
        raise ColumnError(
            where=str(path),
            found=Phrase(
                f"the column {', '.join(twice)} more than once",
                f"kolumnen {', '.join(twice)} mer än en gång",
            ),
            expected=Phrase("each column once", "varje kolumn en gång"),
            hint=Phrase("rename or drop one of them", "byt namn på eller ta bort en av dem"),
        )


def _encoding(path: Path) -> str:
    """Return what the text is written in: UTF-8 if all of it is, else Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        block = file.read(_BLOCK)
        if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        try:
            while block:
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _require_whole_rows(frame: pl.LazyFrame, path: Path, *, encoding: str, separator: str) -> None:
    """Say on which line the cells are too many; Polars tells nothing of where."""
    try:
        frame.select(pl.all().null_count()).collect()
    except pl.exceptions.ComputeError as error:
        with path.open(encoding=encoding, newline="", errors="replace") as file:
            rows = csv.reader(file, delimiter=separator)
            width = len(next(rows))
            for row in rows:
                if len(row) > width:
                    raise _too_wide(
                        path, rows.line_num, len(row), width,
                        hint=Phrase(
                            'a cell that holds the separator stands in "…"',
                            'en cell med avskiljaren i står inom "…"',
                        ),
                    ) from error  # fmt: skip
        raise


def _too_wide(path: Path, line: int, found: int, expected: int, *, hint: Phrase) -> InputError:
    return InputError(
        where=f"{path}, line {line}",
        found=Phrase(f"{found} cells", f"{found} celler"),
        expected=Phrase(f"{expected}, as in the header", f"{expected}, som i rubriken"),
        hint=hint,
    )


# --- Excel ---------------------------------------------------------------------------------


def _workbook(path: Path) -> pl.LazyFrame:
    sheets = sheets_of(
        path.read_bytes(),
        where=str(path),
        expected=Phrase("a workbook of Excel", "en arbetsbok från Excel"),
    )
    header, *rows = [_cells(row) for sheet in sheets[:1] for row in sheet.rows] or [[]]
    if not header:
        raise InputError(
            where=str(path),
            found=Phrase("no header in the first row", "inga rubriker i första raden"),
            expected=Phrase("a header and rows", "rubriker och rader"),
        )
    _require_once(header, path)
    for number, row in enumerate(rows, start=2):
        if len(row) > len(header):
            raise _too_wide(
                path, number, len(row), len(header),
                hint=Phrase("the first row names each column", "första raden namnger varje kolumn"),
            )  # fmt: skip
    text = [[*row, *[""] * (len(header) - len(row))] for row in rows if row]
    return pl.DataFrame(text, schema=dict.fromkeys(header, pl.String), orient="row").lazy()


def _cells(row: tuple[str, ...]) -> list[str]:
    """Return the cells of a row as far as anything stands in them."""
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells


# --- types ---------------------------------------------------------------------------------


def _typed(
    frame: pl.LazyFrame, spec: Sequence[Column], name: str, columns: Columns
) -> pl.LazyFrame:
    """Read the texts of days, numbers, amounts and truth values; empty text is no value."""
    text = pl.col(pl.String).str.strip_chars()
    # Databases write NULL where there is nothing.
    frame = frame.with_columns(pl.when(~text.is_in(["", "NULL"])).then(text))
    present = frame.collect_schema().names()
    readers = {
        source: (column, _READERS[column.type])
        for column in spec
        if column.type in _READERS and (source := columns.source_name(name, column)) in present
    }
    if not readers:
        return frame
    unread = {
        source: reader(pl.col(source)).is_null() & pl.col(source).is_not_null()
        for source, (_, reader) in readers.items()
    }
    counts = frame.select(wrong.sum().alias(source) for source, wrong in unread.items()).collect()
    for source, (column, _) in readers.items():
        if rows := counts[source][0]:
            raise _unreadable(frame, source, unread[source], rows, name=name, column=column)
    return frame.with_columns(reader(pl.col(c)).alias(c) for c, (_, reader) in readers.items())


def _unreadable(
    frame: pl.LazyFrame, source: str, wrong: pl.Expr, rows: int, *, name: str, column: Column
) -> ColumnError:
    first = frame.select(pl.col(source)).with_row_index("row", offset=2).filter(wrong).first()
    line, text = first.collect().row(0)
    return ColumnError(
        where=f"{name}.{source}",
        found=Phrase(
            f"text that is {_NOT_READ[column.type]} in {rows} {'row' if rows == 1 else 'rows'}, "
            f"first on line {line} (of the shape {shape_of(text)})",
            f"text som {_NOT_READ[column.type].sv} på {rows} {'rad' if rows == 1 else 'rader'}, "
            f"först på rad {line} (av formen {shape_of(text)})",
        ),
        expected=_READ_AS[column.type],
    )


def shape_of(text: str) -> str:
    """Return the shape of a text that may be personal: 9 for digits and a for letters."""
    shape = "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in text)
    return shape if len(shape) <= _LONGEST_SHAPE else f"{shape[:_LONGEST_SHAPE]}…"


def _bare(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"\s", "").str.replace(",", ".", literal=True)


def _whole(text: pl.Expr) -> pl.Expr:
    bare = _bare(text)
    whole = bare.str.replace(r"\.0+$", "")
    return pl.when(bare.str.contains(_NUMBER)).then(whole).cast(pl.Int64)


def _money(text: pl.Expr) -> pl.Expr:
    bare = _bare(text)
    return pl.when(bare.str.contains(_MONEY)).then(bare).str.to_decimal(scale=2)


def _truth(text: pl.Expr) -> pl.Expr:
    word = text.str.to_lowercase()
    return pl.when(word.is_in(_TRUE)).then(True).when(word.is_in(_FALSE)).then(False)  # noqa: FBT003


def _day(text: pl.Expr) -> pl.Expr:
    dashed = pl.when(text.str.contains(_DASHED_DAY)).then(text.str.slice(0, 10))
    plain = pl.when(text.str.contains(_PLAIN_DAY)).then(text)
    return pl.coalesce(
        dashed.str.to_date("%Y-%m-%d", strict=False), plain.str.to_date("%Y%m%d", strict=False)
    )


_READERS: dict[ColumnType, Callable[[pl.Expr], pl.Expr]] = {
    ColumnType.DAY: _day,
    ColumnType.WHOLE: _whole,
    ColumnType.MONEY: _money,
    ColumnType.TRUTH: _truth,
}
_NOT_READ = {
    ColumnType.DAY: Phrase("no day", "inte är en dag"),
    ColumnType.WHOLE: Phrase("no whole number", "inte är ett heltal"),
    ColumnType.MONEY: Phrase("no amount", "inte är ett belopp"),
    ColumnType.TRUTH: Phrase("neither true nor false", "varken är sann eller falsk"),
}
_READ_AS = {
    ColumnType.DAY: Phrase(
        "days written as 2019-01-31 or 20190131", "dagar skrivna som 2019-01-31 eller 20190131"
    ),
    ColumnType.WHOLE: Phrase("whole numbers", "heltal"),
    ColumnType.MONEY: Phrase("amounts, such as 1234,50", "belopp, till exempel 1234,50"),
    ColumnType.TRUTH: Phrase(
        "1 and 0, true and false, or ja and nej", "1 och 0, true och false, eller ja och nej"
    ),
}
