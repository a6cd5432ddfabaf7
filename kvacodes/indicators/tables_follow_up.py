"""The follow-up on tables: the contacts are reduced once for all its indicators."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve

from kvacodes.extracts import Reported
from kvacodes.findings import Severity
from kvacodes.frames import returned
from kvacodes.indicators.answer import Answer
from kvacodes.indicators.follow_up import (
    FollowUpResult,
    answers_of,
    assembled,
    on_route,
    with_other_units,
)
from kvacodes.indicators.lead_time import routes_of
from kvacodes.indicators.other_care import DETAILS, Scope
from kvacodes.indicators.reported import expected_under_contract
from kvacodes.indicators.request import Attribution, Request
from kvacodes.indicators.strata import Group
from kvacodes.indicators.tables_care import Care
from kvacodes.indicators.tables_door import Extract, extract_of
from kvacodes.indicators.tables_groups import keys_of
from kvacodes.indicators.tables_made import (
    completion_of,
    continuity_of,
    lead_time_of,
    listed_of,
    other_care_of,
    rate_of,
    visits_of,
)
from kvacodes.indicators.tables_people import People
from kvacodes.indicators.tables_results import table_of
from kvacodes.model import CodeSet
from kvacodes.pausing import collector_paused
from kvacodes.results import IndicatorResult, IndicatorRows

__all__ = ["follow_up"]


@collector_paused()
def follow_up(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    *,
    reported: tuple[Reported, ...],
    beside: tuple[str, ...],
    **options: Any,  # noqa: ANN401
) -> FollowUpResult:
    """Answer the questions of the follow-up plan; the contacts are reduced once for all."""
    extract = extract_of(contacts, persons, code_set, **options)
    care = extract.care()
    groups = _groups(care, extract.request, reported)
    listing = evolve(extract.request, always=groups)
    visiting = evolve(listing, attribution=Attribution.CONTACT)
    computed: dict[str, Callable[[], Answer]] = {
        "listed": lambda: listed_of(care.people, listing),
        "visits": lambda: visits_of(care, visiting),
        "completion": lambda: completion_of(care, listing),
        "continuity": lambda: continuity_of(care, listing),
        "conformance_rate": lambda: rate_of(care, extract.persons, listing, Severity.ERROR),
        "other_care": lambda: _other_care(extract, care, listing),
    }

    @functools.cache
    def compute(name: str) -> tuple[IndicatorRows, ...]:
        if name != "lead_time":
            return (computed[name]().rows(),)
        routes = routes_of(listing.sequence)
        return tuple(on_route(lead_time_of(care, listing, route).rows(), route) for route in routes)

    said = answers_of(_expected(care.people, listing), reported, listing, groups)
    result = assembled(listing, compute, said, beside)
    return evolve(
        result,
        table=returned(table_of(result.table, result.by, extract.types), extract.kind),
        parts=tuple(
            evolve(part, results=tuple(_returned(r, extract) for r in part.results))
            for part in result.parts
        ),
    )


def _other_care(extract: Extract, care: Care, request: Request) -> Answer:
    whole_period = Scope.of(request.sequence, None, None, None)
    return other_care_of(extract.contact_table, care, request, whole_period, DETAILS)


def _returned(rows: IndicatorRows | IndicatorResult, extract: Extract) -> IndicatorResult:
    return rows if isinstance(rows, IndicatorResult) else extract.result(rows)


def _expected(people: People, request: Request) -> tuple[str, ...]:
    """Return the units that should answer, as on objects."""
    if request.contracts is not None:
        return expected_under_contract(request)
    frame = people.frame
    units = frame["unit_id"].filter(frame["target_group"].fill_null(value=False))
    return tuple(units.drop_nulls().unique().sort())


def _groups(care: Care, request: Request, answers: Iterable[Reported]) -> tuple[Group, ...]:
    """Return every unit and contract with anything to show, as on objects."""
    if not set(request.by) <= {"unit_id", "contract_id"}:
        return ()
    people = care.people.frame
    maybe = people["listed"] & people["target_group"].fill_null(value=True)
    made = care.visited(request.period, "unit_id")
    listing = keys_of(request, care.people).gather(maybe.arg_true())
    visiting = keys_of(
        evolve(request, attribution=Attribution.CONTACT),
        care.people,
        p=made["p"],
        day=made["day"],
        unit_id=made["unit_id"],
    )
    groups = {group for group, _ in listing.counted(people.filter(maybe).select("birth"))}
    groups |= {group for group, _ in visiting.counted(made.select("c"))}
    return with_other_units(groups, request, answers)
