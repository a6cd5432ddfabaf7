"""Published rows as counts: what of a row is a number of somebody, and of whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date

from attrs import evolve, frozen

from kvacodes.errors import InputError, Phrase
from kvacodes.periods import Period

__all__ = ["TOTALS", "Figure", "Row", "figures_of", "span_of"]

TOTALS = frozenset({"total", "totalt", "alla", "samtliga", "all", "summa", "sum", "*"})
"""What a stratifier may say, in any case of letters, where a row is the sum over it."""

# Of two groups one may be as large as the other by chance.
_A_PAIR = 2

Keys = tuple[tuple[str, Hashable], ...]


@frozen(kw_only=True)
class Row:
    """One row of a tidy table, as it came.

    Attributes:
        table: Which of the tables it belongs to, from 0.
        number: Which row of that table, from 0.
        cohort: Whose figures they are: rows of different code sets have nothing in common.
        fixed: Whether it is already out, so that it can no longer be hidden.
        suppressed: Whether it came hidden.
        version: Told apart where tables differ on the same figure, from 0: they are about
            different people, as a report is that leaves out a unit.
    """

    table: int
    number: int
    indicator: str
    period: str
    by: Keys = ()
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    n_missing: int | None = None
    cohort: str = ""
    fixed: bool = False
    suppressed: bool = False
    version: int = 0


@frozen(kw_only=True)
class Figure:
    """The counts of a row that do not overlap, and how large the group behind them is.

    Attributes:
        row: The row.
        by: Its stratifiers without those it is the sum over.
        counts: Numerator and complement of a share; else the counts there are; None
            where the row came hidden, and empty where no count tells how many it is about.
        group: How many the row is about; None where that is not known.
        is_share: Whether the numerator is a part of the denominator.
    """

    row: Row
    by: Keys
    counts: tuple[int, ...] | None
    group: int | None
    is_share: bool = False


def span_of(period: str) -> tuple[date, date] | None:
    """Return the first and last day that a label of a period stands for, if it is one."""
    first, _, last = period.partition("/")
    try:
        if last:
            return date.fromisoformat(first), date.fromisoformat(last)
        year, _, half = first.partition("-H")
        made = Period.half_year(int(year), int(half)) if half else Period.year(int(year))
    except ValueError:
        return None
    return made.first, made.last


def figures_of(
    rows: Sequence[Row],
    *,
    totals: Collection[str] = TOTALS,
    population: Mapping[tuple[str, Keys], int] | None = None,
) -> list[Figure]:
    """Turn rows into counts that do not overlap.

    Args:
        rows: The rows of all tables published from the same cohort.
        totals: Words that mark the sum over a stratifier.
        population: The size of the group behind rows that have no denominator, by period
            and stratifiers.

    Raises:
        InputError: A count is negative or no whole number.
    """
    kinds = _kinds(rows)
    made = []
    for row in rows:
        kept = tuple((name, value) for name, value in row.by if not _is_total(value, totals))
        figure = _figure(row, kept, kinds.get((row.cohort, row.indicator)))
        if figure.group is None and population is not None:
            figure = evolve(figure, group=population.get((row.period, tuple(sorted(kept)))))
        made.append(figure)
    return _versioned(_without_null_totals(made))


def _versioned(figures: list[Figure]) -> list[Figure]:
    """Keep tables apart that differ on the same figure of an indicator."""
    tables: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, figure in enumerate(figures):
        row = figure.row
        tables[row.cohort, row.indicator][row.table].append(place)
    made = list(figures)
    for groups in tables.values():
        versions: list[dict[tuple[str, Keys], tuple[int, ...]]] = []
        for places in groups.values():
            told = {
                (figures[n].row.period, tuple(sorted(figures[n].by, key=str))): counts
                for n in places
                if (counts := figures[n].counts) is not None
            }
            fitting = (n for n, known in enumerate(versions) if _agree(known, told))
            version = next(fitting, len(versions))
            if version == len(versions):
                versions.append({})
            versions[version].update(told)
            for n in places if version else ():
                made[n] = evolve(figures[n], row=evolve(figures[n].row, version=version))
    return made


def _agree(
    known: Mapping[tuple[str, Keys], tuple[int, ...]],
    told: Mapping[tuple[str, Keys], tuple[int, ...]],
) -> bool:
    return all(known.get(name, counts) == counts for name, counts in told.items())


def _is_total(value: Hashable, totals: Collection[str]) -> bool:
    return isinstance(value, str) and value.strip().casefold() in totals


@frozen
class _Kind:
    """Which counts the rows of an indicator have."""

    over: bool
    under: bool
    is_share: bool


def _kinds(rows: Iterable[Row]) -> dict[tuple[str, str], _Kind]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if not row.suppressed:
            groups[row.cohort, row.indicator].append(row)
    return {name: _kind(group) for name, group in groups.items()}


def _kind(rows: list[Row]) -> _Kind:
    over = any(r.numerator is not None for r in rows)
    under = any(r.denominator is not None for r in rows)
    whole = all(r.denominator is not None for r in rows)
    within = all((r.numerator or 0) <= (r.denominator or 0) for r in rows)
    return _Kind(over, under, over and whole and within)


def _figure(row: Row, by: Keys, kind: _Kind | None) -> Figure:
    if row.suppressed or kind is None:
        return Figure(row=row, by=by, counts=None, group=None)
    for name in ("numerator", "denominator", "n_missing"):
        _require_count(row, name)
    over, under = row.numerator or 0, row.denominator
    if kind.is_share:
        counts: tuple[int, ...] = (over, (under or 0) - over)
    elif kind.over or kind.under:
        counts = (over,) * kind.over + (under or 0,) * kind.under
    else:
        counts = _value_as_count(row)
    return Figure(row=row, by=by, counts=counts, group=under, is_share=kind.is_share)


def _value_as_count(row: Row) -> tuple[int, ...]:
    """Take the value for the count where there is no other."""
    if row.value is None or row.value < 0 or row.value != int(row.value):
        return ()
    return (int(row.value),)


def _require_count(row: Row, name: str) -> None:
    count = getattr(row, name)
    if count is not None and (count < 0 or count != int(count)):
        raise InputError(
            where=f"table {row.table}, row {row.number}, {name}",
            found=Phrase.same(str(count)),
            expected=Phrase("a whole number from 0", "ett heltal från 0"),
        )


def _without_null_totals(figures: list[Figure]) -> list[Figure]:
    """Take null for the total over a stratifier where it is the sum of the others.

    Null otherwise means that the value is not known, which is a group of its own.
    """
    for name in sorted({name for figure in figures for name, _ in figure.by}):
        groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for figure in figures:
            if any(n == name for n, _ in figure.by):
                rest = tuple(pair for pair in figure.by if pair[0] != name)
                row = figure.row
                groups[row.table, row.cohort, row.indicator, row.period, rest].append(figure)
        if all(_null_is_sum(group, name) for group in groups.values()) and any(
            len(group) > _A_PAIR for group in groups.values()
        ):
            figures = [_without(figure, name) for figure in figures]
    return figures


def _null_is_sum(group: list[Figure], name: str) -> bool:
    null = [f for f in group if dict(f.by)[name] is None]
    others = [f for f in group if dict(f.by)[name] is not None]
    if len(null) != 1 or not others or any(f.counts is None for f in group):
        return False
    columns = zip(*(f.counts for f in others if f.counts is not None), strict=False)
    return tuple(sum(column) for column in columns) == null[0].counts


def _without(figure: Figure, name: str) -> Figure:
    kept = tuple(pair for pair in figure.by if pair[0] != name or pair[1] is not None)
    return evolve(figure, by=kept)
