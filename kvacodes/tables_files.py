"""Reading extracts from files: Parquet, CSV in both dialects, Excel.

Parquet has types of its own. In CSV everything is text, so keys keep their leading zeros;
numbers, amounts and truth values are read by what the column is to hold. The first line
says whether commas, semicolons or tabs divide it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from kvacodes.errors import ColumnError, InputError, MissingExtraError
from kvacodes.extracts import Column, Columns, ColumnType

__all__ = ["read_table"]

_EXPECTED = "a file ending in .parquet, .csv, .tsv, .txt or .xlsx"
_TRUE, _FALSE = ("true", "1", "ja", "yes", "sant"), ("false", "0", "nej", "no", "falskt")
_NUMBER = r"^-?[0-9]{1,15}$"
_MONEY = r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$"


def read_table(
    path: Path, spec: Sequence[Column], *, name: str, columns: Columns | None = None
) -> pl.LazyFrame:
    """Read a file as a table; Parquet and CSV are read as far as they are used.

    Args:
        path: The file; its ending says its form.
        spec: The columns that the table may have, which say how text is read.
        name: Which table it is, for messages.
        columns: What the file's columns are called.

    Raises:
        InputError: The ending is unknown, the file is empty, or it cannot be read.
        ColumnError: A column holds text that is not what it should be.
        MissingExtraError: It is a workbook, and what reads them is not installed.
    """
    if not path.exists():
        raise FileNotFoundError(2, "no such file", str(path))
    suffix = path.suffix.casefold()
    try:
        if suffix == ".parquet":
            frame = pl.scan_parquet(path)
            frame.collect_schema()
            return frame
        if suffix in {".csv", ".tsv", ".txt"}:
            return _typed(_csv(path), spec, name, columns or Columns())
        if suffix == ".xlsx":
            return _typed(_workbook(path), spec, name, columns or Columns())
    except pl.exceptions.PolarsError as error:
        first_line = str(error).splitlines()[0]
        raise InputError(where=str(path), found=first_line, expected=f"a {suffix} file") from error
    raise InputError(where=str(path), found=f"the ending {suffix or 'none'}", expected=_EXPECTED)


def _csv(path: Path) -> pl.LazyFrame:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = file.readline()
    separator = max(",;\t", key=header.count)
    return pl.scan_csv(path, separator=separator, infer_schema=False, encoding="utf8")


def _workbook(path: Path) -> pl.LazyFrame:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError("report", "openpyxl") from error
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        header, *rows = book.worksheets[0].iter_rows(values_only=True)
    except ValueError as error:
        raise InputError(where=str(path), found="no rows", expected="a header") from error
    finally:
        book.close()
    names = [str(cell) for cell in header]
    text = [[None if cell is None else _cell(cell) for cell in row] for row in rows]
    return pl.DataFrame(text, schema=dict.fromkeys(names, pl.String), orient="row").lazy()


def _cell(value: object) -> str:
    """Write a cell as the user would: days without midnight, whole numbers without point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")


def _typed(
    frame: pl.LazyFrame, spec: Sequence[Column], name: str, columns: Columns
) -> pl.LazyFrame:
    """Read the texts of numbers, amounts and truth values; empty text is no value."""
    frame = frame.with_columns(
        pl.when(pl.col(pl.String).str.strip_chars() != "").then(pl.col(pl.String))
    )
    present = frame.collect_schema().names()
    readers = {
        source: _READERS[column.type]
        for column in spec
        if column.type in _READERS and (source := columns.source_name(name, column)) in present
    }
    if not readers:
        return frame
    unreadable = frame.select(
        (reader(pl.col(c)).is_null() & pl.col(c).is_not_null()).sum().alias(c)
        for c, reader in readers.items()
    ).collect()
    for source in readers:
        if rows := unreadable[source][0]:
            raise ColumnError(
                where=f"{name}.{source}",
                found=f"text that is no such value in {rows} {'row' if rows == 1 else 'rows'}",
                expected=next(c.type.value for c in spec if columns.source_name(name, c) == source),
            )
    return frame.with_columns(reader(pl.col(c)).alias(c) for c, reader in readers.items())


def _bare(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"\s", "").str.replace(",", ".", literal=True)


def _whole(text: pl.Expr) -> pl.Expr:
    bare = _bare(text)
    return pl.when(bare.str.contains(_NUMBER)).then(bare).cast(pl.Int64)


def _money(text: pl.Expr) -> pl.Expr:
    bare = _bare(text)
    return pl.when(bare.str.contains(_MONEY)).then(bare).str.to_decimal(scale=2)


def _truth(text: pl.Expr) -> pl.Expr:
    word = text.str.strip_chars().str.to_lowercase()
    return pl.when(word.is_in(_TRUE)).then(True).when(word.is_in(_FALSE)).then(False)  # noqa: FBT003


_READERS: dict[ColumnType, Callable[[pl.Expr], pl.Expr]] = {
    ColumnType.WHOLE: _whole,
    ColumnType.MONEY: _money,
    ColumnType.TRUTH: _truth,
}
