"""What breaks the rules, on tables: the rate of conformance, and findings by rule."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import polars as pl

from kvacodes.findings import Severity
from kvacodes.frames import Table
from kvacodes.indicators.conformance_rate import RateCell
from kvacodes.indicators.request import Request
from kvacodes.indicators.strata import Group
from kvacodes.indicators.tables_care import Care
from kvacodes.indicators.tables_groups import keys_of
from kvacodes.indicators.tally import Tally, gravest
from kvacodes.sequences.kinds import FINDINGS
from kvacodes.sequences.tables_findings import SEVERITIES, findings_of
from kvacodes.sequences.tables_persons import people
from kvacodes.sequences.tables_sheet import Sheet
from kvacodes.sequences.tables_tools import marked

__all__ = ["found_in", "rate_cells", "tally_of"]


def found_in(care: Care, persons: Table) -> pl.DataFrame:
    """Return the findings of contacts: `p`, `finding` and `severity`, by number."""
    if care.found is None:
        everyone, _ = people(persons, as_of=care.as_of)
        sheet = Sheet(care.board, everyone)
        found = findings_of(sheet, care.events, everyone, care.rows.codes, as_of=care.as_of)
        care.found = found.select("p", "finding", "severity").collect(engine="streaming")
    return care.found


def tally_of(findings: object) -> dict[str, Tally]:
    """Count the findings of each rule, and the persons who have them, in a table of findings."""
    frame: pl.DataFrame = nw.from_native(findings, eager_only=True).to_polars()  # type: ignore[call-overload]
    severity = pl.col("severity").unique()
    counts = frame.group_by("finding").agg(pl.len(), pl.col("person_id").n_unique(), severity)
    by_rule = {
        rule: Tally(n, who, gravest(map(Severity, grades)))
        for rule, n, who, grades in counts.iter_rows()
    }
    return {rule: by_rule[rule] for rule in FINDINGS if rule in by_rule}


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
    size = care.people.frame.height
    grave = [n for n, severity in enumerate(SEVERITIES) if severity.weight >= least.weight]
    found = found_in(care, persons)
    blamed = found.filter(pl.col("severity").is_in(grave) & (pl.col("p") < size))
    faulty = marked(size, blamed["p"])
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
