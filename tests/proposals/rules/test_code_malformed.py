"""Rule ``code-malformed``: a code of neither shape."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "code-malformed"


def test_letter_for_a_figure() -> None:
    """The hint is the code that was meant."""
    found = findings(RULE, edited(("UX274", "UX2O4")))
    assert said(found) == [
        '17:11 the code UX2O4 has neither the shape LLDDD nor LLLDD; write "UX204"',
    ]
    assert sagt(found) == [
        '17:11 koden UX2O4 har varken formen LLDDD eller LLLDD; skriv "UX204"',
    ]


def test_several_codes_in_one() -> None:
    """Each needs an entry of its own."""
    assert said(findings(RULE, edited(("UX274", "UX274–UX276")))) == [
        "17:11 the code 'UX274–UX276' has neither the shape LLDDD nor LLLDD; an entry for each code: UX274, UX276",
    ]


def test_too_short() -> None:
    """Nothing can be meant but the number of characters."""
    assert said(findings(RULE, edited(("UX274", "UX27")))) == [
        "17:11 the code UX27 has neither the shape LLDDD nor LLLDD; a code has five characters, this one has 4",
    ]


def test_foreign_letter() -> None:
    """Five characters, and still none."""
    assert said(findings(RULE, edited(("UX274", "ÜX274")))) == [
        "17:11 the code ÜX274 has neither the shape LLDDD nor LLLDD; use the letters A–Z and digits",
    ]


def test_a_finding_of_form_at_the_place_is_enough() -> None:
    """The reader has said how to write it."""
    assert findings(RULE, edited(('"UX274"', "”UX274”"))) == ()


def test_the_other_shape_is_a_shape() -> None:
    """UDH02 lies outside the namespace, which another rule says."""
    assert findings(RULE, edited(("UX274", "UDH02"))) == ()
