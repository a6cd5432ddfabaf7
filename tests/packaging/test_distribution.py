"""What is built from the repository holds all that users need, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest


def built(repository: Path, kind: str, folder: Path) -> Path:
    """Build a distribution of the kind, without a network, and return the file."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)],
        cwd=repository, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def wheel_names(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the names in the wheel."""
    with zipfile.ZipFile(built(repository, "wheel", tmp_path_factory.mktemp("wheel"))) as wheel:
        return set(wheel.namelist())


def files_below(folder: Path, pattern: str) -> set[str]:
    """Return the files below a folder, relative to what holds it."""
    return {path.relative_to(folder.parent).as_posix() for path in folder.rglob(pattern)}


def test_wheel_holds_every_document(repository: Path, wheel_names: set[str]) -> None:
    """The wheel carries all documents, inside the package."""
    documents = {f"kvacodes/{name}" for name in files_below(repository / "codesets", "*.yaml")}
    assert documents
    assert {name for name in wheel_names if name.endswith(".yaml")} == documents


def test_wheel_holds_every_module(repository: Path, wheel_names: set[str]) -> None:
    """The wheel carries all modules, and the mark that the package is typed."""
    assert files_below(repository / "kvacodes", "*.py") <= wheel_names
    assert "kvacodes/py.typed" in wheel_names


def test_wheel_holds_nothing_but_the_package(wheel_names: set[str]) -> None:
    """Neither tests nor docs nor examples are installed."""
    tops = {name.partition("/")[0].partition("-")[0] for name in wheel_names}
    assert tops == {"kvacodes"}
    assert not [name for name in wheel_names if "__pycache__" in name]


def test_source_distribution_can_be_tested(repository: Path, tmp_path: Path) -> None:
    """The source distribution carries documents, tests, examples and licence."""
    with tarfile.open(built(repository, "sdist", tmp_path)) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    expected = files_below(repository / "codesets", "*.yaml")
    expected |= {"LICENSE", "CHANGELOG.md", "README.md", "pyproject.toml", "examples/start.py"}
    expected |= {"tests/conftest.py", "tests/packaging/test_distribution.py"}
    assert expected <= names
