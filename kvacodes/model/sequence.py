"""Visit sequences: the steps of a programme, and when each is to happen.

One model holds home visits by age, vaccination series by age and interval, and
cancer pathways by time between steps. Its concepts are few: a *step* is reached by
an event with one of its codes; a *window* says which days are allowed for a step,
counted from an *origin* (the anchor, an earlier step, or the step before); a
*condition* says in which episodes a window or a step is there at all.
"""

from __future__ import annotations

import enum
from datetime import date

from attrs import field, frozen

from kvacodes.errors import UnknownNameError
from kvacodes.findings import Severity
from kvacodes.model.code import Code, Run
from kvacodes.model.words import Basis, Label
from kvacodes.periods import ALWAYS, Interval, MonthEnd, Span

__all__ = [
    "VISIT_FINDINGS",
    "Anchor",
    "AnchorKind",
    "Condition",
    "Episodes",
    "Joint",
    "Match",
    "Order",
    "Origin",
    "Sequence",
    "Step",
    "Strength",
    "Window",
]

VISIT_FINDINGS = (
    "person-unknown",
    "birth-date-missing",
    "birth-date-conflict",
    "anchor-date-missing",
    "anchor-date-conflict",
    "date-missing",
    "date-before-birth",
    "date-after-as-of",
    "unknown-code",
    "code-not-in-force",
    "outside-target-group",
    "duplicate-visit",
    "visit-out-of-order",
    "same-day-visits",
    "visit-skipped",
    "visit-overdue",
    "visit-too-early",
    "visit-too-late",
    "gap-too-short",
    "gap-too-long",
    "not-joint",
    "add-on-missing",
    "staff-missing",
    "staff-changed",
)
"""What can be found about visits: the names that `Sequence.severities` may hold."""


class AnchorKind(enum.StrEnum):
    """From what the days of a sequence are counted."""

    BIRTH = "birth"
    STEP = "step"
    GIVEN = "given"
    """A day that the caller gives for each person (``anchor_date``)."""
    DATE = "date"
    """One day for all, written in the document."""


@frozen(kw_only=True)
class Anchor:
    """From what the days of a sequence are counted."""

    kind: AnchorKind = AnchorKind.BIRTH
    step: int | None = None
    date: date | None = None


class Strength(enum.StrEnum):
    """Whether a limit is a recommendation or must hold."""

    RECOMMENDED = "recommended"
    ABSOLUTE = "absolute"


class Origin(enum.StrEnum):
    """From which day a window is counted."""

    ANCHOR = "anchor"
    STEP = "step"
    """The first occurrence of the step named beside."""
    PREVIOUS = "previous"
    """The first occurrence of the step before, by number, among those present."""
    VISIT = "visit"
    """The visit before, by date: also one that was refused, or that repeats a step."""


@frozen(kw_only=True)
class Condition:
    """What must be so in an episode: that a step is present, perhaps on certain days.

    Attributes:
        step: The step that must be present.
        start: How long after the origin its first occurrence is at the earliest; None for any.
        before: How long after the origin it is too late to count; None for any.
        after: The step that it is counted from; None for the anchor.
    """

    step: int
    start: Span | None = None
    before: Span | None = None
    after: int | None = None


@frozen(kw_only=True)
class Window:
    """The days on which a step may happen: ``origin + start <= day < origin + before``.

    Attributes:
        origin: From which day it is counted.
        step: The step it is counted from, where the origin is a step.
        start: Earliest, included; None where there is no earliest.
        before: Latest, not included; None where there is no latest.
        last: The latest as it was written, where that is included: a day less than `before`.
        strength: Whether it is recommended or absolute.
        grace: How much earlier than `start`, or later than the last day, is let pass.
        refuses: Whether an event beyond an absolute limit fills no step, where steps are
            filled in order of date; None is the default: too early it fills none, too late
            it does.
        when: Holds only in episodes where one of these is so; always, where there is none.
        unless: Holds only in episodes where none of these is so.
        valid: Holds for episodes whose start day lies within (the version of the limit).
        basis: What it rests on.
        source: Where it can be read.
        severity: Set where the document overrides the default of its strength.
        id: A name for reports; may be empty.
    """

    origin: Origin = Origin.ANCHOR
    step: int | None = None
    start: Span | None = None
    before: Span | None = None
    last: Span | None = field(default=None, eq=False, repr=False)
    strength: Strength = Strength.RECOMMENDED
    grace: Span = Span()
    refuses: bool | None = None
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    valid: Interval = ALWAYS
    basis: Basis = Basis.DECISION
    source: str = ""
    severity: Severity | None = None
    id: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether it is counted from what came before, whichever step that was."""
        return self.origin in {Origin.PREVIOUS, Origin.VISIT}

    @property
    def is_conditional(self) -> bool:
        """Whether it holds in some episodes only."""
        return bool(self.when or self.unless) or self.valid != ALWAYS

    @property
    def effective_severity(self) -> Severity:
        """The severity of a breach: what rests on an assumption is at most a warning."""
        default = Severity.ERROR if self.strength is Strength.ABSOLUTE else Severity.WARNING
        severity = self.severity or default
        if self.basis is Basis.ASSUMPTION:
            return severity.at_most(Severity.WARNING)
        return severity


@frozen(kw_only=True)
class Step:
    """One step of a sequence.

    Attributes:
        number: Its number; order goes by it.
        codes: The codes that reach it; alternatives.
        title: What it is called.
        nominal_age: The age it is meant for, counted from the anchor.
        nominal_source: Where that age is published.
        windows: When it may happen.
        optional: Never skipped nor overdue, and not needed for a complete series.
        ordered: Whether it takes part in order, gap, skipped and same-day rules.
        before_start: Happens before the episode's start step, and joins the next start.
        add_ons: Codes that must stand beside it on the same contact.
        staff: Roles that must take part in it.
        requirement_basis: What `add_ons` and `staff` rest on.
        when: Part of the sequence only in episodes where one of these is so.
        unless: Part of the sequence only in episodes where none of these is so.
        valid: The interval in which the step is part of the sequence.
        basis: What the step itself rests on.
        note: What a reader needs to know beside this.
    """

    number: int
    codes: tuple[str, ...]
    title: Label = Label("")
    nominal_age: Span | None = None
    nominal_source: str = ""
    windows: tuple[Window, ...] = ()
    optional: bool = False
    ordered: bool = True
    before_start: bool = False
    add_ons: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    requirement_basis: Basis = Basis.DECISION
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    valid: Interval = ALWAYS
    basis: Basis = Basis.DECISION
    note: str = ""

    @property
    def is_conditional(self) -> bool:
        """Whether it is part of the sequence in some episodes only."""
        return bool(self.when or self.unless) or self.valid != ALWAYS

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All that the step, or one of its windows, depends on."""
        of_windows = (c for window in self.windows for c in (*window.when, *window.unless))
        return (*self.when, *self.unless, *of_windows)

    @property
    def is_for_all(self) -> bool:
        """Whether everybody needs it for a complete series, versions aside."""
        return not (self.optional or self.when or self.unless)

    @property
    def anchor_windows(self) -> tuple[Window, ...]:
        """The windows counted from the anchor: by age, where the anchor is birth."""
        return tuple(w for w in self.windows if w.origin is Origin.ANCHOR)

    @property
    def window(self) -> Window | None:
        """The window counted from the anchor, where there is just one; else the first."""
        windows = self.anchor_windows
        return windows[0] if windows else None


@frozen(kw_only=True)
class Joint:
    """How to see that a visit was made together with the partner.

    Attributes:
        add_ons: Codes on the same contact that say so.
        basis: What it rests on that these codes say so.
        source: Where it can be read.
    """

    add_ons: tuple[str, ...] = ()
    basis: Basis = Basis.DECISION
    source: str = ""


@frozen(kw_only=True)
class Order:
    """What it rests on that the steps come in the order of their numbers."""

    basis: Basis = Basis.DECISION
    source: str = ""


@frozen(kw_only=True)
class Episodes:
    """Where an episode starts and ends.

    Attributes:
        start: Steps that open an episode; none where a person has just one.
        end: Steps that close it.
    """

    start: tuple[int, ...] = ()
    end: tuple[int, ...] = ()


class Match(enum.StrEnum):
    """How an event finds its step."""

    CODE = "code"
    """By its code; a code belongs to one step."""
    ORDINAL = "ordinal"
    """Steps that share a code are filled in order of date."""


@frozen(kw_only=True, cache_hash=True)
class Sequence:
    """The steps of a programme, with all that is needed to judge visits against them.

    A sequence taken from a code set carries its codes with their validity, so judging
    needs no catalogue.

    Attributes:
        id: The id of the code set it belongs to.
        title: What it is called.
        anchor: From what days are counted.
        steps: In order of number.
        episodes: Where an episode starts and ends.
        match: How an event finds its step.
        month_end: What happens to a day that the target month does not have.
        order: What the order rests on.
        joint: How to see that a visit was joint; None where the programme is not joint.
        codes: The codes of the set.
        run: The programme's own run of codes; None switches `unknown-code` off.
        severities: Finding and severity, where the document overrides the default.
        content_hash: SHA-256 of the document it was read from.
    """

    id: str = ""
    title: Label = Label("")
    anchor: Anchor = Anchor()
    steps: tuple[Step, ...] = ()
    episodes: Episodes = Episodes()
    match: Match = Match.CODE
    month_end: MonthEnd = MonthEnd.CLAMP
    order: Order = Order()
    joint: Joint | None = None
    codes: tuple[Code, ...] = field(default=(), repr=False)
    run: Run | None = None
    severities: tuple[tuple[str, Severity], ...] = ()
    content_hash: str = field(default="", eq=False, repr=False)

    def step(self, number: int) -> Step:
        """Return the step with the number.

        Raises:
            UnknownNameError: There is no such step.
        """
        for step in self.steps:
            if step.number == number:
                return step
        raise UnknownNameError("step", str(number), known=(str(s.number) for s in self.steps))
