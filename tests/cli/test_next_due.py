"""``kvacodes next-due`` as its users run it: the work list of a unit."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
from cli.command_line import SET, kvacodes


def test_the_list_of_one_child(small_folder: Path) -> None:
    """The next step with its days, in columns that line up."""
    done = kvacodes("next-due", SET, "--contacts", "contacts.csv", "--persons", "persons.csv",
                    "--as-of", "2019-04-01", cwd=small_folder)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "person_id  unit_id  episode  step  state        earliest    recommended  last\n"
        "0719       Ängen    1        3     not-yet-due  2019-05-09  2019-05-09   2019-08-08\n"
    )


def test_the_list_in_swedish(small_folder: Path) -> None:
    """Headings and states are words; keys and days stay as they are."""
    done = kvacodes("next-due", SET, "--contacts", "contacts.csv", "--persons", "persons.csv",
                    "--as-of", "2019-04-01", cwd=small_folder, lang="sv")  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "person  enhet  episod  steg  läge                tidigast    rekommenderat  senast\n"
        "0719    Ängen  1       3     ännu inte aktuellt  2019-05-09  2019-05-09     2019-08-08\n"
    )


def test_the_list_for_a_program(small_folder: Path) -> None:
    """JSON has the columns of the table, whatever the language."""
    done = kvacodes("next-due", SET, "--contacts", "contacts.csv", "--persons", "persons.csv",
                    "--as-of", "2019-04-01", "--json", cwd=small_folder, lang="sv")  # fmt: skip
    assert done.returncode == 0
    (row,) = json.loads(done.stdout)
    assert (row["person_id"], row["step"], row["state"]) == ("0719", 3, "not-yet-due")
    assert (row["earliest"], row["last"]) == ("2019-05-09", "2019-08-08")


def test_a_unit_to_a_file(extract_folder: Path, tmp_path: Path) -> None:
    """The most urgent come first; on screen are counts alone."""
    done = kvacodes(
        "next-due", SET, "--contacts", "contacts.parquet", "--persons", "persons.parquet",
        "--as-of", "2022-12-31", "--unit", "syn-d01-u001", "--out", tmp_path / "due.csv",
        cwd=extract_folder,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(f"written: {tmp_path / 'due.csv'} (due ")
    assert "syn-0" not in done.stderr
    table = pl.read_csv(tmp_path / "due.csv", separator=";", try_parse_dates=True)
    assert set(table["unit_id"]) == {"syn-d01-u001"}
    assert table["last"].is_sorted()


def test_a_unit_where_nobody_is_due(small_folder: Path) -> None:
    """The unit is unknown, and the closest ones are named."""
    arguments = ("next-due", SET, "--contacts", "contacts.csv", "--persons", "persons.csv")
    done = kvacodes(*arguments, "--as-of", "2019-04-01", "--unit", "ängen", cwd=small_folder)
    assert done.returncode == 2
    assert done.stderr == (
        "kvacodes: no unit 'ängen'; did you mean Ängen? (nobody listed there has a visit left)\n"
    )


def test_nobody_left(small_folder: Path) -> None:
    """Before the child was listed there is nobody to visit."""
    arguments = ("next-due", SET, "--contacts", "contacts.csv", "--persons", "persons.csv")
    done = kvacodes(*arguments, "--as-of", "2018-04-01", cwd=small_folder, lang="sv")
    assert (done.returncode, done.stdout) == (0, "ingen har besök kvar\n")
