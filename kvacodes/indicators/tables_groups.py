"""Stratifiers on tables: columns to group by, and what their values mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl
from attrs import frozen

from kvacodes.indicators.request import Attribution, Request
from kvacodes.indicators.strata import Group
from kvacodes.indicators.tables_people import People
from kvacodes.sequences.tables_tools import of_each_day

__all__ = ["Keys", "keys_of", "shown_fields"]

_KNOWN = {"birth_date": "birth"}
_OF_THE_PERSON = ("birth_date", "target_group", "ended_on", "anchor_date")
_JUNE = 6


@frozen(eq=False)
class Keys:
    """The stratifiers of rows, as columns that are quick to group by.

    Attributes:
        columns: A column for each stratifier, by name.
        read: What a value in a column means, where it is not the value itself.
    """

    columns: Mapping[str, pl.Series]
    read: Mapping[str, Callable[[Any], object]]

    def on(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with the stratifiers beside its columns."""
        return frame.with_columns(
            values.alias(f"by {name}") for name, values in self.columns.items()
        )

    def gather(self, index: pl.Series) -> Keys:
        """Return the stratifiers of other rows, each of which belongs to one of these."""
        return Keys({name: v.gather(index) for name, v in self.columns.items()}, self.read)

    def counted(
        self, frame: pl.DataFrame, *more: str, **figures: pl.Expr
    ) -> Iterator[tuple[Group, dict[str, Any]]]:
        """Group the frame by the stratifiers and `more`; give each group with its figures."""
        keyed, keys = self.on(frame).lazy(), [*self._names, *more]
        return self._read(_grouped(keyed, keys, **figures))

    def tallied(
        self, frame: pl.DataFrame, value: str, *more: str, **sums: pl.Expr
    ) -> Iterator[tuple[Group, dict[str, Any], Counter[Any]]]:
        """Do the same with how often each value comes; the figures are sums."""
        keyed, keys = self.on(frame).lazy(), [*self._names, *more]
        counts = _grouped(keyed, [*keys, value], **sums, n=pl.len())
        totals = {name: pl.col(name).sum() for name in sums}
        lists = {"each": pl.col(value), "times": pl.col("n")}
        if not keys:
            lists = {name: column.implode() for name, column in lists.items()}
        for group, row in self._read(_grouped(counts, keys, **totals, **lists)):
            tally = Counter(dict(zip(row.pop("each"), row.pop("times"), strict=True)))
            yield group, row, tally

    @property
    def _names(self) -> list[str]:
        return [f"by {name}" for name in self.columns]

    def _read(self, found: pl.LazyFrame) -> Iterator[tuple[Group, dict[str, Any]]]:
        # Groups are few beside the rows, which streaming makes the most of.
        for row in found.collect(engine="streaming").iter_rows(named=True):
            group = tuple(
                self.read[name](value) if value is not None and name in self.read else value
                for name in self.columns
                for value in (row[f"by {name}"],)
            )
            yield group, row


def _grouped(frame: pl.LazyFrame, keys: list[str], **figures: pl.Expr) -> pl.LazyFrame:
    return frame.group_by(keys).agg(**figures) if keys else frame.select(**figures)


def shown_fields(request: Request) -> tuple[str, ...]:
    """Return the stratifiers that are fields of a listing."""
    own = {"unit_id", "contract_id", *_DATED, *_OF_THE_PERSON, *request.of_contact}
    return tuple(name for name in request.by if name not in own)


def keys_of(
    request: Request,
    people: People,
    *,
    p: pl.Series | None = None,
    day: pl.Series | None = None,
    unit_id: pl.Series | None = None,
    said: Callable[[str], pl.Series] | None = None,
) -> Keys:
    """Return the stratifiers of rows.

    Args:
        request: What is asked.
        people: The persons.
        p: The index of each row's person; None where the rows are the persons.
        day: The day by which years, half-years and months are told.
        unit_id: The unit of the contact, where figures may be attributed to it.
        said: What a column of contacts says of each row's contact.
    """
    columns: dict[str, pl.Series] = {}
    read: dict[str, Callable[[Any], object]] = {}
    of_contact = unit_id if request.attribution is Attribution.CONTACT else None
    units = people.said("unit_id", p) if of_contact is None else of_contact
    for name in request.by:
        if said is not None and name in request.of_contact:
            columns[name] = said(name)
        elif name == "unit_id":
            columns[name] = units
        elif name == "contract_id":
            columns[name] = _contracts(request, units, None if of_contact is None else day)
        elif name in _DATED and day is not None:
            number, read[name] = _DATED[name]
            columns[name] = of_each_day(day, number)
        elif name in _OF_THE_PERSON:
            columns[name] = people.said(_KNOWN.get(name, name), p)
        else:
            columns[name] = people.said(f"shown {name}", p)
    return Keys(columns, read)


def _year(day: pl.Series) -> pl.Series:
    return day.dt.year()


def _half_year(day: pl.Series) -> pl.Series:
    return day.dt.year() * 2 + (day.dt.month() > _JUNE).cast(pl.Int32)


def _month(day: pl.Series) -> pl.Series:
    return day.dt.year() * 12 + day.dt.month() - 1


def _half_year_label(value: int) -> str:
    return f"{value // 2}-H{value % 2 + 1}"


def _month_label(value: int) -> str:
    return f"{value // 12:04}-{value % 12 + 1:02}"


_DATED: dict[str, tuple[Callable[[pl.Series], pl.Series], Callable[[Any], object]]] = {
    "year": (_year, int),
    "half_year": (_half_year, _half_year_label),
    "month": (_month, _month_label),
}


def _contracts(request: Request, units: pl.Series, day: pl.Series | None) -> pl.Series:
    """Return the contract of each unit, on the measure date or on days of its own."""
    units = units.cast(pl.String)
    if day is None:
        known = {u: request.contract_of(u, request.measure_date) for u in units.unique()}
        return _replaced(units, known)
    pairs = pl.DataFrame({"unit": units, "day": day})
    each = pairs.unique().drop_nulls()
    found = [request.contract_of(u, d) for u, d in each.iter_rows()]
    return pairs.join(
        each.with_columns(contract=pl.Series(found, dtype=pl.String)),
        on=["unit", "day"],
        how="left",
        maintain_order="left",
    )["contract"]


def _replaced(units: pl.Series, known: Mapping[str | None, str | None]) -> pl.Series:
    old = [unit for unit in known if unit is not None]
    new = pl.Series([known[unit] for unit in old], dtype=pl.String)
    return units.replace_strict(pl.Series(old, dtype=pl.String), new, default=None)
