"""Exceptions: this call cannot go on. What is wrong in the user's data is a finding instead.

Every exception keeps its parts as attributes and makes its sentence here, survives
pickle and copy (Spark sends exceptions between processes), and derives from the
builtin a caller would have caught anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

__all__ = [
    "AmbiguousNameError",
    "ColumnError",
    "DocumentError",
    "InputError",
    "KvacodesError",
    "MissingExtraError",
    "OutsidePeriodsError",
    "UnknownNameError",
    "UsageError",
    "near_misses",
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


class KvacodesError(Exception):
    """The root of all exceptions raised by kvacodes on purpose."""

    exit_code = 1

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


class InputError(KvacodesError, ValueError):
    """A table or file given as input cannot be read as what it should be.

    Attributes:
        where: The table or file, and the column where one is concerned.
        found: What was found there.
        expected: What would have been right.
        hint: What to do next, or the empty string.
    """

    exit_code = 2

    def __init__(self, *, where: str, found: str, expected: str, hint: str = "") -> None:
        self.where, self.found, self.expected, self.hint = where, found, expected, hint
        sentence = f"{where}: found {found}, expected {expected}"
        super().__init__(f"{sentence}; {hint}" if hint else sentence)


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

    def __init__(self, kind: str, name: str, *, known: Iterable[str] = (), hint: str = "") -> None:
        self.kind, self.name, self.hint = kind, name, hint
        self.near = near_misses(name, known)
        sentence = f"no {kind} {name!r}"
        if self.near:
            sentence += f"; did you mean {' or '.join(self.near)}?"
        super().__init__(f"{sentence} ({hint})" if hint else sentence)

    def __str__(self) -> str:
        """Return the sentence; `KeyError` alone would show its `repr`."""
        return str(self.args[0])


class AmbiguousNameError(KvacodesError, KeyError):
    """A name was looked up that several things have.

    Attributes:
        kind: What was looked for, such as ``code``.
        name: The name as it was given.
        homes: Where it is found.
        hint: How to say which one is meant, or the empty string.
    """

    exit_code = 2

    def __init__(self, kind: str, name: str, *, homes: Iterable[str], hint: str = "") -> None:
        self.kind, self.name, self.homes, self.hint = kind, name, tuple(homes), hint
        sentence = f"{kind} {name!r} is found in {', '.join(self.homes)}"
        super().__init__(f"{sentence} ({hint})" if hint else sentence)

    def __str__(self) -> str:
        """Return the sentence; `KeyError` alone would show its `repr`."""
        return str(self.args[0])


class OutsidePeriodsError(KvacodesError, LookupError):
    """A dated value was asked for on a day when none is in force.

    Attributes:
        name: The parameter or the like that was asked for.
        day: The day asked for.
        nearest: The nearest period in words, or the empty string where there is none.
    """

    exit_code = 2

    def __init__(self, name: str, day: date, *, nearest: str = "") -> None:
        self.name, self.day, self.nearest = name, day, nearest
        sentence = f"{name} has no value on {day}"
        if nearest:
            sentence += f"; the nearest is {nearest}"
        super().__init__(sentence)


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
