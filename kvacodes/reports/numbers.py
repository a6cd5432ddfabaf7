"""Numbers and days as they are written in Swedish and in English."""

from __future__ import annotations

from datetime import date
from typing import Final

from kvacodes.model.words import Lang
from kvacodes.periods import Period
from kvacodes.reports.model import Hidden, Kind, Value

__all__ = ["HIDDEN_SIGN", "NOTHING_SIGN", "as_count", "as_number", "as_share", "span", "written"]

HIDDEN_SIGN: Final = "‥"
"""Stands for a hidden number, as two dots do in Swedish official statistics."""
NOTHING_SIGN: Final = "–"
"""Stands where there is nothing to say."""

_MINUS = "−"
_THIN = "\u202f"
_MARKS = {"sv": (_THIN, ","), "en": (",", ".")}


def as_number(number: float, lang: Lang, *, decimals: int = 0, signed: bool = False) -> str:
    r"""Write a number with the marks of the language, rounded half away from zero.

    ```pycon
    >>> as_number(12345.25, "sv", decimals=1), as_number(-1234.5, "en", decimals=1)
    ('12\u202f345,3', '−1,234.5')

    ```
    """
    scale = 10**decimals
    # The small addition takes 0.125, stored as it is or a little less, the same way up.
    whole, part = divmod(int(abs(number) * scale + 0.5 + 1e-9), scale)
    thousands, mark = _MARKS[lang]
    text = f"{whole:,}".replace(",", thousands)
    if decimals:
        text += f"{mark}{part:0{decimals}d}"
    sign = _MINUS if number < 0 and (whole or part) else "+" if signed and (whole or part) else ""
    return sign + text


def as_count(number: float, lang: Lang) -> str:
    """Write a whole number."""
    return as_number(number, lang)


def as_share(share: float, lang: Lang) -> str:
    """Write a share in per cent: without decimals from 10 to 90, else with one.

    The sign stands after a space that does not break in Swedish, and next to the number in
    English.
    """
    per_cent = share * 100
    decimals = 0 if 10 <= per_cent <= 90 or per_cent in {0, 100} else 1  # noqa: PLR2004
    return as_number(per_cent, lang, decimals=decimals) + ("\u00a0%" if lang == "sv" else "%")


def span(low: float | None, high: float | None, lang: Lang, *, decimals: int = 0) -> str:
    """Write a lower and an upper bound; an open one by the other alone."""
    if low is None and high is None:
        return NOTHING_SIGN
    if high is None:
        return f"≥\u00a0{as_number(low or 0, lang, decimals=decimals)}"
    if low is None or low == high:
        return as_number(high, lang, decimals=decimals)
    first, last = (as_number(n, lang, decimals=decimals) for n in (low, high))
    return f"{first}–{last}"


def written(value: Value, kind: Kind, lang: Lang) -> str:
    """Write a value of a table or plot."""
    if value is Hidden.SMALL:
        return HIDDEN_SIGN
    if value is None:
        return NOTHING_SIGN
    if isinstance(value, str):
        return value
    if kind is Kind.SHARE:
        return as_share(value, lang)
    if kind in {Kind.CHANGE, Kind.POINTS}:
        return as_number(value, lang, decimals=int(kind is Kind.POINTS), signed=True)
    return as_number(value, lang, decimals={Kind.NUMBER: 1, Kind.INDEX: 2}.get(kind, 0))


def period_in_words(period: Period, lang: Lang) -> str:
    """Write a period: the year, or its first and last day."""
    if period == Period.year(period.first.year):
        return str(period.first.year)
    return f"{day_in_words(period.first, lang)} – {day_in_words(period.last, lang)}"


def day_in_words(day: date, lang: Lang) -> str:
    """Write a day."""
    months = _MONTHS[lang]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def month_in_words(month: str, lang: Lang) -> str:
    """Write a month, given as ``2019-04``, in short."""
    _, _, number = month.partition("-")
    return _MONTHS[lang][int(number) - 1][:3]


_MONTHS = {
    "sv": (
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
