"""``kvacodes conformance``: check registered visits against a sequence."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kvacodes.cli.console import out
from kvacodes.cli.counts import in_words, parts_shown
from kvacodes.cli.extract_files import (
    add_extract_arguments,
    code_set_of,
    columns_of,
    explained,
    read_extract,
    require_form,
    write_table,
)
from kvacodes.cli.words import language, said

if TYPE_CHECKING:
    from kvacodes.results import Provenance
    from kvacodes.sequences import ConformanceResult

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "conformance"
HELP = "check registered visits against a sequence"
EXAMPLE = (
    "kvacodes conformance utokat-hembesok-bvc --contacts contacts.parquet "
    "--persons persons.parquet --as-of 2020-01-31 --out findings.csv"
)
SEVERITIES = ("error", "warning", "information")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_extract_arguments(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FILE",
        help=said("where to write the findings: .parquet, .csv or .json; without it small counts "
                  "of them are hidden",
                  "var fynden ska skrivas: .parquet, .csv eller .json; annars döljs små antal"),
    )  # fmt: skip
    parser.add_argument(
        "--status", type=Path, metavar="FILE",
        help=said("where to write the status of each person",
                  "var varje persons läge ska skrivas"),
    )  # fmt: skip
    parser.add_argument(
        "--json", action="store_true", help=said("summary for a program", "för ett program")
    )


def run(args: argparse.Namespace) -> int:
    """Check, write the findings, and sum them up; 1 where one is an error."""
    from kvacodes import sequences
    from kvacodes.extracts import CONTACTS, PERSONS

    require_form(args.out)
    require_form(args.status)
    code_set, columns = code_set_of(args), columns_of(args.columns)
    assert code_set.sequence is not None  # noqa: S101 - code_set_of sees to it
    with explained({"contacts": args.contacts, "persons": args.persons}):
        result = sequences.conformance(
            read_extract(args.contacts, CONTACTS, name="contacts", columns=columns),
            read_extract(args.persons, PERSONS, name="persons", columns=columns),
            code_set.sequence,
            as_of=args.as_of,
            columns=columns,
        )
    written = [p for p in (args.out, args.status) if p is not None]
    for table, path in ((result.findings, args.out), (result.status, args.status)):
        if path is not None:
            write_table(table, path)
    counts = _counts(result.findings)
    # Who has the rows themselves can count them.
    summed = _summed(result, counts if args.out is not None else _hidden(counts))
    if args.json:
        out(json.dumps(_summary(result, summed), ensure_ascii=False, indent=2, default=str))
    else:
        out("\n".join(_lines(result, summed, written)))
    return int(any(by["error"] for by in counts.values()))


_Findings = Mapping[str, Mapping[str, int | None]]
"""Counts by finding and severity; None where one is hidden."""


def _counts(findings: Any) -> dict[str, dict[str, int]]:  # noqa: ANN401 - a Polars table
    """Count findings by id and severity, in the order of their ids."""
    from kvacodes.sequences import FINDINGS

    rows = findings.group_by("finding", "severity").len().iter_rows()
    found = {(finding, severity): n for finding, severity, n in rows}
    return {
        finding: {severity: found.get((finding, severity), 0) for severity in SEVERITIES}
        for finding in FINDINGS
        if any((finding, severity) in found for severity in SEVERITIES)
    }


def _status(status: Any) -> dict[str, int]:  # noqa: ANN401 - a Polars table
    from kvacodes.sequences import Series

    found = dict(status.group_by("status").len().iter_rows())
    return {series: found[series] for series in Series if series in found}


def _hidden(counts: Mapping[str, Mapping[str, int]]) -> _Findings:
    """Hide small counts of findings."""
    from kvacodes.disclosure import hide_counts

    return {finding: hide_counts(by) for finding, by in counts.items()}


def _summed(result: ConformanceResult, findings: _Findings) -> dict[str, Mapping[str, Any]]:
    """Hide small counts beside the findings, and none that would give those away."""
    from kvacodes.disclosure import hide_counts
    from kvacodes.sequences.kinds import REASON_FINDINGS

    same = {r: findings[f].values() for r, f in REASON_FINDINGS.items() if f in findings}
    hidden = {reason for reason, shown in same.items() if None in shown}
    told = same.keys() - hidden
    contacts, persons = (
        hide_counts(rows, total="rows_read", told=told, hidden=hidden)
        for rows in (result.accounting, result.persons_accounting)
    )
    return {
        "findings": findings,
        "status": parts_shown(_status(result.status)),
        "accounting": contacts,
        "of_which": hide_counts(result.accounting.of_which),
        "persons_accounting": persons,
    }


def _summary(result: ConformanceResult, summed: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    provenance = result.provenance
    return {
        "code_set": provenance.code_set,
        "as_of": provenance.as_of,
        **summed,
        "provenance": {
            "content_hash": provenance.content_hash,
            "decisions": list(provenance.decisions),
            "library_version": provenance.library_version,
            "assumptions": list(provenance.assumptions),
        },
    }


def _lines(
    result: ConformanceResult, summed: Mapping[str, Mapping[str, Any]], written: Iterable[Path]
) -> Iterable[str]:
    provenance = result.provenance
    yield f"{provenance.code_set}, {said('as of', 'per')} {provenance.as_of}"
    yield ""
    yield from _findings(summed["findings"])
    yield ""
    yield f"{said('status', 'läge')}: {in_words(summed['status'])}"
    yield f"{said('rows of contacts', 'rader om kontakter')}: {in_words(summed['accounting'])}"
    if summed["of_which"]:
        yield f"  {said('of which', 'varav')}: {in_words(summed['of_which'])}"
    persons = in_words(summed["persons_accounting"])
    yield f"{said('rows of persons', 'rader om personer')}: {persons}"
    yield from _origin(provenance)
    for path in written:
        yield f"{said('written', 'skrivet')}: {path}"


def _findings(counts: _Findings) -> Iterable[str]:
    words = dict(zip(SEVERITIES, (said("error", "fel"), said("warning", "varning"),
                                  said("information", "upplysning")), strict=True))  # fmt: skip
    if not counts:
        yield said("no findings", "inga fynd")
        return
    width = max(len(finding) for finding in counts)
    yield f"{said('finding', 'fynd'):<{width}}" + "".join(f"{w:>13}" for w in words.values())
    for finding, by in counts.items():
        shown = ("‥" if by[severity] is None else by[severity] or "–" for severity in SEVERITIES)
        cells = "".join(f"{cell:>13}" for cell in shown)
        yield f"{finding:<{width}}{cells}"


def _origin(provenance: Provenance) -> Iterable[str]:
    from kvacodes.errors import worded

    decisions = ", ".join(provenance.decisions)
    yield f"{said('decisions', 'beslut')}: {decisions}"
    document = f"sha256 {provenance.content_hash[:12]}…, kvacodes {provenance.library_version}"
    yield f"{said('document', 'dokument')}: {document}"
    if provenance.assumptions:
        words = (worded(word, language()) for word in provenance.assumptions)
        yield f"{said('assumed', 'antaget')}: {'; '.join(words)}"
