"""The windows of a step: three ways to write them, one model behind.

``window`` counts from the anchor, ``after`` from another step, ``gap`` from the step
before. Each may be written once, as a list, or with both strengths side by side. A
condition (``when``, ``unless``) is the number of a step, or says when it happened.
"""

from __future__ import annotations

from typing import Any

from kvacodes.documents.meant import no_meaning, window_meant
from kvacodes.documents.nodes import MapNode, Node
from kvacodes.documents.parts import BASIS, PERIOD, SEVERITY, SPAN, TEXT, TRUTH
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import WRONG, Choice, Whole, Wrong
from kvacodes.documents.shapes import Either, Field, OneOrMore, Record
from kvacodes.model.sequence import Condition, Origin, Strength, Window
from kvacodes.model.words import Label
from kvacodes.periods import Span

__all__ = ["AFTER", "CONDITIONS", "GAP", "STEP_NUMBER", "WINDOW"]

STEP_NUMBER = Whole(most=9_999)


class _Presence(Whole):
    """The number of a step, as the condition that it is present."""

    def __init__(self) -> None:
        super().__init__(most=STEP_NUMBER.most)
        self.expected = Label(
            "ett steg som 1, eller {step: 1, from: tid}",
            "a step such as 1, or {step: 1, from: time}",
        )

    def read(self, node: Node, reading: Reading) -> Condition | Wrong:  # type: ignore[override]
        """Return the condition."""
        number = super().read(node, reading)
        return WRONG if number is WRONG else reading.placed(Condition(step=number), node)


CONDITIONS = OneOrMore(
    Either(
        _Presence(),
        Record(
            "condition",
            {
                "step": Field(
                    STEP_NUMBER, Label("steget som ska finnas", "the step"), required="yes"
                ),
                "from": Field(SPAN, Label("tidigast, inräknat", "earliest, included")),
                "before": Field(SPAN, Label("senast, inte inräknat", "latest, not included")),
                "after": Field(
                    STEP_NUMBER,
                    Label(
                        "steget det räknas från, annars ankaret",
                        "the step it is counted from, else the anchor",
                    ),
                ),
            },
            lambda reading, node, values: reading.placed(_condition(values), node),
            Label("{step: nummer, from: tid}", "{step: number, from: time}"),
        ),
    )
)
"""One condition, or a list of which one must hold."""


def _condition(values: dict[str, Any]) -> Condition:
    if "from" in values:
        values["start"] = values.pop("from")
    return Condition(**values)


_ID = {"id": Field(TEXT, Label("ett namn för rapporter", "a name for reports"))}
_EXTRAS = {
    "grace": Field(SPAN, Label("så mycket utanför släpps igenom", "how much beyond is let pass")),
    "refuses": Field(
        TRUTH, Label("det som ligger utanför räknas inte", "what lies beyond does not count")
    ),
    "when": Field(
        CONDITIONS, Label("gäller bara när steget finns", "holds only where this step is present")
    ),
    "unless": Field(
        CONDITIONS, Label("gäller bara när steget saknas", "holds only where it is absent")
    ),
    "valid": Field(
        PERIOD, Label("för episoder som börjar då", "for episodes that start within these days")
    ),
    "basis": Field(BASIS, Label("vad gränsen vilar på", "what the limit rests on")),
    "source": Field(TEXT, Label("var det kan läsas", "where that can be read")),
    "severity": Field(SEVERITY, Label("hur allvarligt ett brott är", "how much a breach matters")),
}
_STRENGTH = Field(
    Choice.of(Strength), Label("recommended eller absolute", "recommended or absolute")
)
_FROM_BEFORE = {
    "from": Field(SPAN, Label("tidigast, inräknat", "earliest, included")),
    "before": Field(SPAN, Label("senast, inte inräknat", "latest, not included")),
}
_WITHIN = {
    "within": Field(SPAN, Label("senast, inräknat", "latest, the last day included")),
}
_AT = {
    "at_least": Field(SPAN, Label("kortaste tid", "shortest time")),
    "at_most": Field(SPAN, Label("längsta tid, inräknad", "longest time, the last day included")),
}


_COUNTED_FROM = {
    Origin.ANCHOR: {},
    Origin.STEP: {
        "step": Field(
            STEP_NUMBER,
            Label("steget det räknas från", "the step it is counted from"),
            required="yes",
        )
    },
    Origin.PREVIOUS: {
        "since": Field(
            Choice({"step": Origin.PREVIOUS, "visit": Origin.VISIT}),
            Label(
                "steget före, eller besöket före även om det inte räknas",
                "the step before, or the visit before even where it does not count",
            ),
        )
    },
}


def _and_a_day(span: Span) -> Span:
    """Return the first length that is too long, where the last day is included."""
    return Span(span.months, span.days + 1)


class _Kind:
    """One of the three ways: its keys, its origin, and how they become a `Window`."""

    def __init__(
        self, name: str, origin: Origin, limits: dict[str, Field], expected: Label
    ) -> None:
        self.name, self.origin, self.expected = name, origin, expected
        self.limits = tuple(limits)
        inner = Record(f"{name}_limits", _ID | limits | _EXTRAS, self._values, expected)
        both = {strength.value: Field(inner, Label(*_SIDE[strength])) for strength in Strength}
        fields = _ID | _COUNTED_FROM[origin] | limits | {"strength": _STRENGTH} | both | _EXTRAS
        meant = window_meant if origin is Origin.ANCHOR else no_meaning
        self.record: Record = Record(name, fields, self._windows, expected, meant=meant)

    def _values(
        self, reading: Reading, node: MapNode, values: dict[str, Any]
    ) -> tuple[MapNode, dict[str, Any]] | Wrong:
        """Return the values of one side, with the limits under the names of the model."""
        if "before" in values and "within" in values:
            reading.report("exclusive-keys", node, first="before", second="within")
            return WRONG
        if not any(key in node.entries for key in self.limits):
            reading.report("window-empty", node, expected=_or(self.limits))
            return WRONG
        for written, meant in (("from", "start"), ("at_least", "start")):
            if written in values:
                values[meant] = values.pop(written)
        for written in ("within", "at_most"):
            if written in values:
                values["last"] = values.pop(written)
                values["before"] = _and_a_day(values["last"])
        return node, values

    def _windows(
        self, reading: Reading, node: MapNode, values: dict[str, Any]
    ) -> tuple[Window, ...] | Wrong:
        """Return one window, or two where both strengths are written side by side."""
        origin = {"origin": values.pop("since", self.origin), "step": values.pop("step", None)}
        written = [str(s.value) for s in Strength if s.value in node.entries]
        if not written:
            side = self._values(reading, node, values)
            sides = [] if side is WRONG else [side]
        else:
            sides = self._sides(reading, node, values, written)
        return tuple(
            reading.came_from(Window(**origin, **limits), where) for where, limits in sides
        )

    def _sides(
        self, reading: Reading, node: MapNode, values: dict[str, Any], written: list[str]
    ) -> list[tuple[MapNode, dict[str, Any]]]:
        """Return both sides, each with what is written beside them for both."""
        for key in (*self.limits, "strength"):
            if key in node.entries:
                reading.report("exclusive-keys", node, first=written[0], second=key)
                values.pop(key, None)
        shared = {key: value for key, value in values.items() if key in _EXTRAS}
        return [
            (values[name][0], shared | values[name][1] | {"strength": Strength(name)})
            for name in written
            if name in values
        ]


_SIDE = {
    Strength.ABSOLUTE: ("gräns som måste hållas", "limits that must hold"),
    Strength.RECOMMENDED: ("rekommenderad gräns", "recommended limits"),
}


def _or(keys: tuple[str, ...]) -> Label:
    *first, last = keys
    listed = ", ".join(first)
    return Label(f"{listed} eller {last}", f"{listed} or {last}")


WINDOW = OneOrMore(
    _Kind(
        "window",
        Origin.ANCHOR,
        _FROM_BEFORE,
        Label("{from: tid, before: tid}", "{from: time, before: time}"),
    ).record
)
AFTER = OneOrMore(
    _Kind(
        "after",
        Origin.STEP,
        _FROM_BEFORE | _WITHIN,
        Label("{step: nummer, within: tid}", "{step: number, within: time}"),
    ).record
)
GAP = OneOrMore(
    _Kind(
        "gap",
        Origin.PREVIOUS,
        _AT,
        Label("{at_least: tid, at_most: tid}", "{at_least: time, at_most: time}"),
    ).record
)
