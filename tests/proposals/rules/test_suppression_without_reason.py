"""Rule ``suppression-without-reason``: a comment that does not say why."""

from __future__ import annotations

from proposals.examples import VALID, edited, findings, sagt, said

RULE = "suppression-without-reason"


def test_no_reason() -> None:
    """The finding it names stays, too."""
    found = findings(RULE, edited((VALID, f"{VALID.rstrip()}  # kvacodes: allow text-untidy\n")))
    assert said(found) == [
        "16:32 the suppression does not say why; write # kvacodes: allow RULE: reason",
    ]
    assert sagt(found) == [
        "16:32 undertryckningen säger inte varför; skriv # kvacodes: allow REGEL: skäl",
    ]


def test_no_rule() -> None:
    """All rules at once cannot be let pass."""
    found = findings(RULE, edited((VALID, f"{VALID.rstrip()}  # kvacodes: allow: tabell\n")))
    assert said(found) == [
        "16:32 the suppression names no rule; write # kvacodes: allow RULE: reason",
    ]
    assert sagt(found) == [
        "16:32 undertryckningen namnger ingen regel; skriv # kvacodes: allow REGEL: skäl",
    ]


def test_unknown_rule() -> None:
    """The one that was meant is named."""
    found = findings(
        RULE, edited((VALID, f"{VALID.rstrip()}  # kvacodes: allow text-untidi: tabell\n"))
    )
    assert said(found) == [
        "16:32 there is no rule text-untidi; did you mean text-untidy?",
    ]
    assert sagt(found) == [
        "16:32 det finns ingen regel text-untidi; menade du text-untidy?",
    ]


def test_rule_and_reason() -> None:
    """That is how it is written."""
    assert (
        findings(
            RULE, edited((VALID, f"{VALID.rstrip()}  # kvacodes: allow text-untidy: tabell\n"))
        )
        == ()
    )
