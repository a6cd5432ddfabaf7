"""Who is counted at which unit on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from funding_strategies import DAY, persons
from hypothesis import given
from hypothesis import strategies as st

from kvacodes.errors import UsageError
from kvacodes.extracts import Person
from kvacodes.funding import Ages, FundingFinding, count_listed

WORKING_AGE = Ages(16, 67)


def listed(**fields: object) -> Person:
    """Return a person listed since always at vc-1, born 1980."""
    return Person(**{"person_id": "p1", "unit_id": "vc-1", "birth_date": date(1980, 5, 5)} | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("birth", "counts"),
    [
        (date(2002, 1, 1), True),  # 16 today
        (date(2002, 1, 2), False),
        (date(1950, 1, 2), True),  # 67, and 68 tomorrow
        (date(1950, 1, 1), False),
    ],
)
def test_the_first_and_the_last_day_of_an_age_range(birth: date, counts: bool) -> None:  # noqa: FBT001
    """Sixteen from the birthday on, and sixty-seven until the day before the next."""
    counted = count_listed([listed(birth_date=birth)], on=DAY, ages=WORKING_AGE)
    assert counted.units == ({"vc-1": 1} if counts else {})


@pytest.mark.parametrize(("day", "counts"), [(date(2018, 2, 27), 0), (date(2018, 2, 28), 1)])
def test_born_on_29_february(day: date, counts: int) -> None:
    """Turns eighteen on 28 February where there is no 29th, as in visit sequences."""
    counted = count_listed([listed(birth_date=date(2000, 2, 29))], on=day, ages=Ages(18, None))
    assert sum(counted.units.values()) == counts


near_leap_days = st.one_of(
    st.sampled_from(
        (DAY, date(2016, 2, 28), date(2016, 2, 29), date(2018, 2, 28), date(2018, 3, 1))
    ),
    st.dates(date(2015, 1, 1), date(2020, 12, 31)),
)


@given(st.dates(date(1900, 1, 1), DAY), near_leap_days, st.integers(0, 90), st.integers(0, 40))
def test_ages_and_days_of_birth_say_the_same(birth: date, on: date, first: int, more: int) -> None:
    """The range of births for an age range holds just those who have the ages."""
    ages = Ages(first, first + more)
    earliest, latest = ages.births(on)
    assert earliest is not None
    assert ages.holds(birth, on) == (earliest <= birth <= latest)


def test_the_last_birth_may_be_a_leap_day() -> None:
    """On 28 February of a common year those of 29 February have turned, and count."""
    assert Ages(18).births(date(2018, 2, 28)) == (None, date(2000, 2, 29))
    assert Ages(18).births(date(2018, 2, 27)) == (None, date(2000, 2, 27))


@given(st.dates(date(1999, 1, 1), date(2000, 12, 31)), st.dates(date(2016, 1, 1), date(2019, 1, 1)))
def test_every_day_of_birth_has_one_age(birth: date, day: date) -> None:
    """One-year ranges divide everybody among them, leap days or not."""
    assert sum(Ages(age, age).holds(birth, day) for age in range(15, 22)) == 1


def test_listed_on_the_very_last_day() -> None:
    """The first and last day of a listing belong to it; the days around do not."""
    listing = listed(listed_from=date(2018, 1, 1), listed_to=date(2018, 3, 31))
    on = {day: count_listed([listing], on=day).units for day in (
        date(2017, 12, 31), date(2018, 1, 1), date(2018, 3, 31), date(2018, 4, 1),
    )}  # fmt: skip
    assert list(on.values()) == [{}, {"vc-1": 1}, {"vc-1": 1}, {}]


def test_died_or_moved_away() -> None:
    """Listed through the day, whatever the listing says."""
    listing = listed(ended_on=DAY)
    assert count_listed([listing], on=DAY).units == {"vc-1": 1}
    assert count_listed([listing], on=DAY + timedelta(days=1)).units == {}


def test_leaving_and_coming_back() -> None:
    """Counted while away at the other unit, and then at the first again."""
    rows = [
        listed(listed_from=date(2016, 1, 1), listed_to=date(2017, 5, 31)),
        listed(unit_id="vc-2", listed_from=date(2017, 6, 1), listed_to=date(2017, 9, 30)),
        listed(listed_from=date(2017, 10, 1)),
    ]
    days = (date(2017, 5, 31), date(2017, 6, 1), date(2017, 9, 30), date(2017, 10, 1))
    found = [count_listed(rows, on=day) for day in days]
    assert [c.units for c in found] == [{"vc-1": 1}, {"vc-2": 1}, {"vc-2": 1}, {"vc-1": 1}]
    assert not any(c.findings for c in found)
    assert found[0].accounting == {"rows_read": 3, "rows_used": 1, "not-listed": 2}


def test_two_units_on_one_day_is_a_finding() -> None:
    """The listing that began later counts; the finding names the units and no person."""
    rows = [
        listed(unit_id="vc-1", listed_from=date(2016, 1, 1)),
        listed(unit_id="vc-2", listed_from=date(2017, 1, 1)),
    ]
    counted = count_listed(rows, on=DAY)
    assert counted.units == {"vc-2": 1}
    assert counted.accounting == {"rows_read": 2, "rows_used": 1, "other-listing": 1}
    (finding,) = counted.findings
    assert str(finding) == (
        "warning: listed at two units on one day: 1 person; the listing that began later counts "
        "(vc-1, vc-2) [two-units-same-day]"
    )
    assert finding.words("sv") == (
        "listade vid två enheter samma dag: 1 person; den senast påbörjade listningen räknas "
        "(vc-1, vc-2)"
    )


def test_two_listings_that_began_on_one_day() -> None:
    """The lower unit counts, whatever the order of rows."""
    rows = [listed(unit_id="vc-2", listed_from=DAY), listed(unit_id="vc-10", listed_from=DAY)]
    assert count_listed(rows, on=DAY).units == {"vc-10": 1}
    assert count_listed(rows[::-1], on=DAY).units == {"vc-10": 1}


def test_the_same_row_twice_is_one_person() -> None:
    """A repeated row is another listing, and no finding: the unit is the same."""
    counted = count_listed([listed(), listed()], on=DAY, ages=WORKING_AGE)
    assert counted.units == {"vc-1": 1}
    assert counted.accounting == {"rows_read": 2, "rows_used": 1, "other-listing": 1}
    assert counted.findings == ()


def test_births_matter_only_for_ages() -> None:
    """Without an age range a missing birth date is no reason to leave anybody out."""
    rows = [listed(birth_date=None)]
    assert count_listed(rows, on=DAY).units == {"vc-1": 1}
    counted = count_listed(rows, on=DAY, ages=WORKING_AGE)
    assert counted.accounting == {"rows_read": 1, "rows_used": 0, "birth-date-missing": 1}


def test_two_birth_dates_is_a_finding() -> None:
    """Nobody can say how old the person is, so the person is not counted."""
    rows = [listed(), listed(birth_date=date(1981, 5, 5), listed_to=date(2016, 1, 1))]
    counted = count_listed(rows, on=DAY, ages=WORKING_AGE)
    assert counted.accounting == {
        "rows_read": 2, "rows_used": 0, "not-listed": 1, "birth-date-conflict": 1,
    }  # fmt: skip
    assert counted.findings == (FundingFinding(finding="birth-date-conflict"),)


def test_a_birth_date_on_another_row_serves() -> None:
    """A row without birth date takes it from the person's other rows."""
    rows = [listed(birth_date=None), listed(listed_to=date(2016, 1, 1))]
    assert count_listed(rows, on=DAY, ages=WORKING_AGE).units == {"vc-1": 1}


@given(persons)
def test_nobody_is_counted_twice_and_no_row_disappears(rows: list[Person]) -> None:
    """At most one row counts for each person, and the reasons add up."""
    counted = count_listed(rows, on=DAY, ages=WORKING_AGE)
    assert sum(counted.units.values()) <= len({row.person_id for row in rows})
    assert sum(counted.units.values()) == counted.accounting["rows_used"]
    assert counted.accounting["rows_read"] == len(rows)


@given(persons)
def test_the_order_of_rows_does_not_matter(rows: list[Person]) -> None:
    """Rows turned round give the same counts, reasons and findings."""
    assert count_listed(rows, on=DAY, ages=WORKING_AGE) == count_listed(
        rows[::-1], on=DAY, ages=WORKING_AGE
    )


@pytest.mark.parametrize("bounds", [(16, 15), (-1, 3)])
def test_an_age_range_that_holds_nobody(bounds: tuple[int, int]) -> None:
    """The sentence names both ends."""
    with pytest.raises(UsageError) as caught:
        Ages(*bounds)
    assert str(caught.value) == f"ages from {bounds[0]} to {bounds[1]} hold nobody"


def test_ages_in_words() -> None:
    """Both languages, with and without an end."""
    assert (WORKING_AGE.words("sv"), WORKING_AGE.words("en")) == ("16–67 år", "16–67 years")
    assert (Ages(18).words("sv"), Ages(18).words("en")) == ("18 år och äldre", "18 years and older")


def test_a_row_without_a_person() -> None:
    """Extracts have such rows: they are counted as such, and never as one person together."""
    rows = [listed(person_id=None), listed(person_id=None), listed(unit_id=None)]
    counted = count_listed(rows, on=DAY)
    assert counted.units == {}
    assert counted.accounting == {
        "rows_read": 3, "rows_used": 0, "unit-missing": 1, "person-id-missing": 2,
    }  # fmt: skip


def test_nobody_is_below_an_age_without_end() -> None:
    """An open range has a last day of birth and no first."""
    assert Ages(18).births(DAY) == (None, date(2000, 1, 1))
    assert Ages(18).holds(date(1900, 1, 1), DAY)
