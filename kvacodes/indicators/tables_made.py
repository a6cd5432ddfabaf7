"""Answers of contacts that are reduced: counts, accounting, rows; one reduction serves all."""

from __future__ import annotations

from kvacodes.findings import Severity
from kvacodes.frames import Table
from kvacodes.indicators.answer import Answer
from kvacodes.indicators.completion import conclude as conclude_completion
from kvacodes.indicators.conformance_rate import conclude as conclude_rate
from kvacodes.indicators.continuity import conclude as conclude_continuity
from kvacodes.indicators.lead_time import Route
from kvacodes.indicators.lead_time import conclude as conclude_lead_time
from kvacodes.indicators.listed import conclude as conclude_listed
from kvacodes.indicators.other_care import Scope
from kvacodes.indicators.other_care import conclude as conclude_other_care
from kvacodes.indicators.request import Request
from kvacodes.indicators.tables_account import accounting_of, fates
from kvacodes.indicators.tables_care import Care
from kvacodes.indicators.tables_counts import (
    continuity_cells,
    in_period,
    listed_cells,
    visit_cells,
)
from kvacodes.indicators.tables_other import others_of
from kvacodes.indicators.tables_people import People
from kvacodes.indicators.tables_rate import rate_cells
from kvacodes.indicators.tables_steps import completion_cells, lead_time_cells
from kvacodes.indicators.visits import conclude as conclude_visits

__all__ = [
    "completion_of",
    "continuity_of",
    "lead_time_of",
    "listed_of",
    "other_care_of",
    "rate_of",
    "visits_of",
]


def listed_of(people: People, request: Request) -> Answer:
    """Count the listed among persons that have come through the door."""
    cells, used = listed_cells(people, request)
    return conclude_listed(cells, request, persons_accounting=people.accounting(used))


def visits_of(care: Care, request: Request) -> Answer:
    """Count the visits of contacts that are reduced."""
    return conclude_visits(
        visit_cells(care, request),
        request,
        accounting=accounting_of(care, fates(in_period(care, request), "outside-period")),
        persons_accounting=care.people.accounting(),
    )


def completion_of(care: Care, request: Request) -> Answer:
    """Give the share who have got each step, of contacts that are reduced."""
    cells, used = completion_cells(care, request)
    target = care.people.frame["target_group"].fill_null(value=True)
    fate = fates(used, "not-counted").zip_with(used | target, fates(used, "outside-target-group"))
    # Rows of strangers are not used, whatever becomes of the others.
    fate = fate.extend_constant(0, len(care.rows.strangers))
    return conclude_completion(
        cells,
        request,
        accounting=accounting_of(care, fate.gather(care.contacts("p")["p"])),
        persons_accounting=care.people.accounting(used),
    )


def continuity_of(care: Care, request: Request) -> Answer:
    """Say how far the same staff comes, of contacts that are reduced."""
    return conclude_continuity(
        continuity_cells(care, request),
        request,
        accounting=accounting_of(care, fates(in_period(care, request), "outside-period")),
        persons_accounting=care.people.accounting(),
    )


def rate_of(care: Care, persons: Table, request: Request, least: Severity) -> Answer:
    """Give the share without an error, of contacts that are reduced."""
    return conclude_rate(
        rate_cells(care, persons, request, least),
        request,
        least,
        accounting=accounting_of(care),
        persons_accounting=care.people.accounting(),
    )


def lead_time_of(care: Care, request: Request, route: Route) -> Answer:
    """Measure from step to step, of contacts that are reduced."""
    measured = lead_time_cells(care, request, route)
    return conclude_lead_time(
        measured.cells,
        request,
        route,
        accounting=accounting_of(care, fates(measured.used, "not-counted")),
        persons_accounting=care.people.accounting(),
    )


def other_care_of(
    contacts: Table, care: Care, request: Request, scope: Scope, details: tuple[str, ...]
) -> Answer:
    """Count other care: among all contacts, of the persons of those that are reduced."""
    found = others_of(contacts, care, request, scope, details)
    return conclude_other_care(
        found.cells,
        request,
        scope,
        accounting=found.accounting,
        persons_accounting=care.people.accounting(),
    )
