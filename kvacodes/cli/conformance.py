"""``kvacodes conformance``: check registered visits against a sequence."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kvacodes.cli.console import out
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
    from kvacodes.results import Accounting, Provenance
    from kvacodes.sequences import ConformanceResult

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "conformance"
HELP = "check registered visits against a sequence"
EXAMPLE = (
    "kvacodes conformance utokat-hembesok-bvc --contacts contacts.parquet "
    "--persons persons.parquet --as-of 2020-01-31 --out findings.csv"
)
_SMALLEST_SHOWN = 5
SEVERITIES = ("error", "warning", "information")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_extract_arguments(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FILE",
        help=said("where to write the findings: .parquet, .csv or .json",
                  "var fynden ska skrivas: .parquet, .csv eller .json"),
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
    if args.json:
        out(json.dumps(_summary(result, counts), ensure_ascii=False, indent=2, default=str))
    else:
        out("\n".join(_lines(result, counts, written)))
    return int(any(by["error"] for by in counts.values()))


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


def shown(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Hide counts of persons below five; with one hidden also the next, that none be reckoned."""
    small = {key for key, n in counts.items() if 0 < n < _SMALLEST_SHOWN}
    if len(small) == 1:
        rest = sorted((n, key) for key, n in counts.items() if n and key not in small)
        small |= {key for _, key in rest[:1]}
    return {key: None if key in small else n for key, n in counts.items()}


def _persons(accounting: Accounting) -> dict[str, int | None]:
    parts = {key: n for key, n in accounting.items() if key != "rows_read"}
    return {"rows_read": accounting["rows_read"]} | shown(parts)


def _summary(result: ConformanceResult, counts: Mapping[str, Any]) -> dict[str, Any]:
    provenance = result.provenance
    return {
        "code_set": provenance.code_set,
        "as_of": provenance.as_of,
        "findings": counts,
        "status": shown(_status(result.status)),
        "accounting": dict(result.accounting),
        "of_which": result.accounting.of_which,
        "persons_accounting": _persons(result.persons_accounting),
        "provenance": {
            "content_hash": provenance.content_hash,
            "decisions": list(provenance.decisions),
            "library_version": provenance.library_version,
            "assumptions": list(provenance.assumptions),
        },
    }


def _lines(
    result: ConformanceResult, counts: Mapping[str, Mapping[str, int]], written: Iterable[Path]
) -> Iterable[str]:
    provenance = result.provenance
    yield f"{provenance.code_set}, {said('as of', 'per')} {provenance.as_of}"
    yield ""
    yield from _findings(counts)
    yield ""
    states = shown(_status(result.status))
    yield f"{said('status', 'läge')}: {_told(states)}"
    yield f"{said('rows of contacts', 'rader om kontakter')}: {_told(result.accounting)}"
    if result.accounting.of_which:
        yield f"  {said('of which', 'varav')}: {_told(result.accounting.of_which)}"
    persons = _persons(result.persons_accounting)
    yield f"{said('rows of persons', 'rader om personer')}: {_told(persons)}"
    yield from _origin(provenance)
    for path in written:
        yield f"{said('written', 'skrivet')}: {path}"


def _findings(counts: Mapping[str, Mapping[str, int]]) -> Iterable[str]:
    words = dict(zip(SEVERITIES, (said("error", "fel"), said("warning", "varning"),
                                  said("information", "upplysning")), strict=True))  # fmt: skip
    if not counts:
        yield said("no findings", "inga fynd")
        return
    width = max(len(finding) for finding in counts)
    yield f"{said('finding', 'fynd'):<{width}}" + "".join(f"{w:>13}" for w in words.values())
    for finding, by in counts.items():
        cells = "".join(f"{by[severity] or '–':>13}" for severity in SEVERITIES)
        yield f"{finding:<{width}}{cells}"


def _told(counts: Mapping[str, int | None]) -> str:
    return ", ".join(f"{key} {'‥' if n is None else n}" for key, n in counts.items())


def _origin(provenance: Provenance) -> Iterable[str]:
    from kvacodes.errors import worded

    decisions = ", ".join(provenance.decisions)
    yield f"{said('decisions', 'beslut')}: {decisions}"
    document = f"sha256 {provenance.content_hash[:12]}…, kvacodes {provenance.library_version}"
    yield f"{said('document', 'dokument')}: {document}"
    if provenance.assumptions:
        words = (worded(word, language()) for word in provenance.assumptions)
        yield f"{said('assumed', 'antaget')}: {'; '.join(words)}"
