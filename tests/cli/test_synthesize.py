"""``kvacodes synthesize`` as its users run it: files out, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from cli.command_line import SET, kvacodes


def test_writes_the_tables_and_says_so(tmp_path: Path) -> None:
    """Contacts and persons as Parquet, answers and contracts as CSV; each is named."""
    done = kvacodes(
        "synthesize", SET, "--children", 200, "--seed", 1, "--units", 4, "--out", "extract",
        "--defects", "not-joint,visit-too-late=0.05", cwd=tmp_path,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 0
    contacts = pl.read_parquet(tmp_path / "extract" / "contacts.parquet")
    persons = pl.read_parquet(tmp_path / "extract" / "persons.parquet")
    reported = pl.read_csv(tmp_path / "extract" / "reported.csv", separator=";")
    contracts = pl.read_csv(tmp_path / "extract" / "contracts.csv", separator=";")
    lines = done.stdout.splitlines()
    assert lines[:5] == [
        (
            f"{SET}: an artificial extract of 200 persons, made for 2019, with contacts through "
            "2019-12-31"
        ),
        f"  extract/contacts.parquet  {contacts.height} rows",
        f"  extract/persons.parquet  {persons.height} rows",
        f"  extract/reported.csv  {reported.height} rows",
        f"  extract/contracts.csv  {contracts.height} rows",
    ]
    assert [line.split(":")[0].strip() for line in lines[5:]] == ["visit-too-late", "not-joint"]
    assert persons["unit_id"].n_unique() == 4


def test_same_seed_same_bytes_and_csv(tmp_path: Path) -> None:
    """Two runs make the same files; CSV is what Swedish Excel reads."""
    for name in ("one", "two"):
        done = kvacodes(
            "synthesize", SET, "--children", 60, "--seed", 4, "--year", 2022, "--format", "csv",
            "--other-share", 0.2, "--out", tmp_path / name, lang="sv",
        )  # fmt: skip
        assert done.returncode == 0
        assert "ett konstgjort uttag med 60 personer, gjort för 2022" in done.stdout
    for name in ("contacts.csv", "persons.csv", "reported.csv", "contracts.csv"):
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two
        assert one.startswith(b"\xef\xbb\xbf")
        assert b";" in one.splitlines()[0]


def test_all_defects_are_all_that_are_possible(tmp_path: Path) -> None:
    """What the code set cannot have is left out in silence, but refused when named."""
    done = kvacodes(
        "synthesize", SET, "--children", 300, "--defects", "all=0.02", "--out", tmp_path
    )
    assert done.returncode == 0
    assert "  visit-skipped: " in done.stdout
    assert "unknown-code" not in done.stdout
    done = kvacodes(
        "synthesize", SET, "--children", 9, "--defects", "unknown-code", "--out", tmp_path
    )
    assert done.returncode == 2
    assert done.stderr == (
        f"kvacodes: {SET} cannot have the defect unknown-code: "
        "every code of its run exists, or it has no run\n"
    )


def test_arguments_that_make_no_sense(tmp_path: Path) -> None:
    """Exit 2, and what would do."""

    def said(*arguments: object, name: str = SET) -> str:
        done = kvacodes("synthesize", name, *arguments, "--out", tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        return done.stderr

    assert said("--children", 0) == "kvacodes: children is 0; expected 1 or more\n"
    assert said("--children", 5, "--defects", "not-joint=many") == (
        "kvacodes: --defects: 'not-joint=many'; expected NAME=RATE, such as not-joint=0.02\n"
    )
    assert said("--children", 5, "--defects", "notjoint") == (
        "kvacodes: no defect 'notjoint'; did you mean not-joint?\n"
    )
    assert said("--children", 5, name="utokat-hembesok") == (
        f"kvacodes: no code set 'utokat-hembesok'; did you mean {SET}?\n"
    )
    assert said("--children", 5, name="sjukskrivning-2017-2018") == (
        "kvacodes: sjukskrivning-2017-2018 has no visit sequence\n"
    )
