"""The hooks and the action, run as pre-commit and a workflow would run them."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from proposals.examples import RIGHT, edited

from kvacodes.cli.main import COMMANDS

LATE = edited(("decided_on: 2018-11-30", "decided_on: 2019-01-15"))


def git(folder: Path, *arguments: str) -> None:
    """Run git without the settings of whoever runs the tests."""
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    """Make a repository of code sets with a proposal beside the branch in force."""
    folder = tmp_path / "proposal"
    (folder / "codesets").mkdir(parents=True)
    (folder / "codesets" / "hembesok.yaml").write_text(RIGHT, encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    return folder


@pytest.fixture
def environ(tmp_path: Path, repository: Path) -> dict[str, str]:
    """Put the command on the path, as an installation would."""
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "kvacodes"
    command.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kvacodes "$@"\n', encoding="utf-8"
    )
    command.chmod(0o755)
    left_out = ("LC_", "LANG", "GITHUB_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
    path = f"{programs}{os.pathsep}{kept['PATH']}"
    return kept | {"PATH": path, "PYTHONPATH": str(repository), "LANG": "C.UTF-8"}


def hook(repository: Path, name: str) -> dict[str, object]:
    """Return a hook as pre-commit reads it."""
    hooks = yaml.safe_load((repository / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return next(found for found in hooks if found["id"] == name)


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("kvacodes-check", RIGHT, 0, "no findings in 1 document"),
        ("kvacodes-check", LATE, 1, "[decision-after-start]"),
        ("kvacodes-fmt", RIGHT, 0, ""),
        ("kvacodes-fmt", edited(('code: "UX273"', "code: UX273")), 0, "changed"),
    ],
)
def test_hook_does_what_it_says(
    *,
    name: str,
    text: str,
    code: int,
    said: str,
    proposal: Path,
    environ: dict[str, str],
    repository: Path,
) -> None:
    """A hook fails by its exit code, or, as pre-commit has it, by changing the file."""
    described = hook(repository, name)
    path = proposal / "codesets" / "hembesok.yaml"
    path.write_text(text, encoding="utf-8")
    files = [str(path)] if described.get("pass_filenames", True) else []
    words = [*shlex.split(str(described["entry"])), *described.get("args", []), *files]
    done = subprocess.run(
        words, cwd=proposal, env=environ, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    is_changed = path.read_text("utf-8") != text
    assert is_changed == (name == "kvacodes-fmt" and said == "changed")
    assert words[1] in COMMANDS


def run_step(
    repository: Path, name: str, proposal: Path, environ: dict[str, str], **inputs: str
) -> subprocess.CompletedProcess[str]:
    """Run a step of the action by the shell of a workflow, its inputs as given."""
    action = yaml.safe_load((repository / "action.yml").read_text("utf-8"))
    step = next(step for step in action["runs"]["steps"] if step["name"] == name)
    given = {"DOCUMENTS": "codesets/", "BASE": "origin/main", "NATIONAL": "", "STRICT": "false",
             "SPOKEN": action["inputs"]["lang"]["default"]} | inputs  # fmt: skip
    values = {key: given[key] for key in step["env"]}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=proposal, env=environ | values, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_action_annotates_and_fails(
    proposal: Path, environ: dict[str, str], repository: Path
) -> None:
    """An error is an annotation at its line, and stops the workflow."""
    path = proposal / "codesets" / "hembesok.yaml"
    path.write_text(LATE, encoding="utf-8")
    done = run_step(repository, "Check", proposal, environ)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::error file=codesets/hembesok.yaml,line=10,col=17,title=")
    assert "title=decision-after-start::starten 2019-01-01 är före beslutet" in done.stdout


def test_action_is_strict_when_asked(
    proposal: Path, environ: dict[str, str], repository: Path
) -> None:
    """Warnings pass by themselves, and stop the workflow where that is wanted."""
    path = proposal / "codesets" / "hembesok.yaml"
    path.write_text(edited(('code: "UX273"', "code: UX273")), encoding="utf-8")
    assert run_step(repository, "Check", proposal, environ).returncode == 0
    strict = run_step(repository, "Check", proposal, environ, STRICT="true", BASE="", SPOKEN="en")
    assert strict.returncode == 1
    assert strict.stdout.startswith("::warning file=codesets/hembesok.yaml,line=13,")


def test_action_says_what_the_change_means(
    proposal: Path, environ: dict[str, str], repository: Path, tmp_path: Path
) -> None:
    """In the summary of the workflow; without a base there is nothing to say."""
    path = proposal / "codesets" / "hembesok.yaml"
    path.write_text(edited(("before: {months: 4}", "before: {months: 5}")), encoding="utf-8")
    summary = tmp_path / "summary.md"
    environ |= {"GITHUB_STEP_SUMMARY": str(summary)}
    name = "Say what the change means"
    assert run_step(repository, name, proposal, environ, BASE="").returncode == 0
    assert not summary.exists()
    assert run_step(repository, name, proposal, environ).returncode == 0
    assert run_step(repository, name, proposal, environ, BASE="no-such-branch").returncode == 2
    assert summary.read_text("utf-8").startswith("**Sammantaget: Kräver eftertanke**\n")
