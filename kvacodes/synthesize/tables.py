"""Artificial extracts as Polars tables: persons, their courses, rows, answers of units."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from kvacodes.extracts import REPORTED
from kvacodes.model import QuestionKind
from kvacodes.synthesize.request import Extract, Request
from kvacodes.synthesize.tables_care import other_contacts, other_rows
from kvacodes.synthesize.tables_course import courses
from kvacodes.synthesize.tables_days import NO_DAY, days_later
from kvacodes.synthesize.tables_defects import EDGES, Spoiled, spoil
from kvacodes.synthesize.tables_draws import Draws, one_of
from kvacodes.synthesize.tables_people import people, person_name, persons_table, unit_name
from kvacodes.synthesize.tables_visits import (
    ROWS_PER_CONTACT,
    programme_contacts,
    programme_rows,
    visits,
)

__all__ = ["extract"]

_ANSWERS = 0.85
_BEFORE_ALL = 50_000  # more days than the oldest are older than 1970
_ROWS_PER_VISIT = 2.0  # with add-on codes and more staff, in the mean


def extract(request: Request) -> Extract:
    """Make the extract."""
    draws = Draws(request.seed)
    everybody = people(request, draws, early=_born_early(request))
    with_course = everybody
    if "outside-target-group" not in request.rates:
        with_course = everybody.filter(pl.col("target").fill_null(value=True))
    edges = sorted({kind for name in request.rates for kind in EDGES.get(name, ())})
    spoiled = spoil(courses(with_course, request, draws, edges=edges), request, draws)
    outside = ~pl.col("target").fill_null(value=True) & pl.col("defect").is_null()
    seen = visits(spoiled.cases.filter(~outside), spoiled.extras, request)
    own = programme_contacts(seen, request)
    share = request.other_share
    rows = round(own.height * _ROWS_PER_VISIT * share / (1 - share))
    own, other = _placed(own, other_contacts(everybody, request, rows=rows))
    return Extract(
        contacts=_contacts(programme_rows(own, request), other_rows(other, request), request),
        persons=_persons(everybody, spoiled, request),
        reported=_reported(request, draws),
        contracts=_contracts(request, draws),
        as_of=request.period.last,
        period=request.period,
        defects=spoiled.made,
    )


def _born_early(request: Request) -> int:
    """Return how many are born before the codes, where nobody else is and it is asked for."""
    rate, first = request.rates.get("code-not-in-force", 0), request.codes_from
    if not rate or first is None or request.origins.first < first:
        return 0
    return min(max(round(rate * request.children), 1) * 3, request.children)


def _placed(*contacts: pl.DataFrame) -> list[pl.DataFrame]:
    """Give contacts of all sources their place in the order of time."""
    # One number to sort by is ten times as fast as two columns: the day, then any order.
    day = (pl.col("date").cast(pl.Int32).fill_null(-_BEFORE_ALL) + _BEFORE_ALL).cast(pl.UInt64)
    order = day * (1 << 47) + pl.col("order") // (1 << 17)
    places = (
        pl.concat(frame.select(order=order) for frame in contacts)
        .with_row_index("row")
        .sort("order", maintain_order=True)
        .with_row_index("place")
        .sort("row")
        .select(pl.col("place").cast(pl.UInt64) * ROWS_PER_CONTACT)
        .to_series()
    )
    placed, offset = [], 0
    for frame in contacts:
        placed.append(frame.with_columns(places.slice(offset, frame.height)))
        offset += frame.height
    return placed


def _contacts(own: pl.DataFrame, other: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Put all rows in their places, and name what has numbers."""
    number = pl.col("place") // ROWS_PER_CONTACT + 1
    return (
        pl.concat([own, other])
        .sort("place")
        .select(
            contact_id=pl.format("syn-k{}", number.cast(pl.String).str.zfill(7)),
            person_id=_named("person", person_name, 2 * request.children),
            date="date",
            code="code",
            unit_id=_named("unit", unit_name, request.units + 1),
            staff_id=_named("staff", _staff_name, 200 * (request.units + 1)),
            staff_role="staff_role",
            care_type="care_type",
            minutes="minutes",
            joint="joint",
            system="system",
        )
    )


def _named(column: str, name: Callable[[pl.Expr], pl.Expr], count: int) -> pl.Expr:
    """Name what has a number below the count: each name is made once, not once a row."""
    names = pl.select(name(pl.int_range(count, dtype=pl.Int64))).to_series()
    return pl.lit(names).gather(pl.col(column))


def _staff_name(staff: pl.Expr) -> pl.Expr:
    return pl.format("syn-s{}", staff.cast(pl.String).str.zfill(6))


def _persons(everybody: pl.DataFrame, spoiled: Spoiled, request: Request) -> pl.DataFrame:
    """Return the persons, with the defects that are about them."""
    table = persons_table(everybody, anchor=request.sequence.anchor.kind)
    about_persons = ["birth-date-missing", "birth-date-conflict"]
    wrong = spoiled.cases.filter(pl.col("defect").is_in(about_persons))
    if wrong.is_empty():
        return table
    wrong = wrong.select(person_id=person_name(pl.col("person")), defect="defect")
    table = table.join(wrong, on="person_id", how="left", maintain_order="left")
    missing = pl.col("defect") == "birth-date-missing"
    table = table.with_columns(
        birth_date=pl.when(missing.fill_null(value=False)).then(NO_DAY).otherwise("birth_date")
    )
    # The same listing a second time, with another birth date.
    twice = table.filter(
        (pl.col("defect") == "birth-date-conflict") & pl.col("person_id").is_first_distinct()
    ).with_columns(birth_date=days_later(pl.col("birth_date"), 1))
    return pl.concat([table, twice]).sort("person_id", maintain_order=True).drop("defect")


def _units(request: Request) -> pl.DataFrame:
    units = pl.select(unit=pl.int_range(request.units, dtype=pl.Int64))
    return units.with_columns(unit_id=unit_name(pl.col("unit")))


def _reported(request: Request, draws: Draws) -> pl.DataFrame:
    """Return what units answered to the questions that they answer themselves."""
    schema = {column.name: pl.String for column in REPORTED}
    follow_up = request.code_set.follow_up
    tables = [pl.DataFrame(schema=schema)]
    for question in follow_up.questions if follow_up else ():
        if question.kind is QuestionKind.REPORTED:
            answers = question.allowed or ("ja",)
            # The first answer is the usual one.
            has_answered = draws.share(f"answers {question.id}", pl.col("unit")) < _ANSWERS
            tables.append(
                _units(request).filter(has_answered).select(
                    "unit_id",
                    period=pl.lit(request.period.label),
                    indicator=pl.lit(question.id),
                    value=one_of(answers, draws.share(f"answer {question.id}", pl.col("unit"))),
                )
            )  # fmt: skip
    return pl.concat(tables).sort("unit_id", maintain_order=True)


def _contracts(request: Request, draws: Draws) -> pl.DataFrame:
    """Return a contract for most units."""
    has_signed = draws.share("contract", pl.col("unit")) < _ANSWERS
    return (
        _units(request)
        .filter(has_signed)
        .with_columns(number=(pl.col("unit") + 1).cast(pl.String).str.zfill(3))
        .select(
            pl.format("syn-avtal-{}", "number").alias("contract_id"),
            "unit_id",
            valid_from=pl.lit(request.origins.first),
            valid_to=NO_DAY,
        )
    )
