"""Nodes: text stays text, everything knows its place, and nothing more than YAML's core."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from kvacodes.documents import nodes
from kvacodes.documents.nodes import (
    LIBYAML,
    ListNode,
    MapNode,
    Mark,
    Node,
    Parser,
    Paths,
    PureParser,
    TextNode,
    parse,
    shown,
)
from kvacodes.documents.rules_of_form import RULES_OF_FORM


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest) -> Parser | None:
    """Give both parsers: that of libyaml, and the one that is always there."""
    if request.param == "libyaml" and LIBYAML is None:
        pytest.skip("PyYAML was built without libyaml")
    return LIBYAML if request.param == "libyaml" else None


class Reports:
    """Keeps what is reported: rule, line and column from 1, parts."""

    def __init__(self) -> None:
        """Start empty."""
        self.raised: list[tuple[str, int, int]] = []
        self.messages: list[str] = []

    def __call__(self, rule: str, where: Node | Mark, **parts: Any) -> None:
        """Keep one report."""
        mark = where.mark if isinstance(where, TextNode | MapNode | ListNode) else where
        self.raised.append((rule, mark.line + 1, mark.column + 1))
        self.messages.append(RULES_OF_FORM[rule].message_in("en", {"at": "here"} | parts))


def plain(node: Node | None) -> Any:
    """Return a tree without its places."""
    if isinstance(node, MapNode):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return None if node is None else node.text


def places(node: Node | None) -> Any:
    """Return the lines and columns of a tree, from 1."""
    assert node is not None
    spot = node.mark.line + 1, node.mark.column + 1
    if isinstance(node, MapNode):
        return spot, [
            ((key.mark.line + 1, key.mark.column + 1), places(value))
            for key, value in node.entries.values()
        ]
    if isinstance(node, ListNode):
        return spot, [places(item) for item in node.items]
    return spot


def test_every_scalar_stays_the_text_that_was_written(parser: Parser | None) -> None:
    """What YAML takes for truth, numbers, times and nothing remains text."""
    text = "a: no\nb: 0123\nc: 10:30\non: 2019-01-01\nd: ~\ne: 'UX273'\nf: 1e3\ng:\n"
    tree = parse(text, Reports(), parser=parser)
    assert plain(tree) == {
        "a": "no",
        "b": "0123",
        "c": "10:30",
        "on": "2019-01-01",
        "d": "~",
        "e": "UX273",
        "f": "1e3",
        "g": "",
    }


def test_places_count_from_one_in_characters(parser: Parser | None) -> None:
    """Keys, values, lists and what lies in them have line and column, å counting as one."""
    tree = parse('å: ö\nåä:\n  - "x"\n  - {k: v}\n', Reports(), parser=parser)
    assert places(tree) == (
        (1, 1),
        [
            ((1, 1), (1, 4)),
            ((2, 1), ((3, 3), [(3, 5), ((4, 5), [((4, 6), (4, 9))])])),
        ],
    )


def test_quotes_and_blocks_are_told_from_plain_text(parser: Parser | None) -> None:
    """Only a scalar without quotes and block mark is plain."""
    tree = parse("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >-\n  x\n", Reports(), parser=parser)
    assert isinstance(tree, MapNode)
    nodes_by_key = {key: value for key, (_, value) in tree.entries.items()}
    assert [key for key, node in nodes_by_key.items() if node.plain] == ["a"]


@pytest.mark.parametrize(
    ("text", "raised", "tree"),
    [
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)], {"a": "1", "b": "2"}),
        ("a: &x 1\nb: 2\n", [("yaml-alias", 1, 4)], {"a": "1", "b": "2"}),
        ("a: &x {c: 1}\n", [("yaml-alias", 1, 4)], {"a": {"c": "1"}}),
        ("a: &x 1\nb: *x\n", [("yaml-alias", 1, 4), ("yaml-alias", 2, 4)], {"a": "1", "b": ""}),
        ("a: !!str 1\n", [("yaml-tag", 1, 4)], {"a": "1"}),
        ("a: !!python/object:os.system [x]\n", [("yaml-tag", 1, 4)], {"a": ["x"]}),
        ("b: 1\n<<: {a: 1}\n", [("yaml-merge", 2, 1)], {"b": "1"}),
        ("'<<': 1\n", [], {"<<": "1"}),
        ("a: 1\n---\nb: 2\n", [("yaml-documents", 2, 1)], {"a": "1"}),
        ("%YAML 1.1\n---\na: 1\n", [("yaml-directive", 1, 1)], {"a": "1"}),
        ("? [a]\n: 1\nb: 2\n", [("key-not-text", 1, 3)], {"b": "2"}),
        ("? {a: 1}\n: 1\nb: 2\n", [("key-not-text", 1, 3)], {"b": "2"}),
        ("", [], None),
        ("# only a comment\n", [], None),
    ],
)
def test_what_goes_beyond_mappings_lists_and_texts_is_refused(
    text: str, raised: list[tuple[str, int, int]], tree: object, parser: Parser | None
) -> None:
    """Each is reported at its place, and the rest is read on."""
    reports = Reports()
    assert (plain(parse(text, reports, parser=parser)), reports.raised) == (tree, raised)


def test_a_duplicate_key_names_the_line_of_the_first() -> None:
    """The message says where the other one is."""
    reports = Reports()
    parse("a: 1\nb: 2\na: 3\n", reports)
    assert reports.messages == ["the key a is already on line 1"]


@pytest.mark.parametrize(
    ("text", "place", "tree"),
    [
        ("a: b: c\n", (1, 5), {"a": "b"}),
        ("a: 1\n\tb: 2\n", (2, 1), {}),
        ('a: 1\nb: "open\nc: 3\n', (2, 4), {"a": "1"}),
        ("a: [1, 2\nb: 3\n", (1, 4), {"a": []}),
        ("a: {b: 1\nc: 3\n", (1, 4), {"a": {}}),
        ('a: 1\nb: "open\nc: "3"\n', (2, 4), {"a": "1"}),
        ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n", (2, 1), {"a": "1"}),
        ("a:\n  - b: 1\n  -c: 2\n", (3, 3), {"a": [{"b": "1"}]}),
        ("a:\n  b: 1\n    c: 2\n", (3, 6), {"a": {"b": "1 c"}}),
        ("a:\n  - b: 1\n c: 2\n", (3, 2), {"a": [{"b": "1"}]}),
        ("a: [b c: d e]\nf: [1 [2]]\n", (2, 7), {"a": [{"b c": "d e"}], "f": ["1"]}),
        ("a: 1\n b: 2\n", (2, 3), {"a": "1 b"}),
        ("a: 1\nb\n", (2, 1), {"a": "1"}),
        ("a: @x\n", (1, 4), {}),
        ("a: 1\r\tb: 2\r", (2, 1), {}),
    ],
)
def test_a_break_in_the_syntax_keeps_what_came_before(
    text: str, place: tuple[int, int], tree: object
) -> None:
    """One finding, where the text stops being YAML; the tree says that it was cut."""
    reports = Reports()
    root = parse(text, reports)
    assert [rule for rule, *_ in reports.raised] == ["yaml-syntax"]
    assert reports.raised[0][1:] == place
    assert isinstance(root, MapNode)
    assert root.cut
    assert plain(root) == tree


@pytest.mark.parametrize(
    ("deep", "raised"),
    [
        ("[" * 32 + "]" * 32, []),
        ("[" * 33 + "]" * 33, [("too-deep", 1, 33)]),
        ("{a: " * 33 + "b" + "}" * 33, [("too-deep", 1, 129)]),
        ("- " * 40, [("too-deep", 1, 65)]),
        ("? " * 33 + "a", [("too-deep", 1, 65)]),
    ],
)
def test_thirty_two_levels_are_read(deep: str, raised: list[object]) -> None:
    """One more ends the reading there."""
    reports = Reports()
    parse(deep, reports)
    assert reports.raised == raised


def test_the_limit_of_the_parser_itself_is_called_too_deep() -> None:
    """Newer libyaml stops at a thousand levels while looking ahead, before ours is met."""
    reports = Reports()
    parse("[" * 100_000, reports)
    assert reports.raised in ([("too-deep", 1, 33)], [("too-deep", 1, 1001)])


def test_reading_stops_at_the_limit_on_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value over the limit is the last one read."""
    monkeypatch.setattr(nodes, "MAX_VALUES", 5)
    reports = Reports()
    root = parse("[a, b, c, d, e, f, g]", reports)
    assert plain(root) == ["a", "b", "c", "d", "e", "f"]
    assert reports.raised == [("too-large", 1, 17)]
    assert reports.messages == ["more than 5 values, at most 5 are read"]


def test_both_parsers_agree_on_the_error_of_a_character() -> None:
    """What the cleaning lets through and a reader refuses is a finding, not a traceback."""

    def refusing(_: str) -> Any:
        raise yaml.reader.ReaderError("x", 3, 0, "utf-8", "special characters are not allowed")

    reports = Reports()
    assert parse("a\nbc", reports, parser=refusing) is None
    assert reports.raised == [("yaml-syntax", 2, 2)]
    assert reports.messages == ["cannot be read as YAML: special characters are not allowed"]


def test_the_pure_parser_makes_the_same_tree(head: str) -> None:
    """Without libyaml everything is the same, but for the time it takes."""
    if LIBYAML is None:
        pytest.skip("PyYAML was built without libyaml")
    fast, slow = parse(head, Reports()), parse(head, Reports(), parser=PureParser)
    assert (plain(fast), places(fast)) == (plain(slow), places(slow))


def test_paths_are_found_by_place() -> None:
    """Nodes, keys and the root have their path; a stranger has none."""
    root = parse("a:\n  - b: 1\n    c: {d: [x, y]}\nå ä: 2\n", Reports())
    assert isinstance(root, MapNode)
    paths = Paths(root)
    items = root.entries["a"][1]
    assert isinstance(items, ListNode)
    inner = items.items[0]
    assert isinstance(inner, MapNode)
    deep = inner.entries["c"][1]
    assert isinstance(deep, MapNode)
    last = deep.entries["d"][1]
    assert isinstance(last, ListNode)
    assert paths.of(root) == ""
    assert paths.of(inner) == "a[0]"
    assert paths.of(inner.entries["c"][0]) == "a[0].c"
    assert paths.of(last.items[1]) == "a[0].c.d[1]"
    assert paths.of(root.entries["å ä"][1]) == "å ä"
    assert paths.of(TextNode("", last.items[1].mark, plain=True)) == ""
    assert Paths(None).of(root) == ""
    assert Paths(last).of(root) == ""


@pytest.mark.parametrize(
    ("text", "short"),
    [("abc", "abc"), ("x" * 61, "x" * 59 + "…"), ("a\nb\u202e", "a\\nb\\u202e"), ("åäö", "åäö")],
)
def test_texts_in_messages_are_short_and_visible(text: str, short: str) -> None:
    """A message never breaks a line nor hides a character."""
    assert shown(text) == short


def test_reports_takes_any_place(found: Callable[[str], list[str]]) -> None:
    """A document that is right has no findings."""
    assert found("") == []
