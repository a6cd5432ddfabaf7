"""Findings by rule: how many, about how many persons, and how much they matter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from kvacodes.extracts import Columns
from kvacodes.findings import Severity
from kvacodes.indicators.either import are_objects
from kvacodes.model import CodeSet
from kvacodes.periods import Period
from kvacodes.sequences import conformance
from kvacodes.sequences.kinds import FINDINGS

__all__ = ["Tally", "tally"]


@frozen
class Tally:
    """What one rule has found.

    Attributes:
        findings: How many findings there are.
        persons: How many persons have one.
        severity: The gravest of them.
    """

    findings: int
    persons: int
    severity: Severity


def tally(
    contacts: Any,  # noqa: ANN401 - visits, or a table of any kind
    persons: Any,  # noqa: ANN401 - persons, or a table of any kind
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date,
    columns: Columns | None = None,
) -> Mapping[str, Tally]:
    """Count the findings of each rule that found any, in the order of the rules.

    All findings count, of whatever day; the period only says which of the reductions of a
    report can be used again. Empty where the programme has no sequence.
    """
    if code_set.sequence is None:
        return {}
    if not are_objects(contacts, persons):
        from kvacodes.indicators.tables import tally as on_tables

        return on_tables(contacts, persons, code_set, period=period, as_of=as_of, columns=columns)
    found = conformance(contacts, persons, code_set.sequence, as_of=as_of).findings
    by_rule = {rule: [f for f in found if f.finding == rule] for rule in FINDINGS}
    return {
        rule: Tally(
            len(own),
            len({f.person_id for f in own}),
            max((f.severity for f in own), key=lambda severity: severity.weight),
        )
        for rule, own in by_rule.items()
        if own
    }
