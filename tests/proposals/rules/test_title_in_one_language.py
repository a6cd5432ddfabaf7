"""Rule ``title-in-one-language``: a title without English."""

from __future__ import annotations

from proposals.examples import RIGHT, edited, findings, sagt, said

RULE = "title-in-one-language"


def test_the_title_is_the_place() -> None:
    """It is information."""
    found = findings(RULE, edited(("{sv: Hembesök, en: Home visits}", "Hembesök")))
    assert said(found) == [
        "3:8 the title is in Swedish only; write title: {sv: …, en: …}",
    ]
    assert sagt(found) == [
        "3:8 titeln finns bara på svenska; skriv title: {sv: …, en: …}",
    ]


def test_swedish_alone_in_a_mapping() -> None:
    """That is one language as well."""
    assert said(findings(RULE, edited(("{sv: Hembesök, en: Home visits}", "{sv: Hembesök}")))) == [
        "3:8 the title is in Swedish only; write title: {sv: …, en: …}",
    ]


def test_both_languages() -> None:
    """Reports are read in both."""
    assert findings(RULE, RIGHT) == ()
