"""Rule ``code-removed``: a code that was removed instead of ended."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import ENDED, NEW, RIGHT, SECOND, VALID, edited, findings, sagt, said

RULE = "code-removed"
GONE = RIGHT.replace(RIGHT[RIGHT.index(SECOND) : RIGHT.index("sequence:")], "")


def test_the_list_of_codes_is_the_place() -> None:
    """Code and text are shown, since both are gone."""
    found = findings(RULE, GONE, base=RIGHT)
    assert said(found) == [
        "13:3 the code UX274 'Utökat hembesök nr 2 (BVC)' was removed; put it back with a last day in valid, and ended_by",
    ]
    assert sagt(found) == [
        "13:3 koden UX274 'Utökat hembesök nr 2 (BVC)' är borttagen; återställ den med en sista dag i valid och ended_by",
    ]


def test_an_ended_code_stays() -> None:
    """That is how a code goes."""
    assert findings(RULE, edited(NEW, (VALID, ENDED)), base=RIGHT) == ()


def test_a_new_document_has_removed_nothing() -> None:
    """Its id is not in the base."""
    assert findings(RULE, GONE.replace("id: hembesok", "id: annat"), base=RIGHT) == ()


def test_codes_that_could_not_be_read_are_not_gone() -> None:
    """There is another finding where they stand."""
    assert findings(RULE, RIGHT.replace("    text: Utökat", "   text: Utökat"), base=RIGHT) == ()
