"""Judge whole extracts that are tables, of any kind; the same findings as on objects.

The contacts are reduced where they live to the rows of the programme. What follows works
on dense columns: a row for each person and episode, with the first occurrence of every
step, and one for each event. Persons are judged some at a time, which keeps the room that
is needed small beside the rows themselves.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl
from attrs import frozen

from kvacodes.extracts import CONTACTS, PERSONS, Columns
from kvacodes.frames import Kind, Table, adopt, require_same_key, returned
from kvacodes.model import Sequence
from kvacodes.results import Accounting
from kvacodes.sequences import tables_persons, tables_rows
from kvacodes.sequences.conformance import ConformanceResult, provenance_of
from kvacodes.sequences.plan import Plan, plan_of
from kvacodes.sequences.tables_board import board_of
from kvacodes.sequences.tables_codes import codes_while
from kvacodes.sequences.tables_events import EARLY, events_of
from kvacodes.sequences.tables_findings import RAW, findings_of
from kvacodes.sequences.tables_ids import Ids
from kvacodes.sequences.tables_rows import Rows, read_rows
from kvacodes.sequences.tables_sheet import Sheet
from kvacodes.sequences.tables_status import (
    Progress,
    next_due_table,
    progress_of,
    status_table,
    steps_table,
)
from kvacodes.sequences.tables_words import worded

__all__ = ["conformance", "next_due"]

PERSONS_AT_A_TIME = 2**16
WORTH_DIVIDING = 2**15


@frozen(eq=False)
class _Part:
    """Some of the persons, judged.

    Attributes:
        persons: A row for each.
        findings: What was found.
        excluded: Rows of the programme that are not used, by reason.
        early: Events before the latest start of their code.
        progress: How far each has come.
    """

    persons: pl.DataFrame
    findings: pl.DataFrame
    excluded: Counter[str]
    early: int
    progress: Progress


def conformance(
    contacts: object,
    persons: object,
    sequence: Sequence,
    *,
    as_of: dt.date,
    columns: Columns | None = None,
) -> ConformanceResult:
    """Check everybody's visits against a sequence; see `kvacodes.sequences.conformance`."""
    plan = plan_of(sequence)
    contact_table, person_table = _adopted(contacts, persons, columns)
    rows, everyone, persons_accounting = _read(contact_table, person_table, plan, as_of)
    parts = _judged_parts(everyone, rows, plan, as_of, with_findings=True)
    excluded = sum((part.excluded for part in parts), Counter[str]())
    excluded["other-code"] += rows.rows_read - rows.frame.height
    kind = contact_table.kind
    return ConformanceResult(
        findings=returned(pl.concat(part.findings for part in parts), kind),
        status=returned(
            pl.concat(status_table(part.progress, part.persons) for part in parts), kind
        ),
        # A row for each step of each person: made when asked for.
        steps=_steps_later([(part.progress, part.persons) for part in parts], kind),
        accounting=Accounting(
            rows_read=rows.rows_read,
            excluded=excluded,
            of_which={"before-latest-start": sum(part.early for part in parts)},
        ),
        persons_accounting=persons_accounting,
        provenance=provenance_of(sequence, as_of=as_of),
    )


def next_due(
    contacts: object,
    persons: object,
    sequence: Sequence,
    *,
    as_of: dt.date,
    columns: Columns | None = None,
) -> Any:  # noqa: ANN401 - a table of the kind that came in
    """Return the next step of everyone; see `kvacodes.sequences.next_due`."""
    plan = plan_of(sequence)
    contact_table, person_table = _adopted(contacts, persons, columns)
    rows, everyone, _ = _read(contact_table, person_table, plan, as_of)
    parts = _judged_parts(everyone, rows, plan, as_of, with_findings=False)
    due = pl.concat(next_due_table(part.progress, part.persons) for part in parts)
    return returned(due, contact_table.kind)


def _read(
    contacts: Table, persons: Table, plan: Plan, as_of: dt.date
) -> tuple[Rows, pl.DataFrame, Accounting]:
    """Return the rows of the programme, everyone, and the accounting of persons."""
    codes, (everyone, accounting) = codes_while(
        contacts, plan, lambda: tables_persons.people(persons, as_of=as_of)
    )
    rows = read_rows(contacts, Ids(everyone["person_id"]), codes, names=pl.Categorical)
    return rows, everyone, accounting


def _adopted(contacts: object, persons: object, columns: Columns | None) -> tuple[Table, Table]:
    contact_table = adopt(
        contacts, CONTACTS, name="contacts", columns=columns, use=tables_rows.USED
    )
    person_table = adopt(persons, PERSONS, name="persons", columns=columns, use=tables_persons.USED)
    require_same_key("person_id", contact_table, person_table)
    return contact_table, person_table


def _judged_parts(
    everyone: pl.DataFrame, rows: Rows, plan: Plan, as_of: dt.date, *, with_findings: bool
) -> list[_Part]:
    """Judge the persons some at a time, and two such parts at once; at least one part."""
    size = PERSONS_AT_A_TIME
    if 2 * WORTH_DIVIDING < everyone.height < 2 * size:
        size = everyone.height // 2 + 1

    def judged(first: int) -> _Part:
        after = min(first + size, everyone.height)
        persons, own = everyone.slice(first, after - first), rows.part(first, after)
        return _judged(persons, own, plan, as_of, with_findings=with_findings)

    firsts = range(0, max(everyone.height, 1), size)
    if len(firsts) == 1:
        return [judged(0)]
    # Most steps are about one column, which Polars leaves to one core.
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(judged, firsts))


def _judged(
    persons: pl.DataFrame, rows: Rows, plan: Plan, as_of: dt.date, *, with_findings: bool
) -> _Part:
    events = events_of(rows, persons["birth"], plan, as_of=as_of)
    board = board_of(persons, events, plan)
    sheet, found = Sheet(board, persons), pl.DataFrame(schema=RAW)
    if with_findings:
        query = findings_of(sheet, events, persons, rows.codes, as_of=as_of)
        found = query.collect(engine="in-memory").rechunk()
    return _Part(
        persons=persons,
        findings=worded(found, rows.strangers, events.contacts, persons),
        excluded=events.excluded,
        early=int((events.events["force"] == EARLY).sum()),
        progress=progress_of(sheet, events.has_events),
    )


def _steps_later(parts: list[tuple[Progress, pl.DataFrame]], kind: Kind) -> Any:  # noqa: ANN401
    @functools.cache
    def steps() -> Any:  # noqa: ANN401 - a table of the kind that came in
        return returned(pl.concat(steps_table(*part) for part in parts), kind)

    return steps
