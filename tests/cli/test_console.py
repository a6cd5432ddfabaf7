"""Writing to the terminal: colour, progress and days."""

from __future__ import annotations

import argparse
import io
import sys
from datetime import date

import pytest

from kvacodes.cli import console


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


@pytest.mark.parametrize(
    ("environ", "stream", "expected"),
    [
        ({}, _Terminal(), True),
        ({}, io.StringIO(), False),
        ({"NO_COLOR": "1"}, _Terminal(), False),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"TERM": "dumb"}, _Terminal(), False),
    ],
)
def test_colour(
    environ: dict[str, str],
    stream: io.StringIO,
    expected: bool,  # noqa: FBT001 - a value in a table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Colour is for terminals, and users have the last word."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert console.has_colour(stream) is expected


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal sees how far it has come; a log sees nothing."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(console.progress("ab", label="files", total=2)) == ["a", "b"]
    assert terminal.getvalue() == "\rfiles 1/2\rfiles 2/2\r\x1b[K"
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    assert list(console.progress("ab", label="files")) == ["a", "b"]
    assert log.getvalue() == ""


def test_day() -> None:
    """A day is ISO, and anything else says how to write it."""
    assert console.day("2019-01-31") == date(2019, 1, 31)
    with pytest.raises(argparse.ArgumentTypeError) as raised:
        console.day("31/1 2019")
    assert str(raised.value) == "'31/1 2019' is not a day; write it as 2019-01-31"
