"""Free codes: a run of numbers under a prefix that no list searched has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from kvacodes.errors import Phrase, UsageError
from kvacodes.model import CodeSet
from kvacodes.proposals.national import Edition

__all__ = ["FreeRun", "next_free"]

_LENGTH = 5


@frozen(kw_only=True)
class FreeRun:
    """A proposal for new codes.

    Attributes:
        codes: Consecutive, free in every list searched.
        searched: The lists searched; others may exist.
    """

    codes: tuple[str, ...]
    searched: tuple[Phrase, ...]


def next_free(
    prefix: str,
    *,
    count: int = 1,
    code_sets: Iterable[CodeSet] = (),
    reserved: Iterable[CodeSet] = (),
    national: Edition | None = None,
    start: str = "",
) -> FreeRun:
    """Return the first free run after the last code taken under the prefix.

    A code once decided on is never free again, ended or not. Numbers inside another
    programme's run count as taken, and so do those of open proposals. ``…000`` is a heading.

    Args:
        prefix: Two or three letters, and digits where the run is to lie within them.
        count: How many codes in a row.
        code_sets: The documents in force.
        reserved: The documents of open proposals.
        national: A national edition; its codes are taken.
        start: The first code to try; default after the last one taken.

    Raises:
        UsageError: The prefix is none, or no such run is free.
    """
    prefix = prefix.upper()
    if not re.fullmatch(r"[A-Z]{2,3}[0-9]{0,2}", prefix) or count < 1:
        message = Phrase(
            f"{prefix} {count}: expected two or three letters, and at least one code",
            f"{prefix} {count}: väntade två eller tre bokstäver, och minst en kod",
        )
        raise UsageError(message)
    decided, opened = tuple(code_sets), tuple(reserved)
    taken = _taken((*decided, *opened), prefix)
    numbers = _numbers(prefix, start or max(taken, default=""))
    searched = [Phrase.same(s.id) for s in decided]
    searched += [Phrase(f"{s.id} (proposed)", f"{s.id} (föreslagen)") for s in opened]
    if national is not None:
        searched += [
            Phrase(f"national edition {national.name}", f"nationell utgåva {national.name}")
        ]
    run: list[str] = []
    for code in numbers:
        is_free = code not in taken and (national is None or code not in national)
        follows = bool(run) and int(code[-3:] if code[-3:].isdigit() else code[-2:]) == (
            int(run[-1][-3:] if run[-1][-3:].isdigit() else run[-1][-2:]) + 1
        )
        run = ([*run, code] if follows or not run else [code]) if is_free else []
        if len(run) == count:
            return FreeRun(codes=tuple(run), searched=tuple(dict.fromkeys(searched)))
    message = Phrase(
        f"no run of {count} free codes under {prefix}",
        f"ingen följd av {count} lediga koder under {prefix}",
    )
    raise UsageError(message)


def _taken(code_sets: Iterable[CodeSet], prefix: str) -> set[str]:
    taken = set()
    for code_set in code_sets:
        taken |= {code.code for code in code_set.codes if code.code.startswith(prefix)}
        run = code_set.namespace.run
        if run is not None:
            taken |= {code for code in _all(prefix) if code in run}
    return taken


def _all(prefix: str) -> list[str]:
    digits = _LENGTH - len(prefix)
    codes = [f"{prefix}{number:0{digits}d}" for number in range(10**digits)]
    return [code for code in codes if not code.endswith("000")]


def _numbers(prefix: str, last: str) -> list[str]:
    """Return all codes under the prefix: those after the last one first, then the others."""
    codes = _all(prefix)
    return [code for code in codes if code > last] + [code for code in codes if code <= last]
