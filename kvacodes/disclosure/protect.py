"""Which cells to hide: the small ones, and as many more as it takes to protect them.

Every hidden cell is asked how far it can be moved, up and down together, without any
shown figure changing. Where that is less than the threshold, the move that costs least is
made possible by hiding what it changes. Hiding more never takes a move away, so a cell
once protected stays so, and in the end everything could be hidden: the loop always ends
with a proof for each cell, or with a cell that what is already out gives away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from attrs import define, field

from kvacodes.disclosure.figures import Row
from kvacodes.disclosure.lattice import Cell, Lattice, Spot
from kvacodes.disclosure.moves import Effect, Move, World, moves_of, touched

__all__ = ["Protection", "is_small", "protect"]

_PER_SUM = 8
"""How many rows a sum over a stratifier is worth to readers."""

Choice = tuple[Move, list[Cell], list[Cell]]
"""A move, the cells it changes, and those of other lattices that change with it."""


@define
class Protection:
    """What was hidden, and why.

    Attributes:
        primary: Rows that are small themselves.
        secondary: Rows hidden because small ones could be computed from them.
        given_away: Rows that cannot be protected, since what is already out tells them.
    """

    primary: list[Row] = field(factory=list)
    secondary: list[Row] = field(factory=list)
    given_away: list[Row] = field(factory=list)


def is_small(
    counts: tuple[int, ...], group: int | None, *, threshold: int, is_share: bool = False
) -> bool:
    """Say whether a figure must be hidden for its own sake.

    Counts from 1 up to the threshold are small, and so is any count about a group below
    it, zero included; a zero about a group of unknown size is not shown either. A figure
    without any count says of nobody knows how many, and counts as small.
    """
    if not counts or any(0 < count < threshold for count in counts):
        return True
    if group is not None:
        return group < threshold
    return not is_share and 0 in counts


def protect(lattices: Iterable[Lattice], *, threshold: int) -> Protection:
    """Hide what is small in the lattices, and what would give it away."""
    protection = Protection()
    queue: deque[tuple[Lattice, Spot]] = deque()
    homes: dict[int, tuple[Lattice, Spot]] = {}
    for lattice in lattices:
        for spot, cell in lattice.cells.items():
            homes[id(cell)] = lattice, spot
        queue.extend(_primary(lattice, threshold, protection))
    while queue:
        lattice, spot = queue.popleft()
        for cell in _secondary(lattice, spot, threshold, protection):
            protection.secondary.extend(figure.row for figure in cell.figures)
            queue.append(homes[id(cell)])
    return protection


def _primary(
    lattice: Lattice, threshold: int, protection: Protection
) -> Iterator[tuple[Lattice, Spot]]:
    for spot, cell in lattice.cells.items():
        if cell.counts is None:
            continue
        small = is_small(
            cell.counts, cell.group, threshold=threshold, is_share=lattice.is_share
        )
        if cell.is_rest:
            # The rest of a sum is read by whoever subtracts; only people in it matter.
            small = any(0 < count < threshold for count in cell.counts)
        elif not small:
            small = _steps_small(lattice, spot, threshold)
        if cell.hidden and not cell.is_rest:  # hidden beforehand: protect it as well
            yield lattice, spot
        elif small and cell.fixed:
            protection.given_away.extend(figure.row for figure in cell.figures)
        elif small:
            cell.hidden = True
            cell.small = cell.group is not None and cell.group < threshold
            protection.primary.extend(figure.row for figure in cell.figures)
            yield lattice, spot


def _steps_small(lattice: Lattice, spot: Spot, threshold: int) -> bool:
    """Say whether few were added since the occasion before, in what only grows.

    Two cumulative counts tell their difference. Shares of a group on a day are left
    out: their difference is no count of anybody, since children come and go.
    """
    earlier = lattice.neighbour(*spot, -1)
    if lattice.is_share or earlier is None:
        return False
    before, now = lattice.cells[spot[0], earlier].counts, lattice.cells[spot].counts
    if not before or not now:
        return False
    pairs = zip(before, now, lattice.grows, strict=True)
    return any(grows and 0 < new - old < threshold for old, new, grows in pairs)


def _secondary(
    lattice: Lattice, spot: Spot, threshold: int, protection: Protection
) -> Iterator[Cell]:
    """Hide what it takes to protect one cell, and give what was hidden."""
    cell = lattice.cells[spot]
    choices: list[Choice] = [
        (move, cells, _linked_cells(lattice, move) if cell.small else [])
        for move, cells in moves_of(lattice, spot)
    ]
    for effect in _effects(lattice, spot):
        while (short := threshold - _width(lattice, choices, effect, threshold)) > 0:
            chosen = _cheapest(lattice, choices, effect, short)
            if chosen is None:
                protection.given_away.extend(figure.row for figure in cell.figures)
                return
            for other in chosen:
                other.hidden, other.small = True, other.small or cell.small
                yield other


def _effects(lattice: Lattice, spot: Spot) -> Iterator[Effect]:
    """Give the changes that must be possible: in each count, and from one to the other.

    Where the size of the group can be read elsewhere, a numerator is protected only if
    it may change while the size stays.
    """
    cell = lattice.cells[spot]
    for n in range(len(cell.counts or ())):
        yield ((n, 1),)
    if lattice.is_share and not cell.small and any(_shown(o, spot) for o in lattice.linked):
        yield ((0, 1), (1, -1))


def _shown(lattice: Lattice, spot: Spot) -> bool:
    cell = lattice.cells.get(spot)
    return cell is not None and not cell.hidden


def _linked_cells(lattice: Lattice, move: Move) -> list[Cell]:
    return [cell for other in lattice.linked for cell in touched(other, move)]


def _width(lattice: Lattice, choices: list[Choice], effect: Effect, enough: int) -> int:
    """Return how far the cell can move with what is hidden, up to what is enough."""
    width = 0
    for sign in (1, -1):
        world = World(lattice)
        for move, cells, others in choices:
            if width >= enough:
                return width
            if all(c.hidden for c in cells) and all(c.hidden for c in others):
                times = min(world.room(move, effect, sign), enough - width)
                if times:
                    world.make(move, effect, sign * times)
                    width += times
    return width


def _cheapest(
    lattice: Lattice, choices: list[Choice], effect: Effect, short: int
) -> list[Cell] | None:
    """Return what to hide so that the cell gains most for what readers lose."""
    world = World(lattice)
    best: tuple[tuple[float, int], list[Cell]] | None = None
    for move, cells, others in choices:
        lost = list({id(c): c for c in (*cells, *others) if not c.hidden}.values())
        if not lost or any(c.fixed for c in lost):
            continue
        gain = world.room(move, effect, 1) + world.room(move, effect, -1)
        if gain:
            weight = sum(1 + _PER_SUM * c.breadth for c in lost) / min(gain, short)
            rank = weight, sum(sum(c.counts or ()) for c in lost)
            if best is None or rank < best[0]:
                best = rank, lost
    return None if best is None else best[1]
