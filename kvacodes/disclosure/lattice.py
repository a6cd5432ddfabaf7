"""Figures of one indicator over all its stratifiers: the cells, and how they add up."""

from __future__ import annotations

import enum
import itertools
import math
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from datetime import date
from typing import Any

from attrs import define, field

from kvacodes.disclosure.figures import TOTALS, Figure, span_of

__all__ = ["Cell", "Key", "Lattice", "Mark", "RowKey", "Spot", "lattices_of"]


class Mark(enum.Enum):
    """What a key holds where a stratifier has no value of its own."""

    ALL = "all"
    """The cell is the sum over the stratifier."""
    REST = "rest"
    """What the published parts lack of their sum; never published itself."""


Key = tuple[Hashable, ...]
RowKey = tuple[int, int]
"""A row: its table and its number there."""
Spot = tuple[Key, str]
"""A key, and the label of the period."""
Named = tuple[frozenset[tuple[str, Hashable]], str]
"""The same, told so that other lattices know it."""


@define(eq=False)
class Cell:
    """What one figure counts. The same figure may stand in several tables.

    Attributes:
        figures: Where it is published; none for the rest of a sum.
        counts: Counts that do not overlap; None where they are not known here.
        group: How many it is about; None where that is not known.
        hidden: Whether it is hidden.
        fixed: Whether it is out already, and shown.
        is_rest: Whether it is what published parts lack of their sum.
        breadth: Over how many stratifiers it is the sum of what other tables show.
    """

    figures: list[Figure]
    counts: tuple[int, ...] | None
    group: int | None
    hidden: bool = False
    fixed: bool = False
    is_rest: bool = False
    breadth: int = 0


@define(eq=False)
class Lattice:
    """The cells of one indicator at occasions that begin on the same day.

    Attributes:
        name: Cohort, indicator and first day; then stratifier and value for each that does
            not add up.
        dims: The stratifiers over which its counts add up; those that always come
            together, such as a unit and its contract, are one.
        cells: By key and occasion; a key has a value, or `Mark.ALL`, for each stratifier.
        tables: Which stratifiers have values in each of its tables.
        named: The cells by the names and values of their stratifiers, and occasion.
        is_share: Whether counts are a numerator and its complement.
        grows: For each count, whether it never falls from one occasion to the next.
        finest: The keys with a value for each of several stratifiers, where not every
            combination of values has one.
        linked: Other lattices about the same groups.
        above: Lattices whose numerators hold those of this one, as one step holds all steps.
        below: Lattices whose numerators this one's hold.
    """

    name: tuple[Any, ...]
    dims: tuple[tuple[str, ...], ...]
    cells: dict[Spot, Cell]
    is_share: bool
    tables: set[tuple[bool, ...]] = field(factory=set)
    values: list[list[Hashable]] = field(factory=list)
    occasions: dict[Key, list[str]] = field(factory=dict)
    named: dict[Named, Cell] = field(factory=dict)
    grows: tuple[bool, ...] = ()
    finest: list[Key] = field(factory=list)
    linked: list[Lattice] = field(factory=list)
    above: list[Lattice] = field(factory=list)
    below: list[Lattice] = field(factory=list)

    def settle(self) -> Lattice:
        """Work out what follows from the cells."""
        self.tables = {tuple(v is not Mark.ALL for v in key) for key, _ in self.cells}
        self.values = [
            list(dict.fromkeys(key[d] for key, _ in self.cells if key[d] is not Mark.ALL))
            for d in range(len(self.dims))
        ]
        finest = dict.fromkeys(k for k, _ in self.cells if Mark.ALL not in k)
        is_crossed = len(finest) == math.prod(len(v) for v in self.values)
        self.finest = [] if len(self.dims) == 1 or is_crossed else list(finest)
        self.occasions = defaultdict(list)
        for key, occasion in sorted(self.cells, key=lambda spot: _end(spot[1])):
            self.occasions[key].append(occasion)
            self.cells[key, occasion].breadth = self._breadth(key)
        self.named = {self.name_of(s): c for s, c in self.cells.items() if not c.is_rest}
        width = max((len(c.counts or ()) for c in self.cells.values()), default=0)
        self.grows = tuple(self._grows(n) for n in range(width))
        return self

    def _breadth(self, key: Key) -> int:
        own = [v is not Mark.ALL for v in key]
        finer = (t for t in self.tables if all(a <= b for a, b in zip(own, t, strict=True)))
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
        pairs = (
            pair
            for names, value in zip(self.dims, spot[0], strict=True)
            if isinstance(value, tuple)
            for pair in zip(names, value, strict=True)
        )
        return frozenset(pairs), spot[1]

    def beside(self, spot: Spot, other: Lattice) -> Cell | None:
        """Return the cell of another lattice about the same group."""
        return other.named.get(self.name_of(spot))

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
    groups: dict[tuple[Hashable, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        span = span_of(figure.row.period)
        start = figure.row.period if span is None else span[0]
        groups[figure.row.cohort, figure.row.indicator, start].append(figure)
    lattices = [
        lattice for name, group in groups.items() for lattice in _split(name, group, frozenset())
    ]
    for cell in (c for lattice in lattices for c in lattice.cells.values()):
        cell.hidden |= any((f.row.table, f.row.number) in hidden for f in cell.figures)
    _link(lattices)
    return lattices


def _split(
    name: tuple[Hashable, ...], figures: list[Figure], apart: frozenset[str]
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
        lattice = _lattice((*name, *zip(sorted(apart), own, strict=True)), group, apart)
        overlapping = _overlapping(lattice)
        if overlapping:
            yield from _split(name, group, apart | overlapping)
        else:
            _add_rests(lattice)
            yield lattice.settle()


def _lattice(name: tuple[Hashable, ...], figures: list[Figure], apart: frozenset[str]) -> Lattice:
    dims = _dims(figures, apart)
    cells: dict[Spot, Cell] = {}
    for figure in figures:
        values = dict(figure.by)
        key = tuple(
            tuple(values[n] for n in names) if names[0] in values else Mark.ALL for names in dims
        )
        spot = key, figure.row.period
        cell = cells.setdefault(spot, Cell([], figure.counts, figure.group))
        cell.figures.append(figure)
        cell.counts = figure.counts if cell.counts is None else cell.counts
        cell.hidden |= figure.counts is None
        cell.fixed |= figure.row.fixed and figure.counts is not None
    is_share = any(f.is_share for f in figures)
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
                group = sum(rest) if lattice.is_share else None
                cell = Cell([], rest, group, hidden=True, is_rest=True)
                lattice.cells[spot] = cell


def _link(lattices: list[Lattice]) -> None:
    """Link lattices whose groups are the same wherever both have one, and those within others.

    How many are listed is the denominator of the first step, and the denominator of the
    last step that of all steps: what is hidden in one must not be read in the other.
    """
    sizes = [{name: _size(c) for name, c in lattice.named.items()} for lattice in lattices]
    for (a, ours), (b, theirs) in itertools.combinations(zip(lattices, sizes, strict=True), 2):
        shared = ours.keys() & theirs.keys()
        if (a.name[0], a.name[2]) != (b.name[0], b.name[2]) or not shared:
            continue
        # Nobody in both says nothing about whether they are the same.
        same = all(ours[s] == theirs[s] is not None for s in shared) and any(
            ours[s] for s in shared
        )
        # One total that is as large as another is more often chance than the same people.
        if same and (len(shared) > 1 or _head(a) == _head(b)):
            a.linked.append(b)
            b.linked.append(a)
        if a.is_share and b.is_share and a.dims == b.dims and _head(a) == _head(b):
            for one, other in ((a, b), (b, a)):
                if _is_part(one, other) and _is_within(one, other, shared):
                    one.above.append(other)
                    other.below.append(one)


def _head(lattice: Lattice) -> str:
    """Return what an indicator measures, without which part of it."""
    return str(lattice.name[1]).partition(".")[0]


def _is_part(one: Lattice, other: Lattice) -> bool:
    """Say whether who counts in the one counts in the other by what they mean.

    Who has had all steps has had each; the mean is of those whose time is known. That one
    step has fewer than another says nothing of the kind.
    """
    if any(value is Mark.ALL for _, value in one.name[3:]):
        return bool(one.name[1] == other.name[1])
    if str(one.name[1]).rpartition(".")[2].casefold() in TOTALS:
        return True
    stems = {str(lattice.name[1]).rstrip("0123456789") for lattice in (one, other)}
    if len(stems) == 1:
        return False
    numbers = [
        (cell.counts, other.named[name].counts)
        for name, cell in one.named.items()
        if name in other.named
    ]
    is_same = all(a == b for a, b in numbers)
    return is_same and any(a and a[1] for a, _ in numbers)


def _is_within(one: Lattice, other: Lattice, names: Collection[Named]) -> bool:
    pairs = [(one.named[n].counts, other.named[n].counts) for n in names]
    return all(a[0] <= b[0] for a, b in pairs if a and b)


def _size(cell: Cell) -> int | None:
    """Return how many the cell is about: the count itself, where it is the only one."""
    return cell.counts[0] if cell.counts is not None and len(cell.counts) == 1 else cell.group
