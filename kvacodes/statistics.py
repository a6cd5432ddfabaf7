"""Statistics of shares, times and small groups, in plain Python.

Each function states its definition, so that a figure means the same whatever engine
it was computed on.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

__all__ = [
    "between",
    "binomial_at_least",
    "binomial_at_most",
    "funnel_limits",
    "kaplan_meier",
    "kaplan_meier_median",
    "percentile",
    "place_of",
    "wilson",
]

Z_95 = 1.959963984540054
"""The 97.5th percentile of the normal distribution: a two-sided interval of 95 %."""

# Beyond so many terms of a tail each is smaller than what a float can tell apart.
_NEGLIGIBLE = 1e-18
# What a product of shares may lose where it should be exactly one half.
_ROUNDING = 1e-12


def wilson(numerator: int, denominator: int, *, z: float = Z_95) -> tuple[float, float] | None:
    """Return the Wilson score interval of a share, without continuity correction.

    None where the denominator is 0. The interval never leaves 0–1, and is exactly 0 or
    1 at the end where the share is.

    ```pycon
    >>> [round(limit, 4) for limit in wilson(8, 10)]
    [0.4902, 0.9433]

    ```
    """
    if denominator == 0:
        return None
    share, square = numerator / denominator, z * z / denominator
    centre = (share + square / 2) / (1 + square)
    half = math.sqrt(square * share * (1 - share) + square * square / 4) / (1 + square)
    low = 0.0 if numerator == 0 else max(0.0, centre - half)
    high = 1.0 if numerator == denominator else min(1.0, centre + half)
    return low, high


def percentile(values: Iterable[float], share: float) -> float | None:
    """Return a percentile by linear interpolation (type 7 of Hyndman and Fan).

    With n values in order, numbered from 0, it is the value at ``share × (n - 1)``,
    between two values in proportion; exactly so, and rounded once at the end. None where
    there are no values.

    ```pycon
    >>> percentile([10, 20, 40], 0.25)
    15.0

    ```
    """
    ordered = sorted(values)
    if not ordered:
        return None
    low, part = place_of(share, len(ordered))
    return between(ordered[low], ordered[min(low + 1, len(ordered) - 1)], part)


def place_of(share: float, n: int) -> tuple[int, Fraction]:
    """Return the place of a percentile among n values: a number from 0, and a part beyond it.

    The share is taken as it is written: a tenth of 30 is 3, which ``0.1 * 30`` is not.
    """
    place = Fraction(str(share)) * (n - 1)
    first = math.floor(place)
    return first, place - first


def between(low: float, high: float, part: Fraction) -> float:
    """Return the value so far from the lower one to the higher; before an open end it is open."""
    if not part or low == high:
        return float(low)
    if math.isinf(high):
        return float(high)
    return float(Fraction(low) + (Fraction(high) - Fraction(low)) * part)


def binomial_at_most(successes: int, trials: int, share: float) -> float:
    """Return the probability of at most so many successes, exactly to rounding."""
    if successes < 0:
        return 0.0
    if successes >= trials or share == 0:
        return 1.0
    if share == 1:
        return 0.0
    if successes > trials * share:
        return 1.0 - binomial_at_least(successes + 1, trials, share)
    odds = share / (1 - share)
    total = term = _binomial(successes, trials, share)
    for k in range(successes, 0, -1):
        term *= k / (trials - k + 1) / odds
        total += term
        if term < total * _NEGLIGIBLE:
            break
    return min(total, 1.0)


def binomial_at_least(successes: int, trials: int, share: float) -> float:
    """Return the probability of at least so many successes, exactly to rounding."""
    return binomial_at_most(trials - successes, trials, 1 - share)


def _binomial(successes: int, trials: int, share: float) -> float:
    logarithm = (
        math.lgamma(trials + 1)
        - math.lgamma(successes + 1)
        - math.lgamma(trials - successes + 1)
        + successes * math.log(share)
        + (trials - successes) * math.log1p(-share)
    )
    return math.exp(logarithm)


def funnel_limits(denominator: int, share: float, *, level: float = 0.95) -> tuple[float, float]:
    """Return the lowest and highest share that chance explains in a group of this size.

    Limits are exact binomial: a count k lies within them where both P(X ≤ k) and
    P(X ≥ k) are at least half of ``1 - level``, X being binomial with the overall share.
    A small group therefore gets wide limits and is not called an outlier for its size.

    ```pycon
    >>> funnel_limits(10, 0.8)
    (0.5, 1.0)

    ```
    """
    if denominator == 0:
        return 0.0, 1.0
    tail = (1 - level) / 2
    low = _first(denominator, lambda k: binomial_at_most(k, denominator, share) >= tail)
    below = _first(denominator, lambda k: binomial_at_least(k + 1, denominator, share) < tail)
    return low / denominator, below / denominator


def _first(most: int, holds: Callable[[int], bool]) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def kaplan_meier(
    durations: Sequence[float], observed: Sequence[bool]
) -> tuple[tuple[float, float], ...]:
    """Return the Kaplan–Meier estimate: for each time with an end, the share still open.

    Whoever is censored at a time is at risk at that time. Empty where nothing ended.

    ```pycon
    >>> kaplan_meier([1, 2, 2, 3], [True, True, False, True])
    ((1, 0.75), (2, 0.5), (3, 0.0))

    ```
    """
    ends = Counter(time for time, ended in zip(durations, observed, strict=True) if ended)
    leaving = Counter(durations)
    at_risk, share, curve = len(durations), 1.0, []
    for time in sorted(leaving):
        if ends[time]:
            share *= (at_risk - ends[time]) / at_risk
            curve.append((time, share))
        at_risk -= leaving[time]
    return tuple(curve)


def kaplan_meier_median(durations: Sequence[float], observed: Sequence[bool]) -> float | None:
    """Return the first time at which at most half are still open.

    None where more than half are open to the end of what is known.
    """
    for time, share in kaplan_meier(durations, observed):
        if share <= 0.5 + _ROUNDING:
            return time
    return None
