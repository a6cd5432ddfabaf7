"""Files become tables: encodings, dialects, types, and what cannot be read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from kvacodes.errors import InputError
from kvacodes.extracts import CONTACTS, PERSONS, Columns
from kvacodes.tables_files import read_table, shape_of

HEADER = "contact_id;person_id;date;code;unit_id;minutes;joint"
ROW = "007;0719;2019-01-31;UX273;Ängen;45;ja"


def read(path: Path, columns: Columns | None = None) -> list[tuple[object, ...]]:
    """Return the rows of a file of contacts."""
    return read_table(path, CONTACTS, name="contacts", columns=columns).collect().rows()


READ = [("007", "0719", date(2019, 1, 31), "UX273", "Ängen", 45, True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_and_dialects(
    tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    """The same rows however they are written; keys keep their zeros."""
    path = tmp_path / "contacts.csv"
    text = f"{HEADER}{line_end}{ROW}{line_end}".replace(";", separator)
    path.write_bytes(text.encode(encoding))
    assert read(path) == READ


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2019-01-31", date(2019, 1, 31)),
        ("20190131", date(2019, 1, 31)),
        ("2019-01-31 23:59", date(2019, 1, 31)),
        ("2019-01-31T23:59:59.999", date(2019, 1, 31)),
        (" 2019-01-31 ", date(2019, 1, 31)),
        ("", None),
        ("NULL", None),
    ],
)
def test_days(tmp_path: Path, written: str, read_as: date | None) -> None:
    """A day has one reading in each of the forms; nothing is no day."""
    path = tmp_path / "contacts.csv"
    path.write_text(f"{HEADER}\n{ROW.replace('2019-01-31', written)}\n", encoding="utf-8")
    assert read(path)[0][2] == read_as


@pytest.mark.parametrize("written", ["2019-02-29", "2019-1-5", "19-01-31", "2019-01-31+01:00", "x"])
def test_days_that_are_none(tmp_path: Path, written: str) -> None:
    """Anything else is no day; the message has its shape alone."""
    path = tmp_path / "contacts.csv"
    path.write_text(f"{HEADER}\n{ROW.replace('2019-01-31', written)}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read(path)
    assert str(raised.value) == (
        "contacts.date: found text that is no day in 1 row, first on line 2 "
        f"(of the shape {shape_of(written)}), expected days written as 2019-01-31 or 20190131"
    )


@pytest.mark.parametrize(
    ("minutes", "joint", "expected"),
    [
        ("45,0", "nej", (45, False)),
        ("1 045", "1", (1045, True)),
        ("-5", "FALSE", (-5, False)),
        ("", "", (None, None)),
    ],
)
def test_numbers_and_truth(
    tmp_path: Path, minutes: str, joint: str, expected: tuple[object, object]
) -> None:
    """Decimal commas, thousands by blanks, yes and no in two languages."""
    path = tmp_path / "contacts.csv"
    row = ROW.replace(";45;ja", f";{minutes};{joint}")
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    assert read(path)[0][5:] == expected


def test_columns_of_other_names_and_others_beside(tmp_path: Path) -> None:
    """The caller's names say how text is read; what is not asked for stays text."""
    path = tmp_path / "contacts.csv"
    path.write_text("besoksdatum;annat\n20190131;20190131\n", encoding="utf-8")
    assert read(path, Columns(date="besoksdatum")) == [(date(2019, 1, 31), "20190131")]
    assert read(path) == [("20190131", "20190131")]


def test_workbook(tmp_path: Path) -> None:
    """The first sheet, with its days and numbers as people see them."""
    path = tmp_path / "persons.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["person_id", "birth_date", "target_group"])
    book.active.append(["0719", datetime(2019, 1, 9), 1])
    book.active.append([720, None, None])
    book.save(path)
    table = read_table(path, PERSONS, name="persons")
    assert table.collect().rows() == [("0719", date(2019, 1, 9), True), ("720", None, None)]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "found no header in the first row, expected a header and rows"),
        ([[None, None], ["person_id"]], (
            "found no header in the first row, expected a header and rows"
        )),
        ([["person_id", "sex", "sex"], ["1"]], (
            "found the column sex more than once, expected each column once; "
            "rename or drop one of them"
        )),
    ],
)  # fmt: skip
def test_workbook_without_a_header_of_its_own(
    rows: list[list[Any]], message: str, tmp_path: Path
) -> None:
    """A sheet begins with its header, and names each column once."""
    path = workbook(tmp_path, rows)
    with pytest.raises(InputError) as raised:
        read_table(path, PERSONS, name="persons")
    assert str(raised.value) == f"{path}: {message}"


def test_workbook_with_a_cell_beside_its_table(tmp_path: Path) -> None:
    """Empty cells and rows are nothing; a note beside the table is told by its row alone."""
    rows = [["person_id", "sex", None], ["0719", None, None], [None], ["0720", "k", ""]]
    table = read_table(workbook(tmp_path, rows), PERSONS, name="persons")
    assert table.collect().rows() == [("0719", None), ("0720", "k")]
    path = workbook(tmp_path, [*rows, ["0721", "k", "flyttad"]])
    with pytest.raises(InputError) as raised:
        read_table(path, PERSONS, name="persons")
    assert str(raised.value) == (
        f"{path}, line 5: found 3 cells, expected 2, as in the header; "
        "the first row names each column"
    )


def workbook(folder: Path, rows: list[list[Any]]) -> Path:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "persons.xlsx"
    book.save(path)
    return path


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    """Parquet is read as it is, and only as far as it is used."""
    path = tmp_path / "contacts.parquet"
    pl.DataFrame({"date": ["20190131"], "minutes": [45]}).write_parquet(path)
    table = read_table(path, CONTACTS, name="contacts")
    assert isinstance(table, pl.LazyFrame)
    assert table.collect().rows() == [("20190131", 45)]


def test_too_few_cells_are_nothing(tmp_path: Path) -> None:
    """Spreadsheets leave out what is empty at the end of a row."""
    path = tmp_path / "contacts.csv"
    path.write_text(f"{HEADER}\n1;2;2019-01-31\n", encoding="utf-8")
    assert read(path) == [("1", "2", date(2019, 1, 31), None, None, None, None)]


def test_broken_bytes_are_refused_not_guessed(tmp_path: Path) -> None:
    """What is no table gives an error that names the file."""
    path = tmp_path / "contacts.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(InputError) as raised:
        read(path)
    assert raised.value.where.startswith(str(path))


@pytest.mark.parametrize(
    ("text", "shape"),
    [("20190109-2382", "99999999-9999"), ("Åsa Ö", "aaa a"), ("x" * 40, "a" * 24 + "…"), ("", "")],
)
def test_shape_tells_nothing_personal(text: str, shape: str) -> None:
    """Digits and letters are told apart, and nothing more."""
    assert shape_of(text) == shape


# --- folders of Parquet --------------------------------------------------------------------

PART = pl.DataFrame({"contact_id": [1], "date": [date(2021, 1, 31)], "code": ["UX273"]})
NEXT = PART.with_columns(contact_id=pl.lit(2, pl.Int64))


def test_a_folder_of_parquet_is_one_table(tmp_path: Path) -> None:
    """Its files are the parts, as Spark writes them, with its own notes beside."""
    folder = tmp_path / "contacts.parquet"
    folder.mkdir()
    for number, part in enumerate((PART, NEXT)):
        part.write_parquet(folder / f"part-{number}.PARQUET")
    (folder / "_SUCCESS").touch()
    (folder / ".part-0.PARQUET.crc").write_bytes(b"crc")
    (folder / "_metadata.parquet").write_bytes(b"PAR1")
    assert read(folder) == [*PART.rows(), *NEXT.rows()]


def test_folders_inside_may_be_columns(tmp_path: Path) -> None:
    """A folder called by a column and its value gives the value to all its parts."""
    for year, part in ((2021, PART), (2022, NEXT)):
        (tmp_path / f"year={year}").mkdir()
        part.write_parquet(tmp_path / f"year={year}" / "0.parquet")
    found = read_table(tmp_path, CONTACTS, name="contacts").select("contact_id", "year").collect()
    assert found.rows() == [(1, 2021), (2, 2022)]


def test_one_part_alone_is_a_table(tmp_path: Path) -> None:
    """Also one that lies in a folder called by its value."""
    (tmp_path / "year=2021").mkdir()
    PART.write_parquet(tmp_path / "year=2021" / "0.parquet")
    assert read(tmp_path) == [(*PART.row(0), 2021)]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (PART.with_columns(contact_id=pl.lit("2")), "contact_id: String ≠ Int64"),
        (PART.drop("code"), "code: – ≠ String"),
        (PART.with_columns(ward=pl.lit("x")), "ward: String ≠ –"),
    ],
)
def test_parts_of_other_tables_are_told(tmp_path: Path, other: pl.DataFrame, told: str) -> None:
    """Which file, and which of its columns."""
    PART.write_parquet(tmp_path / "a.parquet")
    other.write_parquet(tmp_path / "b.parquet")
    with pytest.raises(
        InputError, match=r"b\.parquet: found other columns than in a\.parquet"
    ) as error:
        read(tmp_path)
    assert told in str(error.value)
    assert "delar av en tabell" in error.value.in_language("sv")


def test_a_part_that_is_no_parquet_is_told(tmp_path: Path) -> None:
    """The file is named, not the folder."""
    PART.write_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"contact_id;date")
    with pytest.raises(InputError, match=r"b\.parquet: found something else than Parquet"):
        read(tmp_path)


@pytest.mark.parametrize("beside", ["persons.csv", None])
def test_a_folder_of_other_tables_is_no_table(tmp_path: Path, beside: str | None) -> None:
    """Nor one without any."""
    if beside:
        PART.write_parquet(tmp_path / "a.parquet")
        (tmp_path / beside).write_text("a;b\n", encoding="utf-8")
    with pytest.raises(InputError, match="a folder"):
        read(tmp_path)


@pytest.mark.parametrize("log", ["_delta_log/0.json", "metadata/v1.metadata.json"])
def test_a_folder_whose_log_says_what_counts_is_refused(tmp_path: Path, log: str) -> None:
    """Its files may have rows that were taken away since."""
    PART.write_parquet(tmp_path / "a.parquet")
    (tmp_path / log).parent.mkdir()
    (tmp_path / log).write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="write its current rows to Parquet"):
        read(tmp_path)
