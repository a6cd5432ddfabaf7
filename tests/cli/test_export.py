"""``kvacodes export`` as its users run it: each format, where it goes, and what SQL is told."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from cli.command_line import SET, Done, kvacodes, run, run_to_bytes
from proposals.examples import RIGHT

from kvacodes import Period, exports, load
from kvacodes.exports import sql

pytest.importorskip("sqlglot")

YEAR = Period.year(2019)
CODE_SET = load().code_set(SET)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", exports.to_csv(CODE_SET)),
        ("csv-sv", exports.to_csv(CODE_SET, dialect="swedish")),
        ("fhir", exports.to_fhir(CODE_SET)),
        ("genericode", exports.to_genericode(CODE_SET)),
        ("omop", exports.to_omop(CODE_SET)),
    ],
)
def test_text_goes_to_the_screen_or_a_file(form: str, expected: str, tmp_path: Path) -> None:
    """What the library makes, and nothing beside it."""
    shown = kvacodes("export", SET, "--to", form)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.rstrip("\n") == expected.rstrip("\n").replace("\r\n", "\n")
    written = kvacodes("export", SET, "--to", form, "--out", tmp_path / "new" / "x", lang="sv")
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    assert (tmp_path / "new" / "x").read_text(encoding="utf-8") == shown.stdout


def test_a_workbook_goes_to_a_file_or_a_pipe(tmp_path: Path) -> None:
    """Its bytes are the same; the file that was written is named."""
    path = tmp_path / "new" / "codes.xlsx"
    done = kvacodes("export", SET, "--to", "excel", "--out", path)
    assert (done.returncode, done.stdout) == (0, f"{path}\n")
    code, piped, said = run_to_bytes("export", SET, "--to", "excel")
    assert (code, said) == (0, b"")
    for workbook in (path, io.BytesIO(piped)):
        assert openpyxl.load_workbook(workbook)["codes"]["A2"].value == "UX273"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "a workbook is no text: give --out FILE"),
        ("sv", "ange --out FIL för en arbetsbok"),
    ],
)
def test_no_workbook_is_written_to_a_terminal(lang: str, words: str) -> None:
    """Its bytes are no text, so a file must be named."""
    done = run("--lang", lang, "export", SET, "--to", "excel", terminal=True)
    assert done == Done(2, "", f"kvacodes: {words}\n")


def test_documents_of_ones_own(tmp_path: Path) -> None:
    """Other documents than the shipped ones can be exported."""
    path = tmp_path / "hembesok.yaml"
    path.write_text(RIGHT, encoding="utf-8")
    done = kvacodes("export", "hembesok", "--from", path, "--to", "csv")
    assert [line[:5] for line in done.stdout.splitlines()[1:]] == ["UX273", "UX274"]


def test_fhir_has_the_addresses_given() -> None:
    """Where resources live, and what names the code system, are the caller's."""
    done = kvacodes(
        "export", SET, "--to", "fhir", "--base", "https://fhir.example", "--system", "urn:oid:1.2.3"
    )
    system, value_set = (entry["resource"] for entry in json.loads(done.stdout)["entry"][:2])
    assert system["url"] == "urn:oid:1.2.3"
    assert value_set["url"] == f"https://fhir.example/ValueSet/{SET}"


TABLES = sql.SourceTables(
    contacts="vega.kontakt",
    persons="vega.listning",
    contact_columns={"person_id": "pnr", "code": "atgard", "minutes": "minuter"},
    person_columns={"person_id": "pnr"},
)
NAMED = ("--contacts", "vega.kontakt", "--persons", "vega.listning",
         "--columns", "person=pnr, code=atgard,minutes=minuter")  # fmt: skip


@pytest.mark.parametrize("dialect", sql.DIALECTS)
def test_sql_of_each_dialect(dialect: str) -> None:
    """Queries are those of the library, closed by a semicolon; short names of columns serve."""
    asked = ("export", SET, "--to", "sql", "--dialect", dialect, *NAMED)
    contacts = kvacodes(*asked, "--period", "2019", "--other-care")
    assert contacts.stdout == (
        sql.contacts_query(
            CODE_SET, dialect=dialect, tables=TABLES, period=YEAR, other_care=True
        ) + ";\n"
    )  # fmt: skip
    everything = kvacodes(*asked)
    assert everything.stdout == (
        sql.contacts_query(CODE_SET, dialect=dialect, tables=TABLES) + ";\n"
    )
    persons = kvacodes(*asked, "--query", "persons")
    assert persons.stdout == sql.persons_query(dialect=dialect, tables=TABLES) + ";\n"
    condition = kvacodes(*asked, "--query", "filter")
    assert condition.stdout == (
        sql.code_filter(CODE_SET, dialect=dialect, column="atgard") + "\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "en", "sv"),
    [
        ((), "--to sql needs --dialect", "--to sql kräver --dialect"),
        (
            ("--dialect", "tsql", "--columns", "minute=m"),
            "--columns: no such column: minute; did you mean minutes? (anchor_date, ",
            "--columns: ingen sådan kolumn: minute; menade du minutes? (anchor_date, ",
        ),
        (
            ("--dialect", "tsql", "--columns", "qqqq=m"),
            "--columns: no such column: qqqq (anchor_date, ",
            "--columns: ingen sådan kolumn: qqqq (anchor_date, ",
        ),
        (
            ("--dialect", "tsql", "--columns", "person_id="),
            "--columns: expected NAME=COLUMN, found 'person_id='",
            "--columns: väntade NAMN=KOLUMN, fann 'person_id='",
        ),
        (
            ("--dialect", "tsql", "--period", "igår"),
            "--period: 'igår' is no period",
            "--period: 'igår' är ingen period",
        ),
    ],
)
def test_what_sql_cannot_be_made_of(arguments: tuple[str, ...], en: str, sv: str) -> None:
    """Usage is told in a line, in both languages, and nothing is written."""
    for lang, words in (("en", en), ("sv", sv)):
        done = kvacodes("export", SET, "--to", "sql", *arguments, lang=lang)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"kvacodes: {words}")
        assert done.stderr.count("\n") == 1
