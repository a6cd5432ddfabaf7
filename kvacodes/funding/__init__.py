"""Rules on money: who gets how much, by which decision, and whether what was paid is right."""

from __future__ import annotations

from kvacodes.funding.allocation import Allocation, AllocationLine, allocate
from kvacodes.funding.applications import ApplicationAnswer, application_open
from kvacodes.funding.apportionment import Method, Rounding, apportion
from kvacodes.funding.compensation import compensate
from kvacodes.funding.figures import Figure
from kvacodes.funding.grounds import Ground
from kvacodes.funding.history import HistoryRow, chain, history
from kvacodes.funding.kinds import FundingFinding
from kvacodes.funding.listing import Ages, count_listed
from kvacodes.funding.payments import Compensation, CompensationLine, Payment
from kvacodes.funding.reconciliation import (
    Discrepancy,
    Reconciliation,
    ReconciliationLine,
    reconcile,
)
from kvacodes.funding.wording import describe
from kvacodes.model.rules import Cap, CapPer

__all__ = [
    "Ages",
    "Allocation",
    "AllocationLine",
    "ApplicationAnswer",
    "Cap",
    "CapPer",
    "Compensation",
    "CompensationLine",
    "Discrepancy",
    "Figure",
    "FundingFinding",
    "Ground",
    "HistoryRow",
    "Method",
    "Payment",
    "Reconciliation",
    "ReconciliationLine",
    "Rounding",
    "allocate",
    "application_open",
    "apportion",
    "chain",
    "compensate",
    "count_listed",
    "describe",
    "history",
    "reconcile",
]
