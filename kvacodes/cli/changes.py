"""``kvacodes changes``: list what came, ended or changed its text between two days."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kvacodes.cli.console import day, write_result
from kvacodes.cli.words import said

if TYPE_CHECKING:
    from kvacodes.model.changes import Change

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "changes"
HELP = "list what came, ended or changed its text"
EXAMPLE = "kvacodes changes svf-brost --from 2017-01-01 --to 2018-12-31"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "code_set",
        nargs="?",
        metavar="SET",
        help=said("one code set; all without it", "en kodmängd; utan den alla"),
    )
    parser.add_argument(
        "--from",
        dest="first",
        type=day,
        required=True,
        metavar="DAY",
        help=said("the first day", "första dagen"),
    )
    parser.add_argument(
        "--to",
        dest="last",
        type=day,
        metavar="DAY",
        help=said("the last day, included; today", "sista dagen, inräknad; i dag"),
    )
    parser.add_argument(
        "--documents",
        nargs="+",
        default=[],
        metavar="PATH",
        help=said(
            "documents to look in; without any, those that come with kvacodes",
            "dokument att leta i; utan sökväg de som följer med kvacodes",
        ),
    )
    parser.add_argument("--format", choices=("human", "md", "json"), default="human")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=said("where to write it", "var det ska skrivas")
    )


def run(args: argparse.Namespace) -> int:
    """List the changes; none is no error."""
    import kvacodes
    from kvacodes.errors import Phrase, UsageError

    last = args.last or datetime.now().astimezone().date()
    if last < args.first:
        message = Phrase(
            f"--to {last} is before --from {args.first}", f"--to {last} är före --from {args.first}"
        )
        raise UsageError(message)
    catalogue = kvacodes.load(*args.documents)
    if args.code_set is not None:
        catalogue = kvacodes.Catalogue([catalogue.code_set(args.code_set)])
    changes = catalogue.changes(args.first, last)
    write = {"human": _as_text, "md": _as_markdown, "json": _as_json}[args.format]
    write_result(write(changes, args.first, last), args.out)
    return 0


def _heading(first: date, last: date) -> str:
    return said(f"Changes from {first} to {last}", f"Ändringar från {first} till {last}")


def _what(change: Change) -> str:
    """Return what happened in words; people speak of the last day where one has ended."""
    if change.text_before:
        return f"{change.text_before} → {change.text}"
    if change.kind == "ended":
        ended = change.day - timedelta(days=1)
        return said(f"ended, last day {ended}", f"upphörde, sista dag {ended}") + f": {change.text}"
    return said("comes into force", "börjar gälla") + f": {change.text}"


def _as_text(changes: Sequence[Change], first: date, last: date) -> str:
    if not changes:
        return f"{_heading(first, last)}: {said('none', 'inga')}"
    return "\n".join(
        f"{change.day}  {change.code}  {_what(change)} [{_by(change)}]" for change in changes
    )


def _by(change: Change) -> str:
    decision = change.decision
    return change.code_set if decision is None else f"{change.code_set}, {decision.reference}"


def _as_markdown(changes: Sequence[Change], first: date, last: date) -> str:
    columns = said(
        "Day | Code | Change | Code set | Decision", "Dag | Kod | Ändring | Kodmängd | Beslut"
    )
    lines = [f"## {_heading(first, last)}", ""]
    if not changes:
        return "\n".join([*lines, said("None.", "Inga.")])
    lines += [f"| {columns} |", "|---" * 5 + "|"]
    for change in changes:
        by = "–" if change.decision is None else change.decision.reference
        cells = (str(change.day), change.code, _what(change), f"`{change.code_set}`", by)
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def _as_json(changes: Sequence[Change], first: date, last: date) -> str:
    import json

    rows = [
        {
            "day": str(change.day),
            "code": change.code,
            "kind": change.kind,
            "code_set": change.code_set,
            "text": change.text,
            "text_before": change.text_before or None,
            "decision": None if change.decision is None else change.decision.reference,
        }
        for change in changes
    ]
    about = {"from": str(first), "to": str(last), "changes": rows}
    return json.dumps(about, ensure_ascii=False, indent=2)
