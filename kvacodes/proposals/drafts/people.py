"""Keeping persons out of what is copied from a decision.

A line is copied only where it is recognised as a role, a unit or a place. Anything else
is left out, because nothing tells a name of a person from other words for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kvacodes.proposals.personal import EMAIL, PERSONAL_NUMBER, PHONE
from kvacodes.proposals.roles import is_role_or_unit, may_name

__all__ = ["People"]

_NAME_LABELS = re.compile(
    r"^\s*(?:handl[äa]gg(?:are|ning)|föredragande|kontakt(?:person)?|kontakta|"
    r"undertecknat|beslutsfattare|ansvarig|förslagsställare|författare|av|vid frågor)"
    r"\s*[:;]\s*(?P<who>.+)$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[A-ZÅÄÖÉÜ][a-zåäöéèüœæø]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéü]+)?"
    r"(?:\s+(?:af|von|de|van|del|la|[A-ZÅÄÖÉÜ]\.?|[A-ZÅÄÖÉÜ][a-zåäöéèüœæø]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéü]+)?)){1,4}"
)


_BESIDE_ROLE = re.compile(rf"\b(?P<role>[^\W\d_]+)\s+(?=(?P<who>{_NAME.pattern})(?!\w))")


class People:
    """The persons that a text names, and what of it may be copied without them."""

    def __init__(self, lines: Iterable[str]) -> None:
        lines = tuple(lines)
        self._names: set[str] = set()
        for line in lines:
            for address in EMAIL.findall(line):
                local = re.split(
                    r"\s?(?:@|\(at\)|\[at\])", address, maxsplit=1, flags=re.IGNORECASE
                )[0]
                self._remember(re.split(r"[._+]", local))
            label = _NAME_LABELS.match(line)
            if label:
                self._remember_names(label["who"])
            for named in _BESIDE_ROLE.finditer(line):
                if is_role_or_unit(named["role"]) and not is_role_or_unit(named["who"]):
                    self._remember(named["who"].split())
        # The one who signs stands on a line of its own, beside the role.
        for line, below in zip(lines, (*lines[1:], ""), strict=True):
            alone = line.strip()
            if _NAME.fullmatch(alone) and not is_role_or_unit(alone) and is_role_or_unit(below):
                self._remember(alone.split())

    def _remember(self, words: Iterable[str]) -> None:
        least = 3  # initials would hide half of the text
        bare = {w.strip(",;").casefold() for w in words if len(w.strip(",;")) >= least}
        self._names |= bare | {f"{name}s" for name in bare}  # whose: Testssons

    def _remember_names(self, words: str) -> None:
        for part in re.split(r"[,;/]|\boch\b", words):
            if not is_role_or_unit(part):
                self._remember(part.split())

    def is_named_in(self, text: str) -> bool:
        """Say whether the text holds a person's name, address, telephone or number."""
        if EMAIL.search(text) or PHONE.search(text) or PERSONAL_NUMBER.search(text):
            return True
        words = {word.casefold() for word in re.findall(r"[\w-]+", text)}
        parts = {part for word in words for part in word.split("-")}
        return bool(self._names & (words | parts))

    def may_be_named_in(self, text: str) -> bool:
        """Say whether the text holds a person's name, or two words that stand as one does."""
        return self.is_named_in(text) or may_name(text)

    def without_names(self, words: str) -> str:
        """Return the words without those that are known to be of a name."""
        kept = [w for w in words.split() if not self._names & set(_plain(w).split("-"))]
        return " ".join(kept).strip(" ()") if len(kept) < len(words.split()) else words

    def allows(self, line: str) -> bool:
        """Say whether a line about who asked or signed may be copied."""
        if self.is_named_in(line):
            return False
        parts = [part for part in re.split(r"[,;]|\bvid\b|\bpå\b", line) if part.strip()]
        return bool(parts) and all(is_role_or_unit(p) and not may_name(p) for p in parts)


def _plain(word: str) -> str:
    return word.strip("(),;:.").casefold()
