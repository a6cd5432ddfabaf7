"""Rule ``periods-leave-hole``: days between two periods of a code."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import TEXT, VALID, edited, findings, sagt, said

RULE = "periods-leave-hole"
TWO = "    valid: [{from: 2019-01-01, to: 2019-06-30}, {from: 2020-01-01}]\n"


def test_the_hole_is_named() -> None:
    """First and last day."""
    found = findings(RULE, edited((VALID, TWO)))
    assert said(found) == [
        "16:12 UX273 is not in force 2019-07-01 – 2019-12-31; close the hole, or say in a note why it is there",
    ]
    assert sagt(found) == [
        "16:12 UX273 gäller inte 2019-07-01 – 2019-12-31; slut luckan, eller säg i note varför den finns",
    ]


def test_a_note_says_why() -> None:
    """Then it is meant."""
    assert findings(RULE, edited((VALID, f"{TWO}    note: vilande\n"))) == ()


def test_periods_that_follow_each_other_leave_none() -> None:
    """The next begins on the day after."""
    assert findings(RULE, edited((VALID, TWO.replace("2020-01-01", "2019-07-01")))) == ()


def test_a_code_without_a_text_is_an_error() -> None:
    """Somebody will register it without knowing what it says."""
    assert said(
        findings(RULE, edited((TEXT, "    text:\n      - {text: A, from: 2019-02-01}\n")))
    ) == [
        "15:7 UX273 is in force on 2019-01-01 but has no text then; let the texts cover the code's whole time",
    ]


def test_a_text_that_ends_before_its_code() -> None:
    """The day after its last one has none."""
    assert said(
        findings(
            RULE, edited((TEXT, "    text:\n      - {text: A, from: 2019-01-01, to: 2019-12-31}\n"))
        )
    ) == [
        "15:7 UX273 is in force on 2020-01-01 but has no text then; let the texts cover the code's whole time",
    ]
