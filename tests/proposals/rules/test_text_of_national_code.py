"""Rule ``text-of-national-code``: a regional text that a national code has already."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import RIGHT, findings, sagt, said

RULE = "text-of-national-code"


def test_the_national_code_is_named() -> None:
    """Case, blanks and (i) do not count."""
    found = findings(RULE, RIGHT, national={"ZV025": "utökat hembesök  nr 1 (BVC) (i)"})
    assert said(found) == [
        "14:11 the text 'Utökat hembesök nr 1 (BVC)' is already that of the national code ZV025; use ZV025, or say in the text what differs",
    ]
    assert sagt(found) == [
        "14:11 kodtexten 'Utökat hembesök nr 1 (BVC)' har redan den nationella koden ZV025; använd ZV025, eller säg i texten vad som skiljer",
    ]


def test_the_same_code_is_another_finding() -> None:
    """See code-collides-with-national."""
    assert findings(RULE, RIGHT, national={"UX273": "Utökat hembesök nr 1 (BVC)"}) == ()
