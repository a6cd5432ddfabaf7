"""Rule ``diary-number-missing``: a decision on codes without a diary number."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import NATIONAL, START, edited, findings, sagt, said

RULE = "diary-number-missing"
NUMBER = "    diary_number: RS 2018-00133\n"


def test_the_entry_is_the_place() -> None:
    """There is no other place to lead to."""
    found = findings(RULE, edited((NUMBER, "")))
    assert said(found) == [
        "7:5 the decision stok-2018-00133 has no diary_number, but codes rest on it; write the diary number as it stands in the decision",
    ]
    assert sagt(found) == [
        "7:5 beslutet stok-2018-00133 saknar diary_number, men koder vilar på det; skriv diarienumret som det står i beslutet",
    ]


def test_a_decision_on_other_things_may_have_none() -> None:
    """An agreement is not filed as a decision on codes."""
    assert (
        findings(
            RULE,
            edited((START, f"{START}  - {{id: b, body: HSNG, decided_on: 2018-06-21, note: n}}\n")),
        )
        == ()
    )


def test_a_national_decision_needs_a_source_instead() -> None:
    """It is read in an edition."""
    assert said(findings(RULE, edited(NATIONAL, (NUMBER, "")))) == [
        "7:5 the decision stok-2018-00133 has no source, but codes rest on it; write where the decision can be read",
    ]


def test_with_its_source_it_is_right() -> None:
    """Then everybody can look it up."""
    assert findings(RULE, edited(NATIONAL, (NUMBER, "    source: KVÅ 2019\n"))) == ()


def test_a_number_that_cannot_be_read_is_there() -> None:
    """The reader has said what is wrong with it."""
    assert findings(RULE, edited((NUMBER, "    diary_number: [RS 2018-00133]\n"))) == ()
