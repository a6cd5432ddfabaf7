"""``kvacodes changes``: what came, ended or changed its text, for people and programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.command_line import run

DOCUMENT = """\
kvacodes: 1
id: besok
title: {sv: Besök, en: Visits}
namespace: {shape: KMA}
decisions:
  - {id: d1, diary_number: RS 2018-00133, body: STOK, decided_on: 2018-11-30}
  - {id: d2, diary_number: RS 2019-00200, body: STOK, decided_on: 2019-11-30}
codes:
  - code: "UX273"
    text:
      - {text: Besök | ett, from: 2019-01-01}
      - {text: Besök ett, from: 2020-01-01, decision: d2}
    decision: d1
    valid: [{from: 2019-01-01, to: 2020-12-31}, {from: 2022-01-01}]
"""
DAYS = ("--from", "2019-01-01", "--to", "2022-12-31")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Write a document whose code comes, changes its text, ends and comes back."""
    path = tmp_path / "besok.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def test_a_line_for_each_change(document: Path) -> None:
    """In order of day, an end with its last day, and who decided where that is said."""
    result = run("changes", "besok", *DAYS, "--documents", document)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "2019-01-01  UX273  comes into force: Besök | ett [besok, RS 2018-00133]",
        "2020-01-01  UX273  Besök | ett → Besök ett [besok, RS 2019-00200]",
        "2021-01-01  UX273  ended, last day 2020-12-31: Besök ett [besok]",
        "2022-01-01  UX273  comes into force: Besök ett [besok]",
    ]


def test_a_table_for_a_page_in_swedish(document: Path) -> None:
    """A bar in a text does not end the cell."""
    result = run("--lang", "sv", "changes", *DAYS, "--documents", document, "--format", "md")
    assert result.returncode == 0
    assert result.stdout.splitlines() == [
        "## Ändringar från 2019-01-01 till 2022-12-31",
        "",
        "| Dag | Kod | Ändring | Kodmängd | Beslut |",
        "|---|---|---|---|---|",
        "| 2019-01-01 | UX273 | börjar gälla: Besök \\| ett | `besok` | RS 2018-00133 |",
        "| 2020-01-01 | UX273 | Besök \\| ett → Besök ett | `besok` | RS 2019-00200 |",
        "| 2021-01-01 | UX273 | upphörde, sista dag 2020-12-31: Besök ett | `besok` | – |",
        "| 2022-01-01 | UX273 | börjar gälla: Besök ett | `besok` | – |",
    ]


def test_json_for_a_program(document: Path, tmp_path: Path) -> None:
    """The days asked for, and each change with the first day of the new state."""
    out = tmp_path / "changes.json"
    days = ("--from", "2020-01-01", "--to", "2020-12-31")
    result = run("changes", *days, "--documents", document, "--format", "json", "--out", out)
    assert (result.returncode, result.stdout) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8")) == {
        "from": "2020-01-01",
        "to": "2020-12-31",
        "changes": [
            {
                "day": "2020-01-01",
                "code": "UX273",
                "kind": "text",
                "code_set": "besok",
                "text": "Besök ett",
                "text_before": "Besök | ett",
                "decision": "RS 2019-00200",
            }
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Changes from 2023-01-01 to 2023-12-31: none\n"),
        (("--format", "md"), "## Changes from 2023-01-01 to 2023-12-31\n\nNone.\n"),
    ],
)
def test_no_change_is_said(document: Path, arguments: tuple[str, ...], said: str) -> None:
    """Nothing happened is an answer, and no error."""
    days = ("--from", "2023-01-01", "--to", "2023-12-31")
    result = run("changes", *days, "--documents", document, *arguments)
    assert (result.returncode, result.stdout) == (0, said)


def test_the_last_day_is_today_where_none_is_given(document: Path) -> None:
    """So that one day is enough to ask what is new."""
    result = run("changes", "--from", "2021-06-01", "--documents", document)
    assert "2022-01-01  UX273  comes into force" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2020-01-01", "--to", "2019-01-01"), "--to 2019-01-01 is before --from"),
        (("besk", "--from", "2020-01-01"), "no code set 'besk'; did you mean besok?"),
        (("--from", "2020"), "'2020' is not a day; write it as 2019-01-31"),
        ((), "the following arguments are required: --from"),
    ],
)
def test_wrong_arguments(document: Path, arguments: tuple[str, ...], said: str) -> None:
    """A sentence on standard error, and 2."""
    result = run("changes", *arguments, "--documents", document)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr
