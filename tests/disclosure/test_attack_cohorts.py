"""A reader who knows what the figures mean learns no more than one who only adds up."""

from __future__ import annotations

import random

import pytest
from disclosure.attack import Attack
from disclosure.cohorts import completion, count, drawn, listed, share
from hypothesis import given, settings
from hypothesis import strategies as st

from kvacodes.disclosure import suppress_all
from kvacodes.results import IndicatorRow

ALL, UNIT, HALF = (), ("unit_id",), ("half_year",)


def published(*tables: tuple[IndicatorRow, ...]) -> list[IndicatorRow]:
    """Hide what is small in all tables, and return all rows; none may be given up."""
    made = suppress_all(tables)
    assert made.given_away == 0
    return [row for table in made.tables for row in table]


def assert_wide(attack: Attack, truth: list[IndicatorRow], *, exact: bool = False) -> None:
    """Compare the width of every hidden count with the threshold.

    How large a group is may be known where another figure about it is shown, if it is not
    small: then it is what the group did that must stay wide.
    """
    sizes = {(row.indicator, row.period, row.by): row.denominator for row in truth}
    shown = {(row.period, row.by) for row in attack.rows if not row.suppressed}
    for name, (over, under, rest) in attack.widths(exact=exact).items():
        size = sizes[name]
        is_count = name[0] in attack.counts
        is_told = size is not None and size >= 5 and name[1:] in shown
        assert over >= 5, (name, over)
        assert is_count or rest >= 5, (name, rest)
        assert is_count or is_told or under >= 5, (name, under)


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    units=st.integers(1, 7),
    halves=st.integers(1, 2),
    steps=st.sampled_from([1, 2, 6]),
    most=st.sampled_from([6, 12, 30]),
)
def test_steps_of_a_programme(seed: int, units: int, halves: int, steps: int, most: int) -> None:
    """Steps, all steps and how many are listed give nothing away together."""
    children = drawn(seed, units=units, halves=halves, steps=steps, most=most)
    tables = [ALL, UNIT] if halves == 1 else [ALL, UNIT, HALF, UNIT + HALF]
    truth = completion(children, *tables, steps=steps), listed(children, ALL, UNIT)
    attack = Attack(published(*truth), counts={"listed"})
    attack.knows_sums("unit_id", "half_year").knows_steps("completion", steps)
    attack.knows_same(("listed", "over"), ("completion.step-1", "under"))
    assert_wide(attack, [row for table in truth for row in table])


@pytest.mark.parametrize("seed", range(3))
def test_persons_are_whole(seed: int) -> None:
    """It does not help to know that persons are whole."""
    children = drawn(seed, units=4, halves=2, steps=2, most=12)
    truth = completion(children, ALL, UNIT, HALF, UNIT + HALF, steps=2)
    attack = Attack(published(truth)).knows_sums("unit_id", "half_year")
    assert_wide(attack.knows_steps("completion", 2), list(truth), exact=True)


@pytest.mark.parametrize("seed", range(5))
def test_half_years_that_make_up_a_year(seed: int) -> None:
    """Visits of two half-years and of the year, by unit and together, give nothing away."""
    chance = random.Random(seed)
    names = ("2019-H1", "2019-H2")
    halves = {name: {f"u{n}": chance.choice([0, 2, 7, 12, 30]) for n in range(6)} for name in names}
    halves["2019"] = {unit: sum(halves[name][unit] for name in names) for unit in halves["2019-H1"]}
    tables = [
        (
            *(count("visits", period, (("unit_id", unit),), n) for unit, n in units.items()),
            count("visits", period, (), sum(units.values())),
        )
        for period, units in halves.items()
    ]
    attack = Attack(published(*tables), counts={"visits"})
    attack.knows_sums("unit_id").knows_spans("2019", *names)
    assert_wide(attack, [row for table in tables for row in table])


@pytest.mark.parametrize("one_after_another", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_a_report_that_leaves_out_a_unit(seed: int, one_after_another: bool) -> None:  # noqa: FBT001
    """What a second report leaves out cannot be read from the difference of the totals."""
    chance = random.Random(seed)
    units = {}
    for n in range(6):
        under = chance.choice([3, 8, 20, 40])
        units[f"u{n}"] = chance.choice([0, under, chance.randint(0, under), under - 2]), under
    tables = []
    for kept in (tuple(units), tuple(units)[1:]):
        rows = [share("completion", "2019", (("unit_id", unit),), *units[unit]) for unit in kept]
        sums = [sum(units[unit][n] for unit in kept) for n in (0, 1)]
        tables.append((*rows, share("completion", "2019", (), *sums)))
    if one_after_another:
        first = suppress_all(tables[:1]).tables[0]
        made = suppress_all(tables[1:], published=[first])
        assert made.given_away == 0
        out = [first, made.tables[0]]
    else:
        out = list(suppress_all(tables).tables)
    # A unit is the same in both; the totals are not.
    rows = [row for row in out[0] if row.by]
    rows += [IndicatorRow(**_fields(row)) for row in out[1] if row.by and not row.suppressed]
    attack = Attack(rows)
    for number, table in enumerate(out):
        (total,) = (row for row in table if not row.by)
        parts = [row for row in table if row.by]
        if not total.suppressed:
            for which, value in (("over", total.numerator), ("under", total.denominator)):
                terms = {attack.index[attack.name(row, which)]: 1.0 for row in parts}
                attack.equal.append((terms, float(value or 0)))
        assert number in {0, 1}
    assert_wide(attack, [row for table in tables for row in table if row.by])


def _fields(row: IndicatorRow) -> dict[str, object]:
    names = ("indicator", "period", "by", "numerator", "denominator", "value", "suppressed")
    return {name: getattr(row, name) for name in names}


def test_two_totals_that_differ_by_few() -> None:
    """Where only totals are told, the later one is hidden if they differ by a small group."""
    first, second = (share("completion", "2019", (), *n) for n in ((57, 125), (56, 123)))
    made = suppress_all([(first,), (second,)])
    assert [row.suppressed for (row,) in made.tables] == [False, True]
    after = suppress_all([(second,)], published=[(first,)])
    assert (after.tables[0][0].suppressed, after.given_away) == (True, 0)


def test_what_was_hidden_once_stays_hidden() -> None:
    """A figure that an earlier report hid to protect others is not shown by a later one."""
    units = {"a": (20, 40), "b": (12, 30), "c": (1, 2), "d": (9, 20)}
    rows = [share("completion", "2019", (("unit_id", u),), *n) for u, n in units.items()]
    total = share("completion", "2019", (), 42, 92)
    first = suppress_all([(*rows, total)]).tables[0]
    assert [row.suppressed for row in first] == [False, False, True, True, False]
    again = suppress_all([(rows[3],)], published=[first])
    assert again.tables[0][0].suppressed
