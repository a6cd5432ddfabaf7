"""``kvacodes show``: show a code, a code set or a decision."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from kvacodes.cli.console import day, out
from kvacodes.cli.words import language, said

if TYPE_CHECKING:
    from kvacodes.catalogue import Catalogue
    from kvacodes.model import Code, CodeSet, Decision

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "show"
HELP = "show a code, a code set or a decision"
EXAMPLE = "kvacodes show UX273 --on 2018-12-01"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "name",
        metavar="CODE|SET|DIARY-NUMBER",
        help=said("what to show", "vad som ska visas"),
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=said(
            "documents to look in; without any, those that come with kvacodes",
            "dokument att leta i; utan sökväg de som följer med kvacodes",
        ),
    )
    parser.add_argument(
        "--on", type=day, metavar="DAY", help=said("as of this day", "som det var den dagen")
    )
    parser.add_argument(
        "--json", action="store_true", help=said("for a program", "för ett program")
    )


def run(args: argparse.Namespace) -> int:
    """Show what has the name."""
    import kvacodes

    found = _found(kvacodes.load(*args.paths), args.name)
    about, lines = _about(found, args.on)
    out(
        json.dumps(about, ensure_ascii=False, indent=2, default=str)
        if args.json
        else "\n".join(lines)
    )
    return 0


def _found(catalogue: Catalogue, name: str) -> Code | CodeSet | Decision:
    from kvacodes.errors import UnknownNameError

    for look_up in (catalogue.code, catalogue.code_set, catalogue.decision):
        try:
            return look_up(name)
        except UnknownNameError:
            continue
    known = [code.code for code in catalogue.codes]
    known += [code_set.id for code_set in catalogue.code_sets]
    known += [decision.diary_number or decision.id for decision in catalogue.decisions]
    kind = "code, code set or decision"
    raise UnknownNameError(kind, name, known=known)


def _about(found: Code | CodeSet | Decision, on: date | None) -> tuple[dict[str, Any], list[str]]:
    from kvacodes.model import Code, CodeSet

    if isinstance(found, Code):
        return _of_code(found, on)
    return _of_set(found, on) if isinstance(found, CodeSet) else _of_decision(found)


def _days(intervals: Iterable[Any]) -> list[dict[str, date | None]]:
    return [{"from": interval.start, "to": interval.last} for interval in intervals]


def _rows(rows: Iterable[tuple[str, object]]) -> list[str]:
    """Return name and value in two columns; what has no value is left out."""
    return [f"  {name:<14} {value}" for name, value in rows if value not in {None, ""}]


_FORCE = {
    "in-force": ("in force", "gäller"),
    "early": ("permitted, not yet required", "tillåten, ännu inte krävd"),
    "not-in-force": ("not in force", "gäller inte"),
}


def _of_code(code: Code, on: date | None) -> tuple[dict[str, Any], list[str]]:
    text = code.text if on is None else code.text_on(on)
    about: dict[str, Any] = {
        "kind": "code",
        "code": code.code,
        "text": text,
        "description": code.description,
        "code_set": code.code_set,
        "decision": code.decision.reference,
        "valid": _days(code.validity),
        "texts": [{"text": t.text, **_days([t.valid])[0]} for t in code.texts],
        "replaced_by": list(code.replaced_by),
        "basis": code.basis,
    }
    status = ""
    if on is not None:
        about |= {"on": on, "force": code.force_on(on)}
        status = f"{said(*_FORCE[code.force_on(on)])} {on}"
    decision = code.decision
    rows = (
        (said("in force", "gäller"), ", ".join(str(interval) for interval in code.validity)),
        (said("early", "tidigt"), code.early),
        (said("status", "läge"), status),
        (said("decision", "beslut"), f"{decision.reference}, {decision.body}"),
        (said("code set", "kodmängd"), code.code_set),
        (said("description", "beskrivning"), code.description),
        (said("replaced by", "ersätts av"), ", ".join(code.replaced_by)),
        (said("note", "anmärkning"), code.note),
    )
    return about, [f"{code.code}  {text}", *_rows(rows)]


def _of_decision(decision: Decision) -> tuple[dict[str, Any], list[str]]:
    starts = decision.starts
    facts: dict[str, Any] = {
        "id": decision.id,
        "diary_number": decision.diary_number,
        "title": decision.title,
        "body": decision.body,
        "requested_by": decision.requested_by,
        "prepared_by": decision.prepared_by,
        "approved_on": decision.approved_on,
        "decided_on": decision.decided_on,
        "issued_by": decision.issued_by,
        "paragraphs": decision.paragraphs,
        "starts": f"{starts.kind} {starts.day}" if starts else None,
        "rests_on": ", ".join(decision.rests_on),
        "source": decision.source,
        "note": decision.note,
    }
    lines = [decision.reference, *_rows((k, v) for k, v in facts.items())]
    return {"kind": "decision"} | facts | {"rests_on": list(decision.rests_on)}, lines


def _of_set(code_set: CodeSet, on: date | None) -> tuple[dict[str, Any], list[str]]:
    lang = language()
    codes = [
        code
        for code in code_set.codes
        if on is None or any(on in interval for interval in code.validity)
    ]
    sequence = code_set.sequence
    steps = "" if sequence is None else _described(sequence, lang)
    about = {
        "kind": "code-set",
        "id": code_set.id,
        "title": {"sv": code_set.title.sv, "en": code_set.title.in_language("en")},
        "decisions": [decision.reference for decision in code_set.decisions],
        "codes": [_of_code(code, on)[0] for code in codes],
        "sequence": steps.splitlines(),
        "content_hash": code_set.content_hash,
    }
    days = {code.code: ", ".join(str(interval) for interval in code.validity) for code in codes}
    lines = [
        f"{code_set.id}  {code_set.title.in_language(lang)}",
        *_rows((said("decision", "beslut"), d.reference) for d in code_set.decisions),
        "",
        *(f"  {code.code}  {code.text}  ({days[code.code]})" for code in codes),
    ]
    return about, [*lines, "", steps] if steps else lines


def _described(sequence: Any, lang: Literal["sv", "en"]) -> str:  # noqa: ANN401 - a Sequence, imported late
    from kvacodes.sequences import describe

    return describe(sequence, lang)
