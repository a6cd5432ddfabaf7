"""What one reading of a document carries along: its findings, and where objects came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from attrs import frozen

from kvacodes.documents.nodes import Here, ListNode, MapNode, Mark, Node, Paths, TextNode
from kvacodes.documents.rules_of_form import RULES_OF_FORM
from kvacodes.findings import Finding, Place
from kvacodes.model.decision import Decision
from kvacodes.model.words import Label

__all__ = ["MAX_FINDINGS", "Reading"]

MAX_FINDINGS = 500
"""How many findings of one document are kept; more help nobody, and reading stops."""
MAX_COMPARISONS = 5_000
"""How many pairs of names are compared for near misses; more would cost the second we have."""


class TooManyFindingsError(Exception):
    """Ends a reading inside this package; never leaves it."""


_T = TypeVar("_T")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


@frozen(eq=False)
class _Raised:
    """A finding before its path is known."""

    rule: str
    where: Node | Mark
    parts: dict[str, str | Label]


class Reading:
    """One reading of one document.

    Attributes:
        file: The document as the caller named it.
        root: Its nodes, once they are read.
        cut: Whether reading stopped before the end, so that names may be missing.
        is_full: Whether it stopped because of too many findings.
        content_hash: SHA-256 of its text.
        code_set: The id of the code set, once it is read.
        decisions: Its decisions by id, once they are read.
        origins: The node that each object of the model came from, by the object's `id`.
        places: The same for objects that a text alone may stand for.
    """

    def __init__(self, file: str) -> None:
        """Start without findings."""
        self.file = file
        self.root: Node | None = None
        self.cut = False
        self.is_full = False
        self.content_hash = ""
        self.code_set = ""
        self.decisions: dict[str, Decision] = {}
        self.origins: dict[int, MapNode] = {}
        self.places: dict[int, Node] = {}
        self._kept: list[Any] = []
        self._raised: list[_Raised] = []
        self._comparisons = 0
        self._paths: Paths | None = None

    def report(self, rule: str, where: Node | Mark, **parts: str | Label) -> None:
        """Note that a rule is broken at a place; takes the parts of its message."""
        if len(self._raised) >= MAX_FINDINGS:
            self.is_full = True
            raise TooManyFindingsError
        self._raised.append(_Raised(rule, where, parts))

    def may_compare(self, number: int) -> bool:
        """Say whether so many pairs of names may still be compared, and count them."""
        self._comparisons += number
        return self._comparisons <= MAX_COMPARISONS

    @property
    def has_findings(self) -> bool:
        """Whether anything was found so far."""
        return bool(self._raised)

    def came_from(self, thing: _T, node: MapNode) -> _T:
        """Remember the node of an object, and return the object."""
        self.origins[id(thing)] = node
        self._kept.append(thing)  # an id is only good while its object lives
        return thing

    def placed(self, thing: _T, node: Node) -> _T:
        """Remember where an object was written that may be a text alone, and return it."""
        self.places[id(thing)] = node
        self._kept.append(thing)
        return thing

    def check_ids(self, things: Iterable[_Identified], *, key: str = "id") -> None:
        """Report each object whose id another one before it has."""
        seen: dict[str, int] = {}
        for thing in things:
            where = self.origins[id(thing)].entries[key][1]
            if thing.id in seen:
                self.report("duplicate-id", where, found=thing.id, line=str(seen[thing.id]))
            else:
                seen[thing.id] = where.mark.line + 1

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings in order of place, with the paths that lead there."""
        found = sorted(self._finding(raised) for raised in self._raised)
        if self.is_full:
            most: dict[str, str | Label] = {"most": str(MAX_FINDINGS)}
            found.append(self._finding(_Raised("too-many-findings", _TOP, most)))
        return tuple(found)

    def _finding(self, raised: _Raised) -> Finding:
        where, rule = raised.where, RULES_OF_FORM[raised.rule]
        path = self.path_of(where)
        parts = {"at": path or THE_DOCUMENT} | raised.parts
        return Finding(
            rule=raised.rule,
            severity=rule.severity,
            message=rule.message_in("en", parts),
            place=self.place(where, path),
            hint=rule.hint_in("en", parts),
            message_sv=rule.message_in("sv", parts),
            hint_sv=rule.hint_in("sv", parts),
        )

    def path_of(self, where: Node | Mark | None) -> str:
        """Return the path of keys that leads to a node; empty for what is none."""
        if self._paths is None or self._paths.root is not self.root:
            self._paths = Paths(self.root)
        return self._paths.of(where) if isinstance(where, _NODES) else ""

    def place(self, where: Node | Mark, path: str = "") -> Place:
        """Return the place of a node or mark."""
        mark = where.mark if isinstance(where, _NODES) else where
        if mark is _TOP:
            return Place(self.file)
        return Place(self.file, mark.line + 1, mark.column + 1, path)


_NODES = (TextNode, MapNode, ListNode)
THE_DOCUMENT = Label("dokumentet", "the document")
_TOP = Here(-1, -1)
