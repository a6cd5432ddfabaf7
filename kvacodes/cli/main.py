"""Arguments, then one command, then an exit code.

0: fine. 1: findings. 2: usage, or input that cannot be read. Everything that a command
raises on purpose is a `kvacodes.errors.KvacodesError` and carries its own code.
"""

from __future__ import annotations

import argparse
import errno
import gc
import importlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NoReturn, Protocol, cast

from kvacodes._version import __version__
from kvacodes.cli.words import language, said, set_language, wanted_language

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "check": (
        "check documents, every finding at its place",
        "granska dokument, varje fynd på sin plats",
    ),
    "show": (
        "show a code, a code set or a decision",
        "visa en kod, en kodmängd eller ett beslut",
    ),
    "diff": (
        "say what two versions mean to those who use them",
        "visa vad som skiljer två versioner i sak",
    ),
    "changes": (
        "list what came, ended or changed its text",
        "lista vad som tillkom, upphörde eller bytte text",
    ),
    "new": (
        "make a document, from a decision text or from answers",
        "gör ett dokument, av en beslutstext eller av svar",
    ),
    "next-free": (
        "propose a free run of codes",
        "föreslå en ledig följd av koder",
    ),
    "fmt": (
        "write documents in the canonical order",
        "skriv dokument i den fastställda ordningen",
    ),
    "national": (
        "import and compare national editions",
        "läs in och jämför nationella utgåvor",
    ),
    "follow-up": (
        "write the follow-up of a programme",
        "skriv uppföljningen av ett program",
    ),
    "reported": (
        "make and read what units report themselves",
        "gör mallar för det enheterna själva rapporterar, och läs svaren",
    ),
    "conformance": (
        "check registered visits against a sequence",
        "granska registrerade besök mot en besöksföljd",
    ),
    "next-due": (
        "list the next visit of each person",
        "lista nästa besök för varje person",
    ),
    "fund": (
        "allocate, compensate and reconcile money",
        "fördela, ersätt och stäm av pengar",
    ),
    "export": (
        "write a code set in another format",
        "skriv en kodmängd i ett annat format",
    ),
    "synthesize": (
        "make an artificial extract",
        "gör ett konstgjort uttag",
    ),
}
"""Each command and its help in English and Swedish: help is shown without importing any."""

_BROKEN_PIPE = 128 + 13
_INTERRUPTED = 128 + 2
_COLLECT_AFTER = 100_000  # new objects
_BUG = 70  # EX_SOFTWARE of sysexits.h


class Command(Protocol):
    """What the module of a command holds."""

    NAME: str
    HELP: str
    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the work and return the exit code."""


_SWEDISH = (
    ("the following arguments are required:", "dessa argument måste ges:"),
    ("unrecognized arguments:", "okända argument:"),
    ("invalid choice:", "ogiltigt val:"),
    ("(choose from ", "(välj bland "),
    ("expected one argument", "väntade ett värde"),
    ("expected at least one argument", "väntade minst ett värde"),
    ("not allowed with argument", "kan inte ges tillsammans med"),
    ("invalid int value:", "inget heltal:"),
    ("one of the arguments", "ett av argumenten"),
    ("is required", "måste ges"),
    ("argument ", "argumentet "),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help, its heading in the right language."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Add the line that begins with ``usage:``, to which the next ones are indented."""
        words = said("usage: ", "användning: ") if prefix is None else prefix
        super().add_usage(usage, actions, groups, words)


# argparse makes a formatter for each argument declared, and each asks how wide the terminal
# is unless it is told; only help needs to know.
_of_any_width = partial(_Formatter, width=80)


class _Parser(argparse.ArgumentParser):
    """A parser that speaks the language of the command line."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            add_help=False,
            allow_abbrev=False,
            formatter_class=_of_any_width,
            **options,  # type: ignore[arg-type]
        )
        self._positionals.title = said("arguments", "argument")
        self._optionals.title = said("options", "val")
        self.add_argument(
            "-h", "--help", action="help", help=said("show this and stop", "visa detta och sluta")
        )

    def format_help(self) -> str:
        """Return the help, as wide as the terminal."""
        self.formatter_class = _Formatter
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and stop with 2."""
        if language() == "sv":
            for en, sv in _SWEDISH:
                message = message.replace(en, sv)
        more = said("see", "se")
        self.exit(2, f"{self.prog}: {message}\n{more}: {self.prog} --help\n")


def _named_command(arguments: Sequence[str]) -> str | None:
    """Return the first argument, ``--lang`` aside, if it is no option."""
    is_language = False
    for argument in arguments:
        if not is_language and not argument.startswith("--lang"):
            return None if argument.startswith("-") else argument
        is_language = argument == "--lang"
    return None


def _import(name: str) -> Command:
    module = f"kvacodes.cli.{name.replace('-', '_')}"
    try:
        return cast("Command", importlib.import_module(module))
    except ModuleNotFoundError as error:
        from kvacodes.errors import Phrase, UsageError

        if error.name == module:
            message = Phrase(
                f"the command {name} is not part of this installation",
                f"kommandot {name} ingår inte i den här installationen",
            )
            raise UsageError(message) from None
        raise


def _add_language(parser: argparse.ArgumentParser) -> None:
    words = said("language of what is printed", "språk för det som skrivs ut")
    # SUPPRESS: a value given before the command must not be undone by a default after it.
    parser.add_argument("--lang", choices=("sv", "en"), default=argparse.SUPPRESS, help=words)


def _parser(named: str | None) -> tuple[argparse.ArgumentParser, Command | None]:
    """Return a parser that knows the named command in full, or else all of them by name."""
    epilog = said(
        "Exit code: 0 fine, 1 findings, 2 usage or unreadable input.\n"
        "example: kvacodes check codesets/",
        "Slutkod: 0 inga fynd, 1 fynd, 2 fel argument eller oläsbar fil.\n"
        "exempel: kvacodes check codesets/",
    )
    description = said(
        "Regional procedure codes: decisions, codes, visit sequences, follow-up and funding.",
        "Regionala åtgärdskoder: beslut, koder, besöksföljder, uppföljning och ersättning.",
    )
    parser = _Parser(prog="kvacodes", description=description, epilog=epilog)
    parser.add_argument(
        "--version", action="version", version=f"kvacodes {__version__}",
        help=said("show the version and stop", "visa versionen och sluta"),
    )  # fmt: skip
    _add_language(parser)
    commands = parser.add_subparsers(
        dest="command", metavar=said("COMMAND", "KOMMANDO"), title=said("commands", "kommandon"),
        prog="kvacodes",
    )  # fmt: skip
    if named is None:
        for name, help_ in COMMANDS.items():
            commands.add_parser(name, help=said(*help_))
        return parser, None
    chosen = _import(named)
    example = f"{said('example', 'exempel')}: {chosen.EXAMPLE}"
    words = said(*COMMANDS[named])
    sub = commands.add_parser(
        named, help=words, description=words[0].upper() + words[1:] + ".", epilog=example
    )
    chosen.add_arguments(sub)
    for each in _with_actions(sub):
        if "--lang" not in each._option_string_actions:  # noqa: SLF001 - argparse has no other way
            _add_language(each)
    return parser, chosen


def _with_actions(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Give a parser, and those of its actions: an option may stand behind either."""
    yield parser
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way
        if isinstance(action.choices, dict):
            yield from action.choices.values()


def _run(arguments: Sequence[str]) -> int:
    named = _named_command(arguments)
    if named is not None and named not in COMMANDS:
        from kvacodes.errors import Phrase, UnknownNameError

        raise UnknownNameError(
            "command",
            named,
            known=COMMANDS,
            hint=Phrase("see kvacodes --help", "se kvacodes --help"),
        )
    parser, command = _parser(named)
    # Reports are Swedish unless a language is asked for, whatever the locale.
    is_asked = any(argument.split("=")[0] == "--lang" for argument in arguments)
    defaults = argparse.Namespace(lang=language(), is_lang_given=is_asked)
    args = parser.parse_args(arguments, defaults)
    if command is None:
        parser.print_help()
        return 2
    return command.run(args)


def _say(message: object) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"kvacodes: {message}\n")


_OF_THE_SYSTEM = {
    errno.ENOENT: ("no such file or folder", "ingen sådan fil eller mapp"),
    errno.EEXIST: ("there is a file of that name", "det finns redan en fil med det namnet"),
    errno.ENOTDIR: ("part of it is a file, no folder", "en del av det är en fil, ingen mapp"),
    errno.EISDIR: ("a folder where a file is expected", "en mapp där en fil väntades"),
    errno.EACCES: ("no permission to it", "behörighet saknas"),
    errno.EPERM: ("no permission to it", "behörighet saknas"),
    errno.EROFS: ("what lies there cannot be changed", "det som ligger där kan inte ändras"),
    errno.ENOSPC: ("no space left on the disk", "disken är full"),
}
"""What the operating system refuses, in both languages; it speaks the one it was set up in."""


def _explain(error: Exception) -> int:
    """Say in one line what could not be done, and return the exit code."""
    if hasattr(error, "exit_code") and hasattr(error, "in_language"):
        _say(error.in_language(language()))
        return int(error.exit_code)
    if isinstance(error, OSError) and error.strerror:
        why = said(*_OF_THE_SYSTEM.get(error.errno or 0, (error.strerror, error.strerror)))
        _say(f"{error.filename or ''}: {why}".removeprefix(": "))
        return 2
    if isinstance(error, ModuleNotFoundError):
        _say(
            said(
                f"{error.name} is not installed; install the extra that brings it, "
                "such as: pip install 'kvacodes[tables]'",
                f"{error.name} är inte installerat; installera det tillägg som har det, "
                "till exempel: pip install 'kvacodes[tables]'",
            )
        )
        return 2
    _say(
        said(
            f"this is a defect in kvacodes, please report it: {type(error).__name__}: {error} "
            "(KVACODES_TRACEBACK=1 shows where)",
            f"detta är ett fel i kvacodes, anmäl det gärna: {type(error).__name__}: {error} "
            "(KVACODES_TRACEBACK=1 visar var)",
        )
    )
    return _BUG


def _as_utf8() -> None:
    """Write UTF-8 also where the terminal says otherwise, so that å never stops a run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with the arguments and return the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    # What is imported and read stays until the end; looking for garbage among it takes time.
    gc.set_threshold(_COLLECT_AFTER)
    _as_utf8()
    set_language(wanted_language(arguments))
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone, as head does. Python would complain once more when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        if os.environ.get("KVACODES_TRACEBACK"):
            raise
        return _explain(error)
    return code
