"""What a reader can compute of hidden counts from all that is published: a linear programme.

Written without a look at how the library hides, from what a reader sees: rows, the sums
they make, counts that only grow over the year, and groups that are the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable

import numpy as np
from scipy.optimize import linprog

from kvacodes.results import IndicatorRow

Name = tuple[object, ...]


class Attack:
    """A reader with a solver.

    Args:
        rows: What is published, of one or several tables.
        counts: Indicators that have no denominator.
    """

    def __init__(self, rows: Iterable[IndicatorRow], *, counts: Collection[str] = ()) -> None:
        self.rows = list(rows)
        self.index: dict[Name, int] = {}
        self.equal: list[tuple[dict[int, float], float]] = []
        self.at_most: list[dict[int, float]] = []
        for row in self.rows:
            over, under = self._variable(row, "over"), self._variable(row, "under")
            if row.indicator in counts:
                self.equal.append(({over: 1, under: -1}, 0))
            self.at_most.append({over: 1, under: -1})
            if not row.suppressed:
                self.equal.append(({over: 1}, row.numerator or 0))
                if row.indicator not in counts:
                    self.equal.append(({under: 1}, row.denominator or 0))

    def _variable(self, row: IndicatorRow, which: str) -> int:
        return self.index.setdefault(self.name(row, which), len(self.index))

    @staticmethod
    def name(row: IndicatorRow, which: str) -> Name:
        """Return what tells the variable from others; rows told twice share it."""
        return row.indicator, row.period, frozenset(row.by), which

    def knows_sums(self, *over: str) -> Attack:
        """Let the reader add up: a row without a stratifier is the sum of those with it."""
        for row, name, which in itertools.product(self.rows, over, ("over", "under")):
            if name in dict(row.by):
                continue
            parts = {
                self.index[self.name(part, which)]: -1.0
                for part in self.rows
                if (part.indicator, part.period) == (row.indicator, row.period)
                and {p for p in part.by if p[0] != name} == set(row.by)
                and name in dict(part.by)
            }
            if parts:
                self.equal.append(({self._variable(row, which): 1.0, **parts}, 0))
        return self

    def knows_all_sums(self) -> Attack:
        """Let the reader add up over all stratifiers at once, to the total."""
        for row, which in itertools.product(self.rows, ("over", "under")):
            parts = [
                p
                for p in self.rows
                if p.indicator == row.indicator and len(p.by) > 1 and p.period == row.period
            ]
            if not row.by and parts:
                terms = {self.index[self.name(part, which)]: -1.0 for part in parts}
                self.equal.append(({self._variable(row, which): 1.0, **terms}, 0))
        return self

    def knows_growth(self, *periods: str, shares: bool = False) -> Attack:
        """Let the reader know that the counts never fall from one occasion to the next.

        With `shares`, those without the event only grow in number as well.
        """
        for earlier, later in itertools.pairwise(periods):
            for row in self.rows:
                if row.period != earlier:
                    continue
                over, under = (
                    (
                        self.index[row.indicator, earlier, frozenset(row.by), which],
                        self.index[row.indicator, later, frozenset(row.by), which],
                    )
                    for which in ("over", "under")
                )
                self.at_most.append({over[0]: 1, over[1]: -1})
                self.at_most.append({under[0]: 1, under[1]: -1})
                if shares:
                    self.at_most.append({under[0]: 1, over[0]: -1, under[1]: -1, over[1]: 1})
        return self

    def knows_same(self, one: tuple[str, str], other: tuple[str, str]) -> Attack:
        """Let the reader know that a count of one indicator is a count of another."""
        self._relate(one, other, lambda a, b: self.equal.append(({a: 1, b: -1}, 0)))
        return self

    def knows_within(self, one: tuple[str, str], other: tuple[str, str]) -> Attack:
        """Let the reader know that a count of one indicator is a part of another's."""
        self._relate(one, other, lambda a, b: self.at_most.append({a: 1, b: -1}))
        return self

    def _relate(
        self, one: tuple[str, str], other: tuple[str, str], tell: Callable[[int, int], None]
    ) -> None:
        for (indicator, period, by, which), number in list(self.index.items()):
            if (indicator, which) == one:
                tell(number, self.index[other[0], period, by, other[1]])

    def widths(self) -> dict[tuple[object, ...], tuple[float, float, float]]:
        """Return how wide the interval of each hidden numerator, denominator, rest is."""
        return {
            (row.indicator, row.period, row.by): tuple(
                self._width(goal)
                for goal in (
                    {self._variable(row, "over"): 1},
                    {self._variable(row, "under"): 1},
                    {self._variable(row, "under"): 1, self._variable(row, "over"): -1},
                )
            )
            for row in self.rows
            if row.suppressed
        }

    def _width(self, goal: dict[int, float]) -> float:
        size = len(self.index)

        def dense(terms: dict[int, float]) -> list[float]:
            line = [0.0] * size
            for number, factor in terms.items():
                line[number] += factor
            return line

        ends = []
        for sign in (1, -1):
            solved = linprog(
                sign * np.array(dense(goal)),
                A_ub=[dense(terms) for terms in self.at_most],
                b_ub=[0] * len(self.at_most),
                A_eq=[dense(terms) for terms, _ in self.equal] or None,
                b_eq=[value for _, value in self.equal] or None,
                bounds=(0, 100_000),
            )
            assert solved.status == 0, solved.message
            ends.append(sign * solved.fun)
        return round(ends[1] - ends[0], 6)
