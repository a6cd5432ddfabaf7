"""Steps: which groups get a person and which lose one, so that a cell gets somebody.

Over one stratifier a group gets whom another of the same sum loses; over two it is a
rectangle of two that get and two that lose. A stratifier may also be left alone; then the
sum over it changes too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from attrs import define, field, frozen

from kvacodes.disclosure.lattice import Cell, Key, Mark, Value

__all__ = ["Ends", "Step", "steps_of"]

_MOST = 20_000
"""So many steps are looked at for one cell; the first of them is always among them."""


@define(eq=False)
class Ends:
    """The finest groups that get a person or lose one.

    Attributes:
        picks: For each stratifier one value, or one and its partner; each corner of them
            is a group, which gets a person where an even number of partners meet.
    """

    picks: tuple[tuple[Value, ...], ...]
    _groups: tuple[tuple[Key, int], ...] = ()
    _within: dict[tuple[bool, ...], list[tuple[Key, int, int]]] = field(factory=dict)

    @property
    def groups(self) -> tuple[tuple[Key, int], ...]:
        """The groups, each with 1 where it gets a person and -1 where it loses one."""
        if not self._groups:
            corners: list[tuple[Key, int]] = [((), 1)]
            for pick in self.picks:
                corners = [
                    ((*key, value), -sign if n else sign)
                    for key, sign in corners
                    for n, value in enumerate(pick)
                ]
            self._groups = tuple(corners)
        return self._groups

    def cancel_in(self, table: tuple[bool, ...]) -> bool:
        """Say whether a table sums over a pair of partners, so that nothing changes there."""
        return any(not has and len(pick) > 1 for has, pick in zip(table, self.picks, strict=False))

    def within(self, table: tuple[bool, ...]) -> list[tuple[Key, int, int]]:
        """Return the groups of a table, each with how many it gets and how many it loses."""
        if table not in self._within:
            sums: dict[Key, list[int]] = {}
            for end, sign in self.groups:
                key = tuple([v if has else Mark.ALL for v, has in zip(end, table, strict=True)])
                sums.setdefault(key, [0, 0])[sign < 0] += 1
            self._within[table] = [(key, got, lost) for key, (got, lost) in sums.items()]
        return self._within[table]


@frozen
class Step:
    """How persons may change groups so that one cell gets somebody.

    Attributes:
        ends: The finest groups that get or lose a person.
        beside: The cell and those that surely change with it, with the sign; in its own
            table and in sums over it.
        is_pair: Whether one group gets what one other loses.
    """

    ends: Ends
    beside: tuple[tuple[Cell, int], ...]
    is_pair: bool


def steps_of(cell: Cell, *, hidden_only: bool = False) -> Iterator[Step]:
    """Give the ways in which the group of a cell gets a person: from nowhere, or from whom.

    Args:
        cell: The one that gets a person.
        hidden_only: Whether to leave out ways that change what is shown beside it.
    """
    for picks, beside in itertools.islice(_choices(cell, hidden_only=hidden_only), _MOST):
        is_pair = sum(len(pick) for pick in picks) == len(picks) + 1
        for whole in _with_sums(cell, picks):
            yield Step(Ends(whole), beside, is_pair)
    yield from itertools.islice(_pairs(cell), _MOST)


Picks = tuple[tuple[Value, ...], ...]
_Beside = tuple[tuple[Cell, int], ...]


def _choices(cell: Cell, *, hidden_only: bool) -> Iterator[tuple[Picks, _Beside]]:
    """Give every choice of partners for the stratifiers of the cell's key.

    Without a partner the sum over a stratifier changes too, with one it does not. Most
    choices end where a cell is met that must not change.
    """
    key = cell.home[1][0]

    def further(d: int, chosen: Picks, corners: _Beside) -> Iterator[tuple[Picks, _Beside]]:
        if d == len(key):
            yield chosen, corners
            return
        value = key[d]
        if value is Mark.ALL:
            yield from further(d + 1, (*chosen, (value,)), corners)
            return
        partners = (v for v in corners[0][0].lines[d] if v is not value and v is not Mark.ALL)
        for partner in (Mark.ALL, *partners):
            moved = _moved(corners, d, partner, hidden_only=hidden_only)
            if moved is not None:
                pick = (value,) if partner is Mark.ALL else (value, partner)
                yield from further(d + 1, (*chosen, pick), corners + moved)

    return further(0, (), ((cell, 1),))


def _moved(corners: _Beside, d: int, value: Value, *, hidden_only: bool) -> _Beside | None:
    """Return the cells that change too; None where one of them must not."""
    sign = 1 if value is Mark.ALL else -1
    found = []
    for corner, own in corners:
        other = corner.lines[d].get(value)
        if other is None:
            # A table that is not published tells nothing; a group missing from one does.
            if value is not Mark.ALL or _has_sums(corner, d):
                return None
        elif other.fixed or (hidden_only and not other.hidden):
            return None
        else:
            found.append((other, own * sign))
    return tuple(found)


def _has_sums(cell: Cell, d: int) -> bool:
    """Say whether sums over a stratifier are published beside a cell."""
    lattice, (key, occasion) = cell.home
    table = tuple(n != d and v is not Mark.ALL for n, v in enumerate(key))
    return table in lattice.tables[occasion]


def _with_sums(cell: Cell, picks: Picks) -> Iterator[Picks]:
    """Say for each stratifier that the key sums over where a changed person belongs.

    Only where that shows: in a table by it that sums over no pair of partners.
    """
    lattice, (key, occasion) = cell.home
    if Mark.ALL not in key:
        yield picks
        return
    pairs = [d for d, pick in enumerate(picks) if len(pick) > 1]
    changing = [table for table in lattice.tables[occasion] if all(table[d] for d in pairs)]
    options = [
        [pick]
        if key[d] is not Mark.ALL
        else [(value,) for value in lattice.values[d]]
        if any(table[d] for table in changing)
        else [tuple(lattice.values[d][:1])]
        for d, pick in enumerate(picks)
    ]
    yield from itertools.product(*options)


def _pairs(cell: Cell) -> Iterator[Step]:
    """Give the pairs of finest groups, one of them in the cell and the other not.

    They are needed where stratifiers are nested, as units are in areas: a unit of one
    area has no counterpart in another, so there are no rectangles.
    """
    lattice, (key, _) = cell.home
    inside = [leaf for leaf in lattice.finest if _holds(key, leaf)]
    outside = [leaf for leaf in lattice.finest if not _holds(key, leaf)]
    for to, out_of in itertools.product(inside, outside):
        yield Step(Ends((), ((to, 1), (out_of, -1))), (), is_pair=True)


def _holds(key: Key, leaf: Key) -> bool:
    return all(v is Mark.ALL or v is w for v, w in zip(key, leaf, strict=True))
