"""Figures of one indicator over all its stratifiers: the cells, and how they add up."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from datetime import date
from typing import Any, Final

from attrs import define, field, frozen

from kvacodes.disclosure.figures import Figure, Keys, span_of

__all__ = [
    "Bound",
    "Cell",
    "Key",
    "Lattice",
    "Mark",
    "Named",
    "RowKey",
    "Spot",
    "Value",
    "lattices_of",
]


@frozen(eq=False)
class Value:
    """What a key holds for a stratifier: its value, or a mark. Equal ones are one object.

    Keys are looked up so often that what is compared must be quick to compare.

    Attributes:
        pairs: The stratifiers with their values: several where they always come together.
    """

    pairs: Keys


class Mark:
    """What a key holds where a stratifier has no value of its own."""

    ALL: Final = Value(())
    """The cell is the sum over the stratifier."""
    REST: Final = Value(())
    """What the published parts lack of their sum; never published itself."""


Key = tuple[Value, ...]
RowKey = tuple[int, int]
"""A row: its table and its number there."""
Spot = tuple[Key, str]
"""A key, and the label of the period."""
Named = tuple[frozenset[tuple[str, Hashable]], str]
"""The same, told so that other lattices know it."""


@frozen(eq=False)
class Bound:
    """A count of a cell is never more, or never less, than a count of another.

    Attributes:
        of: Which count of the cell it bounds.
        other: The other cell.
        other_of: Which count of that.
        sign: -1 where the other is the larger, 1 where it is the smaller.
        of_groups: Whether it is about the sizes of different groups, one within the other.
    """

    of: int
    other: Cell
    other_of: int
    sign: int
    of_groups: bool = False


@define(eq=False)
class Cell:
    """What one figure counts. The same figure may stand in several tables.

    Attributes:
        figures: Where it is published; none for the rest of a sum.
        counts: Counts that do not overlap, and after those of a share their sum; None where
            they are not known here.
        group: How many it is about; None where that is not known.
        hidden: Whether it is hidden.
        fixed: Whether it is out already, and shown.
        is_rest: Whether it is what published parts lack of their sum.
        breadth: Over how many stratifiers it is the sum of what other tables show.
        home: Where it lies.
        lines: For each stratifier the cells that differ from it in that alone, by value.
        bounds: What bounds each of its counts.
        equals: Cells of other lattices that are about the same group.
        counted: Cells whose groups are its numerator.
        twins: Cells of other versions of the lattice with the same figure.
        variants: Cells of other versions with another figure.
    """

    figures: list[Figure]
    counts: tuple[int, ...] | None
    group: int | None
    hidden: bool = False
    fixed: bool = False
    is_rest: bool = False
    breadth: int = 0
    home: tuple[Lattice, Spot] = field(init=False, repr=False)
    lines: list[dict[Value, Cell]] = field(init=False, factory=list, repr=False)
    bounds: tuple[list[Bound], ...] = field(init=False, factory=lambda: ([], [], []))
    equals: list[Cell] = field(init=False, factory=list)
    counted: list[Cell] = field(init=False, factory=list)
    twins: list[Cell] = field(init=False, factory=list)
    variants: list[Cell] = field(init=False, factory=list)


@define(eq=False)
class Lattice:
    """The cells of one indicator at occasions that begin on the same day.

    Attributes:
        name: Cohort, indicator and first day; then stratifier and value for each that does
            not add up.
        dims: The stratifiers over which its counts add up; those that always come
            together, such as a unit and its contract, are one.
        cells: By key and occasion; a key has a value, or `Mark.ALL`, for each stratifier.
        tables: Which stratifiers have values in each of its tables, at each occasion.
        named: The cells by the names and values of their stratifiers, and occasion.
        is_share: Whether counts are a numerator, its complement, and the group.
        grows: For each count, whether it never falls from one occasion to the next.
        finest: The keys with a value for each of several stratifiers, where most
            combinations have none, as where units lie in areas.
        size: Which count is the size of a group.
        version: That of its rows.
    """

    name: tuple[Any, ...]
    dims: tuple[tuple[str, ...], ...]
    cells: dict[Spot, Cell]
    is_share: bool
    tables: dict[str, list[tuple[bool, ...]]] = field(factory=dict)
    values: list[list[Value]] = field(factory=list)
    occasions: dict[Key, list[str]] = field(factory=dict)
    named: dict[Named, Cell] = field(factory=dict)
    grows: tuple[bool, ...] = ()
    finest: list[Key] = field(factory=list)
    size: int = 0
    version: int = 0

    def settle(self) -> Lattice:
        """Work out what follows from the cells."""
        tables: dict[str, dict[tuple[bool, ...], None]] = defaultdict(dict)
        for key, occasion in self.cells:
            tables[occasion][tuple(v is not Mark.ALL for v in key)] = None
        self.tables = {occasion: list(masks) for occasion, masks in tables.items()}
        self.values = [
            list(dict.fromkeys(key[d] for key, _ in self.cells if key[d] is not Mark.ALL))
            for d in range(len(self.dims))
        ]
        finest = dict.fromkeys(k for k, _ in self.cells if Mark.ALL not in k)
        is_sparse = len(finest) * 2 <= math.prod(len(v) for v in self.values)
        self.finest = list(finest) if is_sparse and len(self.dims) > 1 else []
        self.occasions = defaultdict(list)
        for key, occasion in sorted(self.cells, key=lambda spot: _end(spot[1])):
            self.occasions[key].append(occasion)
            self.cells[key, occasion].breadth = self._breadth((key, occasion))
        self.named = {self.name_of(s): c for s, c in self.cells.items() if not c.is_rest}
        width = max((len(c.counts or ()) for c in self.cells.values()), default=0)
        self.grows = tuple(self._grows(n) for n in range(width))
        self.size = max(width - 1, 0)
        for spot, cell in self.cells.items():
            cell.home = self, spot
            cell.lines = []
        for d in range(len(self.dims)):
            lines: dict[Spot, dict[Value, Cell]] = defaultdict(dict)
            for (key, occasion), cell in self.cells.items():
                line = lines[(*key[:d], *key[d + 1 :]), occasion]
                line[key[d]] = cell
                cell.lines.append(line)
        return self

    def _breadth(self, spot: Spot) -> int:
        own = [v is not Mark.ALL for v in spot[0]]
        tables = self.tables[spot[1]]
        finer = (t for t in tables if all(a <= b for a, b in zip(own, t, strict=True)))
        return max(sum(table) for table in finer) - sum(own)

    def _grows(self, n: int) -> bool:
        steps = [
            (self.cells[key, a].counts, self.cells[key, b].counts)
            for key, occasions in self.occasions.items()
            for a, b in itertools.pairwise(occasions)
        ]
        return bool(steps) and all(a[n] <= b[n] for a, b in steps if a and b)

    def name_of(self, spot: Spot) -> Named:
        """Return what other lattices call the place of a cell."""
        return frozenset(pair for value in spot[0] for pair in value.pairs), spot[1]

    def neighbour(self, key: Key, occasion: str, step: int) -> str | None:
        """Return the occasion before (-1) or after (+1), if the key has one."""
        occasions = self.occasions[key]
        place = occasions.index(occasion) + step
        return occasions[place] if 0 <= place < len(occasions) else None


def _end(period: str) -> tuple[date, str]:
    span = span_of(period)
    return (date.min if span is None else span[1]), period


def lattices_of(figures: Iterable[Figure], hidden: Collection[RowKey] = ()) -> list[Lattice]:
    """Put figures that add up, or that follow each other in time, in one lattice each.

    Args:
        figures: The figures.
        hidden: The rows that are hidden already.
    """
    groups: dict[tuple[int, tuple[Hashable, ...]], list[Figure]] = defaultdict(list)
    for figure in figures:
        span = span_of(figure.row.period)
        start = figure.row.period if span is None else span[0]
        name = figure.row.cohort, figure.row.indicator, start
        groups[figure.row.version, name].append(figure)
    known: dict[Keys, Value] = {}
    lattices = [
        lattice
        for (version, name), group in groups.items()
        for lattice in _split(name, group, frozenset(), known, version=version)
    ]
    for cell in (c for lattice in lattices for c in lattice.cells.values()):
        is_hidden = any((f.row.table, f.row.number) in hidden for f in cell.figures)
        cell.hidden = cell.hidden or (is_hidden and not cell.fixed)
    return lattices


def _split(
    name: tuple[Hashable, ...],
    figures: list[Figure],
    apart: frozenset[str],
    known: dict[Keys, Value],
    *,
    version: int,
) -> Iterator[Lattice]:
    """Make lattices, one for each value of the stratifiers that do not add up.

    A child counts at several steps and a contact in several groups of diagnoses: such
    counts exceed the figure for all, and that figure says nothing about them.
    """
    groups: dict[tuple[Hashable, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        values = dict(figure.by)
        groups[tuple(values.get(n, Mark.ALL) for n in sorted(apart))].append(figure)
    for own, group in groups.items():
        whole_name = (*name, *zip(sorted(apart), own, strict=True))
        lattice = _lattice(whole_name, group, apart, known)
        overlapping = _overlapping(lattice)
        if overlapping:
            yield from _split(name, group, apart | overlapping, known, version=version)
        else:
            _add_rests(lattice)
            lattice.version = version
            yield lattice.settle()


def _lattice(
    name: tuple[Hashable, ...],
    figures: list[Figure],
    apart: frozenset[str],
    known: dict[Keys, Value],
) -> Lattice:
    dims = _dims(figures, apart)
    cells: dict[Spot, Cell] = {}
    is_share = any(f.is_share for f in figures)
    for figure in figures:
        counts = figure.counts
        if is_share and counts is not None:
            counts = (*counts, sum(counts))
        values = dict(figure.by)
        own = [tuple((n, values[n]) for n in names if n in values) for names in dims]
        key = tuple(known.setdefault(p, Value(p)) if p else Mark.ALL for p in own)
        spot = key, figure.row.period
        cell = cells.setdefault(spot, Cell([], counts, figure.group))
        cell.figures.append(figure)
        cell.counts = counts if cell.counts is None else cell.counts
        cell.hidden |= figure.counts is None
        cell.fixed |= figure.row.fixed and figure.counts is not None
    for cell in cells.values():
        # What is out anywhere is known, though it is hidden elsewhere.
        cell.hidden = cell.hidden and not cell.fixed
    return Lattice(name=name, dims=dims, cells=cells, is_share=is_share).settle()


def _dims(figures: Iterable[Figure], apart: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Return the stratifiers, those that always come together as one."""
    tables = {frozenset(n for n, _ in figure.by) - apart for figure in figures}
    names = sorted(frozenset().union(*tables))
    together: dict[tuple[bool, ...], list[str]] = defaultdict(list)
    for name in names:
        together[tuple(name in table for table in sorted(tables, key=sorted))].append(name)
    return tuple(tuple(group) for group in together.values())


def _sums(lattice: Lattice, dims: set[int]) -> Iterator[tuple[Spot, Cell, list[Cell]]]:
    """Give each sum over the stratifiers, with its parts."""
    parts: dict[Spot, list[Cell]] = defaultdict(list)
    for (key, occasion), cell in lattice.cells.items():
        if all(key[d] is not Mark.ALL for d in dims):
            margin = tuple(Mark.ALL if d in dims else v for d, v in enumerate(key))
            parts[margin, occasion].append(cell)
    for spot, cells in parts.items():
        if spot in lattice.cells:
            yield spot, lattice.cells[spot], cells


def _exceeds(margin: Cell, parts: list[Cell]) -> bool:
    if not margin.counts or any(not part.counts for part in parts):
        return False
    sums = [sum(c) for c in zip(*(p.counts for p in parts if p.counts), strict=True)]
    return any(total > count for total, count in zip(sums, margin.counts, strict=True))


def _overlapping(lattice: Lattice) -> frozenset[str]:
    dims = range(len(lattice.dims))
    for size in dims:
        for chosen in itertools.combinations(dims, size + 1):
            sums = _sums(lattice, set(chosen))
            if any(_exceeds(margin, parts) for _, margin, parts in sums):
                return frozenset(name for d in chosen for name in lattice.dims[d])
    return frozenset()


def _add_rests(lattice: Lattice) -> None:
    """Add what the parts lack of their sum: a reader computes it, so it counts as a cell."""
    found: dict[int, list[tuple[Spot, tuple[int, ...]]]] = {}
    for d in range(len(lattice.dims)):
        rests = []
        for (key, occasion), margin, parts in _sums(lattice, {d}):
            if margin.counts is None or any(p.counts is None for p in parts):
                continue
            sums = [sum(c) for c in zip(*(p.counts for p in parts if p.counts), strict=True)]
            rest = tuple(a - b for a, b in zip(margin.counts, sums, strict=False))
            spot = tuple(Mark.REST if n == d else v for n, v in enumerate(key)), occasion
            rests.append((spot, rest))
        if any(any(rest) for _, rest in rests):
            found[d] = rests
    for rests in found.values():
        for spot, rest in rests:
            one_way = sum(v is not Mark.ALL for v in spot[0]) == 1
            if rest and (one_way or len(found) == 1):
                group = rest[-1] if lattice.is_share else None
                cell = Cell([], rest, group, hidden=True, is_rest=True)
                lattice.cells[spot] = cell
