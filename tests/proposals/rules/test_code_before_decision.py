"""Rule ``code-before-decision``: a code in force before anybody decided on it."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import VALID, edited, findings, sagt, said

RULE = "code-before-decision"


def test_day_before_the_decision() -> None:
    """With a latest start the day of the decision is the first one."""
    found = findings(RULE, edited((VALID, VALID.replace("2019-01-01", "2018-11-29"))))
    assert said(found) == [
        "16:12 UX273 is in force from 2018-11-29, but the decision stok-2018-00133 from 2018-11-30 at the earliest; write from: 2018-11-30",
    ]
    assert sagt(found) == [
        "16:12 UX273 gäller från 2018-11-29, men beslutet stok-2018-00133 tidigast från 2018-11-30; skriv from: 2018-11-30",
    ]


def test_the_day_of_the_decision_is_permitted() -> None:
    """As soon as possible may be at once."""
    assert findings(RULE, edited((VALID, VALID.replace("2019-01-01", "2018-11-30")))) == ()


def test_before_an_exact_start_it_is_not() -> None:
    """An exact start leaves no choice."""
    assert said(
        findings(
            RULE,
            edited(
                (VALID, VALID.replace("2019-01-01", "2018-12-31")),
                ("latest: 2019-01-01", "exact: 2019-01-01"),
            ),
        )
    ) == [
        "16:12 UX273 is in force from 2018-12-31, but the decision stok-2018-00133 from 2019-01-01 at the earliest; write from: 2019-01-01",
    ]


def test_what_rests_on_an_assumption_is_left_alone() -> None:
    """The document says itself that it does not know."""
    assert (
        findings(RULE, edited((VALID, "    valid: {from: 2018-01-01}\n    basis: assumption\n")))
        == ()
    )
