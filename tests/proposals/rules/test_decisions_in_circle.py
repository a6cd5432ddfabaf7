"""Rule ``decisions-in-circle``: decisions that rest on each other."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import START, edited, findings, sagt, said

RULE = "decisions-in-circle"
OTHER = (
    "  - {id: b, diary_number: RS 2018-1, body: STOK, decided_on: 2018-11-30,"
    " rests_on: [stok-2018-00133]}\n"
)


def test_the_circle_is_told_once() -> None:
    """At the first of its decisions."""
    found = findings(RULE, edited((START, f"{START}    rests_on: [b]\n{OTHER}")))
    assert said(found) == [
        "12:15 the decisions rest on each other: stok-2018-00133 → b → stok-2018-00133; let the older one stand alone",
    ]
    assert sagt(found) == [
        "12:15 besluten vilar på varandra: stok-2018-00133 → b → stok-2018-00133; låt det äldre beslutet stå för sig",
    ]


def test_a_chain_is_none() -> None:
    """The younger rests on the older."""
    assert findings(RULE, edited((START, START + OTHER))) == ()
