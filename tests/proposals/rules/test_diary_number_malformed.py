"""Rule ``diary-number-malformed``: a diary number of no known form."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "diary-number-malformed"


def test_the_number_is_shown() -> None:
    """The hint has one that is right."""
    found = findings(RULE, edited(("RS 2018-00133", "RS 2018/133")))
    assert said(found) == [
        "8:19 the diary number 'RS 2018/133' has no known form; write it as in the decision, such as RS 2018-00133",
    ]
    assert sagt(found) == [
        "8:19 diarienumret 'RS 2018/133' har ingen känd form; skriv det som i beslutet, till exempel RS 2018-00133",
    ]


def test_known_forms() -> None:
    """Those of the sources are among them."""
    assert (
        findings(
            RULE, *[edited(("RS 2018-00133", n)) for n in ("HS 2017-00534-14", "RS-2024-00789-1")]
        )
        == ()
    )


def test_older_forms() -> None:
    """A paragraph and its year, and the year behind the number."""
    assert (
        findings(RULE, *[edited(("RS 2018-00133", n)) for n in ("HSD-A § 44-2015", "HSN 123-2019")])
        == ()
    )
