"""The findings about visits: their ids, default severities, and the row they make."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from kvacodes.findings import Severity
from kvacodes.model import Basis, Sequence

__all__ = ["DEFAULT_SEVERITY", "DEFINITION", "FINDINGS", "VisitFinding", "severity_of"]

DEFINITION = "definition"
"""The basis of a finding that rests on no document: a row that cannot be right anywhere."""

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFORMATION
DEFAULT_SEVERITY = {
    "person-unknown": _E,
    "birth-date-missing": _E,
    "birth-date-conflict": _E,
    "anchor-date-missing": _E,
    "anchor-date-conflict": _E,
    "date-missing": _E,
    "date-before-birth": _E,
    "date-after-as-of": _E,
    "unknown-code": _E,
    "code-not-in-force": _E,
    "outside-target-group": _W,
    "duplicate-visit": _E,
    "visit-out-of-order": _E,
    "same-day-visits": _W,
    "visit-skipped": _W,
    "visit-overdue": _W,
    "visit-too-early": _W,
    "visit-too-late": _W,
    "gap-too-short": _W,
    "gap-too-long": _W,
    "not-joint": _W,
    "add-on-missing": _W,
    "staff-missing": _W,
    "staff-changed": _I,
}
"""Each finding with its severity; windows and gaps have that of their strength instead."""

FINDINGS = tuple(DEFAULT_SEVERITY)
"""The ids, in the order in which findings about one step are listed."""

REASON_FINDINGS = {
    "birth-date-missing": "birth-date-missing",
    "birth-date-conflict": "birth-date-conflict",
    "date-missing": "date-missing",
    "person-unknown": "person-unknown",
    "before-birth": "date-before-birth",
    "after-as-of": "date-after-as-of",
}
"""Reasons why a row is not used, and the findings that tell the same rows, or nearly."""


@frozen
class VisitFinding:
    """Something about a visit, or a visit that is not there. Ids alone; words are made later.

    Attributes:
        person_id: The person; None where only one is judged.
        contact_id: The contact; None for what is about no contact.
        unit_id: The contact's unit, or else the unit where the person is listed.
        episode: The person's episode, from 1; None for what is about no episode.
        step: The step; None for what is about no step.
        finding: One of `FINDINGS`.
        severity: How much it matters.
        date: The day of the contact; for `visit-overdue` the last day it should have been.
        related_step: The other step concerned.
        related_date: Its day; for windows the day they are counted from.
        detail: The limit that was passed (a day), a code, or a role.
        basis: What the rule rests on.
    """

    person_id: str | int | None
    contact_id: str | int | None
    unit_id: str | None
    episode: int | None
    step: int | None
    finding: str
    severity: Severity
    date: dt.date | None
    related_step: int | None
    related_date: dt.date | None
    detail: str | None
    basis: str


def severity_of(finding: str, sequence: Sequence, basis: str) -> Severity:
    """Return the document's severity, or the default; for an assumption at most a warning."""
    severity = dict(sequence.severities).get(finding) or DEFAULT_SEVERITY[finding]
    return severity.at_most(Severity.WARNING) if basis == Basis.ASSUMPTION else severity
