"""Findings as rows for people: ids and words in place of indices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from kvacodes.sequences.kinds import FINDINGS
from kvacodes.sequences.tables_findings import BASES, SEVERITIES
from kvacodes.sequences.tables_tools import sorted_by

__all__ = ["worded"]


def worded(
    raw: pl.DataFrame, strangers: pl.Series, contacts: pl.DataFrame, persons: pl.DataFrame
) -> pl.DataFrame:
    """Put ids and words in place of indices, and sort as the objects are sorted.

    Args:
        raw: Findings, in the form of `tables_findings.RAW`.
        strangers: Ids of persons that are not among the persons.
        contacts: Contacts by index.
        persons: Persons by index; strangers come after them.
    """
    raw = raw.with_columns(detail=pl.coalesce("detail", _iso(raw["limit"]))).drop("limit")
    raw = _sorted(raw.with_columns(contact_id=contacts["contact_id"].gather(raw["c"])))
    is_known = raw["p"] < persons.height
    known = raw["p"].set(~is_known, None)
    ids = pl.concat([persons["person_id"], strangers]) if persons.height else strangers
    listed = persons["unit_id"].gather(known)
    seen = contacts["unit_id"].gather(raw["c"]).cast(pl.String)
    return raw.select(
        person_id=ids.gather(raw["p"]),
        contact_id="contact_id",
        unit_id=seen.zip_with(raw["c"].is_not_null(), listed),
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


def _iso(days: pl.Series) -> pl.Series:
    """Write days as text; each day once, since findings are many and days few."""
    each = days.unique().drop_nulls().sort()
    text = each.dt.to_string("iso")
    return text.gather(each.search_sorted(days).set(days.is_null(), None))


def _sorted(raw: pl.DataFrame) -> pl.DataFrame:
    return sorted_by(
        raw,
        _order(raw),
        [
            pl.col("date").fill_null(dt.date.min),
            pl.col("contact_id").cast(pl.String).fill_null(""),
            pl.col("related_step").fill_null(0),
            pl.col("detail").fill_null(""),
        ],
    )


def _order(raw: pl.DataFrame) -> pl.Series:
    """Return one number for person, episode, step and finding, in this order."""
    steps = raw["step"].unique().drop_nulls().sort()
    width = len(steps) + 1
    return raw.select(
        pl.col("p").cast(pl.UInt64) * 2**32
        + (
            pl.col("episode").fill_null(0).cast(pl.UInt64) * width
            + steps.search_sorted(raw["step"], "right")
        )
        * len(FINDINGS)
        + pl.col("finding")
    ).to_series()


def _words(words: Iterable[str], index: pl.Series) -> pl.Series:
    return pl.Series(list(words), dtype=pl.String).gather(index)
