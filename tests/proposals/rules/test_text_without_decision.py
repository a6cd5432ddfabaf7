"""Rule ``text-without-decision``: a later text that nobody decided on."""

from __future__ import annotations

from proposals.examples import NATIONAL, TEXT, edited, findings, sagt, said

RULE = "text-without-decision"
DATED = """\
    text:
      - {text: Hembesök, from: 2019-01-01}
      - {text: Hembesök ett, from: 2020-01-01}
"""


def test_the_text_is_the_place() -> None:
    """It is told by its words."""
    found = findings(RULE, edited((TEXT, DATED)))
    assert said(found) == [
        "16:9 the text 'Hembesök ett' of UX273 has no decision; write the decision that changed it",
    ]
    assert sagt(found) == [
        "16:9 texten 'Hembesök ett' för UX273 saknar beslut; skriv vilket beslut som ändrade den",
    ]


def test_with_its_decision_it_is_right() -> None:
    """The first has that of the code."""
    assert (
        findings(
            RULE,
            edited((TEXT, DATED.replace("2020-01-01}", "2020-01-01, decision: stok-2018-00133}"))),
        )
        == ()
    )


def test_national_texts_change_with_the_edition() -> None:
    """No decision of ours is behind them."""
    assert findings(RULE, edited(NATIONAL, (TEXT, DATED))) == ()
