"""What a rule works with: the documents under proposal, and the remarks that it makes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import cached_property
from types import ModuleType
from typing import Any, Protocol, TypeVar, cast

from attrs import field, frozen

from kvacodes.documents import Document
from kvacodes.documents.nodes import ListNode, MapNode, Node, TextNode
from kvacodes.findings import Place, Severity
from kvacodes.model import Code, CodeSet, Label, Owner
from kvacodes.proposals.national import Edition

__all__ = ["NOTHING", "Proposal", "Remark", "Rule", "Use", "as_rule", "label", "walk"]

NOTHING = Label("")
T = TypeVar("T")


def label(sv: str, en: str) -> Label:
    """Return the words in both languages."""
    return Label(sv, en)


@frozen
class Remark:
    """One place where a rule is broken; the runner makes a finding of it.

    Attributes:
        place: Where.
        message: What was found against what was expected.
        hint: What to do next.
        severity: Set where it is another one than the rule's own.
    """

    place: Place
    message: Label
    hint: Label = NOTHING
    severity: Severity | None = None


@frozen
class Use:
    """A code of a document, and where it stands."""

    document: Document
    code: Code

    def place(self, *keys: str | int) -> Place:
        """Return the place of one of the code's values."""
        return self.document.place(*(keys or ("code",)), of=self.code)

    @property
    def at(self) -> str:
        """Where it stands, as ``file:line``."""
        place = self.place()
        return f"{place.file}:{place.line}"


@frozen(kw_only=True, eq=False, slots=False)
class Proposal:
    """All that the rules look at.

    Attributes:
        documents: The documents under proposal, those with errors of form included.
        base: The documents as they are in force, where a base was given; by id.
        has_base: Whether a base was given.
        national: A national edition, where one was given.
        on: The day for rules that need one.
    """

    documents: tuple[Document, ...]
    base: Mapping[str, Document] = field(factory=dict)
    has_base: bool = False
    national: Edition | None = None
    on: date | None = None
    _made: dict[Callable[[Proposal], Any], Any] = field(factory=dict, init=False, repr=False)

    def once(self, make: Callable[[Proposal], T]) -> T:
        """Return what a function makes of the proposal, made once for all documents."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every code that a document decides on."""
        return tuple(
            Use(document, code)
            for document in self.documents
            if document.code_set is not None
            for code in document.code_set.codes
        )

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Use, ...]]:
        """The documents' codes, by code; more than one use is an error somewhere."""
        found: dict[str, list[Use]] = {}
        for use in self.uses:
            found.setdefault(use.code.code, []).append(use)
        return {code: tuple(uses) for code, uses in found.items()}

    def is_regional(self, code: str) -> bool:
        """Say whether a code lies in the namespace of one of the region's documents."""
        return any(
            namespace.prefix and code in namespace
            for document in self.documents
            if document.code_set is not None
            and (namespace := document.code_set.namespace).owner is Owner.REGION
        )

    def base_of(self, document: Document) -> CodeSet | None:
        """Return what the document was in the base; None where it is new."""
        if document.code_set is None:
            return None
        before = self.base.get(document.code_set.id)
        return None if before is None else before.code_set


class Rule(Protocol):
    """A module of `kvacodes.proposals.rules`.

    `NEEDS` may be left out: ``national``, ``base`` and ``on`` are what the proposal must
    hold for the rule to run, and ``whole`` is a document without errors of form, because
    what could not be read would count as missing.
    """

    ID: str
    SUMMARY: Label
    SEVERITY: Severity
    SINCE: str
    STATUS: str

    NEEDS: tuple[str, ...]

    def check(self, document: Document, proposal: Proposal) -> Iterator[Remark]:
        """Give a remark for each place in the document where the rule is broken."""


def as_rule(module: ModuleType) -> Rule:
    """Return the module as the rule that it is."""
    return cast("Rule", module)


def walk(
    node: Node | None, keys: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    """Give every node of a document with the keys that lead to it, outermost first."""
    if node is None:
        return
    waiting: list[tuple[tuple[str | int, ...], Node]] = [(keys, node)]
    while waiting:
        at, here = waiting.pop()
        yield at, here
        if isinstance(here, MapNode):
            waiting += [((*at, key), value) for key, (_, value) in here.entries.items()]
        elif isinstance(here, ListNode):
            waiting += [((*at, place), item) for place, item in enumerate(here.items)]


def texts_under(node: Node | None, names: Collection[str]) -> Iterator[str]:
    """Give every text that is the value of one of the keys, alone or in a list."""
    waiting: list[tuple[bool, Node]] = [] if node is None else [(False, node)]
    while waiting:
        is_wanted, here = waiting.pop()
        if isinstance(here, MapNode):
            waiting += [
                (key in names, value)
                for key, (_, value) in here.entries.items()
                if key in names or not isinstance(value, TextNode)
            ]
        elif isinstance(here, ListNode):
            waiting += [(is_wanted, item) for item in here.items]
        elif is_wanted:
            yield here.text


def texts(node: Node | None) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give every text of a document with the keys that lead to it."""
    for keys, found in walk(node):
        if isinstance(found, TextNode):
            yield keys, found.text
