"""Findings as rows for people: ids and words in place of indices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from kvacodes.sequences.kinds import FINDINGS
from kvacodes.sequences.tables_findings import BASES, RAW, SEVERITIES
from kvacodes.sequences.tables_tools import sorted_by

__all__ = ["worded"]


def worded(
    found: Iterable[pl.DataFrame],
    strangers: pl.Series,
    contacts: pl.DataFrame,
    persons: pl.DataFrame,
) -> pl.DataFrame:
    """Put ids and words in place of indices, and sort as the objects are sorted.

    Args:
        found: Findings of each rule.
        strangers: Ids of persons that are not among the persons.
        contacts: Contacts by index.
        persons: Persons by index; strangers come after them.
    """
    raw = pl.concat([pl.DataFrame(schema=RAW), *(rows for rows in found if rows.height)])
    raw = _sorted(raw.with_columns(contact_id=contacts["contact_id"].gather(raw["c"])))
    is_known = raw["p"] < persons.height
    known = pl.select(pl.when(is_known).then(raw["p"])).to_series()
    ids = pl.concat([persons["person_id"], strangers]) if persons.height else strangers
    listed = persons["unit_id"].gather(known)
    seen = contacts["unit_id"].gather(raw["c"]).cast(pl.String)
    return raw.select(
        person_id=ids.gather(raw["p"]),
        contact_id="contact_id",
        unit_id=pl.when(pl.col("c").is_null()).then(listed).otherwise(seen),
        episode="episode",
        step="step",
        finding=_words(FINDINGS, raw["finding"]),
        severity=_words([str(severity) for severity in SEVERITIES], raw["severity"]),
        date="date",
        related_step="related_step",
        related_date="related_date",
        detail="detail",
        basis=_words(BASES, raw["basis"]),
    )


def _sorted(raw: pl.DataFrame) -> pl.DataFrame:
    return sorted_by(
        raw.with_columns(key=_order(raw)),
        "key",
        [
            pl.col("date").fill_null(dt.date.min),
            pl.col("contact_id").cast(pl.String).fill_null(""),
            pl.col("related_step").fill_null(0),
            pl.col("detail").fill_null(""),
        ],
    ).drop("key")


def _order(raw: pl.DataFrame) -> pl.Expr:
    """Return one number for person, episode, step and finding, in this order."""
    steps = raw["step"].unique().drop_nulls().sort().to_list()
    step = pl.col("step").replace_strict(
        steps, list(range(1, len(steps) + 1)), default=0, return_dtype=pl.UInt64
    )
    width = len(steps) + 1
    minor = pl.col("episode").fill_null(0).cast(pl.UInt64) * width + step
    return pl.col("p").cast(pl.UInt64) * 2**32 + minor * len(FINDINGS) + pl.col("finding")


def _words(words: Iterable[str], index: pl.Series) -> pl.Series:
    return pl.Series(list(words), dtype=pl.String).gather(index)
