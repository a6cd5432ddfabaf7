"""Rule ``person-named``: a person in a field for roles and units."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import TEXT, edited, findings, sagt, said

RULE = "person-named"
BODY = "    body: STOK\n"


def test_the_name_is_not_repeated() -> None:
    """Two capitalised words that are neither role, unit nor place."""
    found = findings(
        RULE, edited((BODY, f"{BODY}    requested_by: Karin Testlund, barnhälsovårdsöverläkare\n"))
    )
    assert said(found) == [
        "10:19 the field seems to name a person; write role and unit instead",
    ]
    assert sagt(found) == [
        "10:19 fältet tycks namnge en person; skriv roll och enhet i stället",
    ]


def test_roles_units_and_places_are_known() -> None:
    """Several of them, with small words between."""
    assert (
        findings(
            RULE,
            edited(
                (
                    BODY,
                    f"{BODY}    requested_by: Barnhälsovårdsöverläkare, Göteborg och södra Bohuslän\n",
                )
            ),
        )
        == ()
    )


def test_who_looked_it_through_is_a_role() -> None:
    """The review is one of the fields."""
    assert said(findings(RULE, edited(("by: Barnhälsovårdsöverläkare", "by: Karin Testlund")))) == [
        "5:14 the field seems to name a person; write role and unit instead",
    ]


def test_a_number_beside_it_is_another_finding() -> None:
    """One is enough at a place."""
    assert (
        findings(RULE, edited((BODY, f"{BODY}    requested_by: Karin Testlund, 031-700 50 00\n")))
        == ()
    )


def test_other_texts_may_name_whom_they_want() -> None:
    """A method is often named after somebody."""
    assert findings(RULE, edited((TEXT, "    text: Bedömning enligt Karin Testlund\n"))) == ()
