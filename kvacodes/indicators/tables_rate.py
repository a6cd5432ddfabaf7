"""The rate of conformance on tables: the counts that the rows are made of."""

from __future__ import annotations

import polars as pl

from kvacodes.findings import Severity
from kvacodes.frames import Table
from kvacodes.indicators.conformance_rate import RateCell
from kvacodes.indicators.request import Request
from kvacodes.indicators.strata import Group
from kvacodes.indicators.tables_care import Care
from kvacodes.indicators.tables_groups import keys_of
from kvacodes.sequences.tables_findings import SEVERITIES, findings_of
from kvacodes.sequences.tables_persons import people
from kvacodes.sequences.tables_sheet import Sheet
from kvacodes.sequences.tables_tools import marked

__all__ = ["rate_cells"]


def rate_cells(
    care: Care, persons: Table, request: Request, least: Severity
) -> dict[Group, RateCell]:
    """Count the persons with a visit in the period, and those without a finding.

    Args:
        care: The contacts of the programme.
        persons: The rows of persons; absence is judged on days of their own.
        request: What is asked.
        least: The lightest finding that counts.
    """
    everyone, _ = people(persons, as_of=request.as_of)
    size = everyone.height
    grave = [n for n, severity in enumerate(SEVERITIES) if severity.weight >= least.weight]
    sheet = Sheet(care.board, everyone)
    found = findings_of(sheet, care.events, everyone, care.rows.codes, as_of=request.as_of)
    blamed = found.filter(pl.col("severity").is_in(grave) & (pl.col("p") < size)).select("p")
    faulty = marked(size, blamed.collect(engine="streaming")["p"])
    inside = pl.col("day").is_between(request.period.first, request.measure_date)
    visited = pl.concat(
        [frame.filter(inside)["p"] for frame in (care.events.events, care.events.before_birth)]
    ).unique()
    counted = pl.DataFrame({"p": visited, "clean": ~faulty.gather(visited)})
    birth = care.people.frame["birth"].gather(visited)
    keys = keys_of(request, care.people, p=visited, day=birth)
    return {
        group: RateCell(row["persons"], row["clean"])
        for group, row in keys.counted(counted, persons=pl.len(), clean=pl.col("clean").sum())
    }
