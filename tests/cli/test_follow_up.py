"""``kvacodes follow-up`` as its users run it: a report in three forms, and a summary."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from cli.command_line import SET, Done, kvacodes, run


def follow_up(
    folder: Path, out: Path, *more: object, period: str = "2022", lang: str | None = None
) -> Done:
    """Run the command on the extract of a folder."""
    language = () if lang is None else ("--lang", lang)
    return kvacodes(
        "follow-up", SET, "--contacts", "contacts.parquet", "--persons", "persons.parquet",
        "--period", period, "--as-of", "2023-01-31", "--out", out, *language, *more,
        cwd=folder, lang=None,
    )  # fmt: skip


def test_a_report_in_three_forms(extract_folder: Path, tmp_path: Path) -> None:
    """HTML, JSON and a workbook are written; the seven answers are on screen, in Swedish."""
    out = tmp_path / "report"
    done = follow_up(
        extract_folder, out, "--reported", "reported.csv", "--contracts", "contracts.csv"
    )
    assert done.stderr == ""
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[:2] == [
        "Utökat hembesöksprogram (BVC), 2022 (Årsredovisning)",
        "frågan ställd 2023-01-31",
    ]
    questions = [line for line in lines if line[:3] in {f"{n}. " for n in range(1, 8)}]
    assert questions[0] == "1. Antal listade barn i målgruppen?"
    assert len(questions) == 7
    assert lines[-3:] == [f"written: {out / f'report.{kind}'}" for kind in ("html", "json", "xlsx")]
    html = (out / "report.html").read_text(encoding="utf-8")
    assert '<html lang="sv"' in html
    assert "Antal listade barn i målgruppen?" in html
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert openpyxl.load_workbook(out / "report.xlsx").sheetnames
    for name in ("report.html", "report.json"):
        text = (out / name).read_text(encoding="utf-8")
        assert "syn-0" not in text, "a person's key is in the report"
        assert "syn-k" not in text, "a contact's key is in the report"


def test_in_english_for_an_interim_period(extract_folder: Path, tmp_path: Path) -> None:
    """The language asked for is that of the report and of the screen."""
    done = follow_up(extract_folder, tmp_path, period="2022-08", lang="en")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[1] == "asked on 2023-01-31"
    assert lines[3] == "1. Number of listed children in the target group?"
    assert '<html lang="en"' in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_what_units_wrote_is_checked_cell_by_cell(extract_folder: Path, tmp_path: Path) -> None:
    """An answer that is not allowed is named with its line; the report is written all the same."""
    answers = tmp_path / "svar.csv"
    answers.write_text(
        "unit_id;period;indicator;value\nsyn-d01-u001;2022;working-group;kanske\n",
        encoding="utf-8",
    )
    done = follow_up(extract_folder, tmp_path, "--reported", answers, lang="en")
    assert done.returncode == 0
    assert done.stderr == (
        f"{answers}:2:4: error: the answer 'kanske' is not allowed; expected ja or delvis or nej "
        "[reported-value-not-allowed]; choose one of the allowed answers\n"
    )


def test_bad_input(extract_folder: Path, tmp_path: Path) -> None:
    """A period that is none, a file that is none, a threshold that shows too much: exit 2."""
    done = follow_up(extract_folder, tmp_path, period="2022-13", lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kvacodes: --period: '2022-13' is no period; expected 2019, 2019-H1, 2019-08 (January "
        "through August) or 2019-01-01/2019-06-30\n"
    )
    done = follow_up(extract_folder, tmp_path, period="i fjol", lang="sv")
    assert done.stderr == (
        "kvacodes: --period: 'i fjol' är ingen period; väntade 2019, 2019-H1, 2019-08 (januari "
        "till och med augusti) eller 2019-01-01/2019-06-30\n"
    )
    done = follow_up(extract_folder, tmp_path, "--threshold", 2, lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kvacodes: --threshold: 2 is below 5; if that is meant, say so with "
        "--allow-below-default, and the report will tell\n"
    )
    pl.DataFrame({"unit": ["a"]}).write_csv(tmp_path / "avtal.csv")
    done = follow_up(extract_folder, tmp_path, "--contracts", tmp_path / "avtal.csv", lang="en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"kvacodes: {tmp_path / 'avtal.csv'}: found columns unit, expected contract_id, unit_id, "
        "valid_from, valid_to; for unit_id did you mean unit? say --columns unit=unit\n"
    )
    assert not (tmp_path / "report.html").exists()


def test_answers_come_in_several_files(extract_folder: Path, tmp_path: Path) -> None:
    """Files are put together; one that is no template stops the work, and is named."""
    head = "unit_id;period;indicator;value\n"
    for unit in (1, 2):
        text = f"{head}syn-d01-u00{unit};2022;training;ja\n"
        (tmp_path / f"{unit}.csv").write_text(text, encoding="utf-8")
    files = (tmp_path / "1.csv", tmp_path / "2.csv")
    done = follow_up(extract_folder, tmp_path, "--reported", *files, lang="en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 of " in done.stdout
    assert "units that should answer have done so: ja 2." in done.stdout
    (tmp_path / "3.csv").write_text("unit;period\n", encoding="utf-8")
    done = follow_up(extract_folder, tmp_path, "--reported", tmp_path / "3.csv", lang="en")
    assert (done.returncode, done.stderr) == (
        2,
        (
            f"kvacodes: {tmp_path / '3.csv'}:1:1: error: found columns unit, period, expected "
            "unit_id, period, indicator, value [reported-column-missing]; add indicator, value, "
            "or start from the template\n"
        ),
    )


def test_answers_may_lie_in_parquet(extract_folder: Path, tmp_path: Path) -> None:
    """As another program left them; the answer is in the report."""
    answers = {"unit_id": "syn-d01-u001", "period": "2022", "indicator": "training", "value": "ja"}
    pl.DataFrame(answers).write_parquet(tmp_path / "svar.parquet")
    reported = ("--reported", tmp_path / "svar.parquet")
    done = follow_up(extract_folder, tmp_path, *reported, lang="en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "units that should answer have done so: ja 1." in done.stdout


def test_a_terminal_sees_what_is_being_done(extract_folder: Path, tmp_path: Path) -> None:
    """On one line, which is gone at the end; compared with the period named."""
    done = run(
        "follow-up", SET, "--contacts", "contacts.parquet", "--persons", "persons.parquet",
        "--period", "2022", "--as-of", "2023-01-31", "--out", tmp_path, "--compare", "2021",
        cwd=extract_folder, terminal=True,
    )  # fmt: skip
    assert done.returncode == 0
    steps = done.stderr.split("\r\x1b[K")
    assert len(steps) > 3
    assert all(step.endswith(" …") for step in steps[1:-1])
    assert (steps[0], steps[-1]) == ("", "")
    made = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert {row["period"] for row in made["figures"]} >= {"2021", "2022"}


@pytest.mark.parametrize(
    ("compare", "en", "sv"),
    [
        ("2023", "2023 is not over when 2022 begins", "2023 är inte slut när 2022 börjar"),
        ("2022", "2022 is not over when 2022 begins", "2022 är inte slut när 2022 börjar"),
        ("2021-01-01/2022-12-31", "2021-01-01/2022-12-31 is not over", "2021-01-01/2022-12-31 är"),
        ("2021-H1", "2021-H1 is not as long as 2022", "2021-H1 är inte lika lång som 2022"),
    ],
)
def test_only_an_earlier_period_as_long_is_compared_with(
    extract_folder: Path, tmp_path: Path, compare: str, en: str, sv: str
) -> None:
    """Figures of half a year would else pass for a fall; nothing is written."""
    for lang, words in (("en", en), ("sv", sv)):
        done = follow_up(extract_folder, tmp_path, "--compare", compare, lang=lang)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"kvacodes: --compare: {words}")
        assert "2021" in done.stderr.split(";")[1]
    assert not (tmp_path / "report.html").exists()
