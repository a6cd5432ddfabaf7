"""Indicators on tables of any kind; the figures are those of the objects.

The contacts are reduced where they live to the rows of the programme, once for all
indicators of a call. What follows counts in Polars, and the rows of results are made of
the counts by the same functions as on objects.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kvacodes.extracts import Columns, Contract
from kvacodes.findings import Severity
from kvacodes.frames import Kind
from kvacodes.indicators.conformance_rate import severity_from
from kvacodes.indicators.lead_time import Route
from kvacodes.indicators.other_care import DETAILS, Scope, details_of
from kvacodes.indicators.reported import reported_on_objects
from kvacodes.indicators.request import Attribution, Request
from kvacodes.indicators.tables_door import extract_of
from kvacodes.indicators.tables_follow_up import follow_up
from kvacodes.indicators.tables_made import (
    completion_of,
    continuity_of,
    lead_time_of,
    listed_of,
    other_care_of,
    rate_of,
    visits_of,
)
from kvacodes.indicators.tables_results import (
    contracts_from,
    persons_as_objects,
    records_from,
    reported_as_objects,
    result_of,
    table_like,
)
from kvacodes.model import CodeSet
from kvacodes.pausing import collector_paused
from kvacodes.results import IndicatorResult

__all__ = [
    "completion",
    "conformance_rate",
    "continuity",
    "contracts_from",
    "follow_up",
    "lead_time",
    "listed",
    "other_care",
    "persons_as_objects",
    "records_from",
    "reported",
    "reported_as_objects",
    "table_like",
    "visits",
]


def listed(contacts: object, persons: object, code_set: CodeSet, **options: Any) -> IndicatorResult:  # noqa: ANN401
    """Count the listed; see `kvacodes.indicators.listed`."""
    del contacts
    extract = extract_of(None, persons, code_set, **options)
    people = extract.people()
    return extract.result(listed_of(people, extract.request))


@collector_paused()
def visits(contacts: object, persons: object, code_set: CodeSet, **options: Any) -> IndicatorResult:  # noqa: ANN401
    """Count the visits; see `kvacodes.indicators.visits`."""
    options = {"attribution": Attribution.CONTACT, **options}
    extract = extract_of(contacts, persons, code_set, of_contact=True, **options)
    care = extract.care(("joint", "minutes", *extract.request.unit_of_contact))
    return extract.result(visits_of(care, extract.request))


@collector_paused()
def completion(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Give the share who have got each step; see `kvacodes.indicators.completion`."""
    extract = extract_of(contacts, persons, code_set, **options)
    return extract.result(completion_of(extract.care(()), extract.request))


@collector_paused()
def continuity(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Say how far the same staff comes; see `kvacodes.indicators.continuity`."""
    extract = extract_of(contacts, persons, code_set, **options)
    care = extract.care(("staff_id", "staff_role"))
    return extract.result(continuity_of(care, extract.request))


@collector_paused()
def lead_time(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    *,
    from_step: int | Iterable[int],
    to_step: int | Iterable[int],
    limit: Any = None,  # noqa: ANN401
    open_episodes: str = "count",
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Measure from step to step; see `kvacodes.indicators.lead_time`."""
    extract = extract_of(contacts, persons, code_set, of_contact=True, **options)
    request = extract.request
    route = Route.of(request.sequence, from_step, to_step, limit, open_episodes)
    care = extract.care(extract.request.unit_of_contact)
    return extract.result(lead_time_of(care, request, route))


def reported(
    rows: object,
    persons: object,
    code_set: CodeSet,
    *,
    columns: Columns | None,
    contracts: tuple[Contract, ...] | None,
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Count what units have reported, where the answers or the persons are a table."""
    answers, kind = reported_as_objects(rows, columns)
    people = persons_as_objects(persons, columns)
    figures = reported_on_objects(answers, people, code_set, contracts=contracts, **options)
    by = Request.of(
        code_set, contracts=contracts, **{k: options[k] for k in ("period", "as_of", "by")}
    ).by
    return result_of(figures, by, kind or Kind.POLARS)


@collector_paused()
def other_care(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    *,
    before: int | None = None,
    after: int | None = None,
    within: Any = None,  # noqa: ANN401
    detail: str | Iterable[str] = DETAILS,
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Count other care; see `kvacodes.indicators.other_care`."""
    extract = extract_of(contacts, persons, code_set, **options)
    request = extract.request
    scope = Scope.of(request.sequence, before, after, within)
    details = details_of(detail)
    rows = other_care_of(extract.contact_table, extract.care(()), request, scope, details)
    return extract.result(rows)


@collector_paused()
def conformance_rate(
    contacts: object,
    persons: object,
    code_set: CodeSet,
    *,
    severity: str = Severity.ERROR,
    **options: Any,  # noqa: ANN401
) -> IndicatorResult:
    """Give the share without an error; see `kvacodes.indicators.conformance_rate`."""
    extract = extract_of(contacts, persons, code_set, **options)
    least = severity_from(severity)
    return extract.result(rate_of(extract.care(), extract.persons, extract.request, least))
