"""Rule ``code-without-step``: a code in force that belongs to no step."""

from __future__ import annotations

from proposals.examples import ENDED, NEW, RIGHT, VALID, edited, findings, sagt, said

RULE = "code-without-step"
STEP = RIGHT[RIGHT.index("    - number: 2\n") : RIGHT.index("follow_up:")]
SECOND_VALID = f"{VALID}sequence:\n"


def test_the_code_is_the_place() -> None:
    """It is information: not every code is a visit of the sequence."""
    found = findings(RULE, edited((STEP, "")))
    assert said(found) == [
        "17:11 UX274 belongs to no step; add the code to a step",
    ]
    assert sagt(found) == [
        "17:11 UX274 hör inte till något steg; lägg till koden i ett steg",
    ]


def test_an_add_on_belongs_by_its_condition() -> None:
    """`beside` says what it goes with."""
    assert (
        findings(
            RULE,
            edited(
                (STEP, ""),
                (
                    "    text: Utökat hembesök nr 2 (BVC)\n",
                    '    text: Tillägg\n    beside: ["UX273"]\n',
                ),
            ),
        )
        == ()
    )


def test_what_has_ended_needs_no_step() -> None:
    """Nobody registers it any more."""
    assert findings(RULE, edited(NEW, (STEP, ""), (SECOND_VALID, ENDED + "sequence:\n"))) == ()


def test_a_step_with_an_unknown_code_says_it_all() -> None:
    """Likely this one is meant there."""
    assert findings(RULE, edited(('codes: ["UX274"]', 'codes: ["UX247"]'))) == ()
