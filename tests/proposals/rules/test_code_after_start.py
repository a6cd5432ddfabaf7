"""Rule ``code-after-start``: a code that begins after the start its decision sets."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import START, VALID, edited, findings, sagt, said

RULE = "code-after-start"
LATE = VALID.replace("2019-01-01", "2019-01-02")


def test_day_after_the_latest_start() -> None:
    """One day is enough."""
    found = findings(RULE, edited((VALID, LATE)))
    assert said(found) == [
        "16:12 UX273 is in force from 2019-01-02, but the decision stok-2018-00133 says 2019-01-01; write from: 2019-01-01",
    ]
    assert sagt(found) == [
        "16:12 UX273 gäller från 2019-01-02, men beslutet stok-2018-00133 säger 2019-01-01; skriv from: 2019-01-01",
    ]


def test_an_exact_start_is_held_too() -> None:
    """The hint names the start."""
    assert said(
        findings(RULE, edited((VALID, LATE), ("latest: 2019-01-01", "exact: 2019-01-01")))
    ) == [
        "16:12 UX273 is in force from 2019-01-02, but the decision stok-2018-00133 says 2019-01-01; write from: 2019-01-01",
    ]


def test_decision_without_a_start_sets_none() -> None:
    """Any day will do."""
    assert findings(RULE, edited((VALID, LATE), (START, ""))) == ()


def test_decision_after_its_own_start_has_another_finding() -> None:
    """What the start is cannot be told then."""
    assert (
        findings(RULE, edited((VALID, LATE), ("decided_on: 2018-11-30", "decided_on: 2019-01-15")))
        == ()
    )
