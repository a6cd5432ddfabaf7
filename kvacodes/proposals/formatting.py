"""Documents in the canonical order: lines are moved, never rewritten.

Comments, quotes and line breaks stay as the steward wrote them. Keys of block mappings
are put in the order of the format, each with the comments above it; codes get their
quotes; blanks at the ends of lines go. The result is read again and must say the same,
so that no document is ever damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kvacodes.documents import Document, read_document
from kvacodes.documents.nodes import ListNode, MapNode, Node, TextNode
from kvacodes.documents.structure import DOCUMENT
from kvacodes.errors import DocumentError, InputError, Phrase
from kvacodes.findings import Severity

__all__ = ["formatted"]

_QUOTED_BY_US = frozenset(["code-unquoted", "code-not-text"])
_KEY_BY_ITSELF = re.compile(r"^[ -]*\?(?: |$)", re.MULTILINE)
_UNREADABLE = (
    "yaml-",
    "not-utf8",
    "too-",
    "duplicate-key",
    "key-not-text",
    "document-empty",
    "invisible-character",  # some are blanks to Python and not to YAML
)


def formatted(text: str, *, file: str = "<text>") -> str:
    """Return a document in the canonical order.

    Raises:
        DocumentError: It cannot be read as YAML, has a key twice, or what nobody can see.
        InputError: Lines cannot be moved without changing what it says.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    plain = _with_quotes(plain, _readable(plain, file))
    document = _readable(plain, file)
    if _KEY_BY_ITSELF.search(plain):
        raise _immovable(file)
    lines = plain.rstrip("\n").split("\n")
    if isinstance(document.root, MapNode) and not _is_flow(document.root, lines):
        lines = _map(lines, document.root, DOCUMENT, 0, len(lines))
    result = _tidy(lines, _literal_lines(document.root, lines))
    if _content(read_document(result, file=file).root) != _content(document.root):
        raise _immovable(file)
    return result


def _immovable(file: str) -> InputError:
    return InputError(
        where=file,
        found=Phrase(
            "lines whose order cannot be changed safely",
            "rader vars ordning inte säkert kan ändras",
        ),
        expected=Phrase("block mappings with one key a line", "en nyckel per rad, i blockform"),
        hint=Phrase(
            "put the keys in the canonical order by hand", "lägg nycklarna i ordning för hand"
        ),
    )


def _readable(text: str, file: str) -> Document:
    document = read_document(text, file=file)
    broken = [f for f in document.findings if f.rule.startswith(_UNREADABLE)]
    if broken:
        raise DocumentError(f for f in broken if f.severity is Severity.ERROR)
    return document


def _with_quotes(text: str, document: Document) -> str:
    """Return the text with quotes around codes that lack them."""
    lines = text.split("\n")
    places = {f.place for f in document.findings if f.rule in _QUOTED_BY_US}
    for place in sorted(places, reverse=True):
        line, start = lines[place.line - 1], place.column - 1
        code = re.match(r"[\w .-]*\w", line[start:])
        if code:
            end = start + code.end()
            lines[place.line - 1] = f'{line[:start]}"{line[start:end]}"{line[end:]}'
    return "\n".join(lines)


def _is_flow(node: Node, lines: list[str]) -> bool:
    return lines[node.mark.line][node.mark.column : node.mark.column + 1] in {"{", "["}


def _inner(shape: Any) -> Any:  # noqa: ANN401 - shapes share no base
    """Return the shape of the entries of a list, or of the mapping that is one choice."""
    for name in ("item", "other"):
        if hasattr(shape, name):
            return getattr(shape, name)
    return None


def _map(lines: list[str], node: MapNode, shape: Any, start: int, end: int) -> list[str]:  # noqa: ANN401
    """Return the lines from start to end, the keys of the mapping in canonical order."""
    fields = getattr(shape, "fields", None)
    if fields is None and (inner := _inner(shape)) is not None:
        return _map(lines, node, inner, start, end)
    keys = sorted(node.entries.items(), key=lambda entry: entry[1][0].mark.line)
    if not keys or len({key.mark.line for _, (key, _) in keys}) < len(keys):
        return lines[start:end]
    first = keys[0][1][0].mark
    begins = [_with_comments(lines, key.mark, first) for _, (key, _) in keys]
    ends = [*begins[1:], end]
    known = list(fields or ())
    segments = []
    for (name, (key, value)), begin, stop in zip(keys, begins, ends, strict=True):
        field = (fields or {}).get(name)
        body = _value(lines, value, getattr(field, "shape", None), begin, stop)
        if begin == first.line and key.mark.column:
            body[0] = " " * key.mark.column + body[0][key.mark.column :]
        rank = known.index(name) if name in known else len(known)
        segments.append((rank, body))
    lead = lines[first.line][: first.column]
    ordered = [line for _, body in sorted(segments, key=lambda s: s[0]) for line in body]
    at = next(i for i, line in enumerate(ordered) if not _is_aside(line))
    ordered[at] = lead + ordered[at][first.column :]
    return lines[start : first.line] + ordered


def _is_aside(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _with_comments(lines: list[str], mark: Any, first: Any) -> int:  # noqa: ANN401 - two marks
    """Return the line where a key begins, the comments above it included."""
    line: int = mark.line
    while line - 1 > first.line and lines[line - 1].lstrip().startswith("#"):
        indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
        if indent > mark.column:
            break  # the text of a literal, or a comment on what stands above
        line -= 1
    return line


def _value(lines: list[str], node: Node, shape: Any, start: int, end: int) -> list[str]:  # noqa: ANN401
    """Return the lines of a key, what lies below it in canonical order."""
    if shape is None or isinstance(node, TextNode) or _is_flow(node, lines):
        return lines[start:end]
    if isinstance(node, MapNode):
        return _map(lines, node, shape, start, end)
    items = [item for item in node.items if isinstance(item, MapNode)]
    if len(items) < len(node.items) or not items:
        return lines[start:end]
    begins = [item.mark.line for item in items]
    result = lines[start : begins[0]]
    for item, begin, stop in zip(items, begins, [*begins[1:], end], strict=True):
        is_flow = _is_flow(item, lines)
        result += lines[begin:stop] if is_flow else _item(lines, item, shape, begin, stop)
    return result


def _item(lines: list[str], item: MapNode, shape: Any, begin: int, stop: int) -> list[str]:  # noqa: ANN401
    """Return the lines of an item; comments above the next item stay where they are."""
    after = stop
    while after - 1 > begin and _is_aside(lines[after - 1]):
        after -= 1
    inner = _inner(shape)
    return (
        _map(lines, item, inner if inner is not None else shape, begin, after) + lines[after:stop]
    )


def _literal_lines(root: Node | None, lines: list[str]) -> set[str]:
    """Return lines of literal texts, whose blanks belong to them."""
    found: set[str] = set()
    for node in _texts(root):
        head = lines[node.mark.line][node.mark.column : node.mark.column + 1]
        if head in {"|", ">"} or "\n" in node.text:
            found |= {line for line in lines if line.strip() and line.strip() in node.text}
    return found


def _texts(root: Node | None) -> Iterator[TextNode]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, TextNode):
            yield node
        elif isinstance(node, MapNode):
            waiting += [value for _, value in node.entries.values()]
        elif isinstance(node, ListNode):
            waiting += node.items


def _tidy(lines: Iterable[str], literal: set[str]) -> str:
    """Return the lines without blanks at their ends, and one empty line at most in a row."""
    kept: list[str] = []
    for line in lines:
        bare = line if line in literal else line.rstrip()
        if bare or not literal.issuperset([line]) or not kept or kept[-1]:
            if not bare and kept and not kept[-1]:
                continue
            kept.append(bare)
    while kept and not kept[-1]:
        kept.pop()
    while kept and not kept[0]:
        kept.pop(0)
    return "\n".join(kept) + "\n"


def _content(node: Node | None) -> object:
    """Return what nodes say, without order of keys and without places."""
    if isinstance(node, MapNode):
        return {key: _content(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [_content(item) for item in node.items]
    return None if node is None else node.text
