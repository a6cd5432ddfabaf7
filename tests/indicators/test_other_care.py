"""Other care: which contacts are others, and how codes are grouped."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from programme import PROGRAMME, figure, persons, visits

from kvacodes import Period, indicators
from kvacodes.errors import InputError, UnknownNameError, UsageError
from kvacodes.indicators.care_groups import OTHER, chapter_of, procedure_group_of
from kvacodes.results import IndicatorRows

PEOPLE = """
    a 2019-01-01 u1 2019-01-01 yes
    b 2019-01-01 u1 2019-01-01 yes
"""
TEXT = """
    a c1 2019-03-01 UX273+ZV509
    a c1 2019-03-01 Z00.1 system=icd10se
    a c2 2019-02-01 J06.9 system=icd10se
    a c2 2019-02-01 DJ010
    a c3 2019-04-01 -
    a c4 2019-05-01 j069 system=icd10se
    b c5 2019-04-01 J06.9 system=icd10se
"""


def others(text: str = TEXT, **options: object) -> IndicatorRows:
    """Count other care in 2019."""
    given = {"period": Period.year(2019), "as_of": date(2020, 1, 31), **options}
    return indicators.other_care(visits(text), persons(PEOPLE), PROGRAMME, **given)


def test_persons_with_a_visit_are_the_denominator() -> None:
    """Of two children only the visited one counts, with three other contacts."""
    rows = others()
    share = figure(rows, "other-care.persons")
    assert (share.numerator, share.denominator) == (1, 1)
    assert figure(rows, "other-care.contacts").value == 3
    assert figure(rows, "other-care.uncoded").value == 1


def test_diagnoses_count_on_any_contact_and_procedures_on_other_ones() -> None:
    """J06 on two contacts of one child, Z00 on the visit itself; ZV509 is no other care."""
    rows = others()
    found = {r.indicator: r.value for r in rows if r.indicator.endswith(".contacts")}
    assert found == {
        "other-care.contacts": 3,
        "other-care.chapter.X.contacts": 2,
        "other-care.chapter.XXI.contacts": 1,
        "other-care.category.J06.contacts": 2,
        "other-care.category.Z00.contacts": 1,
        "other-care.procedure-group.KMA-DJ.contacts": 1,
    }
    assert figure(rows, "other-care.chapter.X").value == 1.0


def test_every_row_is_used_or_accounted_for() -> None:
    """Rows of the child without visits are not counted; all others are used."""
    assert others().accounting == {"rows_read": 8, "rows_used": 7, "not-counted": 1}


def test_before_and_after_a_step() -> None:
    """One contact lies before the first visit, two after it, one of them within 31 days."""
    assert figure(others(before=1), "other-care.contacts").value == 1
    assert figure(others(after=1), "other-care.contacts").value == 2
    assert figure(others(after=1, within=31), "other-care.contacts").value == 1
    assert figure(others(after=1, within=30), "other-care.contacts").value == 0
    assert figure(others(after=1, within=0), "other-care.contacts").value == 0
    assert figure(others(before=1, within=0), "other-care.contacts").value == 0
    assert figure(others(after=2), "other-care.persons").denominator == 0


def test_the_words_tell_the_step_and_how_far_from_it() -> None:
    """Whose contacts they are follows from the step; without one, from any visit."""
    after = others(after=1, within=31)
    assert after.explain("sv").startswith(
        "Andra kontakter i perioden högst 31 dagar efter besök 1, kodade eller inte, för personer "
        "som har fått besök 1, och deras diagnoser."
    )
    assert after.explain("en").startswith(
        "Other contacts of the period at most 31 days after step 1, coded or not, of persons who "
        "have had step 1, and their diagnoses."
    )
    assert "of the period before step 2, coded" in others(before=2).explain("en")
    assert "had at least one of the programme's visits" in others().explain("en")


def test_divisions_are_asked_for() -> None:
    """Only chapters."""
    names = {r.indicator.split(".")[1] for r in others(detail="chapter")}
    assert names == {"persons", "contacts", "uncoded", "chapter"}


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"before": 1, "after": 2},
            UsageError,
            "before and after are both given; expected at most one of them",
        ),
        ({"within": 30}, UsageError, "within is given without before or after; within of what?"),
        ({"after": 1, "within": -1}, UsageError, "within is -1; expected 0 days or more"),
        (
            {"after": 1, "within": "30"},
            InputError,
            (
                "within: found a value of type str, expected whole days, or a Span; write 28, or "
                "Span(months=2)"
            ),
        ),
        ({"after": 9}, UnknownNameError, "no step '9'"),
        (
            {"detail": "chapters"},
            UnknownNameError,
            "no detail 'chapters'; did you mean chapter or category?",
        ),
    ],
)
def test_arguments_that_make_no_sense(
    options: dict[str, object], error: type[Exception], message: str
) -> None:
    """What does not go together is an error in words."""
    with pytest.raises(error) as raised:
        others(**options)
    assert str(raised.value) == message


def test_every_national_diagnosis_has_a_chapter(national_lists: Path) -> None:
    """All codes of ICD-10-SE 2020 belong to one; the edges are where the chapters change."""
    with (national_lists / "icd10se_2020.csv").open(encoding="utf-8") as file:
        codes = [row["kod"] for row in csv.DictReader(file)]
    assert OTHER not in {chapter_of(code) for code in codes}
    edges = {c: chapter_of(c) for c in ("D489", "D500", "H599", "H600", "T983", "V010", "U071")}
    assert edges == {
        "D489": "II",
        "D500": "III",
        "H599": "VII",
        "H600": "VIII",
        "T983": "XIX",
        "V010": "XX",
        "U071": "XXII",
    }


def test_what_is_no_code_has_no_group() -> None:
    """Free text in the column of codes is grouped as other."""
    assert (chapter_of("okänd"), procedure_group_of("okänd")) == (OTHER, OTHER)
