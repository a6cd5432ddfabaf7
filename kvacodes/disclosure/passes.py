"""Hide in all that is published together, until nothing gives anything away.

The same people are counted in several ways: as shares, as parts of a whole told by several
indicators, and among those who could not be judged. Each way is protected for itself; what
one hides the others must hide too, so they take turns until all agree.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase

from attrs import define, evolve, field

from kvacodes.disclosure.figures import Figure, Row, span_of
from kvacodes.disclosure.lattice import RowKey, lattices_of
from kvacodes.disclosure.moves import UNLIMITED
from kvacodes.disclosure.protect import Protection, protect

__all__ = ["SUMS", "Outcome", "Sums", "hide_all"]

Sums = Sequence[tuple[str, tuple[str, ...]]]
"""A whole, and the indicators whose numerators make it up; ``*`` stands for anything.

Without a whole they make up their common denominator, for each beginning of a name by itself.
"""

SUMS: Sums = (
    ("visits", ("visits.joint", "visits.not-joint", "visits.joint-unknown")),
    ("visits", ("visits.step-*",)),
    (
        "",
        (
            "lead-time*.measured",
            "lead-time*.open",
            "lead-time*.closed-without",
            "lead-time*.negative",
        ),
    ),
)
"""What adds up among the library's own indicators. Where figures do not, it is not used."""

COMPANIONS = (
    ("continuity.usual-provider.", "continuity.single-staff."),
    ("continuity.coc.", "continuity.single-staff."),
    ("finding.", "finding-persons."),
    ("finding-persons.", "finding."),
)
"""Beginnings of names: the first is hidden where the second is, since it tells nearly the same.

A mean of 1 says that nobody was seen by several; five findings are of five persons at most.
"""

_PERCENTILE = re.compile(r"\b(?:p(\d\d)|median)$")

_PART = "\0part"
_SPAN = "\0span"


@define
class Outcome:
    """Which rows are hidden, and why.

    Attributes:
        primary: Rows that are small themselves.
        rows: All rows that are hidden.
        missing: Rows on which the number of those who could not be judged is hidden.
        given_away: Rows that cannot be protected, since what is already out tells them.
    """

    primary: set[RowKey] = field(factory=set)
    rows: set[RowKey] = field(factory=set)
    missing: set[RowKey] = field(factory=set)
    given_away: set[RowKey] = field(factory=set)


def hide_all(figures: Sequence[Figure], *, threshold: int, sums: Sums = SUMS) -> Outcome:
    """Hide what is small in all figures, and all that would give it away."""
    outcome = Outcome()
    twins = _twins(figures)
    spans = tuple(_as_spans(figures))
    companions = tuple(_companions(figures))
    told = {missing for missing, row in twins if missing == row}
    checked: set[RowKey] | None = None
    checked_missing: set[RowKey] | None = None
    # What one pass cannot protect another may, by hiding more: the last time of each counts.
    lost: dict[str, set[RowKey]] = {}
    while checked != outcome.rows or checked_missing != outcome.missing:
        if checked != outcome.rows:
            protection = protect(lattices_of(figures, outcome.rows), threshold=threshold)
            outcome.primary |= _keys(protection.primary) if checked is None else set()
            outcome.rows |= _hidden(protection)
            lost["figures"] = _keys(protection.given_away)
            checked = set(outcome.rows)
        lost["sums"] = set()
        for made in itertools.chain(_as_parts(figures, sums, outcome.rows), spans):
            protection = protect(lattices_of(made, outcome.rows), threshold=threshold)
            outcome.rows |= _hidden(protection)
            lost["sums"] |= _keys(protection.given_away)
        outcome.missing |= outcome.rows
        if checked_missing != outcome.missing:
            lattices = lattices_of(_as_missing(figures, told), outcome.missing)
            protection = protect(lattices, threshold=threshold)
            outcome.missing |= _hidden(protection)
            lost["missing"] = _keys(protection.given_away)
            checked_missing = set(outcome.missing)
        for missing, row in twins:
            if row in outcome.rows:
                outcome.missing.add(missing)
            elif missing in outcome.missing - outcome.rows:
                outcome.rows.add(row)
        outcome.rows |= {one for one, other in companions if other in outcome.rows}
    outcome.given_away = set().union(*lost.values())
    few = _percentiles_of_few(figures, threshold)
    outcome.primary |= few - outcome.rows
    outcome.rows |= few
    outcome.missing |= few
    return outcome


def _companions(figures: Iterable[Figure]) -> Iterator[tuple[RowKey, RowKey]]:
    """Pair rows with those where they are hidden too."""
    rows = {(f.row.cohort, f.row.indicator, f.row.period, frozenset(f.by)): f.row for f in figures}
    for (cohort, name, period, by), row in rows.items():
        for one, other in COMPANIONS:
            beside = rows.get((cohort, one + name.removeprefix(other), period, by))
            if name.startswith(other) and beside is not None:
                yield (beside.table, beside.number), (row.table, row.number)


def _percentiles_of_few(figures: Iterable[Figure], threshold: int) -> set[RowKey]:
    """Return the rows with a percentile beyond which there are few.

    Those of five persons would tell what each of the five has; those of nobody tell nothing.
    How many there are is told by other rows.
    """
    few = set()
    for row in (figure.row for figure in figures):
        found = _PERCENTILE.search(row.indicator)
        if found and row.numerator:
            place = int(found[1] or 50)
            if row.numerator * min(place, 100 - place) < threshold * 100:
                few.add((row.table, row.number))
    return few


def _hidden(protection: Protection) -> set[RowKey]:
    return _keys(protection.primary) | _keys(protection.secondary)


def _keys(rows: Iterable[Row]) -> set[RowKey]:
    return {(row.table, row.number) for row in rows if row.table >= 0}


_Table = tuple[str, str, str, frozenset[str]]
"""Cohort, beginning of names, period and stratifiers."""


def _as_parts(figures: Sequence[Figure], sums: Sums, hidden: set[RowKey]) -> Iterator[list[Figure]]:
    """Turn indicators that make up a whole into figures with their name as a stratifier."""
    for whole, patterns in sums:
        made: dict[_Table, list[Figure]] = defaultdict(list)
        parts: dict[_Table, set[str]] = defaultdict(set)
        for figure in figures:
            name, over = figure.row.indicator, figure.row.numerator
            is_part = any(fnmatchcase(name, pattern) for pattern in patterns)
            if figure.counts is None or over is None or not (is_part or name == whole):
                continue
            stem = whole or name.rpartition(".")[0]
            table = figure.row.cohort, stem, figure.row.period, frozenset(n for n, _ in figure.by)
            by = ((_PART, name),) if is_part else ()
            made[table].append(_as_count(figure, over, stem, by))
            if is_part:
                parts[table].add(name)
            shown = (figure.row.table, figure.row.number) not in hidden
            if is_part and not whole and figure.row.denominator is not None and shown:
                made[table].append(_as_whole(figure, stem))
        # By unit only some of the parts may be told; what the others are together is then
        # the complement of a share, and protected with it.
        every: dict[Hashable, int] = defaultdict(int)
        for (_, stem, *_), names in parts.items():
            every[stem] = max(every[stem], len(names))
        told = [f for t, group in made.items() if len(parts[t]) == every[t[1]] for f in group]
        if any(every.values()) and told:
            yield told


def _as_spans(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Turn periods that make up another, as half-years a year, into parts of it.

    Only where the figures add up, as visits do; children listed on a day do not.
    """
    indicators: dict[tuple[str, str, int], dict[str, list[Figure]]] = defaultdict(dict)
    for figure in figures:
        row = figure.row
        periods = indicators[row.cohort, row.indicator, row.version]
        periods.setdefault(row.period, []).append(figure)
    for periods in indicators.values():
        spans = {label: span for label in periods if (span := span_of(label)) is not None}
        for whole in spans:
            parts = _parts_of(whole, spans)
            if parts and _add_up(periods[whole], [periods[part] for part in parts]):
                yield [
                    evolve(f, row=evolve(f.row, period=whole), by=(*f.by, *by))
                    for label in (whole, *parts)
                    for f in periods[label]
                    for by in [() if label == whole else ((_SPAN, label),)]
                ]


def _parts_of(whole: str, spans: Mapping[str, tuple[date, date]]) -> list[str]:
    """Return the periods that follow each other from the first day to the last; the longest."""
    parts: list[str] = []
    (day, last) = spans[whole]
    while day <= last:
        fitting = [
            (span[1], label)
            for label, span in spans.items()
            if span[0] == day and span[1] <= last and span != spans[whole]
        ]
        if not fitting:
            return []
        end, label = max(fitting)
        parts.append(label)
        day = end + timedelta(days=1)
    return parts


def _add_up(whole: Iterable[Figure], parts: Iterable[Iterable[Figure]]) -> bool:
    """Say whether the figures of the parts make up those of the whole wherever all are told."""
    told = [{tuple(sorted(f.by, key=str)): f.counts for f in part} for part in parts]
    some = False
    for figure in whole:
        counts = [part.get(tuple(sorted(figure.by, key=str))) for part in told]
        if figure.counts is not None and all(c is not None for c in counts):
            if figure.counts != tuple(map(sum, zip(*(c for c in counts if c), strict=True))):
                return False
            some = some or any(figure.counts)
    return some


def _as_count(
    figure: Figure, count: int, name: str, by: tuple[tuple[str, Hashable], ...]
) -> Figure:
    return evolve(
        figure,
        row=evolve(figure.row, indicator=name),
        by=(*figure.by, *by),
        counts=(count,),
        group=UNLIMITED,
        is_share=False,
    )


def _as_whole(figure: Figure, name: str) -> Figure:
    """Make a figure of the denominator: known while any of the parts is shown."""
    row = evolve(figure.row, indicator=name, table=-1, number=-1, fixed=True)
    counts = (int(figure.row.denominator or 0),)
    return Figure(row=row, by=figure.by, counts=counts, group=UNLIMITED)


def _as_missing(figures: Sequence[Figure], told: set[RowKey]) -> list[Figure]:
    """Take how many could not be judged for the count. Of a shown row a zero may be shown.

    Where that number is the complement of the row itself, it is protected with the row.
    """
    return [
        evolve(f, counts=(int(f.row.n_missing),), group=UNLIMITED, is_share=False)
        for f in figures
        if f.row.n_missing is not None
        and f.counts is not None
        and (f.row.table, f.row.number) not in told
    ]


_Column = dict[object, tuple[int, RowKey]]
"""Counts by period and stratifiers, with the row of each."""


def _twins(figures: Sequence[Figure]) -> list[tuple[RowKey, RowKey]]:
    """Pair rows whose missing are a count of another row: told in one, known in both.

    Visits of which it is not known whether they were joint are missing from one indicator
    and the numerator of another; what a mean leaves out is its complement.
    """
    counts: dict[tuple[str, ...], _Column] = defaultdict(dict)
    missing: dict[tuple[str, ...], _Column] = defaultdict(dict)
    for figure in figures:
        row = figure.row
        name = row.cohort, row.indicator.partition(".")[0], row.indicator
        spot, key = (row.period, tuple(sorted(figure.by, key=str))), (row.table, row.number)
        if row.numerator is not None:
            counts[(*name, "numerator")][spot] = row.numerator, key
            if figure.is_share:
                counts[(*name, "complement")][spot] = (row.denominator or 0) - row.numerator, key
        if row.n_missing is not None:
            missing[name][spot] = row.n_missing, key
    return [
        (ours[spot][1], theirs[spot][1])
        for name, ours in missing.items()
        for other, theirs in counts.items()
        if name[:2] == other[:2] and _are_equal(ours, theirs)
        for spot in ours
    ]


def _are_equal(ours: _Column, theirs: _Column) -> bool:
    return (
        any(n for n, _ in ours.values())
        and ours.keys() == theirs.keys()
        and all(ours[spot][0] == theirs[spot][0] for spot in ours)
    )
