"""The shipped programme of six home visits, and extracts written as text, for the tests."""

from __future__ import annotations

from datetime import date

import kvacodes
from kvacodes.extracts import Person, Visit
from kvacodes.results import IndicatorRow

PROGRAMME = kvacodes.load().code_set("utokat-hembesok-bvc")


def visits(text: str) -> list[Visit]:
    """Read visits: person, contact, day, codes, then field=value pairs; ``-`` is nothing."""
    made = []
    for line in _lines(text):
        person, contact, day, codes, *more = line.split()
        code, *add_ons = codes.split("+")
        made.append(
            Visit(
                person_id=None if person == "-" else person,
                contact_id=contact,
                date=_day(day),
                code=None if code == "-" else code,
                add_ons=tuple(add_ons),
                **_fields(more),
            )
        )
    return made


def persons(text: str) -> list[Person]:
    """Read persons: person, birth, unit, listed from, target group, then field=value pairs."""
    made = []
    for line in _lines(text):
        person, birth, unit, listed_from, target, *more = line.split()
        made.append(
            Person(
                person_id=person,
                birth_date=_day(birth),
                unit_id=None if unit == "-" else unit,
                listed_from=_day(listed_from),
                target_group={"yes": True, "no": False, "?": None}[target],
                **_fields(more),
            )
        )
    return made


def _lines(text: str) -> list[str]:
    return [line for line in (raw.strip() for raw in text.splitlines()) if line]


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


def _fields(pairs: list[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for pair in pairs:
        name, value = pair.split("=")
        values[name] = _READ.get(name, str)(value)
    return values


_READ = {
    "minutes": int,
    "joint": lambda text: text == "yes",
    "listed_to": date.fromisoformat,
    "ended_on": date.fromisoformat,
}


def figure(rows: object, name: str, **by: object) -> IndicatorRow:
    """Return the one row of a measure, in a group where there are groups."""
    assert isinstance(rows, tuple)
    found = [r for r in rows if r.indicator == name and dict(r.by) == by]
    assert len(found) == 1, f"{len(found)} rows of {name} in {by}"
    return found[0]
