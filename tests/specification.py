"""Specification tests: a table of visits, a table of findings, every engine.

A table has a row for each line and a column for each name between bars; an empty cell
is a missing value. Expected findings are compared on the columns that the table names.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from kinds import KINDS
from sources import contacts_frame, day, native, persons_frame

from kvacodes import sequences
from kvacodes.extracts import Person, Visit
from kvacodes.model import Sequence

Judge = Callable[..., None]
Native = Callable[[pl.DataFrame, str], Any]
TRUTH = {"true": True, "false": False}


def rows_of(text: str) -> list[dict[str, str | None]]:
    """Read a table in text."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    names = [name.strip() for name in lines[0].split("|")]
    return [
        dict(zip(names, (cell.strip() or None for cell in line.split("|")), strict=True))
        for line in lines[1:]
    ]


def _value(name: str, text: str | None) -> Any:
    if text is None:
        return None
    if name in {"joint", "target_group"}:
        return TRUTH[text]
    if name in {"date", "birth_date", "listed_from", "listed_to", "ended_on", "anchor_date"}:
        return day(text)
    if name == "minutes":
        return int(text)
    return tuple(text.split()) if name == "add_ons" else text


def _objects(text: str, kind: type[Visit | Person], **defaults: object) -> list[Any]:
    objects = []
    for number, row in enumerate(rows_of(text), start=1):
        given = {name: _value(name, value) for name, value in row.items()}
        fallback = {"contact_id": f"c{number}"} if kind is Visit else {}
        fields = {**fallback, **defaults, **given}
        if fields.get("add_ons") is None:
            fields.pop("add_ons", None)
        objects.append(kind(**fields))
    return objects


ENGINES = ("objects", "one-by-one", *KINDS)


def judge_on(engine: str, make: Native | None = None) -> Judge:
    """Return a function that judges a table of visits and compares the findings.

    Args:
        engine: What judges: objects, or a kind of table.
        make: How rows become a table with a name, where a server holds them.
    """

    def run(
        sequence: Sequence,
        visits: str,
        expected: str,
        *,
        birth: str | None = "2019-03-01",
        as_of: str = "2019-04-30",
        target_group: bool | None = True,
        persons: str | None = None,
    ) -> None:
        events = _objects(visits, Visit, person_id="a")
        if persons is None:
            birth_date = None if birth is None else day(birth)
            people = [Person(person_id="a", birth_date=birth_date, target_group=target_group)]
        else:
            people = _objects(persons, Person)
        if engine == "one-by-one":
            if persons is not None:
                pytest.skip("one person at a time has no table of persons")
            found = [
                _row(f)
                for f in sequences.check_visits(
                    events,
                    sequence,
                    birth_date=people[0].birth_date,
                    as_of=day(as_of),
                    target_group=target_group,
                )
            ]
        else:
            tables: tuple[Any, ...] = (events, people)
            if engine != "objects":
                frames = (contacts_frame(events), "contacts"), (persons_frame(people), "persons")
                tables = tuple((make or _maker(engine))(*frame) for frame in frames)
            result = sequences.conformance(*tables, sequence, as_of=day(as_of))
            found = _rows(result.findings)
        want = rows_of(expected)
        names = list(want[0]) if want else [n.strip() for n in expected.split("|")]
        got = [{name: _text(row[name]) for name in names} for row in found]
        assert _sorted(got) == _sorted(want)

    return run


def _maker(engine: str) -> Native:
    return lambda frame, _: native(frame, engine)


def _rows(findings: Any) -> list[dict[str, Any]]:
    if isinstance(findings, tuple):
        return [_row(finding) for finding in findings]
    return rows_from(findings)


def rows_from(table: Any) -> list[dict[str, Any]]:
    """Return the rows of any kind of table, with missing values as None."""
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    frame = table if isinstance(table, pl.DataFrame) else pl.DataFrame(table)
    return frame.to_dicts()


def _row(finding: sequences.VisitFinding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in finding.__slots__ if name[0] != "_"}


def _text(value: object) -> str | None:
    if isinstance(value, dt.datetime):
        value = value.date()
    return None if value is None else str(value)


def _sorted(rows: list[dict[str, Any]]) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(tuple(sorted((k, str(v)) for k, v in row.items())) for row in rows)
