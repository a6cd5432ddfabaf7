"""The rate of conformance: who is counted, and what lowers it."""

from __future__ import annotations

from datetime import date

import pytest
from programme import PROGRAMME, figure, persons, visits
from sources import contacts_frame, persons_frame

from kvacodes import Period, indicators
from kvacodes.errors import UsageError
from kvacodes.results import IndicatorRows

PEOPLE = "\n".join(f"{p} 2019-03-01 u1 2019-03-01 yes" for p in "abcd")


def rate(text: str, **options: object) -> IndicatorRows:
    """Compute the rate of 2019."""
    given = {"period": Period.year(2019), "as_of": date(2020, 1, 31), **options}
    return indicators.conformance_rate(visits(text), persons(PEOPLE), PROGRAMME, **given)


def test_errors_lower_the_rate_and_assumptions_do_not() -> None:
    """A duplicate is an error; too late by an assumed window is a warning."""
    text = """
        a c1 2019-03-10 UX273
        a c2 2019-03-20 UX273
        b c3 2019-08-10 UX273
        c c4 2019-03-10 UX273
    """
    row = figure(rate(text), "conformance-rate")
    assert (row.numerator, row.denominator) == (2, 3)
    assert figure(rate(text, severity="warning"), "conformance-rate").numerator == 0


def test_persons_are_counted_by_a_visit_in_the_period() -> None:
    """No visit, or one in another year: not in the denominator."""
    row = figure(rate("a c1 2020-01-10 UX273"), "conformance-rate")
    assert (row.denominator, row.value) == (0, None)


def test_a_visit_before_birth_is_an_error_of_someone_counted() -> None:
    """Nothing is judged, and yet it is wrong."""
    row = figure(rate("a c1 2019-02-28 UX273"), "conformance-rate")
    assert (row.numerator, row.denominator) == (0, 1)


def test_a_severity_that_does_not_exist() -> None:
    """The three that do are named."""
    with pytest.raises(UsageError) as raised:
        rate("", severity="grave")
    assert str(raised.value) == (
        "severity is 'grave'; expected 'error', 'warning' or 'information'"
    )


def test_what_lies_after_the_day_of_the_question_is_not_registered_yet() -> None:
    """In the period, before birth, and later than anyone can know: in no denominator."""
    people = persons("a 2020-02-29 u1 2020-02-29 yes")
    rows = visits("a c1 2020-02-01 UX273")
    asked = {"period": Period.year(2020), "as_of": date(2020, 1, 15)}
    found = indicators.conformance_rate(rows, people, PROGRAMME, **asked)
    assert figure(found, "conformance-rate").denominator == 0
    tables = contacts_frame(rows), persons_frame(people)
    in_tables = indicators.conformance_rate(*tables, PROGRAMME, **asked)
    assert in_tables.table["denominator"].to_list() == [0]
