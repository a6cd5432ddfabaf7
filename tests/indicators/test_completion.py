"""Completion: who is in the denominator, and by when a visit counts."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from programme import PROGRAMME, figure, persons, visits
from sources import contacts_frame, persons_frame

from kvacodes import Period, indicators
from kvacodes.model import Anchor, AnchorKind
from kvacodes.results import IndicatorRows


def completed(text: str, people: str, **options: object) -> IndicatorRows:
    """Compute completion at the end of 2019, asked a month later."""
    given = {"period": Period.year(2019), "as_of": date(2020, 1, 31), **options}
    return indicators.completion(visits(text), persons(people), PROGRAMME, **given)


def counts(rows: IndicatorRows, step: int | str) -> tuple[int | None, int | None, int]:
    """Return numerator, denominator and missing of a step."""
    row = figure(rows, f"completion.{'all' if step == 'all' else f'step-{step}'}")
    return row.numerator, row.denominator, row.n_missing


@pytest.mark.parametrize(
    ("birth", "expected"), [("2019-10-31", 1), ("2019-11-01", 0), ("2018-01-01", 1)]
)
def test_the_age_must_be_reached_on_the_measure_date(birth: str, expected: int) -> None:
    """Two months on 31 December: born 31 October is in, born 1 November is not."""
    rows = completed("", f"a {birth} u1 2019-12-01 yes")
    assert counts(rows, 2) == (0, expected, 0)


def test_a_visit_counts_until_the_day_of_the_question() -> None:
    """After the period and by the day of the question counts, later does not."""
    people = "a 2019-06-01 u1 2019-06-01 yes"
    assert counts(completed("a c1 2020-01-31 UX273", people), 1) == (1, 1, 0)
    assert counts(completed("a c1 2020-02-01 UX273", people), 1) == (0, 1, 0)


def test_the_period_restricts_neither_births_nor_visits() -> None:
    """A child born and visited in 2018 counts in the follow-up of 2019."""
    rows = completed("a c1 2018-12-01 UX273", "a 2018-11-01 u1 2018-11-01 yes")
    assert counts(rows, 1) == (1, 1, 0)


def test_events_before_birth_count_for_nothing() -> None:
    """A visit dated before birth is accounted for and completes nothing."""
    rows = completed("a c1 2019-05-31 UX273", "a 2019-06-01 u1 2019-06-01 yes")
    assert counts(rows, 1) == (0, 1, 0)
    assert rows.accounting == {"rows_read": 1, "rows_used": 0, "before-birth": 1}


def test_unknown_target_group_and_unknown_birth_are_missing_only() -> None:
    """Neither is in numerator or denominator, whatever visits there are."""
    rows = completed(
        """
        a c1 2019-06-10 UX273
        b c2 2019-06-10 UX273
        c c3 2019-06-10 UX273
        """,
        """
        a 2019-06-01 u1 2019-06-01 ?
        b - u1 2019-06-01 yes
        c 2019-06-01 u1 2019-06-01 no
        d 2019-06-01 u1 2020-01-01 yes
        """,
    )
    assert counts(rows, 1) == (0, 0, 2)
    assert rows.accounting == {
        "rows_read": 3,
        "rows_used": 0,
        "outside-target-group": 1,
        "not-counted": 2,
    }
    assert rows.persons_accounting == {
        "rows_read": 4,
        "rows_used": 0,
        "not-target-group": 1,
        "target-group-unknown": 1,
        "not-listed": 1,
        "birth-date-missing": 1,
    }


def test_two_birth_dates_are_none() -> None:
    """Rows that disagree on the birth date leave the age unknown."""
    rows = completed(
        "",
        """
        a 2019-06-01 u1 2019-06-01 yes
        a 2019-06-02 u2 2019-07-01 yes
        """,
    )
    assert counts(rows, 1) == (0, 0, 1)
    assert rows.persons_accounting["birth-date-conflict"] == 1


def test_all_steps_wait_for_the_last_age() -> None:
    """Six visits of one who is old enough; the other has five and is not all done."""
    six = "\n".join(f"a c{n} 2019-0{n}-01 UX27{n + 2}" for n in range(1, 7))
    five = "\n".join(f"b d{n} 2019-0{n}-01 UX27{n + 2}" for n in range(1, 6))
    rows = completed(
        f"{six}\n{five}",
        """
        a 2018-09-30 u1 2018-10-01 yes
        b 2018-09-30 u1 2018-10-01 yes
        c 2018-10-01 u1 2018-10-01 yes
        """,
    )
    assert counts(rows, 6) == (1, 2, 0)
    assert counts(rows, "all") == (1, 2, 0)
    assert counts(rows, 5) == (2, 3, 0)


def test_one_who_is_not_due_for_any_step_is_accounted_for() -> None:
    """Born the day after the measure date, and listed already."""
    rows = completed("", "a 2020-01-01 u1 2019-12-01 yes")
    assert rows.persons_accounting == {"rows_read": 1, "rows_used": 0, "not-yet-due": 1}


def test_a_family_has_got_what_one_of_its_children_has() -> None:
    """Twins with the visits divided between them: one family, all of it done."""
    text = "\n".join(f"{'ab'[n % 2]} c{n} 2019-0{n}-01 UX27{n + 2}" for n in range(1, 7))
    people = """
        a 2018-09-01 u1 2018-09-01 yes family_id=f
        b 2018-09-01 u1 2018-09-01 yes family_id=f
        c 2018-09-01 u1 2018-09-01 yes
    """
    assert counts(completed(text, people), "all") == (0, 3, 0)
    assert counts(completed(text, people, count="family"), "all") == (1, 2, 0)


def test_the_share_has_its_interval() -> None:
    """Eight of ten: Wilson gives 0.4902 to 0.9433."""
    people = "\n".join(f"p{n} 2019-06-01 u1 2019-06-01 yes" for n in range(10))
    text = "\n".join(f"p{n} c{n} 2019-06-10 UX273" for n in range(8))
    row = figure(completed(text, people), "completion.step-1")
    assert (row.value, round(row.lower, 4), round(row.upper, 4)) == (0.8, 0.4902, 0.9433)
    assert row.bound == "wilson"


def test_it_says_that_it_is_the_librarys_own() -> None:
    """No pass mark, and the ages are named as published ones."""
    rows = completed("", "")
    assert "the library's own, not the decision's" in rows.explain("en")
    assert rows.provenance.assumptions == (
        (
            "the ages of the visits are as published, not from the decision "
            "(goteborg.se, sidan om utökade hembesök)"
        ),
    )


def test_given_days_that_differ_leave_the_age_unknown() -> None:
    """From two days given for one person nothing can be counted, on objects and on tables."""
    sequence = PROGRAMME.sequence
    assert sequence is not None
    given = evolve(PROGRAMME, sequence=evolve(sequence, anchor=Anchor(kind=AnchorKind.GIVEN)))
    listings = persons("a 2019-01-01 u1 2019-01-01 yes\na 2019-01-01 u1 2019-02-01 yes")
    days = (date(2019, 1, 1), date(2019, 12, 30))
    people = [evolve(row, anchor_date=day) for row, day in zip(listings, days, strict=True)]
    asked = {"period": Period.year(2019), "as_of": date(2020, 1, 31)}
    on_objects = indicators.completion([], people, given, **asked)
    on_tables = indicators.completion(
        contacts_frame([]), persons_frame(people), given, **asked
    ).table.filter(indicator="completion.step-1")
    assert counts(on_objects, 1) == (0, 0, 1)
    assert on_tables["n_missing"].to_list() == [1]
