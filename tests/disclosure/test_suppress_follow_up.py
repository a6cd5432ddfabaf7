"""A follow-up is protected as a whole: its table and its parts tell the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from programme import PROGRAMME
from sources import contacts_frame, native, persons_frame

from kvacodes import Period, disclosure, indicators
from kvacodes.extracts import Person, Reported, Visit

YEAR = Period.year(2019)
AS_OF = date(2019, 12, 31)
# Three units, one of them small; at each some children lack the second visit.
SIZES = {"u1": 30, "u2": 40, "u3": 3}
PEOPLE = [
    Person(person_id=f"{unit}-{n}", birth_date=date(2019, 1, 1), unit_id=unit, target_group=True)
    for unit, size in SIZES.items()
    for n in range(size)
]
VISITS = [
    Visit(person_id=p.person_id, contact_id=f"{p.person_id}-{code}", date=day, code=code,
          unit_id=p.unit_id)
    for n, p in enumerate(PEOPLE)
    for day, code in ((date(2019, 1, 10), "UX273"), (date(2019, 3, 10), "UX274"))
    if code == "UX273" or n % 3
]  # fmt: skip
SAID = [
    Reported(unit_id=unit, period="2019", indicator="economy", value="inlämnad") for unit in SIZES
]


def follow_up(kind: str | None = None) -> indicators.FollowUpResult:
    """Return the follow-up on objects, or on tables of a kind."""
    tables: tuple[Any, Any] = (VISITS, PEOPLE)
    if kind is not None:
        tables = native(contacts_frame(VISITS), kind), native(persons_frame(PEOPLE), kind)
    return indicators.follow_up(
        *tables, PROGRAMME, period=YEAR, as_of=AS_OF, reported=SAID,
        beside=("conformance_rate", "lead_time"),
    )  # fmt: skip


def rows_of(table: Any) -> list[tuple[object, ...]]:
    """Return what rows of any kind show, without what they rest on."""
    if isinstance(table, tuple):
        return [
            (r.indicator, *(v for _, v in r.by), r.numerator, r.denominator, r.value, r.suppressed)
            for r in table
        ]
    frame = table if isinstance(table, pl.DataFrame) else pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    named = ("indicator", "unit_id", "numerator", "denominator", "value", "suppressed")
    return frame.select(named).rows()


def test_the_table_and_the_parts_show_and_hide_the_same() -> None:
    """In each part what the table says in its place, and no small number in any."""
    made = disclosure.suppress(follow_up())
    parts = [row for part in made.parts for result in part.results for row in rows_of(result)]
    assert parts == rows_of(made.table)
    hidden = [row for row in made.table if row.suppressed]
    assert {dict(row.by)["unit_id"] for row in hidden if row.indicator == "listed"} == {"u3"}
    assert all(row.numerator is row.denominator is row.value is None for row in hidden)
    listed = [row.numerator for row in made.table if row.indicator == "listed"]
    assert listed == [30, 40, None]
    assert made.disclosure.hidden
    assert {len(made.disclosure.hidden)} == {len(hidden)}


def test_what_units_answer_is_left_as_it_is() -> None:
    """Three units have reported; that is no number of persons."""
    before = follow_up()
    made = disclosure.suppress(before)
    for old, new in zip(before.parts, made.parts, strict=True):
        if not old.is_about_persons:
            assert [rows_of(r) for r in new.results] == [rows_of(r) for r in old.results]
    (economy,) = (p for p in made.questions if p.question and p.question.id == "economy")
    answered = [r.numerator for r in economy.results[0].table if r.indicator == "economy"]
    assert answered == [1, 1, 1]


def test_all_tables_of_the_cohort_are_protected_together() -> None:
    """The total over units, given with it, does not give the small unit away."""
    total = indicators.listed(VISITS, PEOPLE, PROGRAMME, period=YEAR, as_of=AS_OF)
    made, whole = disclosure.suppress([follow_up(), total])
    listed = [row.numerator for row in (*made.table, *whole) if row.indicator == "listed"]
    assert len(listed) == len(SIZES) + 1
    assert listed[2] is None
    assert listed.count(None) >= 2


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_tables_are_protected_as_objects_are(kind: str) -> None:
    """Table and parts come back in their kind, with the same rows hidden."""
    made = disclosure.suppress(follow_up(kind))
    assert type(made.table) is type(follow_up(kind).table)
    expected = rows_of(disclosure.suppress(follow_up()).table)
    assert rows_of(made.table) == expected
    parts = [row for part in made.parts for r in part.results for row in rows_of(r.table)]
    assert parts == expected


@pytest.mark.parametrize(("lang", "hidden"), [("sv", "Antal under 5 visas inte"),
                                              ("en", "Counts below 5 are not shown")])  # fmt: skip
@pytest.mark.parametrize("kind", [None, "polars"])
def test_it_says_once_what_is_hidden(kind: str | None, lang: Any, hidden: str) -> None:
    """In words and as tables; exact counts of rows are gone from both."""
    before = follow_up(kind)
    made = disclosure.suppress(before)
    assert made.explain(lang).count(hidden) == made.show(lang).html.count(hidden) == 1
    assert hidden not in before.explain(lang)
    assert hidden in made.parts[0].explain(lang)
    exact = "Personer: " if lang == "sv" else "Persons: "
    assert exact in before.explain(lang)
    assert exact not in made.explain(lang)
    assert "‥" in made.show(lang).html
    assert (made.accounting, made.provenance) == (before.accounting, before.provenance)


def test_what_was_published_protects_a_follow_up() -> None:
    """A follow-up may be what is out already, and what sizes of groups are read from."""
    earlier = disclosure.suppress(follow_up())
    again = disclosure.suppress(follow_up(), published=[earlier])
    assert rows_of(again.table) == rows_of(earlier.table)
