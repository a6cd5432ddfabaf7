"""What a reader can compute of hidden counts from all that is published: a linear programme.

Written without a look at how the library hides, from what a reader sees: rows, the sums
they make, counts that only grow over the year, groups that are the same, periods that
make up another, steps that all must have been taken, reports that leave out a unit.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

from kvacodes.results import IndicatorRow

Name = tuple[object, ...]
Terms = dict[int, float]

_MANY = 100_000
"""No group is larger."""
_ROUNDS = 8
"""So many times all intervals are widened at once, before each that is still narrow alone."""


class Attack:
    """A reader with a solver.

    Args:
        rows: What is published, of one or several tables.
        counts: Indicators that have no denominator.
    """

    def __init__(self, rows: Iterable[IndicatorRow], *, counts: Collection[str] = ()) -> None:
        self.rows, self.counts = list(rows), frozenset(counts)
        self.index: dict[Name, int] = {}
        self.equal: list[tuple[Terms, float]] = []
        self.at_most: list[Terms] = []
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
            if (indicator, which) == one and (other[0], period, by, other[1]) in self.index:
                tell(number, self.index[other[0], period, by, other[1]])

    def knows_spans(self, whole: str, *parts: str) -> Attack:
        """Let the reader add up periods that make up another."""
        for indicator, period, by, which in list(self.index):
            names = [(indicator, part, by, which) for part in parts]
            if period == whole and all(name in self.index for name in names):
                terms = {self.index[name]: -1.0 for name in names}
                self.equal.append(({self.index[indicator, whole, by, which]: 1.0, **terms}, 0))
        return self

    def knows_steps(self, stem: str, steps: int) -> Attack:
        """Let the reader know what steps are.

        Who has had all has had each; who lacks one of all lacks one of them; who is old
        enough for a step is old enough for those before.
        """
        names = [f"{stem}.step-{n}" for n in range(1, steps + 1)]
        every = f"{stem}.all"
        self.knows_same((every, "under"), (names[-1], "under"))
        for name in names:
            self.knows_within((every, "over"), (name, "over"))
        for earlier, later in itertools.pairwise(names):
            self.knows_within((later, "under"), (earlier, "under"))
        for indicator, period, by, which in list(self.index):
            if (indicator, which) == (every, "under"):
                lacking = {self.index[every, period, by, "under"]: 1.0}
                lacking[self.index[every, period, by, "over"]] = -1.0
                for name in names:
                    under = self.index.get((name, period, by, "under"))
                    over = self.index.get((name, period, by, "over"))
                    if under is not None and over is not None:
                        lacking[under] = lacking.get(under, 0.0) - 1.0
                        lacking[over] = lacking.get(over, 0.0) + 1.0
                self.at_most.append(lacking)
        return self

    def widths(
        self, enough: float = 5, *, exact: bool = False
    ) -> dict[tuple[object, ...], tuple[float, float, float]]:
        """Return how wide the interval of each hidden numerator, denominator, rest is.

        Of those that are wide enough it may be wider.

        Args:
            enough: How wide is wide enough.
            exact: Whether the reader also knows that persons are whole.
        """
        hidden = [row for row in self.rows if row.suppressed]
        goals = [
            goal
            for row in hidden
            for goal in (
                {self._variable(row, "over"): 1.0},
                {self._variable(row, "under"): 1.0},
                {self._variable(row, "under"): 1.0, self._variable(row, "over"): -1.0},
            )
        ]
        if not goals:
            return {}
        seen = self._matrix(goals)
        low, high = np.full(len(goals), np.inf), np.full(len(goals), -np.inf)
        chance = np.random.default_rng(1)

        def look(goal: NDArray[np.float64]) -> None:
            nonlocal low, high
            for sign in (1, -1):
                values = seen @ self._solved(sign * goal, exact=exact)
                low, high = np.minimum(low, values), np.maximum(high, values)

        for _ in range(_ROUNDS):
            narrow = high - low < enough
            if narrow.any():
                weights = chance.choice([-1, 1], len(goals)) * chance.uniform(0.5, 1, len(goals))
                look(np.asarray((weights * narrow) @ seen))
        for n in range(len(goals)):
            if high[n] - low[n] < enough:
                look(seen[[n]].toarray()[0])
        width = np.round(high - low, 6).reshape(-1, 3)
        return {
            (row.indicator, row.period, row.by): tuple(float(x) for x in widths)  # type: ignore[misc]
            for row, widths in zip(hidden, width, strict=True)
        }

    def _matrix(self, lines: Collection[Terms]) -> csr_matrix:
        cells = [(f, n, v) for n, terms in enumerate(lines) for v, f in terms.items()]
        factors, places, variables = zip(*cells, strict=True)
        return csr_matrix((factors, (places, variables)), shape=(len(lines), len(self.index)))

    def _solved(self, goal: NDArray[np.float64], *, exact: bool) -> NDArray[np.float64]:
        equal = self._matrix([terms for terms, _ in self.equal]) if self.equal else None
        values = [value for _, value in self.equal]
        less = self._matrix(self.at_most)
        if exact:
            rules = [LinearConstraint(less, -np.inf, 0)]
            rules += [LinearConstraint(equal, values, values)] if equal is not None else []
            solved = milp(
                goal, constraints=rules, bounds=Bounds(0, _MANY), integrality=np.ones(len(goal))
            )
        else:
            solved = linprog(
                goal,
                A_ub=less,
                b_ub=np.zeros(len(self.at_most)),
                A_eq=equal,
                b_eq=values if equal is not None else None,
                bounds=(0, _MANY),
            )
        assert solved.status == 0, solved.message
        return np.asarray(solved.x)
