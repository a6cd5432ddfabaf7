"""Artificial persons: births, families, units of different size, moves, who is meant."""

from __future__ import annotations

import datetime as dt

import polars as pl

from kvacodes.model import AnchorKind
from kvacodes.synthesize.request import Request
from kvacodes.synthesize.tables_days import NO_DAY, days_later
from kvacodes.synthesize.tables_draws import Draws

__all__ = ["UNITS_PER_DISTRICT", "people", "persons_table", "unit_name", "unit_on"]

UNITS_PER_DISTRICT = 5
_PLACES = 20
_TWINS, _MOVED, _GONE = 0.015, 0.06, 0.015
_MEANT, _NOT_MEANT = 0.6, 0.94
_BEFORE_CODES = 0.25  # units join one by one: births count less before there are codes


def people(request: Request, draws: Draws, *, early: int = 0) -> pl.DataFrame:
    """Make the persons, one row each; the first `early` of them are born before the codes."""
    row, family = pl.col("person"), pl.col("family")
    start, as_of = request.origins.first, request.period.last
    is_twin = (draws.share("twin", row) < _TWINS) & (row > 0)
    unit = _unit(request, draws.share("unit", family))
    moved = days_later(pl.col("origin"), 60 + draws.below("moved on", family, 500))
    gone = days_later(pl.col("origin"), 20 + draws.below("gone on", row, 700))
    frame = pl.select(person=pl.int_range(request.children, dtype=pl.UInt32)).lazy()
    frame = frame.with_columns(twin=is_twin)
    is_second = pl.col("twin") & ~pl.col("twin").shift(1, fill_value=False)
    frame = frame.with_columns(family=row - is_second)
    frame = frame.with_columns(origin=_origin(request, draws, early), unit=unit)
    frame = frame.with_columns(
        birth=_birth(request, draws),
        target=_target(request, draws),
        sex=pl.when(draws.share("sex", row) < 0.514).then(pl.lit("M")).otherwise(pl.lit("F")),  # noqa: PLR2004
        listed_from=_listed_from(request, draws),
        ended_on=pl.when((draws.share("gone", row) < _GONE) & (gone < as_of)).then(gone),
        moved_on=pl.when((draws.share("moved", family) < _MOVED) & (moved < as_of)).then(moved),
        second_unit=(pl.col("unit") + 1 + draws.below("moved to", family, request.units))
        % request.units,
    )
    is_move = (
        (pl.col("second_unit") != pl.col("unit"))
        & (pl.col("moved_on") > pl.col("listed_from"))
        & (pl.col("ended_on").is_null() | (pl.col("moved_on") < pl.col("ended_on")))
    )
    return frame.with_columns(
        moved_on=pl.when(is_move).then("moved_on"),
        until=pl.min_horizontal(pl.lit(as_of), "ended_on"),
        first_day=pl.max_horizontal(pl.lit(start), "birth"),
    ).collect()


def _origin(request: Request, draws: Draws, early: int) -> pl.Expr:
    """The day that the person's sequence counts from, where it counts from birth."""
    family, codes_from = pl.col("family"), request.codes_from
    first, last = request.origins.first, request.origins.last
    length = (last - first).days + 1
    thin = min(max((codes_from - first).days, 0), length) if codes_from else 0
    weighed = draws.share("origin", family) * (_BEFORE_CODES * thin + length - thin)
    offset = (
        pl.when(weighed < _BEFORE_CODES * thin)
        .then(weighed / _BEFORE_CODES)
        .otherwise(weighed + (1 - _BEFORE_CODES) * thin)
    )
    origin = days_later(pl.lit(first), offset.floor().cast(pl.Int32))
    if not early or codes_from is None:
        return origin
    sooner = days_later(pl.lit(codes_from), -30 - draws.below("early", family, 300))
    return pl.when(pl.col("person") < early).then(sooner).otherwise(origin)


def _birth(request: Request, draws: Draws) -> pl.Expr:
    if request.sequence.anchor.kind is AnchorKind.BIRTH:
        return pl.col("origin")
    return days_later(pl.lit(dt.date(1935, 1, 1)), draws.below("birth", pl.col("family"), 55 * 365))


def _target(request: Request, draws: Draws) -> pl.Expr:
    if not request.code_set.target_group:
        return pl.lit(value=True)
    share = draws.share("target", pl.col("family"))
    known = pl.when(share < _NOT_MEANT).then(share < _MEANT)
    return known.otherwise(pl.lit(None, dtype=pl.Boolean))


def _listed_from(request: Request, draws: Draws) -> pl.Expr:
    if request.sequence.anchor.kind is AnchorKind.BIRTH:
        day = days_later(pl.col("origin"), draws.below("listed from", pl.col("family"), 14))
        return pl.min_horizontal(day, pl.lit(request.period.last))
    years = draws.below("listed from", pl.col("family"), 3650)
    return days_later(pl.lit(request.origins.first), -1 - years)


def _unit(request: Request, share: pl.Expr) -> pl.Expr:
    """Choose a unit: the largest have about ten times as many persons as the smallest."""
    unit = pl.int_range(request.units, dtype=pl.Int64)
    size = 0.2 + 2 * Draws(request.seed).share("size", unit) ** 2
    # A unit has as many of the places as its size gives; a person gets one of the places.
    places = pl.select(unit=unit, size=size).select(
        pl.col("unit").repeat_by((pl.col("size") * _PLACES).ceil()).explode()
    )
    chosen = (share * places.height).floor().cast(pl.UInt32)
    return pl.lit(places.to_series()).gather(chosen)


def unit_on(day: pl.Expr) -> pl.Expr:
    """Return the number of the unit where a person is listed on a day."""
    return pl.when(day >= pl.col("moved_on")).then("second_unit").otherwise("unit")


def unit_name(unit: pl.Expr) -> pl.Expr:
    """Return the key of a unit, with its district."""
    district = (unit // UNITS_PER_DISTRICT + 1).cast(pl.String).str.zfill(2)
    number = (unit + 1).cast(pl.String).str.zfill(3)
    return pl.format("syn-d{}-u{}", district, number)


def persons_table(people: pl.DataFrame, *, anchor: AnchorKind) -> pl.DataFrame:
    """Return the persons as the extract holds them: one row for each listing."""
    frame = people.with_columns(NO_DAY.alias("no_day"))
    stayed = frame.with_columns(
        at="unit",
        first="listed_from",
        last=pl.coalesce(days_later(pl.col("moved_on"), -1), "ended_on"),
    )
    moved = frame.filter(pl.col("moved_on").is_not_null()).with_columns(
        at="second_unit", first="moved_on", last="ended_on"
    )
    both = pl.concat([stayed, moved]).sort("person", "first", maintain_order=True)
    family = pl.format("syn-f{}", (pl.col("family") + 1).cast(pl.String).str.zfill(6))
    columns = [
        person_name(pl.col("person")).alias("person_id"),
        pl.col("birth").alias("birth_date"),
        unit_name(pl.col("at")).alias("unit_id"),
        pl.col("first").alias("listed_from"),
        pl.col("last").alias("listed_to"),
        pl.col("target").alias("target_group"),
        "ended_on",
        "sex",
        family.alias("family_id"),
    ]
    if anchor is AnchorKind.GIVEN:
        columns.append(pl.col("origin").alias("anchor_date"))
    return both.select(columns)


def person_name(person: pl.Expr) -> pl.Expr:
    """Return the key of a person."""
    return pl.format("syn-{}", (person + 1).cast(pl.String).str.zfill(6))
