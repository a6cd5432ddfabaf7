"""Sequences that contradict themselves, found before any visit is judged by them.

What is reported can never be met, or never matter, whatever the visits: names of steps
that do not exist, windows without a day in them, limits that other limits overrule.
Limits that hold in some episodes only (`when`, `unless`, `valid`) are compared only with
those that hold in the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents.chains import check_chains
from kvacodes.documents.lengths import is_at_least, is_longer, said
from kvacodes.documents.nodes import ListNode, MapNode, Node
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import listing
from kvacodes.documents.versions import check_versions
from kvacodes.model.sequence import (
    AnchorKind,
    Condition,
    Match,
    Origin,
    Sequence,
    Step,
    Strength,
    Window,
)
from kvacodes.model.words import Label
from kvacodes.periods import Span

__all__ = ["check_sequence"]

MOST_WINDOWS = 50
"""Steps with more windows than anybody writes are not compared pair by pair."""


def check_sequence(sequence: Sequence, reading: Reading) -> None:
    """Report what is contradictory in a sequence, each at its place."""
    if reading.cut:
        return  # steps may be missing that were not read
    _check_numbers(sequence, reading)
    _check_names(sequence, reading)
    _check_episodes(sequence, reading)
    if sequence.match is Match.CODE:
        _check_codes(sequence, reading)
    for step in sequence.steps:
        _check_windows(step, sequence, reading)
        _check_conditions(step, sequence, reading)
    _check_gaps(sequence, reading)
    check_versions(sequence, reading)
    check_chains(sequence, reading)


def _check_numbers(sequence: Sequence, reading: Reading) -> None:
    seen: dict[int, Node] = {}
    steps = sorted(sequence.steps, key=lambda step: reading.origins[id(step)].mark.line)
    for step in steps:
        where = reading.origins[id(step)].entries["number"][1]
        if step.number in seen:
            line = str(seen[step.number].mark.line + 1)
            reading.report("duplicate-step", where, number=str(step.number), line=line)
        else:
            seen[step.number] = where


def _check_names(sequence: Sequence, reading: Reading) -> None:
    """Report every step that is named and does not exist."""
    numbers = {step.number for step in sequence.steps}
    for number, where in _named_steps(sequence, reading):
        if number not in numbers:
            known = listing(sorted(numbers))
            reading.report("unknown-step", where, found=str(number), known=known)


def _named_steps(sequence: Sequence, reading: Reading) -> Iterator[tuple[int, Node]]:
    node = reading.origins[id(sequence)]
    anchor = node.get("anchor")
    if sequence.anchor.step is not None and isinstance(anchor, MapNode):
        yield sequence.anchor.step, anchor.entries["step"][1]
    for key, steps in (("start", sequence.episodes.start), ("end", sequence.episodes.end)):
        written = _list_in(node.get("episodes"), key)
        yield from zip(steps, written, strict=False)
    seen = set()  # a gap of the whole sequence is the same window in many steps
    for window in (window for step in sequence.steps for window in step.windows):
        entries = reading.origins[id(window)].entries
        if window.step is not None and "step" in entries and id(entries["step"][1]) not in seen:
            seen.add(id(entries["step"][1]))
            yield window.step, entries["step"][1]
    for step in sequence.steps:
        for condition in step.conditions:
            where = reading.places[id(condition)]
            if id(where) in seen:
                continue
            seen.add(id(where))
            if not isinstance(where, MapNode):
                yield condition.step, where
                continue
            yield condition.step, where.entries["step"][1]
            if condition.after is not None:
                yield condition.after, where.entries["after"][1]


def _list_in(node: Node | None, key: str) -> list[Node]:
    child = node.get(key) if isinstance(node, MapNode) else None
    return child.items if isinstance(child, ListNode) else []


def _check_episodes(sequence: Sequence, reading: Reading) -> None:
    written = _list_in(reading.origins[id(sequence)].get("episodes"), "end")
    for number, where in zip(sequence.episodes.end, written, strict=False):
        if number in sequence.episodes.start:
            reading.report("start-ends-episode", where, number=str(number))

    _check_ends(sequence, reading)
    node = reading.origins[id(sequence)].get("episodes")
    if node is not None and sequence.anchor.kind is not AnchorKind.STEP:
        reading.report("episodes-without-start", node)
    for step in sequence.steps:
        if step.before_start and not sequence.episodes.start:
            where = reading.origins[id(step)].entries["before_start"][1]
            reading.report("before-start-without-start", where, number=str(step.number))


def _check_ends(sequence: Sequence, reading: Reading) -> None:
    """Report steps that no event can reach, or tell, because of where an episode ends."""
    ends = [step for step in sequence.steps if step.number in sequence.episodes.end]
    starts = sequence.episodes.start
    closing = [s.number for s in ends if _is_required(s) and s.number not in starts]
    for step in sequence.steps:
        # One counted from an end step has its own finding.
        is_counted = any(window.step in sequence.episodes.end for window in step.windows)
        if not closing or not _is_required(step) or is_counted:
            continue
        if step.number > min(closing):
            where = reading.origins[id(step)].entries["number"][1]
            last = str(min(closing))
            reading.report("step-beyond-end", where, number=str(step.number), end=last)
    for end in ends if sequence.match is Match.ORDINAL else ():
        for step in sequence.steps:
            if step.number != end.number and not set(step.codes).isdisjoint(end.codes):
                where = reading.origins[id(end)].entries["codes"][1]
                number, other = str(end.number), str(step.number)
                reading.report("end-shares-code", where, number=number, other=other)
                break


def _is_required(step: Step) -> bool:
    return step.ordered and not step.optional and not step.is_conditional


def _check_codes(sequence: Sequence, reading: Reading) -> None:
    seen: dict[str, int] = {}
    for step in sequence.steps:
        written = _list_in(reading.origins[id(step)], "codes")
        for code, where in zip(step.codes, written, strict=False):
            if seen.setdefault(code, step.number) != step.number:
                number = str(seen[code])
                reading.report("code-in-two-steps", where, code=code, number=number)


def _check_windows(step: Step, sequence: Sequence, reading: Reading) -> None:
    number = str(step.number)
    for window in step.windows:
        where = reading.origins[id(window)]
        _check_refusal(window, step, sequence, reading)
        origin = sequence.anchor.step if window.origin is Origin.ANCHOR else window.step
        if origin == step.number:
            reading.report("window-on-itself", where, number=number)
        elif window.origin is Origin.STEP and window.step in sequence.episodes.end:
            reading.report("step-after-end", where, number=number, origin=str(window.step))
        elif window.origin is Origin.STEP and _comes_later(window.step, step, sequence):
            reading.report("counted-from-later-step", where, number=number, origin=str(window.step))
        if (why := _why_empty(window.start, window.before, window.last)) is not None:
            reading.report("window-unreachable", where, number=number, why=why)
    for recommended, absolute in _pairs(step.windows):
        if _goes_beyond(recommended, absolute):
            reading.report(
                "recommended-outside-absolute",
                reading.origins[id(recommended)],
                number=number,
                recommended=_limits(recommended),
                absolute=_limits(absolute),
            )


def _comes_later(number: int | None, step: Step, sequence: Sequence) -> bool:
    """Say whether the order puts a step after another."""
    return step.ordered and any(
        other.number == number and other.ordered and other.number > step.number
        for other in sequence.steps
    )


def _check_gaps(sequence: Sequence, reading: Reading) -> None:
    """Report gaps that nothing is held against, and two that no day keeps."""
    first = min((step.number for step in sequence.steps if step.ordered), default=None)
    seen = set[int]()  # the gap of the whole sequence is the same window in many steps
    for step in sequence.steps:
        gaps = [window for window in step.windows if window.is_gap]
        for gap in gaps:
            why = _why_idle(gap, step, first)
            if why is not None:
                where, number = reading.origins[id(gap)], str(step.number)
                reading.report("gap-without-effect", where, number=number, why=why)
        for shortest, longest in _gaps_held_together(gaps):
            why = _why_empty(shortest.start, longest.before, longest.last)
            if why is not None and id(longest) not in seen:
                seen.add(id(longest))
                where = reading.origins[id(longest)]
                reading.report("window-unreachable", where, number=str(step.number), why=why)


def _why_idle(gap: Window, step: Step, first: int | None) -> Label | None:
    if not step.ordered:
        return Label("steget står utanför ordningen", "the step takes no part in the order")
    if step.number == first and gap.origin is Origin.PREVIOUS:
        return Label("inget steg kommer före", "no step comes before it")
    return None


def _gaps_held_together(gaps: list[Window]) -> Iterator[tuple[Window, Window]]:
    """Give each gap beside one that holds wherever it does, or where it does.

    The visit before is never earlier than the step before, so what must lie after the one
    must lie after the other.
    """
    if len(gaps) > MOST_WINDOWS:
        return
    for shortest in gaps:
        for longest in gaps:
            conditions = {(gap.when, gap.unless) for gap in (shortest, longest)}
            if (
                shortest is not longest
                and (shortest.origin is longest.origin or shortest.origin is Origin.VISIT)
                and (len(conditions) == 1 or ((), ()) in conditions)
                and shortest.valid.overlap(longest.valid) is not None
            ):
                yield shortest, longest


def _check_refusal(window: Window, step: Step, sequence: Sequence, reading: Reading) -> None:
    """Report a refusal where no event is refused."""
    written = reading.origins[id(window)].get("refuses")
    if window.refuses is None or written is None:
        return
    number = str(step.number)
    if sequence.match is Match.CODE:
        why = Label("när koden säger steget", "where the code says the step")
        do = Label("skriv match: ordinal på sekvensen", "write match: ordinal on the sequence")
        reading.report("refusal-without-effect", written, number=number, why=why, do=do)
    elif window.strength is Strength.RECOMMENDED:
        why = Label("för en rekommenderad gräns", "for a recommended limit")
        do = Label("skriv strength: absolute", "write strength: absolute")
        reading.report("refusal-without-effect", written, number=number, why=why, do=do)


def _check_conditions(step: Step, sequence: Sequence, reading: Reading) -> None:
    """Report conditions that are never so, or that the step itself decides on."""
    number, seen = str(step.number), set[int]()
    things: tuple[Step | Window, ...] = (step, *step.windows)
    for thing in things:
        what = Label("villkoret", "the condition")
        if isinstance(thing, Window):
            what = Label("gränsen", "the limit")
        unless = frozenset(thing.unless)
        if thing.when and all(_is_excluded(c, unless) for c in thing.when):
            present = str(thing.when[0].step)
            where = reading.origins[id(thing)]
            reading.report("contradicting-conditions", where, number=present, what=what)
        for condition in (*thing.when, *thing.unless):
            place = reading.places[id(condition)]
            if id(place) in seen:
                continue  # written once for both strengths
            seen.add(id(place))
            if step.number in {condition.step, condition.after}:
                reading.report("condition-on-itself", place, number=number, what=what)
            elif thing is step and sequence.match is Match.ORDINAL:
                _check_is_earlier(step, condition, place, reading)
            if isinstance(place, MapNode):
                why = _why_empty(condition.start, condition.before)
                if why is not None:
                    reading.report("condition-unreachable", place, number=number, why=why)


def _is_excluded(condition: Condition, unless: frozenset[Condition]) -> bool:
    bare = Condition(step=condition.step)
    return condition in unless or bare in unless


def _check_is_earlier(step: Step, condition: Condition, place: Node, reading: Reading) -> None:
    """Steps filled in order of date must be told to be there before their events come."""
    later = max(condition.step, condition.after or 0)
    if later > step.number:
        number, other = str(step.number), str(later)
        reading.report("condition-on-later-step", place, number=number, other=other)


def _why_empty(start: Span | None, before: Span | None, last: Span | None = None) -> Label | None:
    """Say why no day lies between two limits, in the terms they are written in."""
    if start is None or before is None:
        return None
    if not is_at_least(start, before):
        return None
    first = said(start)
    if last is None:
        end = said(before)
        return Label(
            f"tidigast {first.sv} är inte före {end.sv}",
            f"the earliest, {first.en}, is not before {end.en}",
        )
    end = said(last)
    return Label(
        f"tidigast {first.sv} är efter senast {end.sv}",
        f"the earliest, {first.en}, is after the latest, {end.en}",
    )


def _pairs(windows: tuple[Window, ...]) -> Iterator[tuple[Window, Window]]:
    """Give each recommended window with each absolute one for the same episodes."""
    if len(windows) > MOST_WINDOWS:
        return
    for recommended in windows:
        for absolute in windows:
            if (
                recommended.strength is Strength.RECOMMENDED
                and absolute.strength is Strength.ABSOLUTE
                and (recommended.origin, recommended.step) == (absolute.origin, absolute.step)
                and (recommended.when, recommended.unless) == (absolute.when, absolute.unless)
                and recommended.valid.overlap(absolute.valid) is not None
            ):
                yield recommended, absolute


def _goes_beyond(inner: Window, outer: Window) -> bool:
    if inner.start is not None and outer.start is not None and is_longer(outer.start, inner.start):
        return True
    return (
        inner.before is not None
        and outer.before is not None
        and is_longer(inner.before, outer.before)
    )


def _limits(window: Window) -> Label:
    """Return the limits of a window in words."""
    sv, en = [], []
    if window.start is not None:
        first = said(window.start)
        sv.append(f"från {first.sv}")
        en.append(f"from {first.en}")
    if window.before is not None:
        length = said(window.last or window.before)
        sv.append(f"{'före' if window.last is None else 'till och med'} {length.sv}")
        en.append(f"{'before' if window.last is None else 'through'} {length.en}")
    return Label(" ".join(sv), " ".join(en))
