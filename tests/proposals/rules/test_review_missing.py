"""Rule ``review-missing``: a document that nobody is said to have looked through."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import RIGHT, edited, findings, sagt, said

RULE = "review-missing"
REVIEW = RIGHT[RIGHT.index("review:") : RIGHT.index("decisions:")]


def test_the_document_is_the_place() -> None:
    """It is information."""
    found = findings(RULE, edited((REVIEW, "")))
    assert said(found) == [
        "2:5 the document does not say who looked it through; write review: {by: role, on: day, next: day}",
    ]
    assert sagt(found) == [
        "2:5 dokumentet säger inte vem som granskat det; skriv review: {by: roll, on: dag, next: dag}",
    ]


def test_with_a_review_it_is_right() -> None:
    """Whoever it was."""
    assert findings(RULE, RIGHT) == ()
