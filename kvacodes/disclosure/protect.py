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

_FLIP: Effect = ((0, 1), (1, -1))
"""One more in the numerator and one fewer in its complement: the group stays as large."""

_PER_SUM = 24
"""How many rows a sum over a stratifier is worth to readers."""


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
            # What was known from elsewhere may be hidden now, and ask for more.
            queue.extend(homes[id(c)] for c in _hidden_beside(*homes[id(cell)]))
    return protection


def _primary(
    lattice: Lattice, threshold: int, protection: Protection
) -> Iterator[tuple[Lattice, Spot]]:
    for spot, cell in lattice.cells.items():
        if cell.counts is None:
            continue
        small = is_small(cell.counts, cell.group, threshold=threshold, is_share=lattice.is_share)
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


def _hidden_beside(lattice: Lattice, spot: Spot) -> Iterator[Cell]:
    for other in lattice.linked:
        cell = lattice.beside(spot, other)
        if cell is not None and cell.hidden:
            yield cell


def _secondary(
    lattice: Lattice, spot: Spot, threshold: int, protection: Protection
) -> Iterator[Cell]:
    """Hide what it takes to protect one cell, and give what was hidden."""
    while (found := _short(lattice, spot, threshold)) is not None:
        effect, short = found
        chosen = _cheapest(lattice, spot, effect, short) or _everything(lattice)
        if not chosen:
            protection.given_away.extend(figure.row for figure in lattice.cells[spot].figures)
            return
        for other in chosen:
            other.hidden = True
            yield other


def _short(lattice: Lattice, spot: Spot, threshold: int) -> tuple[Effect, int] | None:
    """Return the first change that is not possible often enough, and how much it lacks.

    Looked for anew whenever more is hidden: what was known from elsewhere may not be.
    """
    moves: _OpenMoves | None = None
    for effect in _effects(lattice, spot):
        moves = moves or _OpenMoves(lattice, spot, effect, threshold)
        if (short := threshold - _width(lattice, moves, effect, threshold)) > 0:
            return effect, short
    return None


def _effects(lattice: Lattice, spot: Spot) -> Iterator[Effect]:
    """Give the changes that must be possible: in each count, or from one to the other.

    Where the size of the group can be read elsewhere, a numerator is protected only if
    it may change while the size stays.
    """
    beside = (lattice.beside(spot, other) for other in lattice.linked)
    if lattice.is_share and any(cell is not None and not cell.hidden for cell in beside):
        yield _FLIP
        return
    # The scarcest count first: what protects it mostly protects the others as well.
    width = len(lattice.cells[spot].counts or ())
    for n in sorted(range(width), key=lambda n: _total(lattice, n)):
        yield ((n, 1),)


def _total(lattice: Lattice, n: int) -> int:
    return sum(cell.counts[n] for cell in lattice.cells.values() if cell.counts)


def _linked_cells(lattice: Lattice, move: Move, effect: Effect) -> list[Cell]:
    """Return what changes elsewhere when the size of a group does."""
    if effect == _FLIP:
        return []
    return [cell for other in lattice.linked for cell in touched(lattice, other, move)]


def _cells_along(
    lattice: Lattice, nested: list[Lattice], move: Move, effect: Effect
) -> Iterator[Cell]:
    """Give what changes elsewhere when the move is made along in nested lattices."""
    for other in nested:
        yield from touched(lattice, other, move)
        if effect != _FLIP:
            for beside in other.linked:
                yield from touched(lattice, beside, move)


def _along(lattice: Lattice, move: Move, effect: Effect, enough: int) -> list[Lattice]:
    """Return the lattices that stand in the way of the move, if it shows nowhere there."""
    nested = _nested(lattice, move, enough)
    return nested if all(c.hidden for c in _cells_along(lattice, nested, move, effect)) else []


class _OpenMoves:
    """The moves of a cell that change nothing shown, looked for once and as far as needed."""

    def __init__(self, lattice: Lattice, spot: Spot, effect: Effect, enough: int) -> None:
        self._found: list[tuple[Move, list[Lattice]]] = []
        self._source = (
            (move, _along(lattice, move, effect, enough))
            for move, _ in moves_of(lattice, spot, hidden_only=True)
            if not (move.sums and effect == _FLIP)
            and all(c.hidden for c in _linked_cells(lattice, move, effect))
        )

    def __iter__(self) -> Iterator[tuple[Move, list[Lattice]]]:
        """Give the moves found so far, then look for more."""
        yield from self._found
        for found in self._source:
            self._found.append(found)
            yield found


def _width(lattice: Lattice, moves: _OpenMoves, effect: Effect, enough: int) -> int:
    """Return how far the cell can move with what is hidden, up to what is enough."""
    width = 0
    for sign in (1, -1):
        world = World(lattice)
        for move, nested in moves:
            for along in (nested, []) if nested else ([],):
                times = min(world.room(move, effect, sign, along=along), enough - width)
                if times:
                    world.make(move, effect, sign * times, along=along)
                    width += times
            if width >= enough:
                return width
    return width


def _cheapest(lattice: Lattice, spot: Spot, effect: Effect, short: int) -> list[Cell] | None:
    """Return what to hide so that the cell gains most for what readers lose."""
    world = World(lattice)
    best: tuple[tuple[float, int], list[Cell]] | None = None
    for move, cells in moves_of(lattice, spot):
        if move.sums and effect == _FLIP:
            continue
        linked = _linked_cells(lattice, move, effect)
        for along, more in _ways(lattice, move, effect, short):
            lost = list({id(c): c for c in (*cells, *linked, *more) if not c.hidden}.values())
            if not lost or any(c.fixed for c in lost):
                continue
            weight = sum(1 + _PER_SUM * c.breadth for c in lost)
            if best is not None and weight / short > best[0][0]:
                continue  # worse, even if it gave all that is short
            up = world.room(move, effect, 1, along=along)
            gain = up + world.room(move, effect, -1, along=along)
            rank = weight / min(gain, short) if gain else 0, sum(sum(c.counts or ()) for c in lost)
            if gain and (best is None or rank < best[0]):
                best = rank, lost
    return None if best is None else best[1]


def _ways(
    lattice: Lattice, move: Move, effect: Effect, short: int
) -> Iterator[tuple[list[Lattice], list[Cell]]]:
    """Give the lattices to make the move along with, and what is hidden for that.

    Alone, or together with those within or around this one: a mean is of those whose time
    is known, so the two can only change together.
    """
    yield [], []
    nested = _nested(lattice, move, short)
    if nested:
        yield nested, list(_cells_along(lattice, nested, move, effect))


def _nested(lattice: Lattice, move: Move, enough: int) -> list[Lattice]:
    """Return the lattices within or around this one that leave it too little room alone."""
    spots = [(k, o) for k in (*(k for k, _ in move.keys), *move.sums) for o in move.occasions]
    found = [lattice]
    for one in found:
        found += [
            other
            for other in (*one.above, *one.below)
            if other not in found and any(_is_tight(one, other, s, enough) for s in spots)
        ]
    return found[1:]


def _is_tight(one: Lattice, other: Lattice, spot: Spot, enough: int) -> bool:
    a, b = one.cells.get(spot), other.cells.get(spot)
    if a is None or b is None or not a.counts or not b.counts:
        return False
    return abs(a.counts[0] - b.counts[0]) < enough


def _everything(lattice: Lattice) -> list[Cell]:
    """Return all that is still shown here and about the same groups: the last resort."""
    nested = [lattice]
    for one in nested:
        nested += [o for o in (*one.above, *one.below) if o not in nested]
    lattices = {id(o): o for one in nested for o in (one, *one.linked)}.values()
    return [c for o in lattices for c in o.cells.values() if not (c.hidden or c.fixed)]
