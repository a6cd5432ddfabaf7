"""Moves: other numbers that fit everything shown, which is what protects a hidden one.

A move takes a person from one group to another so that no shown figure changes. Over one
stratifier it is +1 in a cell and −1 in another of the same sum; over two it is a
rectangle of two +1 and two −1. A stratifier may also be left alone; then the sum over it
changes too, and must be hidden. Whoever sees only what is published cannot tell the
truth from the truth with moves made, so the moves found prove how wide the interval of a
hidden figure is at least.

What bounds a figure moves along where it has to: a child that leaves a unit leaves it at
each of the steps that it was old enough for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, field

from kvacodes.disclosure.lattice import Bound, Cell, Key, Lattice, Mark, Value
from kvacodes.disclosure.steps import Ends, Step

__all__ = [
    "FIRST",
    "SECOND",
    "STAYS",
    "UNLIMITED",
    "Move",
    "Vectors",
    "World",
    "is_possible",
    "plan",
]

UNLIMITED = 10**12
"""More than anybody counts."""

_FEW = 64
"""So many places are tried for what a move leaves open in another lattice."""

Vector = tuple[int, ...]
Vectors = tuple[Vector, Vector]
"""What one person adds to the counts where one is got, and takes away where one is lost.

They differ where who changes group also changes from one count of a share to the other.
"""

FIRST: Vectors = ((1, 0, 1), (1, 0, 1))
"""One more in the numerator of a share, and in the group."""
SECOND: Vectors = ((0, 1, 1), (0, 1, 1))
"""One more in the complement, and in the group."""
STAYS: Vectors = ((1, -1, 0), (1, -1, 0))
"""One more in the numerator and one fewer in the complement; the group stays as large."""

_FALLING = {
    vector: {
        sign: tuple(n for n, change in enumerate(vector) if change * sign < 0) for sign in (1, -1)
    }
    for vector in (FIRST[0], SECOND[0], STAYS[0], (1,), (1, 0), (0, 1))
}
"""Which counts get fewer by a change, and by its opposite."""

_Changes = dict[Cell, Vector]


class World:
    """Numbers that fit everything shown: the truth, and what moves have made of it."""

    def __init__(self) -> None:
        self._counts: dict[Cell, list[int]] = {}

    def counts(self, cell: Cell) -> Sequence[int]:
        """Return the counts of a cell; none where they are not known."""
        return self._counts.get(cell) or cell.counts or ()

    def make(self, changes: Mapping[Cell, Vector], times: int) -> None:
        """Change the counts so many times."""
        for cell, vector in changes.items():
            counts = self._counts.setdefault(cell, list(cell.counts or ()))
            for n, change in enumerate(vector):
                counts[n] += change * times

    def moved(self) -> Iterator[tuple[Cell, Vector]]:
        """Give the cells that differ from the truth, and by how much."""
        for cell, counts in self._counts.items():
            yield cell, tuple(a - b for a, b in zip(counts, cell.counts or (), strict=True))


@define
class Move:
    """A change of counts, and how it came about.

    Attributes:
        world: The numbers that it changes.
        lattice: Where the groups lie that get or lose a person.
        ends: The groups.
        sign: 1, or -1 for backwards.
        hidden_only: Whether nothing shown may change.
        is_loose: Whether the sizes of different groups do not bound each other.
        changes: What is added to the counts of each cell.
        vectors: What a person counts as in each lattice.
        occasions: At which occasions.
        fills: The values of stratifiers that other lattices have besides.
    """

    world: World
    lattice: Lattice
    ends: Ends
    sign: int
    hidden_only: bool
    is_loose: bool
    changes: _Changes = field(factory=dict)
    vectors: dict[Lattice, Vectors] = field(factory=dict)
    occasions: list[str] = field(factory=list)
    fills: dict[Lattice, tuple[Value, ...]] = field(factory=dict)

    def times(self, most: int) -> int:
        """Return how often it can be made, up to a number."""
        least = most
        for cell, vector in self.changes.items():
            for count, change in zip(self.world.counts(cell), vector, strict=True):
                if change < 0:
                    least = min(least, count // -change)
            for bound, rate in self.strained(cell):
                least = min(least, self.gap(cell, bound) // -rate)
        return least

    def strained(self, cell: Cell) -> Iterator[tuple[Bound, int]]:
        """Give the bounds of a changed cell that become tighter, and by how much."""
        vector = self.changes[cell]
        for n in range(len(vector) - 1, -1, -1):  # first the size of the group
            for bound in cell.bounds[n] if vector[n] else ():
                rate = bound.sign * vector[n]
                if rate < 0 and not (self.is_loose and bound.of_groups):
                    other = self.changes.get(bound.other)
                    if other is not None:
                        rate -= bound.sign * other[bound.other_of]
                    if rate < 0:
                        yield bound, rate

    def gap(self, cell: Cell, bound: Bound) -> int:
        """Return how far the count of a cell is from what bounds it."""
        other = self.world.counts(bound.other)[bound.other_of]
        return bound.sign * (self.world.counts(cell)[bound.of] - other)


def is_possible(world: World, step: Step, vectors: Vectors, sign: int) -> bool:
    """Say whether all that surely changes can; a quick look before more is worked out."""
    if vectors[0] != vectors[1]:
        return True
    falling = _FALLING[vectors[0]]
    for cell, own in step.beside:
        counts = world.counts(cell)
        # Of what came hidden nothing is known that could be taken away.
        if not counts or any(not counts[n] for n in falling[own * sign]):
            return False
    return True


def plan(
    world: World,
    cell: Cell,
    person: tuple[Ends, Vectors],
    *,
    sign: int,
    hidden_only: bool,
    is_loose: bool = False,
) -> Move | None:
    """Work out all that changes when persons move; None where it cannot be.

    Args:
        world: The numbers it starts from.
        cell: The cell that is to change.
        person: Which groups get or lose a person, and what the person counts as there.
        sign: 1, or -1 for backwards.
        hidden_only: Whether nothing shown may change. Otherwise what is shown and not yet
            out may.
        is_loose: Whether the sizes of different groups do not bound each other.
    """
    lattice, (_, occasion) = cell.home
    ends, vectors = person
    move = Move(world, lattice, ends, sign, hidden_only, is_loose, occasions=[occasion])
    first = _spread(move, lattice, vectors, move.occasions)
    if first is None:
        return None
    move.vectors[lattice] = vectors
    move.changes = first
    waiting = list(first)
    for changed in waiting:
        for bound, rate in move.strained(changed):
            if move.gap(changed, bound) + rate < 0:
                more = _mend(move, bound)
                if more is None:
                    return None
                move.changes |= more
                waiting += more
    return move


def _mend(move: Move, bound: Bound) -> _Changes | None:
    """Let what bounds a figure move along, at another occasion or in another lattice."""
    other, (_, occasion) = bound.other.home
    if bound.other in move.changes:
        return None
    if other in move.vectors:
        return _at_another_occasion(move, bound.other, occasion)
    for option in _ways_along(move, other, bound):
        found = _spread(move, other, option, move.occasions)
        if found is not None and bound.other in found and _fits(move, found):
            move.vectors[other] = option
            return found
    return None


def _fits(move: Move, more: _Changes) -> bool:
    """Say whether further changes keep what bounds them together with those made so far."""
    for cell, vector in more.items():
        for bound in (bound for bounds in cell.bounds for bound in bounds):
            other = move.changes.get(bound.other)
            if other is not None and not (move.is_loose and bound.of_groups):
                rate = bound.sign * (vector[bound.of] - other[bound.other_of])
                if rate < 0 and move.gap(cell, bound) + rate < 0:
                    return False
    return True


def _at_another_occasion(move: Move, cell: Cell, occasion: str) -> _Changes | None:
    if occasion in move.occasions:
        return None
    more: _Changes = {}
    for lattice, vectors in move.vectors.items():
        made = _spread(move, lattice, vectors, [occasion])
        if made is None:
            return None
        more |= made
    move.occasions.append(occasion)
    return more if cell in more else None


def _ways_along(move: Move, other: Lattice, bound: Bound) -> Iterable[Vectors]:
    """Give what a person may count as in another lattice, likeliest first."""
    vectors, is_share, of = move.vectors[move.lattice], move.lattice.is_share, bound.other_of
    if not other.is_share:
        one = tuple([int(n == of) for n in range(other.size + 1)])
        return [(one, one)]
    if of != other.size:
        # Who is counted in a numerator need not be new in its group.
        keeps_size = bound.of != of or (is_share and not vectors[0][-1])
        return [STAYS, FIRST] if keeps_size else [FIRST, STAYS]
    return [SECOND, FIRST] if vectors == SECOND else [FIRST, SECOND]


def _spread(
    move: Move, lattice: Lattice, vectors: Vectors, occasions: Iterable[str]
) -> _Changes | None:
    """Return what changes in one lattice; None where that cannot be.

    What the other tells apart and the move does not is left open: then the value at which
    least has to be hidden is taken.
    """
    is_other_version = lattice.version != move.lattice.version
    if lattice.dims == move.lattice.dims and not is_other_version:
        return _changes(move, lattice, vectors, occasions, move.ends)
    places = {names: d for d, names in enumerate(move.lattice.dims)}
    free = [d for d, names in enumerate(lattice.dims) if names not in places]
    fills: Iterable[tuple[Value, ...]] = itertools.islice(
        itertools.product(*(lattice.values[d] for d in free)), _FEW
    )
    if lattice in move.fills:
        fills = [move.fills[lattice]]
    best: tuple[int, tuple[Value, ...], _Changes] | None = None
    for fill in fills:
        ends = _placed(move.ends, [places.get(names) for names in lattice.dims], fill)
        if is_other_version:
            ends = _known(ends, lattice)
        made = _changes(move, lattice, vectors, occasions, ends)
        if made is not None:
            shown = sum(not cell.hidden for cell in made)
            if best is None or shown < best[0]:
                best = shown, fill, made
            if not shown:
                break
    if best is None:
        return None
    move.fills[lattice] = best[1]
    return best[2]


def _placed(ends: Ends, places: Sequence[int | None], fill: Iterable[Value]) -> Ends:
    """Say of ends where they lie in another lattice."""
    filled = iter(fill)
    values = [next(filled) if place is None else Mark.ALL for place in places]
    return Ends(
        (),
        tuple(
            (tuple(v if p is None else end[p] for v, p in zip(values, places, strict=True)), sign)
            for end, sign in ends.groups
        ),
    )


def _known(ends: Ends, lattice: Lattice) -> Ends:
    """Leave out the ends that are in no group of a lattice: its people are others."""
    return Ends(
        (),
        tuple(
            (end, sign)
            for end, sign in ends.groups
            if all(v in known for v, known in zip(end, lattice.values, strict=True))
        ),
    )


def _changes(
    move: Move, lattice: Lattice, vectors: Vectors, occasions: Iterable[str], ends: Ends
) -> _Changes | None:
    found: _Changes = {}
    for occasion in occasions:
        for table in lattice.tables.get(occasion, ()):
            for key, vector in _vectors_in(table, ends, vectors, move.sign):
                cell = lattice.cells.get((key, occasion))
                if cell is None or cell.fixed or (move.hidden_only and not cell.hidden):
                    return None
                counts = move.world.counts(cell)
                if len(counts) != len(vector):
                    return None
                for count, change in zip(counts, vector, strict=True):
                    if count + change < 0:
                        return None
                found[cell] = vector
    return found


def _vectors_in(
    table: tuple[bool, ...], ends: Ends, vectors: Vectors, sign: int
) -> Iterator[tuple[Key, Vector]]:
    """Give the groups of a table that change, and what is added to their counts."""
    got, lost = vectors
    if got == lost and ends.cancel_in(table):
        return
    for key, getting, losing in ends.within(table):
        vector = tuple(
            [a * getting * sign - b * losing * sign for a, b in zip(got, lost, strict=True)]
        )
        if any(vector):
            yield key, vector
