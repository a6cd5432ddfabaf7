"""What somebody meant who wrote it otherwise: Swedish words, days in words, amounts with kr.

What is returned goes into hints. The document stays wrong until somebody writes it; nothing
here makes it right.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from datetime import date

from kvacodes.model.code import CodeShape

__all__ = [
    "amount_meant",
    "codes_meant",
    "day_meant",
    "id_meant",
    "meant_code",
    "no_meaning",
    "period_meant",
    "run_meant",
    "span_meant",
    "start_meant",
    "window_meant",
    "word_meant",
]

Written = tuple[str, ...]
"""The ways to write what was meant: none where it cannot be told, two where either may be."""

_LOOKALIKES = str.maketrans("OoIl", "0011")


def meant_code(code: str) -> str:
    """Return the code that was meant: capitals, no blanks or marks, digits for lookalikes.

    The empty string where that gives no code either.
    """
    plain = "".join(c for c in code if c.isalnum())
    for letters in (2, 3):
        meant = plain[:letters].upper() + plain[letters:].translate(_LOOKALIKES).upper()
        if CodeShape.of(meant):
            return meant
    return ""


_CODE = re.compile(r"\b[A-Za-z]{2}[A-Za-z0-9][0-9]{2}\b")


def codes_meant(text: str) -> Written:
    """Return the codes of a text that names several, such as a range."""
    return tuple(meant_code(code) for code in _CODE.findall(text))


_WORDS: dict[str, Written] = {
    "kod": ("code",),
    "koder": ("codes",),
    "kodtext": ("text",),
    "beskrivning": ("description",),
    "beslut": ("decision", "decisions"),
    "besluten": ("decisions",),
    "giltig": ("valid",),
    "giltighet": ("valid",),
    "gäller": ("valid",),
    "från": ("from",),
    "from.": ("from",),
    "fr.o.m": ("from",),
    "till": ("to",),
    "until": ("to", "before"),
    "end": ("to",),
    "tom": ("to",),
    "t.o.m": ("to",),
    "före": ("before",),
    "inom": ("within",),
    "diarienummer": ("diary_number",),
    "diarienr": ("diary_number",),
    "dnr": ("diary_number",),
    "beslutsdatum": ("decided_on",),
    "beslutad": ("decided_on",),
    "beslutsdag": ("decided_on",),
    "godkänd": ("approved_on",),
    "startdatum": ("starts",),
    "start": ("starts",),
    "senast": ("latest",),
    "exakt": ("exact",),
    "begärd_av": ("requested_by",),
    "beställare": ("requested_by",),
    "beredd_av": ("prepared_by",),
    "beslutsfattare": ("body",),
    "nämnd": ("body",),
    "titel": ("title",),
    "rubrik": ("title",),
    "namn": ("title",),
    "namnrymd": ("namespace",),
    "form": ("shape",),
    "målgrupp": ("target_group",),
    "granskning": ("review",),
    "källor": ("sources",),
    "källa": ("source",),
    "sekvens": ("sequence",),
    "besöksföljd": ("sequence",),
    "steg": ("steps", "step"),
    "nummer": ("number",),
    "nr": ("number",),
    "ålder": ("nominal_age",),
    "fönster": ("window",),
    "uppföljning": ("follow_up",),
    "frågor": ("questions",),
    "fråga": ("wording",),
    "lydelse": ("wording",),
    "slag": ("kind",),
    "typ": ("kind",),
    "indikatorer": ("indicators",),
    "indikator": ("indicators",),
    "regler": ("rules",),
    "parametrar": ("parameters",),
    "belopp": ("amount", "value"),
    "värde": ("value",),
    "värden": ("values",),
    "enhet": ("unit",),
    "ersättningar": ("payments",),
    "anmärkning": ("note",),
    "kommentar": ("note",),
    "grund": ("basis",),
    "valfri": ("optional",),
    "valfritt": ("optional",),
    "paragraf": ("paragraphs",),
    "paragrafer": ("paragraphs",),
    "avslutad_av": ("ended_by",),
    "ersätts_av": ("replaced_by",),
    "ersatt_av": ("replaced_by",),
    "år": ("years",),
    "månad": ("months",),
    "månader": ("months",),
    "mån": ("months",),
    "vecka": ("weeks",),
    "veckor": ("weeks",),
    "dag": ("days",),
    "dagar": ("days",),
    "ja": ("true",),
    "yes": ("true",),
    "nej": ("false",),
    "no": ("false",),
    "antagande": ("assumption",),
    "härledd": ("derived",),
    "födelse": ("birth",),
    "födseln": ("birth",),
    "dos": ("number",),
    "dose": ("number",),
    "doser": ("steps",),
    "doses": ("steps",),
    "interval": ("gap",),
    "intervall": ("gap",),
    "min_interval": ("gap",),
    "minimum_interval": ("gap",),
    "min_age": ("window",),
    "minimum_age": ("window",),
    "max_age": ("window",),
    "maximum_age": ("window",),
    "min": ("from", "at_least"),
    "minimum": ("from", "at_least"),
    "minst": ("from", "at_least"),
    "at_least": ("from",),
    "tidigast": ("from", "at_least"),
    "max": ("before", "at_most"),
    "maximum": ("before", "at_most"),
    "at_most": ("within",),
    "from": ("at_least",),
    "within": ("at_most",),
    "respit": ("grace",),
    "nationell": ("national",),
    "regional": ("region",),
    "beräknad": ("computed",),
    "beräknas": ("computed",),
    "rapporterad": ("reported",),
    "rapporteras": ("reported",),
    "rekommenderad": ("recommended",),
    "absolut": ("absolute",),
    "fel": ("error",),
    "varning": ("warning",),
}


def word_meant(word: str, known: Container[str]) -> str:
    """Return the word of the format that another stands for; empty where none fits."""
    plain = re.sub(r"[\s-]+", "_", word.strip().casefold())
    fitting = [w for w in _WORDS.get(plain.rstrip("."), ()) if w in known]
    return fitting[0] if len(fitting) == 1 else ""


def id_meant(text: str) -> str:
    """Return a text as an id: small letters without dots and rings, hyphens for the rest."""
    plain = text.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_DAY = re.compile(
    r"""
    (?<! [0-9.,/-] ) (?:
      (?P<y> [0-9]{4} ) (?P<s> [-./ ]? ) (?P<m> [0-9]{1,2} ) (?P=s) (?P<d> [0-9]{1,2} )
    | (?P<d2> [0-9]{1,2} ) [./] (?P<m2> [0-9]{1,2} ) [./ ] (?P<y2> [0-9]{4} )
    | (?P<d3> [0-9]{1,2} ) \.? \s+ (?P<word> [^\W\d]{3,} ) \.? \s+ (?P<y3> [0-9]{4} )
    ) (?! [0-9.,/-]* [0-9] )
    """,
    re.VERBOSE,
)
_TWELVE = 12


def _days_in(text: str) -> Iterator[date | None]:
    """Give the days in a text; None for one that can be read in two ways, or in none."""
    for match in _DAY.finditer(text):
        year, month, day = match["y"] or match["y2"] or match["y3"], match["m"], match["d"]
        if match["d2"]:
            month, day = match["m2"], match["d2"]
            if int(day) <= _TWELVE and int(month) <= _TWELVE and day != month:
                yield None  # 3/4/2019 may be read in two ways
                continue
        elif match["word"]:
            name, day = match["word"][:3].casefold(), match["d3"]
            month = str(_MONTHS.index(name) + 1) if name in _MONTHS else "0"
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            yield None


def day_meant(text: str) -> str:
    """Return the one day that a text speaks of, as it is to be written; empty otherwise."""
    days = tuple(_days_in(text))
    return str(days[0]) if len(days) == 1 and days[0] else ""


_UNTIL = re.compile(r"\b(?:t\.?\s?o\.?\s?m\b|till|senast)", re.IGNORECASE)
_LATEST = re.compile(r"\b(?:senast|snarast|fort)\b", re.IGNORECASE)


def period_meant(text: str) -> Written:
    """Return a day, or two with something between, as a period."""
    days = tuple(_days_in(text))
    if not days or None in days:
        return ()
    if len(days) > 1:
        return (f"{{from: {days[0]}, to: {days[1]}}}",) if len(days) == 2 else ()  # noqa: PLR2004
    return (f"{{{'to' if _UNTIL.search(text) else 'from'}: {days[0]}}}",)


def start_meant(text: str) -> Written:
    """Return a day as the start that a decision sets."""
    day = day_meant(text)
    if not day:
        return ()
    latest = f"{{latest: {day}}}"
    return (latest,) if _LATEST.search(text) else (f"{{exact: {day}}}", latest)


_SPAN = re.compile(r"(?P<least>[0-9]{1,4}\s*[-–]\s*)?(?P<number>[0-9]{1,4})\s*(?P<unit>[^\W\d]+)")
_UNITS = ("years", "months", "weeks", "days")


def _unit(text: str) -> tuple[str, str, str] | None:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    word = match["unit"].casefold()
    unit = word if word in _UNITS else word_meant(word, _UNITS) or word_meant(word[:3], _UNITS)
    least = re.sub(r"\D", "", match["least"] or "")
    return (least, match["number"], unit) if unit else None


def span_meant(text: str) -> Written:
    """Return a length of time in words, or a number alone, with its unit."""
    if text.strip().isdecimal():
        units = ("months", "days") if text.strip("0 ") else ("days",)
        return tuple(f"{{{unit}: {text.strip()}}}" for unit in units)
    read = _unit(text)
    return (f"{{{read[2]}: {read[1]}}}",) if read and not read[0] else ()


def window_meant(text: str) -> Written:
    """Return two lengths of time with a dash between as a window."""
    read = _unit(text)
    if not read or not read[0]:
        return ()
    least, most, unit = read
    return (f"{{from: {{{unit}: {least}}}, before: {{{unit}: {most}}}}}",)


def no_meaning(text: str) -> Written:
    """Return nothing: of such a text it cannot be told."""
    del text
    return ()


def run_meant(text: str) -> Written:
    """Return two codes with a dash between as a run."""
    codes = codes_meant(text)
    return (f'{{from: "{codes[0]}", to: "{codes[1]}"}}',) if len(codes) == 2 else ()  # noqa: PLR2004


_AMOUNT = re.compile(
    r"""
    (?P<about> (?: ca | cirka | omkring | ungefär | drygt | knappt ) \.? \s* )?
    (?P<number> [0-9][0-9\s]* (?: [.,] [0-9]+ )? )
    \s* (?P<times> mnkr | mkr | miljoner (?:\s kronor)? | tkr | % | procent )?
    \s* (?: kr (?:onor)? | sek | :- | ,- )? \.?
    (?: \s* (?: / | per\s ) \s* [^\W\d]+ )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TIMES = {"mnkr": 6, "mkr": 6, "mil": 6, "tkr": 3, "%": -2, "pro": -2}


def amount_meant(text: str) -> tuple[str, bool]:
    """Return a number written with blanks, a comma or a unit, and whether it is approximate."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return "", False
    number = re.sub(r"\s", "", match["number"]).replace(",", ".")
    times = (match["times"] or "").casefold()
    power = _TIMES.get(times, 0) or _TIMES.get(times[:3], 0)
    return _shifted(number, power), bool(match["about"])


def _shifted(number: str, power: int) -> str:
    """Return a number written out, its point moved."""
    whole, _, part = number.partition(".")
    if power < 0:
        whole = whole.rjust(1 - power, "0")
        return f"{whole[:power]}.{whole[power:]}{part}".rstrip("0").rstrip(".")
    digits = part.ljust(power, "0")
    return f"{(whole + digits[:power])}.{digits[power:]}".rstrip(".") if power else number
