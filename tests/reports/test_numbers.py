"""Numbers and days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from kvacodes.periods import Period
from kvacodes.reports.changes import _difference
from kvacodes.reports.model import Hidden, Kind, Value
from kvacodes.reports.numbers import (
    as_number,
    as_share,
    day_in_words,
    month_in_words,
    period_in_words,
    span,
    written,
)
from kvacodes.reports.sections import _named


@pytest.mark.parametrize(
    ("number", "decimals", "sv", "en"),
    [
        (0, 0, "0", "0"),
        (1234567, 0, "1\u202f234\u202f567", "1,234,567"),
        (-1234.5, 1, "−1\u202f234,5", "−1,234.5"),
        (0.125, 2, "0,13", "0.13"),
        (1.005, 2, "1,01", "1.01"),
        (-0.04, 1, "0,0", "0.0"),
        (2.5, 0, "3", "3"),
    ],
)
def test_numbers(number: float, decimals: int, sv: str, en: str) -> None:
    """Swedish has a thin space and a comma, English a comma and a point; halves go up."""
    assert as_number(number, "sv", decimals=decimals) == sv
    assert as_number(number, "en", decimals=decimals) == en


def test_signs() -> None:
    """A difference has its sign, and nothing has none."""
    assert as_number(12, "sv", signed=True) == "+12"
    assert as_number(-12, "sv", signed=True) == "−12"
    assert as_number(0, "sv", signed=True) == "0"


@pytest.mark.parametrize(
    ("share", "sv"),
    [
        (0, "0\u00a0%"),
        (1, "100\u00a0%"),
        (0.5, "50\u00a0%"),
        (0.0123, "1,2\u00a0%"),
        (0.987, "98,7\u00a0%"),
    ],
)
def test_shares(share: float, sv: str) -> None:
    """Near the ends one decimal tells shares apart."""
    assert as_share(share, "sv") == sv
    assert as_share(share, "en") == sv.replace("\u00a0", "").replace(",", ".")


def test_spans() -> None:
    """Bounds are written once where they agree, and an open one by the other."""
    assert span(60, 90, "sv") == "60–90"
    assert span(60, 60, "sv") == "60"
    assert span(60, None, "sv") == "≥\u00a060"
    assert span(None, 60, "sv") == "60"
    assert span(None, None, "sv") == "–"


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (Hidden.SMALL, Kind.COUNT, "‥"),
        (None, Kind.COUNT, "–"),
        ("ja", Kind.TEXT, "ja"),
        (0.25, Kind.SHARE, "25\u00a0%"),
        (1.25, Kind.NUMBER, "1,3"),
        (0.5, Kind.INDEX, "0,50"),
        (1000, Kind.COUNT, "1\u202f000"),
    ],
)
def test_values(value: Value, kind: Kind, expected: str) -> None:
    """Each kind of value has its form, and what is hidden a sign."""
    assert written(value, kind, "sv") == expected


def test_days() -> None:
    """Days, months and periods are written out."""
    assert day_in_words(date(2019, 8, 31), "sv") == "31 augusti 2019"
    assert month_in_words("2019-10", "sv") == "okt"
    assert period_in_words(Period.year(2019), "en") == "2019"
    assert period_in_words(Period.interim(2019, 8), "en") == "1 January 2019 – 31 August 2019"


@pytest.mark.parametrize(
    ("now", "before", "kind", "change"),
    [
        (0.75, 0.5, Kind.SHARE, 25.0),
        (7, 9, Kind.COUNT, -2),
        (Hidden.SMALL, 9, Kind.COUNT, Hidden.SMALL),
        (7, Hidden.SMALL, Kind.COUNT, Hidden.SMALL),
        (7, None, Kind.COUNT, None),
    ],
)
def test_a_change_is_known_where_both_are(
    now: Value, before: Value, kind: Kind, change: Value
) -> None:
    """In points where it is a share; hidden where either is, and nothing where one is missing."""
    assert _difference(now, before, kind) == change


@pytest.mark.parametrize(
    ("group", "name"),
    [("KMA-XS", "KMÅ XS"), ("KKA-JKA", "KKÅ JKA"), ("other", "övrigt"), ("J06", "J06")],
)
def test_groups_of_codes_are_named(group: str, name: str) -> None:
    """The shapes have their letters; what has no name of its own keeps what it is called."""
    assert _named(group, "sv").casefold() == name.casefold()
