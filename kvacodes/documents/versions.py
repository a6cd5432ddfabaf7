"""Versions of steps and limits that no episode has, or that never meet.

A step or a limit that is `valid` on some days holds in the episodes that start on them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents.nodes import MapNode, Node
from kvacodes.documents.reading import Reading
from kvacodes.model.sequence import Origin, Sequence, Step, Window
from kvacodes.periods import Interval

__all__ = ["check_versions"]


def check_versions(sequence: Sequence, reading: Reading) -> None:
    """Report what holds in no episode, and steps that are named and never there together."""
    _check_fixed_day(sequence, reading)
    _check_together(sequence, reading)


def _check_fixed_day(sequence: Sequence, reading: Reading) -> None:
    """Report what is not valid on the one day on which every episode starts."""
    day, seen = sequence.anchor.date, set[int]()
    if day is None:
        return
    for step in sequence.steps:
        things: tuple[Step | Window, ...] = (step, *step.windows)
        for thing in things:
            if day in thing.valid or id(thing.valid) in seen:
                continue
            seen.add(id(thing.valid))  # a limit of several steps, or of both strengths
            node = reading.origins[id(thing)]
            where = node.get("valid") or node
            reading.report(
                "never-valid", where, number=str(step.number), days=str(thing.valid), date=str(day)
            )


def _check_together(sequence: Sequence, reading: Reading) -> None:
    """Report a step that is named where it never is: no version has both."""
    steps = {step.number: step for step in sequence.steps}
    apart: dict[int, tuple[Node, dict[str, str]]] = {}
    together = set[int]()  # a limit of several steps may do for some of them
    for step in sequence.steps:
        for other, own, where in _named_by(step, reading):
            named = steps.get(other)
            if named is None or own.overlap(named.valid) is not None:
                together.add(id(where))
                continue
            parts = {"number": str(step.number), "own": str(own)}
            parts |= {"other": str(other), "days": str(named.valid)}
            apart.setdefault(id(where), (where, parts))
    for key, (where, parts) in apart.items():
        if key not in together:
            reading.report("steps-never-together", where, **parts)


def _named_by(step: Step, reading: Reading) -> Iterator[tuple[int, Interval, Node]]:
    """Give each step that a step names, with the days of what names it and the place."""
    things: tuple[Step | Window, ...] = (step, *step.windows)
    for thing in things:
        own = step.valid.overlap(thing.valid)
        if own is None:
            continue
        if isinstance(thing, Window) and thing.origin is Origin.STEP:
            node = reading.origins[id(thing)]
            yield thing.step or 0, own, node.get("step") or node
        for condition in (*thing.when, *thing.unless):
            place = reading.places[id(condition)]
            yield condition.step, own, _entry(place, "step")
            if condition.after is not None:
                yield condition.after, own, _entry(place, "after")


def _entry(place: Node, key: str) -> Node:
    return (place.get(key) or place) if isinstance(place, MapNode) else place
