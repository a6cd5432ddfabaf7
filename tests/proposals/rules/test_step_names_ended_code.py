"""Rule ``step-names-ended-code``: an ended code beside one in force in a step."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from datetime import date

from proposals.examples import ENDED, NATIONAL, NEW, VALID, edited, findings, sagt, said

RULE = "step-names-ended-code"
BOTH = ('      codes: ["UX274"]\n', '      codes: ["UX273", "UX274"]\n')


def test_the_ended_code_is_the_place() -> None:
    """Day and step are named."""
    found = findings(RULE, edited(NEW, (VALID, ENDED), BOTH))
    assert said(found) == [
        "30:15 step 2 names UX273, which ended on 2020-12-31; remove it, or say in a suppression why it stays",
    ]
    assert sagt(found) == [
        "30:15 steg 2 namnger UX273, som slutade gälla 2020-12-31; ta bort den, eller säg i en undertryckning varför den står kvar",
    ]


def test_before_its_end_nothing_is_wrong() -> None:
    """The last day belongs to it."""
    assert findings(RULE, edited(NEW, (VALID, ENDED), BOTH), on=date(2020, 12, 31)) == ()


def test_national_sets_keep_what_has_ended() -> None:
    """Old episodes are still judged by them."""
    assert findings(RULE, edited(NATIONAL, NEW, (VALID, ENDED), BOTH)) == ()


def test_a_step_that_ends_is_history() -> None:
    """It says itself until when."""
    assert (
        findings(
            RULE,
            edited(NEW, (VALID, ENDED), (BOTH[0], f"{BOTH[1]}      valid: {{to: 2021-12-31}}\n")),
        )
        == ()
    )
