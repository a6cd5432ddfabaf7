"""No reader with a solver comes closer to a hidden count than the threshold."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

import pytest
from disclosure.attack import Attack

from kvacodes.disclosure import suppress_all
from kvacodes.results import IndicatorRow

Parts = dict[tuple[tuple[str, str], ...], tuple[int, int]]


def suppress(*tables: tuple[IndicatorRow, ...]) -> list[IndicatorRow]:
    """Hide what is small in all tables, and return all rows; none may be given up."""
    made = suppress_all(tables)
    assert made.given_away == 0
    return [row for table in made.tables for row in table]


def rows_with_sums(
    parts: Parts,
    *,
    period: str = "2019",
    indicator: str = "completion",
    tables: Iterable[tuple[str, ...]] | None = None,
) -> tuple[IndicatorRow, ...]:
    """Make the rows of tables from the counts of the finest groups."""
    names = [name for name, _ in next(iter(parts))]
    subsets = [c for n in range(len(names) + 1) for c in itertools.combinations(names, n)]
    made = []
    for table in tables if tables is not None else subsets:
        groups: dict[tuple[tuple[str, str], ...], list[int]] = {}
        for by, (over, under) in parts.items():
            kept = tuple(pair for pair in by if pair[0] in table)
            counts = groups.setdefault(kept, [0, 0])
            counts[0] += over
            counts[1] += under
        made += [
            share(by, *counts, period=period, indicator=indicator) for by, counts in groups.items()
        ]
    return tuple(made)


def share(
    by: tuple[tuple[str, str], ...],
    over: int,
    under: int,
    *,
    period: str = "2019",
    indicator: str = "completion",
) -> IndicatorRow:
    """Make a row with a share."""
    return IndicatorRow(
        indicator=indicator,
        period=period,
        by=by,
        numerator=over,
        denominator=under,
        value=over / under if under else None,
    )


def random_parts(chance: random.Random, *names: tuple[str, int], most: int = 12) -> Parts:
    """Draw groups, small ones and full ones among them."""
    keys = itertools.product(*([(name, str(n)) for n in range(size)] for name, size in names))
    parts = {}
    for key in keys:
        under = chance.choice([0, chance.randrange(5), chance.randrange(most), 40])
        over = chance.choice([0, under, chance.randint(0, under), max(0, under - 2)])
        parts[key] = over, under
    return parts


def grown(parts: Parts, chance: random.Random) -> Parts:
    """Let every group grow."""
    result = {}
    for key, (over, under) in parts.items():
        more, others = chance.choice([0, 0, 1, 6]), chance.choice([0, 0, 2, 9])
        result[key] = over + more, under + more + others
    return result


def assert_wide(attack: Attack, threshold: int = 5) -> None:
    """Compare the width of every hidden count with the threshold."""
    for row, widths in attack.widths().items():
        assert min(widths) >= threshold, (row, widths, attack.rows)


@pytest.mark.parametrize("seed", range(12))
def test_units_and_their_total(seed: int) -> None:
    """A table by unit with its total gives nothing away."""
    rows = rows_with_sums(random_parts(random.Random(seed), ("unit_id", 7)))
    assert_wide(Attack(suppress(rows)).knows_sums("unit_id"))


@pytest.mark.parametrize("seed", range(8))
def test_two_stratifiers_with_all_totals(seed: int) -> None:
    """A table by unit and half-year with both margins and the total gives nothing away."""
    chance = random.Random(seed)
    rows = rows_with_sums(random_parts(chance, ("unit_id", 5), ("half_year", 3)))
    assert_wide(Attack(suppress(rows)).knows_sums("unit_id", "half_year"))


@pytest.mark.parametrize("seed", range(4))
def test_three_stratifiers_with_all_totals(seed: int) -> None:
    """Three stratifiers and every sum over them give nothing away."""
    chance = random.Random(seed)
    names = ("unit_id", 3), ("half_year", 2), ("sex", 2)
    rows = rows_with_sums(random_parts(chance, *names))
    assert_wide(Attack(suppress(rows)).knows_sums("unit_id", "half_year", "sex"))


@pytest.mark.parametrize("seed", range(5))
def test_several_tables_that_share_margins(seed: int) -> None:
    """Tables by unit and half-year, and by unit and sex, with the units, give nothing away."""
    chance = random.Random(seed)
    parts = random_parts(chance, ("unit_id", 4), ("half_year", 2), ("sex", 2))
    tables = [(), ("unit_id",), ("unit_id", "half_year"), ("unit_id", "sex")]
    every = [rows_with_sums(parts, tables=[table]) for table in tables]
    published = suppress(*every)
    assert_wide(Attack(published).knows_sums("unit_id", "half_year", "sex"))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    "tables", [[(), ("area", "unit_id")], [(), ("area",), ("area", "unit_id")]]
)
def test_units_within_areas(seed: int, tables: list[tuple[str, ...]]) -> None:
    """Nested stratifiers, with sums by area or without, give nothing away."""
    parts = random_parts(random.Random(seed), ("unit_id", 9))
    nested = {(("area", str(int(key[0][1]) // 3)), *key): n for key, n in parts.items()}
    rows = rows_with_sums(nested, tables=tables)
    published = suppress(rows)
    attack = Attack(published).knows_sums("unit_id", "area").knows_all_sums()
    assert_wide(attack)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shares", [False, True])
def test_two_occasions_of_a_year(seed: int, shares: bool) -> None:  # noqa: FBT001
    """Two cumulative occasions with totals give nothing away, growth known or not."""
    chance = random.Random(seed)
    april = random_parts(chance, ("unit_id", 5))
    occasions = ["2019-01-01/2019-04-30", "2019-01-01/2019-08-31", "2019"]
    august = grown(april, chance)
    every = [
        rows_with_sums(parts, period=period)
        for period, parts in zip(occasions, [april, august, grown(august, chance)], strict=True)
    ]
    published = suppress(*every)
    attack = Attack(published).knows_sums("unit_id").knows_growth(*occasions, shares=shares)
    assert_wide(attack)


@pytest.mark.parametrize("seed", range(12))
def test_indicators_about_the_same_groups(seed: int) -> None:
    """A denominator that another indicator tells does not give a numerator away."""
    chance = random.Random(seed)
    parts = random_parts(chance, ("unit_id", 6))
    listed = {key: (under, under) for key, (_, under) in parts.items()}
    every = {key: (chance.randint(0, over), under) for key, (over, under) in parts.items()}
    tables = [
        rows_with_sums(parts, indicator="completion.step-6"),
        rows_with_sums(every, indicator="completion.all"),
        tuple(
            IndicatorRow(indicator="listed", period="2019", by=r.by, numerator=r.numerator)
            for r in rows_with_sums(listed, indicator="listed")
        ),
    ]
    published = suppress(*tables)
    attack = Attack(published, counts={"listed"}).knows_sums("unit_id")
    attack.knows_same(("completion.all", "under"), ("completion.step-6", "under"))
    attack.knows_same(("listed", "over"), ("completion.step-6", "under"))
    attack.knows_within(("completion.all", "over"), ("completion.step-6", "over"))
    shown = {row.by for row in published if not row.suppressed}
    for (indicator, _, by), (over, under, rest) in attack.widths().items():
        # A denominator that is shown beside, of another indicator, is not small.
        least = min(over, rest) if by in shown else min(over, under, rest)
        assert least >= 5 or indicator == "listed", (indicator, by, over, under, rest, published)


@pytest.mark.parametrize("seed", range(6))
def test_measures_of_the_same_persons(seed: int) -> None:
    """A mean and a median of those whose time is known tell the same counts."""
    chance = random.Random(seed)
    parts = random_parts(chance, ("unit_id", 6), most=30)
    names = ("time.known", "time.mean", "time.median")
    listed = {key: (under, under) for key, (_, under) in parts.items()}
    counts = tuple(
        IndicatorRow(indicator="listed", period="2019", by=r.by, numerator=r.numerator)
        for r in rows_with_sums(listed, indicator="listed")
    )
    published = suppress(counts, *(rows_with_sums(parts, indicator=name) for name in names))
    attack = Attack(published, counts={"listed"}).knows_sums("unit_id")
    for one, other in itertools.pairwise(names):
        attack.knows_same((one, "over"), (other, "over"))
        attack.knows_same((one, "under"), (other, "under"))
    attack.knows_same(("listed", "over"), ("time.known", "under"))
    shown = {row.by for row in published if not row.suppressed}
    for (indicator, _, by), (over, under, rest) in attack.widths().items():
        least = min(over, rest) if by in shown else min(over, under, rest)
        assert least >= 5 or indicator == "listed", (indicator, by, over, under, rest, published)
