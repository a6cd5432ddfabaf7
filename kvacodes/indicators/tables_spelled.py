"""Codes as rows of contacts write them: each way of writing is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import narwhals.stable.v2 as nw
import polars as pl
from attrs import frozen

from kvacodes.frames import Table, gathered
from kvacodes.indicators.care_groups import (
    category_of,
    chapter_of,
    diagnosis_key,
    procedure_group_of,
)
from kvacodes.model import code_key
from kvacodes.sequences.plan import Plan

__all__ = ["FOREIGN", "OTHER", "STEP", "UNKNOWN", "Spelled", "coded_in", "spelled_of"]

FOREIGN, STEP, ADD_ON, UNKNOWN, OTHER = 4, 3, 2, 1, 0


@frozen(eq=False)
class Spelled:
    """The distinct codes as written: `system`, `code` and their number `k`, and what each is.

    Attributes:
        keys: The system and the code of each, as the system writes it.
        same: For each, a number that all its spellings share.
        kind: Whether each is a step, another code of the programme, unknown, other, or of
            another system.
        coded: Whether each is a code at all.
        divisions: For each kind of division, the group of each; null where it has none.
        slot: Finds the place in `at` of the code of a row.
        at: The numbers of the codes, by place.
    """

    keys: list[tuple[str, str | None]]
    same: pl.Series
    kind: pl.Series
    coded: pl.Series
    divisions: dict[str, pl.Series]
    slot: pl.Expr
    at: pl.Series

    def numbers_of(self, codes: Iterable[str]) -> list[int]:
        """Return the numbers of all spellings of procedure codes."""
        wanted = frozenset(codes)
        return [k for k, (own, key) in enumerate(self.keys) if own == "kva" and key in wanted]

    def with_slots(self, taken: pl.LazyFrame) -> pl.LazyFrame:
        """Put the `slot` of the code in place of the code as written."""
        if "system" not in taken.collect_schema():
            taken = taken.with_columns(system=pl.lit(None, pl.String))
        return taken.with_columns(self.slot.alias("slot")).drop("system", "code")


def spelled_of(contacts: Table, plan: Plan) -> Spelled:
    """Look at each way in which the rows of contacts write their codes."""
    columns = coded_in(contacts)
    # Grouping where the rows live: leaving out what comes again is slow in databases.
    distinct = contacts.frame.group_by(*columns).agg(nw.len().alias("n"))
    pairs = gathered(distinct).collect(engine="streaming")
    if "system" not in columns:
        pairs = pairs.with_columns(system=pl.lit(None, pl.String))
    pairs = pairs.select("system", "code").with_row_index("k")
    systems = [system or "kva" for system in pairs["system"]]
    written = [None if code is None else code_key(code) for code in pairs["code"]]
    both = list(zip(systems, written, strict=True))
    number = {pair: n for n, pair in enumerate(dict.fromkeys(both))}

    def made(group: Callable[[str], str], system: str) -> pl.Series:
        values = [group(key) if own == system and key else None for own, key in both]
        return pl.Series(values, dtype=pl.String)

    slot, at = _slots(pairs)
    return Spelled(
        slot=slot,
        at=at,
        keys=both,
        same=pl.Series([number[pair] for pair in both], dtype=pl.UInt32),
        kind=pl.Series([_kind(s, k or "", plan) for s, k in both], dtype=pl.UInt8),
        coded=pl.Series([bool(key) for key in written], dtype=pl.Boolean),
        divisions={
            "chapter": made(lambda code: chapter_of(diagnosis_key(code)), "icd10se"),
            "category": made(lambda code: category_of(diagnosis_key(code)), "icd10se"),
            "procedure-group": made(procedure_group_of, "kva"),
        },
    )


def _slots(pairs: pl.DataFrame) -> tuple[pl.Expr, pl.Series]:
    """Number system and code together, by enumerations: quicker for a row than a join."""
    slot, size = pl.lit(0, pl.UInt32), 1
    for name in ("system", "code"):
        values = pairs[name].drop_nulls().unique().cast(pl.String).to_list()
        number = pl.col(name).cast(pl.Enum(values or [_NOTHING])).to_physical().cast(pl.UInt32)
        size *= len(values) + 1
        slot = slot * (len(values) + 1) + number.fill_null(len(values))
    places = pairs.select(slot.alias("slot"))["slot"]
    return slot, pl.repeat(0, size, dtype=pl.UInt32, eager=True).scatter(places, pairs["k"])


_NOTHING = "-"


def _kind(system: str, code: str, plan: Plan) -> int:
    if system != "kva":
        return FOREIGN
    if code in plan.candidates:
        return STEP
    if code in plan.add_ons:
        return ADD_ON
    is_unknown = plan.run is not None and code in plan.run and code not in plan.known
    return UNKNOWN if is_unknown else OTHER


def coded_in(contacts: Table) -> list[str]:
    """Return the columns that a code is written in."""
    return [c for c in ("system", "code") if c in contacts.columns]
