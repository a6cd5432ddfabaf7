"""The examples run as they stand: the small importing tool, and the notebook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def form(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the registration form."""
    return subprocess.run(
        [sys.executable, repository / "examples" / "registration_form.py", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


BORN = ("--born", "2019-01-09", "--today", "2019-03-19", "--earlier", "UX273=2019-01-20")


def test_the_form_saves_a_right_visit(repository: Path) -> None:
    """The second visit in its window, after the first."""
    done = form(repository, *BORN, "--new", "ux274")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Utökat hembesök nr 2 (BVC): sparat.\n"


def test_the_form_warns_of_what_rests_on_an_assumption(repository: Path) -> None:
    """A visit too early, with one left out: said, and saved."""
    done = form(repository, *BORN, "--new", "UX275")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "warning: steg 2 (Hembesök 2): saknas, men steg 3 (Hembesök 3) gjordes 2019-03-19 "
        "(vilar på antagande)\n"
        "warning: steg 3 (Hembesök 3): 2019-03-19 är för tidigt, tidigast 2019-05-09, räknat "
        "från födelsen 2019-01-09 (vilar på antagande)\n"
        "Utökat hembesök nr 3 (BVC): sparat.\n"
    )


def test_the_form_stops_a_duplicate(repository: Path) -> None:
    """A visit that is registered already is not saved again."""
    done = form(repository, *BORN, "--new", "UX273")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "error: steg 1 (Hembesök 1): 2019-03-19 är registrerat igen; "
        "första gången var 2019-01-20 (RS 2018-00133)\n"
        "Besöket sparas inte.\n"
    )


def test_the_form_loads_no_dataframe_library(repository: Path) -> None:
    """It runs at the point of registration, where there is none."""
    path = str(repository / "examples" / "registration_form.py")
    code = (
        f"import runpy, sys\nsys.argv = {[path, *BORN, '--new', 'UX274']!r}\n"
        f"try: runpy.run_path({path!r}, run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(sorted({'narwhals', 'polars', 'pandas', 'numpy', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.endswith("[]\n")


@pytest.mark.slow
def test_the_notebook_runs(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell runs, in order; five of them draw a plot."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    path = repository / "examples" / "sju_indikatorer.ipynb"
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    nbclient.NotebookClient(notebook, timeout=300, resources=resources).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [o for o in outputs if o.output_type == "error"] == []
    assert sum("image/png" in o.get("data", {}) for o in outputs) == 5
