"""Rule ``step-outlives-codes``: a step that goes on after all of its codes."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import ENDED, NEW, VALID, edited, findings, sagt, said

RULE = "step-outlives-codes"
STEP = '      codes: ["UX273"]\n'


def test_the_codes_are_the_place() -> None:
    """The hint has the last day."""
    found = findings(RULE, edited(NEW, (VALID, ENDED)))
    assert said(found) == [
        "26:14 step 1 goes on, but its codes end on 2020-12-31; write valid: {to: 2020-12-31} in the step, or add a code that is in force",
    ]
    assert sagt(found) == [
        "26:14 steg 1 gäller vidare, men dess koder slutar 2020-12-31; skriv valid: {to: 2020-12-31} i steget, eller lägg till en kod som gäller",
    ]


def test_a_step_that_ends_with_them() -> None:
    """That is right."""
    assert (
        findings(
            RULE, edited(NEW, (VALID, ENDED), (STEP, f"{STEP}      valid: {{to: 2020-12-31}}\n"))
        )
        == ()
    )


def test_a_day_later_is_too_late() -> None:
    """On that day no visit can be registered."""
    assert said(
        findings(
            RULE, edited(NEW, (VALID, ENDED), (STEP, f"{STEP}      valid: {{to: 2021-01-01}}\n"))
        )
    ) == [
        "26:14 step 1 goes on, but its codes end on 2020-12-31; write valid: {to: 2020-12-31} in the step, or add a code that is in force",
    ]


def test_windows_that_end_with_them() -> None:
    """A version that ends says so."""
    assert (
        findings(
            RULE,
            edited(
                NEW,
                (VALID, ENDED),
                (
                    "before: {months: 2}, basis",
                    "before: {months: 2}, valid: {to: 2020-12-31}, basis",
                ),
            ),
        )
        == ()
    )
