"""Rule ``decision-after-start``: a decision that is younger than the start it sets."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "decision-after-start"


def test_the_start_is_the_place() -> None:
    """Its kind is part of the path."""
    found = findings(RULE, edited(("decided_on: 2018-11-30", "decided_on: 2019-01-02")))
    assert said(found) == [
        "11:22 the start 2019-01-01 is before the decision of 2019-01-02; see which of the days is wrong",
    ]
    assert sagt(found) == [
        "11:22 starten 2019-01-01 är före beslutet 2019-01-02; se efter vilken dag som är fel",
    ]


def test_decided_on_the_first_day() -> None:
    """That is no day too late."""
    assert findings(RULE, edited(("decided_on: 2018-11-30", "decided_on: 2019-01-01"))) == ()


def test_an_unknown_day_is_after_nothing() -> None:
    """Nobody can tell."""
    assert (
        findings(RULE, edited(("decided_on: 2018-11-30", "decided_on: unknown\n    source: RS 1")))
        == ()
    )
