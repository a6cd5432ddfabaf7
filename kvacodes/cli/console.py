"""Writing to the terminal, and the types of arguments that several commands take."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TextIO, TypeVar

from kvacodes.cli.words import said

__all__ = ["day", "has_colour", "note", "out", "progress", "write_result"]

T = TypeVar("T")


def out(text: str) -> None:
    """Write a result to standard output, as whole lines."""
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")


def note(text: str) -> None:
    """Write a remark to standard error, where it never mixes with a result."""
    sys.stdout.flush()
    sys.stderr.write(text if text.endswith("\n") else text + "\n")


def write_result(text: str, path: Path | None) -> None:
    """Write a result to a file, or to standard output where no file is named."""
    if path is None:
        out(text)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")


def has_colour(stream: TextIO) -> bool:
    """Say whether to colour: a terminal, unless ``NO_COLOR`` is set (no-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def progress(items: Iterable[T], *, label: str, total: int | None = None) -> Iterator[T]:
    """Give the items, and tell a terminal how far it has come."""
    if not sys.stderr.isatty():
        yield from items
        return
    of = f"/{total}" if total else ""
    for count, item in enumerate(items, start=1):
        sys.stderr.write(f"\r{label} {count}{of}")
        sys.stderr.flush()
        yield item
    sys.stderr.write("\r\x1b[K")


def day(text: str) -> date:
    """Read a day given as an argument, such as ``2019-01-31``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = said(
            f"{text!r} is not a day; write it as 2019-01-31",
            f"{text!r} är ingen dag; skriv den som 2019-01-31",
        )
        raise argparse.ArgumentTypeError(message) from None
