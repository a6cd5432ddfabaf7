"""Codes: shape, namespace, force, text of a day."""

from __future__ import annotations

from datetime import date

import pytest

from kvacodes.model import (
    Basis,
    Code,
    CodeShape,
    DatedText,
    Decision,
    Force,
    Namespace,
    Run,
    Start,
    StartKind,
    code_key,
)
from kvacodes.periods import ALWAYS, Interval

LATEST = Start(StartKind.LATEST, date(2019, 1, 1))
DECISION = Decision(id="d", body="B", decided_on=date(2018, 11, 30), starts=LATEST)


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("UX273", CodeShape.KMA),
        ("UJD02", CodeShape.KKA),
        ("ux273", None),
        ("UX2731", None),
        ("ÅX273", None),
        ("UX27٣", None),
        ("UX273\n", None),
        ("", None),
    ],
)
def test_shapes(code: str, shape: CodeShape | None) -> None:
    """Two letters and three digits, or three and two; A–Z and 0–9 alone."""
    assert CodeShape.of(code) is shape
    assert Code(code=code, text="t", decision=DECISION).shape is shape


def test_patterns_in_words() -> None:
    """L is a letter, D a digit."""
    assert [shape.pattern for shape in CodeShape] == ["LLDDD", "LLLDD"]


def test_keys_of_codes() -> None:
    """Upper case, without blanks of any kind."""
    assert code_key(" ux 27\t3\xa0") == "UX273"


@pytest.mark.parametrize(
    ("code", "inside"),
    [("UX273", True), ("UX278", True), ("UX279", False), ("UX27", False), ("UX27A", False)],
)
def test_runs_hold_codes_of_their_shape(code: str, *, inside: bool) -> None:
    """Both ends belong to the run."""
    assert (code in Run("UX273", "UX278")) is inside


def test_a_namespace_is_shape_and_prefix() -> None:
    """The same letters in the other shape are another classification."""
    space = Namespace(shape=CodeShape.KMA, prefix="UX")
    assert "UX999" in space
    assert "UXA99" not in space
    assert "UY001" not in space


@pytest.mark.parametrize(
    ("decision", "validity", "early"),
    [
        (DECISION, (Interval(date(2019, 1, 1)),), Interval(date(2018, 11, 30), date(2019, 1, 1))),
        (DECISION, (Interval(date(2020, 1, 1)),), None),
        (DECISION, (ALWAYS,), None),
        (
            Decision(id="d", body="B", decided_on=date(2019, 1, 1), starts=LATEST),
            (Interval(date(2019, 1, 1)),),
            None,
        ),
        (Decision(id="d", body="B", starts=LATEST), (Interval(date(2019, 1, 1)),), None),
        (
            Decision(
                id="d",
                body="B",
                decided_on=date(2018, 11, 30),
                starts=Start(StartKind.EXACT, date(2019, 1, 1)),
            ),
            (Interval(date(2019, 1, 1)),),
            None,
        ),
        (Decision(id="d", body="B"), (ALWAYS,), None),
    ],
)
def test_early_days_are_those_between_a_decision_and_its_latest_start(
    decision: Decision, validity: tuple[Interval, ...], early: Interval | None
) -> None:
    """An exact start permits nothing before."""
    assert Code(code="UX273", text="t", decision=decision, validity=validity).early == early


def test_force_and_text_on_a_day() -> None:
    """A code may be withdrawn and come back, and change its text."""
    code = Code(
        code="UX273",
        text="new",
        decision=DECISION,
        validity=(Interval(date(2019, 1, 1), date(2019, 2, 1)), Interval(date(2019, 3, 1))),
        texts=(
            DatedText("old", Interval(date(2019, 1, 1), date(2019, 3, 1))),
            DatedText("new", Interval(date(2019, 3, 1), date(2020, 1, 1))),
        ),
    )
    days = [date(2018, 11, 29), date(2018, 11, 30), date(2019, 1, 31), date(2019, 2, 1)]
    assert [code.force_on(day) for day in [*days, date(2019, 3, 1)]] == [
        Force.NOT_IN_FORCE,
        Force.EARLY,
        Force.IN_FORCE,
        Force.NOT_IN_FORCE,
        Force.IN_FORCE,
    ]
    assert [code.text_on(date(2019, month, 28)) for month in (1, 2, 3)] == ["old", "old", "new"]
    assert code.text_on(date(2021, 1, 1)) == "new"
    assert str(code) == "UX273"


def test_a_code_shows_its_decision_as_a_reader_cites_it() -> None:
    """The whole decision would hide the code."""
    decision = Decision(id="d", body="B", diary_number="RS 2018-00133")
    code = Code(code="UX273", text="t", decision=decision, basis=Basis.SOURCE)
    assert repr(code).startswith("Code(code='UX273', text='t', decision='RS 2018-00133', code_set=")
