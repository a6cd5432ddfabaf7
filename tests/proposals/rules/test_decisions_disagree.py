"""Rule ``decisions-disagree``: one decision told in two ways."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import START, edited, findings, sagt, said

RULE = "decisions-disagree"
AGAIN = "  - {id: b, diary_number: RS 2018-00133, body: STOK, decided_on: 2018-11-30, note: n}\n"


def test_one_day_differs() -> None:
    """The day is the place, and the other one is named."""
    found = findings(RULE, edited((START, START + AGAIN.replace("2018-11-30", "2018-11-03"))))
    assert said(found) == [
        "12:66 RS 2018-00133 has decided_on 2018-11-03, but 2018-11-30 at a.yaml:10; tell the decision alike in both",
    ]
    assert sagt(found) == [
        "12:66 RS 2018-00133 har decided_on 2018-11-03, men 2018-11-30 på a.yaml:10; återge beslutet lika på båda ställena",
    ]


def test_more_than_one_fact_differs() -> None:
    """Then the diary number was likely copied."""
    found = findings(
        RULE,
        edited((START, START + AGAIN.replace("2018-11-30", "2018-11-03").replace("STOK", "HSNG"))),
    )
    assert said(found) == [
        "12:27 RS 2018-00133 is also stok-2018-00133 at a.yaml:8, with other body, decided_on; was the diary number copied? each decision has its own",
    ]
    assert sagt(found) == [
        "12:27 RS 2018-00133 är också stok-2018-00133 på a.yaml:8, med annat i body, decided_on; är diarienumret kopierat? varje beslut har sitt eget",
    ]


def test_told_alike_it_may_stand_twice() -> None:
    """Each document names what it rests on."""
    assert findings(RULE, edited((START, START + AGAIN))) == ()


def test_spellings_of_the_number_are_one_number() -> None:
    """RS-2018-00133 is RS 2018-00133."""
    assert said(
        findings(
            RULE,
            edited(
                (
                    START,
                    START
                    + AGAIN.replace("2018-11-30", "2018-11-03").replace(
                        "RS 2018-00133", "rs-2018–00133"
                    ),
                )
            ),
        )
    ) == [
        "12:66 rs-2018–00133 has decided_on 2018-11-03, but 2018-11-30 at a.yaml:10; tell the decision alike in both",
    ]


def test_what_is_not_said_does_not_differ() -> None:
    """The second entry may tell less."""
    assert (
        findings(
            RULE,
            edited(
                (START, f"{START}{AGAIN}"),
                (START, f"{START.rstrip()}\n    approved_on: 2018-11-22\n"),
            ),
        )
        == ()
    )
