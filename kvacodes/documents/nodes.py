"""YAML text as nodes: every scalar stays text, and everything knows its line and column.

A small builder over the events of libyaml, or of the pure-Python parser where libyaml
is missing. Nothing is guessed: `no`, `0123` and `10:30` remain the text that was
written. What YAML offers beyond plain mappings, lists and texts (anchors, tags, merge
keys, several documents) is refused. There is no recursion, and no more is read than
the limits allow, so a hostile text costs no more than a large honest one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from kvacodes.documents.characters import cleaned, report_invisible
from kvacodes.documents.syntax import QuotedLines, problem_of
from kvacodes.model.words import Label

Parser = Callable[[str], Any]
LIBYAML: Parser | None
try:
    import yaml._yaml
except ImportError:  # pragma: no cover - a test takes the other parser by hand
    LIBYAML = None
else:
    LIBYAML = yaml._yaml.CParser  # noqa: SLF001 - published by no other name

__all__ = [
    "MAX_DEPTH",
    "MAX_VALUES",
    "Here",
    "ListNode",
    "MapNode",
    "Mark",
    "Node",
    "Paths",
    "Report",
    "TextNode",
    "parse",
    "shown",
]

MAX_DEPTH = 32
"""How many mappings and lists may lie inside each other."""
MAX_VALUES = 400_000
"""How many values are read of one document; one with 12 000 codes has some 300 000."""


class Mark(Protocol):
    """A place in a text, as the parsers give it: line and column count from 0."""

    line: int
    column: int


class Here:
    """A place made by hand, where no parser gives one."""

    __slots__ = ("column", "line")

    def __init__(self, line: int, column: int) -> None:
        """Take line and column from 0."""
        self.line, self.column = line, column


class TextNode:
    """A scalar: its text, its place, and whether it stands without quotes."""

    __slots__ = ("mark", "plain", "text")

    def __init__(self, text: str, mark: Mark, plain: bool) -> None:  # noqa: FBT001 - hot path
        """Take what the parser says of the scalar."""
        self.text, self.mark, self.plain = text, mark, plain


class MapNode:
    """A mapping: entries by key, in the order written.

    `cut` says that reading stopped inside, so that what is missing may have come later.
    """

    __slots__ = ("cut", "entries", "mark")

    def __init__(self, mark: Mark) -> None:
        """Start an empty mapping at a place."""
        self.mark = mark
        self.entries: dict[str, tuple[TextNode, Node]] = {}
        self.cut = False

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        entry = self.entries.get(key)
        return None if entry is None else entry[1]


class ListNode:
    """A list: its items in order."""

    __slots__ = ("cut", "items", "mark")

    def __init__(self, mark: Mark) -> None:
        """Start an empty list at a place."""
        self.mark = mark
        self.items: list[Node] = []
        self.cut = False


Node = TextNode | MapNode | ListNode


class Report(Protocol):
    """Takes note of one thing that is wrong."""

    def __call__(self, rule: str, where: Node | Mark, **parts: str | Label) -> None:
        """Note the rule, the place, and the parts of its message."""


class PureParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """The pure-Python parser, put together without what makes objects of the text."""

    def __init__(self, stream: str) -> None:
        """Start on a text."""
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def parse(text: str, report: Report, *, parser: Parser | None = LIBYAML) -> Node | None:
    """Read a text as one tree of nodes; None where there is nothing to read.

    Args:
        text: The text of a document.
        report: Takes what is wrong; after an error in the syntax nothing more is read,
            but what came before is still returned.
        parser: The parser of libyaml, or None for the pure-Python one.
    """
    builder = _Builder(report, has_escapes="\\" in text)
    whole = len(text.removeprefix("\ufeff"))
    text = cleaned(text, report)
    try:
        builder.run((parser or PureParser)(text).get_event)
    except yaml.YAMLError as error:
        quoted = _last_quoted(parser or PureParser, text)
        _report_syntax(error, text, builder, quoted)
    if len(text) < whole and isinstance(builder.root, MapNode | ListNode):
        builder.root.cut = True  # the text ended early
    return builder.root


class _Builder:
    """Turns events into nodes; `stack` holds what is open, outermost first."""

    def __init__(self, report: Report, *, has_escapes: bool) -> None:
        self.report = report
        self.has_escapes = has_escapes
        self.root: Node | None = None
        self.stack: list[MapNode | ListNode] = []
        self.keys: list[TextNode | None] = []
        self.values = 0

    def run(self, next_event: Callable[[], Any]) -> None:  # noqa: C901 - one dispatch, hot
        """Take events until the document ends or a limit is met."""
        add, report = self.add, self.report
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                node = TextNode(event.value, event.start_mark, not event.style)
                if event.tag is not None or event.anchor is not None:
                    self.refuse(event)
                if self.has_escapes and not node.plain:
                    report_invisible(node.text, report, at=node)
                add(node)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.tag is not None or event.anchor is not None:
                    self.refuse(event)
                opened = (MapNode if kind is MappingStartEvent else ListNode)(event.start_mark)
                if len(self.stack) == MAX_DEPTH:
                    report("too-deep", opened, most=str(MAX_DEPTH))
                    self.stop()
                    return
                self.stack.append(opened)
                self.keys.append(None)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.keys.pop()
                add(self.stack.pop())
            elif kind is AliasEvent:
                report("yaml-alias", event.start_mark, found=f"*{event.anchor}")
                add(TextNode("", event.start_mark, plain=False))
            elif kind is DocumentStartEvent and self.root is not None:
                report("yaml-documents", event.start_mark)
                return
            elif kind is StreamEndEvent or event is None:
                return
            if self.values > MAX_VALUES:
                self.too_much(event.start_mark)
                return

    def add(self, node: Node) -> None:
        """Put a finished node where it belongs: into the innermost open one."""
        self.values += 1
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = self.key_of(node)
            return
        self.keys[-1] = None
        entries = parent.entries
        if key.text in entries:
            self.repeated(parent, key, node)
        elif key.text == "<<" and key.plain:
            self.report("yaml-merge", key)
        elif key is not _NO_KEY:
            entries[key.text] = (key, node)

    def repeated(self, parent: MapNode, key: TextNode, node: Node) -> None:
        """Report a key that is there already; where an entry began with it, begin another."""
        first = parent.entries[key.text][0]
        found = {"key": shown(key.text), "line": str(first.mark.line + 1)}
        around = self.stack[-2] if len(self.stack) > 1 else None
        begins = next(iter(parent.entries)) == key.text and first.mark.line != key.mark.line
        if not (begins and isinstance(around, ListNode)):
            self.report("duplicate-key", key, **found)
            return
        self.report("duplicate-key", key, **found, hint=_NEW_ENTRY)
        parent.cut = True
        around.items.append(parent)
        entry = self.stack[-1] = MapNode(key.mark)
        entry.cut = True
        entry.entries[key.text] = (key, node)

    def key_of(self, node: Node) -> TextNode:
        """Return the node as a key; one that cannot be a key is left out with its value."""
        if type(node) is TextNode:
            return node
        found = Label("en lista", "a list") if type(node) is ListNode else _A_MAPPING
        self.report("key-not-text", node, found=found)
        return _NO_KEY

    def refuse(self, event: Any) -> None:  # noqa: ANN401 - three classes of event
        """Report what hangs on an event that has a tag or an anchor."""
        if event.tag is not None:
            self.report("yaml-tag", event.start_mark, found=shown(event.tag))
        if event.anchor is not None:
            self.report("yaml-alias", event.start_mark, found=f"&{shown(event.anchor)}")

    def too_much(self, mark: Mark) -> None:
        """Stop at the limit on values."""
        found = Label(f"mer än {MAX_VALUES} värden", f"more than {MAX_VALUES} values")
        self.report("too-large", mark, found=found, most=str(MAX_VALUES))
        self.stop()

    def stop(self, *, at: Mark | None = None) -> None:
        """Close what is open, so that what was read up to here can be judged.

        Args:
            at: Where what is wrong begins; nothing from there on is kept.
        """
        if at is not None:
            self.forget(at.line, at.column)
        while self.stack:
            node = self.stack.pop()
            node.cut = True
            self.keys.pop()
            if self.stack and type(self.stack[-1]) is MapNode and self.keys[-1] is None:
                continue
            self.add(node)
        last = self.root
        while isinstance(last, MapNode | ListNode):
            # What was finished last may have more to it: an indentation ended it.
            last.cut = True
            last = next((child for _, _, child in reversed(list(_children(last)))), None)

    def forget(self, line: int, column: int) -> None:
        """Take out of what is open all that begins at a place or after it."""
        for node in self.stack:
            if isinstance(node, ListNode):
                node.items = [i for i in node.items if _spot(i) < (line, column)]
            else:
                node.entries = {
                    key: entry
                    for key, entry in node.entries.items()
                    if _spot(entry[1]) < (line, column)
                }


_NEW_ENTRY = Label(
    "börjar en ny post här, skriv - framför; annars behåll en av dem",
    "if a new entry begins here, write - before it; otherwise keep one of them",
)
_A_MAPPING = Label("en mappning", "a mapping")
_NO_KEY = TextNode("", Here(0, 0), plain=False)
_QUOTES = frozenset("'\"")

# libyaml 0.2.6 and later stop by themselves at a thousand levels, and while looking ahead:
# before the event of the level that is one too many here.
_TOO_DEEP = "nesting depth"


def _last_quoted(parser: Parser, text: str) -> QuotedLines | None:
    """Return the last text in quotes over several lines, of a text that ends in an error."""
    quoted = None
    with suppress(yaml.YAMLError):
        next_event = parser(text).get_event
        while True:
            event = next_event()
            if type(event) is ScalarEvent and event.style in _QUOTES:
                start: Any = event.start_mark
                end: Any = event.end_mark
                if start.line != end.line:
                    quoted = QuotedLines(start.line, start.column, end.line)
    return quoted


def _report_syntax(
    error: yaml.YAMLError, text: str, builder: _Builder, quoted: QuotedLines | None
) -> None:
    """Report where the text stops being YAML, and forget what was read beyond that place."""
    if _TOO_DEEP in str(getattr(error, "problem", "")):
        mark = getattr(error, "problem_mark", None) or Here(0, 0)
        builder.report("too-deep", mark, most=str(MAX_DEPTH))
        builder.stop()
        return
    found = problem_of(error, text, quoted)
    builder.stop(at=Here(found.line, found.column))
    more = {"hint": found.hint} if found.hint else {}
    builder.report("yaml-syntax", Here(found.line, found.column), problem=found.what, **more)


def shown(text: str, *, most: int = 60) -> str:
    """Return a text fit for a message: short, on one line, nothing invisible."""
    short = text if len(text) <= most else f"{text[: most - 1]}…"
    return short if short.isprintable() else repr(short)[1:-1]


class Paths:
    """The paths of keys that lead to nodes, found by their places: no walk of the whole tree."""

    def __init__(self, root: Node | None) -> None:
        """Take the outermost node."""
        self.root = root
        self._children: dict[int, tuple[list[tuple[int, int]], list[_Child]]] = {}

    def of(self, target: Node) -> str:
        """Return the path of a node or of a key; empty for the root and for what is not there."""
        node, path, spot = self.root, "", _spot(target)
        while node is not None and node is not target:
            spots, children = self._children_of(node)
            place = bisect_right(spots, spot) - 1
            if place < 0:
                return ""
            step, key, node = children[place]
            path = f"{path}[{step}]" if key is None else f"{path}.{shown(str(step))}".lstrip(".")
            if key is target:
                return path
        return path if node is target else ""

    def _children_of(self, node: Node) -> tuple[list[tuple[int, int]], list[_Child]]:
        known = self._children.get(id(node))
        if known is None:
            children = list(_children(node))
            spots = [_spot(child if key is None else key) for _, key, child in children]
            known = self._children[id(node)] = spots, children
        return known


_Child = tuple[str | int, TextNode | None, Node]


def _spot(node: Node) -> tuple[int, int]:
    return node.mark.line, node.mark.column


def _children(node: Node) -> Iterator[_Child]:
    if isinstance(node, MapNode):
        for key_node, value in node.entries.values():
            yield key_node.text, key_node, value  # as it is written, also where it is misspelt
    elif isinstance(node, ListNode):
        for place, item in enumerate(node.items):
            yield place, None, item
