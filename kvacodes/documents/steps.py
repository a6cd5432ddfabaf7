"""The visit sequence of a document: nodes to objects."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from kvacodes.documents.nodes import MapNode
from kvacodes.documents.parts import (
    BASIS,
    CODE,
    DAY,
    LABEL,
    OWN_CODE,
    PERIOD,
    SEVERITY,
    SPAN,
    TEXT,
    TRUTH,
)
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import WRONG, Choice, Wrong
from kvacodes.documents.shapes import Either, Field, ListOf, MapOf, Record
from kvacodes.documents.windows import AFTER, CONDITIONS, GAP, STEP_NUMBER, WINDOW
from kvacodes.model.sequence import (
    VISIT_FINDINGS,
    Anchor,
    AnchorKind,
    Episodes,
    Joint,
    Match,
    Order,
    Origin,
    Sequence,
    Step,
    Window,
)
from kvacodes.model.words import Label
from kvacodes.periods import MonthEnd

__all__ = ["SEQUENCE"]


def _flat(groups: tuple[tuple[Window, ...], ...]) -> tuple[Window, ...]:
    return tuple(window for group in groups for window in group)


def _step(reading: Reading, node: MapNode, values: dict[str, Any]) -> Step:
    groups = (values.pop(key, ()) for key in ("window", "after", "gap"))
    values["windows"] = tuple(window for group in groups for window in _flat(group))
    requires = values.pop("requires", {})
    if "basis" in requires:
        requires["requirement_basis"] = requires.pop("basis")
    return reading.came_from(Step(**values, **requires), node)


_REQUIRES = Record(
    "requires",
    {
        "add_ons": Field(
            ListOf(CODE), Label("koder på samma kontakt", "codes on the same contact")
        ),
        "staff": Field(ListOf(TEXT), Label("roller som deltar", "roles that take part")),
        "basis": Field(BASIS, Label("vad kravet vilar på", "what this rests on")),
    },
    lambda _, __, values: values,
    Label("{add_ons: [koder], staff: [roller]}", "{add_ons: [codes], staff: [roles]}"),
)
_STEP = Record(
    "step",
    {
        "number": Field(STEP_NUMBER, Label("stegets nummer", "its number"), required="yes"),
        "codes": Field(
            ListOf(OWN_CODE, least=1),
            Label("koder som når det; alternativ", "the codes that reach it; alternatives"),
            required="yes",
        ),
        "title": Field(LABEL, Label("vad det heter", "what it is called")),
        "nominal_age": Field(SPAN, Label("avsedd ålder", "the age it is meant for")),
        "nominal_source": Field(TEXT, Label("var åldern anges", "where that age is published")),
        "optional": Field(TRUTH, Label("kan utebli", "may be left out")),
        "ordered": Field(TRUTH, Label("har plats i ordningen", "takes part in the order")),
        "before_start": Field(
            TRUTH, Label("sker före episodens start", "happens before the episode starts")
        ),
        "requires": Field(_REQUIRES, Label("vad som krävs", "what must be there beside it")),
        "when": Field(
            CONDITIONS, Label("ingår bara när detta gäller", "part of it only where this is so")
        ),
        "unless": Field(
            CONDITIONS, Label("ingår inte när detta gäller", "no part of it where this is so")
        ),
        "valid": Field(PERIOD, Label("när steget ingår", "when the step is part of it")),
        "window": Field(WINDOW, Label("från ankaret", "counted from the anchor")),
        "after": Field(AFTER, Label("från ett annat steg", "counted from another step")),
        "gap": Field(GAP, Label("från steget före", "counted from the step before")),
        "basis": Field(BASIS, Label("vad steget vilar på", "what the step rests on")),
        "note": Field(TEXT, Label("anmärkning", "a note")),
    },
    _step,
    Label("ett steg med nycklar", "a step with its keys"),
)

_STEPS = ListOf(STEP_NUMBER)
_EPISODES = Record(
    "episodes",
    {
        "start": Field(_STEPS, Label("steg som öppnar", "steps that open an episode")),
        "end": Field(_STEPS, Label("steg som avslutar", "steps that close it")),
    },
    lambda _, __, values: Episodes(**values),
    Label("{start: [nummer], end: [nummer]}", "{start: [numbers], end: [numbers]}"),
)


def _anchor(reading: Reading, node: MapNode, values: dict[str, Any]) -> Anchor | Wrong:
    if "step" in values and "date" in values:
        reading.report("exclusive-keys", node, first="step", second="date")
        return WRONG
    if "step" in values:
        return Anchor(kind=AnchorKind.STEP, step=values["step"])
    if "date" in values:
        return Anchor(kind=AnchorKind.DATE, date=values["date"])
    if not node.entries:
        reading.report("value-missing", node, expected=_ANCHOR.expected)
    return WRONG


_ANCHOR = Either(
    Choice(
        {
            "birth": Anchor(kind=AnchorKind.BIRTH),
            "given": Anchor(kind=AnchorKind.GIVEN),
        }
    ),
    Record(
        "anchor",
        {
            "step": Field(STEP_NUMBER, Label("ett steg", "a step")),
            "date": Field(DAY, Label("en dag för alla", "one day for all")),
        },
        _anchor,
        Label("{step: nummer} eller {date: dag}", "{step: number} or {date: day}"),
    ),
)
_ORDER = Record(
    "order",
    {
        "basis": Field(BASIS, Label("vad ordningen vilar på", "what the order rests on")),
        "source": Field(TEXT, Label("var det kan läsas", "where that can be read")),
    },
    lambda _, __, values: Order(**values),
    Label("{basis: assumption}", "{basis: assumption}"),
)
_JOINT = Record(
    "joint",
    {
        "add_ons": Field(
            ListOf(CODE), Label("koder som säger det", "codes on the same contact that say so")
        ),
        "basis": Field(BASIS, Label("vad det vilar på", "what it rests on")),
        "source": Field(TEXT, Label("var det kan läsas", "where that can be read")),
    },
    lambda _, __, values: Joint(**values),
    Label("{add_ons: [koder]}", "{add_ons: [codes]}"),
)


def _with_gap(
    steps: tuple[Step, ...], reading: Reading, gap: tuple[Window, ...]
) -> tuple[Step, ...]:
    """Give the sequence's gap to each ordered step that has none of its own.

    Nothing comes before the first but visits that it refused.
    """
    first = min((step.number for step in steps if step.ordered), default=None)
    filled = []
    for step in steps:
        node = reading.origins[id(step)]
        if gap and step.ordered and "gap" not in node.entries:
            own = tuple(w for w in gap if step.number != first or w.origin is Origin.VISIT)
            step = reading.came_from(evolve(step, windows=step.windows + own), node)  # noqa: PLW2901
        filled.append(step)
    return tuple(filled)


def _sequence(reading: Reading, node: MapNode, values: dict[str, Any]) -> Sequence:
    steps = _with_gap(values.pop("steps"), reading, _flat(values.pop("gap", ())))
    anchor = values.get("anchor", Anchor())
    if "episodes" not in values and anchor.step is not None:
        values["episodes"] = Episodes(start=(anchor.step,))
    ordered = tuple(sorted(steps, key=lambda step: step.number))
    return reading.came_from(Sequence(steps=ordered, **values), node)


SEQUENCE = Record(
    "sequence",
    {
        "title": Field(LABEL, Label("vad den heter", "what it is called")),
        "anchor": Field(_ANCHOR, Label("varifrån dagar räknas", "from what days are counted")),
        "match": Field(Choice.of(Match), Label("hur steg hittas", "how an event finds its step")),
        "month_end": Field(
            Choice.of(MonthEnd), Label("dagar som saknas", "days that a month does not have")
        ),
        "order": Field(_ORDER, Label("vad ordningen vilar på", "what the order rests on")),
        "joint": Field(_JOINT, Label("hur samverkan syns", "how to see that a visit was joint")),
        "episodes": Field(_EPISODES, Label("start och slut", "where an episode starts and ends")),
        "severities": Field(
            MapOf(VISIT_FINDINGS, SEVERITY),
            Label("andra allvarlighetsgrader", "severities other than the default"),
        ),
        "gap": Field(GAP, Label("tid mellan alla steg", "the gap between all steps")),
        "steps": Field(ListOf(_STEP, least=1), Label("stegen", "the steps"), required="yes"),
    },
    _sequence,
    Label("en sekvens med steps", "a sequence with its steps"),
)
