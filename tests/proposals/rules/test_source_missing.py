"""Rule ``source-missing``: a source that is claimed and not named."""

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "source-missing"
ASSUMED = "before: {months: 4}, basis: assumption"


def test_the_basis_is_the_place() -> None:
    """The hint has both ways out."""
    found = findings(RULE, edited((ASSUMED, ASSUMED.replace("assumption", "source"))))
    assert said(found) == [
        "30:63 basis is source, but source is missing; write the source, or basis: assumption",
    ]
    assert sagt(found) == [
        "30:63 basis är source, men source saknas; skriv källan, eller basis: assumption",
    ]


def test_what_is_derived_is_derived_from_something() -> None:
    """It needs its source too."""
    assert said(findings(RULE, edited((ASSUMED, ASSUMED.replace("assumption", "derived"))))) == [
        "30:63 basis is derived, but source is missing; write the source, or basis: assumption",
    ]


def test_a_source_beside_it() -> None:
    """That is what is asked for."""
    assert (
        findings(
            RULE, edited((ASSUMED, ASSUMED.replace("assumption", "source, source: goteborg.se")))
        )
        == ()
    )


def test_the_namespace_rests_on_the_codes() -> None:
    """There is nowhere to write a source."""
    assert (
        findings(
            RULE,
            edited(
                (
                    "region: Västra Götalandsregionen, basis: assumption",
                    "region: Västra Götalandsregionen, basis: derived",
                )
            ),
        )
        == ()
    )
