"""Rule ``text-edited``: a text that was replaced in place."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import NEW, RIGHT, TEXT, edited, findings, sagt, said

RULE = "text-edited"
DATED = """\
    text:
      - {text: Utökat hembesök nr 1 (BVC), from: 2019-01-01}
      - {text: Hembesök ett, from: 2021-01-01, decision: ny}
"""


def test_old_and_new_are_shown() -> None:
    """The text is the place."""
    found = findings(RULE, edited((TEXT, "    text: Hembesök ett\n")), base=RIGHT)
    assert said(found) == [
        "14:11 the text of UX273 was 'Utökat hembesök nr 1 (BVC)' and is now 'Hembesök ett'; keep the old text, and add the new one with from and decision",
    ]
    assert sagt(found) == [
        "14:11 texten för UX273 var 'Utökat hembesök nr 1 (BVC)' och är nu 'Hembesök ett'; behåll den gamla texten, och lägg till den nya med from och decision",
    ]


def test_a_new_text_beside_the_old() -> None:
    """With its day and a decision of its own."""
    assert findings(RULE, edited(NEW, (TEXT, DATED)), base=RIGHT) == ()


def test_by_the_old_decision_it_is_an_edit() -> None:
    """The base had that decision, and not this text."""
    assert said(
        findings(RULE, edited((TEXT, DATED.replace("ny", "stok-2018-00133"))), base=RIGHT)
    ) == [
        "16:9 the text 'Hembesök ett' of UX273 rests on no new decision; take in the decision that changed the text, and name it in decision",
    ]


def test_the_old_text_may_not_go() -> None:
    """A new decision does not make it unsaid."""
    assert said(
        findings(
            RULE,
            edited(NEW, (TEXT, DATED.replace("Utökat hembesök nr 1 (BVC)", "Något"))),
            base=RIGHT,
        )
    ) == [
        "16:7 the text of UX273 was 'Utökat hembesök nr 1 (BVC)' and is now 'Hembesök ett'; keep the old text, and add the new one with from and decision",
    ]


def test_a_code_that_is_new_has_no_old_text() -> None:
    """Only codes of the base can have been edited."""
    base = RIGHT.replace("UX274", "UX275")
    assert findings(RULE, RIGHT, base=base) == ()
