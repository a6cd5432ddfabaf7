"""Judge whole extracts that are tables, of any kind; the same findings as on objects.

The contacts are reduced where they live to the rows of the programme. What follows works
on dense columns: a row for each person and episode, with the first occurrence of every
step, and one for each event.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from typing import Any

import polars as pl

from kvacodes.extracts import CONTACTS, PERSONS, Columns
from kvacodes.frames import Table, adopt, require_same_key, returned
from kvacodes.model import Sequence
from kvacodes.results import Accounting
from kvacodes.sequences import tables_persons, tables_rows
from kvacodes.sequences.conformance import ConformanceResult, provenance_of
from kvacodes.sequences.kinds import FINDINGS
from kvacodes.sequences.plan import plan_of
from kvacodes.sequences.tables_board import board_of
from kvacodes.sequences.tables_events import EARLY, Events, events_of
from kvacodes.sequences.tables_findings import BASES, RAW, SEVERITIES, findings_of
from kvacodes.sequences.tables_rows import Rows, read_rows
from kvacodes.sequences.tables_status import (
    next_due_table,
    progress_of,
    status_table,
    steps_table,
)
from kvacodes.sequences.tables_tools import sorted_by

__all__ = ["conformance", "next_due"]


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
    kind = contact_table.kind
    everyone, persons_read = tables_persons.people(person_table, as_of=as_of)
    rows = read_rows(contact_table, everyone["person_id"], plan, names=pl.Categorical)
    events = events_of(rows, everyone["birth"], plan, as_of=as_of)
    rows = rows.without_frame()
    board = board_of(everyone, events, plan)
    findings = _worded(
        findings_of(board, events, everyone, rows.codes, as_of=as_of), rows, events, everyone
    )
    early = int((events.events["force"] == EARLY).sum())
    progress = progress_of(board, everyone, events.has_events)
    return ConformanceResult(
        findings=returned(findings, kind),
        status=returned(status_table(progress, everyone), kind),
        # Six rows for each child: made when asked for.
        steps=functools.cache(lambda: returned(steps_table(progress, everyone), kind)),
        accounting=Accounting(
            rows_read=rows.rows_read,
            excluded=events.excluded,
            of_which={"before-latest-start": early},
        ),
        persons_accounting=Accounting(rows_read=persons_read),
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
    everyone, _ = tables_persons.people(person_table, as_of=as_of)
    rows = read_rows(contact_table, everyone["person_id"], plan, names=pl.Categorical)
    events = events_of(rows, everyone["birth"], plan, as_of=as_of)
    progress = progress_of(board_of(everyone, events, plan), everyone, events.has_events)
    return returned(next_due_table(progress, everyone), contact_table.kind)


def _adopted(contacts: object, persons: object, columns: Columns | None) -> tuple[Table, Table]:
    contact_table = adopt(
        contacts, CONTACTS, name="contacts", columns=columns, use=tables_rows.USED
    )
    person_table = adopt(persons, PERSONS, name="persons", columns=columns, use=tables_persons.USED)
    require_same_key("person_id", contact_table, person_table)
    return contact_table, person_table


def _worded(
    found: Iterable[pl.DataFrame], rows: Rows, events: Events, persons: pl.DataFrame
) -> pl.DataFrame:
    """Put ids and words in place of indices, and sort as the objects are sorted."""
    raw = pl.concat([pl.DataFrame(schema=RAW), *(rows for rows in found if rows.height)])
    contacts = events.contacts
    ids = pl.concat([persons["person_id"], rows.strangers])
    raw = raw.with_columns(
        contact_id=contacts["contact_id"].gather(raw["c"]),
        unit_id=contacts["unit_id"].gather(raw["c"]).cast(pl.String),
        listed_unit=persons["unit_id"].gather(_known(raw["p"], rows.known)),
    )
    raw = sorted_by(
        raw.with_columns(key=_order(raw)),
        "key",
        [
            pl.col("date").fill_null(dt.date.min),
            pl.col("contact_id").cast(pl.String).fill_null(""),
            pl.col("related_step").fill_null(0),
            pl.col("detail").fill_null(""),
        ],
    )
    return raw.select(
        person_id=ids.gather(raw["p"]),
        contact_id="contact_id",
        unit_id=pl.when(pl.col("c").is_null()).then("listed_unit").otherwise("unit_id"),
        episode="episode",
        step="step",
        finding=_words(FINDINGS, raw["finding"]),
        severity=_words([str(s) for s in SEVERITIES], raw["severity"]),
        date="date",
        related_step="related_step",
        related_date="related_date",
        detail="detail",
        basis=_words(BASES, raw["basis"]),
    )


def _order(raw: pl.DataFrame) -> pl.Expr:
    """Return one number for person, episode, step and finding, in this order."""
    steps = raw["step"].unique().drop_nulls().sort().to_list()
    step = pl.col("step").replace_strict(
        steps, list(range(1, len(steps) + 1)), default=0, return_dtype=pl.UInt64
    )
    width = len(steps) + 1
    minor = pl.col("episode").fill_null(0).cast(pl.UInt64) * width + step
    return pl.col("p").cast(pl.UInt64) * 2**32 + minor * len(FINDINGS) + pl.col("finding")


def _known(p: pl.Series, known: int) -> pl.Series:
    return pl.select(pl.when(p < known).then(p)).to_series()


def _words(words: Any, index: pl.Series) -> pl.Series:  # noqa: ANN401
    return pl.Series(list(words), dtype=pl.String).gather(index)


