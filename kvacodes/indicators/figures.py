"""From counts to rows of results: the same for objects and for tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from attrs import define

from kvacodes.indicators.request import Request
from kvacodes.indicators.strata import Group, group_order
from kvacodes.model import Basis
from kvacodes.results import IndicatorRow
from kvacodes.statistics import wilson

__all__ = ["Figure", "count", "measure", "share", "tabulate"]

T = TypeVar("T")


@define
class Figure:
    """One figure before its place: all of a row but the period and the stratifiers."""

    indicator: str
    numerator: int | None
    denominator: int | None
    value: float | None
    lower: float | None = None
    upper: float | None = None
    bound: str = ""
    n_missing: int = 0
    basis: Basis = Basis.DECISION


def count(name: str, n: int, *, of: int | None = None, n_missing: int = 0) -> Figure:
    """Make a figure whose value is a count; `of` is what it is a part of, if anything."""
    return Figure(name, n, of, float(n), n_missing=n_missing)


def share(
    name: str, n: int, of: int, *, n_missing: int = 0, basis: Basis = Basis.DECISION
) -> Figure:
    """Make a figure whose value is a share with its 95 % Wilson interval.

    Where nothing is in the denominator there is no share: value and bounds are None.
    """
    bounds = wilson(n, of)
    if bounds is None:
        return Figure(name, n, of, None, n_missing=n_missing, basis=basis)
    return Figure(name, n, of, n / of, *bounds, "wilson", n_missing, basis)


def measure(
    name: str,
    value: float | None,
    *,
    n: int,
    of: int,
    band: tuple[float | None, float | None] | None = None,
) -> Figure:
    """Make a figure that is measured on n of so many; the others are missing.

    With a `band` the value is not known, only that it lies between the two.
    """
    if band is None:
        return Figure(name, n, of, value, n_missing=of - n)
    return Figure(name, n, of, value, *band, "band", of - n)


def tabulate(
    cells: Mapping[Group, T],
    request: Request,
    rows_of: Callable[[T], Iterable[Figure]],
    *,
    empty: Callable[[], T],
) -> tuple[IndicatorRow, ...]:
    """Make the rows of all groups: by measure in the order they are made, then by group.

    Without stratifiers there is always one group, whatever was counted.
    """
    wanted = [*request.always, *([] if request.by else [()])]
    every = {group: empty() for group in wanted} | dict(cells)
    period = request.period.label
    by_measure: dict[str, list[IndicatorRow]] = {}
    for group in sorted(every, key=group_order):
        by = tuple(zip(request.by, group, strict=True))
        for figure in rows_of(every[group]):
            by_measure.setdefault(figure.indicator, []).append(_row(figure, period, by))
    return tuple(row for rows in by_measure.values() for row in rows)


def _row(figure: Figure, period: str, by: tuple[tuple[str, object], ...]) -> IndicatorRow:
    return IndicatorRow(
        indicator=figure.indicator,
        period=period,
        by=by,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        lower=figure.lower,
        upper=figure.upper,
        bound=figure.bound,
        n_missing=figure.n_missing,
        basis=figure.basis,
    )
