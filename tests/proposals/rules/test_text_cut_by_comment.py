"""Rule ``text-cut-by-comment``: a text that ends where it was to go on."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import TEXT, edited, findings, sagt, said

RULE = "text-cut-by-comment"


def test_the_number_sign_is_the_place() -> None:
    """What follows is a comment to YAML."""
    found = findings(RULE, edited((TEXT, "    text: Hembesök #1 (BVC)\n")))
    assert said(found) == [
        "14:20 the text ends before #; put the text in quotes; a comment begins with # and a blank",
    ]
    assert sagt(found) == [
        "14:20 texten slutar före #; sätt texten inom citattecken; en kommentar börjar med # och ett blanksteg",
    ]


def test_in_quotes_it_is_part_of_the_text() -> None:
    """Either kind of quotes will do."""
    assert findings(RULE, edited((TEXT, "    text: 'Hembesök #1 (BVC)'\n"))) == ()


def test_a_comment_has_a_blank() -> None:
    """It is meant."""
    assert findings(RULE, edited((TEXT, "    text: Hembesök ett # det första\n"))) == ()


def test_a_line_of_its_own_cuts_nothing() -> None:
    """Nor does a sign inside a word."""
    assert findings(RULE, edited((TEXT, "    #gammal text\n    text: Hembesök a#1\n"))) == ()


def test_in_a_list_of_texts() -> None:
    """Entries are cut like values."""
    assert said(findings(RULE, edited(("review:", "sources:\n  - Beslut #12\nreview:")))) == [
        "6:12 the text ends before #; put the text in quotes; a comment begins with # and a blank",
    ]
