"""What a reader knows of figures that do not add up: that one is never more than another.

Who has had all steps has had each of them; the children old enough for the third step are
old enough for the second; cumulative counts never fall. Two figures about the same people
bound each other from both sides.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase

from kvacodes.disclosure.figures import TOTALS
from kvacodes.disclosure.lattice import Bound, Cell, Lattice, Mark, Named

__all__ = ["bind"]

_AMONG = (("completion.*", "listed"),)
"""Groups that are a part of others by what they mean, though their sizes may differ."""

_COUNTED_BY = (
    ("continuity.single-staff.", "continuity.usual-provider."),
    ("continuity.single-staff.", "continuity.coc."),
    ("lead-time.within-limit", "lead-time.measured"),
)
"""Beginnings of names: the groups of the first are the numerators of the second."""


def bind(lattices: list[Lattice]) -> None:
    """Note on the cells of all lattices what bounds them."""
    for lattice in lattices:
        for n, grows in enumerate(lattice.grows):
            if grows:
                _bind_growth(lattice, n)
    together: dict[tuple[object, object], list[Lattice]] = defaultdict(list)
    for lattice in lattices:
        together[lattice.name[0], lattice.name[2]].append(lattice)
    for group in together.values():
        for a, b in itertools.combinations(group, 2):
            _bind_pair(a, b)
        for smaller, larger in _nested_groups(group):
            _bind_sizes(smaller, larger)


def _bind_growth(lattice: Lattice, n: int) -> None:
    for key, occasions in lattice.occasions.items():
        for earlier, later in itertools.pairwise(occasions):
            _bind(lattice.cells[key, earlier], n, lattice.cells[key, later], n)


def _bind_pair(a: Lattice, b: Lattice) -> None:
    shared = [name for name in a.named if name in b.named]
    if shared and a.name == b.name:
        _bind_versions(a, b, shared)
    elif shared:
        _bind_equal(a, b, shared)
        for one, other in ((a, b), (b, a)):
            if _counts(one, other):
                _bind_counted(other, one, shared)
            if _is_part(one, other) and _is_within(one, 0, other, 0, shared):
                for name in shared:
                    _bind(one.named[name], 0, other.named[name], 0)


def _bind_equal(a: Lattice, b: Lattice, names: Collection[Named]) -> None:
    """Bind groups that are as large wherever both are told."""
    # One total that is as large as another is more often chance than the same people.
    is_likely = len(names) > 1 or _stem(a) in {_stem(b), b.name[1]} or _stem(b) == a.name[1]
    if is_likely and not (_counts(a, b) or _counts(b, a)) and _are_equal(a, b, names):
        for name in names:
            ours, theirs = a.named[name], b.named[name]
            _bind(ours, a.size, theirs, b.size)
            _bind(theirs, b.size, ours, a.size)
            ours.equals.append(theirs)
            theirs.equals.append(ours)


def _bind_versions(a: Lattice, b: Lattice, names: Iterable[Named]) -> None:
    """Bind what two versions of a lattice tell alike, and note where they differ."""
    for name in names:
        ours, theirs = a.named[name], b.named[name]
        if not _tell_the_same(ours, theirs):
            ours.variants.append(theirs)
            theirs.variants.append(ours)
            continue
        ours.twins.append(theirs)
        theirs.twins.append(ours)
        for n in range(len(ours.counts or ())):
            _bind(ours, n, theirs, n)
            _bind(theirs, n, ours, n)


def _tell_the_same(one: Cell, other: Cell) -> bool:
    """Say whether rows are alike; of one that came hidden it is taken to be so."""
    told = [
        (row.numerator, row.denominator, row.n_missing, row.value)
        for row in (one.figures[0].row, other.figures[0].row)
        if not row.suppressed
    ]
    return len(set(told)) < len((one, other))


def _bind(low: Cell, of: int, high: Cell, high_of: int, *, of_groups: bool = False) -> None:
    if low.counts is not None and high.counts is not None:
        low.bounds[of].append(Bound(of, high, high_of, -1, of_groups))
        high.bounds[high_of].append(Bound(high_of, low, of, 1, of_groups))


def _are_equal(a: Lattice, b: Lattice, names: Collection[Named]) -> bool:
    """Say whether the groups are as large wherever both are told.

    Nobody in both says nothing about whether they are the same.
    """
    sizes = [(_size(a, a.named[name]), _size(b, b.named[name])) for name in names]
    return all(x == y is not None for x, y in sizes) and any(x for x, _ in sizes)


def _size(lattice: Lattice, cell: Cell) -> int | None:
    return None if cell.counts is None else cell.counts[lattice.size]


def _nested_groups(lattices: Iterable[Lattice]) -> Iterator[tuple[Lattice, Lattice]]:
    """Pair lattices whose groups are parts of those of the other: numbered steps, and lists."""
    lattices = list(lattices)
    steps: dict[tuple[object, ...], list[tuple[int, Lattice]]] = defaultdict(list)
    for lattice in lattices:
        name = str(lattice.name[1])
        stem = name.rstrip("0123456789")
        if stem != name and lattice.is_share:
            steps[stem, lattice.name[3:]].append((int(name[len(stem) :]), lattice))
    for numbered in steps.values():
        ordered = [lattice for _, lattice in sorted(numbered, key=lambda pair: pair[0])]
        for one, next_one in itertools.pairwise(ordered):
            yield one, next_one
            yield next_one, one
    for pattern, whole in _AMONG:
        wholes = [lattice for lattice in lattices if lattice.name[1] == whole]
        parts = [x for x in lattices if fnmatchcase(str(x.name[1]), pattern) and x.is_share]
        yield from itertools.product(parts, wholes)


def _bind_sizes(smaller: Lattice, larger: Lattice) -> None:
    shared = [name for name in smaller.named if name in larger.named]
    if any(larger.named[name] in smaller.named[name].equals for name in shared):
        return
    if _is_within(smaller, smaller.size, larger, larger.size, shared):
        for name in shared:
            ours, theirs = smaller.named[name], larger.named[name]
            _bind(ours, smaller.size, theirs, larger.size, of_groups=True)


def _counts(numerator: Lattice, group: Lattice) -> bool:
    """Say whether the numerators of one are the groups of another by what they mean."""
    names = str(group.name[1]), str(numerator.name[1])
    return any(
        names[0].startswith(one) and names[1] == other + names[0].removeprefix(one)
        for one, other in _COUNTED_BY
    )


def _bind_counted(group: Lattice, numerator: Lattice, names: Iterable[Named]) -> None:
    """Bind groups to the numerators that count them."""
    told = [(group.named[name], numerator.named[name]) for name in names]
    if all(a.counts[-1] == b.counts[0] for a, b in told if a.counts and b.counts):
        for ours, theirs in told:
            _bind(ours, group.size, theirs, 0)
            _bind(theirs, 0, ours, group.size)
            theirs.counted.append(ours)


def _is_within(
    one: Lattice, of: int, other: Lattice, other_of: int, names: Collection[Named]
) -> bool:
    pairs = [(one.named[n].counts, other.named[n].counts) for n in names]
    return all(a[of] <= b[other_of] for a, b in pairs if a and b)


def _head(lattice: Lattice) -> str:
    """Return what an indicator measures, without which part of it."""
    return str(lattice.name[1]).partition(".")[0]


def _stem(lattice: Lattice) -> str:
    """Return the name of an indicator without its last part."""
    return str(lattice.name[1]).rpartition(".")[0]


def _is_part(one: Lattice, other: Lattice) -> bool:
    """Say whether who counts in the one counts in the other by what they mean.

    Who has had all steps has had each; the mean is of those whose time is known. That one
    step has fewer than another says nothing of the kind.
    """
    is_comparable = one.is_share and other.is_share and one.dims == other.dims
    if not is_comparable or _head(one) != _head(other):
        return False
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
