"""``kvacodes fmt``: write documents in the canonical order, comments and all."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from kvacodes.cli.console import note, out
from kvacodes.cli.words import said

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "fmt"
HELP = "write documents in the canonical order"
EXAMPLE = "kvacodes fmt codesets/ --check"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help=said("documents or folders", "dokument eller mappar"),
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=said(
            "change nothing; 1 where something would be", "ändra inget; 1 om något skulle ändras"
        ),
    )
    parser.add_argument(
        "--stdout",
        action="store_true",
        help=said("write to standard output", "skriv till standard ut"),
    )


def run(args: argparse.Namespace) -> int:
    """Put the documents in order; 1 where one cannot be, or would be changed."""
    from kvacodes.errors import DocumentError, InputError
    from kvacodes.proposals.formatting import formatted

    code = 0
    for path in _files(args.paths):
        try:
            text = path.read_bytes().decode("utf-8")
            result = formatted(text, file=str(path))
        except UnicodeDecodeError:
            note(f"{path}: {said('is not UTF-8', 'är inte UTF-8')}")
            code = 1
            continue
        except (DocumentError, InputError) as error:
            note(str(error))
            code = 1
            continue
        if args.stdout:
            out(result)
        elif result != text:
            code = max(code, int(args.check))
            if not args.check:
                path.write_bytes(result.encode("utf-8"))
            done = (
                said("would be changed", "skulle ändras")
                if args.check
                else said("changed", "ändrad")
            )
            note(f"{path}: {done}")
    return code


def _files(paths: list[str]) -> Iterator[Path]:
    from kvacodes.errors import InputError, Phrase

    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix in {".yaml", ".yml"})
        elif path.is_file():
            yield path
        else:
            raise InputError(
                where=str(path),
                found=Phrase("no such file or folder", "ingen sådan fil eller mapp"),
                expected=Phrase("a document or a folder", "ett dokument eller en mapp"),
            )
