"""Rule ``code-without-start``: a code of which nobody knows from when it holds."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import NATIONAL, START, VALID, edited, findings, sagt, said

RULE = "code-without-start"


def test_neither_period_nor_start() -> None:
    """The hint names both places."""
    found = findings(RULE, edited((START, ""), (VALID, "")))
    assert said(found) == [
        "12:11 it cannot be told from when UX273 is in force; write valid: {from: day}, or starts in the decision",
    ]
    assert sagt(found) == [
        "12:11 det framgår inte från när UX273 gäller; skriv valid: {from: dag}, eller starts i beslutet",
    ]


def test_the_start_of_the_decision_is_enough() -> None:
    """A latest start is the first day without other words."""
    assert findings(RULE, edited((VALID, ""))) == ()


def test_a_national_code_may_have_none() -> None:
    """The editions do not say."""
    assert findings(RULE, edited(NATIONAL, (START, ""), (VALID, ""))) == ()
