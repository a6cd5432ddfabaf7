"""The package as a user has it, from any working directory."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import kvacodes


def test_shipped_documents_are_found_from_anywhere(tmp_path: Path) -> None:
    """`kvacodes.load()` finds the documents whatever the working directory is."""
    program = "import kvacodes; print(kvacodes.load().code('UX273').decision.diary_number)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("RS 2018-00133\n", "")


def test_version_is_stated_once() -> None:
    """The version of the installed package is that of the module."""
    assert metadata.version("kvacodes") == kvacodes.__version__


def test_module_can_be_run(tmp_path: Path) -> None:
    """`python -m kvacodes` is the same as the command `kvacodes`."""
    done = subprocess.run(
        [sys.executable, "-m", "kvacodes", "--version"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == (f"kvacodes {kvacodes.__version__}\n", 0)


def test_command_is_installed() -> None:
    """The distribution declares the command."""
    commands = metadata.distribution("kvacodes").entry_points.select(group="console_scripts")
    assert [(c.name, c.value) for c in commands] == [("kvacodes", "kvacodes.cli.main:main")]
