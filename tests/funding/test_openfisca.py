"""As-of answers held against OpenFisca, where the two mean the same.

OpenFisca carries the last value forward in silence, and a period ends only where a value
of null is written. Where kvacodes gives a value, OpenFisca gives the same; where
kvacodes refuses, OpenFisca either has none or has carried one forward.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvacodes.errors import OutsidePeriodsError
from kvacodes.model import DatedValue, Parameter
from kvacodes.periods import Interval

openfisca = pytest.importorskip(
    "openfisca_core.parameters", reason="OpenFisca-Core is not installed; it is compared with"
)

days = st.dates(date(2010, 1, 1), date(2020, 12, 31))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[date, date | None, int]]:
    """Periods that do not overlap: the first day, the day after the last, the value."""
    ends = sorted(draw(st.lists(days, unique=True, min_size=2, max_size=8)))
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    periods = [(start, end, draw(st.integers(0, 10**6))) for start, end in pairs]
    if draw(st.booleans()):
        start, _, value = periods[-1]
        periods[-1] = (start, None, value)
    return periods


def ours(periods: list[tuple[date, date | None, int]]) -> Parameter:
    """Return the periods as a parameter."""
    values = [DatedValue(value=Decimal(v), valid=Interval(s, e)) for s, e, v in periods]
    return Parameter(id="p", values=tuple(values))


def theirs(periods: list[tuple[date, date | None, int]], *, ends: bool) -> object:
    """Return the periods as OpenFisca has them, with or without their ends."""
    values: dict[str, dict[str, int | None]] = {}
    for start, end, value in periods:
        values[str(start)] = {"value": value}
        if ends and end is not None:
            values.setdefault(str(end), {"value": None})
    for start, _, value in periods:
        values[str(start)] = {"value": value}
    return openfisca.Parameter("p", {"values": values})


@given(histories(), days)
def test_with_ends_written_both_answer_alike(
    periods: list[tuple[date, date | None, int]], day: date
) -> None:
    """The same value, or none on either side."""
    answer = theirs(periods, ends=True).get_at_instant(str(day))  # type: ignore[attr-defined]
    if answer is None:
        with pytest.raises(OutsidePeriodsError):
            ours(periods).at(day)
    else:
        assert ours(periods).at(day).value == answer


@given(histories(), days)
def test_carried_forward_both_answer_alike(
    periods: list[tuple[date, date | None, int]], day: date
) -> None:
    """Asked to carry forward, kvacodes gives what OpenFisca gives unasked, and says so."""
    answer = theirs(periods, ends=False).get_at_instant(str(day))  # type: ignore[attr-defined]
    parameter = ours(periods)
    if answer is None:
        with pytest.raises(OutsidePeriodsError):
            parameter.at(day, carry_forward=True)
    else:
        found = parameter.at(day, carry_forward=True)
        assert found.value == answer
        assert (found.carried_to is None) == parameter.has_value(day)
