"""Rule ``text-not-unique``: two codes in force with one text."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import ENDED, NEW, RIGHT, VALID, edited, findings, sagt, said

RULE = "text-not-unique"


def test_the_second_is_the_place() -> None:
    """The first is named with its line."""
    found = findings(RULE, edited(("nr 2", "nr 1")))
    assert said(found) == [
        "18:11 the text 'Utökat hembesök nr 1 (BVC)' is also that of UX273 (a.yaml:13); give each code a text of its own",
    ]
    assert sagt(found) == [
        "18:11 kodtexten 'Utökat hembesök nr 1 (BVC)' är också den för UX273 (a.yaml:13); ge varje kod sin egen text",
    ]


def test_case_and_blanks_are_no_difference() -> None:
    """A nurse does not see them."""
    found = findings(RULE, edited(("Utökat hembesök nr 2 (BVC)", "utökat hembesök  nr 1 (bvc)")))
    assert said(found) == [
        "18:11 the text 'utökat hembesök  nr 1 (bvc)' differs from that of UX273 (a.yaml:13) only in case or blanks; give each code a text of its own",
    ]
    assert sagt(found) == [
        "18:11 kodtexten 'utökat hembesök  nr 1 (bvc)' skiljer sig från den för UX273 (a.yaml:13) bara i skiftläge eller blanksteg; ge varje kod sin egen text",
    ]


def test_one_after_the_other_they_may() -> None:
    """The first ended before the second began."""
    assert (
        findings(
            RULE,
            edited(
                NEW, ("nr 2", "nr 1"), (VALID, ENDED), (VALID, "    valid: {from: 2021-01-01}\n")
            ),
        )
        == ()
    )


def test_in_another_document_too() -> None:
    """All documents checked are compared."""
    assert said(
        findings(
            RULE,
            RIGHT,
            edited(
                ("id: hembesok", "id: annat"),
                ("UX273", "UX283"),
                ("UX274", "UX284"),
                ("nr 2", "nr 3"),
            ),
        )
    ) == [
        "b.yaml:14:11 the text 'Utökat hembesök nr 1 (BVC)' is also that of UX273 (a.yaml:13); give each code a text of its own",
    ]
