"""What one reading of a document carries along: its findings, and where objects came from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from attrs import frozen

from kvacodes.documents.nodes import Here, ListNode, MapNode, Mark, Node, TextNode, paths_of
from kvacodes.documents.rules_of_form import RULES_OF_FORM
from kvacodes.findings import Finding, Place
from kvacodes.model.decision import Decision
from kvacodes.model.words import Label, Lang

__all__ = ["MAX_FINDINGS", "Reading"]

MAX_FINDINGS = 500
"""How many findings of one document are kept; more help nobody."""


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
        content_hash: SHA-256 of its text.
        code_set: The id of the code set, once it is read.
        decisions: Its decisions by id, once they are read.
        origins: The node that each object of the model came from, by the object's `id`.
    """

    def __init__(self, file: str) -> None:
        """Start without findings."""
        self.file = file
        self.root: Node | None = None
        self.cut = False
        self.content_hash = ""
        self.code_set = ""
        self.decisions: dict[str, Decision] = {}
        self.origins: dict[int, MapNode] = {}
        self._kept: list[Any] = []
        self._raised: list[_Raised] = []
        self._more = 0
        self._paths: dict[int, str] | None = None

    def report(self, rule: str, where: Node | Mark, **parts: str | Label) -> None:
        """Note that a rule is broken at a place; takes the parts of its message."""
        if len(self._raised) < MAX_FINDINGS:
            self._raised.append(_Raised(rule, where, parts))
        else:
            self._more += 1

    @property
    def is_full(self) -> bool:
        """Whether no more findings are kept, so that costly hints are not worth making."""
        return len(self._raised) >= MAX_FINDINGS

    @property
    def has_findings(self) -> bool:
        """Whether anything was found so far."""
        return bool(self._raised)

    def came_from(self, thing: _T, node: MapNode) -> _T:
        """Remember the node of an object, and return the object."""
        self.origins[id(thing)] = node
        self._kept.append(thing)  # an id is only good while its object lives
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
        nodes = {id(raised.where) for raised in self._raised}
        paths = paths_of(self.root, nodes)
        found = [self._finding(raised, paths) for raised in self._raised]
        found.sort()
        if self._more:
            last = _Raised("too-many-findings", _TOP, {"count": str(self._more)})
            found.append(self._finding(last, {}))
        return tuple(found)

    def _finding(self, raised: _Raised, paths: dict[int, str]) -> Finding:
        where, rule = raised.where, RULES_OF_FORM[raised.rule]
        path = paths.get(id(where), "")
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

    def path_of(self, node: Node | None) -> str:
        """Return the path of keys that leads to a node."""
        if self._paths is None:
            self._paths = paths_of(self.root, {id(n) for n in self.origins.values()})
        return self._paths.get(id(node), "")

    def place(self, where: Node | Mark, path: str = "") -> Place:
        """Return the place of a node or mark."""
        mark = where.mark if isinstance(where, TextNode | MapNode | ListNode) else where
        if mark is _TOP:
            return Place(self.file)
        return Place(self.file, mark.line + 1, mark.column + 1, path)


THE_DOCUMENT = Label("dokumentet", "the document")
_TOP = Here(-1, -1)
