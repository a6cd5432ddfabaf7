"""Findings by rule: how many, about how many persons, and how much they matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from kvacodes.extracts import Columns
from kvacodes.findings import Severity
from kvacodes.model import CodeSet
from kvacodes.sequences import conformance
from kvacodes.sequences.kinds import FINDINGS

__all__ = ["Tally", "gravest", "tally"]


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
    as_of: date,
    columns: Columns | None = None,
) -> Mapping[str, Tally]:
    """Count the findings of each rule that found any, in the order of the rules.

    They are those of `kvacodes.sequences.conformance`, of whatever day. Empty where the
    programme has no sequence.
    """
    if code_set.sequence is None:
        return {}
    result = conformance(contacts, persons, code_set.sequence, as_of=as_of, columns=columns)
    found = result.findings
    if not isinstance(found, tuple):
        from kvacodes.indicators.tables_rate import tally_of

        return tally_of(found)
    by_rule = {rule: [f for f in found if f.finding == rule] for rule in FINDINGS}
    return {
        rule: Tally(len(own), len({f.person_id for f in own}), gravest(f.severity for f in own))
        for rule, own in by_rule.items()
        if own
    }


def gravest(severities: Iterable[Severity]) -> Severity:
    """Return the one that matters most."""
    return max(severities, key=lambda severity: severity.weight)
