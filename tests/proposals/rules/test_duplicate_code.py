"""Rule ``duplicate-code``: a code that stands twice in a document."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import VALID, edited, findings, sagt, said

RULE = "duplicate-code"


def test_the_second_entry_is_the_place() -> None:
    """The line of the first is named."""
    found = findings(RULE, edited(("UX274", "UX273")))
    assert said(found) == [
        "17:11 the code UX273 is already on line 13; give one of them a code of its own, or gather periods and texts in one entry",
    ]
    assert sagt(found) == [
        "17:11 koden UX273 finns redan på rad 13; ge den ena en egen kod, eller samla perioder och texter i en post",
    ]


def test_a_code_that_comes_back_is_one_entry() -> None:
    """Periods are gathered in a list."""
    assert (
        findings(
            RULE,
            edited(
                (VALID, "    valid: [{from: 2019-01-01, to: 2019-06-30}, {from: 2020-01-01}]\n")
            ),
        )
        == ()
    )
