"""Shapes made of other shapes: lists, mappings, and records that become objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kvacodes.documents.meant import no_meaning
from kvacodes.documents.nodes import Here, ListNode, MapNode, Node, TextNode, shown
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import (
    A_MAPPING,
    LONGEST_NAME,
    WRONG,
    Schema,
    Shape,
    Wrong,
    asked,
    did_you_mean,
    found_kind,
    is_missing,
    listing,
    names_meant,
    written,
)
from kvacodes.model.words import Label

__all__ = ["Either", "Field", "ListOf", "MapOf", "OneOrMore", "Record"]

_WITH_DASH = Label(
    "börja varje post med - och ett blanksteg", "begin each entry with - and a blank"
)
_WITHOUT_DASH = Label("skriv nycklarna utan - framför", "write the keys without - before them")
_IN_QUOTES = Label(
    "sätt text som innehåller ett kommatecken inom citattecken",
    "put text that holds a comma in quotes",
)


class ListOf:
    """A list; entries that cannot be read are left out."""

    def __init__(self, item: Shape, *, least: int = 0) -> None:
        """Describe a list by its entries and how many it has at least."""
        self.item, self.least = item, least
        self.expected = Label(
            f"en lista, varje post {item.expected.sv}", f"a list, each entry {item.expected.en}"
        )

    def read(self, node: Node, reading: Reading) -> tuple[Any, ...] | Wrong:
        """Return the entries."""
        if type(node) is not ListNode:
            self._report(node, reading)
            return WRONG
        if len(node.items) < self.least and not node.cut:
            reading.report("empty-list", node)
            return WRONG
        read = self.item.read
        values = [read(item, reading) for item in node.items]
        return tuple(value for value in values if value is not WRONG)

    def _report(self, node: Node, reading: Reading) -> None:
        if is_missing(node):
            reading.report("value-missing", node, expected=self.expected)
            return
        hint = {}
        if type(node) is TextNode and len(node.text) <= LONGEST_NAME:
            hint = written(f"[{shown(node.text)}]" if node.plain else f'["{shown(node.text)}"]')
        if isinstance(self.item, Record):
            hint = {"hint": _WITH_DASH}
        reading.report("wrong-type", node, found=found_kind(node), expected=self.expected, **hint)

    def schema(self) -> Schema:
        """Return an array."""
        schema: Schema = {"type": "array", "items": self.item.schema()}
        return schema | {"minItems": self.least} if self.least else schema


class OneOrMore:
    """A list, or one entry alone."""

    def __init__(self, item: Shape) -> None:
        """Describe the entries."""
        self.item, self.list = item, ListOf(item, least=1)
        self.expected = Label(
            f"{item.expected.sv}, eller en lista", f"{item.expected.en}, or a list"
        )

    def read(self, node: Node, reading: Reading) -> tuple[Any, ...] | Wrong:
        """Return the entries, also where there is just one."""
        if type(node) is ListNode:
            return self.list.read(node, reading)
        value = self.item.read(node, reading)
        return WRONG if value is WRONG else (value,)

    def schema(self) -> Schema:
        """Return an entry or an array of them."""
        return {"anyOf": [self.item.schema(), self.list.schema()]}


class Either:
    """A mapping of one shape, or a text of another; told apart by the kind of node."""

    def __init__(self, scalar: Shape, other: Shape) -> None:
        """Take the shape of a scalar, and that of anything else."""
        self.scalar, self.other = scalar, other
        self.expected = Label(
            f"{scalar.expected.sv} eller {other.expected.sv}",
            f"{scalar.expected.en} or {other.expected.en}",
        )

    def read(self, node: Node, reading: Reading) -> Any:  # noqa: ANN401 - by shape
        """Return what the fitting shape makes of the node."""
        return (self.scalar if type(node) is TextNode else self.other).read(node, reading)

    def schema(self) -> Schema:
        """Return both."""
        return {"anyOf": [self.scalar.schema(), self.other.schema()]}


class MapOf:
    """A mapping whose keys are free, or come from a closed list."""

    def __init__(self, keys: Iterable[str], value: Shape) -> None:
        """Take the keys there are and the shape of the values."""
        self.keys, self.value = tuple(keys), value
        self.expected = A_MAPPING

    def read(self, node: Node, reading: Reading) -> tuple[tuple[str, Any], ...] | Wrong:
        """Return the pairs, in order."""
        if type(node) is not MapNode:
            reading.report("wrong-type", node, found=found_kind(node), expected=self.expected)
            return WRONG
        pairs = []
        for name, (key, child) in node.entries.items():
            if name not in self.keys:
                near = did_you_mean(name, self.keys, reading)
                known = listing(self.keys)
                reading.report("unknown-key", key, key=shown(name), known=known, **near)
            elif (value := self.value.read(child, reading)) is not WRONG:
                pairs.append((name, value))
        return tuple(pairs)

    def schema(self) -> Schema:
        """Return an object with the keys."""
        value = self.value.schema()
        properties = dict.fromkeys(self.keys, value)
        return {"type": "object", "properties": properties, "additionalProperties": False}


class Field:
    """One key of a mapping."""

    __slots__ = ("about", "required", "shape")

    def __init__(self, shape: Shape, about: Label, *, required: str = "") -> None:
        """Take the shape of the value and what the key means; required where a word says so."""
        self.shape, self.about, self.required = shape, about, bool(required)


Build = Callable[[Reading, MapNode, dict[str, Any]], Any]


class Record:
    """A mapping with given keys, from which an object is built."""

    def __init__(
        self,
        name: str,
        fields: dict[str, Field],
        build: Build,
        expected: Label,
        *,
        meant: Callable[[str], Iterable[str]] = no_meaning,
    ) -> None:
        """Describe a mapping.

        Args:
            name: The name in the schema.
            fields: Its keys.
            build: Makes an object of the values.
            expected: What it is, in words.
            meant: Makes of a text that stands in its place what may have been meant.
        """
        self.name, self.fields, self.build, self.expected = name, fields, build, expected
        self.meant = meant
        self._read = {key: field.shape.read for key, field in fields.items()}
        self._required = tuple(key for key, field in fields.items() if field.required)

    def read(self, node: Node, reading: Reading, *, before: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - by record
        """Return the object, built of the keys that could be read.

        Args:
            node: The mapping.
            reading: Takes what is wrong.
            before: Values of keys that were read before, after `mend_keys`, and are not
                read again.
        """
        if type(node) is not MapNode:
            if is_missing(node):
                reading.report("value-missing", node, expected=self.expected)
            else:
                self._report_type(node, reading)
            return WRONG
        if before is None:
            self.mend_keys(node, reading)
        values = self._values(node, reading, before or {})
        for key in self._required:
            if key not in values:
                self._report_missing(node, reading)
                return WRONG
        return self.build(reading, node, values)

    def _values(self, node: MapNode, reading: Reading, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values that could be read, by key."""
        shapes = self._read
        values = {}
        for name, (_, child) in node.entries.items():
            read = shapes.get(name)
            if name in before:
                values[name] = before[name]
            elif read is not None and (value := read(child, reading)) is not WRONG:
                values[name] = value
        return values

    def mend_keys(self, node: MapNode, reading: Reading) -> None:
        """Report unknown keys, and read on as if each were written as it was meant.

        One slip then gives one finding, and what stands below the key is looked at too.
        """
        if node.entries.keys() <= self._read.keys():
            return
        written_keys, node.entries = node.entries, {}
        for name, (key, child) in written_keys.items():
            if name in self._read:
                node.entries[name] = (key, child)
                continue
            meant, value, hint = self._key_meant(name, key, child, reading)
            known = listing(self.fields)
            unnamed = {} if name else {"at": '""'}
            reading.report("unknown-key", key, key=shown(name), known=known, **hint, **unnamed)
            is_told = meant in self._read and meant not in written_keys
            node.entries.setdefault(meant if is_told else name, (key, value))

    def _key_meant(
        self, name: str, key: TextNode, child: Node, reading: Reading
    ) -> tuple[str, Node, dict[str, Label]]:
        """Return the key that was meant, its value, and what to say of it."""
        before, colon, rest = name.partition(":")
        if colon and before in self._read and is_missing(child):
            where = Here(key.mark.line, key.mark.column + len(before) + 1)
            blank = Label(
                f"skriv ett blanksteg efter kolonet: {before}: {shown(rest)}",
                f"write a blank after the colon: {before}: {shown(rest)}",
            )
            return before, TextNode(rest, where, plain=True), {"hint": blank}
        near = names_meant(name, self.fields, reading)
        if not near and is_missing(child):
            return "", child, {"hint": _IN_QUOTES}
        return near[0] if len(near) == 1 else "", child, asked(near)

    def _report_type(self, node: Node, reading: Reading) -> None:
        hint: dict[str, Label] = {}
        if type(node) is TextNode and len(node.text) <= LONGEST_NAME:
            hint = written(*self.meant(node.text))
        elif type(node) is ListNode and all(type(item) is MapNode for item in node.items):
            hint = {"hint": _WITHOUT_DASH}
        reading.report("wrong-type", node, found=found_kind(node), expected=self.expected, **hint)

    def _report_missing(self, node: MapNode, reading: Reading) -> None:
        for key in self._required:
            if key not in node.entries and not node.cut:
                expected = self.fields[key].about
                reading.report("missing-key", node, key=key, expected=expected)

    def schema(self) -> Schema:
        """Return a reference; the definition stands once, under its name."""
        return {"$ref": f"#/$defs/{self.name}"}
