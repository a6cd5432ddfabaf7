"""The codes that a document speaks of, as they are written and as they were meant."""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.documents.meant import codes_meant, meant_code
from kvacodes.documents.nodes import ListNode, MapNode, TextNode
from kvacodes.model import code_key

__all__ = ["codes_entered"]


def codes_entered(document: Document) -> frozenset[str] | None:
    """Return the codes of a document's entries, as written and as meant.

    None where it cannot be told which code is missing: the list cannot be read, an entry has a
    code that is none, or one stands twice. Each of these has a finding of its own, and what
    names a code that seems unknown is likely right.
    """
    root = document.root
    listed = root.get("codes") if isinstance(root, MapNode) else None
    if listed is not None and not isinstance(listed, ListNode):
        return None
    written = tuple(_written(listed))
    meant = [(meant_code(code), *codes_meant(code)) for code in written]
    if len(set(written)) < len(written) or not all(any(ways) for ways in meant):
        return None
    return frozenset(written).union(*meant)


def _written(listed: ListNode | None) -> Iterator[str]:
    """Give the codes as they stand, also of entries that cannot be read for other reasons."""
    for entry in listed.items if listed is not None else ():
        code = entry.get("code") if isinstance(entry, MapNode) else None
        if isinstance(code, TextNode):
            yield code_key(code.text)
