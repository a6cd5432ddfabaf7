"""The codes of the programme among the rows of contacts, however they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import narwhals.stable.v2 as nw
import polars as pl
from attrs import frozen

from kvacodes.frames import Table, gathered
from kvacodes.model import code_key
from kvacodes.sequences.plan import Plan

__all__ = ["CODE", "NO_CODE", "Codes", "codes_while"]

T = TypeVar("T")

CODE = pl.UInt16
"""The type of the index of a code."""

NO_CODE = "-"
"""An empty list of codes is refused by some engines; no code of a programme is written so."""


@frozen(eq=False)
class Codes:
    """The codes of the programme that occur in the rows, sorted; a row has an index here.

    Attributes:
        names: The codes as the code system writes them.
        spellings: How the rows write them, with the index of the code.
        groups: The distinct groups of candidate steps, sorted.
        group_of: For each code of a step, the index of its group.
        add_ons: Indices of add-on codes.
        unknown: Indices of codes of the run that do not exist.
        rows_read: All rows of contacts, whatever their code.
    """

    names: tuple[str, ...]
    spellings: Mapping[str, int]
    groups: tuple[tuple[int, ...], ...]
    group_of: Mapping[int, int]
    add_ons: frozenset[int]
    unknown: frozenset[int]
    rows_read: int

    @property
    def group_of_code(self) -> pl.Series:
        """The group of each code by index; null where it reaches no step."""
        return pl.Series([self.group_of.get(i) for i in range(len(self.names))], dtype=pl.UInt16)

    @property
    def rank_of_group(self) -> pl.Series:
        """The place of each group in order of the lowest step."""
        lowest = [group[0] for group in self.groups]
        ranks = sorted(set(lowest))
        return pl.Series([ranks.index(low) for low in lowest], dtype=pl.UInt16)

    def indices(self, names: Iterable[str]) -> list[int]:
        """Return the indices of those of the codes that occur."""
        wanted = frozenset(names)
        return [i for i, name in enumerate(self.names) if name in wanted]

    def index_there(self) -> nw.Expr:
        """Say the index of the code of a row where it lives: a text travels slowly."""
        index = nw.lit(None, nw.Int32)
        for written, k in self.spellings.items():
            index = nw.when(nw.col("code") == written).then(nw.lit(k, nw.Int32)).otherwise(index)
        return index.alias("k")

    def index_here(self) -> pl.Expr:
        """Say the index of the code of a row that is here."""
        # As an enumeration first: a replacement among the texts themselves takes more room
        # than all the rest of the scan.
        spelled = sorted(self.spellings, key=self.spellings.__getitem__)
        place = pl.col("code").cast(pl.Enum(spelled or [NO_CODE])).to_physical().cast(CODE)
        index = [self.spellings[written] for written in spelled]
        if index == list(range(len(index))):
            return place
        places = pl.int_range(len(index), dtype=CODE, eager=True)
        return place.replace_strict(places, pl.Series(index, dtype=CODE))


def _codes_of(contacts: Table, plan: Plan) -> Codes:
    """Read each way in which codes are written once, and count the rows."""
    spellings, rows_read = _spellings(contacts, plan)
    of_spelling: dict[str, str] = {}
    for written in spellings:
        code = code_key(written)
        if plan.has(code):
            of_spelling[written] = code
    names = tuple(sorted(set(of_spelling.values())))
    index = {name: i for i, name in enumerate(names)}
    groups = plan.groups
    return Codes(
        names=names,
        spellings={written: index[code] for written, code in of_spelling.items()},
        groups=groups,
        group_of={
            i: groups.index(plan.candidates[name])
            for i, name in enumerate(names)
            if name in plan.candidates
        },
        add_ons=frozenset(i for i, name in enumerate(names) if name in plan.add_ons),
        unknown=frozenset(
            i
            for i, name in enumerate(names)
            if name not in plan.candidates and name not in plan.add_ons
        ),
        rows_read=rows_read,
    )


def codes_while(contacts: Table, plan: Plan, also: Callable[[], T]) -> tuple[Codes, T]:
    """Return the codes, and what else is done meanwhile: each leaves a core idle."""
    if not contacts.local:
        # A connection to a database is not asked by two at once.
        done = also()
        return _codes_of(contacts, plan), done
    with ThreadPoolExecutor(max_workers=1) as pool:
        codes = pool.submit(_codes_of, contacts, plan)
        done = also()
        return codes.result(), done


def _spellings(contacts: Table, plan: Plan) -> tuple[Iterable[str], int]:
    """Return how codes are written, and the number of rows; the codes of steps are always there."""
    if contacts.local:
        rows = gathered(contacts.frame)
        others = rows.filter(_is_no_plain_step(plan)).select("code")
        if _is_asked_of_file(others):
            found = others.unique().collect(engine="streaming")["code"]
            return [*plan.candidates, *found], rows.select(pl.len()).collect().item()
    grouped = gathered(contacts.frame.group_by("code").agg(nw.len().alias("n")))
    counted = grouped.collect(engine="streaming")
    return [*plan.candidates, *counted["code"].drop_nulls()], int(counted["n"].sum())


def _is_no_plain_step(plan: Plan) -> pl.Expr:
    """Tell codes that may be of the programme, but for those of steps as the system writes them."""
    code = pl.col("code")
    # What is written in capitals and digits alone is what it seems.
    others = code.str.contains("[^A-Z0-9]") | code.is_in(list(plan.add_ons))
    if plan.run is not None:
        others |= code.is_between(pl.lit(plan.run.first), pl.lit(plan.run.last))
    return others & ~code.is_in(list(plan.candidates))


def _is_asked_of_file(codes: pl.LazyFrame) -> bool:
    """Say whether a filter reaches a Parquet file whose other columns are left alone.

    It is then asked of the file's dictionaries, which are short, and not of every row.
    """
    return bool(_OF_FILE.match(codes.explain()))


_OF_FILE = re.compile(r"Parquet SCAN .*\nPROJECT 1/\d+ COLUMNS\nSELECTION: ")
"""How Polars says so."""
