"""``kvacodes reported`` as its users run it: templates, and what came back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from cli.command_line import SET, kvacodes


def test_templates_are_filled_in_and_put_together(tmp_path: Path) -> None:
    """A workbook to each unit; the answers come back as one file, and the silent are listed."""
    done = kvacodes(
        "reported", "template", SET, "--period", "2019", "--units", "b/c", "a", "--out", "mallar",
        cwd=tmp_path, lang=None,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    files = [Path("mallar") / name for name in ("a-2019.xlsx", "b-c-2019.xlsx")]
    assert done.stdout.splitlines() == [f"written: {file}" for file in files]
    book = openpyxl.load_workbook(tmp_path / files[0])
    for line, answer in enumerate(("ja", "kanske", "nej", "inlämnad"), start=5):
        book["Svar"][f"F{line}"] = answer
    book.save(tmp_path / files[0])
    (tmp_path / "mallar" / "~$a-2019.xlsx").write_bytes(b"open in Excel")
    read = ("reported", "read", SET, "mallar", "--period", "2019", "--units", "a", "b/c")
    done = kvacodes(*read, "--out", "svar.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        f"{files[0]}:6:6: error: Svar!F6: the answer 'kanske' is not allowed; expected ja or "
        "delvis or nej [reported-value-not-allowed]; choose one of the allowed answers\n"
    )
    assert done.stdout.splitlines() == [
        "written: svar.csv",
        "answers: 3, from units: 1",
        "not answered: a: training",
        "not answered: b/c: working-group, training, evaluation, economy",
    ]
    lines = (tmp_path / "svar.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[:3] == [
        "unit_id;period;indicator;value", "a;2019;working-group;ja", "a;2019;evaluation;nej",
    ]  # fmt: skip


def test_what_lies_in_a_folder_is_read_or_told(tmp_path: Path) -> None:
    """Files in folders inside are read; what is no template is named, and hides no other."""
    (tmp_path / "svar" / "öst").mkdir(parents=True)
    answer = "unit_id;period;indicator;value\na;2019;working-group;ja\n"
    (tmp_path / "svar" / "öst" / "a.csv").write_text(answer, encoding="utf-8")
    (tmp_path / "svar" / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99))
    (tmp_path / "svar" / "c.xlsx").write_bytes(b"PK\x03\x04, and then no more")
    for name in (".DS_Store", "Thumbs.db", "~$a.xlsx"):
        (tmp_path / "svar" / name).write_bytes(bytes(9))
    done = kvacodes(
        "reported", "read", SET, "svar", "--period", "2019", "--units", "a", cwd=tmp_path
    )
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first.startswith("svar/b.xls:1:1: error: found neither text nor a workbook, expected ")
    assert first.endswith("; save it as .xlsx, without a password, or as CSV")
    assert second.startswith("svar/c.xlsx:1:1: error: found ")
    assert "[reported-file-unreadable]" in second
    assert done.stdout.splitlines()[0] == "answers: 1, from units: 1"


def test_one_file_for_all_units_under_contract(extract_folder: Path, tmp_path: Path) -> None:
    """As CSV or Excel, for the units with a contract on the last day; in Swedish unless asked."""
    for name in ("mall.csv", "mall.xlsx"):
        done = kvacodes(
            "reported", "template", SET, "--period", "2022", "--contracts", "contracts.csv",
            "--out", tmp_path / name, cwd=extract_folder, lang=None,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
    text = (tmp_path / "mall.csv").read_text(encoding="utf-8-sig")
    assert "Deltagande i operativ arbetsgrupp?" in text
    units = {line.split(";")[0] for line in text.splitlines()[1:]}
    sheet = openpyxl.load_workbook(tmp_path / "mall.xlsx")["Svar"]
    assert {row[0] for row in sheet.iter_rows(min_row=5, values_only=True)} == units


def test_bad_arguments(tmp_path: Path) -> None:
    """Nobody to ask, and an ending that says no form: exit 2."""
    asked = ("reported", "template", SET, "--period", "2019")
    done = kvacodes(*asked, "--out", "x.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "kvacodes: no unit should answer; name them with --units, --contracts or --persons\n",
    )
    done = kvacodes(*asked, "--units", "a", "--out", "x.docx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "kvacodes: --out: x.docx: expected a file ending in .xlsx or .csv, or a folder\n",
    )


def test_what_cannot_be_read_is_said_in_swedish(tmp_path: Path) -> None:
    """A file that is not there, and a workbook that is none: exit 2."""
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04")
    for name, found in (
        ("y.csv", "ingen sådan fil"),
        ("x.xlsx", "en arbetsbok som inte går att läsa"),
    ):
        done = kvacodes("reported", "read", SET, name, "--period", "2019", cwd=tmp_path, lang="sv")
        assert done.returncode == 2
        assert done.stderr.startswith(f"kvacodes: {name}: fann {found}")
        assert done.stderr.endswith(", väntade en ifylld mall\n")
