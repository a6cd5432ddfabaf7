"""Exceptions: this call cannot go on. What is wrong in the user's data is a finding instead.

Every exception keeps its parts as attributes and makes its sentence here, in English for
`str` and in either language for `in_language`; survives pickle and copy (Spark sends
exceptions between processes), and derives from the builtin a caller would have caught anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

__all__ = [
    "NOTHING",
    "AmbiguousNameError",
    "ColumnError",
    "DocumentError",
    "InputError",
    "KvacodesError",
    "MissingExtraError",
    "OutsidePeriodsError",
    "Phrase",
    "UnknownNameError",
    "UsageError",
    "a_value",
    "near_misses",
    "worded",
]


def near_misses(found: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Return the known names closest to the one found, best first.

    Letter case is ignored: a name that differs in nothing else always comes first.
    """
    import difflib  # most runs have nothing to say

    by_fold: dict[str, str] = {}
    for name in known:
        by_fold.setdefault(name.casefold(), name)
    folds = difflib.get_close_matches(found.casefold(), by_fold, n=most, cutoff=0.6)
    return tuple(by_fold[fold] for fold in folds)


class Phrase(str):
    """A part of a message in both languages: as text it is the English one.

    Attributes:
        sv: The Swedish one.
    """

    __slots__ = ("sv",)
    sv: str

    def __new__(cls, en: str, sv: str) -> Self:
        """Make a phrase of its English and its Swedish words."""
        phrase = super().__new__(cls, en)
        phrase.sv = sv
        return phrase

    @classmethod
    def same(cls, words: str) -> Self:
        """Make a phrase of what both languages write alike: a name, a number, a path."""
        return cls(words, words)

    def __reduce__(self) -> tuple[type[Phrase], tuple[str, str]]:
        """Give what makes the phrase again, for pickle and copy."""
        return type(self), (str(self), self.sv)

    def in_language(self, lang: str) -> str:
        """Return the words in the language, ``sv`` or ``en``."""
        return self.sv if lang == "sv" else str(self)


def a_value(value: object) -> Phrase:
    """Say of what type a value is; the value itself may be personal."""
    kind = type(value).__name__
    return Phrase(f"a value of type {kind}", f"ett värde av typen {kind}")


NOTHING = Phrase("", "")
_KINDS = {
    "code": "koden",
    "code set": "kodmängden",
    "code, code set or decision": "koden, kodmängden eller beslutet",
    "column of contacts": "kolumnen om kontakter",
    "column of persons": "kolumnen om personer",
    "command": "kommandot",
    "decision": "beslutet",
    "defect": "felet",
    "detail": "uppdelningen",
    "dialect": "dialekten",
    "allocation": "fördelningen",
    "application": "ansökningsregeln",
    "measure": "måttet",
    "national edition": "den nationella utgåvan",
    "parameter": "parametern",
    "payment": "ersättningen",
    "rule": "regeln",
    "step": "steget",
    "stratifier": "indelningen",
    "unit": "enheten",
}


def worded(words: str, lang: str) -> str:
    """Return the words in the language; a name, a path or a number is the same in both."""
    return words.in_language(lang) if isinstance(words, Phrase) else words


class KvacodesError(Exception):
    """The root of all exceptions raised by kvacodes on purpose."""

    exit_code = 1

    def in_language(self, lang: str) -> str:
        """Return the sentence in the language, ``sv`` or ``en``."""
        return self._in_swedish() if lang == "sv" else str(self)

    def _in_swedish(self) -> str:
        return worded(self.args[0], "sv") if self.args else str(self)

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the attributes, whatever the signature of the subclass."""
        return (_rebuild, (type(self), self.args, self.__dict__))


def _rebuild(
    cls: type[KvacodesError], args: tuple[object, ...], parts: dict[str, object]
) -> KvacodesError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(parts)
    return error


class UsageError(KvacodesError, ValueError):
    """An argument does not make sense, alone or beside the others."""

    exit_code = 2

    def __init__(self, message: Phrase) -> None:
        super().__init__(message)


class InputError(KvacodesError, ValueError):
    """A table or file given as input cannot be read as what it should be.

    Attributes:
        where: The table or file, and the column where one is concerned.
        found: What was found there.
        expected: What would have been right.
        hint: What to do next, or the empty string.
    """

    exit_code = 2

    def __init__(
        self, *, where: str, found: Phrase, expected: Phrase, hint: Phrase = NOTHING
    ) -> None:
        self.where, self.found, self.expected, self.hint = where, found, expected, hint
        sentence = f"{where}: found {found}, expected {expected}"
        super().__init__(f"{sentence}; {hint}" if hint else sentence)

    def _in_swedish(self) -> str:
        parts = (self.where, self.found, self.expected, self.hint)
        where, found, expected, hint = (worded(part, "sv") for part in parts)
        sentence = f"{where}: fann {found}, väntade {expected}"
        return f"{sentence}; {hint}" if hint else sentence


class ColumnError(InputError):
    """A table lacks a column, has it twice, or has it with the wrong type."""


class UnknownNameError(KvacodesError, KeyError):
    """A name was looked up that does not exist.

    Attributes:
        kind: What was looked for, such as ``code`` or ``code set``.
        name: The name as it was given.
        near: The closest existing names, best first.
        hint: What to do next, or the empty string.
    """

    exit_code = 2

    def __init__(
        self, kind: str, name: str, *, known: Iterable[str] = (), hint: Phrase = NOTHING
    ) -> None:
        self.kind, self.name, self.hint = kind, name, hint
        self.near = near_misses(name, known)
        sentence = f"no {kind} {name!r}"
        if self.near:
            sentence += f"; did you mean {' or '.join(self.near)}?"
        super().__init__(f"{sentence} ({hint})" if hint else sentence)

    def __str__(self) -> str:
        """Return the sentence; `KeyError` alone would show its `repr`."""
        return str(self.args[0])

    def _in_swedish(self) -> str:
        sentence = f"hittar inte {_kind(self.kind)} {self.name!r}"
        if self.near:
            sentence += f"; menade du {' eller '.join(self.near)}?"
        hint = worded(self.hint, "sv")
        return f"{sentence} ({hint})" if hint else sentence


def _kind(kind: str) -> str:
    return _KINDS.get(kind) or worded(kind, "sv")


class AmbiguousNameError(KvacodesError, KeyError):
    """A name was looked up that several things have.

    Attributes:
        kind: What was looked for, such as ``code``.
        name: The name as it was given.
        homes: Where it is found.
        hint: How to say which one is meant, or the empty string.
    """

    exit_code = 2

    def __init__(
        self, kind: str, name: str, *, homes: Iterable[str], hint: Phrase = NOTHING
    ) -> None:
        self.kind, self.name, self.homes, self.hint = kind, name, tuple(homes), hint
        sentence = f"{kind} {name!r} is found in {', '.join(self.homes)}"
        super().__init__(f"{sentence} ({hint})" if hint else sentence)

    def __str__(self) -> str:
        """Return the sentence; `KeyError` alone would show its `repr`."""
        return str(self.args[0])

    def _in_swedish(self) -> str:
        sentence = f"{_kind(self.kind)} {self.name!r} finns i {', '.join(self.homes)}"
        hint = worded(self.hint, "sv")
        return f"{sentence} ({hint})" if hint else sentence


class OutsidePeriodsError(KvacodesError, LookupError):
    """A dated value was asked for on a day when none is in force.

    Attributes:
        name: The parameter or the like that was asked for.
        day: The day asked for.
        nearest: The nearest period in words, or the empty string where there is none.
    """

    exit_code = 2

    def __init__(self, name: str, day: date, *, nearest: Phrase = NOTHING) -> None:
        self.name, self.day, self.nearest = name, day, nearest
        sentence = f"{name} has no value on {day}"
        if nearest:
            sentence += f"; the nearest is {nearest}"
        super().__init__(sentence)

    def _in_swedish(self) -> str:
        sentence = f"{self.name} har inget värde {self.day}"
        nearest = worded(self.nearest, "sv")
        return f"{sentence}; närmast är {nearest}" if nearest else sentence


class MissingExtraError(KvacodesError, ImportError):
    """A part was used whose libraries are not installed.

    Attributes:
        extra: The extra that brings them.
        library: The library that was not found.
    """

    exit_code = 2

    def __init__(self, extra: str, library: str) -> None:
        self.extra, self.library = extra, library
        super().__init__(
            f"{library} is not installed; install it with: pip install 'kvacodes[{extra}]'"
        )

    def _in_swedish(self) -> str:
        return (
            f"{self.library} är inte installerat; installera det med: "
            f"pip install 'kvacodes[{self.extra}]'"
        )


class DocumentError(KvacodesError, ValueError):
    """A code-set document has errors, so no objects can be made of it.

    Attributes:
        findings: All findings of all the documents asked for, in order of place.
    """

    def __init__(self, findings: Iterable[object]) -> None:
        self.findings = tuple(findings)
        lines = "\n".join(str(finding) for finding in self.findings)
        count = len(self.findings)
        super().__init__(f"{count} {'finding' if count == 1 else 'findings'}\n{lines}")

    def _in_swedish(self) -> str:
        lines = (getattr(f, "in_swedish", lambda f=f: f)() for f in self.findings)
        return "\n".join([f"{len(self.findings)} fynd", *map(str, lines)])
