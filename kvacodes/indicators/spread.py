"""Percentiles of values that are counted, not listed: the same type 7 as everywhere."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Mapping
from typing import TypeVar

from kvacodes.statistics import between, place_of

_N = TypeVar("_N", int, float)

__all__ = ["OPEN", "percentile_of_counts"]

OPEN = float("inf")
"""Stands for the end of an open band."""


def percentile_of_counts(counts: Mapping[_N, int], share: float) -> float | None:
    """Return a percentile by linear interpolation (type 7), or None of nothing.

    The same as `kvacodes.statistics.percentile` of every value repeated as often as it
    occurs. Half-way to an open end is open.

    ```pycon
    >>> percentile_of_counts({10: 1, 20: 2}, 0.25)
    15.0

    ```
    """
    n = sum(counts.values())
    if not n:
        return None
    first, part = place_of(share, n)
    ordered = sorted(counts)
    passed = list(itertools.accumulate(counts[value] for value in ordered))
    low, high = (ordered[bisect_right(passed, p)] for p in (first, min(first + 1, n - 1)))
    return between(low, high, part)
