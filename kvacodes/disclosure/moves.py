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
from collections.abc import Hashable, Iterable, Iterator, Sequence

from attrs import evolve, frozen

from kvacodes.disclosure.lattice import Cell, Key, Lattice, Mark, Spot

__all__ = ["UNLIMITED", "Effect", "Move", "Pair", "World", "moves_of", "touched"]

UNLIMITED = 10**12
"""More than anybody counts."""

_MOST = 20_000
"""So many moves are looked at for one cell; the first of them is always among them."""

Along = Sequence[Lattice]

Effect = tuple[tuple[int, int], ...]
"""Which counts a move changes, and by what sign: one of them, or two in opposite ways."""


Choice = tuple[tuple[Hashable, ...], ...]
"""For each stratifier one value, or a value and its partner."""


@frozen
class Pair:
    """Two of the finest groups, from the one of which a person goes to the other."""

    to: Key
    out_of: Key


@frozen
class Move:
    """What changes: keys with a sign, at all occasions from the first to the last.

    Attributes:
        chosen: The partners.
        keys: The keys whose groups change in size, with the sign.
        occasions: The occasions.
        sums: Sums over the partners, where who changes group also changes from the
            numerator to the complement or back: the group stays as large, its parts do not.
    """

    chosen: Choice | Pair
    keys: tuple[tuple[Key, int], ...]
    occasions: tuple[str, ...]
    sums: tuple[Key, ...] = ()


class World:
    """Numbers that fit everything shown: the truth, and what moves have made of it."""

    def __init__(self, lattice: Lattice) -> None:
        self._lattice = lattice
        self._changed: dict[tuple[int, Spot, int], int] = {}

    def room(self, move: Move, effect: Effect, sign: int, *, along: Along = ()) -> int:
        """Return how often the move can be made in the direction of the sign.

        Args:
            move: The move.
            effect: Which counts it changes.
            sign: 1, or -1 for backwards.
            along: Lattices in which the same move is made: who has got all steps has got
                the last one too.
        """
        least = UNLIMITED
        for lattice, key, n, way in self._changes(move, effect, along):
            up = way * sign > 0
            limit = self._limit(lattice, key, move.occasions, n, up=up, along=along)
            least = min(least, limit)
            if not least:
                return 0
        return least

    def make(self, move: Move, effect: Effect, times: int, *, along: Along = ()) -> None:
        """Make the move so many times; a negative number makes it backwards."""
        for lattice, key, n, way in list(self._changes(move, effect, along)):
            for occasion in move.occasions:
                spot = key, occasion
                count = self._count(lattice, spot, n) or 0
                self._changed[id(lattice), spot, n] = count + way * times

    def _changes(
        self, move: Move, effect: Effect, along: Along
    ) -> Iterator[tuple[Lattice, Key, int, int]]:
        """Give each count that changes, with its direction."""
        for key, own in move.keys:
            for n, way in effect:
                # Where somebody changes group and count at once, one group loses the other.
                which = 1 - n if move.sums and own < 0 else n
                yield self._lattice, key, which, own * way
        for key in move.sums:
            for n, way in effect:
                yield self._lattice, key, n, way
                yield self._lattice, key, 1 - n, -way
        for other in along:
            for key, own in _changed(other.tables, move.chosen):
                if (key, move.occasions[0]) in other.cells:
                    for n, way in effect:
                        yield other, key, n, own * way

    def _count(self, lattice: Lattice, spot: Spot, n: int) -> int | None:
        changed = self._changed.get((id(lattice), spot, n))
        if changed is not None:
            return changed
        cell = lattice.cells.get(spot)
        return None if cell is None or cell.counts is None else cell.counts[n]

    def _limit(
        self,
        lattice: Lattice,
        key: Key,
        occasions: tuple[str, ...],
        n: int,
        *,
        up: bool,
        along: Along,
    ) -> int:
        """Return how far one count can go at these occasions, the others staying."""
        edge = (key, occasions[-1 if up else 0])
        count = self._count(lattice, edge, n)
        if count is None:
            return 0
        limit = UNLIMITED if up else count
        if lattice.grows[n]:
            beside = lattice.neighbour(*edge, 1 if up else -1)
            if beside is not None:
                next_count = self._count(lattice, (key, beside), n)
                # Hidden there and not known here: nothing to rely on.
                limit = 0 if next_count is None else abs(next_count - count)
        if lattice.is_share and n == 0:
            for other in lattice.above if up else lattice.below:
                if other is not self._lattice and other not in along:
                    limit = min(limit, *(self._apart(lattice, other, (key, o)) for o in occasions))
        return limit

    def _apart(self, lattice: Lattice, other: Lattice, spot: Spot) -> int:
        """Return how much the numerator differs from that of a lattice above or below."""
        if spot not in other.cells:
            return UNLIMITED
        count, beside = self._count(lattice, spot, 0), self._count(other, spot, 0)
        return 0 if count is None or beside is None else abs(beside - count)


def moves_of(
    lattice: Lattice, spot: Spot, *, hidden_only: bool = False
) -> Iterator[tuple[Move, list[Cell]]]:
    """Give moves that add one to the cell, with the cells it changes, all of which exist.

    Args:
        lattice: The cells.
        spot: Where the cell is.
        hidden_only: Whether to leave out moves that change what is shown.
    """
    runs = list(_runs(lattice, spot))
    tables = _tables_own_first(lattice, spot[0])
    choices: Iterator[Choice | Pair] = itertools.islice(
        _choices(lattice, spot, hidden_only=hidden_only), _MOST
    )
    pairs: Iterator[Choice | Pair] = itertools.islice(_pairs(lattice, spot[0]), _MOST)
    for chosen in itertools.chain(choices, pairs):
        for run in runs:
            keys: list[tuple[Key, int]] = []
            cells: list[Cell] = []
            for key, sign in _changed(tables, chosen):
                found = _at(lattice, key, run)
                if not found or (hidden_only and not all(c.hidden for c in found)):
                    break
                keys.append((key, sign))
                cells += found
            else:
                move = Move(chosen, tuple(keys), run)
                yield move, cells
                yield from _crossing(lattice, move, cells, hidden_only=hidden_only)


def _crossing(
    lattice: Lattice, move: Move, cells: list[Cell], *, hidden_only: bool
) -> Iterator[tuple[Move, list[Cell]]]:
    """Give the same move of somebody who also changes from one count of a share to the other.

    It changes the sums as well, but only what part of them has the event: where a total
    says that nobody has it, hiding that total is enough, and its size may be known.
    """
    pairs = [] if isinstance(move.chosen, Pair) else [p for p in move.chosen if len(p) > 1]
    # Without links, hiding the sums frees as much: the groups may change in size as well.
    if not lattice.is_share or not lattice.linked or len(pairs) != 1:
        return
    sums = tuple(_sums_over_pair(lattice, move))
    found = [_at(lattice, key, move.occasions) for key in sums]
    if sums and all(found):
        more = [cell for group in found for cell in group]
        if not hidden_only or all(c.hidden for c in more):
            yield evolve(move, sums=sums), [*cells, *more]


def _sums_over_pair(lattice: Lattice, move: Move) -> Iterator[Key]:
    for table in lattice.tables:
        if not isinstance(move.chosen, Pair) and any(
            len(pick) > 1 and not has for has, pick in zip(table, move.chosen, strict=True)
        ):
            yield tuple(
                pick[0] if has else Mark.ALL for has, pick in zip(table, move.chosen, strict=True)
            )


def _tables_own_first(lattice: Lattice, key: Key) -> list[tuple[bool, ...]]:
    """Return the tables, first that of the key: most moves fail there."""
    own = tuple(v is not Mark.ALL for v in key)
    return sorted(lattice.tables, key=lambda table: table != own)


def _at(lattice: Lattice, key: Key, run: tuple[str, ...]) -> list[Cell]:
    """Return the cells of the key at the occasions; none unless they are just these."""
    if len(run) > 1 and not _unbroken(lattice, key, run):
        return []
    cells = [lattice.cells.get((key, occasion)) for occasion in run]
    return [c for c in cells if c is not None] if None not in cells else []


def touched(lattice: Lattice, other: Lattice, move: Move) -> Iterator[Cell]:
    """Give the cells of another lattice that change with the same move.

    What the other tells apart and this one does not is left open by the move; then all
    the cells count that may change.
    """
    for table in other.tables:
        names = [names for names, has in zip(other.dims, table, strict=True) if has]
        for group in _groups(lattice, move.chosen, names):
            sides = [
                ((Mark.ALL,) if not has else group.get(names, own))
                for names, has, own in zip(other.dims, table, other.values, strict=True)
            ]
            for key, occasion in itertools.product(itertools.product(*sides), move.occasions):
                if (cell := other.cells.get((key, occasion))) is not None:
                    yield cell


def _groups(
    lattice: Lattice, chosen: Choice | Pair, names: list[tuple[str, ...]]
) -> list[dict[tuple[str, ...], tuple[Hashable, ...]]]:
    """Return the values of a move's groups in a table by these stratifiers; none if it sums."""
    if isinstance(chosen, Pair):
        ends = [dict(zip(lattice.dims, end, strict=True)) for end in (chosen.to, chosen.out_of)]
        if all(ends[0].get(n) == ends[1].get(n) for n in names):
            return []
        return [{n: (value,) for n, value in end.items()} for end in ends]
    picks = dict(zip(lattice.dims, chosen, strict=True))
    is_summed = any(len(pick) > 1 and n not in names for n, pick in picks.items())
    return [] if is_summed else [picks]


def _choices(lattice: Lattice, spot: Spot, *, hidden_only: bool) -> Iterator[Choice]:
    """Give every choice of partners, and of where a sum over a stratifier changes."""
    key, occasion = spot

    def is_open(corner: Key) -> bool:
        cell = lattice.cells.get((corner, occasion))
        return cell is not None and (cell.hidden or not hidden_only)

    def further(d: int, chosen: Choice, corners: list[Key]) -> Iterator[Choice]:
        if d == len(key):
            yield from _with_sums(lattice, key, chosen)
            return
        value = key[d]
        yield from further(d + 1, (*chosen, (value,)), corners)
        if value is Mark.ALL:
            return
        for partner in lattice.values[d]:
            # The key's own table changes with every move, so most choices end here.
            moved = [(*c[:d], partner, *c[d + 1 :]) for c in corners]
            if partner != value and all(map(is_open, moved)):
                yield from further(d + 1, (*chosen, (value, partner)), corners + moved)

    return further(0, (), [key])


def _with_sums(lattice: Lattice, key: Key, chosen: Choice) -> Iterator[Choice]:
    """Say for each stratifier that the key sums over where a changed person belongs.

    Only where that shows: in a table by it that sums over no pair of partners.
    """
    pairs = [d for d, pick in enumerate(chosen) if len(pick) > 1]
    changing = [table for table in lattice.tables if all(table[d] for d in pairs)]
    options = [
        pick
        if key[d] is not Mark.ALL
        else lattice.values[d]
        if any(table[d] for table in changing)
        else lattice.values[d][:1]
        for d, pick in enumerate(chosen)
    ]
    sums = [range(1) if key[d] is not Mark.ALL else range(len(o)) for d, o in enumerate(options)]
    for places in itertools.product(*sums):
        yield tuple(
            tuple(option) if key[d] is not Mark.ALL else (option[place],)
            for d, (option, place) in enumerate(zip(options, places, strict=True))
        )


def _pairs(lattice: Lattice, key: Key) -> Iterator[Pair]:
    """Give the pairs of finest groups, one of them in the cell and the other not.

    They are needed where stratifiers are nested, as units are in areas: a unit of one
    area has no counterpart in another, so there are no rectangles.
    """
    inside = [leaf for leaf in lattice.finest if _holds(key, leaf)]
    outside = [leaf for leaf in lattice.finest if not _holds(key, leaf)]
    return itertools.starmap(Pair, itertools.product(inside, outside))


def _holds(key: Key, leaf: Key) -> bool:
    return all(v is Mark.ALL or v == w for v, w in zip(key, leaf, strict=True))


def _changed(
    tables: Iterable[tuple[bool, ...]], chosen: Choice | Pair
) -> Iterator[tuple[Key, int]]:
    """Give the keys that change: in every table that does not sum over a pair of partners."""
    if isinstance(chosen, Pair):
        for table in tables:
            to, out_of = (_summed(leaf, table) for leaf in (chosen.to, chosen.out_of))
            if to != out_of:
                yield from ((to, 1), (out_of, -1))
        return
    for table in tables:
        if all(has or len(pick) == 1 for has, pick in zip(table, chosen, strict=True)):
            yield from _corners(table, chosen)


def _summed(leaf: Key, table: tuple[bool, ...]) -> Key:
    return tuple(v if has else Mark.ALL for v, has in zip(leaf, table, strict=True))


def _corners(table: tuple[bool, ...], chosen: Choice) -> Iterator[tuple[Key, int]]:
    sides: list[tuple[tuple[Hashable, int], ...]] = [
        tuple(zip(pick, (1, -1), strict=False)) if has else ((Mark.ALL, 1),)
        for has, pick in zip(table, chosen, strict=True)
    ]
    for corner in itertools.product(*sides):
        values, signs = zip(*corner, strict=True) if corner else ((), ())
        yield values, math.prod(signs)


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
