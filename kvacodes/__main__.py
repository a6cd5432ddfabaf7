"""Run the command line as ``python -m kvacodes``."""

from __future__ import annotations

from kvacodes.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
