"""Rule ``end-before-decision``: a code that ended before its end was decided."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import ENDED, NATIONAL, NEW, VALID, edited, findings, sagt, said

RULE = "end-before-decision"


def test_day_before_the_decision() -> None:
    """Both days are named."""
    found = findings(RULE, edited(NEW, (VALID, ENDED.replace("2020-12-31", "2020-10-14"))))
    assert said(found) == [
        "17:12 UX273 ended on 2020-10-14, before the decision ny of 2020-10-15; see which of the days is wrong",
    ]
    assert sagt(found) == [
        "17:12 UX273 slutade gälla 2020-10-14, före beslutet ny 2020-10-15; se efter vilken dag som är fel",
    ]


def test_end_on_the_day_of_the_decision() -> None:
    """That day was the last one."""
    assert findings(RULE, edited(NEW, (VALID, ENDED.replace("2020-12-31", "2020-10-15")))) == ()


def test_what_the_authority_ended_is_not_ours_to_judge() -> None:
    """Editions are published when they are."""
    assert (
        findings(RULE, edited(NATIONAL, NEW, (VALID, ENDED.replace("2020-12-31", "2019-12-31"))))
        == ()
    )


def test_an_assumed_end_is_left_alone() -> None:
    """The document says itself that it does not know."""
    assert (
        findings(
            RULE,
            edited(
                NEW, (VALID, ENDED.replace("2020-12-31", "2019-12-31") + "    basis: assumption\n")
            ),
        )
        == ()
    )
