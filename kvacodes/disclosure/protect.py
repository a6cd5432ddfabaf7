"""Which cells to hide: the small ones, and as many more as it takes to protect them.

Every hidden cell is asked how far it can be moved, up and down together, without any
shown figure changing. Where that is less than the threshold, the move that costs least is
made possible by hiding what it changes. Hiding more never takes a move away, so a cell
once protected stays so, and in the end everything could be hidden: the loop always ends
with a proof for each cell, or with a cell that what is already out gives away.
"""

from __future__ import annotations

import enum
import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from attrs import define, field, frozen

from kvacodes.disclosure.bounds import bind
from kvacodes.disclosure.figures import Row
from kvacodes.disclosure.lattice import Cell, Lattice, Spot
from kvacodes.disclosure.moves import FIRST, SECOND, STAYS, Move, Vectors, World, is_possible, plan
from kvacodes.disclosure.steps import Step, steps_of

__all__ = ["Protection", "is_small", "protect"]

_PER_SUM = 24
"""How many rows a sum over a stratifier is worth to readers."""

_TRIED = 16
"""So many moves are worked out for a cell once one has been found; the likeliest first."""


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


class Need(enum.Enum):
    """What must be able to change in a hidden cell, by as much as the threshold."""

    FIRST = 0
    """The first count; the group may change in size with it."""
    SECOND = 1
    """The second count."""
    SIZE = 2
    """How many there are in the group of a share."""
    SHARE = "share"
    """How many of the group are in the first count, while it stays as large."""


_WAYS: dict[Need, tuple[tuple[Vectors, int], ...]] = {
    Need.SHARE: ((STAYS, 1),),
    Need.SIZE: ((FIRST, 1), (SECOND, 1)),
    Need.FIRST: ((STAYS, 1), (FIRST, 1), ((FIRST[0], SECOND[0]), 1)),
    Need.SECOND: ((STAYS, -1), (SECOND, 1), ((SECOND[0], FIRST[0]), 1)),
}
"""What a person may count as in a share, with the sign by which the need grows."""


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
    lattices = list(lattices)
    bind(lattices)
    protection = Protection()
    protector = _Protector(threshold)
    queue: deque[Cell] = deque()
    for lattice in lattices:
        queue.extend(_primary(lattice, threshold, protection))
    for cell in (c for lattice in lattices for c in lattice.cells.values() if c.hidden):
        # What an earlier report hid is not shown by a later one, nor in another version.
        protection.secondary.extend(f.row for f in cell.figures if not f.row.suppressed)
        for twin in _hide(cell):
            protection.secondary.extend(figure.row for figure in twin.figures)
            queue.append(twin)
    while queue:
        cell = queue.popleft()
        for other in protector.secure(cell):
            protection.secondary.extend(figure.row for figure in other.figures)
            queue.append(other)
            # What was known from elsewhere may be hidden now, and ask for more.
            queue.extend(same for same in other.equals if same.hidden)
        if cell in protector.given_away:
            protection.given_away.extend(figure.row for figure in cell.figures)
    return protection


def _primary(lattice: Lattice, threshold: int, protection: Protection) -> Iterator[Cell]:
    for spot, cell in lattice.cells.items():
        if cell.counts is None:
            continue
        small = is_small(cell.counts, cell.group, threshold=threshold, is_share=lattice.is_share)
        if cell.is_rest:
            # The rest of a sum is read by whoever subtracts; only people in it matter.
            small = any(0 < count < threshold for count in cell.counts)
        elif not small:
            small = _steps_small(lattice, spot, threshold) or _differs_little(cell, threshold)
        if cell.hidden and not cell.is_rest:  # hidden beforehand: protect it as well
            yield cell
        elif small and cell.fixed:
            protection.given_away.extend(figure.row for figure in cell.figures)
        elif small:
            cell.hidden = True
            protection.primary.extend(figure.row for figure in cell.figures)
            yield cell


def _hide(cell: Cell) -> Iterator[Cell]:
    """Hide a cell in all versions of its lattice, and give what was not hidden yet."""
    for one in (cell, *cell.twins):
        if not (one.hidden or one.fixed):
            one.hidden = True
            yield one


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


def _differs_little(cell: Cell, threshold: int) -> bool:
    """Say whether the figure differs by few from the same in another version.

    A report that leaves out a unit tells by its total what is in that unit. Of two such
    figures the later one is hidden, or the one that is not out yet.
    """
    for other in cell.variants:
        if other.fixed or other.home[0].version < cell.home[0].version:
            pairs = zip(cell.counts or (), other.counts or (), strict=True)
            if not other.hidden and any(0 < abs(a - b) < threshold for a, b in pairs):
                return True
    return False


_Lack = tuple[Need, int, list[World]]
"""A need that is not met, by how much, and how far the cell can change up and down."""


@frozen
class _Way:
    """One way in which a cell may change: who gets, who loses, and as what."""

    step: Step
    vectors: Vectors
    sign: int
    is_loose: bool

    def plan(self, world: World, cell: Cell, direction: int, *, hidden_only: bool) -> Move | None:
        """Work out what changes when the need of the cell grows, or with -1 shrinks."""
        sign = self.sign * direction
        if not is_possible(world, self.step, self.vectors, sign):
            return None
        return plan(
            world,
            cell,
            (self.step.ends, self.vectors),
            sign=sign,
            hidden_only=hidden_only,
            is_loose=self.is_loose,
        )


class _Protector:
    """Proves that cells are protected, and hides more where they are not.

    Hiding more never makes a proof wrong, so what was proved once need not be again.
    """

    def __init__(self, threshold: int) -> None:
        self._threshold = threshold
        self._proved: set[tuple[Cell, Need]] = set()
        self.given_away: set[Cell] = set()

    def secure(self, cell: Cell) -> Iterator[Cell]:
        """Hide what it takes to protect one cell, and give what was hidden."""
        # Looked for anew whenever more is hidden: what was known from elsewhere may not be.
        while (found := self._short(cell)) is not None:
            need, short, worlds = found
            chosen = (
                self._cheapest(cell, need, short, worlds)
                or self._cheapest(cell, need, short, [World(), World()])
                or _everything(cell)
            )
            if not chosen:
                self.given_away.add(cell)
                return
            for other in chosen:
                yield from _hide(other)

    def _short(self, cell: Cell) -> _Lack | None:
        """Return the first need that is not met, how much it lacks, and what could be done."""
        steps = _Steps(steps_of(cell, hidden_only=True))
        *counts, size = cell.counts or (0, 0, 0)
        if not cell.home[0].is_share:
            return self._first_lack(cell, tuple(Need)[: len(counts) + 1], steps)
        is_told = any(not same.hidden for same in cell.equals)
        is_large = size >= self._threshold
        lack = None
        if counts[0] >= self._threshold and any(not other.hidden for other in cell.counted):
            # How many there are in the numerator is shown, and not small.
            lack = self._first_lack(cell, (Need.SECOND,), steps)
        elif is_told or (is_large and _is_nearly_told(cell)):
            lack = self._first_lack(cell, (Need.SHARE,), steps)
        else:
            scarce_first = sorted((Need.FIRST, Need.SECOND), key=lambda n: counts[n.value])
            lack = self._first_lack(cell, scarce_first, steps)
            if lack is not None and is_large:
                # It takes less to let the parts of a large group change than the group.
                lack = self._first_lack(cell, (Need.SHARE,), steps)
        if lack is None and not is_told:
            lack = self._first_lack(cell, (Need.SIZE,), steps)
        return lack

    def _first_lack(self, cell: Cell, needs: Iterable[Need], steps: _Steps) -> _Lack | None:
        for need in needs:
            if (cell, need) not in self._proved:
                width, worlds = self._width(cell, need, steps)
                if width < self._threshold:
                    return need, self._threshold - width, worlds
        return None

    def _width(self, cell: Cell, need: Need, steps: _Steps) -> tuple[int, list[World]]:
        """Return how far the cell can change with what is hidden, up to what is enough.

        With it come the numbers it may have, at the upper and at the lower end.
        """
        width, worlds = 0, []
        for direction in (1, -1):
            world = World()
            worlds.append(world)
            for way in _ways(cell, need, steps, is_loose=self._is_loose(cell, need)):
                while move := way.plan(world, cell, direction, hidden_only=True):
                    times = move.times(self._threshold - width)
                    world.make(move.changes, times)
                    width += times
                    if width >= self._threshold:
                        self._note(worlds)
                        return width, worlds
        return width, worlds

    def _note(self, worlds: Iterable[World]) -> None:
        """Note for all cells what two sets of numbers that fit prove."""
        spans: dict[Cell, list[int]] = {}
        sized: set[Cell] = set()
        for world in worlds:
            for cell, change in world.moved():
                span = spans.setdefault(cell, [0] * len(change))
                for n, value in enumerate(change):
                    span[n] += abs(value)
                if change[-1]:
                    sized.add(cell)
        for cell, span in spans.items():
            for value, need in zip(span, (Need.FIRST, Need.SECOND, Need.SIZE), strict=False):
                if value >= self._threshold:
                    self._proved.add((cell, need))
                    if need is Need.FIRST and cell not in sized:
                        self._proved.add((cell, Need.SHARE))

    def _cheapest(
        self, cell: Cell, need: Need, short: int, worlds: Sequence[World]
    ) -> list[Cell] | None:
        """Return what to hide so that the cell gains most for what readers lose."""
        best: tuple[tuple[float, int], list[Cell]] | None = None
        tried, is_loose = 0, self._is_loose(cell, need)
        for least, _, step in sorted(_priced(cell), key=lambda priced: priced[:2]):
            if best is not None and (tried >= _TRIED or least / short >= best[0][0]):
                break
            for way in _ways(cell, need, [step], is_loose=is_loose):
                planned = [
                    way.plan(world, cell, direction, hidden_only=False)
                    for world, direction in zip(worlds, (1, -1), strict=True)
                ]
                moves = [move for move in planned if move is not None]
                tried += bool(moves)
                for some in (moves, *([one] for one in moves)):
                    found = _gain(some, short)
                    if found is not None and (best is None or found[0] < best[0]):
                        best = found
        return None if best is None else best[1]

    def _is_loose(self, cell: Cell, need: Need) -> bool:
        """Say whether the size may change alone: in a large group it says little of anybody."""
        return need is Need.SIZE and (cell.counts or (0,))[-1] >= self._threshold


def _priced(cell: Cell) -> Iterator[tuple[int, int, Step]]:
    """Give the steps with the least that each costs: what is shown beside the cell itself."""
    for step in steps_of(cell):
        shown = [c for c, _ in step.beside if not c.hidden]
        yield _weight(shown), sum(sum(c.counts or ()) for c in shown), step


def _gain(moves: Iterable[Move], short: int) -> tuple[tuple[float, int], list[Cell]] | None:
    """Return what is lost for what is gained, and what has to be hidden for it."""
    cells = dict.fromkeys(itertools.chain.from_iterable(move.changes for move in moves))
    lost = [cell for cell in cells if not cell.hidden]
    gain = min(sum(move.times(short) for move in moves), short)
    if not lost or not gain:
        return None
    return (_weight(lost) / gain, sum(sum(cell.counts or ()) for cell in lost)), lost


def _weight(cells: Iterable[Cell]) -> int:
    return sum(1 + _PER_SUM * cell.breadth for cell in cells)


class _Steps:
    """Steps that are looked for once, and only as far as they are asked for."""

    def __init__(self, source: Iterator[Step]) -> None:
        self._source, self._found = source, list[Step]()

    def __iter__(self) -> Iterator[Step]:
        """Give the steps found so far, then look for more."""
        yield from self._found
        for step in self._source:
            self._found.append(step)
            yield step


def _ways(cell: Cell, need: Need, steps: Iterable[Step], *, is_loose: bool) -> Iterator[_Way]:
    """Give the ways in which a cell may change, simple ones first."""
    for vectors, sign in _vectors_of(cell, need):
        for step in steps:
            # Two who change in opposite ways show in the sum over them: one of each is needed.
            if vectors[0] == vectors[1] or step.is_pair:
                yield _Way(step, vectors, sign, is_loose)


def _vectors_of(cell: Cell, need: Need) -> Iterable[tuple[Vectors, int]]:
    if cell.home[0].is_share:
        return _WAYS[need]
    width = len(cell.counts or ())
    one = tuple(int(n == need.value) for n in range(width))
    return [((one, one), 1)]


def _is_nearly_told(cell: Cell) -> bool:
    """Say whether the size of a group within or around this one is shown."""
    return any(b.of_groups and not b.other.hidden for bounds in cell.bounds for b in bounds)


def _everything(cell: Cell) -> list[Cell]:
    """Return all that is still shown here and about the same groups: the last resort."""
    lattices = {id(cell.home[0]): cell.home[0]}
    queue = [cell.home[0]]
    for lattice in queue:
        for bound in (b for c in lattice.cells.values() for bounds in c.bounds for b in bounds):
            other = bound.other.home[0]
            if id(other) not in lattices:
                lattices[id(other)] = other
                queue.append(other)
    return [c for o in lattices.values() for c in o.cells.values() if not (c.hidden or c.fixed)]
