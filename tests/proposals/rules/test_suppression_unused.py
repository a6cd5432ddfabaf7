"""Rule ``suppression-unused``: a comment that lets nothing pass."""

from __future__ import annotations

from proposals.examples import TEXT, VALID, edited, findings, sagt, said

RULE = "suppression-unused"


def test_the_comment_is_the_place() -> None:
    """The rule it names found nothing on the line."""
    found = findings(
        RULE,
        edited((VALID, f"{VALID.rstrip()}  # kvacodes: allow text-untidy: tabell\n")),
        rules=["text-untidy", RULE],
    )
    assert said(found) == [
        "16:32 text-untidy finds nothing here; remove the comment",
    ]
    assert sagt(found) == [
        "16:32 text-untidy finner inget här; ta bort kommentaren",
    ]


def test_what_did_not_run_is_not_unused() -> None:
    """Nobody knows whether it is needed."""
    assert (
        findings(
            RULE, edited((VALID, f"{VALID.rstrip()}  # kvacodes: allow text-untidy: tabell\n"))
        )
        == ()
    )


def test_a_comment_that_is_needed() -> None:
    """It lets the finding pass, and says nothing itself."""
    assert (
        findings(
            RULE,
            edited((TEXT, "    text: Hembesök  ett  # kvacodes: allow text-untidy: tabell\n")),
            rules=["text-untidy", RULE],
        )
        == ()
    )
