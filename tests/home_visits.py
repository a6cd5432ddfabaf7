"""Visits of one child against the shipped programme, with something of everything."""

from __future__ import annotations

import datetime as dt

import kvacodes
from kvacodes.extracts import Visit
from kvacodes.model import Sequence

__all__ = ["BIRTH", "HOME", "PATHWAY", "VISITS", "visit"]


def _shipped(name: str) -> Sequence:
    sequence = kvacodes.load().code_set(name).sequence
    assert sequence is not None
    return sequence


HOME = _shipped("utokat-hembesok-bvc")
PATHWAY = _shipped("svf-brost")
BIRTH = dt.date(2019, 3, 1)


def visit(contact_id: str, day: str | None, code: str, **more: object) -> Visit:
    """Return a visit; the day as ISO text."""
    date = None if day is None else dt.date.fromisoformat(day)
    return Visit(contact_id=contact_id, date=date, code=code, **more)  # type: ignore[arg-type]


VISITS = [
    visit("key-1", "2019-03-05", "UX273", joint=True, staff_id="who-1"),
    visit("key-2", "2019-05-10", "UX274", joint=False, staff_id="who-2"),
    visit("key-3", "2019-05-12", "UX274", staff_id="who-2"),
    visit("key-4", "2020-02-05", "UX276"),
    visit("key-5", "2018-12-01", "UX273"),
    visit("key-6", None, "UX277"),
]
