"""The page of the commands: what each prints when asked for help."""

from __future__ import annotations

import os
import subprocess
import sys

from kvacodes.cli.main import COMMANDS


def help_of(*command: str) -> str:
    """Return the help of a command in English, or nothing where it is not there."""
    environ = os.environ | {"COLUMNS": "88", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "kvacodes", *command, "--help"],
        env=environ, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.stdout.rstrip() if done.returncode == 0 else ""


def command_page() -> str:
    """Return the page."""
    lines = ["# Commands", "", "```text", help_of(), "```", ""]
    for name in COMMANDS:
        if text := help_of(name):
            lines += [f"## `kvacodes {name}`", "", "```text", text, "```", ""]
    return "\n".join(lines)
