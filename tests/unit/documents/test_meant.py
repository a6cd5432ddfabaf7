"""What somebody meant: for hints, and never more than can be told."""

from __future__ import annotations

import pytest

from kvacodes.documents import meant


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("30 november 2018", "2018-11-30"),
        ("1 jan. 2024", "2024-01-01"),
        ("torsdagen den 14 september 2023", "2023-09-14"),
        ("t.o.m. 2024-12-31", "2024-12-31"),
        ("20190131", "2019-01-31"),
        ("2019.1.31", "2019-01-31"),
        ("22/11 2018", "2018-11-22"),
        ("4/4/2019", "2019-04-04"),
        ("3/4/2019", ""),  # the third of April, or of March the fourth
        ("2019-02-29", ""),
        ("5 maple 2019", ""),
        ("2019-01-01 – 2019-12-31", ""),
        ("RS 2018-00133", ""),
        ("", ""),
    ],
)
def test_day(written: str, day: str) -> None:
    """One day, in figures or words; nothing where there are two, or two ways to read it."""
    assert meant.day_meant(written) == day


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2024-01-01", ("{from: 2024-01-01}",)),
        ("från och med 1 mars 2024", ("{from: 2024-03-01}",)),
        ("t o m 2024-12-31", ("{to: 2024-12-31}",)),
        ("2024-01-01--2024-12-31", ()),
        ("2024-01-01 – 2024-12-31", ("{from: 2024-01-01, to: 2024-12-31}",)),
        ("2024-01-01, 2024-02-01 och 2024-03-01", ()),
        ("2024", ()),
        ("3/4/2024", ()),
    ],
)
def test_period(written: str, period: tuple[str, ...]) -> None:
    """A day or two; which end a day is follows from the words before it."""
    assert meant.period_meant(written) == period


def test_start() -> None:
    """A day alone may be either; who writes senast has said which."""
    assert meant.start_meant("2024-01-01") == ("{exact: 2024-01-01}", "{latest: 2024-01-01}")
    assert meant.start_meant("snarast, dock senast 2024-01-01") == ("{latest: 2024-01-01}",)
    assert meant.start_meant("snarast") == ()


@pytest.mark.parametrize(
    ("written", "span", "window"),
    [
        ("3 månader", ("{months: 3}",), ()),
        ("14 dgr", (), ()),
        ("1 vecka", ("{weeks: 1}",), ()),
        ("6 months", ("{months: 6}",), ()),
        ("2", ("{months: 2}", "{days: 2}"), ()),
        ("0", ("{days: 0}",), ()),
        ("3–6 månader", (), ("{from: {months: 3}, before: {months: 6}}",)),
        ("3-6 flugor", (), ()),
        ("snart", (), ()),
    ],
)
def test_span_and_window(written: str, span: tuple[str, ...], window: tuple[str, ...]) -> None:
    """A number with a unit; a number alone may be months or days; two are a window."""
    assert (meant.span_meant(written), meant.window_meant(written)) == (span, window)


@pytest.mark.parametrize(
    ("written", "amount", "is_about"),
    [
        ("750 kr", "750", False),
        ("1 750:-", "1750", False),
        ("750,50", "750.50", False),
        ("ca 750", "750", True),
        ("drygt 22 mnkr", "22000000", True),
        ("7,25 miljoner kronor", "7250000", False),
        ("2 tkr", "2000", False),
        ("750 kr/besök", "750", False),
        ("750 kr per besök", "750", False),
        ("80 %", "0.8", False),
        ("12,5 procent", "0.125", False),
        ("0,5 %", "0.005", False),
        ("100 %", "1", False),
        ("ja", "", False),
        ("§ 12", "", False),
    ],
)
def test_amount(written: str, amount: str, is_about: bool) -> None:  # noqa: FBT001 - a column of the table
    """Blanks, commas, units and shares become a plain number; about is told apart."""
    assert meant.amount_meant(written) == (amount, is_about)


@pytest.mark.parametrize(
    ("written", "code"),
    [("ux273", "UX273"), ("UX-273", "UX273"), ("UX2O3", "UX203"), ("abcOI", "ABC01"),
     ("UX27l", "UX271"), ("”UX274”", "UX274"), ("UX27", ""), ("", ""), ("ÅX273", "")],
)  # fmt: skip
def test_code(written: str, code: str) -> None:
    """Case, marks and lookalikes are mended; what is still no code is not."""
    assert meant.meant_code(written) == code


def test_codes() -> None:
    """A range names its ends; a run is made of two codes."""
    assert meant.codes_meant("UX273–ux275") == ("UX273", "UX275")
    assert meant.run_meant("UX273–UX275") == ('{from: "UX273", to: "UX275"}',)
    assert meant.run_meant("UX273, UX274, UX275") == ()
    assert meant.no_meaning("UX273") == ()


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("Kodtext", ["text", "code"], "text"),
        ("t.o.m.", ["from", "to"], "to"),
        ("begärd av", ["requested_by"], "requested_by"),
        ("until", ["from", "before"], "before"),
        ("until", ["to", "before"], ""),
        ("ja", ["text"], ""),
        ("kod", [], ""),
        ("min interval", ["window", "gap"], "gap"),
        ("dose", ["step", "visit"], ""),
        ("at_least", ["step", "from", "within"], "from"),
        ("from", ["at_least", "at_most"], "at_least"),
    ],
)
def test_word(word: str, known: list[str], found: str) -> None:
    """A Swedish word for a word of the format, where exactly one fits."""
    assert meant.word_meant(word, known) == found


def test_id() -> None:
    """Small letters without rings and dots, hyphens for the rest."""
    assert meant.id_meant("Utökat hembesök (BVC)") == "utokat-hembesok-bvc"
