"""Rule ``end-without-decision``: a code that ends by itself."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import ENDED, NATIONAL, NEW, VALID, edited, findings, sagt, said

RULE = "end-without-decision"


def test_the_period_is_the_place() -> None:
    """It may have been agreed for a time, and that too has a decision."""
    found = findings(RULE, edited((VALID, VALID.replace("01}", "01, to: 2020-12-31}"))))
    assert said(found) == [
        "16:12 UX273 ends on 2020-12-31, but ended_by is missing; write the decision that ends it",
    ]
    assert sagt(found) == [
        "16:12 UX273 slutar gälla 2020-12-31, men ended_by saknas; skriv vilket beslut som avslutar den",
    ]


def test_ended_by_a_decision() -> None:
    """That is all it takes."""
    assert findings(RULE, edited(NEW, (VALID, ENDED))) == ()


def test_national_codes_end_with_an_edition() -> None:
    """Nobody here decided that."""
    assert (
        findings(RULE, edited(NATIONAL, (VALID, VALID.replace("01}", "01, to: 2020-12-31}")))) == ()
    )
