"""Decisions: what a reader cites, and diary numbers in all their spellings."""

from __future__ import annotations

from datetime import date

import pytest

from kvacodes.model import Decision, diary_key


@pytest.mark.parametrize(
    ("parts", "reference"),
    [
        ({"diary_number": "RS 2018-00133", "source": "S"}, "RS 2018-00133"),
        ({"source": "S", "decided_on": date(2018, 6, 21)}, "S"),
        ({"decided_on": date(2018, 6, 21)}, "HSNG 2018-06-21"),
        ({}, "HSNG"),
    ],
)
def test_references(parts: dict[str, object], reference: str) -> None:
    """Diary number, else source, else body and day."""
    assert Decision(id="d", body="HSNG", **parts).reference == reference  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "spelling",
    [
        "RS 2018-00133",
        "rs 2018-00133",
        "RS2018-00133",
        "RS-2018-00133",
        " RS  2018–00133 ",
        "RS\xa02018\u201100133",
    ],
)
def test_spellings_of_one_diary_number(spelling: str) -> None:
    """Case, dashes and blanks differ between systems."""
    assert diary_key(spelling) == diary_key("RS 2018-00133") == "rs 2018-00133"


@pytest.mark.parametrize(
    "number",
    [
        "HS 2017-00534-14",
        "RS-2024-00789-1",
        "HSD-A § 44-2015",
        "RS 1938-2013",
        "RS 2022/1275",
        "S2014/6324/SFÖ",
        "2015/97-IFN-702",
    ],
)
def test_different_diary_numbers_stay_different(number: str) -> None:
    """Every form that was seen keeps a key of its own."""
    others = ["HS 2017-00534-14", "RS-2024-00789-1", "HSD-A § 44-2015", "RS 1938-2013",
              "RS 2022/1275", "S2014/6324/SFÖ", "2015/97-IFN-702"]  # fmt: skip
    assert [other for other in others if diary_key(other) == diary_key(number)] == [number]
