"""Days: calendar arithmetic, intervals, reporting periods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import cast

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from kvacodes.errors import InputError, UsageError
from kvacodes.periods import (
    ALWAYS,
    Interval,
    MonthEnd,
    Period,
    Span,
    add_months,
    age_in_months,
    merged,
    require_comparable,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "clamped", "rolled"),
    [
        (date(2019, 1, 31), 1, date(2019, 2, 28), date(2019, 3, 1)),
        (date(2020, 1, 31), 1, date(2020, 2, 29), date(2020, 3, 1)),
        (date(2020, 2, 29), 12, date(2021, 2, 28), date(2021, 3, 1)),
        (date(2020, 2, 29), 48, date(2024, 2, 29), date(2024, 2, 29)),
        (date(2019, 3, 31), 8, date(2019, 11, 30), date(2019, 12, 1)),
        (date(2019, 12, 31), 2, date(2020, 2, 29), date(2020, 3, 1)),
        (date(2019, 3, 31), -1, date(2019, 2, 28), date(2019, 3, 1)),
        (date(2019, 1, 15), 0, date(2019, 1, 15), date(2019, 1, 15)),
        (date(9999, 12, 1), 1, date.max, date.max),
    ],
)
def test_months_clamp_or_roll(day: date, months: int, clamped: date, rolled: date) -> None:
    """A day that the month lacks is its last, or the first of the next."""
    assert add_months(day, months) == clamped
    assert add_months(day, months, MonthEnd.ROLL) == rolled


@given(DAYS, st.integers(-1200, 1200))
def test_months_are_those_of_dateutil(day: date, months: int) -> None:
    """The library's own arithmetic is a faster form of relativedelta."""
    assert add_months(day, months) == day + relativedelta(months=months)


@pytest.mark.parametrize(
    ("birth", "day", "months"),
    [
        (date(2019, 1, 31), date(2019, 2, 27), 0),
        (date(2019, 1, 31), date(2019, 2, 28), 1),
        (date(2020, 2, 29), date(2021, 2, 27), 11),
        (date(2020, 2, 29), date(2021, 2, 28), 12),
        (date(2019, 5, 10), date(2019, 5, 10), 0),
        (date(2019, 5, 10), date(2019, 5, 9), -1),
        (date(2019, 5, 10), date(2019, 4, 10), -1),
        (date(2019, 5, 10), date(2019, 4, 9), -2),
    ],
)
def test_ages_are_completed_months(birth: date, day: date, months: int) -> None:
    """On the last day of a shorter month, and before birth."""
    assert age_in_months(birth, day) == months


@given(DAYS, DAYS)
def test_an_age_is_the_largest_number_of_months_that_fit(birth: date, day: date) -> None:
    """The definition itself."""
    months = age_in_months(birth, day)
    assert add_months(birth, months) <= day < add_months(birth, months + 1)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(), "0 days"),
        (Span(1), "1 month"),
        (Span(24), "2 years"),
        (Span(14), "14 months"),
        (Span(0, 14), "2 weeks"),
        (Span(0, 1), "1 day"),
        (Span(2, 7), "2 months 7 days"),
        (Span(12, 1), "1 year 1 day"),
    ],
)
def test_spans_are_said_as_people_would(span: Span, text: str) -> None:
    """Whole years and weeks as such, the rest as months and days."""
    assert str(span) == text
    assert bool(span) is (text != "0 days")


def test_spans_add_months_before_days() -> None:
    """And end with the calendar."""
    assert Span(1, 1).after(date(2019, 1, 31)) == date(2019, 3, 1)
    assert Span(1, 1).after(date(2019, 1, 31), MonthEnd.ROLL) == date(2019, 3, 2)
    assert Span(0, 1).after(date.max) == date.max
    assert Span(12, 4).approximate_days == pytest.approx(369.2425)


def test_intervals_hold_their_start_and_not_their_end() -> None:
    """Half-open, and open where a side is None."""
    year = Interval(date(2019, 1, 1), date(2020, 1, 1))
    assert date(2019, 1, 1) in year
    assert date(2019, 12, 31) in year
    assert date(2020, 1, 1) not in year
    assert date(2018, 12, 31) not in year
    assert year == Interval.through(date(2019, 1, 1), date(2019, 12, 31))
    assert year.last == date(2019, 12, 31)
    assert date.max in ALWAYS
    assert ALWAYS.last is None
    assert Interval.through(None, date.max) == ALWAYS
    assert str(year) == "2019-01-01 – 2019-12-31"
    assert str(ALWAYS) == "… – …"


@pytest.mark.parametrize("end", [date(2019, 1, 1), date(2018, 12, 31)])
def test_an_interval_has_a_day(end: date) -> None:
    """An end that is not after the start is refused."""
    with pytest.raises(ValueError, match="an interval") as raised:
        Interval(date(2019, 1, 1), end)
    assert str(raised.value) == f"an interval that ends {end} cannot start 2019-01-01"


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        (ALWAYS, (2, 5)),
        (Interval(date(2019, 1, 1), date(2019, 1, 2)), None),
        (Interval(date(2019, 1, 5)), None),
        (Interval(date(2019, 1, 4)), (4, 5)),
        (Interval(None, date(2019, 1, 3)), (2, 3)),
    ],
)
def test_overlaps(other: Interval, overlap: tuple[int, int] | None) -> None:
    """Intervals that touch do not overlap."""
    interval = Interval(date(2019, 1, 2), date(2019, 1, 5))
    expected = overlap and Interval(date(2019, 1, overlap[0]), date(2019, 1, overlap[1]))
    assert interval.overlap(other) == expected
    assert other.overlap(interval) == expected
    assert other.covers([interval]) is (overlap == (2, 5))


INTERVALS = st.builds(
    lambda start, days: Interval(start, None if days == 0 else start + timedelta(days=days)),
    st.dates(date(2019, 1, 1), date(2019, 2, 28)),
    st.integers(0, 20),
)


@given(st.lists(INTERVALS, max_size=6))
def test_merging_keeps_the_days_in_the_fewest_intervals(intervals: list[Interval]) -> None:
    """The same days, apart from each other, in order."""
    together = merged(intervals)
    for n in range(100):
        day = date(2018, 12, 25) + timedelta(days=n)
        assert any(day in i for i in together) is any(day in i for i in intervals)
    for earlier, later in pairwise(together):
        assert earlier.end is not None
        assert later.start is not None
        assert earlier.end < later.start


def test_merging_from_the_beginning_of_time() -> None:
    """An open start comes first; an open end swallows what follows."""
    first, second = Interval(None, date(2019, 1, 1)), Interval(date(2018, 1, 1))
    assert merged([second, first, Interval(date(2020, 1, 1))]) == (ALWAYS,)
    assert merged([]) == ()


@pytest.mark.parametrize(
    ("period", "first", "last", "label"),
    [
        (Period.year(2019), date(2019, 1, 1), date(2019, 12, 31), "2019"),
        (Period.half_year(2019, 1), date(2019, 1, 1), date(2019, 6, 30), "2019-H1"),
        (Period.half_year(2019, 2), date(2019, 7, 1), date(2019, 12, 31), "2019-H2"),
        (Period.interim(2020, 2), date(2020, 1, 1), date(2020, 2, 29), "2020-01-01/2020-02-29"),
        (Period.interim(2019, 12), date(2019, 1, 1), date(2019, 12, 31), "2019"),
        (
            Period.to(date(2019, 4, 30)),
            date(2019, 1, 1),
            date(2019, 4, 30),
            "2019-01-01/2019-04-30",
        ),
        (
            Period(date(2019, 2, 3), date(2019, 2, 3)),
            date(2019, 2, 3),
            date(2019, 2, 3),
            "2019-02-03/2019-02-03",
        ),
    ],
)
def test_reporting_periods(period: Period, first: date, last: date, label: str) -> None:
    """Both days belong to the period."""
    assert (period.first, period.last, period.label, str(period)) == (first, last, label, label)
    assert first in period
    assert last in period
    assert last + timedelta(days=1) not in period
    assert period.interval == Interval(first, last + timedelta(days=1))


def test_periods_give_the_months_they_touch() -> None:
    """Also those they touch in part, over the turn of a year."""
    months = Period(date(2019, 11, 30), date(2020, 2, 1)).months()
    assert [month.isoformat() for month in months] == [
        "2019-11-01",
        "2019-12-01",
        "2020-01-01",
        "2020-02-01",
    ]


def test_periods_that_cannot_be_are_refused() -> None:
    """A last day before the first, a third half."""
    with pytest.raises(ValueError, match="a period") as raised:
        Period(date(2019, 1, 2), date(2019, 1, 1))
    assert str(raised.value) == "a period that ends 2019-01-01 cannot start 2019-01-02"
    with pytest.raises(ValueError, match="half") as raised:
        Period.half_year(2019, 3)
    assert str(raised.value) == "half is 3; expected 1 (January–June) or 2 (July–December)"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2019", Period.year(2019)),
        (" 2019-H1 ", Period.half_year(2019, 1)),
        ("2019-h2", Period.half_year(2019, 2)),
        ("2019-08", Period.interim(2019, 8)),
        ("2019-01-01/2019-06-30", Period.half_year(2019, 1)),
        ("2019-01-02 / 2019-06-30", Period(date(2019, 1, 2), date(2019, 6, 30))),
    ],
)
def test_periods_are_read_as_people_write_them(text: str, period: Period) -> None:
    """And what a period is called is read as the same period."""
    assert Period.parse(text) == period
    assert Period.parse(period.label) == period


def test_a_year_that_is_a_number_is_a_period_and_nothing_is_none() -> None:
    """What lies in a cell may be either."""
    year, nothing = cast("str", 2019), cast("str", None)
    assert Period.parse(year) == Period.year(2019)
    with pytest.raises(ValueError, match="'None' is no period"):
        Period.parse(nothing)


@pytest.mark.parametrize("text", ["", "19x", "2019-13", "2019-H3", "2019-06-30/2019-01-01", "a/b"])
def test_what_is_no_period_is_said_with_those_there_are(text: str) -> None:
    """The whole sentence, whatever was wrong."""
    with pytest.raises(ValueError, match="is no period") as raised:
        Period.parse(text)
    assert str(raised.value) == (
        f"{text!r} is no period; expected 2019, 2019-H1, 2019-08 (January through August)"
        " or 2019-01-01/2019-06-30"
    )


@given(DAYS, st.integers(0, 60), st.integers(0, 400))
def test_a_span_before_is_a_span_taken_off(day: date, months: int, days: int) -> None:
    """Months first, then days, as forwards."""
    expected = day - relativedelta(months=months) - timedelta(days=days)
    assert Span(months, days).before(day) == expected


def test_months_beyond_the_calendar_end_with_it() -> None:
    """Neither past nor future has an end of its own: the last day there is, or the first."""
    assert add_months(date(9999, 6, 1), 12) == date.max
    assert add_months(date(1, 6, 1), -12) == date.min


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        (Period.year(2020), Period.year(2019)),
        (Period.year(2020), Period.year(2017)),
        (Period.half_year(2019, 2), Period.half_year(2019, 1)),
        (Period.interim(2020, 2), Period.interim(2019, 2)),
        (Period.parse("2018-01-01/2019-12-31"), Period.parse("2017-01-01/2018-12-31")),
        (Period.parse("2020-02-15/2020-03-15"), Period.parse("2019-02-15/2019-03-15")),
        (Period.parse("2019-03-09/2019-03-10"), Period.parse("2019-02-28/2019-03-01")),
    ],
)  # fmt: skip
def test_periods_that_may_be_compared(period: Period, earlier: Period) -> None:
    """The same occasion of an earlier year, or as many months or days before; not the reverse."""
    require_comparable(period, earlier)
    with pytest.raises(UsageError, match="is not over when"):
        require_comparable(earlier, period)


@pytest.mark.parametrize(
    ("period", "earlier", "message"),
    [
        (Period.year(2019), Period.year(2019), (
            "2019 is not over when 2019 begins; compare with an earlier period, such as 2018"
        )),
        (Period.interim(2019, 8), Period.interim(2019, 4), (
            "2019-01-01/2019-04-30 is not over when 2019-01-01/2019-08-31 begins; compare with "
            "an earlier period, such as 2018-01-01/2018-08-31"
        )),
        (Period.year(2019), Period.half_year(2018, 2), (
            "2018-H2 is not as long as 2019; compare with a period of the same length, such as 2018"
        )),
        (Period(date(2019, 2, 1), date(2019, 2, 27)), Period(date(2019, 1, 1), date(2019, 1, 31)), (
            "2019-01-01/2019-01-31 is not as long as 2019-02-01/2019-02-27; compare with a period "
            "of the same length, such as 2018-02-01/2018-02-27"
        )),
    ],
)  # fmt: skip
def test_periods_that_may_not_be_compared(period: Period, earlier: Period, message: str) -> None:
    """What is not earlier, or not as long, is refused with a period that would do."""
    with pytest.raises(UsageError) as raised:
        require_comparable(period, earlier)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: Period.interim(2019, 13), "month is 13; expected a whole number from 1 to 12"),
        (lambda: Period.interim(2019, 0), "month is 0; expected a whole number from 1 to 12"),
        (lambda: Period.interim(2019, "8"), "month is '8'; expected a whole number from 1 to 12"),
        (lambda: Period.year(0), "year is 0; expected a whole number from 1 to 9999"),
        (lambda: Period.year("2019"), "year is '2019'; expected a whole number from 1 to 9999"),
        (
            lambda: Period.half_year(10000, 1),
            "year is 10000; expected a whole number from 1 to 9999",
        ),
    ],
)
def test_years_and_months_that_are_none(made: Callable[[], Period], message: str) -> None:
    """The number is named, with those there are."""
    with pytest.raises(UsageError) as raised:
        made()
    assert str(raised.value) == message


def test_a_period_has_days() -> None:
    """Timestamps become days; text is refused."""
    assert Period(datetime(2019, 1, 1, 12), datetime(2019, 12, 31)) == Period.year(2019)
    assert Period.to(datetime(2019, 12, 31)) == Period.year(2019)
    with pytest.raises(InputError, match=r"Period\.first: found a value of type str"):
        Period("2019-01-01", "2019-12-31")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"Period\.last: found None, expected a date"):
        Period(date(2019, 1, 1), None)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="day: found a value of type str"):
        Period.to("2019-01-01")  # type: ignore[arg-type]


def test_a_length_is_said_as_it_was_written() -> None:
    """Equal lengths are equal, whatever they were written in."""
    weeks, days = Span(days=28, written=((4, "weeks"),)), Span(days=28, written=((28, "days"),))
    assert (str(weeks), str(days)) == ("4 weeks", "28 days")
    assert weeks == days == Span(days=28)
    assert len({weeks, days}) == 1
