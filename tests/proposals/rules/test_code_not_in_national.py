"""Rule ``code-not-in-national``: a national code that the edition does not have."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "code-not-in-national"
JOINT = edited(("sequence:\n", "sequence:\n  joint: {add_ons: [ZV509], basis: assumption}\n"))


def test_near_codes_of_its_group() -> None:
    """The place is where it is named."""
    found = findings(RULE, JOINT, national={"ZV508": "x", "ZV507": "y"})
    assert said(found) == [
        "22:21 the code ZV509 (joint) is not in the national edition 2026; did you mean ZV508 or ZV507?",
    ]
    assert sagt(found) == [
        "22:21 koden ZV509 (joint) finns inte i den nationella utgåvan 2026; menade du ZV508 eller ZV507?",
    ]


def test_nothing_is_near() -> None:
    """Then it was likely withdrawn."""
    assert said(findings(RULE, JOINT, national={"AA001": "x"})) == [
        "22:21 the code ZV509 (joint) is not in the national edition 2026; see whether it was withdrawn",
    ]


def test_regional_codes_are_not_expected_there() -> None:
    """Neither own ones nor those of the same namespace."""
    assert (
        findings(
            RULE,
            edited(("sequence:\n", "sequence:\n  joint: {add_ons: [UX399], basis: assumption}\n")),
            national={"AA001": "x"},
        )
        == ()
    )


def test_code_named_twice_is_told_once() -> None:
    """The same withdrawal is one thing."""
    assert said(
        findings(
            RULE,
            JOINT.replace(
                '      codes: ["UX274"]\n',
                '      codes: ["UX274"]\n      requires: {add_ons: [ZV509]}\n',
            ),
            national={"AA001": "x"},
        )
    ) == [
        "30:28 the code ZV509 (requirement of step 2) is not in the national edition 2026; see whether it was withdrawn",
    ]
