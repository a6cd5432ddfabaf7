"""Rule ``decision-in-future``: a decision dated after the day of the check."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from datetime import date

from proposals.examples import RIGHT, findings, sagt, said

RULE = "decision-in-future"


def test_the_day_after() -> None:
    """Both days are named."""
    found = findings(RULE, RIGHT, on=date(2018, 11, 29))
    assert said(found) == [
        "10:17 the decision stok-2018-00133 is dated 2018-11-30, after 2018-11-29; correct the day, or wait with taking the decision in",
    ]
    assert sagt(found) == [
        "10:17 beslutet stok-2018-00133 är daterat 2018-11-30, efter 2018-11-29; rätta dagen, eller vänta med att ta in beslutet",
    ]


def test_on_the_day_itself_it_is_made() -> None:
    """A decision holds from its day."""
    assert findings(RULE, RIGHT, on=date(2018, 11, 30)) == ()


def test_without_a_day_nothing_is_said() -> None:
    """Only the command line knows today."""
    assert findings(RULE, RIGHT, on=None) == ()
