"""The figures of a report by what they measure and of whom, whatever they were computed on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from kvacodes.model.words import Basis
from kvacodes.results import IndicatorResult, IndicatorRow, IndicatorRows

__all__ = ["Figures", "rows_of"]

Keys = tuple[tuple[str, Hashable], ...]


def rows_of(
    result: IndicatorRows | IndicatorResult, by: Sequence[str] = ()
) -> tuple[IndicatorRow, ...]:
    """Return the figures of a result as rows, also where it was computed on tables."""
    if isinstance(result, IndicatorRows):
        return tuple(result)
    return tuple(_row(row, by) for row in records_of(result.table))


def records_of(table: object) -> list[dict[str, Any]]:
    """Return the rows of a table of any kind as mappings, nulls as None."""
    import narwhals.stable.v2 as nw  # the table half

    from kvacodes.frames import gathered

    frame = nw.from_native(table)  # type: ignore[call-overload]
    polars = gathered(frame).collect() if isinstance(frame, nw.LazyFrame) else frame.to_polars()
    return polars.to_dicts()


def _row(row: Mapping[str, Any], by: Sequence[str]) -> IndicatorRow:
    known = ("numerator", "denominator", "value", "lower", "upper")
    return IndicatorRow(
        indicator=row["indicator"],
        period=row["period"],
        by=tuple((name, row[name]) for name in by),
        bound=row.get("bound") or "",
        n_missing=row.get("n_missing"),
        suppressed=bool(row.get("suppressed")),
        basis=Basis(row.get("basis") or Basis.DECISION),
        **{name: row.get(name) for name in known},
    )


class Figures:
    """Figures after disclosure control, looked up by indicator and stratifiers."""

    def __init__(self, rows: Iterable[IndicatorRow]) -> None:
        self.rows = tuple(rows)
        self._by = {(r.indicator, r.period, frozenset(r.by)): r for r in self.rows}
        self._of_group: dict[tuple[str, frozenset[Any]], list[IndicatorRow]] = {}
        for row in self.rows:
            self._of_group.setdefault((row.period, frozenset(row.by)), []).append(row)

    def get(self, indicator: str, period: str, by: Keys = ()) -> IndicatorRow | None:
        """Return one figure, or None where it was not computed."""
        return self._by.get((indicator, period, frozenset(by)))

    def starting(self, prefix: str, period: str, by: Keys = ()) -> tuple[IndicatorRow, ...]:
        """Return the figures of one group whose indicator starts so, in order."""
        own = self._of_group.get((period, frozenset(by)), ())
        return tuple(r for r in own if r.indicator.startswith(prefix))

    def groups(self, names: Iterable[str], period: str) -> tuple[Keys, ...]:
        """Return the groups by these stratifiers, in order of first occurrence."""
        wanted = set(names)
        found = (r.by for r in self.rows if r.period == period and {n for n, _ in r.by} == wanted)
        return tuple(dict.fromkeys(found))
