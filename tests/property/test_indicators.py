"""Indicators on tables equal the plain functions on objects, whatever the source; and laws."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
import strategies as own
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from programme import PROGRAMME
from sources import contacts_frame, native, persons_frame

from kvacodes import Period, indicators
from kvacodes.extracts import Contract, Person, Visit
from kvacodes.model import CodeSet
from kvacodes.periods import Span
from kvacodes.results import IndicatorRow

PERIODS = (
    Period.year(2019),
    Period.half_year(2019, 1),
    Period.interim(2020, 2),
    Period(date(2018, 6, 1), date(2021, 1, 1)),
)
CONTRACTS = (
    Contract(contract_id="k1", unit_id="u1"),
    Contract(contract_id="k2", unit_id="u2", valid_from=date(2019, 3, 1)),
    Contract(contract_id="k3", unit_id="u2", valid_from=date(2019, 2, 1)),
)
COLUMNS = ("numerator", "denominator", "value", "lower", "upper", "bound", "n_missing")
SOURCES = ("polars", "polars-lazy", "pandas", "pandas-arrow", "pyarrow", "duckdb")

MORE_CODES = ((), (), ("ZV211",), ("ZV219",), ("J06.9",), ("z001", "DU007"))

Asked = tuple[str, dict[str, Any]]


@st.composite
def questions(draw: st.DrawFn, code_set: CodeSet) -> Asked:
    """Draw an indicator with arguments that fit it."""
    name = draw(
        st.sampled_from(
            (
                "listed",
                "visits",
                "completion",
                "continuity",
                "lead_time",
                "other_care",
                "conformance_rate",
            )
        )
    )
    person_fields = ("unit_id", "sex", "half_year", "month", "year", "target_group", "birth_date")
    options: dict[str, Any] = {
        "period": draw(st.sampled_from(PERIODS)),
        "as_of": draw(st.sampled_from((own.AS_OF, date(2019, 3, 1)))),
        "by": draw(st.sampled_from(((), *((f,) for f in person_fields), ("sex", "unit_id")))),
        "contracts": draw(st.sampled_from((None, None, CONTRACTS))),
    }
    if name in {"visits", "lead_time"}:
        options["attribution"] = draw(st.sampled_from(("contact", "listed")))
    if name in {"visits", "completion"}:
        options["count"] = draw(st.sampled_from(("child", "child", "family")))
    numbers = [s.number for s in code_set.sequence.steps]  # type: ignore[union-attr]
    if name == "conformance_rate":
        options["severity"] = draw(st.sampled_from(("error", "warning", "information")))
    if name == "other_care":
        step = draw(st.sampled_from(numbers))
        options |= draw(
            st.sampled_from(
                (
                    {},
                    {"after": step},
                    {"before": step},
                    {"after": step, "within": 60},
                    {"before": step, "within": Span(months=2, days=3)},
                )
            )
        )
    if name == "lead_time":
        steps = st.lists(st.sampled_from(numbers), min_size=1, max_size=2)
        options |= {
            "from_step": draw(steps),
            "to_step": draw(steps),
            "limit": draw(st.sampled_from((None, 30))),
            "open_episodes": draw(st.sampled_from(("count", "kaplan-meier"))),
        }
    return name, options


@st.composite
def cases(draw: st.DrawFn) -> tuple[CodeSet, list[Visit], list[Person], Asked]:
    """Draw a programme, an extract, and a question."""
    sequence, rows, people = draw(own.extracts())
    timed = [
        evolve(
            visit,
            minutes=draw(st.sampled_from((None, None, 30, 60, -1))),
            add_ons=(*visit.add_ons, *draw(st.sampled_from(MORE_CODES))),
        )
        for visit in rows
    ]
    described = [
        evolve(
            person,
            sex=draw(st.sampled_from(("F", "M", None))),
            family_id=draw(st.sampled_from((None, "f1", "f2"))),
        )
        for person in people
    ]
    code_set = evolve(PROGRAMME, sequence=sequence)
    return code_set, timed, described, draw(questions(code_set))


def text_keys(visits: list[Visit], people: list[Person]) -> tuple[list[Visit], list[Person]]:
    """Make keys text, as they are in the tables."""
    return (
        [evolve(v, person_id=str(v.person_id), contact_id=str(v.contact_id)) for v in visits],
        [evolve(p, person_id=str(p.person_id)) for p in people],
    )


def figures(result: Any) -> list[tuple[object, ...]]:  # noqa: ANN401 - rows, or any table
    """Return the figures with their stratifiers, in order, as plain values."""
    if isinstance(result.table, tuple):
        return [
            (r.indicator, r.period, *(v for _, v in r.by), *(getattr(r, c) for c in COLUMNS))
            for r in result.table
        ]
    table = result.table
    frame = table if isinstance(table, pl.DataFrame) else pl.DataFrame(table)
    return [
        tuple(None if isinstance(v, float) and v != v else v for v in row)  # noqa: PLR0124 - NaN
        for row in frame.drop("suppressed").rows()
    ]


def asked(name: str) -> Callable[..., Any]:
    """Return the function of an indicator."""
    function: Callable[..., Any] = getattr(indicators, name)
    return function


@given(cases())
def test_tables_equal_objects(case: tuple[CodeSet, list[Visit], list[Person], Asked]) -> None:
    """Figures, accounting of contacts and persons, and words are the same."""
    code_set, rows, people, (name, options) = case
    rows, people = text_keys(rows, people)
    expected = asked(name)(rows, people, code_set, **options)
    found = asked(name)(contacts_frame(rows), persons_frame(people), code_set, **options)
    assert figures(found) == figures(expected)
    assert found.persons_accounting == expected.persons_accounting
    assert found.accounting == expected.accounting
    assert found.explain("en") == expected.explain("en")
