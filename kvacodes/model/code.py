"""Procedure codes: their shape, namespace, text and validity over time."""

from __future__ import annotations

import enum
import re
from datetime import date

from attrs import field, frozen

from kvacodes.model.decision import Decision, StartKind
from kvacodes.model.words import Basis
from kvacodes.periods import ALWAYS, Interval

__all__ = ["Code", "CodeShape", "DatedText", "Force", "Namespace", "Owner", "Run", "code_key"]


class CodeShape(enum.StrEnum):
    """The two shapes of KVÅ codes, and the classification each belongs to."""

    KMA = "KMA"
    """Medical procedures (KMÅ): two letters and three digits."""
    KKA = "KKA"
    """Surgical procedures (KKÅ): three letters and two digits."""

    @classmethod
    def of(cls, code: str) -> CodeShape | None:
        """Return the shape of a code, or None where it has neither."""
        match = _SHAPES.fullmatch(code)
        return None if match is None else cls(str(match.lastgroup))

    @property
    def pattern(self) -> str:
        """The shape in words: L is a letter A–Z, D a digit."""
        return "LLDDD" if self is CodeShape.KMA else "LLLDD"


_SHAPES = re.compile(
    r"""
      (?P<KMA> [A-Z]{2} [0-9]{3} )    # medical: ZV509, UX273
    | (?P<KKA> [A-Z]{3} [0-9]{2} )    # surgical: UJD02, FNG02
    """,
    re.VERBOSE,
)


def code_key(code: str) -> str:
    """Return the code as the code system writes it: upper case, no blanks around or inside."""
    return "".join(code.split()).upper()


class Owner(enum.StrEnum):
    """Whose codes a document is about."""

    REGION = "region"
    NATIONAL = "national"


@frozen
class Run:
    """The codes from one to another, both included, that are a programme's own."""

    first: str
    last: str

    def __contains__(self, code: str) -> bool:
        """Say whether the code lies in the run and has its shape."""
        return (
            len(code) == len(self.first)
            and self.first <= code <= self.last
            and CodeShape.of(code) is CodeShape.of(self.first)
        )


@frozen(kw_only=True)
class Namespace:
    """Which codes a document may decide on.

    Attributes:
        shape: The shape its codes have.
        prefix: What its codes begin with.
        region: The region whose codes they are.
        owner: A region, or the nation; rules on collisions hold for regions only.
        run: The programme's own run of codes; without it no code counts as unknown.
        basis: What the prefix rests on.
    """

    shape: CodeShape
    prefix: str = ""
    region: str = ""
    owner: Owner = Owner.REGION
    run: Run | None = None
    basis: Basis = Basis.DECISION

    def __contains__(self, code: str) -> bool:
        """Say whether the code has the shape and the prefix."""
        return code.startswith(self.prefix) and CodeShape.of(code) is self.shape


@frozen
class DatedText:
    """An official text (kodtext) and the days on which it is the text."""

    text: str
    valid: Interval = ALWAYS
    decision: Decision | None = None


class Force(enum.StrEnum):
    """Whether a code may be registered on a day."""

    IN_FORCE = "in-force"
    EARLY = "early"
    """Decided, and to start at the latest on a later day: permitted, not required."""
    NOT_IN_FORCE = "not-in-force"


@frozen(kw_only=True)
class Code:
    """A code that was decided on.

    Attributes:
        code: The code.
        text: Its official text (kodtext); the latest where it has changed.
        decision: The decision that made it.
        code_set: The id of the code set it belongs to.
        validity: The intervals in which it is in force, in order.
        description: The official description; empty as in the decision, None where not stated.
        texts: All texts with their days; empty where there has been only one.
        ended_by: The decision that ended it, where one did.
        replaced_by: Codes to use instead.
        beside: A condition on membership: counts only beside one of these on the same contact.
        note: What a reader needs to know beside this.
        basis: What the text and validity rest on.
        source: Where that can be read.
    """

    code: str
    text: str
    decision: Decision = field(repr=lambda decision: repr(decision.reference))
    code_set: str = ""
    validity: tuple[Interval, ...] = (ALWAYS,)
    description: str | None = None
    texts: tuple[DatedText, ...] = ()
    ended_by: Decision | None = None
    replaced_by: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    note: str = ""
    basis: Basis = Basis.DECISION
    source: str = ""
    early: Interval | None = field(init=False, repr=False, eq=False)
    """The days on which it was permitted though not yet required."""

    @early.default
    def _early(self) -> Interval | None:
        starts, decided_on = self.decision.starts, self.decision.decided_on
        if (
            starts is None
            or starts.kind is not StartKind.LATEST
            or decided_on is None
            or decided_on >= starts.day
            or self.validity[0].start != starts.day
        ):
            return None
        return Interval(decided_on, starts.day)

    def force_on(self, day: date) -> Force:
        """Say whether the code may be registered on the day."""
        for interval in self.validity:
            if day in interval:
                return Force.IN_FORCE
        if self.early is not None and day in self.early:
            return Force.EARLY
        return Force.NOT_IN_FORCE

    def text_on(self, day: date) -> str:
        """Return the official text on the day; the latest text where none covers it."""
        for dated in self.texts:
            if day in dated.valid:
                return dated.text
        return self.text

    @property
    def shape(self) -> CodeShape | None:
        """The shape, or None where it has neither."""
        return CodeShape.of(self.code)

    def __str__(self) -> str:
        """Return the code."""
        return self.code
