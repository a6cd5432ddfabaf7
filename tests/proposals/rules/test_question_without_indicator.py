"""Rule ``question-without-indicator``: a question to compute, and nothing that computes it."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "question-without-indicator"


def test_the_kind_is_the_place() -> None:
    """Either an indicator is missing or it is reported."""
    found = findings(RULE, edited((", indicators: [listed]", "")))
    assert said(found) == [
        "34:60 question 1 is computed but has no indicators; name an indicator, or write kind: reported",
    ]
    assert sagt(found) == [
        "34:60 fråga 1 är computed men har inga indicators; namnge en indikator, eller skriv kind: reported",
    ]


def test_what_is_reported_needs_none() -> None:
    """The unit answers it."""
    assert (
        findings(RULE, edited((", indicators: [listed]", ""), ("kind: computed", "kind: reported")))
        == ()
    )
