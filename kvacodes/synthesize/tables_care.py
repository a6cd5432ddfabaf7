"""Rows about other care: diagnoses, national codes, other programmes, and no code at all."""

from __future__ import annotations

import polars as pl

from kvacodes.model import AnchorKind, CodeSet, CodeShape, Owner
from kvacodes.synthesize.request import Request
from kvacodes.synthesize.tables_days import days_later
from kvacodes.synthesize.tables_draws import Draws, one_of
from kvacodes.synthesize.tables_people import unit_on
from kvacodes.synthesize.tables_visits import ROW

__all__ = ["other_contacts", "other_rows"]

# Common reasons for young children to meet health care (ICD-10-SE); the most common first.
_OF_CHILDREN = ("Z001", "J069", "Z762", "Z278", "H669", "L209", "J009", "B349", "R509", "A099",
                "K590", "J219", "L229", "R681", "K219", "Z274", "P599", "Q650")  # fmt: skip
_OF_ADULTS = ("Z000", "I109", "J069", "M545", "E119", "R104", "Z014", "F329", "M179", "J459",
              "R074", "N390", "I489", "K219", "H259", "C509")  # fmt: skip
# National procedure codes that a contact of any kind may have (KVÅ).
_PROCEDURES = ("XS900", "DV030", "GB010", "XS012", "DT030", "GB009", "DM001", "XS902")
_TWO_CODES = 0.3
_UNCODED, _DIAGNOSIS, _PROCEDURE = 0.15, 0.70, 0.92
_HOSPITAL = 0.15


def other_contacts(people: pl.DataFrame, request: Request, *, rows: int) -> pl.DataFrame:
    """Make contacts that have nothing to do with the programme, with about so many rows."""
    draws, row = Draws(request.seed), pl.col("key")
    count = round(rows / (1 + _TWO_CODES))
    frame = pl.select(key=pl.int_range(count, dtype=pl.UInt64)).lazy()
    frame = frame.with_columns(person=draws.below("other person", row, request.children))
    who = people.lazy().select("person", "unit", "second_unit", "moved_on", "first_day", "until")
    frame = frame.with_columns(pl.col("person").cast(pl.UInt32)).join(
        who, on="person", how="left", maintain_order="left"
    )
    room = (pl.col("until") - pl.col("first_day")).dt.total_days().clip(0) + 1
    place = draws.share("other day", row) * room
    kind, is_hospital = draws.share("other kind", row), draws.share("hospital", row) < _HOSPITAL
    frame = frame.with_columns(
        date=pl.min_horizontal(days_later(pl.col("first_day"), place.cast(pl.Int32)), "until"),
        order=draws.bits("other order", row),
        kind=kind,
    )
    contacts: pl.DataFrame = (
        frame.with_columns(
            # Care that no unit of the programme gives: the number after the last.
            unit=pl.when(is_hospital).then(request.units).otherwise(unit_on(pl.col("date"))),
            care_type=pl.when(is_hospital).then(pl.lit("sjukhus")).otherwise(pl.lit("primarvard")),
            minutes=pl.lit(None, dtype=pl.Int64),
            joint=pl.lit(None, dtype=pl.Boolean),
            code=_code(request, draws),
            staff=pl.lit(None, dtype=pl.Int64),
            staff_role=pl.lit(None, dtype=pl.String),
            system=pl.when((kind >= _UNCODED) & (kind < _DIAGNOSIS))
            .then(pl.lit("icd10se"))
            .otherwise(pl.lit("kva")),
        )
        .drop("kind", "second_unit", "moved_on", "first_day", "until")
        .collect()
    )
    return contacts


def other_rows(contacts: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Return their rows; some have a second code."""
    draws, row = Draws(request.seed), pl.col("key")
    second = contacts.filter(draws.share("two codes", row) < _TWO_CODES).with_columns(
        place=pl.col("place") + 1,
        code=one_of(_procedures(request), draws.share("second code", row)),
        system=pl.lit("kva"),
    )
    return pl.concat([contacts.select(ROW), second.select(ROW)])


def _code(request: Request, draws: Draws) -> pl.Expr:
    kind, which = pl.col("kind"), draws.share("other code", pl.col("key"))
    is_young = request.sequence.anchor.kind is AnchorKind.BIRTH
    return (
        pl.when(kind < _UNCODED)
        .then(pl.lit(None, dtype=pl.String))
        .when(kind < _DIAGNOSIS)
        .then(one_of(_OF_CHILDREN if is_young else _OF_ADULTS, which))
        .when(kind < _PROCEDURE)
        .then(one_of(_procedures(request), which))
        .otherwise(one_of(_of_other_programmes(request.code_set), which))
    )


def _procedures(request: Request) -> tuple[str, ...]:
    """Return the national codes that mean nothing to the programme."""
    own = {code for step in request.sequence.steps for code in (*step.codes, *step.add_ons)}
    return tuple(code for code in _PROCEDURES if code not in own)


def _of_other_programmes(code_set: CodeSet) -> tuple[str, ...]:
    """Return codes that stand for other programmes of the region: made up, and in no document."""
    space, own = code_set.namespace, {c.code for c in code_set.codes}
    if space.owner is Owner.NATIONAL or space.shape is not CodeShape.KMA or len(space.prefix) != 2:  # noqa: PLR2004
        return ("XS904",)
    codes = (f"{space.prefix}{number}" for number in range(999, 989, -1))
    return tuple(c for c in codes if c not in own and (space.run is None or c not in space.run))
