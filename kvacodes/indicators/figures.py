"""From counts to figures in order: the same for objects and for tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import ClassVar, TypeVar

from attrs import define, frozen

from kvacodes.indicators.request import Request
from kvacodes.indicators.strata import Group, group_order
from kvacodes.model import Basis
from kvacodes.pausing import collector_paused
from kvacodes.results import IndicatorRow
from kvacodes.statistics import wilson

__all__ = ["Figure", "Tabulated", "count", "measure", "share", "tabulate"]

T = TypeVar("T")


@define
class Figure:
    """One figure before its place: all of a row but the period and the stratifiers."""

    suppressed: ClassVar[bool] = False  # disclosure control comes later

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


@frozen(eq=False)
class Tabulated:
    """Figures in the order of rows, each with its group: to become rows, or columns.

    Attributes:
        period: Label of the period.
        by: The names of the stratifiers.
        groups: For each figure, the values of the stratifiers.
        figures: The figures.
    """

    period: str
    by: tuple[str, ...]
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]

    def rows(self) -> Iterator[IndicatorRow]:
        """Give a row for each figure."""
        for group, figure in zip(self.groups, self.figures, strict=True):
            yield IndicatorRow(
                indicator=figure.indicator,
                period=self.period,
                by=tuple(zip(self.by, group, strict=True)),
                numerator=figure.numerator,
                denominator=figure.denominator,
                value=figure.value,
                lower=figure.lower,
                upper=figure.upper,
                bound=figure.bound,
                n_missing=figure.n_missing,
                basis=figure.basis,
            )


def tabulate(
    cells: Mapping[Group, T],
    request: Request,
    rows_of: Callable[[T], Iterable[Figure]],
    *,
    empty: Callable[[], T],
) -> Tabulated:
    """Put the figures of all groups in order: by measure as they are made, then by group.

    Without stratifiers there is always one group, whatever was counted.
    """
    wanted = [*request.always, *([] if request.by else [()])]
    every = {group: empty() for group in wanted} | dict(cells)
    by_measure: dict[str, tuple[list[Group], list[Figure]]] = {}
    with collector_paused():
        for group in sorted(every, key=group_order):
            for figure in rows_of(every[group]):
                groups, figures = by_measure.setdefault(figure.indicator, ([], []))
                groups.append(group)
                figures.append(figure)
    return Tabulated(
        period=request.period.label,
        by=request.by,
        groups=tuple(group for groups, _ in by_measure.values() for group in groups),
        figures=tuple(figure for _, figures in by_measure.values() for figure in figures),
    )
