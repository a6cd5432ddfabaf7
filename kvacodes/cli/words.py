"""The language that the command line speaks.

Set once by `main`, before any command is imported, so that also help texts follow it.
Results are computed without it: only what is printed has a language.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Literal

__all__ = ["language", "said", "set_language"]

_language: ContextVar[str] = ContextVar("language", default="en")


def language() -> Literal["sv", "en"]:
    """Return ``sv`` or ``en``."""
    return "sv" if _language.get() == "sv" else "en"


def set_language(lang: str) -> None:
    """Let the command line speak the language from here on."""
    _language.set(lang)


def said(en: str, sv: str) -> str:
    """Return the words in the language of the command line."""
    return sv if _language.get() == "sv" else en


def wanted_language(arguments: Sequence[str], environ: Mapping[str, str] | None = None) -> str:
    """Return the language asked for by ``--lang``, or else that of the locale.

    Looked up before the arguments are parsed: errors about them follow it as well.
    """
    for place, argument in enumerate(arguments):
        option, _, value = argument.partition("=")
        if option == "--lang":
            value = value or (arguments[place + 1] if place + 1 < len(arguments) else "")
            if value in {"sv", "en"}:
                return value
    environ = os.environ if environ is None else environ
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environ[name] for name in names if environ.get(name)), "")
    return "sv" if locale.casefold().startswith("sv") else "en"
