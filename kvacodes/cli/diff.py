"""``kvacodes diff``: say what two versions mean to those who use them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kvacodes.cli.console import write_result
from kvacodes.cli.words import language, said

if TYPE_CHECKING:
    from kvacodes.model import CodeSet

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "diff"
HELP = "say what two versions mean to those who use them"
EXAMPLE = "kvacodes diff origin/main codesets/ --format md --report"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "old", help=said("file, folder or git revision", "fil, mapp eller git-revision")
    )
    parser.add_argument(
        "new", help=said("file, folder or git revision", "fil, mapp eller git-revision")
    )
    parser.add_argument("--format", choices=("human", "md", "json"), default="human")
    parser.add_argument(
        "--report",
        action="store_true",
        help=said(
            "say also what is touched, and the effect on an artificial population",
            "säg också vad som berörs, och verkan på en konstgjord population",
        ),
    )
    parser.add_argument(
        "--changelog",
        action="store_true",
        help=said("write the entry of the changelog", "skriv posten i ändringsloggen"),
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=said("where to write it", "var det ska skrivas")
    )


def run(args: argparse.Namespace) -> int:
    """Compare and say; a difference is no error."""
    from attrs import evolve

    from kvacodes.proposals import diff

    old, new = _read(args.old, beside=args.new), _read(args.new, beside=args.old)
    if Path(args.old).is_file() and Path(args.new).is_file():
        # Two files are named otherwise because they lie side by side.
        old = tuple(evolve(code_set, file="") for code_set in old)
    found = diff.differences(old, new)
    if args.changelog:
        write_result(diff.write_changelog(found), args.out)
        return 0
    effects = diff.effects_of(found, old, new) if args.report else None
    write = {"human": diff.write_human, "md": diff.write_markdown, "json": diff.write_json}
    write_result(write[args.format](found, effects, lang=language()), args.out)
    return 0


def _read(source: str, *, beside: str) -> tuple[CodeSet, ...]:
    """Read one side: a path, or else a revision of the path on the other side."""
    from kvacodes.errors import DocumentError
    from kvacodes.proposals.base import read_base

    documents = read_base(source, [beside if Path(beside).exists() else "codesets"])
    errors = [f for d in documents for f in d.findings if f.severity == "error"]
    if errors:
        raise DocumentError(errors)
    return tuple(d.code_set for d in documents if d.code_set is not None)
