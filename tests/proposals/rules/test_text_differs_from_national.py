"""Rule ``text-differs-from-national``: a national text that is another one in the edition."""

from __future__ import annotations

from proposals.examples import NATIONAL, RIGHT, TEXT, edited, findings, sagt, said

RULE = "text-differs-from-national"


def test_the_text_is_the_place() -> None:
    """The edition and its words are named."""
    found = findings(
        RULE,
        edited(NATIONAL),
        national={"UX273": "Annat (i)", "UX274": "Utökat hembesök nr 2 (BVC)"},
    )
    assert said(found) == [
        "14:11 UX273 is 'Annat' in the edition 2026; add the new text with its first day",
    ]
    assert sagt(found) == [
        "14:11 UX273 heter 'Annat' i utgåvan 2026; lägg till den nya texten med sin första dag",
    ]


def test_the_mark_i_and_blanks_are_no_difference() -> None:
    """The editions before 2026 have the mark."""
    assert (
        findings(
            RULE,
            edited(NATIONAL),
            national={
                "UX273": "Utökat  hembesök nr 1 (BVC) (i)",
                "UX274": "Utökat hembesök nr 2 (BVC)",
            },
        )
        == ()
    )


def test_what_is_put_together_says_so() -> None:
    """An assumed text is not compared."""
    assert (
        findings(
            RULE,
            edited(NATIONAL, (TEXT, f"{TEXT}    basis: assumption\n")),
            national={"UX273": "Annat", "UX274": "Utökat hembesök nr 2 (BVC)"},
        )
        == ()
    )


def test_regional_texts_are_the_regions() -> None:
    """That the code is taken is another rule."""
    assert findings(RULE, RIGHT, national={"UX273": "Annat"}) == ()
