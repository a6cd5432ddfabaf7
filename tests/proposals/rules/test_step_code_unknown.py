"""Rule ``step-code-unknown``: a step whose code the document does not have."""

from __future__ import annotations

from proposals.examples import RIGHT, edited, findings, sagt, said

RULE = "step-code-unknown"
LIST = RIGHT[RIGHT.index("codes:") : RIGHT.index("sequence:")]


def test_near_codes_are_named() -> None:
    """The place is the code in the step."""
    found = findings(RULE, edited(('codes: ["UX274"]', 'codes: ["UX247"]')))
    assert said(found) == [
        "28:15 step 2 names UX247, which the document does not have; did you mean UX274 or UX273?",
    ]
    assert sagt(found) == [
        "28:15 steg 2 namnger UX247, som dokumentet inte har; menade du UX274 eller UX273?",
    ]


def test_the_code_is_in_another_document() -> None:
    """The hint leads there."""
    assert said(
        findings(
            RULE,
            edited(('codes: ["UX274"]', 'codes: ["UX284"]')),
            edited(
                ("id: hembesok", "id: annat"),
                ("UX273", "UX283"),
                ("UX274", "UX284"),
                ('["UX273"]', '["UX283"]'),
                ('["UX274"]', '["UX284"]'),
            ),
        )
    ) == [
        "28:15 step 2 names UX284, which the document does not have; the code is in b.yaml:17",
    ]


def test_nothing_is_near() -> None:
    """Then it is to be added."""
    assert said(findings(RULE, edited(('codes: ["UX274"]', 'codes: ["ZZ999"]')))) == [
        "28:15 step 2 names ZZ999, which the document does not have; add the code under codes",
    ]


def test_a_code_that_is_miswritten_is_meant() -> None:
    """It has a finding of its own."""
    assert findings(RULE, edited(('code: "UX274"', 'code: "UX-274"'))) == ()


def test_a_code_that_stands_twice_hides_it() -> None:
    """So has that one."""
    assert findings(RULE, edited(('code: "UX274"', 'code: "UX273"'))) == ()


def test_codes_that_cannot_be_read_hide_all() -> None:
    """So has the list."""
    assert findings(RULE, edited((LIST, "codes: {UX273: ett, UX274: två}\n"))) == ()
