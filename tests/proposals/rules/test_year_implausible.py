"""Rule ``year-implausible``: a year that was hardly meant."""

from __future__ import annotations

from proposals.examples import START, edited, findings, sagt, said

RULE = "year-implausible"


def test_a_year_of_long_ago() -> None:
    """The day is the place."""
    found = findings(RULE, edited(("on: 2019-01-15", "on: 1019-01-15")))
    assert said(found) == [
        "5:44 the year 1019 is hardly meant; correct the year",
    ]
    assert sagt(found) == [
        "5:44 året 1019 är knappast menat; rätta årtalet",
    ]


def test_a_year_far_ahead() -> None:
    """2091 is 2019 with two figures exchanged."""
    assert said(findings(RULE, edited(("next: 2030-01-15", "next: 2091-01-15")))) == [
        "5:62 the year 2091 is hardly meant; correct the year",
    ]


def test_first_and_last_year() -> None:
    """1950 and 2059 are let be."""
    assert (
        findings(
            RULE,
            edited(("on: 2019-01-15", "on: 1950-01-01"), ("next: 2030-01-15", "next: 2059-12-31")),
        )
        == ()
    )


def test_part_of_a_number_is_no_year() -> None:
    """Diary numbers go on after the day."""
    assert findings(RULE, edited((START, f'{START}    source: "1019-01-15-7"\n'))) == ()
