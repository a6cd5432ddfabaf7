"""Formatting loses nothing: documents with comments, blanks and line ends in odd places."""

from __future__ import annotations

import re

import yaml
from attrs import field, frozen
from hypothesis import given, note
from hypothesis import strategies as st

from kvacodes.documents.loading import read_document
from kvacodes.documents.nodes import ListNode, MapNode, Node
from kvacodes.documents.shipped import shipped_folder
from kvacodes.proposals.formatting import formatted

SHIPPED = {path.name: path.read_text("utf-8") for path in sorted(shipped_folder().glob("*.yaml"))}
PLAIN_ENTRY = re.compile(r"(?P<indent> *)[a-z_]+: [^|>{\[&*!#]+")
MARK = re.compile(r"#~\d+~")


def _inside_texts(text: str) -> set[int]:
    """Return the numbers of the lines that lie inside a text of several lines."""
    inside: set[int] = set()
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.ScalarEvent):
            last = event.end_mark.line + (event.end_mark.column > 0)
            inside |= set(range(event.start_mark.line + 1, last))
    return inside


def _after_blocks(text: str) -> set[int]:
    """Return the numbers of the lines before which a line could still belong to a text."""
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    return {
        e.end_mark.line for e in events if isinstance(e, yaml.ScalarEvent) and e.style in {"|", ">"}
    }


OUTSIDE = {
    name: [n for n in range(text.count("\n")) if n not in _inside_texts(text)]
    for name, text in SHIPPED.items()
}

BETWEEN = {
    name: [n for n in OUTSIDE[name] if n not in _after_blocks(text)]
    for name, text in SHIPPED.items()
}


def _swapped(lines: list[str], number: int) -> None:
    """Swap a line with the next where both are simple entries of one mapping."""
    here, there = (PLAIN_ENTRY.fullmatch(line) for line in lines[number : number + 2])
    after = lines[number + 2] if number + 2 < len(lines) else ""
    continues = len(after) - len(after.lstrip()) > len(here["indent"] if here else "")
    if here and there and here["indent"] == there["indent"] and not continues:
        lines[number : number + 2] = [there[0], here[0]]


@frozen
class Messy:
    """A shipped document and what somebody made of it; shown by name, since both are long."""

    name: str
    text: str = field(repr=False)


@st.composite
def messy(draw: st.DrawFn) -> Messy:
    """Make of a shipped document one that says the same, as somebody may have left it."""
    name = draw(st.sampled_from(sorted(SHIPPED)))
    lines = SHIPPED[name].split("\n")
    spots = st.sampled_from(OUTSIDE[name])
    for number in draw(st.lists(spots, max_size=8)):
        _swapped(lines, number)
    marks = iter(range(1000))
    for number in draw(st.lists(spots, max_size=4)):
        if lines[number].strip():
            lines[number] += draw(st.sampled_from(["  ", "\t", f" #~{next(marks)}~"]))
    between = st.sampled_from(BETWEEN[name])
    for number in sorted(draw(st.lists(between, max_size=6, unique=True)), reverse=True):
        indent = draw(st.integers(0, 12))
        added = draw(st.sampled_from(["", "   ", f"{' ' * indent}#~{next(marks)}~"]))
        lines.insert(number, added)
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    start = draw(st.sampled_from(["", "\ufeff"]))
    return Messy(name, start + line_end.join(lines))


def said(node: Node | None) -> object:
    """Return what nodes say; the order of keys says nothing."""
    if isinstance(node, MapNode):
        return {key: said(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [said(item) for item in node.items]
    return None if node is None else node.text


@given(messy())
def test_a_messy_document_is_put_in_order(messy: Messy) -> None:
    """Each comment is there once, the rest is the document as shipped, and once is enough."""
    original, text = SHIPPED[messy.name], messy.text
    note(text)
    result = formatted(text)
    note(result)
    assert said(read_document(result).root) == said(read_document(original).root)
    assert sorted(MARK.findall(result)) == sorted(MARK.findall(text))
    assert formatted(result) == result
    assert "\r" not in result
    bare = [MARK.sub("", line).rstrip() for line in result.split("\n")]
    assert [line for line in bare if line] == [line for line in original.split("\n") if line]
