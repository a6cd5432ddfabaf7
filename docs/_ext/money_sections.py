"""The sections of a code set's page on money: parameters, and the rules that use them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
from markdown import basis_mark, both, cell, facts, sentence, table

from kvacodes.model import Label, Parameter, Rules
from kvacodes.periods import Interval

HEADINGS = {
    "allocations": "Allocations",
    "payments": "Payments",
    "applications": "Applications",
    "documents": "Documents referred to",
    "tasks": "Tasks",
    "endings": "What ended",
}


def money_sections(rules: Rules) -> list[str]:
    """Return the sections: parameters first, then each kind of rule."""
    lines = _parameters(rules.parameters)
    for name, heading in HEADINGS.items():
        if records := getattr(rules, name):
            lines += [f"## {heading}", ""]
            for record in records:
                lines += _record(record)
    return lines


def _parameters(parameters: Sequence[Parameter]) -> list[str]:
    lines = ["## Parameters", ""]
    for parameter in parameters:
        unit = f" Unit: {parameter.unit}." if parameter.unit else ""
        lines += [f"### `{parameter.id}`", "", f"{both(parameter.title)}.{unit}", ""]
        rows = (
            (
                ("about " if value.approximate else "") + f"{value.value} {value.unit}".strip(),
                cell(str(value.valid)),
                cell(sentence(value.reference, value.note) + basis_mark(value.basis)),
            )
            for value in parameter.values
        )
        lines += table(("Value", "Days", "Rests on"), rows)
    return lines if parameters else []


def _record(record: attrs.AttrsInstance) -> list[str]:
    """Return a rule by its fields, whatever they are: what is added to the model is shown."""
    told = dict(_told(record))
    name = told.pop("id", "")
    title = told.pop("title", "") or told.pop("what", "")
    heading = f"`{name}`" if name else title
    return [f"### {heading}", "", *([title, ""] if name and title else []), *facts(told.items())]


def _told(record: attrs.AttrsInstance) -> Iterator[tuple[str, str]]:
    for field in attrs.fields(type(record)):
        if words := _words(getattr(record, field.name)):
            label = field.name if field.name in {"id", "title", "what"} else field.name.capitalize()
            yield label.replace("_", " "), words


def _words(value: object) -> str:
    if isinstance(value, Label):
        return both(value)
    if isinstance(value, Parameter):
        return f"`{value.id}`"
    if isinstance(value, Interval):
        return str(value) if value.start or value.end else ""
    if isinstance(value, tuple):
        return ", ".join(map(_words, value))
    if attrs.has(type(value)):
        return sentence(*(f"{name} {words}" for name, words in _told(value)))  # type: ignore[arg-type]
    return "" if value is None else str(value)
