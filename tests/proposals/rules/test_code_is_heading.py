"""Rule ``code-is-heading``: a heading of the ICF chapters used as a code."""

from __future__ import annotations

from proposals.examples import TEXT, edited, findings, sagt, said

RULE = "code-is-heading"


def test_wherever_it_is_named() -> None:
    """Here as an add-on code."""
    found = findings(
        RULE, edited(("sequence:\n", "sequence:\n  joint: {add_ons: [QC000], basis: assumption}\n"))
    )
    assert said(found) == [
        "22:21 QC000 is a heading and may not be registered; give a code below the heading",
    ]
    assert sagt(found) == [
        "22:21 QC000 är en rubrik och får inte registreras; ange en kod under rubriken",
    ]


def test_codes_below_the_heading_are_right() -> None:
    """PD008 may be registered."""
    assert (
        findings(
            RULE,
            edited(("sequence:\n", "sequence:\n  joint: {add_ons: [PD008], basis: assumption}\n")),
        )
        == ()
    )


def test_a_heading_in_the_middle_of_a_text_is_a_word() -> None:
    """Only a value that is the heading counts."""
    assert findings(RULE, edited((TEXT, "    text: Ersätter QC000\n"))) == ()


def test_other_chapters_have_codes_that_end_in_zeros() -> None:
    """AA000 is none of these headings."""
    assert (
        findings(
            RULE,
            edited(("sequence:\n", "sequence:\n  joint: {add_ons: [AA000], basis: assumption}\n")),
        )
        == ()
    )
