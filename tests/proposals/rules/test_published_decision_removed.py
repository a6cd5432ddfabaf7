"""Rule ``published-decision-removed``: a decision of the base that is gone."""

from __future__ import annotations

from proposals.examples import NEW, RIGHT, edited, findings, sagt, said

RULE = "published-decision-removed"


def test_the_list_of_decisions_is_the_place() -> None:
    """Id and diary number are shown."""
    found = findings(RULE, RIGHT, base=edited(NEW))
    assert said(found) == [
        "7:3 the decision ny (RS 2020-00900) was removed; put it back",
    ]
    assert sagt(found) == [
        "7:3 beslutet ny (RS 2020-00900) är borttaget; återställ det",
    ]


def test_the_same_decisions_remove_none() -> None:
    """Their order does not matter."""
    assert findings(RULE, edited(NEW), base=edited(NEW)) == ()
