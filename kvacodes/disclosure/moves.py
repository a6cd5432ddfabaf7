"""Moves: other numbers that fit everything shown, which is what protects a hidden one.

A move takes a person from one cell to another so that no shown figure changes. Over one
stratifier it is +1 in a cell and −1 in another of the same sum; over two it is a
rectangle of two +1 and two −1. A stratifier may also be left alone; then the sum over it
changes too, and must be hidden. Whoever sees only what is published cannot tell the
truth from the truth with moves made, so the moves found prove how wide the interval of a
hidden figure is at least.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterator

from attrs import frozen

from kvacodes.disclosure.lattice import Cell, Key, Lattice, Mark, Spot

__all__ = ["UNLIMITED", "Effect", "Move", "World", "moves_of", "touched"]

UNLIMITED = 10**12
"""More than anybody counts."""

_MOST = 20_000
"""So many moves are looked at for one cell; the first of them is always among them."""

Effect = tuple[tuple[int, int], ...]
"""Which counts a move changes, and by what sign: one of them, or two in opposite ways."""


Choice = tuple[tuple[Hashable, ...], ...]
"""For each stratifier one value, or a value and its partner."""


@frozen
class Move:
    """What changes: keys with a sign, at all occasions from the first to the last."""

    chosen: Choice
    keys: tuple[tuple[Key, int], ...]
    occasions: tuple[str, ...]


class World:
    """Numbers that fit everything shown: the truth, and what moves have made of it."""

    def __init__(self, lattice: Lattice) -> None:
        self._lattice = lattice
        self._changed: dict[tuple[Spot, int], int] = {}

    def _count(self, spot: Spot, n: int) -> int | None:
        changed = self._changed.get((spot, n))
        if changed is not None:
            return changed
        counts = self._lattice.cells[spot].counts
        return None if counts is None else counts[n]

    def room(self, move: Move, effect: Effect, sign: int) -> int:
        """Return how often the move can be made in the direction of the sign."""
        least = UNLIMITED
        for key, own in move.keys:
            for n, way in effect:
                up = own * way * sign > 0
                edge = (key, move.occasions[-1 if up else 0])
                count = self._count(edge, n)
                if count is None:
                    return 0
                beside = None
                if self._lattice.grows[n]:
                    beside = self._lattice.neighbour(*edge, 1 if up else -1)
                limit = UNLIMITED if up else count
                if beside is not None:
                    other = self._count((key, beside), n)
                    # Hidden earlier and not known here: nothing to rely on.
                    limit = 0 if other is None else abs(other - count)
                least = min(least, limit)
                if not least:
                    return 0
        return least

    def make(self, move: Move, effect: Effect, times: int) -> None:
        """Make the move so many times; a negative number makes it backwards."""
        for key, own in move.keys:
            for occasion, (n, way) in itertools.product(move.occasions, effect):
                spot = key, occasion
                self._changed[spot, n] = (self._count(spot, n) or 0) + own * way * times


def moves_of(lattice: Lattice, spot: Spot) -> Iterator[tuple[Move, list[Cell]]]:
    """Give every move that adds one to the cell, with the cells it changes, all of which exist."""
    runs = list(_runs(lattice, spot))
    for chosen in itertools.islice(_choices(lattice, spot[0]), _MOST):
        keys = tuple(_changed(lattice, chosen))
        for run in runs:
            cells = [lattice.cells.get((key, o)) for key, _ in keys for o in run]
            if all(_unbroken(lattice, key, run) for key, _ in keys):
                yield Move(chosen, keys, run), [c for c in cells if c is not None]


def touched(other: Lattice, move: Move) -> Iterator[Cell]:
    """Give the cells of another lattice that change with the same move."""
    for key, _ in _changed(other, move.chosen):
        for occasion in move.occasions:
            if (cell := other.cells.get((key, occasion))) is not None:
                yield cell


def _choices(lattice: Lattice, key: Key) -> Iterator[Choice]:
    """Give every choice of partners, and of where a sum over a stratifier changes."""
    options: list[list[tuple[Hashable, ...]]] = []
    for d, value in enumerate(key):
        others = [v for v in lattice.values[d] if v != value]
        if value is Mark.ALL:
            options.append([(v,) for v in others])
        else:
            options.append([(value,), *((value, v) for v in others)])
    return itertools.product(*options)


def _changed(lattice: Lattice, chosen: Choice) -> Iterator[tuple[Key, int]]:
    """Give the keys that change: in every table that does not sum over a pair of partners."""
    for table in lattice.tables:
        if all(has or len(pick) == 1 for has, pick in zip(table, chosen, strict=True)):
            yield from _corners(table, chosen)


def _corners(table: tuple[bool, ...], chosen: Choice) -> Iterator[tuple[Key, int]]:
    sides: list[tuple[tuple[Hashable, int], ...]] = [
        tuple(zip(pick, (1, -1), strict=False)) if has else ((Mark.ALL, 1),)
        for has, pick in zip(table, chosen, strict=True)
    ]
    for corner in itertools.product(*sides):
        yield tuple(v for v, _ in corner), math.prod(sign for _, sign in corner)


def _unbroken(lattice: Lattice, key: Key, run: tuple[str, ...]) -> bool:
    """Say whether the key has just these occasions from the first to the last of them."""
    occasions = lattice.occasions.get(key, [])
    if run[0] not in occasions:
        return False
    place = occasions.index(run[0])
    return tuple(occasions[place : place + len(run)]) == run


def _runs(lattice: Lattice, spot: Spot) -> Iterator[tuple[str, ...]]:
    """Give the runs of occasions that hold the cell's own, the shortest first."""
    key, occasion = spot
    occasions = lattice.occasions[key]
    place = occasions.index(occasion)
    yield (occasion,)
    if any(lattice.grows):
        for first in range(place, -1, -1):
            for last in range(place, len(occasions)):
                if last > first:
                    yield tuple(occasions[first : last + 1])
