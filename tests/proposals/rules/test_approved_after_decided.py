"""Rule ``approved-after-decided``: the preparation approved after the decision."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "approved-after-decided"
APPROVED = ("    body: STOK\n", "    body: STOK\n    approved_on: 2018-12-01\n")


def test_the_approval_is_the_place() -> None:
    """Both days are named."""
    found = findings(RULE, edited(APPROVED))
    assert said(found) == [
        "10:18 the preparation was approved on 2018-12-01, after the decision of 2018-11-30; see which of the days is wrong",
    ]
    assert sagt(found) == [
        "10:18 beredningen godkändes 2018-12-01, efter beslutet 2018-11-30; se efter vilken dag som är fel",
    ]


def test_approved_on_the_day_of_the_decision() -> None:
    """The same day is the order that is meant."""
    assert (
        findings(RULE, edited((APPROVED[0], APPROVED[1].replace("2018-12-01", "2018-11-30")))) == ()
    )


def test_decision_without_a_day() -> None:
    """What has no day comes after nothing."""
    assert (
        findings(
            RULE,
            edited(
                (APPROVED[0], APPROVED[1]),
                ("decided_on: 2018-11-30", "decided_on: unknown\n    source: RS 1"),
            ),
        )
        == ()
    )
