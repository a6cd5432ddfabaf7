"""Findings by rule: counts, persons, and the gravest severity; alike on tables."""

from __future__ import annotations

from datetime import date

import pytest
import strategies as own
from attrs import evolve
from hypothesis import given
from programme import PROGRAMME, persons, visits
from sources import contacts_frame, persons_frame

from kvacodes.extracts import Person, Visit
from kvacodes.findings import Severity
from kvacodes.indicators.sharing import kept, shared
from kvacodes.indicators.tally import Tally, tally
from kvacodes.model import Sequence

PEOPLE = persons("""
    a 2019-01-01 u1 2019-01-01 yes
    b 2019-01-01 u1 2019-01-01 yes
""")
VISITS = visits("""
    a c1 2019-01-10 UX273
    a c2 2019-01-12 UX273
    a c3 2019-01-14 UX273
    b c4 2018-12-10 UX273
    x c5 2019-01-10 UX273
""")
ASKED = {"as_of": date(2019, 2, 1)}


@pytest.mark.parametrize("on_tables", [False, True])
def test_findings_and_persons_are_counted_apart(*, on_tables: bool) -> None:
    """Two duplicates of one child, one visit before birth, one unknown person."""
    given_as = (contacts_frame(VISITS), persons_frame(PEOPLE)) if on_tables else (VISITS, PEOPLE)
    assert tally(*given_as, PROGRAMME, **ASKED) == {
        "person-unknown": Tally(1, 1, Severity.ERROR),
        "date-before-birth": Tally(1, 1, Severity.ERROR),
        "duplicate-visit": Tally(2, 1, Severity.ERROR),
    }


def test_a_programme_without_a_sequence_breaks_no_rule() -> None:
    """There is nothing to judge by."""
    assert tally(VISITS, PEOPLE, evolve(PROGRAMME, sequence=None), **ASKED) == {}


@given(own.extracts())
def test_tables_equal_objects(extract: tuple[Sequence, list[Visit], list[Person]]) -> None:
    """Each rule has found as much, about as many, and as grave."""
    sequence, rows, people = extract
    code_set = evolve(PROGRAMME, sequence=sequence)
    rows = [evolve(v, person_id=str(v.person_id), contact_id=str(v.contact_id)) for v in rows]
    people = [evolve(p, person_id=str(p.person_id)) for p in people]
    found = tally(contacts_frame(rows), persons_frame(people), code_set, as_of=own.AS_OF)
    assert found == tally(rows, people, code_set, as_of=own.AS_OF)


def test_what_was_made_is_used_again_for_the_same_sources_alone() -> None:
    """Inside, the same source and question give the same; outside, each call makes its own."""
    source = object()
    with shared():
        first = kept(object, source, asked="x")
        assert kept(object, source, asked="x") is first
        assert kept(object, source, asked="y") is not first
        assert kept(object, object(), asked="x") is not first
    assert kept(object, source, asked="x") is not first
