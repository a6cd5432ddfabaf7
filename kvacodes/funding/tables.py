"""Funding on tables of any kind; the figures are those of the objects.

Contacts are filtered where they live. What is left, and the persons, are worked on in
Polars, with whole öre and exact decimals.
"""

from __future__ import annotations

from datetime import date

from attrs import evolve

from kvacodes.extracts import Columns
from kvacodes.funding.allocation import Allocation, allocation_of
from kvacodes.funding.apportionment import Method, Rounding
from kvacodes.funding.tables_events import compensate
from kvacodes.funding.tables_listing import count_listed
from kvacodes.funding.tables_payments import reconcile
from kvacodes.funding.tables_tools import allocation_table
from kvacodes.funding.terms import Terms

__all__ = ["allocate", "compensate", "count_listed", "reconcile"]


def allocate(
    native: object,
    terms: Terms,
    *,
    listed_on: date,
    method: Method,
    rounding: Rounding,
    columns: Columns | None,
) -> Allocation:
    """Count the listed persons of a table, and allocate to their units."""
    counted, kind = count_listed(native, on=listed_on, ages=terms.ages, columns=columns)
    allocation = allocation_of(
        counted.units,
        terms,
        listed_on=listed_on,
        method=method,
        rounding=rounding,
        accounting=counted.accounting,
        findings=counted.findings,
    )
    return evolve(allocation, table=allocation_table(allocation, kind))
