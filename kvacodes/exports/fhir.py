"""HL7 FHIR R4: CodeSystem, ValueSet and Measure of a code set, as JSON.

Addresses and identifiers of code systems are the caller's: none is registered for KVÅ, and
the object identifier in common use is only a default.
"""

from __future__ import annotations

import json
from typing import Any

from attrs import frozen

from kvacodes.model import Code, CodeSet, Owner, Question

__all__ = ["Addresses", "code_system", "measure", "to_fhir", "value_set"]

_PROPERTY_DAYS = ("valid-from", "valid-to")


@frozen(kw_only=True)
class Addresses:
    """Where the resources live, and how code systems are named.

    Attributes:
        base: The canonical base address of the resources.
        system: The code system of the codes; empty for one made for the code set, which is
            right for regional codes.
        kva: What KVÅ as a whole is called.
    """

    base: str = "https://example.org/fhir"
    system: str = ""
    kva: str = "urn:oid:1.2.752.116.1.3.2.1.4"

    def system_of(self, code_set: CodeSet) -> str:
        """Return the code system of a code set's codes."""
        if self.system:
            return self.system
        if code_set.namespace.owner is Owner.NATIONAL:
            return self.kva
        return f"{self.base}/CodeSystem/{code_set.id}"


def to_fhir(code_set: CodeSet, *, addresses: Addresses | None = None) -> str:
    """Return a Bundle of all resources of a code set, as JSON."""
    addresses = addresses or Addresses()
    resources = [code_system(code_set, addresses), value_set(code_set, addresses)]
    if code_set.follow_up is not None and code_set.follow_up.questions:
        resources.append(measure(code_set, addresses))
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": resource["url"], "resource": resource} for resource in resources],
    }
    return json.dumps(bundle, ensure_ascii=False, indent=2) + "\n"


def _common(code_set: CodeSet, kind: str, addresses: Addresses) -> dict[str, Any]:
    decided = [d.decided_on for d in code_set.decisions if d.decided_on is not None]
    common: dict[str, Any] = {
        "resourceType": kind,
        "id": code_set.id[:64],
        "url": f"{addresses.base}/{kind}/{code_set.id}",
        "name": "".join(part.capitalize() for part in code_set.id.split("-")),
        "title": code_set.title.sv,
        "status": "active",
        "version": code_set.content_hash[:12] or "0",
    }
    if decided:
        common["date"] = max(decided).isoformat()
    if code_set.namespace.region:
        common["publisher"] = code_set.namespace.region
    if code_set.description:
        common["description"] = code_set.description.sv
    return common


def code_system(code_set: CodeSet, addresses: Addresses | None = None) -> dict[str, Any]:
    """Return the CodeSystem: the codes with texts, days and decisions as properties.

    A regional system is complete; of national codes it is a fragment.
    """
    addresses = addresses or Addresses()
    is_national = code_set.namespace.owner is Owner.NATIONAL
    return {
        **_common(code_set, "CodeSystem", addresses),
        "url": addresses.system_of(code_set),
        "caseSensitive": True,
        "content": "fragment" if is_national else "complete",
        "count": len(code_set.codes),
        "property": [
            {"code": "valid-from", "type": "dateTime", "description": "First day in force"},
            {"code": "valid-to", "type": "dateTime", "description": "Last day in force"},
            {"code": "decision", "type": "string", "description": "Diary number or source"},
        ],
        "concept": [_concept(code) for code in code_set.codes],
    }


def _concept(code: Code) -> dict[str, Any]:
    properties: list[dict[str, str]] = []
    for interval in code.validity:
        for name, day in zip(_PROPERTY_DAYS, (interval.start, interval.last), strict=True):
            if day is not None:
                properties.append({"code": name, "valueDateTime": day.isoformat()})
    properties.append({"code": "decision", "valueString": code.decision.reference})
    concept: dict[str, Any] = {"code": code.code, "display": code.text, "property": properties}
    if code.description:
        concept["definition"] = code.description
    return concept


def value_set(code_set: CodeSet, addresses: Addresses | None = None) -> dict[str, Any]:
    """Return the ValueSet: the codes of the set, and the add-on codes its sequence asks for."""
    addresses = addresses or Addresses()
    include = [
        {
            "system": addresses.system_of(code_set),
            "concept": [{"code": c.code, "display": c.text} for c in code_set.codes],
        }
    ]
    own = {code.code for code in code_set.codes}
    add_ons = [] if code_set.sequence is None else list(_add_ons(code_set))
    others = [{"code": code} for code in dict.fromkeys(add_ons) if code not in own]
    if others:
        include.append({"system": addresses.kva, "concept": others})
    return {**_common(code_set, "ValueSet", addresses), "compose": {"include": include}}


def _add_ons(code_set: CodeSet) -> list[str]:
    sequence = code_set.sequence
    if sequence is None:
        return []
    joint = [] if sequence.joint is None else list(sequence.joint.add_ons)
    return joint + [code for step in sequence.steps for code in step.add_ons]


def measure(code_set: CodeSet, addresses: Addresses | None = None) -> dict[str, Any]:
    """Return the Measure: a group for each question of the follow-up, in its own words."""
    addresses = addresses or Addresses()
    questions = () if code_set.follow_up is None else code_set.follow_up.questions
    return {
        **_common(code_set, "Measure", addresses),
        "subjectCodeableConcept": {"text": "Patient"},
        "scoring": {
            "coding": [
                {
                    "system": "http://terminology.hl7.org/CodeSystem/measure-scoring",
                    "code": "cohort",
                }
            ]
        },
        "group": [_group(question) for question in questions],
    }


def _group(question: Question) -> dict[str, Any]:
    return {
        "code": {"coding": [{"code": question.id}], "text": question.id},
        "description": question.wording.sv,
    }
