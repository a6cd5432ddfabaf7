"""Rule ``sequence-edited``: steps that changed without a new decision."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import NEW, RIGHT, SECOND, edited, findings, sagt, said

RULE = "sequence-edited"
DECIDED = RIGHT.replace(
    "basis: assumption}\n    - number: 2", "basis: decision}\n    - number: 2"
).replace("before: {months: 4}, basis: assumption", "before: {months: 4}, basis: decision")
GONE = RIGHT.replace(RIGHT[RIGHT.index(SECOND) : RIGHT.index("sequence:")], "").replace(
    RIGHT[RIGHT.index("    - number: 2\n") : RIGHT.index("follow_up:")], ""
)
SHARED = edited(("sequence:\n", "sequence:\n  match: ordinal\n"), ('["UX274"]', '["UX273"]'))


def test_the_step_is_the_place() -> None:
    """A window that was decided on."""
    found = findings(
        RULE, DECIDED.replace("before: {months: 4}", "before: {months: 5}"), base=DECIDED
    )
    assert said(found) == [
        "27:7 step 2 was changed without a new decision; take in the decision, or mark the window basis: assumption",
    ]
    assert sagt(found) == [
        "27:7 steg 2 har ändrats utan nytt beslut; ta in beslutet, eller märk fönstret basis: assumption",
    ]


def test_numbers_moved() -> None:
    """Told once, as what it is."""
    found = findings(
        RULE,
        RIGHT.replace("number: 2\n", "number: 3\n").replace("number: 1\n", "number: 2\n"),
        base=RIGHT,
    )
    assert said(found) == [
        "23:5 the steps were numbered otherwise without a new decision: 1 → 2, 2 → 3; put the numbers back; reports and earlier results count by them",
    ]
    assert sagt(found) == [
        "23:5 stegen har fått andra nummer utan nytt beslut: 1 → 2, 2 → 3; återställ numren; rapporter och tidigare resultat räknar med dem",
    ]


def test_an_assumed_window_is_ours() -> None:
    """It was never decided on."""
    assert findings(RULE, edited(("before: {months: 4}", "before: {months: 5}")), base=RIGHT) == ()


def test_a_new_decision_may_change_it() -> None:
    """Then it is no silent change."""
    assert (
        findings(
            RULE,
            edited(NEW, text=DECIDED.replace("before: {months: 4}", "before: {months: 5}")),
            base=DECIDED,
        )
        == ()
    )


def test_a_step_that_goes_with_its_code_has_another_finding() -> None:
    """See code-removed."""
    assert findings(RULE, GONE, base=RIGHT) == ()


def test_steps_that_share_codes_have_no_numbers_to_move() -> None:
    """They are told apart by their order."""
    assert said(findings(RULE, SHARED.replace("number: 2\n", "number: 3\n"), base=SHARED)) == [
        "22:3 step 2 was changed without a new decision; take in the decision, or mark the window basis: assumption",
        "28:7 step 3 was changed without a new decision; take in the decision, or mark the window basis: assumption",
    ]


def test_a_condition_is_decided_on_too() -> None:
    """When a step is part of the sequence is no detail; unless the step is an assumption."""
    step = "    - number: 2\n"
    for basis, count in (("decision", 1), ("assumption", 0)):
        base = edited((step, f"{step}      basis: {basis}\n      unless: 1\n"))
        assert len(findings(RULE, base.replace("unless: 1", "when: 1"), base=base)) == count


def test_other_codes_are_another_step() -> None:
    """A step that got a code was not moved."""
    found = findings(RULE, edited(('codes: ["UX274"]', 'codes: ["UX274", ZV025]')), base=RIGHT)
    assert [finding.message for finding in found] == ["step 2 was changed without a new decision"]
