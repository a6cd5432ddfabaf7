"""Workbooks are read whole, or refused in a sentence: whatever became of their bytes."""

from __future__ import annotations

import contextlib
import io
import random
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest

from kvacodes.errors import InputError, MissingExtraError, Phrase
from kvacodes.workbooks import is_workbook, sheets_of

openpyxl = pytest.importorskip("openpyxl")

EXPECTED = Phrase("a list", "en lista")
HINT = Phrase("send it again", "skicka den igen")


def content() -> bytes:
    """Return a workbook of two sheets, the second empty."""
    book = openpyxl.Workbook()
    book.active.title = "Svar"
    for row in (["Kod", None, 1.5], ["AA001", "Text"]):
        book.active.append(row)
    book.create_sheet("Tom")
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_sheets_have_their_cells() -> None:
    """Every sheet comes, in order, with its cells; an empty one is nothing."""
    first, second = sheets_of(content(), where="a.xlsx", expected=EXPECTED)
    assert (first.title, first.rows) == ("Svar", (("Kod", "", "1.5"), ("AA001", "Text", "")))
    assert (second.title, second.rows) == ("Tom", ())
    assert is_workbook(content())
    assert not is_workbook(b"kod;text")


def rewritten(change: Callable[[str, bytes], bytes], book: bytes = b"") -> bytes:
    """Return a workbook, or the one above, with its parts changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book or content())) as was, zipfile.ZipFile(held, "w") as now:
        for name in was.namelist():
            now.writestr(name, change(name, was.read(name)))
    return held.getvalue()


def test_cells_are_read_as_people_see_them() -> None:
    """Days without midnight, whole numbers without a point, blanks around text left out."""
    book = openpyxl.Workbook()
    book.active.append([datetime(2019, 1, 9), datetime(2019, 1, 9, 8, 30), " ja ", 7, 1.5, None])
    held = io.BytesIO()
    book.save(held)
    written = rewritten(lambda _, part: part.replace(b"<v>7</v>", b"<v>7.0</v>"), held.getvalue())
    (sheet,) = sheets_of(written, where="a.xlsx", expected=EXPECTED)
    assert sheet.rows == (("2019-01-09", "2019-01-09 08:30:00", "ja", "7", "1.5", ""),)


def test_a_sheet_cut_off_in_its_middle_is_refused() -> None:
    """Cells are read before anything is returned: what comes late in a sheet is met here."""
    cut = rewritten(lambda name, part: part[:-40] if "sheet1" in name else part)
    with pytest.raises(InputError) as raised:
        sheets_of(cut, where="a.xlsx", expected=EXPECTED, hint=HINT)
    assert str(raised.value).startswith("a.xlsx: found a workbook that cannot be read (")
    assert str(raised.value).endswith("), expected a list; send it again")
    assert raised.value.in_language("sv").startswith(
        "a.xlsx: fann en arbetsbok som inte går att läsa ("
    )


def test_a_cell_that_cannot_be_read_is_not_shown() -> None:
    """It may hold a personal number in the wrong column."""
    wrong = rewritten(lambda _, part: part.replace(b"<v>1.5</v>", b"<v>20190109-2382</v>"))
    with pytest.raises(InputError) as raised:
        sheets_of(wrong, where="a.xlsx", expected=EXPECTED)
    assert str(raised.value) == (
        "a.xlsx: found a workbook that cannot be read (ValueError), expected a list"
    )


@pytest.mark.parametrize("seed", range(12))
def test_lost_bytes_give_one_kind_of_error(seed: int) -> None:
    """Whatever bytes were lost on the way, nothing else is raised."""
    whole, draw = bytearray(content()), random.Random(seed)
    for _ in range(20):
        whole[draw.randrange(4, len(whole))] = draw.randrange(256)
    with contextlib.suppress(InputError):
        assert len(sheets_of(bytes(whole), where="a.xlsx", expected=EXPECTED)) <= 2


def test_without_openpyxl_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has a workbook is told what reads it."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError) as raised:
        sheets_of(content(), where="a.xlsx", expected=EXPECTED)
    assert str(raised.value) == (
        "openpyxl is not installed; install it with: pip install 'kvacodes[report]'"
    )
