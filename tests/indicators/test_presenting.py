"""Figures as people look at them: tables in notebooks, plots."""

from __future__ import annotations

import io
import itertools
import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import matplotlib as mpl
import pytest
from attrs import evolve
from matplotlib.figure import Figure
from programme import PROGRAMME, persons, visits
from scipy.stats import binom
from sources import contacts_frame, native, persons_frame

from kvacodes import Period, disclosure, indicators
from kvacodes.errors import MissingExtraError, UsageError
from kvacodes.extracts import Person, Visit
from kvacodes.indicators.answer import with_rows
from kvacodes.indicators.titles import title_of
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
    headings = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', shown)
    assert headings == [
        "mått", "period", "täljare", "nämnare", "värde", "intervall", "saknas",
    ]  # fmt: skip
    assert 'title="visits.joint-unknown">Framgår inte om i samverkan</th>' in shown
    assert "33,3\N{NO-BREAK SPACE}%" in shown
    assert ">540–<" in shown
    english = rows.show("en")._repr_html_()
    assert "33.3%" in english
    assert ">Known to be joint</th>" in english


def test_great_numbers_are_read_in_thousands() -> None:
    """A narrow blank in Swedish, a comma in English."""
    rows = indicators.listed(None, PEOPLE, PROGRAMME, **ASKED)
    many = with_rows(rows, [evolve(rows[0], numerator=12345, value=12345.0)])
    assert many.show().html.count(">12\N{NARROW NO-BREAK SPACE}345<") == 2
    assert many.show("en").html.count(">12,345<") == 2


@pytest.mark.parametrize(
    ("indicator", "title"),
    [
        ("visits.step-3", "Besök 3"),
        ("completion.all", "Alla besök"),
        ("continuity.single-staff.socionom", "Har träffat en och samma: socionom"),
        ("lead-time.p90", "Dagar, percentil 90"),
        ("lead-time.10-50/52.open", "Inte klara, 10 till 50/52"),
        ("other-care.chapter.X", "Diagnoser: X Andningsorganen"),
        ("other-care.category.J06.contacts", "Diagnos: J06, kontakter"),
        ("other-care.procedure-group.KMA-DJ", "Åtgärder: KMA-DJ"),
        ("training.ja", "training.ja"),
    ],
)
def test_measures_are_named_in_words(indicator: str, title: str) -> None:
    """What has no words of its own keeps its name."""
    assert title_of(indicator, "sv") == title


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
    assert shown.count("\N{TWO DOT LEADER}") >= 2
    assert ">2<" not in shown


def test_shares_are_drawn_with_their_intervals() -> None:
    """A point for each step and unit, a line for each interval."""
    rows = indicators.completion(VISITS, PEOPLE, PROGRAMME, by="unit_id", **ASKED)
    ax = rows.plot(measures=["completion.step-1", "completion.step-2"])
    assert [t.get_text() for t in ax.get_yticklabels()] == [
        "Besök 1 · u1",
        "Besök 1 · u<2",
        "Besök 2 · u1",
        "Besök 2 · u<2",
    ]
    assert [list(point) for point in ax.collections[0].get_offsets()] == [
        [1, 0],
        [1, 1],
        [1, 2],
        [0, 3],
    ]
    assert ax.get_xlabel() == "andel med 95 % intervall"


def test_one_measure_is_named_once() -> None:
    """Above the groups, which then stand alone."""
    rows = indicators.completion(VISITS, PEOPLE, PROGRAMME, by="unit_id", **ASKED)
    ax = rows.plot(measures="completion.step-1")
    assert [t.get_text() for t in ax.get_yticklabels()] == ["u1", "u<2"]
    assert ax.get_title(loc="left") == "Besök 1"


def test_many_rows_stand_apart() -> None:
    """The figure grows with them, so that no name of a unit lies on the next."""
    people = persons("\n".join(f"p{n} 2019-01-01 u{n} 2019-01-01 yes" for n in range(60)))
    ax = indicators.completion([], people, PROGRAMME, by="unit_id", **ASKED).plot(
        measures="completion.step-1"
    )
    ax.figure.canvas.draw()
    places = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert len(places) == 60
    assert all(upper.y0 >= lower.y1 for upper, lower in itertools.pairwise(places))


def test_units_are_drawn_against_chance() -> None:
    """Points by size and share, two bands of limits; who lies outside 99.8 % is named."""
    rows = indicators.completion(VISITS, PEOPLE, PROGRAMME, by="unit_id", **ASKED)
    first = rows[0]
    made = [
        evolve(first, by=(("unit_id", unit),), numerator=n, denominator=of, value=n / of)
        for unit, n, of in (("a", 90, 100), ("b", 2, 4), ("c", 10, 40))
    ]
    ax = with_rows(rows, made).plot(kind="funnel", measures="completion.step-1")
    points = [tuple(point) for c in ax.collections[2:] for point in c.get_offsets()]
    assert points == [(100, 0.9), (4, 0.5), (40, 0.25)]
    assert [text.get_text() for text in ax.texts] == ["a", "c"]
    centre = 102 / 144
    low = binom.ppf(0.001, 40, centre) / 40
    edges = [tuple(p) for p in ax.collections[0].get_paths()[0].vertices if p[0] == 40]
    assert min(y for _, y in edges) == pytest.approx(low)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == [
        "99,8% av slumpen", "95% av slumpen",
    ]  # fmt: skip
    assert ax.get_ylabel() == "Besök 1"


def test_a_funnel_needs_a_share_that_is_known() -> None:
    """Counts and hidden denominators have no place in it."""
    rows = indicators.completion(VISITS, PEOPLE, PROGRAMME, by="unit_id", **ASKED)
    hidden = with_rows(rows, [evolve(rows[0], numerator=None, denominator=None)])
    with pytest.raises(UsageError) as raised:
        hidden.plot(kind="funnel")
    assert str(raised.value) == "no group of this measure has a share that is known"


def test_axes_that_are_given_are_drawn_on() -> None:
    """The same axes come back; a mean without interval is a point alone."""
    axes = Figure().add_subplot()
    rows = indicators.visits(VISITS, PEOPLE, PROGRAMME, **ASKED)
    assert rows.plot(ax=axes, measures="visits") is axes
    assert [list(point) for point in axes.collections[0].get_offsets()] == [[3, 0]]
    assert not axes.lines


def test_plots_need_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is missing, the message says what to install."""
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    rows = indicators.completion(VISITS, PEOPLE, PROGRAMME, **ASKED)
    with pytest.raises(MissingExtraError) as raised:
        rows.plot()
    assert str(raised.value) == (
        "matplotlib is not installed; install it with: pip install 'kvacodes[plot]'"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "pie"}, "kind is 'pie'; expected 'shares' or 'times' or 'funnel'"),
        (
            {"kind": "funnel", "measures": ("completion.step-1", "completion.step-2")},
            "a funnel plot has one measure; name one of completion.step-1, completion.step-2",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(options: dict[str, Any], message: str) -> None:
    """An unknown kind, and several measures against one chance."""
    rows = indicators.completion(VISITS, PEOPLE, PROGRAMME, by="unit_id", **ASKED)
    with pytest.raises(UsageError) as raised:
        rows.plot(**options)
    assert str(raised.value) == message


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


def _cohort(few: dict[str, int], *, late: int = 0) -> tuple[list[Visit], list[Person]]:
    """Make two units of many children and some of few; visits in u8 may be late."""
    born = date(2019, 1, 1)
    children = [
        (unit, n) for unit, many in {"u1": 90, "u2": 120, **few}.items() for n in range(many)
    ]
    people = [
        Person(
            person_id=f"p{n}", birth_date=born, unit_id=unit, listed_from=born, target_group=True
        )
        for n, (unit, _) in enumerate(children)
    ]
    made = [
        Visit(
            person_id=f"p{n}",
            contact_id=f"c{n}-{step}",
            date=born + timedelta(60 * step - 60 + (step * n) % 40 + late * (unit == "u8") * step),
            code=f"UX{272 + step}",
            unit_id=unit,
        )
        for n, (unit, place) in enumerate(children)
        for step in (1, 2)
        if place % (5 - step)
    ]
    return made, people


def _svg(rows: Any, **options: Any) -> str:
    axes = rows.plot(**options)
    held = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "the same ids", "svg.fonttype": "none"}):
        axes.figure.savefig(held, format="svg", metadata={"Date": None})
    return held.getvalue()


SHARES = ({"u7": 9, "u8": 3, "u9": 2}, {"u7": 9, "u8": 2, "u9": 3})
TIMES = {"u7": 20, "u8": 8, "u9": 7}
HIDDEN: dict[str, tuple[dict[str, Any], tuple[Any, Any]]] = {
    "completion": ({"period": Period.year(2020)}, tuple(map(_cohort, SHARES))),
    "lead_time": (
        {"period": Period.year(2019), "from_step": 1, "to_step": 2},
        (_cohort(TIMES), _cohort(TIMES, late=3)),
    ),
}
"""Indicators, what they are asked, and two cohorts that differ in what is hidden alone."""


@pytest.mark.parametrize("source", ["objects", "polars"])
@pytest.mark.parametrize(
    ("name", "show"),
    [
        ("completion", _svg),
        ("completion", lambda rows: _svg(rows, kind="funnel", measures="completion.step-1")),
        ("lead_time", _svg),
        ("completion", lambda rows: rows.show().html),
        ("lead_time", lambda rows: rows.show("en").html),
    ],
    ids=["shares", "funnel", "times", "table of shares", "table of times"],
)
def test_what_is_suppressed_leaves_no_trace(
    name: str, show: Callable[[Any], str], source: str
) -> None:
    """Two cohorts that differ in hidden numbers alone give the same picture, to the letter."""
    asked, cohorts = HIDDEN[name]
    results = []
    for contacts, people in cohorts:
        given: Any = (contacts, people)
        if source != "objects":
            given = contacts_frame(contacts), persons_frame(people)
        function = getattr(indicators, name)
        results.append(function(*given, PROGRAMME, by="unit_id", as_of=date(2021, 1, 31), **asked))
    open_ = [show(result) for result in results]
    assert open_[0] != open_[1]
    hidden = [show(disclosure.suppress(result)) for result in results]
    assert hidden[0] == hidden[1]


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
        "these figures have nothing to be shown with; take them from an indicator"
    )
