"""Figures as people look at them: tables in notebooks, plots."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from programme import PROGRAMME, persons, visits
from sources import contacts_frame, native, persons_frame

from kvacodes import Period, indicators
from kvacodes.errors import UsageError
from kvacodes.indicators.presenting import table_html
from kvacodes.results import IndicatorResult

PEOPLE = persons("""
    a 2019-01-01 u1 2019-01-01 yes
    b 2019-01-01 u<2 2019-01-01 yes
""")
VISITS = visits("""
    a c1 2019-01-10 UX273
    a c2 2019-03-10 UX274+ZV219
    b c3 2019-01-10 UX273
""")
ASKED: dict[str, Any] = {"period": Period.year(2019), "as_of": date(2020, 1, 31)}


def test_shares_are_shown_as_percent_and_bounds_as_they_are() -> None:
    """Swedish by default: comma, blank before the percent sign; an open end stays open."""
    rows = indicators.visits(VISITS, PEOPLE, PROGRAMME, **ASKED)
    shown = rows._repr_html_()
    assert shown is not None
    assert "<th>mått</th><th>period</th><th>täljare</th>" in shown
    assert "33,3\N{NO-BREAK SPACE}%" in shown
    assert ">540–<" in shown
    assert "33.3%" in table_html(rows, lang="en")


def test_text_from_the_data_is_escaped() -> None:
    """A unit called u<2 does not become a tag."""
    shown = indicators.listed(None, PEOPLE, PROGRAMME, by="unit_id", **ASKED)._repr_html_()
    assert shown is not None
    assert "u&lt;2" in shown
    assert "u<2" not in shown


@pytest.mark.parametrize("source", ["polars", "pandas", "pandas-arrow", "pyarrow"])
def test_tables_of_every_kind_are_shown_alike(source: str) -> None:
    """The same HTML as of objects."""
    tables = native(contacts_frame(VISITS), source), native(persons_frame(PEOPLE), source)
    found = indicators.visits(*tables, PROGRAMME, by="unit_id", **ASKED)
    expected = indicators.visits(VISITS, PEOPLE, PROGRAMME, by="unit_id", **ASKED)
    assert found._repr_html_() == expected._repr_html_()


def test_what_is_suppressed_is_a_bullet() -> None:
    """No figure is left in a row that is hidden."""
    result = indicators.listed(None, persons_frame(PEOPLE), PROGRAMME, **ASKED)
    hidden = evolve(
        result,
        table=result.table.with_columns(numerator=None, value=None, suppressed=True),
    )
    shown = hidden._repr_html_()
    assert shown is not None
    assert shown.count("\N{BULLET}") >= 2
    assert ">2<" not in shown


def test_shares_are_drawn_with_their_intervals() -> None:
    """A point for each step and unit, a line for each interval."""
    rows = indicators.completion(VISITS, PEOPLE, PROGRAMME, by="unit_id", **ASKED)
    ax = rows.plot(measures=["completion.step-1", "completion.step-2"])
    assert [t.get_text() for t in ax.get_yticklabels()] == [
        "completion.step-1 · u1",
        "completion.step-1 · u<2",
        "completion.step-2 · u1",
        "completion.step-2 · u<2",
    ]
    assert [list(point) for point in ax.collections[0].get_offsets()] == [
        [1, 0],
        [1, 1],
        [1, 2],
        [0, 3],
    ]
    assert ax.get_xlabel() == "andel med 95 % intervall"


def test_lead_times_are_drawn_as_percentiles() -> None:
    """One known lead time of 59 days."""
    rows = indicators.lead_time(VISITS, PEOPLE, PROGRAMME, from_step=1, to_step=2, **ASKED)
    ax = rows.plot(lang="en")
    assert [list(point) for point in ax.collections[0].get_offsets()] == [[59, 0]]
    assert ax.get_xlabel() == "days: p10–p90, p25–p75, median"


@pytest.mark.parametrize(
    ("name", "more", "message"),
    [
        ("listed", {}, "none of these figures is a share that is known; name the measures to draw"),
        (
            "lead_time",
            {"from_step": 1, "to_step": 6},
            "no lead time is known, so there is nothing to draw",
        ),
    ],
)
def test_nothing_to_draw_is_said(name: str, more: dict[str, int], message: str) -> None:
    """Counts are no shares, and open episodes no times."""
    rows = getattr(indicators, name)(VISITS, PEOPLE, PROGRAMME, **ASKED, **more)
    with pytest.raises(UsageError) as raised:
        rows.plot()
    assert str(raised.value) == message


def test_figures_made_elsewhere_have_no_plot() -> None:
    """A result put together by hand shows itself plainly."""
    rows = indicators.listed(None, PEOPLE, PROGRAMME, **ASKED)
    plain = IndicatorResult(
        table=None,
        accounting=rows.accounting,
        persons_accounting=rows.persons_accounting,
        provenance=rows.provenance,
    )
    assert plain._repr_html_() is None
    with pytest.raises(UsageError) as raised:
        plain.plot()
    assert str(raised.value) == (
        "these figures have nothing to be drawn with; take them from an indicator"
    )
