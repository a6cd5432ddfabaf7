"""Groups of diagnoses and procedures: ICD-10-SE chapters, three characters, KVÅ groups."""

from __future__ import annotations

from attrs import frozen

from kvacodes.model.code import CodeShape
from kvacodes.model.words import Label

__all__ = [
    "CHAPTERS",
    "OTHER",
    "Chapter",
    "category_of",
    "chapter_of",
    "diagnosis_key",
    "procedure_group_of",
]


@frozen
class Chapter:
    """A chapter of ICD-10-SE: its number, and its first and last three-character category."""

    number: str
    first: str
    last: str
    title: Label

    def __contains__(self, category: str) -> bool:
        """Say whether the three-character category belongs to the chapter."""
        return self.first <= category <= self.last


def _chapter(number: str, first: str, last: str, sv: str, en: str) -> Chapter:
    return Chapter(number, first, last, Label(sv, en))


# The ranges of the tabular list of ICD-10-SE; each ends with the letter's last category,
# so that categories added in later editions keep their chapter.
CHAPTERS = (
    _chapter("I", "A00", "B99", "Infektioner", "Infectious diseases"),
    _chapter("II", "C00", "D49", "Tumörer", "Neoplasms"),
    _chapter("III", "D50", "D99", "Blod och immunsystem", "Blood and immune system"),
    _chapter("IV", "E00", "E99", "Endokrina, nutrition, ämnesomsättning", "Endocrine, nutrition"),
    _chapter("V", "F00", "F99", "Psykiska sjukdomar", "Mental disorders"),
    _chapter("VI", "G00", "G99", "Nervsystemet", "Nervous system"),
    _chapter("VII", "H00", "H59", "Ögat", "Eye"),
    _chapter("VIII", "H60", "H99", "Örat", "Ear"),
    _chapter("IX", "I00", "I99", "Cirkulationsorganen", "Circulatory system"),
    _chapter("X", "J00", "J99", "Andningsorganen", "Respiratory system"),
    _chapter("XI", "K00", "K99", "Matsmältningsorganen", "Digestive system"),
    _chapter("XII", "L00", "L99", "Huden", "Skin"),
    _chapter("XIII", "M00", "M99", "Rörelseorganen", "Musculoskeletal system"),
    _chapter("XIV", "N00", "N99", "Urin- och könsorganen", "Genitourinary system"),
    _chapter("XV", "O00", "O99", "Graviditet och förlossning", "Pregnancy and childbirth"),
    _chapter("XVI", "P00", "P99", "Perinatala tillstånd", "Perinatal conditions"),
    _chapter("XVII", "Q00", "Q99", "Medfödda missbildningar", "Congenital malformations"),
    _chapter("XVIII", "R00", "R99", "Symtom och fynd", "Symptoms and findings"),
    _chapter("XIX", "S00", "T99", "Skador och förgiftningar", "Injuries and poisoning"),
    _chapter("XX", "V00", "Y99", "Yttre orsaker", "External causes"),
    _chapter("XXI", "Z00", "Z99", "Faktorer och kontakter", "Factors and contacts"),
    _chapter("XXII", "U00", "U99", "Särskilda ändamål", "Special purposes"),
)
"""The chapters in the order of the classification; titles are shortened."""

OTHER = "other"
"""The group of a code that has none: not a code of the system it is said to be of."""


def category_of(diagnosis: str) -> str:
    """Return the three-character category of an ICD-10-SE code, or `OTHER`."""
    three = diagnosis[:3]
    if len(three) == 3 and "A" <= three[0] <= "Z" and three[1:].isascii() and three[1:].isdigit():  # noqa: PLR2004
        return three
    return OTHER


def chapter_of(diagnosis: str) -> str:
    """Return the number of the ICD-10-SE chapter of a code, or `OTHER`."""
    category = category_of(diagnosis)
    if category == OTHER:
        return OTHER
    return next((c.number for c in CHAPTERS if category in c), OTHER)


def procedure_group_of(code: str) -> str:
    """Return the group of a KVÅ code: its shape and first two letters, or `OTHER`.

    The shape belongs to the group, since KMÅ and KKÅ use the same letters for
    different things.

    ```pycon
    >>> procedure_group_of("UX273"), procedure_group_of("UJD02")
    ('KMA-UX', 'KKA-UJ')

    ```
    """
    shape = CodeShape.of(code)
    return OTHER if shape is None else f"{shape}-{code[:2]}"


def diagnosis_key(code: str) -> str:
    """Return a diagnosis as ICD-10-SE lists it: upper case, no blanks, no dot."""
    return "".join(code.split()).upper().replace(".", "")
