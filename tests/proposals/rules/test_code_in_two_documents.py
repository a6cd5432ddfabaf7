"""Rule ``code-in-two-documents``: one code decided on in two documents."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import NATIONAL, RIGHT, edited, findings, sagt, said

RULE = "code-in-two-documents"


def test_the_second_document_is_the_place() -> None:
    """The message leads to the first."""
    found = findings(
        RULE,
        RIGHT,
        edited(("id: hembesok", "id: annat"), ("UX274", "UX284"), ('["UX274"]', '["UX284"]')),
    )
    assert said(found) == [
        "b.yaml:13:11 the code UX273 is already decided on in hembesok (a.yaml:13); take a free code: kvacodes next-free UX",
    ]
    assert sagt(found) == [
        "b.yaml:13:11 koden UX273 beslutas redan i hembesok (a.yaml:13); ta en ledig kod: kvacodes next-free UX",
    ]


def test_twice_in_one_document_is_another_rule() -> None:
    """See duplicate-code."""
    assert findings(RULE, edited(("UX274", "UX273"))) == ()


def test_two_national_documents_may_share_a_code() -> None:
    """They describe it, and decide nothing."""
    assert findings(RULE, edited(NATIONAL), edited(NATIONAL, ("id: hembesok", "id: annat"))) == ()
