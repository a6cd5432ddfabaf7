"""From counts to rows of results: the same for objects and for tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from attrs import evolve

from kvacodes.indicators.request import Request
from kvacodes.indicators.strata import Group, group_order
from kvacodes.model import Basis
from kvacodes.results import IndicatorRow
from kvacodes.statistics import wilson

__all__ = ["count", "measure", "share", "tabulate"]

T = TypeVar("T")


def count(name: str, n: int, *, of: int | None = None, n_missing: int = 0) -> IndicatorRow:
    """Make a row whose value is a count; `of` is what it is a part of, if anything."""
    return IndicatorRow(
        indicator=name, period="", numerator=n, denominator=of, value=float(n), n_missing=n_missing
    )


def share(
    name: str, n: int, of: int, *, n_missing: int = 0, basis: Basis = Basis.DECISION
) -> IndicatorRow:
    """Make a row whose value is a share with its 95 % Wilson interval.

    Where nothing is in the denominator there is no share: value and bounds are None.
    """
    lower, upper = wilson(n, of) or (None, None)
    return IndicatorRow(
        indicator=name,
        period="",
        numerator=n,
        denominator=of,
        value=n / of if of else None,
        lower=lower,
        upper=upper,
        bound="wilson" if of else "",
        n_missing=n_missing,
        basis=basis,
    )


def measure(
    name: str,
    value: float | None,
    *,
    n: int,
    of: int,
    band: tuple[float | None, float | None] | None = None,
) -> IndicatorRow:
    """Make a row whose value is measured on n of so many; the others are missing.

    With a `band` the value is not known, only that it lies between the two.
    """
    lower, upper = band or (None, None)
    return IndicatorRow(
        indicator=name,
        period="",
        numerator=n,
        denominator=of,
        value=value,
        lower=lower,
        upper=upper,
        bound="band" if band else "",
        n_missing=of - n,
    )


def tabulate(
    cells: Mapping[Group, T],
    request: Request,
    rows_of: Callable[[T], Iterable[IndicatorRow]],
    *,
    empty: Callable[[], T],
) -> tuple[IndicatorRow, ...]:
    """Make the rows of all groups: by measure in the order they are made, then by group.

    Without stratifiers there is always one group, whatever was counted.
    """
    wanted = [*request.always, *([] if request.by else [()])]
    every = {group: empty() for group in wanted} | dict(cells)
    label = str(request.period.label)
    by_measure: dict[str, list[IndicatorRow]] = {}
    for group in sorted(every, key=group_order):
        by = tuple(zip(request.by, group, strict=True))
        for row in rows_of(every[group]):
            by_measure.setdefault(row.indicator, []).append(_placed(row, label, by))
    return tuple(row for rows in by_measure.values() for row in rows)


def _placed(row: IndicatorRow, period: str, by: tuple[tuple[str, object], ...]) -> IndicatorRow:
    return evolve(row, period=period, by=by)
