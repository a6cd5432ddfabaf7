"""``kvacodes conformance`` as its users run it: findings out, a summary, and bad input."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from cli.command_line import ENDINGS, SET, Done, kvacodes

from kvacodes.cli.counts import parts_shown
from kvacodes.cli.main import main


def check(
    folder: Path,
    *more: object,
    contacts: str = "contacts.csv",
    persons: str = "persons.csv",
    as_of: str = "2019-04-01",
    lang: str = "en",
) -> Done:
    """Run the command in the folder."""
    return kvacodes(
        "conformance", SET, "--contacts", contacts, "--persons", persons, "--as-of", as_of, *more,
        cwd=folder, lang=lang,
    )  # fmt: skip


def test_swedish_csv_in_and_out(small_folder: Path) -> None:
    """Semicolons, decimal commas, two encodings, leading zeros, three ways to write a day."""
    done = check(small_folder, "--out", "findings.csv", "--status", "status.parquet")
    assert done.stderr == ""
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == f"{SET}, as of 2019-04-01"
    assert lines[2:5] == [
        "finding                error      warning  information",
        "duplicate-visit            1            –            –",
        "not-joint                  –            1            –",
    ]
    # Who has the rows of findings can count them; the rest is hidden as in the report.
    assert "rows of contacts: rows_read ‥, rows_used ‥, other-code ‥" in lines
    assert "decisions: RS 2018-00133" in lines
    assert any(line.startswith("assumed: the order of the steps; the window of") for line in lines)
    assert lines[-2:] == ["written: findings.csv", "written: status.parquet"]
    assert "0719" not in done.stdout
    findings = pl.read_csv(small_folder / "findings.csv", separator=";", infer_schema=False)
    assert findings.select("person_id", "contact_id", "unit_id", "finding").rows() == [
        ("0719", "003", "Ängen", "duplicate-visit"),
        ("0719", "003", "Ängen", "not-joint"),
    ]
    assert pl.read_parquet(small_folder / "status.parquet").height == 1


def test_parquet_and_json(extract_folder: Path, tmp_path: Path) -> None:
    """The summary for programs: counts by finding and severity, accounting, provenance."""
    done = check(
        extract_folder, "--json", "--out", tmp_path / "f.parquet", contacts="contacts.parquet",
        persons="persons.parquet", as_of="2022-12-31",
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 1
    summary = json.loads(done.stdout)
    findings = pl.read_parquet(tmp_path / "f.parquet")
    counts = dict(findings.group_by("finding").len().iter_rows())
    assert {f: sum(by.values()) for f, by in summary["findings"].items()} == counts
    assert summary["findings"]["duplicate-visit"]["error"] > 0
    accounting = dict(summary["accounting"])
    assert accounting.pop("rows_read") == sum(accounting.values())
    assert summary["provenance"]["decisions"] == ["RS 2018-00133"]
    assert summary["as_of"] == "2022-12-31"


def test_small_counts_are_hidden_unless_the_rows_are_asked_for(tmp_path: Path) -> None:
    """Neither findings, accounts nor status show or give away a count of one to four."""
    made = kvacodes("synthesize", SET, "--children", "200", "--defects", "all", "--out", tmp_path)
    assert made.returncode == 0
    asked = {"contacts": "contacts.parquet", "persons": "persons.parquet", "as_of": "2019-12-31"}
    text = check(tmp_path, **asked)
    summary = json.loads(check(tmp_path, "--json", **asked).stdout)
    rows = tmp_path / "f.parquet"
    exact = json.loads(check(tmp_path, "--json", "--out", rows, **asked).stdout)
    small = {
        (finding, severity)
        for finding, by in exact["findings"].items()
        for severity, n in by.items()
        if 0 < n < 5
    }
    hidden = {
        (finding, severity)
        for finding, by in summary["findings"].items()
        for severity, n in by.items()
        if n is None
    }
    assert small
    assert small <= hidden
    assert text.returncode == 1
    for finding, severity in small:
        (line,) = (line for line in text.stdout.splitlines() if line.startswith(f"{finding} "))
        place = ("error", "warning", "information").index(severity)
        assert line.removeprefix(finding).split()[place] == "‥"
    for part in ("accounting", "persons_accounting", "status", "of_which"):
        shown = [n for n in summary[part].values() if n is not None]
        assert not [n for n in shown if 0 < n < 5]
        assert len(summary[part]) - len(shown) != 1 or part == "of_which"
    assert pl.read_parquet(rows).height == sum(
        sum(by.values()) for by in exact["findings"].values()
    )


def test_in_swedish_without_findings(small_folder: Path, contacts: pl.DataFrame) -> None:
    """No finding at all: 0, and said so in Swedish."""
    contacts.head(2).write_csv(small_folder / "right.csv")
    done = check(small_folder, contacts="right.csv", lang="sv")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:3] == [f"{SET}, per 2019-04-01", "", "inga fynd"]
    assert lines[-1].startswith("antaget: stegens ordning; tidsfönstret för steg 1; ")
    assert lines[-1].endswith("att koderna var tillåtna från beslutet till senaste startdag")


def test_columns_by_other_names(small_folder: Path, contacts: pl.DataFrame) -> None:
    """What columns are called is said once, for all tables."""
    names = {"person_id": "pnr_hash", "date": "besoksdatum"}
    contacts.rename(names).write_csv(small_folder / "contacts.csv")
    persons = (small_folder / "persons.csv").read_text(encoding="utf-8-sig")
    (small_folder / "persons.csv").write_text(persons.replace("person_id", "pnr_hash"))
    done = check(small_folder, "--columns", "person=pnr_hash, date=besoksdatum")
    assert done.stderr == ""
    assert "duplicate-visit            ‥ " in done.stdout


def _drop(table: pl.DataFrame) -> pl.DataFrame:
    return table.drop("date")


def _two_spellings(table: pl.DataFrame) -> pl.DataFrame:
    return table.rename({"date": "Date"}).with_columns(DATE=pl.col("Date"))


def _unreadable_day(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(date=pl.Series(["2019-01-20", "12/3-2019", "20190332", "i maj"]))


def _personal_number_as_day(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(date=pl.lit("20190109-2382"))


def _words_as_minutes(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(minutes=pl.lit("en timme"))


def _joint_of_three_kinds(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(joint=pl.lit("2"))


def _no_rows(table: pl.DataFrame) -> pl.DataFrame:
    return table.clear()


_COLUMNS = "columns contact_id, person_id, code, unit_id, minutes, joint"
BAD = {
    "missing column": (
        _drop,
        (
            f"contacts.csv: found {_COLUMNS}, expected date; say what it is called with "
            "--columns date=NAME"
        ),
        (
            "contacts.csv: fann kolumnerna contact_id, person_id, code, unit_id, minutes, joint, "
            "väntade date; säg vad den heter med --columns date=NAMN"
        ),
    ),
    "two spellings of a column": (
        _two_spellings,
        (
            "contacts.csv: found columns contact_id, person_id, Date, code, unit_id, minutes, "
            "joint, DATE, expected date; Date and DATE differ only by case or blanks: say which "
            "with --columns date=Date"
        ),
        (
            "contacts.csv: fann kolumnerna contact_id, person_id, Date, code, unit_id, minutes, "
            "joint, DATE, väntade date; Date och DATE skiljer sig bara i skiftläge eller "
            "blanktecken: säg vilken med --columns date=Date"
        ),
    ),
    "unreadable day": (
        _unreadable_day,
        (
            "contacts.csv, column date: found text that is no day in 3 rows, first on line 3 "
            "(of the shape 99/9-9999), expected days written as 2019-01-31 or 20190131"
        ),
        (
            "contacts.csv, kolumn date: fann text som inte är en dag på 3 rader, först på rad 3 "
            "(av formen 99/9-9999), väntade dagar skrivna som 2019-01-31 eller 20190131"
        ),
    ),
    "personal number where a day should be": (
        _personal_number_as_day,
        (
            "contacts.csv, column date: found text that is no day in 4 rows, first on line 2 "
            "(of the shape 99999999-9999), expected days written as 2019-01-31 or 20190131"
        ),
        (
            "contacts.csv, kolumn date: fann text som inte är en dag på 4 rader, först på rad 2 "
            "(av formen 99999999-9999), väntade dagar skrivna som 2019-01-31 eller 20190131"
        ),
    ),
    "words for a number": (
        _words_as_minutes,
        (
            "contacts.csv, column minutes: found text that is no whole number in 4 rows, first on "
            "line 2 (of the shape aa aaaaa), expected whole numbers"
        ),
        (
            "contacts.csv, kolumn minutes: fann text som inte är ett heltal på 4 rader, först på "
            "rad 2 (av formen aa aaaaa), väntade heltal"
        ),
    ),
    "neither true nor false": (
        _joint_of_three_kinds,
        (
            "contacts.csv, column joint: found text that is neither true nor false in 4 rows, "
            "first on line 2 (of the shape 9), expected 1 and 0, true and false, or ja and nej"
        ),
        (
            "contacts.csv, kolumn joint: fann text som varken är sann eller falsk på 4 rader, "
            "först på rad 2 (av formen 9), väntade 1 och 0, true och false, eller ja och nej"
        ),
    ),
    "no rows": (
        _no_rows,
        "contacts.csv: found no rows, expected at least one row",
        "contacts.csv: fann inga rader, väntade minst en rad",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_tables(
    kind: str,
    small_folder: Path,
    contacts: pl.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What was found and what was expected, in the file's own words; 2, and no traceback."""
    spoil, english, swedish = BAD[kind]
    spoil(contacts).write_csv(small_folder / "contacts.csv")
    done = check(small_folder)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"kvacodes: {english}\n")
    monkeypatch.chdir(small_folder)
    arguments = ["--contacts", "contacts.csv", "--persons", "persons.csv", "--as-of", "2019-04-01"]
    assert main(["conformance", SET, *arguments, "--lang", "sv"]) == 2
    assert capsys.readouterr() == ("", f"kvacodes: {swedish}\n")


def test_wrong_types_in_parquet(small_folder: Path) -> None:
    """Types of the file itself are named: numbers for days, a zone, keys of two kinds."""
    persons = pl.DataFrame(
        {
            "person_id": [719],
            "birth_date": [20190109],
            "unit_id": ["u"],
            "listed_from": [None],
            "listed_to": [None],
            "target_group": [True],
        }
    )
    persons.write_parquet(small_folder / "persons.parquet")
    done = check(small_folder, persons="persons.parquet")
    assert done.returncode == 2
    assert done.stderr == (
        "kvacodes: persons.parquet, column birth_date: found the type Int64, expected days; "
        "convert the column first, or name another one with Columns(…)\n"
    )
    day = pl.lit("2019-01-09").str.to_datetime(time_zone="Europe/Stockholm")
    persons.with_columns(birth_date=day).write_parquet(small_folder / "persons.parquet")
    done = check(small_folder, persons="persons.parquet")
    assert done.stderr == (
        "kvacodes: persons.parquet, column birth_date: found points in time with a time zone "
        "(Europe/Stockholm), expected days; convert to local time and drop the time zone first: "
        "the day depends on it\n"
    )
    persons.with_columns(birth_date=pl.lit("2019-01-09")).write_parquet(
        small_folder / "persons.parquet"
    )
    done = check(small_folder, persons="persons.parquet", lang="sv")
    assert done.stderr == (
        "kvacodes: contacts.csv, kolumn person_id och persons.parquet, kolumn person_id: fann "
        "text i den ena och heltal i den andra, väntade samma typ i båda; gör om den ena först; "
        "inledande nollor går förlorade i heltal\n"
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "empty.csv: found an empty file, expected a header and rows"),
        (
            "twice.csv",
            b"person_id;date;date\n1;2;3\n",
            (
                "twice.csv: found the column date more than once, expected each column once; "
                "rename or drop one of them"
            ),
        ),
        (
            "ragged.csv",
            b"contact_id;person_id;date;code;unit_id\n1;1;2019-01-01;UX273;a\n2;1;x;y;z;b;c\n",
            (
                "ragged.csv, line 3: found 7 cells, expected 5, as in the header; "
                'a cell that holds the separator stands in "…"'
            ),
        ),
        ("contacts.doc", b"x", f"contacts.doc: found the ending .doc, expected {ENDINGS}"),
        (
            "odd.parquet",
            b"x" * 20,
            "odd.parquet: found something else than Parquet, expected a .parquet file",
        ),
    ],
)
def test_files_that_cannot_be_read(
    small_folder: Path, name: str, content: bytes, message: str
) -> None:
    """The file, what is the matter, and what would do."""
    (small_folder / name).write_bytes(content)
    done = check(small_folder, contacts=name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kvacodes: {message}\n"


def test_no_such_file_and_a_folder(small_folder: Path) -> None:
    """The files that are there are named."""
    done = check(small_folder, contacts="contacts.parquet")
    assert done.returncode == 2
    assert done.stderr == (
        f"kvacodes: contacts.parquet: found no such file, expected {ENDINGS}; "
        "did you mean contacts.csv?\n"
    )
    done = check(small_folder, contacts=".", lang="sv")
    assert done.returncode == 2
    assert done.stderr == (
        "kvacodes: .: fann en mapp, väntade en fil som slutar på .parquet, .csv, .tsv, .txt "
        "eller .xlsx; i den finns contacts.csv, persons.csv\n"
    )


def test_arguments_that_make_no_sense(small_folder: Path) -> None:
    """An unknown programme, a day that is none, columns that are none, an ending."""
    done = kvacodes("conformance", "utokat-hembesok", "--contacts", "contacts.csv", "--persons",
                    "persons.csv", "--as-of", "2019-04-01", cwd=small_folder)  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == f"kvacodes: no code set 'utokat-hembesok'; did you mean {SET}?\n"
    done = check(small_folder, as_of="2019-02-30")
    assert done.returncode == 2
    assert done.stderr == (
        "kvacodes conformance: argument --as-of: '2019-02-30' is not a day; "
        "write it as 2019-01-31\nsee: kvacodes conformance --help\n"
    )
    done = check(small_folder, "--columns", "persn=pnr")
    assert done.returncode == 2
    assert done.stderr.startswith("kvacodes: --columns: 'persn=pnr'; expected NAME=COLUMN with ")
    assert done.stderr.endswith("; did you mean person?\n")
    done = check(small_folder, "--columns", "date=datum")
    assert done.stderr.endswith(
        "expected datum; for datum did you mean date? say --columns date=date\n"
    )
    done = check(small_folder, "--out", "findings.doc")
    assert done.returncode == 2
    assert done.stderr == (
        "kvacodes: findings.doc: expected a file ending in .csv, .json, .parquet\n"
    )
    done = check(small_folder, "--out", "findings.csv", "--status", "status.xls")
    assert done.stderr.startswith("kvacodes: status.xls: expected a file ending in ")
    assert not (small_folder / "findings.csv").exists()


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 10, "b": 20}, {"a": 10, "b": 20}),
        ({"a": 0, "b": 20}, {"a": 0, "b": 20}),
        ({"a": 2, "b": 20, "c": 30}, {"a": None, "b": None, "c": 30}),
        ({"a": 2, "b": 4, "c": 30}, {"a": None, "b": None, "c": 30}),
        ({"a": 2}, {"a": None}),
        ({}, {}),
    ],
)
def test_small_counts_of_persons_are_hidden(
    counts: dict[str, int], expected: dict[str, int | None]
) -> None:
    """One hidden count alone could be reckoned from the sum, so the next goes with it."""
    assert parts_shown(counts) == expected
