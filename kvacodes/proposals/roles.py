"""Words for roles, units and places, and what may be the name of a person among them."""

from __future__ import annotations

import re

__all__ = ["is_role_or_unit", "may_name"]

_ROLES = (
    "läkare", "läkaren", "sköterska", "chef", "samordnare", "ordförande", "direktör",
    "handläggare", "strateg", "utvecklare", "psykolog", "kurator", "logoped", "terapeut",
    "koordinator", "controller", "ansvarig", "sekreterare", "rådgivare", "ledare", "ekonom",
    "analytiker", "barnmorska", "dietist", "socionom", "expert", "specialist", "farmaceut",
)  # fmt: skip
"""What a word for a role ends in."""
_ROLES_DEFINITE = tuple(f"{role}{end}" for role in _ROLES for end in ("n", "en", "na", "erna"))
"""The same with the article behind: direktören."""
_UNITS = (
    "vård", "vården", "vårds", "sjukvård", "sjukhus", "sjukhuset", "kontor", "kontoret",
    "avdelning", "avdelningen", "enhet", "enheten", "region", "regionen", "nämnd", "nämnden",
    "förvaltning", "förvaltningen", "klinik", "kliniken", "mottagning", "mottagningen",
    "kommun", "kommuns", "närhälsan", "tandvården", "hälsan", "styrelse", "styrelsen", "centrum",
    "centralen", "central", "vårdcentral", "verksamhet", "verksamheten", "verksamhetsområde",
    "stok", "landsting", "landstinget", "myndighet", "myndigheten", "register", "institutet",
    "habilitering", "habiliteringen", "rehab", "psykiatri", "psykiatrin", "medicin", "kirurgi",
    "bup", "bvc", "mvc", "bhv", "utskott", "utskottet", "arbetsgrupp", "arbetsgruppen",
    "stad", "universitetssjukhuset", "råd", "rådet", "data", "analys", "barnhälsovård",
    "skydd", "iatrik", "iatri", "ologi", "opedi", "skopi", "utbildning", "universitet",
)  # fmt: skip
"""What a word for a unit ends in."""
_PLACES = (
    "göteborg", "bohuslän", "skaraborg", "älvsborg", "fyrbodal", "götaland", "borås", "skövde",
    "trollhättan", "uddevalla", "mölndal", "kungälv", "alingsås", "lidköping", "hisingen",
    "västra", "östra", "södra", "norra", "halland", "stockholm", "skåne", "uppsala", "sverige",
)  # fmt: skip
"""What a word for a place begins with."""


def is_role_or_unit(line: str) -> bool:
    """Say whether the words are recognised as a role, a unit or a place.

    Word by word and by their ends: Swedish compounds end in what the thing is.
    """
    words = re.findall(r"[^\W\d_]+", line.casefold())
    ends = (*_ROLES, *_ROLES_DEFINITE, *_UNITS)
    return any(word.endswith(ends) or word.startswith(_PLACES) for word in words)


_PARTICLES = frozenset(["af", "von", "van", "de", "der", "den", "del", "la"])


def may_name(words: str) -> bool:
    """Say whether unknown capitalised words stand as names do: two together, or after a role.

    An initial counts as a word, and what may stand between the parts of a name is passed over.
    """
    after_role = after_unknown = after_initial = False
    for word in re.findall(r"[^\W\d_]\.|[^\W\d_]+|[^\w\s]", words):
        if word in _PARTICLES and (after_unknown or after_initial):
            continue
        is_initial = word[1:] == "." and word.isupper()  # with its dot: "Vitamin D" is no name
        is_known = is_role_or_unit(word) or (word.isupper() and not is_initial)
        is_unknown = word[:1].isupper() and not is_initial and not is_known
        if is_unknown and (after_role or after_unknown or after_initial):
            return True
        if is_initial and after_unknown:
            return True
        after_unknown, after_initial = is_unknown, is_initial
        after_role = word.casefold().endswith(_ROLES)
    return False
