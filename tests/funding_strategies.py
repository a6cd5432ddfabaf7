"""Persons, visits and payments for the laws of funding: few keys, many coincidences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from kvacodes.extracts import Person, Visit
from kvacodes.funding import Payment

__all__ = ["DAY", "counts", "days", "payments", "persons", "visits"]

DAY = date(2018, 1, 1)
"""The day on which persons are counted."""
UNITS = ("vc-1", "vc-2", "vc-3")
_AWKWARD = (
    date(1950, 1, 1), date(1950, 1, 2), date(1951, 1, 1), date(2000, 2, 29), date(2001, 12, 31),
    date(2002, 1, 1), date(2002, 1, 2), date(2017, 12, 31),
)  # fmt: skip
days = st.one_of(
    st.sampled_from(
        (date(2017, 1, 1), date(2017, 6, 30), date(2017, 12, 31), DAY, date(2016, 12, 31))
    ),
    st.dates(date(2016, 10, 1), date(2018, 3, 31)),
)
counts = st.dictionaries(
    st.sampled_from(("a", "b", "c", "d", "e", "f")), st.integers(0, 60_000), max_size=6
)


@st.composite
def _person(draw: st.DrawFn) -> Person:
    birth = st.one_of(st.none(), st.sampled_from(_AWKWARD), st.dates(date(1945, 1, 1), DAY))
    return Person(
        person_id=draw(st.sampled_from(("p1", "p2", "p3", "p4"))),
        birth_date=draw(birth),
        unit_id=draw(st.one_of(st.none(), st.sampled_from(UNITS))),
        listed_from=draw(st.one_of(st.none(), days)),
        listed_to=draw(st.one_of(st.none(), days)),
        ended_on=draw(st.one_of(st.none(), st.none(), days)),
    )


persons = st.lists(_person(), max_size=9)


@st.composite
def _visit(draw: st.DrawFn) -> Visit:
    return Visit(
        contact_id=draw(st.sampled_from(("c1", "c2", "c3", "c10", "c11"))),
        person_id=draw(st.one_of(st.none(), st.sampled_from(("p1", "p2")))),
        date=draw(st.one_of(st.none(), days)),
        code=draw(st.sampled_from((None, "ZV506", "zv 506", "ZV502", "DU011", "AA000"))),
        unit_id=draw(st.one_of(st.none(), st.sampled_from(UNITS))),
        system=draw(st.sampled_from(("kva", "kva", "kva", "icd10se"))),
    )


visits = st.lists(_visit(), max_size=12)
_payment = st.builds(
    Payment,
    contact_id=st.one_of(st.none(), st.sampled_from(("c1", "c2", "c3"))),
    unit_id=st.one_of(st.none(), st.sampled_from(UNITS)),
    amount=st.sampled_from((Decimal(3000), Decimal("3000.01"), Decimal(0), Decimal(-3000))),
    verdict=st.sampled_from(("paid", "paid", "paid", "cap-reached")),
)
payments = st.lists(_payment, max_size=9)
