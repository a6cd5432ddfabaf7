"""A code set: one programme with its decisions, codes, sequence, follow-up and rules."""

from __future__ import annotations

from attrs import field, frozen

from kvacodes.errors import UnknownNameError
from kvacodes.model.code import Code, Namespace, code_key
from kvacodes.model.decision import Decision, diary_key
from kvacodes.model.follow_up import Agreement, FollowUp, Initiative, Partner, Review
from kvacodes.model.html import code_set_html
from kvacodes.model.rules import Rules
from kvacodes.model.sequence import Sequence
from kvacodes.model.words import Label

__all__ = ["CodeSet"]


@frozen(kw_only=True, cache_hash=True)
class CodeSet:
    """One programme as its document tells it.

    Attributes:
        id: Stable name.
        title: What it is called.
        description: What it is, in a paragraph.
        model: The model of work it follows, where it follows one.
        namespace: Which codes it may decide on.
        target_group: Whom it is for.
        decisions: All decisions it rests on.
        codes: Its codes.
        sequence: The visit sequence; None where it has none.
        follow_up: How it is followed up; None where that is not decided.
        rules: Rules on money.
        partners: Who takes part.
        agreements: What it runs under.
        initiatives: Other initiatives of the same kind.
        purposes: What the decision wants to reach.
        review: Who looked the document through, and when.
        sources: What the document is made from.
        file: Where it was read from.
        content_hash: SHA-256 of the document, in hexadecimal.
    """

    id: str
    title: Label
    namespace: Namespace
    description: Label = Label("")
    model: str = ""
    target_group: Label = Label("")
    decisions: tuple[Decision, ...] = ()
    codes: tuple[Code, ...] = ()
    sequence: Sequence | None = None
    follow_up: FollowUp | None = None
    rules: Rules = Rules()
    partners: tuple[Partner, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    purposes: tuple[Label, ...] = ()
    review: Review | None = None
    sources: tuple[str, ...] = ()
    file: str = field(default="", eq=False)
    content_hash: str = field(default="", eq=False)

    def code(self, code: str) -> Code:
        """Return a code of this set; case and blanks do not matter.

        Raises:
            UnknownNameError: The set has no such code; names the closest ones.
        """
        key = code_key(code)
        for candidate in self.codes:
            if candidate.code == key:
                return candidate
        raise UnknownNameError("code", code, known=(c.code for c in self.codes))

    def decision(self, name: str) -> Decision:
        """Return a decision of this set by its id or diary number.

        Raises:
            UnknownNameError: The set has no such decision; names the closest ones.
        """
        key = diary_key(name)
        for decision in self.decisions:
            if decision.id == name or (
                decision.diary_number is not None and diary_key(decision.diary_number) == key
            ):
                return decision
        known = [word for d in self.decisions for word in (d.diary_number, d.id) if word]
        raise UnknownNameError("decision", name, known=known)

    def __repr__(self) -> str:
        """Show what is inside, in one line; the whole would fill pages."""
        parts = [f"{len(self.codes)} codes", f"{len(self.decisions)} decisions"]
        if self.sequence is not None:
            parts.append(f"sequence of {len(self.sequence.steps)} steps")
        if self.follow_up is not None:
            parts.append(f"{len(self.follow_up.questions)} questions")
        if self.rules.parameters:
            parts.append(f"{len(self.rules.parameters)} parameters")
        return f"<CodeSet {self.id}: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        """Return the code set as a table, for notebooks."""
        return code_set_html(self)

    def __str__(self) -> str:
        """Return the id and the title."""
        return f"{self.id}: {self.title}"
