"""Rule ``add-on-ended``: an add-on code that ended is still waited for."""

from __future__ import annotations

from proposals.examples import ENDED, NEW, VALID, edited, findings, sagt, said

RULE = "add-on-ended"
STEP = '      codes: ["UX274"]\n'
REQUIRED = (STEP, f'{STEP}      requires: {{add_ons: ["UX273"]}}\n')
ENDING = (STEP, f"{STEP}      valid: {{to: 2020-12-31}}\n")
BESIDE = ("    text: Utökat hembesök nr 2 (BVC)\n", '    text: Tillägg\n    beside: ["UX273"]\n')


def test_a_requirement_is_told_where_it_stands() -> None:
    """The place is the code under `requires`."""
    found = findings(RULE, edited(NEW, (VALID, ENDED), REQUIRED))
    assert said(found) == [
        "31:28 the add-on code UX273 ended on 2020-12-31; change the code, or end the requirement",
    ]
    assert sagt(found) == [
        "31:28 tilläggskoden UX273 slutade gälla 2020-12-31; byt kod, eller avsluta kravet",
    ]


def test_what_ends_with_the_add_on_waits_for_nothing() -> None:
    """A step that ends on the same day never lacks it."""
    assert findings(RULE, edited(NEW, (VALID, ENDED), REQUIRED, ENDING)) == ()


def test_condition_of_a_code_is_one_too() -> None:
    """What counts only beside an ended code counts no more."""
    assert said(findings(RULE, edited(NEW, (VALID, ENDED), BESIDE))) == [
        "21:14 the add-on code UX273 ended on 2020-12-31; change the code, or end the requirement",
    ]


def test_national_add_ons_are_not_judged() -> None:
    """Whether ZV509 has ended only an edition can tell."""
    assert (
        findings(
            RULE,
            edited(("sequence:\n", "sequence:\n  joint: {add_ons: [ZV509], basis: assumption}\n")),
        )
        == ()
    )
