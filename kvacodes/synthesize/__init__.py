"""Artificial extracts: contacts and persons for any code set with a visit sequence.

For tests, demonstrations and courses. Nobody in them exists; every key begins with
``syn``. The same seed gives the same rows, and what is wrong in them was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kvacodes.model import CodeSet
from kvacodes.periods import Period
from kvacodes.synthesize.request import DEFECTS, Extract, Request, impossible_defects

__all__ = ["DEFECTS", "Extract", "extract", "impossible_defects"]


def extract(
    code_set: CodeSet,
    *,
    children: int,
    seed: int,
    defects: Mapping[str, float] | Iterable[str] | None = None,
    period: Period | None = None,
    units: int | None = None,
    other_share: float = 0.6,
) -> Extract:
    """Make an artificial extract for a code set.

    Births, or the starts of episodes, begin so long before the period that every step
    comes into it, and the last contact is on its last day. Families drop out, move and
    leave, staff changes, time and joint work are written in more than one way, and most
    rows are about other care. Visits from before a code existed are there without code.

    Args:
        code_set: A code set with a sequence.
        children: How many persons there are.
        seed: The same seed gives the same extract.
        defects: What is to be wrong, as ids of findings: names alone for 1 % each, or a
            mapping to the share of persons with visits who have the defect, each person
            at most one. Without it no finding is an error.
        period: The reporting period it is made for; otherwise the first calendar year in
            which there are codes for all steps.
        units: How many units there are; otherwise by the number of persons.
        other_share: The share of rows that are about other care, less than 1.

    Returns:
        Contacts, persons, answers of units and contracts as Polars tables, with the day of
        the extract and how many of each defect were made.

    Raises:
        UsageError: The code set has no sequence, or a number makes no sense.
        UnknownNameError: There is no such defect.
        MissingExtraError: Polars is not installed.
    """
    request = Request.of(
        code_set,
        children=children,
        seed=seed,
        defects=defects,
        period=period,
        units=units,
        other_share=other_share,
    )
    from kvacodes.synthesize import tables

    return tables.extract(request)
