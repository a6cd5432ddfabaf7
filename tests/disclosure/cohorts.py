"""Children made up for attacks: where they are listed, how old they are, what they got."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from attrs import frozen

from kvacodes.results import IndicatorRow

By = tuple[tuple[str, str], ...]


@frozen
class Child:
    """A child: its groups, for how many steps it is old enough, and which of them it got."""

    groups: dict[str, str]
    due: int
    had: tuple[bool, ...]


def drawn(seed: int, *, units: int, halves: int, steps: int, most: int) -> list[Child]:
    """Draw children, at small units and large ones, where few lack a step and where many do."""
    chance = random.Random(seed)
    made = []
    for unit in range(units):
        for half in range(halves):
            share = chance.choice([0.6, 0.95, 1])
            for _ in range(chance.choice([0, 1, 3, chance.randint(0, most), most])):
                due = chance.randint(1, steps) if chance.random() < 0.4 else steps
                had = tuple(chance.random() < share - 0.03 * n for n in range(due))
                groups = {"unit_id": f"u{unit}", "half_year": f"h{half}"}
                made.append(Child(groups, due, had))
    return made


def completion(
    children: Iterable[Child],
    *tables: Sequence[str],
    steps: int,
    period: str = "2019",
) -> tuple[IndicatorRow, ...]:
    """Count children by step, and of all steps, in each table."""
    every = list(children)
    rows = []
    for table in tables:
        groups: dict[By, list[Child]] = defaultdict(list)
        for child in every:
            groups[tuple((name, child.groups[name]) for name in table)].append(child)
        for by, group in groups.items():
            for n in range(1, steps + 1):
                due = [child for child in group if child.due >= n]
                over = sum(child.had[n - 1] for child in due)
                rows.append(share(f"completion.step-{n}", period, by, over, len(due)))
            due = [child for child in group if child.due == steps]
            over = sum(all(child.had) for child in due)
            rows.append(share("completion.all", period, by, over, len(due)))
    return tuple(rows)


def listed(
    children: Iterable[Child], *tables: Sequence[str], period: str = "2019"
) -> tuple[IndicatorRow, ...]:
    """Count the children in each table."""
    every = list(children)
    rows = []
    for table in tables:
        groups: dict[By, int] = defaultdict(int)
        for child in every:
            groups[tuple((name, child.groups[name]) for name in table)] += 1
        rows += [count("listed", period, by, n) for by, n in groups.items()]
    return tuple(rows)


def share(indicator: str, period: str, by: By, over: int, under: int) -> IndicatorRow:
    """Make a row with a share."""
    return IndicatorRow(
        indicator=indicator,
        period=period,
        by=by,
        numerator=over,
        denominator=under,
        value=over / under if under else None,
    )


def count(indicator: str, period: str, by: By, n: int) -> IndicatorRow:
    """Make a row with a count."""
    return IndicatorRow(indicator=indicator, period=period, by=by, numerator=n, value=float(n))
