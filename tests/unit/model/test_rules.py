"""Dated parameters and the rules that build on them."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvacodes.errors import OutsidePeriodsError, UnknownNameError
from kvacodes.model.rules import (
    AllocationRule,
    DatedValue,
    Parameter,
    PaymentRule,
    Rules,
)
from kvacodes.model.words import Basis
from kvacodes.periods import Interval

FIRST_2017, LAST_2017 = date(2017, 1, 1), date(2017, 12, 31)
NORM = Parameter(
    id="norm",
    unit="listed per post",
    values=(
        DatedValue(value=Decimal(15000), valid=Interval(date(2018, 1, 1), date(2019, 1, 1))),
        DatedValue(value=Decimal(25000), valid=Interval(FIRST_2017, date(2018, 1, 1))),
    ),
)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (FIRST_2017, 25000),
        (LAST_2017, 25000),
        (date(2018, 1, 1), 15000),
        (date(2018, 12, 31), 15000),
    ],
)
def test_a_value_holds_from_its_first_through_its_last_day(day: date, value: int) -> None:
    """The first and last day of each period have that period's value."""
    assert NORM.at(day).value == value


@pytest.mark.parametrize(
    ("day", "nearest"),
    [
        (date(2016, 12, 31), "25000 listed per post for 2017-01-01 – 2017-12-31"),
        (date(2019, 1, 1), "15000 listed per post for 2018-01-01 – 2018-12-31"),
    ],
)
def test_a_day_outside_all_periods_is_an_error(day: date, nearest: str) -> None:
    """The error names the parameter, the day and the nearest period, and survives copies."""
    with pytest.raises(OutsidePeriodsError) as caught:
        NORM.at(day)
    assert str(caught.value) == f"norm has no value on {day}; the nearest is {nearest}"
    assert (caught.value.name, caught.value.day) == ("norm", day)
    for again in (copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):  # noqa: S301
        assert str(again) == str(caught.value)


def test_a_parameter_without_values_says_so() -> None:
    """There is no nearest period to name."""
    with pytest.raises(OutsidePeriodsError) as caught:
        Parameter(id="empty").at(FIRST_2017)
    assert str(caught.value) == "empty has no value on 2017-01-01"


def test_an_approximate_value_is_called_about_in_the_error() -> None:
    """Not even an error prints an approximate value as exact."""
    total = DatedValue(
        value=Decimal(50_000_000),
        valid=Interval(date(2018, 1, 1), date(2019, 1, 1)),
        approximate=True,
    )
    with pytest.raises(OutsidePeriodsError) as caught:
        Parameter(id="total", unit="kr", values=(total,)).at(date(2019, 5, 1))
    assert str(caught.value) == (
        "total has no value on 2019-05-01; "
        "the nearest is about 50000000 kr for 2018-01-01 – 2018-12-31"
    )


def test_carrying_forward_is_recorded() -> None:
    """A value carried forward on request says to which day."""
    carried = NORM.at(date(2020, 2, 29), carry_forward=True)
    assert (carried.value, carried.carried_to) == (15000, date(2020, 2, 29))
    assert NORM.at(LAST_2017, carry_forward=True).carried_to is None


def test_nothing_is_carried_backward() -> None:
    """Before the first value there is none, whatever is asked."""
    with pytest.raises(OutsidePeriodsError, match="norm has no value on 2016-12-31"):
        NORM.at(date(2016, 12, 31), carry_forward=True)


def test_a_hole_is_no_value_and_is_named() -> None:
    """Between two periods nothing is in force; carried forward the earlier one is."""
    values = (
        DatedValue(value=Decimal(1), valid=Interval(None, date(2018, 1, 1))),
        DatedValue(value=Decimal(2), valid=Interval(date(2018, 3, 1), None)),
    )
    parameter = Parameter(id="p", values=values)
    assert parameter.holes() == (Interval(date(2018, 1, 1), date(2018, 3, 1)),)
    with pytest.raises(OutsidePeriodsError) as caught:
        parameter.at(date(2018, 2, 20))
    assert caught.value.nearest == "2 for 2018-03-01 – …"
    assert parameter.at(date(2018, 2, 20), carry_forward=True).value == 1


def test_a_value_without_end_gives_way_to_a_later_one() -> None:
    """Of two values in force the one that began later counts."""
    values = (
        DatedValue(value=Decimal(2), valid=Interval(date(2018, 1, 1), None)),
        DatedValue(value=Decimal(1), valid=Interval(date(2017, 1, 1), None)),
    )
    parameter = Parameter(id="p", values=values)
    assert [parameter.at(date(year, 6, 1)).value for year in (2017, 2018)] == [1, 2]
    assert parameter.holes() == ()


def test_text_is_no_number() -> None:
    """Asking for the number of a text names the text."""
    with pytest.raises(TypeError) as caught:
        _ = DatedValue(value="yes").number
    assert str(caught.value) == "'yes' is text, not a number"


def test_what_if_reaches_every_rule_and_is_marked() -> None:
    """A value put in place of a decided one is an assumption wherever it is used."""
    rules = Rules(
        parameters=(NORM,),
        allocations=(AllocationRule(id="a", norm=NORM),),
        payments=(PaymentRule(id="p", amount=NORM),),
    )
    other = rules.what_if({"norm": Decimal(12000)})
    used = [other.parameter("norm"), other.allocation("a").norm, other.payment("p").amount]
    for parameter in used:
        assert parameter is not None
        value = parameter.at(date(1999, 1, 1))
        assert (value.value, value.what_if, value.basis) == (12000, True, Basis.ASSUMPTION)
    assert rules.allocation("a").norm is NORM


@pytest.mark.parametrize("kind", ["parameter", "allocation", "payment", "application"])
def test_an_unknown_name_lists_the_closest(kind: str) -> None:
    """Each look-up says what it looked for and what exists."""
    rules = Rules(parameters=(NORM,), allocations=(AllocationRule(id="norm", norm=NORM),))
    with pytest.raises(UnknownNameError) as caught:
        getattr(rules, kind)("norms")
    near = "; did you mean norm?" if kind in {"parameter", "allocation"} else ""
    assert str(caught.value) == f"no {kind} 'norms'{near}"


def test_rules_without_anything_are_empty() -> None:
    """Empty rules are false, others true."""
    assert not Rules()
    assert Rules(parameters=(NORM,))


days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@given(st.lists(days, unique=True, min_size=1, max_size=8), days)
def test_values_without_ends_are_read_like_a_history(starts: list[date], day: date) -> None:
    """With starts alone, the value on a day is the last one begun: the slow way to say it."""
    values = [
        DatedValue(value=Decimal(i), valid=Interval(start, None)) for i, start in enumerate(starts)
    ]
    parameter = Parameter(id="p", values=tuple(values))
    begun = [(start, i) for i, start in enumerate(starts) if start <= day]
    if begun:
        assert parameter.at(day).value == max(begun)[1]
    else:
        with pytest.raises(OutsidePeriodsError):
            parameter.at(day)


@given(st.lists(days, unique=True, min_size=2, max_size=9), days)
def test_every_day_has_a_value_or_lies_in_a_hole_or_outside(starts: list[date], day: date) -> None:
    """Values, holes, and what lies before and after divide the days among them."""
    ordered = sorted(starts)
    pairs = list(zip(ordered[::2], ordered[1::2], strict=False))
    values = tuple(DatedValue(value=Decimal(1), valid=Interval(*pair)) for pair in pairs)
    parameter = Parameter(id="p", values=values)
    first, end = pairs[0][0], pairs[-1][1]
    places = (
        parameter.has_value(day),
        any(day in hole for hole in parameter.holes()),
        day < first,
        day >= end,
    )
    assert sum(places) == 1
    assert parameter.has_value(end - timedelta(days=1))
