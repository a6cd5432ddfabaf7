"""A national edition in memory: its codes, and where they were read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from kvacodes.model import CodeShape, code_key

__all__ = ["Edition", "NationalCode", "SkippedRow", "comparable_text"]

_MARK = re.compile(r"\s*\(i\)\s*$")


def comparable_text(text: str) -> str:
    """Return what of a national text is compared: no trailing ``(i)``, single blanks.

    Older editions end many texts in ``(i)`` and newer ones do not; it is no part of the text.
    """
    return " ".join(_MARK.sub("", text).split())


@frozen(kw_only=True)
class NationalCode:
    """A code or a heading of a national edition.

    Attributes:
        code: As published, without blanks.
        text: Its text, as published.
        parent: The code above it; empty where the layout does not say.
        description: Its longer description; empty where the layout has none.
        classification: KKÅ or KMÅ where the layout says; headings share codes between them.
    """

    code: str
    text: str
    parent: str = ""
    description: str = ""
    classification: str = ""

    @property
    def shape(self) -> CodeShape | None:
        """The shape of the code; None for a heading."""
        return CodeShape.of(self.code)


@frozen
class SkippedRow:
    """A row that is neither a code nor a heading, and where it stands."""

    line: int
    found: str


class Edition:
    """One national edition: look up a code by its text, upper or lower case.

    Attributes:
        name: What it is called, such as ``2020``.
        source: The file it was read from.
        sha256: Of that file.
        headings: Rows that are no codes but name a group of them.
        skipped: Rows that could not be understood.
    """

    def __init__(
        self,
        codes: Iterable[NationalCode],
        *,
        name: str = "",
        source: str = "",
        sha256: str = "",
        headings: Iterable[NationalCode] = (),
        skipped: Iterable[SkippedRow] = (),
    ) -> None:
        self._codes = {code.code: code for code in codes}
        self.name, self.source, self.sha256 = name, source, sha256
        self.headings, self.skipped = tuple(headings), tuple(skipped)

    def get(self, code: str) -> NationalCode | None:
        """Return the national code, or None where the edition has none such."""
        return self._codes.get(code_key(code))

    def __contains__(self, code: str) -> bool:
        """Say whether the code is assignable in this edition; headings are not."""
        return self.get(code) is not None

    def __iter__(self) -> Iterator[NationalCode]:
        """Give the codes in order."""
        return iter(sorted(self._codes.values(), key=lambda c: c.code))

    def __len__(self) -> int:
        """Return how many codes it has, headings not counted."""
        return len(self._codes)
