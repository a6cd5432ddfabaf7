"""What is wrong with a table, in Swedish: the phrases of errors, one by one.

The library's exceptions speak English, as its code does; the command line speaks to
people. A phrase that is not here stays as it is.
"""

from __future__ import annotations

import re

__all__ = ["in_swedish"]

_PHRASES = (
    (r"^columns (?=\S)", "kolumnerna "),
    (r"^no columns$", "inga kolumner"),
    (r"\bthe column (.+) more than once", r"kolumnen \1 mer än en gång"),
    (r"^each column once$", "varje kolumn en gång"),
    (r"rename or drop one of them", "byt namn på eller ta bort en av dem"),
    (r"\bfor (\S+) did you mean", r"menade du för \1"),
    (r"\bdid you mean", "menade du"),
    (r"\bdiffer only by case or blanks: ", "skiljer sig bara i skiftläge eller blanktecken: "),
    (r"\bsay which with", "säg vilken med"),
    (r"\bsay what it is called with", "säg vad den heter med"),
    (r"\? say (?=--)", "? säg "),
    (r"\btext that is no day", "text som inte är en dag"),
    (r"\btext that is no whole number", "text som inte är ett heltal"),
    (r"\btext that is neither true nor false", "text som varken är sann eller falsk"),
    (r"\btext that is no amount", "text som inte är ett belopp"),
    (r"\bin (\d+) rows?\b", r"på \1 rad(er)"),
    (r", first on line (\d+) \(of the shape (.+)\)$", r", först på rad \1 (av formen \2)"),
    (r"^days written as (\S+) or (\S+)$", r"dagar skrivna som \1 eller \2"),
    (r"^days written as (\S+)$", r"dagar skrivna som \1"),
    (r"convert the column to dates first", "gör om kolumnen till datum först"),
    (r"convert the column first", "gör om kolumnen först"),
    (r"read the column as text or as a nullable integer", "läs kolumnen som text eller heltal"),
    (r"numbers that are not whole, or too long to be exact,",
     "tal som inte är hela, eller för långa för att vara exakta,"),
    (r"^whole numbers or text$", "heltal eller text"),
    (r"^whole numbers$", "heltal"),
    (r"^1 and 0, true and false, or ja and nej$", "1 och 0, true och false, eller ja och nej"),
    (r"^true and false, or 1 and 0$", "true och false, eller 1 och 0"),
    (r"^days$", "dagar"),
    (r"\bpoints in time with a time zone", "tidpunkter med tidszon"),
    (r"\bpoints in time", "tidpunkter"),
    (r"convert to local time and drop the time zone first: the day depends on it",
     "gör om till lokal tid utan tidszon först: dagen beror på den"),
    (r"is another column meant\?", "är det en annan kolumn som menas?"),
    (r"^the type (\S+)", r"typen \1"),
    (r", or name another one with", ", eller ange en annan med"),
    (r"whole numbers in the one and text in the other", "heltal i den ena och text i den andra"),
    (r"text in the one and whole numbers in the other", "text i den ena och heltal i den andra"),
    (r"^the same type in both$", "samma typ i båda"),
    (r"convert one of them first; leading zeros are lost in whole numbers",
     "gör om den ena först; inledande nollor går förlorade i heltal"),
    (r"^something else than Parquet$", "något annat än Parquet"),
    (r"^no rows$", "inga rader"),
    (r"^at least one row$", "minst en rad"),
    (r"^an empty file$", "en tom fil"),
    (r"^a header and rows$", "rubriker och rader"),
    (r"^no such file$", "ingen sådan fil"),
    (r"^a folder$", "en mapp"),
    (r"^there are (.+) in it$", r"i den finns \1"),
    (r"^a file ending in (.+) or (\S+)$", r"en fil som slutar på \1 eller \2"),
    (r"^the ending (\S+)$", r"ändelsen \1"),
    (r"^(\d+) cells$", r"\1 celler"),
    (r"^(\d+), as in the header$", r"\1, som i rubriken"),
    (r"a cell that holds the separator stands in", "en cell med avskiljaren i står inom"),
    (r", line (\d+)$", r", rad \1"),
    (r"^a (\.\w+) file$", r"en \1-fil"),
    (r" and (?=\S+, kolumn )", " och "),
    (r" or (?=\S+\?)", " eller "),
    # Templates for what units report.
    (r"^a filled-in template$", "en ifylld mall"),
    (r"^a workbook that cannot be read", "en arbetsbok som inte kan läsas"),
    (r"^text that is no CSV", "text som inte är CSV"),
    (r"^CSV, or a workbook that ends in (\S+)$", r"CSV, eller en arbetsbok som slutar på \1"),
    # What rests on an assumption.
    (r"^the order of the steps$", "stegens ordning"),
    (r"^step (\d+)$", r"steg \1"),
    (r"^the window of step (\d+)$", r"tidsfönstret för steg \1"),
    (r"^that (.+) says that a visit was joint$", r"att \1 visar att besöket var i samverkan"),
    (r"^that codes were permitted from the decision until their latest start$",
     "att koderna var tillåtna från beslutet till senaste startdag"),
)  # fmt: skip


def in_swedish(text: str) -> str:
    """Return the text with its known phrases in Swedish."""
    for english, swedish in _PHRASES:
        text = re.sub(english, swedish, text)
    return text
