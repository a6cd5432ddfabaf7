"""Rule ``code-outside-namespace``: a code outside the namespace of its document."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import NATIONAL, edited, findings, sagt, said

RULE = "code-outside-namespace"


def test_other_prefix() -> None:
    """Shape and prefix are shown."""
    found = findings(RULE, edited(("UX274", "XU274")))
    assert said(found) == [
        "17:11 the code XU274 lies outside the namespace (LLDDD, UX); correct the code, or namespace if the decision is on another run",
    ]
    assert sagt(found) == [
        "17:11 koden XU274 ligger utanför namnrymden (LLDDD, UX); rätta koden, eller namespace om beslutet gäller en annan följd",
    ]


def test_same_letters_in_the_other_shape() -> None:
    """KKÅ is not KMÅ."""
    assert said(findings(RULE, edited(("UX274", "UXA74")))) == [
        "17:11 the code UXA74 lies outside the namespace (LLDDD, UX); correct the code, or namespace if the decision is on another run",
    ]


def test_what_is_no_code_lies_nowhere() -> None:
    """It has a finding of its own."""
    assert findings(RULE, edited(("UX274", "XU27"))) == ()


def test_national_documents_have_no_namespace_of_their_own() -> None:
    """They name what the authority decides."""
    assert findings(RULE, edited(NATIONAL, ("UX274", "XU274"))) == ()
