"""Rule ``decision-unused``: a decision that nothing rests on."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import ENDED, NEW, VALID, edited, findings, sagt, said

RULE = "decision-unused"


def test_the_id_is_the_place() -> None:
    """It is information."""
    found = findings(RULE, edited((NEW[0], NEW[1].replace(", note: n", ""))))
    assert said(found) == [
        "12:10 nothing in the document rests on the decision ny; name it where it belongs, or remove it",
    ]
    assert sagt(found) == [
        "12:10 inget i dokumentet vilar på beslutet ny; namnge det där det hör hemma, eller ta bort det",
    ]


def test_a_note_says_why_it_is_there() -> None:
    """So does a source, or what it rests on."""
    assert findings(RULE, edited(NEW)) == ()


def test_an_end_is_a_use() -> None:
    """`ended_by` names it."""
    assert findings(RULE, edited((NEW[0], NEW[1].replace(", note: n", "")), (VALID, ENDED))) == ()
