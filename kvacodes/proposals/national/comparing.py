"""What changed between two national editions, and which local documents it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from kvacodes.model import CodeSet, Owner
from kvacodes.proposals.national.edition import Edition, NationalCode, comparable_text

__all__ = ["EditionChanges", "Reworded", "Touched", "compare", "touched"]


@frozen
class Reworded:
    """A code whose text is another one in the newer edition."""

    code: str
    before: str
    after: str


@frozen(kw_only=True)
class EditionChanges:
    """What came, went and changed its text, in order of code.

    Attributes:
        before: The name of the older edition.
        after: The name of the newer edition.
        withdrawn: In the older one only.
        new: In the newer one only.
        reworded: In both, with different texts.
    """

    before: str
    after: str
    withdrawn: tuple[NationalCode, ...]
    new: tuple[NationalCode, ...]
    reworded: tuple[Reworded, ...]


def compare(older: Edition, newer: Edition) -> EditionChanges:
    """Return what changed; a trailing ``(i)`` and blanks are no change of text."""
    before = {code.code: code for code in older}
    after = {code.code: code for code in newer}
    reworded = []
    for code in sorted(before.keys() & after.keys()):
        old, new = (comparable_text(e[code].text) for e in (before, after))
        if old != new:
            reworded.append(Reworded(code, old, new))
    return EditionChanges(
        before=older.name,
        after=newer.name,
        withdrawn=tuple(before[code] for code in sorted(before.keys() - after.keys())),
        new=tuple(after[code] for code in sorted(after.keys() - before.keys())),
        reworded=tuple(reworded),
    )


@frozen(kw_only=True)
class Touched:
    """A local document that uses a code that changed.

    Attributes:
        code_set: The id of the document.
        code: The code.
        use: Where the document names it, such as ``step 2`` or ``joint``.
        change: ``withdrawn``, ``reworded`` or ``collides``.
    """

    code_set: str
    code: str
    use: str
    change: str


def touched(changes: EditionChanges, code_sets: Iterable[CodeSet]) -> tuple[Touched, ...]:
    """Return what the changes touch: national codes in use, and regional ones now taken."""
    withdrawn = {code.code for code in changes.withdrawn}
    reworded = {change.code for change in changes.reworded}
    new = {code.code for code in changes.new}
    found = set()
    for code_set in code_sets:
        is_regional = code_set.namespace.owner is Owner.REGION
        own = {code.code for code in code_set.codes}
        for code, use in uses(code_set):
            if code in withdrawn:
                change = "withdrawn"
            elif code in reworded:
                change = "reworded"
            elif code in new and code in own and is_regional:
                change = "collides"
            else:
                continue
            found.add(Touched(code_set=code_set.id, code=code, use=use, change=change))
    return tuple(sorted(found, key=lambda t: (t.code_set, t.code, t.use)))


def uses(code_set: CodeSet) -> Iterator[tuple[str, str]]:
    """Give every code that a document names, and where."""
    for payment in code_set.rules.payments:
        named = (*payment.codes, *payment.condition_codes)
        yield from ((code, f"payment {payment.id}") for code in named)
    for code in code_set.codes:
        yield code.code, "codes"
        yield from ((other, f"replaced_by of {code.code}") for other in code.replaced_by)
        yield from ((other, f"beside of {code.code}") for other in code.beside)
    sequence = code_set.sequence
    if sequence is None:
        return
    for step in sequence.steps:
        yield from ((code, f"step {step.number}") for code in step.codes)
        yield from ((code, f"requirement of step {step.number}") for code in step.add_ons)
    if sequence.joint is not None:
        yield from ((code, "joint") for code in sequence.joint.add_ons)
