"""Days as Swedish decisions write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from attrs import frozen
from dateutil.parser import ParserError, parse, parserinfo

__all__ = ["FoundDay", "find_days"]


# Declared as Any: the published types of dateutil allow the two English spellings alone.
_WEEKDAYS: Any = [
    ("mån", "måndag", "måndagen"),
    ("tis", "tisdag", "tisdagen"),
    ("ons", "onsdag", "onsdagen"),
    ("tors", "tor", "torsdag", "torsdagen"),
    ("fre", "fredag", "fredagen"),
    ("lör", "lördag", "lördagen"),
    ("sön", "söndag", "söndagen"),
]
_MONTHS: Any = [
    ("jan", "januari"),
    ("feb", "febr", "februari"),
    ("mar", "mars"),
    ("apr", "april"),
    ("maj",),
    ("jun", "juni"),
    ("jul", "juli"),
    ("aug", "augusti"),
    ("sep", "sept", "september"),
    ("okt", "oktober"),
    ("nov", "november"),
    ("dec", "december"),
]


class _SwedishInfo(parserinfo):
    """Names of months and days, and the small words between, in Swedish."""

    JUMP = [" ", ".", ",", ";", "-", "/", "den", "år", "dag", "d"]  # noqa: RUF012 - as dateutil has it
    WEEKDAYS = _WEEKDAYS
    MONTHS = _MONTHS


_INFO = _SwedishInfo(dayfirst=True)
_DASH = r"[-\u2010\u2011\u2013\u2212]"
_MONTH = "|".join(sorted((n for names in _MONTHS for n in names), key=len)[::-1])

_DAY = re.compile(
    rf"""
      (?<![0-9-]) (?P<year>(?:19|20)[0-9]{{2}}) {_DASH} (?P<month>[01][0-9]) {_DASH}
        (?P<day>[0-3][0-9]) (?![0-9])                                     # 2018-11-30
    | (?<![0-9A-Z-]) (?P<packed>(?:19|20)[0-9]{{2}}[01][0-9][0-3][0-9]) (?![0-9-])  # 20181130
    | (?<![0-9]) (?P<words>[0-3]?[0-9] (?:\s*:\s*[ae]|\.)? \s+ (?:{_MONTH})\.? ,? \s+
        (?:19|20)[0-9]{{2}}) (?![0-9])                                    # 30 november 2018
    | (?<![0-9/]) (?P<slashed>[0-3]?[0-9]/[01]?[0-9] \s* [-/\s] \s* (?:19|20)[0-9]{{2}})
        (?![0-9])                                                         # 30/11 2018
    | (?<![0-9.]) (?P<dotted>(?:19|20)[0-9]{{2}}\.[01][0-9]\.[0-3][0-9]) (?![0-9])  # 2018.11.30
    """,
    re.VERBOSE | re.IGNORECASE,
)

_WITHOUT_YEAR = re.compile(
    rf"(?<![0-9])[0-3]?[0-9]\s+(?:{_MONTH})\b(?!\.?,?\s+(?:19|20)[0-9])", re.IGNORECASE
)


@frozen
class FoundDay:
    """A day in a text, and where it stands."""

    day: date
    start: int
    end: int


def find_days(text: str) -> Iterator[FoundDay]:
    """Give the days in a text, in order; what only looks like a day is left out."""
    for match in _DAY.finditer(text):
        day = _day_of(match)
        if day is not None:
            yield FoundDay(day, match.start(), match.end())


def has_unread_day(text: str) -> bool:
    """Say whether the text has a day that cannot be read: one without a year."""
    return _WITHOUT_YEAR.search(text) is not None


def _day_of(match: re.Match[str]) -> date | None:
    try:
        if match["year"]:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        if match["packed"]:
            return date.fromisoformat(match["packed"])
        if match["dotted"]:
            return date.fromisoformat(match["dotted"].replace(".", "-"))
        words = re.sub(r":\s*[ae]", "", match["words"] or match["slashed"].replace("/", " "))
        return parse(words, _INFO, default=datetime(1, 1, 1)).date()  # noqa: DTZ001 - days
    except (ValueError, ParserError, OverflowError):
        return None
