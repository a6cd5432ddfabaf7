"""Time: minutes, bands, and what excludes what."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kvacodes.indicators.spread import OPEN, percentile_of_counts
from kvacodes.indicators.time_bands import TIME_BANDS
from kvacodes.indicators.time_spent import TimeSpent, joined, time_spent


@pytest.mark.parametrize(
    ("minutes", "codes", "expected"),
    [
        ([45], [], TimeSpent(45, 45)),
        ([45, None, 45], ["ZV211"], TimeSpent(45, 45)),
        ([0], [], TimeSpent(0, 0)),
        ([45, 60], ["ZV211"], TimeSpent(unknown="minutes-disagree")),
        ([-1], [], TimeSpent(unknown="minutes-negative")),
        ([None], ["UX273"], TimeSpent(unknown="time-missing")),
        ([], ["ZV201"], TimeSpent(0, 9)),
        ([], ["ZV219"], TimeSpent(540, None)),
        ([], ["ZV220", "ZV213"], TimeSpent(180, 239)),
        ([], ["ZV221", "ZV214"], TimeSpent(241, 299)),
        ([], ["ZV224", "ZV219"], TimeSpent(4321, None)),
        ([], ["ZV201", "ZV202"], TimeSpent(unknown="time-bands-disagree")),
    ],
)
def test_time_of_a_contact(
    minutes: list[int | None], codes: list[str], expected: TimeSpent
) -> None:
    """Minutes first, then what all bands have in common; never a middle."""
    assert time_spent(minutes, codes) == expected


def test_times_of_one_visit_are_put_together() -> None:
    """An exact time within a band is known; one outside it is not; nothing is missing."""
    assert joined([TimeSpent(60, 119), TimeSpent(75, 75)]) == TimeSpent(75, 75)
    assert joined([TimeSpent(60, 119), TimeSpent(45, 45)]).unknown == "minutes-disagree"
    assert joined([TimeSpent(unknown="time-missing")]).unknown == "time-missing"
    assert joined([]).unknown == "time-missing"


def test_bands_have_the_titles_of_the_national_list(national_lists: Path) -> None:
    """Every band is a code of the edition of 2020, with the same title."""
    with (national_lists / "kva_2020.csv").open(encoding="utf-8") as file:
        titles = {row["kod"]: row["kodtext"] for row in csv.DictReader(file)}
    for band in TIME_BANDS.values():
        assert titles[band.code].removesuffix(" (i)") == band.title


def test_the_median_beside_an_open_end() -> None:
    """Half-way to an open end is open; the end itself too; a known middle is known."""
    assert percentile_of_counts({20: 1, OPEN: 1}, 0.5) == OPEN
    assert percentile_of_counts({20: 2, OPEN: 1}, 0.5) == 20.0
    assert percentile_of_counts({OPEN: 2}, 0.5) == OPEN
    assert percentile_of_counts({}, 0.5) is None
