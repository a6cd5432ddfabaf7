"""Rule ``validity-edited``: days of a code that changed without a decision."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import ENDED, NEW, RIGHT, VALID, edited, findings, sagt, said

RULE = "validity-edited"
ONCE = "    valid: [{from: 2019-01-01, to: 2019-06-30}]\n    note: vila\n"
BACK = "    valid: [{from: 2019-01-01, to: 2019-06-30}, {from: 2020-01-01}]\n    note: vila\n"


def test_an_earlier_start() -> None:
    """Old and new are shown."""
    found = findings(RULE, edited((VALID, VALID.replace("2019-01-01", "2018-12-01"))), base=RIGHT)
    assert said(found) == [
        "16:12 UX273 was in force 2019-01-01 – … and is now 2018-12-01 – …; put the period back; an end has its day and ended_by a new decision",
    ]
    assert sagt(found) == [
        "16:12 UX273 gällde 2019-01-01 – … och gäller nu 2018-12-01 – …; återställ perioden; ett slut får en dag och ended_by ett nytt beslut",
    ]


def test_ended_by_a_new_decision() -> None:
    """That is how a code ends."""
    assert findings(RULE, edited(NEW, (VALID, ENDED)), base=RIGHT) == ()


def test_ended_by_an_old_one() -> None:
    """The base had that decision, and the code went on."""
    assert said(findings(RULE, edited(NEW, (VALID, ENDED)), base=edited(NEW))) == [
        "17:12 UX273 was in force 2019-01-01 – … and is now 2019-01-01 – 2020-12-31; put the period back; an end has its day and ended_by a new decision",
    ]


def test_it_may_come_back() -> None:
    """By a decision that the base does not have."""
    assert findings(RULE, edited(NEW, (VALID, BACK)), base=edited((VALID, ONCE))) == ()


def test_an_old_period_may_not_be_moved() -> None:
    """Not even by a new decision."""
    assert said(
        findings(
            RULE,
            edited(NEW, (VALID, BACK.replace("2019-06-30", "2019-05-31"))),
            base=edited((VALID, ONCE)),
        )
    ) == [
        "17:12 UX273 was in force 2019-01-01 – 2019-06-30 and is now 2019-01-01 – 2019-05-31, 2020-01-01 – …; put the period back; an end has its day and ended_by a new decision",
    ]


def test_a_period_may_not_be_dropped() -> None:
    """What was in force was in force."""
    assert said(findings(RULE, edited(NEW, (VALID, ONCE)), base=edited(NEW, (VALID, BACK)))) == [
        "17:12 UX273 was in force 2019-01-01 – 2019-06-30, 2020-01-01 – … and is now 2019-01-01 – 2019-06-30; put the period back; an end has its day and ended_by a new decision",
    ]


def test_what_was_in_force_was_in_force() -> None:
    """A new decision moves no start, no earlier period, and drops none."""
    for before, after in (
        (VALID, VALID.replace("2019-01-01", "2018-12-01")),
        (BACK, BACK.replace("2019-06-30", "2019-05-31")),
        (BACK, ONCE),
    ):
        found = findings(RULE, edited(NEW, (VALID, after)), base=edited((VALID, before)))
        assert len(found) == 1
