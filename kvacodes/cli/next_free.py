"""``kvacodes next-free``: propose a free run of codes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from kvacodes.cli.console import note, out
from kvacodes.cli.words import language, said

if TYPE_CHECKING:
    from kvacodes.model import CodeSet

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "next-free"
HELP = "propose a free run of codes"
EXAMPLE = "kvacodes next-free UX --count 6 --national kva-2026.xlsx --open 'origin/*'"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("prefix", metavar="PREFIX", help=said("such as UX", "till exempel UX"))
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=said(
            "documents in force; without any, those that come with kvacodes",
            "gällande dokument; utan sökväg de som följer med kvacodes",
        ),
    )
    parser.add_argument(
        "--count", type=int, default=1, metavar="N", help=said("how many", "hur många")
    )
    parser.add_argument(
        "--from", dest="start", default="", metavar="CODE",
        help=said("begin after this code", "börja efter den här koden"),
    )  # fmt: skip
    parser.add_argument(
        "--national", metavar="FILE", help=said("national edition", "nationell utgåva")
    )
    parser.add_argument(
        "--open",
        action="append",
        default=[],
        metavar="BASE",
        help=said(
            "open proposals, whose codes are reserved: a folder, a git revision, or 'origin/*'",
            "öppna förslag, vars koder är reserverade: en mapp, en git-revision, eller 'origin/*'",
        ),
    )
    parser.add_argument(
        "--json", action="store_true", help=said("for a program", "för ett program")
    )


def run(args: argparse.Namespace) -> int:
    """Propose, and say which lists were searched."""
    import kvacodes
    from kvacodes.proposals.numbering import next_free

    edition = None
    if args.national:
        from kvacodes.proposals.national import open_edition

        edition = open_edition(args.national)
    free = next_free(
        args.prefix,
        count=args.count,
        code_sets=kvacodes.load(*args.paths),
        reserved=_reserved(args),
        national=edition,
        start=args.start,
    )
    searched = [name.in_language(language()) for name in free.searched]
    words = said(
        "searched: {}; other lists may exist, and the prefix itself may be decided elsewhere",
        "genomsökt: {}; andra listor kan finnas, och prefixet kan vara bestämt på annat håll",
    ).format(", ".join(searched) or "–")
    if args.json:
        about = {"codes": free.codes, "searched": searched, "note": words}
        out(json.dumps(about, ensure_ascii=False, indent=2))
    else:
        out("\n".join(free.codes))
        note(words)
    return 0


def _reserved(args: argparse.Namespace) -> list[CodeSet]:
    """Return the documents of open proposals, those with errors included."""
    from kvacodes.proposals.base import open_revisions, read_base

    paths = [path for path in args.paths if Path(path).exists()] or ["codesets"]
    bases = [base for name in args.open for base in open_revisions(name, beside=paths[0])]
    documents = [document for base in bases for document in read_base(base, paths)]
    return [document.code_set for document in documents if document.code_set is not None]
