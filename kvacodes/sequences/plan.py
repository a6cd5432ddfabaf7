"""A sequence made ready for judging: which code leads where, which limit comes first.

The plan holds no rule of its own. It is computed once for each sequence, since one
child's visits are judged in less time than it takes to look through the definition.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from attrs import frozen

from kvacodes.errors import Phrase, UsageError
from kvacodes.findings import Severity
from kvacodes.model import (
    AnchorKind,
    Basis,
    Code,
    Match,
    Origin,
    Run,
    Sequence,
    Step,
    Strength,
    Window,
)
from kvacodes.periods import MonthEnd, Span
from kvacodes.sequences.kinds import FINDINGS, severity_of

__all__ = ["Limit", "Plan", "Side", "StepPlan", "plan_of"]

_NO_SPAN = Span()


@frozen
class Limit:
    """One side of a window: a day that must be reached, or not be passed.

    Attributes:
        window: The window it is a side of.
        late: Whether it is the later side.
        offset: Where it lies from the origin: first day allowed, or first day too late.
        finding: The id of the finding when it is broken.
        severity: The severity of that finding.
        refuses: Whether an event beyond it, and its grace, fills no step.
        conditional: Whether it holds in some episodes only.
    """

    window: Window
    late: bool
    offset: Span
    finding: str
    severity: Severity
    refuses: bool
    conditional: bool


@frozen
class Side:
    """The limits of a step on one side from one origin, strongest first.

    Only the first that is broken makes a finding: who breaks an absolute limit has also
    broken the recommended one.
    """

    origin: Origin
    step: int | None
    late: bool
    limits: tuple[Limit, ...]

    @property
    def is_gap(self) -> bool:
        """Whether it is counted from what came before, whichever step that was."""
        return self.limits[0].window.is_gap


@frozen
class StepPlan:
    """A step with its limits in order and its requirements as sets.

    Attributes:
        shares: The lower steps that share a code with it.
        always: Whether it is part of every episode.
    """

    step: Step
    number: int
    ordered: bool
    optional: bool
    sides: tuple[Side, ...]
    add_ons: frozenset[str]
    staff: frozenset[str]
    shares: frozenset[int]
    always: bool


@frozen(eq=False)
class Plan:
    """A sequence made ready for judging.

    Attributes:
        sequence: The sequence.
        steps: Its steps by number.
        ordered: The numbers of the ordered steps.
        candidates: For each code, the steps it can reach, lowest first.
        groups: The distinct such steps, sorted; where steps share codes also what the
            codes of one contact can reach together.
        add_ons: Codes that say something about a contact without being a step.
        beside: For codes that count only beside others, those others.
        force: The codes of steps, for their validity.
        joint: Codes that say that a visit was joint; None where it need not be.
        severities: The severity of each finding whose rule rests on one basis.
        starts: Steps that open an episode.
        ends: Steps that close it.
        waits: Steps that come before a start, and wait for the next one.
        looks_back: Whether some limit is counted from the visit before.
    """

    sequence: Sequence
    steps: dict[int, StepPlan]
    ordered: tuple[int, ...]
    candidates: dict[str, tuple[int, ...]]
    groups: tuple[tuple[int, ...], ...]
    add_ons: frozenset[str]
    beside: dict[str, frozenset[str]]
    force: dict[str, Code]
    always_in_force: frozenset[str]
    joint: frozenset[str] | None
    run: Run | None
    known: frozenset[str]
    anchor: AnchorKind
    month_end: MonthEnd
    ordinal: bool
    starts: frozenset[int]
    ends: frozenset[int]
    waits: frozenset[int]
    looks_back: bool
    severities: dict[tuple[str, str], Severity]

    def has(self, code: str) -> bool:
        """Say whether a code is the programme's, be it one that does not exist."""
        return code in self.candidates or code in self.add_ons or self.is_unknown(code)

    def is_unknown(self, code: str) -> bool:
        """Say whether a code of the programme's own run does not exist."""
        return (
            self.run is not None
            and code not in self.known
            and code not in self.candidates
            and code not in self.add_ons
            and code in self.run
        )

    @property
    def order_basis(self) -> str:
        """What the order of the steps rests on."""
        return self.sequence.order.basis

    def severity(self, finding: str, basis: str) -> Severity:
        """Return the severity of a finding that rests on the basis."""
        return self.severities[finding, basis]


@functools.lru_cache(maxsize=64)
def plan_of(sequence: Sequence) -> Plan:
    """Return the plan of a sequence; the same object for the same sequence.

    Raises:
        UsageError: It is no sequence, but for instance a code set.
    """
    if not isinstance(sequence, Sequence):
        kind = type(sequence).__name__
        message = Phrase(
            f"expected a Sequence, found a {kind}; take .sequence of a code set that has one",
            f"väntade en Sequence, fann en {kind}; ta .sequence från en kodmängd som har en",
        )
        raise UsageError(message)
    candidates: dict[str, tuple[int, ...]] = {}
    for step in sorted(sequence.steps, key=lambda s: s.number):
        for code in step.codes:
            if sequence.match is Match.ORDINAL:
                candidates[code] = (*candidates.get(code, ()), step.number)
            else:
                candidates.setdefault(code, (step.number,))
    steps = {s.number: _step_plan(s, sequence) for s in sorted(sequence.steps, key=_number)}
    codes = {c.code: c for c in sequence.codes}
    beside = {c.code: frozenset(c.beside) for c in sequence.codes if c.beside}
    joint = None if sequence.joint is None else frozenset(sequence.joint.add_ons)
    add_ons = frozenset(joint or ()).union(
        *(s.add_ons for s in steps.values()),
        *(others for code, others in beside.items() if code in candidates),
    )
    bases = [*Basis, "definition"]
    is_by_step = sequence.anchor.kind is AnchorKind.STEP
    return Plan(
        sequence=sequence,
        steps=steps,
        ordered=tuple(n for n, s in steps.items() if s.ordered),
        candidates=candidates,
        groups=_groups(candidates, sequence.match),
        add_ons=add_ons - candidates.keys(),
        beside={code: others for code, others in beside.items() if code in candidates},
        force={code: codes[code] for code in candidates if code in codes},
        always_in_force=frozenset(c for c in candidates if c not in codes),
        joint=joint,
        run=sequence.run,
        known=frozenset(codes),
        anchor=sequence.anchor.kind,
        month_end=sequence.month_end,
        ordinal=sequence.match is Match.ORDINAL,
        # Counted from birth or from a day, a person has one episode.
        starts=frozenset(sequence.episodes.start) if is_by_step else frozenset(),
        ends=frozenset(sequence.episodes.end) if is_by_step else frozenset(),
        waits=frozenset(s.number for s in sequence.steps if s.before_start)
        - {*sequence.episodes.start, *sequence.episodes.end},
        looks_back=any(w.origin is Origin.VISIT for s in sequence.steps for w in s.windows),
        severities={(f, b): severity_of(f, sequence, b) for f in FINDINGS for b in bases},
    )


def _groups(candidates: dict[str, tuple[int, ...]], match: Match) -> tuple[tuple[int, ...], ...]:
    groups = set(candidates.values())
    together = groups if match is Match.ORDINAL else set[tuple[int, ...]]()
    while together:
        joined = {tuple(sorted({*a, *b})) for a in together for b in groups}
        together = joined - groups
        groups |= joined
    return tuple(sorted(groups))


def _number(step: Step) -> int:
    return step.number


def _step_plan(step: Step, sequence: Sequence) -> StepPlan:
    return StepPlan(
        step=step,
        number=step.number,
        ordered=step.ordered,
        optional=step.optional,
        sides=tuple(_sides(step, sequence)),
        add_ons=frozenset(step.add_ons),
        staff=frozenset(step.staff),
        shares=frozenset(
            other.number
            for other in sequence.steps
            if other.number < step.number and not set(other.codes).isdisjoint(step.codes)
        ),
        always=not step.is_conditional,
    )


def _sides(step: Step, sequence: Sequence) -> Iterator[Side]:
    groups: dict[tuple[Origin, int | None, bool], list[Limit]] = {}
    for window in step.windows:
        if window.is_gap and not step.ordered:
            continue
        # The first day too late; a window without that side sets no limit there.
        for late, offset in ((False, window.start), (True, window.before)):
            if offset is not None:
                key = (window.origin, window.step, late)
                groups.setdefault(key, []).append(_limit(window, late, offset, sequence))
    for (origin, number, late), limits in groups.items():
        limits.sort(key=lambda limit: limit.window.strength is not Strength.ABSOLUTE)
        yield Side(origin, number, late, tuple(limits))


def _limit(window: Window, late: bool, offset: Span, sequence: Sequence) -> Limit:  # noqa: FBT001
    if window.is_gap:
        finding = "gap-too-long" if late else "gap-too-short"
    else:
        finding = "visit-too-late" if late else "visit-too-early"
    overridden = dict(sequence.severities).get(finding)
    severity = window.effective_severity
    if overridden is not None and window.severity is None:
        severity = overridden
        if window.basis is Basis.ASSUMPTION:
            severity = severity.at_most(Severity.WARNING)
    return Limit(
        window,
        late,
        offset,
        finding,
        severity,
        refuses=_refuses(window, late=late, match=sequence.match),
        conditional=window.is_conditional,
    )


def _refuses(window: Window, *, late: bool, match: Match) -> bool:
    if match is Match.CODE or window.strength is not Strength.ABSOLUTE:
        return False
    return not late if window.refuses is None else window.refuses
