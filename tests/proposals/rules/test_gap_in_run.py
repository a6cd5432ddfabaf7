"""Rule ``gap-in-run``: a number that a run of codes skips."""

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "gap-in-run"
SKIPPED = edited(("UX274", "UX275"), ('["UX274"]', '["UX275"]'))


def test_the_codes_are_the_place_without_a_run() -> None:
    """One number between first and last."""
    found = findings(RULE, SKIPPED)
    assert said(found) == [
        "13:3 the run lacks UX274; add the code, or shorten the run in namespace.run",
    ]
    assert sagt(found) == [
        "13:3 följden saknar UX274; lägg till koden, eller korta följden i namespace.run",
    ]


def test_the_run_is_the_place_where_there_is_one() -> None:
    """It says more than the codes."""
    assert said(
        findings(RULE, edited(("prefix: UX", 'prefix: UX, run: {from: "UX273", to: "UX276"}')))
    ) == [
        "4:42 the run lacks UX275, UX276; add the code, or shorten the run in namespace.run",
    ]


def test_a_number_that_another_document_has_was_not_lost() -> None:
    """Two programmes may lie in each other."""
    assert (
        findings(
            RULE,
            SKIPPED,
            edited(
                ("id: hembesok", "id: annat"),
                ("UX273", "UX274"),
                ('UX274"\n    text: Utökat hembesök nr 2', 'UX276"\n    text: Annat'),
            ),
        )
        == ()
    )


def test_a_code_that_is_none_was_likely_meant() -> None:
    """It has a finding of its own."""
    assert (
        findings(
            RULE,
            edited(
                ("UX274", "UX27"), ("prefix: UX", 'prefix: UX, run: {from: "UX273", to: "UX274"}')
            ),
        )
        == ()
    )


def test_codes_far_apart_are_no_run() -> None:
    """Without a run, more than two missing numbers mean nothing."""
    assert findings(RULE, edited(("UX274", "UX299"))) == ()
