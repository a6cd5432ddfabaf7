"""Rule ``code-outside-run``: a code outside the run of its programme."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "code-outside-run"


def test_code_after_the_last() -> None:
    """The run is shown."""
    found = findings(RULE, edited(("prefix: UX", 'prefix: UX, run: {from: "UX270", to: "UX273"}')))
    assert said(found) == [
        "17:11 the code UX274 lies outside the run UX270–UX273; correct the code, or widen namespace.run",
    ]
    assert sagt(found) == [
        "17:11 koden UX274 ligger utanför följden UX270–UX273; rätta koden, eller utvidga namespace.run",
    ]


def test_first_and_last_belong_to_it() -> None:
    """Both ends are included."""
    assert (
        findings(RULE, edited(("prefix: UX", 'prefix: UX, run: {from: "UX273", to: "UX274"}')))
        == ()
    )


def test_without_a_run_there_is_no_outside() -> None:
    """The namespace has a rule of its own."""
    assert findings(RULE, edited(("UX274", "UX999"))) == ()
