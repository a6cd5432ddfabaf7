"""Rule ``meaning-edited``: what a code means, changed in place."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import NEW, RIGHT, TEXT, edited, findings, sagt, said

RULE = "meaning-edited"


def test_a_description_was_exchanged() -> None:
    """Old and new are shown."""
    found = findings(
        RULE,
        edited((TEXT, f"{TEXT}    description: Nytt\n")),
        base=edited((TEXT, f"{TEXT}    description: Gammalt\n")),
    )
    assert said(found) == [
        "15:18 description of UX273 was 'Gammalt' and is now 'Nytt'; put it back, or take in the decision that changed it",
    ]
    assert sagt(found) == [
        "15:18 description för UX273 var 'Gammalt' och är nu 'Nytt'; återställ det, eller ta in beslutet som ändrade det",
    ]


def test_with_a_new_decision_it_may() -> None:
    """That is what decisions are for."""
    assert (
        findings(
            RULE,
            edited(NEW, (TEXT, f"{TEXT}    description: Nytt\n")),
            base=edited((TEXT, f"{TEXT}    description: Gammalt\n")),
        )
        == ()
    )


def test_the_decision_behind_a_code_never_changes() -> None:
    """A new one does not make it another."""
    assert said(
        findings(
            RULE,
            edited(
                NEW, ("    decision: stok-2018-00133\n    valid", "    decision: ny\n    valid")
            ),
            base=RIGHT,
        )
    ) == [
        "16:15 decision of UX273 was 'stok-2018-00133' and is now 'ny'; put it back, or take in the decision that changed it",
    ]


def test_what_was_empty_may_be_filled_in() -> None:
    """A description that comes later edits nothing."""
    assert findings(RULE, edited((TEXT, f"{TEXT}    description: Nytt\n")), base=RIGHT) == ()
