"""``kvacodes fund`` as its users run it: files in, tables out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from cli.command_line import Done, kvacodes

SET = "sjukskrivning-2017-2018"
LISTING = "enhet;birth_date\nvc-1;1980-01-01\nvc-1;2005-01-01\nvc-2;1951-01-01\n"
CONTACTS = """\
contact_id;person_id;date;code;unit_id
c1;p1;2017-03-01;ZV506;vc-1
c2;p1;2017-04-01;ZV506;vc-1
c3;p2;2017-04-01;ZV506;vc-2
"""
PAID = "unit_id,contact_id,amount\nvc-1,c1,3000\nvc-1,c2,3000\n"


def fund(*arguments: object, lang: str = "en") -> Done:
    """Run the command as its users do."""
    return kvacodes("fund", *arguments, lang=lang)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a listing, contacts and payments."""
    for name, text in (("listing", LISTING), ("contacts", CONTACTS), ("paid", PAID)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_allocate_tells_every_line(files: Path) -> None:
    """Grounds, ages, a line for each unit, the sum, and where the rows went."""
    done = fund("allocate", SET, "--listing", files / "listing.csv", "--on", "2018-01-01",
                "--columns", "unit=enhet", lang="sv")  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-6:] == [
        "- listade 2018-01-01, 16–67 år",
        "- tjänster avrundas till hundradelar",
        "vc-1: 1 listade / 15 000 = 0,00 tjänster (avrundat)",
        "vc-2: 1 listade / 15 000 = 0,00 tjänster (avrundat)",
        "summa: 2 listade, 0,00 tjänster",
        "rader: rows_read 3, rows_used 2, outside-ages 1",
    ]


def test_a_tried_value_is_shown_everywhere(files: Path) -> None:
    """On the terminal, in each line of CSV, and among the grounds in JSON."""
    arguments = ("allocate", SET, "--listing", files / "listing.csv", "--on", "2017-05-01",
                 "--columns", "unit=enhet", "--set", "rehabkoordinator-norm=2")  # fmt: skip
    done = fund(*arguments, "--format", "csv-sv")
    assert done.stderr == "tried, not decided: rehabkoordinator-norm = 2\n"
    rows = list(csv.DictReader(io.StringIO(done.stdout), delimiter=";"))
    assert [(r["unit_id"], r["posts"], r["amount"], r["what_if"]) for r in rows] == [
        ("vc-1", "1,00", "612000", "true"),
        ("vc-2", "0,50", "306000", "true"),
    ]
    grounds = json.loads(fund(*arguments, "--format", "json").stdout)["grounds"]
    assert [(g["parameter"], g["value"], g["what_if"]) for g in grounds] == [
        ("rehabkoordinator-norm", "2", True),
        ("rehabkoordinator-belopp", "612000", False),
    ]
    assert "tried instead of what was decided" in fund(*arguments).stdout


def test_an_approximate_total_is_approximate_in_every_form(files: Path) -> None:
    """Text says about; CSV and JSON have the mark beside a rounded number."""
    total = "rehabkoordinator-primarvard-summa"
    arguments = ("allocate", SET, "--listing", files / "listing.csv", "--on", "2018-01-01",
                 "--columns", "unit=enhet", "--total", total)  # fmt: skip
    assert (
        "vc-1: 2 listed / 3 × about 50 000 000 kr = about 33 300 000 kr" in fund(*arguments).stdout
    )
    lines = json.loads(fund(*arguments, "--format", "json").stdout)["lines"]
    assert [(line["amount"], line["approximate"]) for line in lines] == [
        ("33300000", True),
        ("16700000", True),
    ]


def test_a_workbook(files: Path) -> None:
    """Lines, grounds and accounting are sheets of their own."""
    target = files / "out" / "posts.xlsx"
    done = fund("allocate", SET, "--listing", files / "listing.csv", "--on", "2018-01-01",
                "--columns", "unit=enhet", "--format", "excel", "--out", target)  # fmt: skip
    assert (done.returncode, done.stdout) == (0, f"{target}\n")
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["lines", "grounds", "accounting"]
    assert [cell.value for cell in next(book["lines"].iter_rows(min_row=2))][:3] == ["vc-1", 1, 0]


def test_compensate(files: Path) -> None:
    """Once per person, as assumed; the condition could not be checked."""
    done = fund("compensate", SET, "--rule", "arbetsplatskontakt", "--codes", "ZV506",
                "--contacts", files / "contacts.csv", "--period", "2017")  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.splitlines()[2:] == [
        "- codes: ZV506",
        "- condition, not checked: In connection with particular forms of treatment",
        "- at most 1 per person (assumption)",
        "vc-1: 1 of 2 events paid = 3 000 kr; 1: the cap is reached",
        "vc-2: 1 of 1 events paid = 3 000 kr",
        "sum: 6 000 kr",
        "rows: rows_read 3, rows_used 2, cap-reached 1",
    ]


def test_reconcile_with_what_the_contacts_give(files: Path) -> None:
    """A difference is exit code 1, and no person or contact is named."""
    done = fund("reconcile", SET, "--rule", "arbetsplatskontakt", "--codes", "ZV506",
                "--contacts", files / "contacts.csv", "--paid", files / "paid.csv")  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        ("vc-1: paid 6 000 kr, registered 3 000 kr, difference +3 000 kr; "
        "1 contact explains +3 000 kr"),
        ("vc-2: paid 0 kr, registered 3 000 kr, difference -3 000 kr; "
        "1 contact explains -3 000 kr"),
        "units that agree: 0; difference in all: 0 kr",
    ]  # fmt: skip


def test_reconcile_of_two_files_that_agree(files: Path) -> None:
    """Nothing differs: exit code 0; Parquet and CSV may stand side by side."""
    other = files / "registered.parquet"
    pl.read_csv(files / "paid.csv").write_parquet(other)
    done = fund("reconcile", "--paid", files / "paid.csv", "--registered", other)
    assert (done.returncode, done.stdout) == (0, "units that agree: 1; difference in all: 0 kr\n")


def test_history() -> None:
    """The values of a day, or all of one parameter, with what they rest on."""
    done = fund("history", SET, "rehabkoordinator-norm", lang="sv")
    assert done.stdout.splitlines() == [
        ("rehabkoordinator-norm  2017-01-01 – 2017-12-31  25 000 listade per tjänst"
        "  (De fem hälso- och sjukvårdsnämnderna (HSN))"),
        ("rehabkoordinator-norm  2018-01-01 – 2018-12-31  15 000 listade per tjänst"
        "  (Hälso- och sjukvårdsdirektören 2017-12-21)"),
    ]  # fmt: skip
    on_a_day = json.loads(fund("history", SET, "--on", "2017-05-01", "--format", "json").stdout)
    assert [(line["parameter"], line["value"]) for line in on_a_day["lines"]] == [
        ("rehabkoordinator-norm", "25000"),
        ("rehabkoordinator-belopp", "612000"),
        ("arbetsplatskontakt-belopp", "3000"),
    ]
    told = fund("history", SET, "rehabkoordinator-alder-till-raknas-med").stdout
    assert told.endswith("  yes  (assumption)\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--on", "2019-01-01"),
            (
                "no rule is in force on 2019-01-01; say which with --rule: "
                "rehabkoordinator-primarvard-2017, rehabkoordinator-primarvard-2018"
            ),
        ),
        (
            ("--on", "2019-01-01", "--rule", "rehabkoordinator-primarvard-2018"),
            (
                "rehabkoordinator-primarvard-2018 has no value on 2019-01-01; "
                "the nearest is the rule of 2018-01-01 – 2018-12-31"
            ),
        ),
        (
            ("--on", "2018-01-01", "--rule", "rehabkoordinator"),
            (
                "no rule 'rehabkoordinator'; did you mean rehabkoordinator-primarvard-2018 or "
                "rehabkoordinator-primarvard-2017?"
            ),
        ),
        (
            ("--on", "2018-01-01", "--set", "rehabkoordinator-norm"),
            "--set: expected PARAMETER=VALUE, found 'rehabkoordinator-norm'",
        ),
    ],
)
def test_usage(files: Path, arguments: tuple[str, ...], message: str) -> None:
    """One sentence on standard error, exit code 2, no traceback."""
    done = fund(
        "allocate", SET, "--listing", files / "listing.csv", "--columns", "unit=enhet", *arguments
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"kvacodes: {message}\n")


RECONCILED = ("reconcile", "--paid", "paid.csv", "--registered", "paid.csv")
PAID_FOR = ("compensate", SET, "--rule", "arbetsplatskontakt", "--codes", "ZV506",
            "--contacts", "contacts.csv")  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "en", "sv"),
    [
        (
            ("reconcile", "--paid", "paid.csv"),
            "give --registered FILE, or a code set with --contacts FILE",
            "ange --registered FIL, eller en kodmängd med --contacts FIL",
        ),
        (
            (*RECONCILED, "--format", "excel"),
            "a workbook is no text: give --out FILE",
            "ange --out FIL för en arbetsbok",
        ),
        (
            (*RECONCILED, "--columns", "unit"),
            "--columns: expected NAME=COLUMN with a NAME of ",
            "--columns: väntade NAMN=KOLUMN med NAMN av ",
        ),
        (
            (*PAID_FOR, "--period", "i fjol"),
            "--period: 'i fjol' is no period",
            "--period: 'i fjol' är ingen period",
        ),
        (
            ("allocate", SET, "--listing", "listing.csv", "--on", "2018-01-01",
             "--columns", "unit=enhet", "--set", "rehabkoordinator-norm=many"),
            "rehabkoordinator-norm: many is no number",
            "rehabkoordinator-norm: many är inget tal",
        ),
        (
            ("allocate", SET, "--listing", "listing.csv", "--on", "2018-01-01", "--columns",
             "unit=enhet", "--set", "rehabkoordinator-alder-till-raknas-med=2"),
            "rehabkoordinator-alder-till-raknas-med: 2 is a number, where its values are words",
            "rehabkoordinator-alder-till-raknas-med: 2 är ett tal, och dess värden är ord",
        ),
    ],
)  # fmt: skip
def test_arguments_that_make_no_sense(
    files: Path, arguments: tuple[str, ...], en: str, sv: str
) -> None:
    """What is wrong is said in a line, in either language, with exit code 2."""
    for lang, words in (("en", en), ("sv", sv)):
        done = kvacodes("fund", *arguments, cwd=files, lang=lang)
        assert (done.returncode, done.stdout) == (2, "")
        last = done.stderr.splitlines()[-1]
        assert last.startswith(f"kvacodes: {words}")


def test_files_that_cannot_be_read(files: Path) -> None:
    """A missing file and an unknown ending are usage errors that name the file."""
    for name in ("no.csv", "paid.doc"):
        done = fund("reconcile", "--paid", files / name, "--registered", files / "paid.csv")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"kvacodes: {files / name}: found ")
