"""Statistics: definitions, edges, and equality with scipy and numpy."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kvacodes.indicators.spread import OPEN, percentile_of_counts
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


def test_percentiles_are_exact() -> None:
    """A tenth of the way through 31 values is the fourth, whatever floats make of 0.1 × 30."""
    values = [7, 7, 8, 10, 999, *range(1000, 1026)]
    assert len(values) == 31
    assert percentile(values, 0.1) == 10.0
    assert percentile_of_counts(Counter(values), 0.1) == 10.0
    assert percentile([0, 1], 0.1) == 0.1


@given(
    st.lists(st.integers(0, 50), max_size=40),
    st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]),
)
def test_percentiles_of_counts_are_those_of_the_values(values: list[int], share: float) -> None:
    """Counting values first changes nothing, to the last bit."""
    assert percentile_of_counts(Counter(values), share) == percentile(values, share)


def test_a_percentile_before_an_open_end_is_open() -> None:
    """Half-way to nobody knows where; at a known value it is known."""
    assert percentile_of_counts({60: 1, OPEN: 1}, 0.5) == OPEN
    assert percentile_of_counts({60: 2, OPEN: 1}, 0.5) == 60.0


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


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("size", [1, 2, 7, 40, 333])
@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 0.9, 1.0])
def test_funnel_limits_hold_what_chance_explains(size: int, share: float, level: float) -> None:
    """Just those counts lie within whose both tails are at least 2.5 %, or 0.1 %."""
    tail = (1 - level) / 2
    low, high = funnel_limits(size, share, level=level)
    if 0 < share < 1:
        edges = stats.binom.ppf([tail, 1 - tail], size, share)
        assert [low * size, high * size] == pytest.approx(edges)
    for count in range(size + 1):
        at_most = stats.binom.cdf(count, size, share)
        at_least = stats.binom.sf(count - 1, size, share)
        within = at_most >= tail and at_least >= tail
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


@st.composite
def episodes(draw: st.DrawFn) -> tuple[list[int], list[bool]]:
    """Draw durations that often tie, all, some or none of them censored."""
    durations = draw(st.lists(st.integers(0, 12), min_size=1, max_size=25))
    ends = draw(st.sampled_from((st.just(True), st.just(False), st.booleans())))
    return durations, [draw(ends) for _ in durations]


@given(episodes())
def test_kaplan_meier_equals_lifelines(case: tuple[list[int], list[bool]]) -> None:
    """Curve and median are those of lifelines: ties, all or none censored, no median reached."""
    lifelines = pytest.importorskip("lifelines", reason="lifelines is not installed")
    durations, observed = case
    fitter = lifelines.KaplanMeierFitter().fit(durations, observed)
    curve = kaplan_meier(durations, observed)
    for time, share in curve:
        assert share == pytest.approx(float(fitter.predict(time)), abs=1e-12)
    # Just at a half, what floats lose decides lifelines' median; ours forgives them.
    if all(abs(share - 0.5) > 1e-9 for _, share in curve):
        median = kaplan_meier_median(durations, observed)
        assert (math.inf if median is None else median) == fitter.median_survival_time_


def test_median_without_enough_ends() -> None:
    """Where most are still open there is no median; half of them are enough."""
    assert kaplan_meier_median([], []) is None
    assert kaplan_meier_median([1, 2, 3], [True, False, False]) is None
    assert kaplan_meier_median([1, 2, 3, 4], [True, True, False, False]) == 2
    assert kaplan_meier_median([1] * 3 + [2] * 3, [True] * 3 + [False] * 3) == 1
