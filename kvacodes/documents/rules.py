"""The rules on money of a document: nodes to objects, and what does not fit together.

Parameters come first in a reader's mind and may come last in a file, so rules that name
them are kept as drafts until all parameters are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from kvacodes.documents.nodes import MapNode, shown
from kvacodes.documents.parameters import (
    A_NOTE,
    DECISION,
    PARAMETERS,
    RULE_ID,
    SOURCE,
    TITLE,
    are_all_read,
    key_of,
)
from kvacodes.documents.parts import BASIS, CODE, DAY, DECISION_ID, ID, LABEL, PERIOD, TEXT
from kvacodes.documents.reading import Reading
from kvacodes.documents.scalars import Choice, Whole, did_you_mean
from kvacodes.documents.shapes import Field, ListOf, Record
from kvacodes.model.code import Code
from kvacodes.model.parameters import Parameter
from kvacodes.model.rules import (
    AllocationRule,
    ApplicationRule,
    Cap,
    CapPer,
    Ending,
    PaymentRule,
    RuleDocument,
    Rules,
    Task,
)
from kvacodes.model.words import Label
from kvacodes.periods import Interval, merged

__all__ = ["RULES", "check_codes_of_rules"]

_Values = dict[str, Any]
_VALID = key_of(PERIOD, "dagarna den gäller", "the days for which it holds", required="yes")
_WHEN = key_of(PERIOD, "dagarna det gäller", "the days for which it holds")


def _listed(name: str, fields: dict[str, Field], build: Any, expected: Label) -> ListOf:  # noqa: ANN401
    return ListOf(Record(name, fields, build, expected))


@frozen(eq=False)
class _Draft:
    """A rule whose parameters are still names."""

    node: MapNode
    values: _Values


def _draft(_: Reading, node: MapNode, values: _Values) -> _Draft:
    return _Draft(node, values)


_AGES = Record(
    "ages",
    {
        "from": key_of(ID, "lägsta ålder: en parameter", "lowest age: a parameter", required="yes"),
        "to": key_of(ID, "högsta ålder: en parameter", "highest age: a parameter"),
        "included": key_of(
            ID, "om den högsta räknas med: en parameter", "whether it is counted: a parameter"
        ),
    },
    _draft,
    Label("{from: id, to: id}", "{from: id, to: id}"),
)
_ALLOCATIONS = _listed(
    "allocation",
    {
        "id": RULE_ID,
        "title": TITLE,
        "norm": key_of(ID, "listade per tjänst: en parameter", "listed per post: a parameter"),
        "amount": key_of(ID, "kronor per tjänst: en parameter", "kronor per post: a parameter"),
        "total": key_of(ID, "summan som delas: en parameter", "what is shared: a parameter"),
        "ages": key_of(_AGES, "åldrar som räknas", "the ages that count"),
        "covers": key_of(LABEL, "vilka enheter", "which units"),
        "paid_by": key_of(TEXT, "vem som betalar ut", "who pays it out"),
        "valid": _VALID,
        "decision": DECISION,
        "note": A_NOTE,
    },
    _draft,
    Label("en fördelning med nycklar", "an allocation with its keys"),
)
_CAP = Record(
    "cap",
    {
        "times": key_of(Whole(least=1), "antal", "how many times", required="yes"),
        "per": key_of(Choice.of(CapPer), "inom vad", "within what", required="yes"),
        "gap_days": key_of(Whole(least=1), "dagar till nästa omgång", "days until another episode"),
        "basis": key_of(BASIS, "vad det vilar på", "what it rests on"),
        "note": A_NOTE,
    },
    lambda _, __, values: Cap(**values),
    Label("{times: 1, per: person}", "{times: 1, per: person}"),
)
_PAYMENTS = _listed(
    "payment",
    {
        "id": RULE_ID,
        "title": TITLE,
        "amount": key_of(
            ID,
            "kronor per händelse: en parameter",
            "kronor per event: a parameter",
            required="yes",
        ),
        "event": key_of(LABEL, "vad som ersätts", "what is paid for"),
        "condition": key_of(LABEL, "vad som ska gälla", "what must hold beside it"),
        "codes": key_of(ListOf(CODE), "koder för händelsen", "codes that mark the event"),
        "condition_codes": key_of(
            ListOf(CODE), "koder för villkoret", "codes that mark the condition"
        ),
        "cap": key_of(_CAP, "hur ofta", "how often"),
        "control": key_of(LABEL, "hur det kontrolleras", "how it is checked afterwards"),
        "valid": _VALID,
        "decision": DECISION,
        "ended_by": key_of(DECISION_ID, "beslutet som avslutade den", "the decision that ended it"),
        "replaced_by": key_of(LABEL, "vad som kom i stället", "what came instead"),
        "note": A_NOTE,
    },
    _draft,
    Label("en ersättning med nycklar", "a payment with its keys"),
)


def _application(reading: Reading, node: MapNode, values: _Values) -> ApplicationRule:
    opens, deadline = values.get("opens"), values["deadline"]
    if opens is not None and deadline < opens:
        where = node.entries["deadline"][1]
        reading.report("period-reversed", where, first=str(opens), last=str(deadline))
    return reading.came_from(ApplicationRule(**values), node)


_APPLICATIONS = _listed(
    "application",
    {
        "id": RULE_ID,
        "title": TITLE,
        "opens": key_of(DAY, "första dagen", "the first day"),
        "deadline": key_of(DAY, "sista dagen, inräknad", "the last day, included", required="yes"),
        "open_to": key_of(LABEL, "vem som kan få medlen", "who may be given the money"),
        "submitted_by": key_of(ListOf(TEXT), "via vem", "through whom it is made"),
        "attachments": key_of(ListOf(TEXT), "vad som bifogas", "what must come with it"),
        "decided_by": key_of(TEXT, "vem som beslutar", "who decides"),
        "answered_to": key_of(LABEL, "vem som får besked", "who gets the answer"),
        "decision": DECISION,
        "source": SOURCE,
        "note": A_NOTE,
    },
    _application,
    Label("en ansökan med nycklar", "an application with its keys"),
)
_DOCUMENTS = _listed(
    "rule_document",
    {
        "title": key_of(TEXT, "dokumentets namn", "the name of the document", required="yes"),
        "valid": _WHEN,
        "decision": DECISION,
        "source": SOURCE,
        "note": A_NOTE,
    },
    lambda reading, node, values: reading.came_from(RuleDocument(**values), node),
    Label("{title: text}", "{title: text}"),
)
_TASKS = _listed(
    "task",
    {
        "body": key_of(TEXT, "vem som har uppgiften", "who has the task", required="yes"),
        "title": key_of(LABEL, "uppgiften", "the task", required="yes"),
        "valid": _WHEN,
        "decision": DECISION,
        "note": A_NOTE,
    },
    lambda reading, node, values: reading.came_from(Task(**values), node),
    Label("{body: text, title: text}", "{body: text, title: text}"),
)
_ENDINGS = _listed(
    "ending",
    {
        "what": key_of(LABEL, "vad som upphörde", "what ended", required="yes"),
        "last_day": key_of(DAY, "sista dagen", "the last day", required="yes"),
        "replaced_by": key_of(LABEL, "vad som kom i stället", "what came instead"),
        "decision": DECISION,
        "source": SOURCE,
        "note": A_NOTE,
    },
    lambda reading, node, values: reading.came_from(Ending(**values), node),
    Label("{what: text, last_day: dag}", "{what: text, last_day: day}"),
)


def _rules(reading: Reading, node: MapNode, values: _Values) -> Rules:
    known = {parameter.id: parameter for parameter in values.get("parameters", ())}
    allocations = [_allocation(draft, known, reading) for draft in values.get("allocations", ())]
    payments = [_payment(draft, known, reading) for draft in values.get("payments", ())]
    values["allocations"] = tuple(allocations)
    values["payments"] = tuple(payment for payment in payments if payment is not None)
    for kind in ("parameters", "allocations", "payments", "applications"):
        reading.check_ids(values.get(kind, ()))
    return reading.came_from(Rules(**values), node)


def _named(
    draft: _Draft, key: str, known: dict[str, Parameter], reading: Reading
) -> Parameter | None:
    """Return the parameter that a key names; reports a name that none has."""
    name = draft.values.get(key)
    parameter = None if name is None else known.get(name)
    if name is not None and parameter is None and not reading.cut:
        near = did_you_mean(name, known, reading)
        parts = {"found": shown(name), "known": ", ".join(known) or "–"}
        reading.report("unknown-parameter", draft.node.entries[key][1], **parts, **near)
    return parameter


def _allocation(draft: _Draft, known: dict[str, Parameter], reading: Reading) -> AllocationRule:
    node, values = draft.node, dict(draft.values)
    for key in ("norm", "amount", "total"):
        values[key] = _named(draft, key, known, reading)
    ages: _Draft | None = values.pop("ages", None)
    if ages is not None:
        for key, name in (("from", "age_from"), ("to", "age_to"), ("included", "age_to_included")):
            values[name] = _named(ages, key, known, reading)
    if not node.cut and ("norm" in node.entries) == ("total" in node.entries):
        reading.report("terms-missing", node, owner=values["id"])
    rule = reading.came_from(AllocationRule(**values), node)
    _check_lifetime(rule, node, reading)
    return rule


def _payment(draft: _Draft, known: dict[str, Parameter], reading: Reading) -> PaymentRule | None:
    amount = _named(draft, "amount", known, reading)
    if amount is None:
        return None
    node = draft.node
    rule = reading.came_from(PaymentRule(**(draft.values | {"amount": amount})), node)
    if rule.ended_by and rule.valid.end is None:
        reading.report("end-unstated", node.entries["valid"][1], owner=rule.id)
    _check_lifetime(rule, node, reading)
    return rule


def _check_lifetime(rule: AllocationRule | PaymentRule, node: MapNode, reading: Reading) -> None:
    """Report the days on which a rule is in force and a parameter of it has no value."""
    where = node.entries["valid"][1]
    for parameter in rule.parameters:
        if not are_all_read(reading.origins[id(parameter)], parameter.values):
            continue
        for days in _uncovered(rule.valid, [value.valid for value in parameter.values]):
            parts = {"owner": rule.id, "parameter": parameter.id, "days": str(days)}
            reading.report("rule-outlives-parameter", where, **parts)


def _uncovered(whole: Interval, parts: Iterable[Interval]) -> Iterator[Interval]:
    """Give the days of an interval that none of the others has."""
    start = whole.start
    for part in merged(parts):
        if part.start is not None and (start is None or start < part.start):
            missing = whole.overlap(Interval(start, part.start))
            if missing is not None:
                yield missing
        if part.end is None:
            return
        start = part.end if start is None else max(start, part.end)
    if whole.end is None or start is None or start < whole.end:
        yield Interval(start, whole.end)


def check_codes_of_rules(rules: Rules, codes: Iterable[Code], reading: Reading) -> None:
    """Report the days on which a payment is in force and a code of it is not.

    Codes that the document does not hold are not judged: which codes count is often an
    argument, and a national edition is not at hand here.
    """
    known = {code.code: code for code in codes}
    for rule in rules.payments:
        where = reading.origins[id(rule)].entries["valid"][1]
        for name in (*rule.codes, *rule.condition_codes):
            if (code := known.get(name)) is None:
                continue
            for days in _uncovered(rule.valid, code.validity):
                parts = {"owner": rule.id, "code": name, "days": str(days)}
                reading.report("rule-outlives-code", where, **parts)


RULES = Record(
    "rules",
    {
        "parameters": key_of(PARAMETERS, "värden som beslutas", "values that are decided on"),
        "allocations": key_of(_ALLOCATIONS, "fördelningar", "allocations"),
        "payments": key_of(_PAYMENTS, "ersättning per händelse", "payments for events"),
        "applications": key_of(_APPLICATIONS, "medel att söka", "money to apply for"),
        "documents": key_of(_DOCUMENTS, "dokument som åberopas", "documents referred to"),
        "tasks": key_of(_TASKS, "uppgifter", "tasks"),
        "endings": key_of(_ENDINGS, "vad som upphört", "what has ended"),
    },
    _rules,
    Label("regler med nycklar", "rules with their keys"),
)
"""The value of the key ``rules``; reads to `kvacodes.model.rules.Rules`."""
