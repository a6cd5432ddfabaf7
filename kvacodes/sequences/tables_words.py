"""Findings as rows for people: ids and words in place of indices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from kvacodes.sequences.kinds import FINDINGS
from kvacodes.sequences.tables_findings import BASES, SEVERITIES
from kvacodes.sequences.tables_tools import placed, sorted_by

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
    raw = _sorted(raw, contacts["contact_id"])
    is_known = raw["p"] < persons.height
    known = raw["p"].set(~is_known, None)
    ids = pl.concat([persons["person_id"], strangers]) if persons.height else strangers
    listed = persons["unit_id"].gather(known)
    seen = contacts["unit_id"].gather(raw["c"]).cast(pl.String)
    return raw.select(
        person_id=ids.gather(raw["p"]),
        contact_id=contacts["contact_id"].gather(raw["c"]),
        unit_id=seen.zip_with(raw["c"].is_not_null(), listed),
        episode="episode",
        step="step",
        finding=_words(FINDINGS, raw["finding"]),
        severity=_words([str(severity) for severity in SEVERITIES], raw["severity"]),
        date="date",
        related_step="related_step",
        related_date="related_date",
        detail=pl.coalesce("detail", _iso(raw["limit"])),
        basis=_words(BASES, raw["basis"]),
    )


def _iso(days: pl.Series) -> pl.Series:
    """Write days as text; each day once, since findings are many and days few."""
    given = days.drop_nulls()
    each = given.unique().sort()
    place = placed(len(days), days.is_not_null().arg_true(), each.search_sorted(given))
    return each.dt.to_string("iso").gather(place)


def _sorted(raw: pl.DataFrame, contact_ids: pl.Series) -> pl.DataFrame:
    contact = pl.col("c").map_batches(
        lambda c: contact_ids.gather(c).cast(pl.String), return_dtype=pl.String
    )
    return sorted_by(
        raw,
        _order(raw),
        [
            pl.col("date").fill_null(dt.date.min),
            contact.fill_null(""),
            pl.col("related_step").fill_null(0),
            pl.coalesce("detail", pl.col("limit").dt.to_string("iso")).fill_null(""),
        ],
    )


def _order(raw: pl.DataFrame) -> pl.Series:
    """Return one number for person, episode, step and finding, in this order."""
    p, episode, step = (
        pl.col(name).cast(pl.Int64).fill_null(0) for name in ("p", "episode", "step")
    )
    of_person = (p * (episode.max() + 1) + episode) * (step.max() + 1) + step
    return raw.select(of_person * len(FINDINGS) + pl.col("finding")).to_series()


def _words(words: Iterable[str], index: pl.Series) -> pl.Series:
    return pl.Series(list(words), dtype=pl.String).gather(index)
