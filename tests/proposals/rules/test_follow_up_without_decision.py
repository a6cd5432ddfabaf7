"""Rule ``follow-up-without-decision``: a follow-up that rests on nothing."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import RIGHT, edited, findings, sagt, said

RULE = "follow-up-without-decision"
FOLLOW_UP = RIGHT[RIGHT.index("follow_up:") : RIGHT.index("rules:")]


def test_the_follow_up_is_the_place() -> None:
    """A decision without a known day will do."""
    found = findings(RULE, edited(("  decision: stok-2018-00133\n  questions", "  questions")))
    assert said(found) == [
        "32:3 the follow-up does not say which decision it rests on; write decision: id; a decision without a known day has decided_on: unknown",
    ]
    assert sagt(found) == [
        "32:3 uppföljningen säger inte vilket beslut den vilar på; skriv decision: id; ett beslut utan känd dag skrivs decided_on: unknown",
    ]


def test_without_questions_nothing_needs_a_decision() -> None:
    """It may name the database alone."""
    assert findings(RULE, edited((FOLLOW_UP, "follow_up: {data_source: VEGA}\n"))) == ()
