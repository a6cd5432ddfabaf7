"""Set everything up and run one thing: ``report`` or ``tests``.

Needs Python 3.11 or later and its standard library; makes ``.venv`` at the top of the
repository and installs into it. The commands it runs are shown, so they can be run
again one by one.

    python3 examples/start.py report    # the follow-up of an artificial year
    python3 examples/start.py tests     # the tests; further arguments go to pytest
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
NEWEST, OLDEST = 14, 11
SET = "utokat-hembesok-bvc"


def run(*command: str) -> None:
    """Show a command, run it at the top of the repository, and stop where it fails."""
    shown = [word.replace(str(TOP), ".") for word in command]
    print("$", shlex.join(shown), flush=True)
    code = subprocess.run(command, cwd=TOP, check=False).returncode
    if code:
        sys.exit(code)


def fitting_python() -> str:
    """Return a Python that is new enough: this one, or else one that is on the path."""
    if sys.version_info >= (3, OLDEST):
        return sys.executable
    for minor in range(NEWEST, OLDEST - 1, -1):
        found = shutil.which("python3.%d" % minor)  # noqa: UP031 - an old Python reads this
        if found and not subprocess.run([found, "-c", ""], check=False).returncode:
            return found
    sys.exit("kvacodes needs Python 3.11 or later; found %s" % sys.version.split()[0])  # noqa: UP031


def set_up(extra: str) -> None:
    """Make the virtual environment, once, and install the project with an extra into it."""
    if not (VENV / "pyvenv.cfg").exists() or not list(BIN.glob("pip*")):
        made = subprocess.run([fitting_python(), "-m", "venv", "--clear", str(VENV)], check=False)
        if made.returncode:
            sys.exit("could not make .venv; on Debian and Ubuntu: apt install python3-venv")
    python = str(BIN / "python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--editable", ".[%s]" % extra)  # fmt: skip # noqa: UP031


def report() -> None:
    """Make an artificial extract of three years, and write the follow-up of one of them."""
    set_up("report")
    kvacodes = str(BIN / "kvacodes")
    run(kvacodes, "synthesize", SET, "--children", "2000", "--seed", "1", "--out", "extract")
    run(kvacodes, "follow-up", SET, "--contacts", "extract/contacts.parquet",
        "--persons", "extract/persons.parquet", "--reported", "extract/reported.csv",
        "--period", "2019", "--as-of", "2020-01-31", "--out", "report")  # fmt: skip
    print("\nOpen in a browser:", (TOP / "report" / "report.html").as_uri())


def tests(arguments: list[str]) -> None:
    """Run the tests, on as many cores as there are."""
    set_up("test")
    run(str(BIN / "python"), "-m", "pytest", "--numprocesses", "auto", *arguments)


def main() -> None:
    """Do what the first argument says."""
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "report":
        report()
    elif what == "tests":
        tests(sys.argv[2:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
