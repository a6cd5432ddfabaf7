"""The frame of the command line, as its users run it: exit codes and both streams."""

from __future__ import annotations

import errno
import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli.command_line import run

from kvacodes import __version__
from kvacodes.cli import main as frame
from kvacodes.cli.words import wanted_language


def test_help_lists_every_command() -> None:
    """Each command is listed, and help is no error."""
    result = run("--help")
    assert result.returncode == 0
    assert result.stderr == ""
    for name, (english, _) in frame.COMMANDS.items():
        assert name in result.stdout
        assert english in result.stdout


def test_help_imports_neither_attrs_nor_yaml() -> None:
    """Help comes at once, so it may not load what only the commands need."""
    code = (
        "import sys; from kvacodes.cli.main import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'attr', 'attrs', 'yaml', 'dateutil', 'narwhals'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_swedish_by_locale_and_by_option() -> None:
    """The locale decides unless the option does."""
    assert "användning: kvacodes" in run("--help", lang="sv_SE.UTF-8").stdout
    assert "användning: kvacodes" in run("--lang", "sv", "--help").stdout
    assert "usage: kvacodes" in run("--lang=en", "--help", lang="sv_SE.UTF-8").stdout


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "sv_SE.UTF-8"}, "sv"),
        ([], {"LC_ALL": "C", "LANG": "sv_SE.UTF-8"}, "en"),
        (["check", "--lang", "en"], {"LANG": "sv_SE"}, "en"),
        (["--lang"], {}, "en"),
        (["--lang=de"], {"LANG": "sv_SE"}, "sv"),
    ],
)
def test_wanted_language(arguments: list[str], environ: dict[str, str], expected: str) -> None:
    """The option comes first, then the locale in the order POSIX gives."""
    assert wanted_language(arguments, environ) == expected


def test_letters_reach_a_terminal_that_knows_none() -> None:
    """UTF-8 is written whatever the process was told to write."""
    done = subprocess.run(
        [sys.executable, "-m", "kvacodes", "--lang", "sv", "--help"],
        capture_output=True, check=True, env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert "användning: kvacodes" in done.stdout.decode("utf-8")


def test_version() -> None:
    """The version is the package's."""
    assert run("--version").stdout == f"kvacodes {__version__}\n"


def test_unknown_command_names_the_closest() -> None:
    """A misspelt command is usage, and the closest one is named."""
    result = run("chek", "codesets")
    assert result.returncode == 2
    assert result.stderr == (
        "kvacodes: no command 'chek'; did you mean check? (see kvacodes --help)\n"
    )


def test_no_command_shows_help_and_is_usage() -> None:
    """Without a command there is nothing to do: the help, and 2."""
    result = run()
    assert result.returncode == 2
    assert result.stdout.startswith("usage: kvacodes")


def test_unknown_option_in_swedish() -> None:
    """The parser's own errors follow the language."""
    result = run("--lang", "sv", "--fel")
    assert result.returncode == 2
    assert result.stderr == "kvacodes: okända argument: --fel\nse: kvacodes --help\n"


def _installed() -> list[str]:
    return [
        name
        for name in frame.COMMANDS
        if importlib.util.find_spec(f"kvacodes.cli.{name.replace('-', '_')}")
    ]


@pytest.mark.parametrize("name", _installed())
def test_command_module_agrees_with_the_list(name: str) -> None:
    """A command carries its name, the help that the list shows, and an example of itself."""
    module = importlib.import_module(f"kvacodes.cli.{name.replace('-', '_')}")
    assert name == module.NAME
    assert frame.COMMANDS[name][0] == module.HELP
    assert module.EXAMPLE.startswith(f"kvacodes {name}")


@pytest.mark.parametrize("name", _installed())
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_command_has_help_with_an_example(
    name: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Help of a command shows an example."""
    with pytest.raises(SystemExit) as stopped:
        frame.main([name, "--lang", lang, "--help"])
    assert stopped.value.code == 0
    word = {"sv": "exempel", "en": "example"}[lang]
    assert f"{word}: kvacodes {name}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), (
            "kvacodes: hittar inte kommandot 'chek'; menade du check? (se kvacodes --help)\n"
        )),
        (("check", "--explain", "x"), "kvacodes: hittar inte regeln 'x' (se --list-rules)\n"),
        (("check", "nowhere"), (
            "kvacodes: nowhere: fann ingen sådan fil eller mapp, väntade ett YAML-dokument eller "
            "en mapp med sådana\n"
        )),
    ],
)  # fmt: skip
def test_exceptions_in_swedish(arguments: tuple[str, ...], message: str) -> None:
    """The sentence of an exception is put together in the language of the command line."""
    result = run("--lang", "sv", *arguments)
    assert (result.returncode, result.stderr) == (2, message)


def _stop(error: BaseException) -> SimpleNamespace:
    def add_arguments(_: object) -> None:
        """Take no arguments."""

    def stop(_: object) -> int:
        raise error

    return SimpleNamespace(EXAMPLE="kvacodes show", add_arguments=add_arguments, run=stop)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (FileNotFoundError(errno.ENOENT, "No such", "x.csv"), 2,
         "kvacodes: x.csv: no such file or folder\n"),
        (OSError(errno.ENOSPC, "No space"), 2, "kvacodes: no space left on the disk\n"),
        (OSError(errno.ELOOP, "Too many links", "x"), 2, "kvacodes: x: Too many links\n"),
        (ModuleNotFoundError("no", name="polars"), 2, (
            "kvacodes: polars is not installed; install the extra that brings it, such as: "
            "pip install 'kvacodes[tables]'\n"
        )),
        (TypeError("a defect"), 70, (
            "kvacodes: this is a defect in kvacodes, please report it: TypeError: a defect "
            "(KVACODES_TRACEBACK=1 shows where)\n"
        )),
        (KeyboardInterrupt(), 130, ""),
    ],
)  # fmt: skip
def test_whatever_happens_is_said_in_a_line(
    error: BaseException,
    code: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No traceback reaches a user, and each way to stop has its exit code."""
    monkeypatch.setattr(frame, "_import", lambda _: _stop(error))
    assert frame.main(["show"]) == code
    assert capsys.readouterr().err == message


def test_the_system_speaks_swedish_too(tmp_path: Path) -> None:
    """A file where a folder is to be, said in the language of the command line."""
    (tmp_path / "out").touch()
    result = run("--lang", "sv", "synthesize", "utokat-hembesok-bvc", "--children", "2",
                 "--seed", "1", "--out", "out", cwd=tmp_path)  # fmt: skip
    assert result.returncode == 2
    assert result.stderr.endswith("out: det finns redan en fil med det namnet\n")


def test_traceback_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks for a defect can have the traceback."""
    monkeypatch.setattr(frame, "_import", lambda _: _stop(TypeError("a defect")))
    monkeypatch.setenv("KVACODES_TRACEBACK", "1")
    with pytest.raises(TypeError) as raised:
        frame.main(["show"])
    assert str(raised.value) == "a defect"


def test_command_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command whose module is not there is usage."""
    monkeypatch.setitem(frame.COMMANDS, "no-such", ("x", "x"))
    assert frame.main(["no-such"]) == 2


def test_what_a_command_needs_and_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another module than the command's own is told by its name."""
    monkeypatch.delitem(sys.modules, "kvacodes.cli.show", raising=False)
    monkeypatch.setitem(sys.modules, "kvacodes.cli.console", None)
    result = run("show", "UX273")
    assert result.returncode == 2
    assert result.stderr.startswith("kvacodes: kvacodes.cli.console is not installed; ")
