"""Rule ``ended-without-last-day``: a code that is said to have ended and is still in force."""

from __future__ import annotations

from proposals.examples import ENDED, NEW, VALID, edited, findings, sagt, said

RULE = "ended-without-last-day"


def test_the_decision_is_the_place() -> None:
    """`ended_by` without a day."""
    found = findings(RULE, edited(NEW, (VALID, f"{VALID}    ended_by: ny\n")))
    assert said(found) == [
        "18:15 UX273 has ended_by but no last day; write valid: {to: day}",
    ]
    assert sagt(found) == [
        "18:15 UX273 har ended_by men ingen sista dag; skriv valid: {to: dag}",
    ]


def test_a_replacement_means_an_end_too() -> None:
    """`replaced_by` without a day."""
    assert said(findings(RULE, edited((VALID, f'{VALID}    replaced_by: ["UX274"]\n')))) == [
        "17:18 UX273 has replaced_by but no last day; write valid: {to: day}",
    ]


def test_with_its_day_it_is_right() -> None:
    """Last days are included."""
    assert findings(RULE, edited(NEW, (VALID, ENDED))) == ()
