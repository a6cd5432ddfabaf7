"""What has changed since an earlier period."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from programme import PROGRAMME, persons, visits
from sources import contacts_frame, native, persons_frame

from kvacodes import Period, indicators
from kvacodes.errors import InputError, UsageError
from kvacodes.indicators.answer import with_rows

PEOPLE = persons("""
    a 2019-01-01 u1 2019-01-01 yes
    b 2019-01-01 u2 2019-01-01 yes
""")
VISITS = visits("""
    a c1 2019-01-10 UX273+ZV509
    a c2 2019-03-10 UX274
    b c3 2020-01-10 UX273 joint=yes
""")


def asked(year: int, **more: Any) -> dict[str, Any]:
    """Return the arguments for a year."""
    return {"period": Period.year(year), "as_of": date(year + 1, 1, 31), **more}


def test_figures_are_compared_one_by_one() -> None:
    """Two visits became one, half of them joint became all; what one period lacks is kept."""
    now = indicators.visits(VISITS, PEOPLE, PROGRAMME, **asked(2020, by="month"))
    before = indicators.visits(VISITS, PEOPLE, PROGRAMME, **asked(2019, by="month"))
    rows = {(c.indicator, *dict(c.by).values()): c for c in indicators.change(now, before)}
    january = rows["visits", "2020-01"]
    assert (january.value, january.previous, january.change) == (1.0, None, None)
    assert rows["visits", "2019-03"].previous == 1.0
    whole = [indicators.visits(VISITS, PEOPLE, PROGRAMME, **asked(year)) for year in (2020, 2019)]
    (joint,) = [c for c in indicators.change(*whole) if c.indicator == "visits.joint"]
    assert (joint.value, joint.previous, joint.change) == (1.0, 0.5, 0.5)
    assert (joint.period, joint.previous_period) == ("2020", "2019")


def test_a_hidden_figure_gives_no_change() -> None:
    """A difference would give the hidden figure away."""
    now = indicators.listed(None, PEOPLE, PROGRAMME, **asked(2020))
    before = indicators.listed(None, PEOPLE, PROGRAMME, **asked(2019))
    hidden = with_rows(
        before, [evolve(row, numerator=None, value=None, suppressed=True) for row in before]
    )
    (change,) = indicators.change(now, hidden)
    assert (change.value, change.previous, change.change) == (2.0, None, None)
    assert change.suppressed


@pytest.mark.parametrize("source", ["polars", "pandas", "pandas-arrow", "pyarrow"])
def test_tables_give_a_table_of_their_kind(source: str) -> None:
    """The figures are those of the objects."""
    tables = [native(t, source) for t in (contacts_frame(VISITS), persons_frame(PEOPLE))]
    found = indicators.change(
        *(indicators.visits(*tables, PROGRAMME, **asked(y, by="unit_id")) for y in (2020, 2019))
    )
    expected = indicators.change(
        *(
            indicators.visits(VISITS, PEOPLE, PROGRAMME, **asked(y, by="unit_id"))
            for y in (2020, 2019)
        )
    )
    assert type(found) is type(tables[0])
    frame = found if isinstance(found, pl.DataFrame) else pl.DataFrame(found)
    assert frame.columns == [
        "indicator", "period", "previous_period", "unit_id", "value", "previous", "change",
        "suppressed",
    ]  # fmt: skip
    assert frame.fill_nan(None).select("indicator", "unit_id", "change").rows() == [
        (c.indicator, dict(c.by)["unit_id"], c.change) for c in expected
    ]


def test_what_is_divided_otherwise_is_refused() -> None:
    """The message names both divisions."""
    now = indicators.listed(None, PEOPLE, PROGRAMME, **asked(2020, by="unit_id"))
    before = indicators.listed(None, PEOPLE, PROGRAMME, **asked(2019))
    with pytest.raises(UsageError) as raised:
        indicators.change(now, before)
    assert str(raised.value) == (
        "the figures are by unit_id, those of the earlier period by nothing; compare what is "
        "divided alike"
    )


@pytest.mark.parametrize(
    ("now", "before"),
    [(2019, 2020), (2019, 2019)],
)
def test_the_earlier_period_is_the_earlier(now: int, before: int) -> None:
    """Swapped or equal periods are refused, with the period that was probably meant."""
    figures = [indicators.visits(VISITS, PEOPLE, PROGRAMME, **asked(y)) for y in (now, before)]
    with pytest.raises(UsageError) as raised:
        indicators.change(*figures)
    assert str(raised.value) == (
        f"{before} is not over when {now} begins; compare with an earlier period, such as 2018"
    )
    assert raised.value.in_language("sv") == (
        f"{before} är inte slut när {now} börjar; jämför med en tidigare period, till exempel 2018"
    )


def test_a_change_knows_its_periods() -> None:
    """A half-year is not compared with a whole one, whether rows or tables."""
    half = asked(2019) | {"period": Period.half_year(2018, 2)}
    tables = contacts_frame(VISITS), persons_frame(PEOPLE)
    with pytest.raises(UsageError, match="2018-H2 is not as long as 2019"):
        indicators.change(
            indicators.visits(*tables, PROGRAMME, **asked(2019)),
            indicators.visits(*tables, PROGRAMME, **half),
        )


@pytest.mark.parametrize("name", ["change", "previous", "previous_period"])
def test_columns_of_the_comparison_are_no_stratifiers(name: str) -> None:
    """A column of one's own would be overwritten there, and is to be renamed."""
    people = persons_frame(PEOPLE).with_columns(pl.lit("A").alias(name))
    tables = contacts_frame(VISITS), people
    with pytest.raises(UsageError, match=f"rename your column, for example to own_{name}"):
        indicators.change(
            *(indicators.visits(*tables, PROGRAMME, **asked(y, by=name)) for y in (2020, 2019))
        )


def test_follow_ups_are_compared_whole() -> None:
    """All questions at once, on objects and on tables alike."""
    tables = contacts_frame(VISITS), persons_frame(PEOPLE)
    rows, frame = (
        indicators.change(
            *(
                indicators.follow_up(*extract, PROGRAMME, **asked(year, by=()))
                for year in (2020, 2019)
            )
        )
        for extract in ((VISITS, PEOPLE), tables)
    )
    assert [(c.value, c.previous) for c in rows if c.indicator == "listed"] == [(2.0, 2.0)]
    assert frame["change"].to_list() == [c.change for c in rows]


@pytest.mark.parametrize("where", ["now", "before"])
def test_only_results_are_compared(where: str) -> None:
    """A table alone does not say its period."""
    result = indicators.visits(
        contacts_frame(VISITS), persons_frame(PEOPLE), PROGRAMME, **asked(2019)
    )
    given = {"now": result, "before": result} | {where: result.table}
    with pytest.raises(InputError) as raised:
        indicators.change(**given)
    assert str(raised.value) == (
        f"{where}: found a value of type DataFrame, expected a result of an indicator; "
        "give the result itself, not its table"
    )
