"""Codes as rows of contacts write them: each way of writing is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl
from attrs import frozen

from kvacodes.frames import Table
from kvacodes.indicators.care_groups import (
    category_of,
    chapter_of,
    diagnosis_key,
    procedure_group_of,
)
from kvacodes.model import code_key
from kvacodes.sequences.plan import Plan
from kvacodes.sequences.tables_tools import INDEX, nothing

__all__ = ["FOREIGN", "OTHER", "STEP", "UNKNOWN", "Spelled", "categories_of", "spelled_of"]

FOREIGN, STEP, ADD_ON, UNKNOWN, OTHER = 4, 3, 2, 1, 0


@frozen(eq=False)
class Spelled:
    """The ways in which codes are written, each with a number `k`, and what each is.

    Columns are looked up by number; none has nulls, since looking among those takes thrice
    as long.

    Attributes:
        number: The number of the code of a row whose `system` and `code` are categories.
        keys: The system and the code, as the system writes it, of each number.
        same: For each, a number that all its spellings share.
        kind: Whether each is a step, another code of the programme, unknown, other, or of
            another system.
        visit: Whether each makes a visit of a contact that has no other row.
        coded: Whether each is a code at all.
        divisions: For each kind of division the groups, in order, and the place of the group
            of each code; the place after all where it has none.
    """

    number: pl.Expr
    keys: dict[int, tuple[str, str | None]]
    same: pl.Series
    kind: pl.Series
    visit: pl.Series
    coded: pl.Series
    divisions: dict[str, tuple[list[str], pl.Series]]

    def lonely(self, plan: Plan) -> pl.Expr:
        """Say whether the code counts only beside others of its contact, and none is there.

        Reads the numbers of code and contact: `k`, `c`.
        """
        lonely = pl.lit(value=False)
        for code, others in plan.beside.items():
            beside = pl.col("k").is_in(self._numbers_of(others)).any().over("c")
            lonely |= pl.col("k").is_in(self._numbers_of([code])) & ~beside
        return lonely

    def _numbers_of(self, codes: Iterable[str]) -> list[int]:
        """Return the numbers of all spellings of procedure codes."""
        wanted = frozenset(codes)
        return [k for k, (own, key) in self.keys.items() if own == "kva" and key in wanted]


def categories_of(contacts: Table) -> dict[str, pl.Expr]:
    """Return the columns that codes are written in, as categories of their own.

    They are numbered as they are met, so that nobody has to read all codes beforehand.
    """
    return {
        name: pl.col(name).cast(pl.Categorical(pl.Categories.random()))
        for name in ("system", "code")
        if name in contacts.columns
    }


def spelled_of(pairs: pl.DataFrame, plan: Plan) -> Spelled:
    """Look at each way in which codes are written.

    Args:
        pairs: The categories that are there: `code`, and `system` where rows have one.
        plan: The sequence, made ready.
    """
    number, size = pl.lit(0, INDEX), 1
    for column in pairs.columns:
        place = pl.col(column).to_physical().cast(INDEX)
        n = pairs.select(place.max()).item()
        # What is not written has the number after all that are.
        after = 0 if n is None else n + 1
        number, size = number * (after + 1) + place.fill_null(after), size * (after + 1)
    used = pairs.select(number.alias("k"))["k"]
    texts = pairs.cast(pl.String)
    systems = texts["system"] if "system" in texts.columns else nothing(len(used), pl.String)
    both = [
        (system or "kva", None if code is None else code_key(code))
        for system, code in zip(systems, texts["code"], strict=True)
    ]
    first = {pair: n for n, pair in enumerate(dict.fromkeys(both))}

    def by_number(values: Iterable[bool | int], dtype: type[pl.DataType]) -> pl.Series:
        unused = pl.repeat(0, size, dtype=pl.UInt32, eager=True).cast(dtype)
        return unused.scatter(used, pl.Series(values, dtype=dtype))

    def divided(group: Callable[[str], str], system: str) -> tuple[list[str], pl.Series]:
        named = [group(key) if own == system and key else None for own, key in both]
        groups = sorted({name for name in named if name is not None})
        place = {name: n for n, name in enumerate([*groups, None])}
        return groups, by_number([place[name] for name in named], pl.UInt32)

    return Spelled(
        number=number,
        keys=dict(zip(used, both, strict=True)),
        same=by_number([first[pair] for pair in both], pl.UInt32),
        kind=by_number([_kind(system, key or "", plan) for system, key in both], pl.UInt8),
        visit=by_number([_is_visit(own, key or "", plan) for own, key in both], pl.Boolean),
        coded=by_number([bool(key) for _, key in both], pl.Boolean),
        divisions={
            "chapter": divided(lambda code: chapter_of(diagnosis_key(code)), "icd10se"),
            "category": divided(lambda code: category_of(diagnosis_key(code)), "icd10se"),
            "procedure-group": divided(procedure_group_of, "kva"),
        },
    )


def _kind(system: str, code: str, plan: Plan) -> int:
    if system != "kva":
        return FOREIGN
    if code in plan.candidates:
        return STEP
    if code in plan.add_ons:
        return ADD_ON
    return UNKNOWN if plan.is_unknown(code) else OTHER


def _is_visit(system: str, code: str, plan: Plan) -> bool:
    counts_alone = code not in plan.beside or code in plan.beside[code]
    return _kind(system, code, plan) == STEP and counts_alone
