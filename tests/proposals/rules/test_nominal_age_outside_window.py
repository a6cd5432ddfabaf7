"""Rule ``nominal-age-outside-window``: a step meant for an age outside its window."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import RIGHT, edited, findings, sagt, said

RULE = "nominal-age-outside-window"


def test_on_the_first_day_after() -> None:
    """The window ends before its limit."""
    found = findings(RULE, edited(("nominal_age: {months: 2}", "nominal_age: {months: 4}")))
    assert said(found) == [
        "29:20 step 2 is meant for 4 months, outside the window 2 months – 4 months; change the age or the window",
    ]
    assert sagt(found) == [
        "29:20 steg 2 är avsett för 4 månader, utanför fönstret 2 månader – 4 månader; ändra åldern eller fönstret",
    ]


def test_before_the_window() -> None:
    """Weeks and months are compared."""
    assert said(
        findings(RULE, edited(("nominal_age: {months: 2}", "nominal_age: {weeks: 8}")))
    ) == [
        "29:20 step 2 is meant for 8 weeks, outside the window 2 months – 4 months; change the age or the window",
    ]


def test_on_the_first_day_of_it() -> None:
    """Both begin at two months."""
    assert findings(RULE, RIGHT) == ()


def test_a_window_that_is_reversed_has_another_finding() -> None:
    """Nothing lies inside it."""
    assert (
        findings(
            RULE,
            edited(
                (
                    "{from: {months: 2}, before: {months: 4}",
                    "{from: {months: 4}, before: {months: 2}",
                )
            ),
        )
        == ()
    )
