"""The breast cancer pathway, against the national list and the published times."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

import kvacodes
from kvacodes.model import (
    AnchorKind,
    Basis,
    CodeSet,
    Owner,
    Sequence,
    Strength,
    Window,
)

ENDED = ["VG942", "VG956", "VG965"]


@pytest.fixture(scope="module")
def code_set() -> CodeSet:
    """Return the code set."""
    return kvacodes.load().code_set("svf-brost")


@pytest.fixture(scope="module")
def sequence(code_set: CodeSet) -> Sequence:
    """Return its sequence."""
    assert code_set.sequence is not None
    return code_set.sequence


def test_codes_and_texts_are_those_of_the_national_list(
    code_set: CodeSet, national_lists: Path
) -> None:
    """All 24 of the edition 2020, and the three that had ended by then."""
    with (national_lists / "svf_codes_2020.csv").open(encoding="utf-8") as file:
        national = {
            row["kod"]: row["kodtext"]
            for row in csv.DictReader(file)
            if row["forlopp_prefix"] == "VG9"
        }
    assert len(national) == 24
    ours = {code.code: code.text for code in code_set.codes}
    assert {code: ours[code] for code in national} == national
    assert sorted(set(ours) - set(national)) == ENDED


def test_three_codes_end_with_2017_and_their_texts_are_assumed(code_set: CodeSet) -> None:
    """Steps 42, 56 and 65; two came for 2017."""
    before, after = date(2017, 12, 31), date(2018, 1, 1)
    catalogue = kvacodes.load()
    ended = [c.code for c in code_set.codes if c.code not in catalogue.as_of(after)]
    assert ended == ENDED
    assert all(code in catalogue.as_of(before) for code in ENDED)
    assert {code_set.code(code).basis for code in ENDED} == {Basis.ASSUMPTION}
    new = [c.code for c in code_set.codes if c.code not in catalogue.as_of(date(2016, 12, 31))]
    assert new == ["VG922", "VG973"]


def test_it_is_a_national_document(code_set: CodeSet) -> None:
    """Each of its decisions has a source where a regional one has its diary number."""
    assert (code_set.namespace.owner, code_set.namespace.prefix) == (Owner.NATIONAL, "VG9")
    assert all(decision.source for decision in code_set.decisions)


def test_treatment_starts_with_any_of_several_codes(sequence: Sequence) -> None:
    """One step of alternatives; all codes of the set reach some step."""
    start = sequence.step(50)
    assert start.codes == ("VG950", "VG952", "VG954", "VG956", "VG958", "VG959")
    assert {code for step in sequence.steps for code in step.codes} == {
        code.code for code in sequence.codes
    }


def test_an_episode_opens_with_step_10_and_closes_with_an_end(sequence: Sequence) -> None:
    """Step 5 comes before; steps that have no place in the order are marked."""
    assert (sequence.anchor.kind, sequence.anchor.step) == (AnchorKind.STEP, 10)
    assert sequence.episodes.start == (10,)
    assert sequence.episodes.end == (50, 60, 70, 72, 73, 74, 76, 78)
    assert [step.number for step in sequence.steps if step.before_start] == [5]
    assert not sequence.step(35).ordered
    assert [step.number for step in sequence.steps if not step.optional] == [10, 50]


def limits(sequence: Sequence, number: int) -> list[tuple[int | None, int]]:
    """Return the origins and lengths in days, the last included, of a step's limits."""
    windows = sequence.step(number).windows
    return [(window.step, window.before.days - 1) for window in windows if window.before]


def test_inner_times_add_up_to_the_lead_time(sequence: Sequence) -> None:
    """2 + 5 + 7 + 14 = 28 calendar days, by step 42 until 2017 and by step 40 after."""
    assert limits(sequence, 15) == [(10, 2)]
    assert limits(sequence, 25) == [(15, 5)]
    assert limits(sequence, 42) == limits(sequence, 40) == [(25, 7)]
    assert limits(sequence, 50) == [(10, 28), (10, 35), (42, 14), (40, 14)]
    assert 2 + 5 + 7 + 14 == 28


def in_force(sequence: Sequence, day: date) -> list[Window]:
    """Return the lead times for an episode that starts on a day."""
    windows = sequence.step(50).windows
    return [window for window in windows if window.step == 10 and day in window.valid]


@pytest.mark.parametrize(
    ("day", "days", "basis"),
    [
        (date(2016, 1, 1), 28, Basis.SOURCE),
        (date(2023, 12, 31), 28, Basis.SOURCE),
        (date(2024, 1, 1), 35, Basis.ASSUMPTION),
    ],
)
def test_the_lead_time_is_that_of_the_version(
    day: date, days: int, basis: Basis, sequence: Sequence
) -> None:
    """One at a time; from which day the later holds is our assumption."""
    (window,) = in_force(sequence, day)
    assert window.before is not None
    assert (window.before.days - 1, window.basis) == (days, basis)
    assert window.strength is Strength.ABSOLUTE
