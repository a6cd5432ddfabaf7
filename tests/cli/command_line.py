"""The command line as its users run it: arguments in, an exit code and both streams out.

It runs in the process of the tests, since the start of a Python costs more than most
commands. What a process alone can show has tests that start one.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
from pathlib import Path
from unittest import mock

from attrs import frozen

from kvacodes.cli.main import main

SET = "utokat-hembesok-bvc"
ENDINGS = "a file ending in .parquet, .csv, .tsv, .txt or .xlsx"
_NOT_OURS = ("LC_", "LANG", "GITHUB_", "XDG_CACHE")


@frozen
class Done:
    """What a command left: the exit code, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


class _Stream(io.TextIOWrapper):
    """What a command writes to, kept as bytes; it may say that it is a terminal."""

    def __init__(self, *, is_terminal: bool) -> None:
        self.held = io.BytesIO()
        super().__init__(self.held, encoding="utf-8")
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        """Say what it was told to."""
        return self._is_terminal


def run(
    *arguments: object, lang: str = "C.UTF-8", stdin: str = "", cwd: Path | None = None,
    terminal: bool = False, **environ: str,
) -> Done:  # fmt: skip
    """Run a command in an environment without a locale or GitHub of its own.

    Args:
        arguments: The command and its arguments.
        lang: The locale.
        stdin: What is typed.
        cwd: The folder to run in.
        terminal: Whether the streams are those of a terminal.
        environ: Further variables of the environment.
    """
    done = run_to_bytes(*arguments, lang=lang, stdin=stdin, cwd=cwd, terminal=terminal, **environ)
    return Done(done[0], done[1].decode(), done[2].decode())


def run_to_bytes(
    *arguments: object, lang: str = "C.UTF-8", stdin: str = "", cwd: Path | None = None,
    terminal: bool = False, **environ: str,
) -> tuple[int, bytes, bytes]:  # fmt: skip
    """Run a command that may write what is no text."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_NOT_OURS)}
    out, err = (_Stream(is_terminal=terminal) for _ in range(2))
    collected = gc.get_threshold()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        contextlib.chdir(cwd or Path.cwd()),
        mock.patch("sys.stdin", io.StringIO(stdin)),
        mock.patch.dict(os.environ, kept | {"LANG": lang} | environ, clear=True),
    ):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            gc.set_threshold(*collected)
        out.flush()
        err.flush()
    return code, out.held.getvalue(), err.held.getvalue()


def kvacodes(*arguments: object, cwd: Path | None = None, lang: str | None = "en") -> Done:
    """Run kvacodes in a folder, in a language; None gives none."""
    return run(*(() if lang is None else ("--lang", lang)), *arguments, cwd=cwd)
