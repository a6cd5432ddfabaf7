"""Running the command line as its users do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SET = "utokat-hembesok-bvc"
ENDINGS = "a file ending in .parquet, .csv, .tsv, .txt or .xlsx"


def kvacodes(
    *arguments: object, cwd: Path | None = None, lang: str | None = "en"
) -> subprocess.CompletedProcess[str]:
    """Run kvacodes in a folder, in a language; None gives none."""
    language = () if lang is None else ("--lang", lang)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "kvacodes", *language, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env | {"LANG": "C.UTF-8"},
        cwd=cwd,
        check=False,
        timeout=120,
    )
