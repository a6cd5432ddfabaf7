"""Rule ``review-overdue``: a review whose day has passed."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from datetime import date

from proposals.examples import RIGHT, edited, findings, sagt, said

RULE = "review-overdue"


def test_the_day_after() -> None:
    """Day and role are named."""
    found = findings(RULE, RIGHT, on=date(2030, 1, 16))
    assert said(found) == [
        "5:62 the next review was due on 2030-01-15, by Barnhälsovårdsöverläkare; look it through and write new days",
    ]
    assert sagt(found) == [
        "5:62 nästa granskning skulle ske 2030-01-15 av Barnhälsovårdsöverläkare; granska dokumentet och skriv nya dagar",
    ]


def test_on_the_day_itself_there_is_time() -> None:
    """It is due by then."""
    assert findings(RULE, RIGHT, on=date(2030, 1, 15)) == ()


def test_a_review_without_a_next_day_is_never_due() -> None:
    """Nobody promised one."""
    assert findings(RULE, edited((", next: 2030-01-15", "")), on=date(2040, 1, 1)) == ()
