"""Rule ``text-untidy``: blanks that nobody sees."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import TEXT, edited, findings, sagt, said

RULE = "text-untidy"


def test_two_in_a_row() -> None:
    """The hint is the text without them."""
    found = findings(RULE, edited((TEXT, "    text: Utökat  hembesök nr 1\n")))
    assert said(found) == [
        "14:11 text of UX273 has needless blanks: 'Utökat  hembesök nr 1'; write 'Utökat hembesök nr 1'",
    ]
    assert sagt(found) == [
        "14:11 text för UX273 har onödiga blanksteg: 'Utökat  hembesök nr 1'; skriv 'Utökat hembesök nr 1'",
    ]


def test_at_an_end_in_quotes() -> None:
    """YAML itself takes away those without quotes."""
    assert said(findings(RULE, edited((TEXT, '    text: "Hembesök ett "\n')))) == [
        "14:11 text of UX273 has needless blanks: 'Hembesök ett '; write 'Hembesök ett'",
    ]


def test_descriptions_are_texts_too() -> None:
    """An empty one is tidy."""
    assert said(findings(RULE, edited((TEXT, f'{TEXT}    description: " Hemma"\n')))) == [
        "15:18 description of UX273 has needless blanks: ' Hemma'; write 'Hemma'",
    ]


def test_folded_lines_are_one() -> None:
    """YAML puts one blank between them."""
    assert findings(RULE, edited((TEXT, "    text: >-\n      Utökat hembesök\n      nr 1\n"))) == ()
