"""Rule ``periods-overlap``: two periods of a code that share days."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import TEXT, VALID, edited, findings, sagt, said

RULE = "periods-overlap"
TEXTS = """\
    text:
      - {text: A, from: 2019-01-01, to: 2020-01-01}
      - {text: B, from: 2020-01-01, decision: stok-2018-00133}
"""


def test_the_days_in_both_are_named() -> None:
    """The first has no end."""
    found = findings(
        RULE,
        edited((VALID, "    valid: [{from: 2019-01-01, to: 2020-03-31}, {from: 2020-01-01}]\n")),
    )
    assert said(found) == [
        "16:12 two periods in valid of UX273 overlap: 2020-01-01 – 2020-03-31; end the first on the day before the second begins",
    ]
    assert sagt(found) == [
        "16:12 två perioder i valid för UX273 överlappar: 2020-01-01 – 2020-03-31; avsluta den första dagen innan den andra börjar",
    ]


def test_texts_have_periods_too() -> None:
    """One day in both is enough."""
    assert said(findings(RULE, edited((TEXT, TEXTS)))) == [
        "15:7 two periods in text of UX273 overlap: 2020-01-01 – 2020-01-01; end the first on the day before the second begins",
    ]


def test_an_open_text_ends_where_the_next_begins() -> None:
    """So that nobody need write the end."""
    assert findings(RULE, edited((TEXT, TEXTS.replace(", to: 2020-01-01", "")))) == ()
