"""Rule ``published-decision-edited``: a decision of the base that was changed."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import RIGHT, START, edited, findings, sagt, said

RULE = "published-decision-edited"


def test_a_day_was_moved() -> None:
    """Old and new are shown."""
    found = findings(RULE, edited(("decided_on: 2018-11-30", "decided_on: 2018-11-29")), base=RIGHT)
    assert said(found) == [
        "10:17 decided_on of the decision stok-2018-00133 was 2018-11-30 and is now 2018-11-29; put it back; a new decision gets an id of its own",
    ]
    assert sagt(found) == [
        "10:17 decided_on i beslutet stok-2018-00133 var 2018-11-30 och är nu 2018-11-29; återställ det; ett nytt beslut får ett eget id",
    ]


def test_a_start_is_shown_by_its_day() -> None:
    """Its kind alone is a change too."""
    assert said(
        findings(RULE, edited(("latest: 2019-01-01", "exact: 2019-01-01")), base=RIGHT)
    ) == [
        "11:13 starts of the decision stok-2018-00133 was latest 2019-01-01 and is now exact 2019-01-01; put it back; a new decision gets an id of its own",
    ]


def test_what_was_not_known_may_be_filled_in() -> None:
    """A diary number that came later."""
    assert findings(RULE, RIGHT, base=edited(("    diary_number: RS 2018-00133\n", ""))) == ()


def test_titles_and_notes_are_ours() -> None:
    """They are no facts of the decision."""
    assert (
        findings(
            RULE,
            edited((START, f"{START}    note: ny\n")),
            base=edited((START, f"{START}    note: gammal\n")),
        )
        == ()
    )


def test_a_number_that_is_gone_became_unknown() -> None:
    """Taking away is a change."""
    assert said(findings(RULE, edited(("    diary_number: RS 2018-00133\n", "")), base=RIGHT)) == [
        "7:5 diary_number of the decision stok-2018-00133 was RS 2018-00133 and is now unknown; put it back; a new decision gets an id of its own",
    ]
