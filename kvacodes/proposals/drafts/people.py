"""Keeping persons out of what is copied from a decision.

A line is copied only where it is recognised as a role, a unit or a place. Anything else
is left out, because nothing tells a name of a person from other words for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kvacodes.proposals.personal import EMAIL, PERSONAL_NUMBER, PHONE

__all__ = ["People", "is_role_or_unit"]

_ROLES = (
    "läkare", "läkaren", "sköterska", "chef", "samordnare", "ordförande", "direktör",
    "handläggare", "strateg", "utvecklare", "psykolog", "kurator", "logoped", "terapeut",
    "koordinator", "controller", "ansvarig", "sekreterare", "rådgivare", "ledare", "ekonom",
    "analytiker", "barnmorska", "dietist", "socionom", "expert", "specialist", "farmaceut",
)  # fmt: skip
"""What a word for a role ends in."""
_UNITS = (
    "vård", "vården", "vårds", "sjukvård", "sjukhus", "sjukhuset", "kontor", "kontoret",
    "avdelning", "avdelningen", "enhet", "enheten", "region", "regionen", "nämnd", "nämnden",
    "förvaltning", "förvaltningen", "klinik", "kliniken", "mottagning", "mottagningen",
    "kommun", "kommuns", "närhälsan", "tandvården", "hälsan", "styrelse", "styrelsen", "centrum",
    "centralen", "central", "vårdcentral", "verksamhet", "verksamheten", "verksamhetsområde",
    "stok", "landsting", "landstinget", "myndighet", "myndigheten", "register", "institutet",
    "habilitering", "habiliteringen", "rehab", "psykiatri", "psykiatrin", "medicin", "kirurgi",
    "bup", "bvc", "mvc", "bhv", "utskott", "utskottet", "arbetsgrupp", "arbetsgruppen",
    "stad", "universitetssjukhuset", "programråd", "data", "analys", "barnhälsovård",
)  # fmt: skip
"""What a word for a unit ends in."""
_PLACES = (
    "göteborg", "bohuslän", "skaraborg", "älvsborg", "fyrbodal", "götaland", "borås", "skövde",
    "trollhättan", "uddevalla", "mölndal", "kungälv", "alingsås", "lidköping", "hisingen",
    "halland", "stockholm", "skåne", "uppsala", "sverige",
)  # fmt: skip
"""What a word for a place begins with."""

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


def is_role_or_unit(line: str) -> bool:
    """Say whether the words are recognised as a role, a unit or a place.

    Word by word and by their ends: Swedish compounds end in what the thing is.
    """
    words = re.findall(r"[^\W\d_]+", line.casefold())
    return any(word.endswith(_ROLES + _UNITS) or word.startswith(_PLACES) for word in words)


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
        # The one who signs stands on a line of its own, beside the role.
        for line, below in zip(lines, (*lines[1:], ""), strict=True):
            alone = line.strip()
            if _NAME.fullmatch(alone) and not is_role_or_unit(alone) and is_role_or_unit(below):
                self._remember(alone.split())

    def _remember(self, words: Iterable[str]) -> None:
        least = 3  # initials would hide half of the text
        self._names |= {w.strip(",;").casefold() for w in words if len(w.strip(",;")) >= least}

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

    def allows(self, line: str) -> bool:
        """Say whether a line about who asked or signed may be copied."""
        if self.is_named_in(line):
            return False
        parts = [part for part in re.split(r"[,;]|\bvid\b|\bpå\b", line) if part.strip()]
        return bool(parts) and all(is_role_or_unit(p) and not _may_name(p) for p in parts)


def _may_name(words: str) -> bool:
    """Say whether unknown capitalised words stand as names do: two together, or after a role."""
    after_role = after_unknown = False
    for word in re.findall(r"[^\W\d_]+|[^\w\s]+", words):
        is_unknown = word[:1].isupper() and not is_role_or_unit(word) and not word.isupper()
        if is_unknown and (after_role or after_unknown):
            return True
        after_unknown = is_unknown
        after_role = word.casefold().endswith(_ROLES)
    return False
