"""Lead times: per episode, with open, closed and negative ones kept apart."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf
from typing import Any

import pytest
from attrs import asdict
from programme import PROGRAMME, figure, persons, visits
from sources import contacts_frame, persons_frame

import kvacodes
from kvacodes import Period, indicators
from kvacodes.errors import InputError, UnknownNameError, UsageError
from kvacodes.periods import Span
from kvacodes.results import IndicatorRows

PEOPLE = "\n".join(f"p{n} 2019-01-01 u1 2019-01-01 yes" for n in range(6))


def waited(text: str, **options: object) -> IndicatorRows:
    """Measure from the first visit to the second in 2019."""
    given = {
        "from_step": 1,
        "to_step": 2,
        "period": Period.year(2019),
        "as_of": date(2020, 1, 31),
        **options,
    }
    return indicators.lead_time(visits(text), persons(PEOPLE), PROGRAMME, **given)


def pairs(*days: int) -> str:
    """Write a first visit of each person, and the second so many days later."""
    start = date(2019, 3, 1)
    return "\n".join(
        f"p{n} c{n} {start} UX273\np{n} d{n} {start + timedelta(days=wait)} UX274"
        for n, wait in enumerate(days)
    )


def test_percentiles_interpolate() -> None:
    """Of 10, 20, 40 and 80 days: median 30, p10 13, p25 17.5, p75 50, p90 68."""
    rows = waited(pairs(10, 20, 40, 80))
    values = {
        n: figure(rows, f"lead-time.{n}").value for n in ("median", "p10", "p25", "p75", "p90")
    }
    assert values == pytest.approx({"median": 30, "p10": 13, "p25": 17.5, "p75": 50, "p90": 68})
    measured = figure(rows, "lead-time.measured")
    assert (measured.numerator, measured.denominator) == (4, 4)


def test_negative_times_are_counted_and_left_out() -> None:
    """The second visit before the first is no time of 0."""
    rows = waited(pairs(10, -5))
    assert figure(rows, "lead-time.negative").value == 1
    assert figure(rows, "lead-time.median").value == 10
    assert figure(rows, "lead-time.measured").n_missing == 1


def test_open_episodes_are_counted() -> None:
    """One without the second visit is open, not nothing."""
    rows = waited(pairs(10) + "\np5 c5 2019-03-01 UX273")
    assert figure(rows, "lead-time.open").value == 1
    assert figure(rows, "lead-time.median").denominator == 2


@pytest.mark.parametrize(("limit", "within"), [(20, 2), (19, 1), (Span(months=1), 2)])
def test_exactly_the_limit_is_within_it(limit: Span | int, within: int) -> None:
    """Of 10, 20 and 40 days."""
    row = figure(waited(pairs(10, 20, 40), limit=limit), "lead-time.within-limit")
    assert (row.numerator, row.denominator) == (within, 3)


def test_the_estimate_takes_open_episodes_with_it() -> None:
    """10 and 20 days and two still open after 336: half are done at 20 days."""
    open_ones = "\np4 c4 2019-03-01 UX273\np5 c5 2019-03-01 UX273"
    rows = waited(pairs(10, 20) + open_ones, open_episodes="kaplan-meier")
    assert figure(rows, "lead-time.kaplan-meier-median").value == 20.0
    assert figure(rows, "lead-time.median").value == 15.0


@pytest.mark.parametrize(
    ("ended_on", "median"),
    [("2019-03-11", 40.0), ("2019-03-01", 40.0), ("2019-02-28", None), ("2020-02-01", None)],
    ids=["after ten days", "the same day", "before the start", "after the day of the question"],
)
@pytest.mark.parametrize("on_tables", [False, True])
def test_who_has_gone_is_censored_then(
    ended_on: str, median: float | None, *, on_tables: bool
) -> None:
    """Two done after 40 days; three who have moved before that are no longer at risk."""
    text = pairs(40, 40) + "".join(f"\np{n} c{n} 2019-03-01 UX273" for n in (2, 3, 4))
    people = "\n".join(
        f"{line} ended_on={ended_on}" if n in {2, 3, 4} else line
        for n, line in enumerate(PEOPLE.splitlines())
    )
    given: tuple[Any, Any] = (visits(text), persons(people))
    if on_tables:
        given = contacts_frame(given[0]), persons_frame(given[1])
    found = indicators.lead_time(
        *given, PROGRAMME, from_step=1, to_step=2, open_episodes="kaplan-meier",
        period=Period.year(2019), as_of=date(2020, 1, 31),
    )  # fmt: skip
    rows = found.table.rows(named=True) if on_tables else [asdict(row) for row in found]
    values = {row["indicator"]: row["value"] for row in rows}
    assert values["lead-time.open"] == 3
    assert values["lead-time.kaplan-meier-median"] == median


@pytest.mark.parametrize(
    ("waits", "still_open"),
    [((10, 20, 20, 40), 1), ((), 3), ((5, 5, 9), 0), ((10,), 4), ((0, 0), 1)],
    ids=["ties", "all censored", "none censored", "median not reached", "same day"],
)
def test_the_estimate_is_that_of_lifelines(waits: tuple[int, ...], still_open: int) -> None:
    """Open episodes are censored on the day of the question, 336 days after they began."""
    lifelines = pytest.importorskip("lifelines", reason="lifelines is not installed")
    text = pairs(*waits) + "".join(
        f"\np{len(waits) + n} x{n} 2019-03-01 UX273" for n in range(still_open)
    )
    rows = waited(text, open_episodes="kaplan-meier")
    row = figure(rows, "lead-time.kaplan-meier-median")
    durations = [*waits, *[336] * still_open]
    observed = [True] * len(waits) + [False] * still_open
    expected = lifelines.KaplanMeierFitter().fit(durations, observed).median_survival_time_
    assert (inf if row.value is None else row.value) == expected
    assert row.numerator == len(durations)


def test_the_words_tell_the_limit_and_the_estimate() -> None:
    """What is in time, and what becomes of open episodes; neither where nobody asked."""
    asked = waited(pairs(10), limit=60, open_episodes="kaplan-meier")
    said = asked.explain("sv").splitlines()[0]
    assert said.endswith(
        "räknas för sig. I tid är högst 60 dagar. Medianen enligt Kaplan–Meier räknar med "
        "förlopp som inte är klara, censurerade på frågedagen, eller den dag då förloppet eller "
        "personens tid slutade."
    )
    assert "In time is at most 60 days. The Kaplan–Meier median takes in" in asked.explain("en")
    assert waited(pairs(10)).explain("en").splitlines()[0].endswith("are counted apart.")


def test_an_episode_belongs_to_the_period_in_which_it_began() -> None:
    """Begun in 2018: not in the figures of 2019; its rows are accounted for."""
    rows = indicators.lead_time(
        visits("a c1 2018-12-31 UX273\na c2 2019-01-02 UX274"),
        persons("a 2018-12-01 u1 2018-12-01 yes"),
        PROGRAMME,
        from_step=1,
        to_step=2,
        period=Period.year(2019),
        as_of=date(2020, 1, 31),
    )
    assert figure(rows, "lead-time.measured").denominator == 0
    assert rows.accounting == {"rows_read": 2, "rows_used": 0, "not-counted": 2}


def test_pathways_are_measured_per_episode_and_closed_ones_apart() -> None:
    """Breast cancer: from 10 to treatment; one treated, one closed, one open."""
    pathway = kvacodes.load().code_set("svf-brost")
    rows = indicators.lead_time(
        visits("""
            a c1 2019-03-01 VG910
            a c2 2019-03-25 VG950
            b c3 2019-03-01 VG910
            b c4 2019-03-11 VG960
            c c5 2019-03-01 VG910
        """),
        persons("\n".join(f"{p} 1960-01-01 u1 2019-01-01 ?" for p in "abc")),
        pathway,
        from_step=10,
        to_step=50,
        limit=28,
        period=Period.year(2019),
        as_of=date(2019, 12, 31),
    )
    assert [
        figure(rows, f"lead-time.{n}").value for n in ("measured", "closed-without", "open")
    ] == [
        1,
        1,
        1,
    ]
    assert figure(rows, "lead-time.median").value == 24
    assert figure(rows, "lead-time.within-limit").value == 1.0


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"to_step": 7}, UnknownNameError, "no step '7'"),
        ({"from_step": ()}, UsageError, "from_step names no step"),
        (
            {"from_step": (1, 3), "to_step": (2, 3)},
            UsageError,
            ("step 3 is in both from_step and to_step; time is measured from one step to another"),
        ),
        (
            {"limit": -3},
            UsageError,
            "limit is -3; expected 0 days or more",
        ),
        (
            {"limit": Span(months=-1)},
            UsageError,
            "limit is Span(months=-1, days=0); expected 0 days or more",
        ),
        (
            {"limit": "28"},
            InputError,
            (
                "limit: found a value of type str, expected whole days, or a Span; write 28, or "
                "Span(months=2)"
            ),
        ),
        (
            {"open_episodes": "km"},
            UsageError,
            "open_episodes is 'km'; expected 'count' or 'kaplan-meier'",
        ),
        (
            {"attribution": "home"},
            UsageError,
            "attribution is 'home'; expected 'listed' or 'contact'",
        ),
    ],
)
def test_arguments_that_make_no_sense(
    options: dict[str, object], error: type[Exception], message: str
) -> None:
    """Steps that do not exist and words that mean nothing are errors in words."""
    with pytest.raises(error) as raised:
        waited("", **options)
    assert str(raised.value) == message
