"""Applications: deadline, submitter, attachments."""

from __future__ import annotations

from datetime import date

import pytest

from kvacodes.funding import application_open
from kvacodes.model import Label
from kvacodes.model.rules import ApplicationRule

RULE = ApplicationRule(
    id="projects-2018",
    title=Label("Lokala satsningar", "Local projects"),
    opens=date(2018, 1, 2),
    deadline=date(2018, 2, 28),
    submitted_by=("lokal processledare", "FMF"),
    attachments=("projektplan", "kostnadskalkyl"),
    decided_by="Koncernkontoret",
    answered_to=Label("den som ansökt", "the one who applied"),
)
WHOLE = {"submitted_by": "FMF", "attachments": ["Projektplan", " kostnadskalkyl"]}


@pytest.mark.parametrize(
    ("day", "findings"),
    [
        (date(2018, 1, 1), ["application-too-early"]),
        (date(2018, 1, 2), []),
        (date(2018, 2, 28), []),
        (date(2018, 3, 1), ["application-too-late"]),
    ],
)
def test_the_last_day_is_in_time(day: date, findings: list[str]) -> None:
    """Open from the first through the last day."""
    answer = application_open(RULE, on=day, **WHOLE)  # type: ignore[arg-type]
    assert [f.finding for f in answer] == findings
    assert bool(answer) is not bool(findings)


def test_everything_that_stands_against_it() -> None:
    """Too late, by the wrong one, without the plan: all told at once, in both languages."""
    answer = application_open(
        RULE, on=date(2018, 3, 1), submitted_by="verksamhetschef", attachments=["kostnadskalkyl"]
    )
    assert not answer.is_open
    assert answer.explain("sv").splitlines() == [
        "Lokala satsningar: kan inte göras 2018-03-01",
        "- ansökan kom 2018-03-01; sista dag var 2018-02-28",
        "- ansökan görs av verksamhetschef; den ska göras via lokal processledare / FMF",
        "- projektplan saknas bland bilagorna",
        "Koncernkontoret beslutar efter 2018-02-28",
        "svar till den som ansökt",
    ]
    assert answer.explain("en").splitlines() == [
        "Local projects: cannot be made 2018-03-01",
        "- the application came on 2018-03-01; the last day was 2018-02-28",
        (
            "- the application is made by verksamhetschef; it must come through"
            " lokal processledare / FMF"
        ),
        "- projektplan is missing among the attachments",
        "Koncernkontoret decides after 2018-02-28",
        "the answer goes to the one who applied",
    ]


def test_what_is_not_told_is_not_checked() -> None:
    """The day alone: open, and the answer says what was left out."""
    answer = application_open(RULE, on=date(2018, 2, 1))
    assert answer
    assert [f.words("sv") for f in answer] == [
        "inte angivet och inte prövat: den sökande",
        "inte angivet och inte prövat: bilagorna",
    ]
    assert [str(f) for f in answer] == [
        "information: not given and not checked: the submitter [application-not-checked]",
        "information: not given and not checked: the attachments [application-not-checked]",
    ]


def test_nobody_is_not_unknown() -> None:
    """An empty submitter and no attachments are known, and wrong."""
    answer = application_open(RULE, on=date(2018, 2, 1), submitted_by="", attachments=[])
    assert [f.words("en") for f in answer] == [
        "the application is made by nobody; it must come through lokal processledare / FMF",
        "projektplan is missing among the attachments",
        "kostnadskalkyl is missing among the attachments",
    ]


def test_a_rule_that_asks_for_nothing_but_a_day() -> None:
    """Without roles and attachments nothing but the deadline counts."""
    rule = ApplicationRule(id="plain", deadline=date(2018, 2, 28))
    answer = application_open(rule, on=date(1999, 1, 1))
    assert answer.explain("sv") == "plain: kan göras 1999-01-01"
    assert tuple(answer) == ()
