"""The parameters of a document: dated values, and what is wrong between them."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from datetime import date
from typing import Any

from attrs import evolve

from kvacodes.documents.nodes import ListNode, MapNode, shown
from kvacodes.documents.parts import (
    BASIS,
    DECISION_ID,
    ID,
    LABEL,
    PERIOD_FIELDS,
    TEXT,
    TRUTH,
    interval_of,
)
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import WRONG, Number, Shape, Wrong
from kvacodes.documents.shapes import Field, ListOf, Record
from kvacodes.model.decision import Decision
from kvacodes.model.parameters import DatedValue, Parameter
from kvacodes.model.words import Basis, Label
from kvacodes.periods import Interval

__all__ = [
    "A_NOTE",
    "DECISION",
    "PARAMETERS",
    "RULE_ID",
    "SOURCE",
    "TITLE",
    "are_all_read",
    "key_of",
]


def key_of(shape: Shape, sv: str, en: str, *, required: str = "") -> Field:
    """Return a key of a mapping, with what it means in Swedish and English."""
    return Field(shape, Label(sv, en), required=required)


A_NOTE = key_of(TEXT, "anmärkning", "a note")
SOURCE = key_of(TEXT, "var det kan läsas", "where it can be read")
DECISION = key_of(DECISION_ID, "beslutets id", "the id of the decision")
TITLE = key_of(LABEL, "vad det är", "what it is")
RULE_ID = key_of(ID, "stabilt id", "stable id", required="yes")


def _value(reading: Reading, node: MapNode, values: dict[str, Any]) -> DatedValue | Wrong:
    valid = interval_of(reading, node, {key: values.pop(key, None) for key in ("from", "to")})
    if valid is WRONG:
        return WRONG
    decision = reading.decisions.get(values.get("decision", ""))
    if decision is None and "source" in values:
        values.setdefault("basis", Basis.SOURCE)
    is_founded = values.get("basis") is Basis.ASSUMPTION or {"decision", "source"} & set(
        node.entries
    )
    if not is_founded and not node.cut:
        reading.report("value-unfounded", node)
    return reading.came_from(DatedValue(valid=valid, cited=_cited(decision), **values), node)


def _cited(decision: Decision | None) -> str:
    """Return the diary number, or body and day: shorter than the source, and says who."""
    if decision is None:
        return ""
    day = f" {decision.decided_on}" if decision.decided_on else ""
    return decision.diary_number or f"{decision.body}{day}"


_VALUE = Record(
    "dated_value",
    {
        "value": key_of(Number(), "värdet", "the value", required="yes"),
        **PERIOD_FIELDS,
        "unit": key_of(TEXT, "enheten, där den skrivs vid värdet", "the unit of this value"),
        "decision": DECISION,
        "source": SOURCE,
        "approximate": key_of(
            TRUTH, "true när källan säger ca eller drygt", "true where the source says about"
        ),
        "basis": key_of(BASIS, "vad det vilar på", "what it rests on"),
        "note": A_NOTE,
    },
    _value,
    Label("{value: 612000, from: dag}", "{value: 612000, from: day}"),
)


def _parameter(reading: Reading, node: MapNode, values: dict[str, Any]) -> Parameter:
    dated = values.pop("values")
    values["unit"] = _unit(values, dated, reading)
    if are_all_read(node, dated):
        _check_periods(values["id"], dated, reading)
    return reading.came_from(Parameter(values=_closed(dated, reading), **values), node)


def are_all_read(parameter: MapNode, values: Sized) -> bool:
    """Say whether each value of a parameter could be read; otherwise its days cannot be told."""
    written = parameter.get("values")
    return isinstance(written, ListNode) and len(written.items) == len(values)


def _unit(values: dict[str, Any], dated: Iterable[DatedValue], reading: Reading) -> str:
    """Return the unit of a parameter; reports values with another."""
    unit: str = values.get("unit", "")
    for value in dated:
        unit = unit or value.unit
        if value.unit and value.unit != unit:
            where = reading.origins[id(value)].entries["unit"][1]
            parts = {"parameter": values["id"], "expected": shown(unit), "found": shown(value.unit)}
            reading.report("unit-changed", where, **parts)
    return unit


def _first_day(value: DatedValue) -> date:
    return value.valid.start or date.min


def _closed(values: Iterable[DatedValue], reading: Reading) -> tuple[DatedValue, ...]:
    """Return values in order, each open one ending where the next begins."""
    ordered = sorted(values, key=_first_day)
    closed = []
    for value, later in zip(ordered, [*ordered, None][1:], strict=True):
        end = None if later is None else later.valid.start
        if end is not None and value.valid.end is None and _first_day(value) < end:
            ended = evolve(value, valid=Interval(value.valid.start, end))
            closed.append(reading.came_from(ended, reading.origins[id(value)]))
        else:
            closed.append(value)
    return tuple(closed)


def _check_periods(name: str, values: Iterable[DatedValue], reading: Reading) -> None:
    """Report values of the same days, and days between values that have none."""
    before: DatedValue | None = None
    for value in sorted(values, key=_first_day):
        where, start = reading.origins[id(value)], value.valid.start
        if before is not None and not _gives_way(before, value):
            both = before.valid.overlap(value.valid)
            if both is not None:
                parts = {"first": str(before.value), "second": str(value.value)}
                reading.report("value-overlap", where, parameter=name, days=str(both), **parts)
            elif before.valid.end != start and not value.note:
                hole = Interval(before.valid.end, start)
                reading.report("value-hole", where, parameter=name, days=str(hole))
        if before is None or _reach(value) >= _reach(before):
            before = value


def _gives_way(before: DatedValue, value: DatedValue) -> bool:
    """Say whether a value without a last day ends where a later one begins."""
    return before.valid.end is None and _first_day(before) < _first_day(value)


def _reach(value: DatedValue) -> date:
    return value.valid.end or _first_day(value)


PARAMETERS = ListOf(
    Record(
        "parameter",
        {
            "id": RULE_ID,
            "title": TITLE,
            "unit": key_of(TEXT, "enheten, till exempel kr", "the unit, such as kr"),
            "values": key_of(
                ListOf(_VALUE, least=1),
                "värden med dagar",
                "values with their days",
                required="yes",
            ),
        },
        _parameter,
        Label("en parameter med nycklar", "a parameter with its keys"),
    )
)
