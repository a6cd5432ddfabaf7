"""Every example in Python in the README and on a page of the docs runs as it stands."""

from __future__ import annotations

import ast
import doctest
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(
    r"""
    ^```(?P<language>python|pycon)[ ]*\n    # the opening fence
    (?P<code>.*?)                           # the example
    ^```[ ]*$                               # the closing fence
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
GENERATED = {"api", "code-sets", "rules", "_build", "findings.md", "commands.md"}
WRITTEN = sorted(
    page
    for page in (ROOT / "docs").rglob("*.md")
    if not GENERATED & set(page.relative_to(ROOT / "docs").parts)
)
PAGES = [ROOT / "README.md", *WRITTEN]
EXTRACT = "synthesize utokat-hembesok-bvc --children 300 --seed 1 --out extract"


def examples(page: Path) -> list[tuple[int, str, str]]:
    """Return the examples of a page: line, language, code."""
    text = page.read_text(encoding="utf-8")
    return [
        (text.count("\n", 0, match.start("code")) + 1, match["language"], match["code"])
        for match in FENCE.finditer(text)
    ]


def run(page: Path, line: int, code: str, names: dict[str, object]) -> None:
    """Run an example as a notebook would: a last expression is shown, so it must show itself."""
    tree = ast.parse("\n" * (line - 1) + code, str(page))
    last = tree.body[-1]
    if isinstance(last, ast.Expr):
        tree.body.pop()
    exec(compile(tree, str(page), "exec"), names)  # noqa: S102 - our own examples
    if isinstance(last, ast.Expr):
        shown = eval(compile(ast.Expression(last.value), str(page), "eval"), names)  # noqa: S307
        repr(shown)
        getattr(shown, "_repr_html_", str)()


@pytest.fixture(scope="session")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the extract that the examples read, and return the folder it lies in."""
    folder = tmp_path_factory.mktemp("examples")
    done = subprocess.run(
        [sys.executable, "-m", "kvacodes", *EXTRACT.split()],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.skipif(not importlib.util.find_spec("polars"), reason="examples need the tables extra")
@pytest.mark.parametrize(
    "page", [page for page in PAGES if examples(page)], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_examples_run(page: Path, extract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples of a page run from top to bottom, each with the names of those above."""
    monkeypatch.chdir(extract)
    names: dict[str, object] = {"__name__": "example"}
    for line, language, code in examples(page):
        if language == "python":
            run(page, line, code, names)
            continue
        test = doctest.DocTestParser().get_doctest(code, names, str(page), str(page), line)
        runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
        assert runner.run(test, clear_globs=False).failed == 0
        names |= test.globs


def test_readme_examples_are_short() -> None:
    """The library example and the notebook example have at most ten lines of code each."""
    lengths = [len([row for row in code.splitlines() if row]) for _, _, code in examples(PAGES[0])]
    assert len(lengths) == 2
    assert max(lengths) <= 10


def test_readme_commands_are_those_of_the_script() -> None:
    """The two commands of the README name the script and what it understands."""
    text = PAGES[0].read_text(encoding="utf-8")
    commands = re.findall(r"^python3 (\S+) (\w+)", text, re.MULTILINE)
    assert commands == [("examples/start.py", "report"), ("examples/start.py", "tests")]
    assert (ROOT / "examples" / "start.py").is_file()
