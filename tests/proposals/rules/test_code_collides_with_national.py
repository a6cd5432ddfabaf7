"""Rule ``code-collides-with-national``: a regional code that the national edition has."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import NATIONAL, RIGHT, edited, findings, sagt, said

RULE = "code-collides-with-national"


def test_the_national_text_is_shown() -> None:
    """So that the steward sees what the code means elsewhere."""
    found = findings(RULE, RIGHT, national={"UX273": "Nationell åtgärd"})
    assert said(found) == [
        "13:11 the code UX273 is in the national edition 2026: Nationell åtgärd; take a free code, or end this one and refer to another in replaced_by",
    ]
    assert sagt(found) == [
        "13:11 koden UX273 finns i den nationella utgåvan 2026: Nationell åtgärd; ta en ledig kod, eller avsluta den här och hänvisa i replaced_by",
    ]


def test_without_an_edition_nothing_is_said() -> None:
    """There is nothing to compare with."""
    assert findings(RULE, RIGHT) == ()


def test_national_documents_describe_the_edition() -> None:
    """Their codes are there of right."""
    assert (
        findings(
            RULE, edited(NATIONAL), national={"UX273": "Utökat hembesök nr 1 (BVC)", "UX274": "x"}
        )
        == ()
    )
