"""Month arithmetic against another's: the few lines of ours and python-dateutil agree."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from kvacodes.periods import MonthEnd, Span, add_months, age_in_months

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(-240, 1300)


@given(DAYS, MONTHS)
@example(date(2020, 2, 29), 12)
@example(date(2019, 1, 31), 1)
@example(date(2019, 12, 31), 2)
def test_adding_months_is_that_of_dateutil(day: date, months: int) -> None:
    """Months clamp to the last day of the month, as `relativedelta` does."""
    assert add_months(day, months) == day + relativedelta(months=months)


@given(DAYS, DAYS)
@example(date(2020, 2, 29), date(2021, 2, 28))
@example(date(2019, 1, 31), date(2019, 2, 28))
def test_age_is_the_most_months_that_fit(birth: date, day: date) -> None:
    """The age is the largest number of months that, added to the birth, do not pass the day."""
    age = age_in_months(birth, day)
    assert birth + relativedelta(months=age) <= day < birth + relativedelta(months=age + 1)


@given(DAYS, MONTHS, st.integers(0, 60))
def test_span_adds_months_before_days(day: date, months: int, days: int) -> None:
    """A span adds its months first, then its days."""
    expected = day + relativedelta(months=months) + relativedelta(days=days)
    assert Span(months, days).after(day) == expected


@given(DAYS, MONTHS)
def test_rolling_differs_only_where_the_day_is_missing(day: date, months: int) -> None:
    """A day that the month has is the same either way; one it lacks rolls to the next first."""
    clamped, rolled = add_months(day, months), add_months(day, months, MonthEnd.ROLL)
    if clamped.day == day.day:
        assert rolled == clamped
    else:
        assert rolled == clamped + relativedelta(days=1)
        assert rolled.day == 1
