"""Statistics: definitions, edges, and equality with scipy and numpy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kvacodes.statistics import (
    binomial_at_least,
    binomial_at_most,
    funnel_limits,
    kaplan_meier,
    kaplan_meier_median,
    percentile,
    wilson,
)


def test_wilson_equals_the_published_example() -> None:
    """Newcombe 1998, method 3: 81 of 263 is 0.2553 to 0.3662."""
    low, high = wilson(81, 263) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_wilson_at_the_ends() -> None:
    """None of ten is exactly 0 at the lower end, all of ten exactly 1 at the upper."""
    assert wilson(0, 0) is None
    assert (wilson(0, 10) or (9, 9))[0] == 0.0
    assert (wilson(10, 10) or (9, 9))[1] == 1.0


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_scipy(counts: tuple[int, int]) -> None:
    """The interval is that of scipy."""
    expected = stats.binomtest(*counts).proportion_ci(method="wilson")
    low, high = wilson(*counts) or (9, 9)
    assert math.isclose(low, expected.low, abs_tol=1e-12)
    assert math.isclose(high, expected.high, abs_tol=1e-12)


@given(
    st.lists(st.integers(-1000, 1000), min_size=1, max_size=30),
    st.sampled_from([0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]),
)
def test_percentile_equals_numpy(values: list[int], share: float) -> None:
    """Type 7 is what numpy calls linear."""
    expected = np.quantile(values, share)
    assert math.isclose(percentile(values, share) or 0, expected, abs_tol=1e-9)


def test_percentile_of_nothing() -> None:
    """No values have no percentile."""
    assert percentile([], 0.5) is None


@given(st.integers(1, 300), st.integers(-1, 301), st.sampled_from([0.0, 0.02, 0.5, 0.87, 1.0]))
def test_binomial_tails_equal_scipy(trials: int, successes: int, share: float) -> None:
    """Both tails are those of scipy."""
    successes = min(successes, trials)
    at_most = stats.binom.cdf(successes, trials, share)
    at_least = stats.binom.sf(successes - 1, trials, share)
    assert math.isclose(binomial_at_most(successes, trials, share), at_most, abs_tol=1e-9)
    assert math.isclose(binomial_at_least(successes, trials, share), at_least, abs_tol=1e-9)


@pytest.mark.parametrize("size", [1, 2, 7, 40, 333])
@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 0.9, 1.0])
def test_funnel_limits_hold_what_chance_explains(size: int, share: float) -> None:
    """Just those counts lie within whose both tails are at least 2.5 %."""
    low, high = funnel_limits(size, share)
    for count in range(size + 1):
        at_most = stats.binom.cdf(count, size, share)
        at_least = stats.binom.sf(count - 1, size, share)
        within = at_most >= 0.025 and at_least >= 0.025
        assert within == (low <= count / size <= high), (count, at_most, at_least)


def test_funnel_limits_of_an_empty_group() -> None:
    """Nobody at all is never an outlier."""
    assert funnel_limits(0, 0.8) == (0.0, 1.0)


def test_kaplan_meier_by_hand() -> None:
    """The remission times under 6-MP (Freireich 1963), as in every textbook: median 23."""
    ends = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    durations = ends + censored
    observed = [True] * len(ends) + [False] * len(censored)
    curve = [(time, round(share, 4)) for time, share in kaplan_meier(durations, observed)]
    assert curve == [
        (6, 0.8571),
        (7, 0.8067),
        (10, 0.7529),
        (13, 0.6902),
        (16, 0.6275),
        (22, 0.5378),
        (23, 0.4482),
    ]
    assert kaplan_meier_median(durations, observed) == 23


def test_kaplan_meier_equals_scipy() -> None:
    """The estimate is that of scipy's survival function."""
    durations, observed = [5, 3, 3, 8, 1, 9, 4], [True, True, False, True, False, False, True]
    data = stats.CensoredData(
        uncensored=[d for d, o in zip(durations, observed, strict=True) if o],
        right=[d for d, o in zip(durations, observed, strict=True) if not o],
    )
    expected = stats.ecdf(data).sf
    for time, share in kaplan_meier(durations, observed):
        assert math.isclose(share, expected.evaluate(time))


def test_median_without_enough_ends() -> None:
    """Where most are still open there is no median; half of them are enough."""
    assert kaplan_meier_median([], []) is None
    assert kaplan_meier_median([1, 2, 3], [True, False, False]) is None
    assert kaplan_meier_median([1, 2, 3, 4], [True, True, False, False]) == 2
    assert kaplan_meier_median([1] * 3 + [2] * 3, [True] * 3 + [False] * 3) == 1
