"""The command line as its users run it: a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(
    *arguments: str | Path, lang: str = "C.UTF-8", stdin: str = "", cwd: Path | None = None,
    **environ: str,
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Run the command line in an environment without a locale or GitHub of its own."""
    left_out = ("LC_", "LANG", "GITHUB_", "XDG_CACHE")
    env = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
    return subprocess.run(
        [sys.executable, "-m", "kvacodes", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env | {"LANG": lang, "PYTHONPATH": str(Path(__file__).parents[2])} | environ,
        check=False,
        timeout=120,
        cwd=cwd,
    )
