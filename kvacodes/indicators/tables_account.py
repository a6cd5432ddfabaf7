"""Where the rows of contacts went, by the first reason that holds."""

from __future__ import annotations

from collections import Counter

import polars as pl

from kvacodes.indicators.tables_care import Care
from kvacodes.results import Accounting
from kvacodes.sequences.tables_events import EARLY, REASONS, force_of
from kvacodes.sequences.tables_tools import counted

__all__ = ["accounting_of", "fates"]

_SAME = ["c", "date", "k", "unit_id", "staff_id", "staff_role", "rest", "joint"]


def fates(kept: pl.Series, reason: str) -> pl.Series:
    """Return the fate of contacts that are kept, or left out for one reason."""
    left_out = pl.lit(REASONS.index(reason), pl.UInt8)
    fate = pl.when(kept).then(pl.lit(0, pl.UInt8)).otherwise(left_out)
    return pl.select(fate).to_series()


def accounting_of(care: Care, fate: pl.Series | None = None) -> Accounting:
    """Account for every row of contacts.

    Args:
        care: The contacts.
        fate: For each contact, by number, what becomes of its rows if they are used at all;
            None where all of those are.
    """
    if fate is None:
        fate = pl.repeat(0, care.size, dtype=pl.UInt8, eager=True)
    several, size = care.several, care.alone.height
    excluded = Counter(several.excluded)
    excluded["other-code"] += care.rows.rows_read - care.rows.frame.height
    reason = care.alone["reason"]
    reason = reason.zip_with(reason > 0, fate.head(size))
    excluded += counted(reason, REASONS)
    rows = several.rows
    of_row = fate.slice(size).gather(rows["c"])
    excluded += counted(of_row, REASONS)
    used = rows.filter(of_row == 0)
    excluded["repeated-row"] = _repeated(care, used)
    early = several.events.filter(pl.col("force") == EARLY)
    n_early = int((fate.slice(size).gather(early["c"]) == 0).sum())
    return Accounting(
        rows_read=care.rows.rows_read,
        excluded=excluded,
        of_which={"before-latest-start": n_early + _early(care, reason)},
    )


def _repeated(care: Care, used: pl.DataFrame) -> int:
    """Count the used rows that say nothing that another has not said."""
    rows = used
    if care.facts is not None:
        # Rows that are alike in what was read may differ in what was not.
        read = [name for name in _SAME if name == "c" or name in care.rows.frame.columns]
        alike = used.filter(pl.struct(read).is_duplicated())
        if alike.is_empty():
            return 0
        rows = care.whole(alike)
    same = [name for name in (*_SAME, "p", "contact_id") if name in rows.columns]
    return rows.height - rows.unique(same).height


def _early(care: Care, reason: pl.Series) -> int:
    """Count the used rows of contacts of one row whose code was not yet required."""
    ends = [code.early.end for code in care.plan.force.values() if code.early is not None]
    if not ends:
        return 0
    day = pl.col("day")
    rows = care.alone.lazy().with_columns(reason=reason).filter(pl.col("reason") == 0)
    if None not in ends:
        # Looking at the day alone leaves few rows to look at more closely.
        rows = rows.filter(day < max(end for end in ends if end is not None))
    force = force_of(care.rows.codes, care.plan)
    return int(rows.select((force == EARLY).sum()).collect().item())
