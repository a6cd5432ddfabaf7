"""Visits: what counts once, what is joint, how long it took, whose unit."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from programme import PROGRAMME, figure, persons, visits
from sources import contacts_frame, persons_frame

from kvacodes import Period, indicators
from kvacodes.errors import UnknownNameError
from kvacodes.extracts import Contract
from kvacodes.model import Basis
from kvacodes.results import IndicatorRows

PEOPLE = """
    a 2019-01-01 u1 2019-01-01 yes
    b 2019-02-01 u2 2019-02-01 no
"""


def counted(text: str, people: str = PEOPLE, **options: object) -> IndicatorRows:
    """Count the visits of 2019."""
    given = {"period": Period.year(2019), "as_of": date(2020, 1, 31), **options}
    return indicators.visits(visits(text), persons(people), PROGRAMME, **given)


def test_a_contact_counts_once_and_each_of_its_steps_once() -> None:
    """Several rows and staff of one contact are one visit; two steps on it are one each."""
    rows = counted("""
        a c1 2019-03-01 UX273 staff_id=s1
        a c1 2019-03-01 UX273 staff_id=s2
        a c1 2019-03-01 UX274
    """)
    values = [figure(rows, n).value for n in ("visits", "visits.step-1", "visits.step-2")]
    assert values == [1.0, 1.0, 1.0]


def test_codes_are_read_as_stewards_type_them() -> None:
    """Small letters and blanks do not matter; other systems and programmes are left alone."""
    rows = counted("""
        a c1 2019-03-01 ux273
        a c2 2019-03-02 UX273 system=icd10se
        a c3 2019-03-03 DJ010
        a c4 2019-03-04 -
    """)
    assert figure(rows, "visits").value == 1.0
    assert rows.accounting == {"rows_read": 4, "rows_used": 1, "other-code": 3}


def test_joint_not_joint_and_unknown_are_kept_apart() -> None:
    """The code ZV509 or true is joint, false is not, silence is unknown and never denied."""
    rows = counted("""
        a c1 2019-03-01 UX273+ZV509
        a c2 2019-03-02 UX274 joint=yes
        a c3 2019-03-03 UX275 joint=no
        a c4 2019-03-04 UX276
        a c5 2019-03-05 UX277+ZV509 joint=no
    """)
    known = figure(rows, "visits.joint")
    assert (known.numerator, known.denominator, known.value, known.n_missing) == (3, 5, 0.6, 1)
    assert (round(known.lower, 4), round(known.upper, 4)) == (0.2307, 0.8824)
    assert (known.bound, known.basis) == ("wilson", Basis.ASSUMPTION)
    assert figure(rows, "visits.not-joint").numerator == 1
    assert figure(rows, "visits.joint-unknown").numerator == 1


@pytest.mark.parametrize(
    ("day", "as_of", "expected", "reason"),
    [
        ("2018-12-31", "2020-01-31", 0, "outside-period"),
        ("2019-01-01", "2020-01-31", 1, None),
        ("2019-12-31", "2020-01-31", 1, None),
        ("2020-01-01", "2020-01-31", 0, "outside-period"),
        ("2019-06-01", "2019-05-31", 0, "after-as-of"),
        ("2019-06-01", "2019-06-01", 1, None),
        ("-", "2020-01-31", 0, "date-missing"),
    ],
)
def test_the_edges_of_the_period(day: str, as_of: str, expected: int, reason: str | None) -> None:
    """First and last day are inside; nothing after the day of the question is known."""
    rows = counted(
        f"a c1 {day} UX273", "a 2018-06-01 u1 2018-06-01 yes", as_of=date.fromisoformat(as_of)
    )
    assert figure(rows, "visits").value == expected
    assert rows.accounting.excluded == ({reason: 1} if reason else {})


def test_every_row_is_used_or_accounted_for() -> None:
    """Each reason in turn, the first that holds; add-ons go with their contact."""
    rows = counted("""
        a c1 2019-03-01 UX273+ZV509+ZV211
        a c1 2019-03-01 UX273
        a c2 2018-12-24 UX273+ZV509
        a c3 - UX274
        a c4 2019-03-04 ZV509
        a c5 2019-03-05 UX279
        z c6 2019-03-06 UX273
        - c7 2019-03-07 UX273
    """)
    assert rows.accounting == {
        "rows_read": 11,
        "rows_used": 3,
        "other-code": 2,
        "date-missing": 1,
        "person-unknown": 2,
        "before-birth": 2,
        "repeated-row": 1,
    }


def test_between_the_decision_and_the_latest_start_rows_are_used_and_counted_apart() -> None:
    """29 November 2018 is before the decision, the 30th and 31 December are early."""
    rows = counted(
        """
        a c1 2018-11-29 UX273
        a c2 2018-11-30 UX274
        a c3 2018-12-31 UX275
        """,
        "a 2018-06-01 u1 2018-06-01 yes",
        period=Period.year(2018),
    )
    assert figure(rows, "visits").value == 3.0
    assert rows.accounting.of_which == {"before-latest-start": 2}


def test_time_is_exact_where_minutes_are_known() -> None:
    """Sum, mean and median of 30, 60 and 90; time counts once however many rows say it."""
    rows = counted("""
        a c1 2019-03-01 UX273 minutes=30
        a c1 2019-03-01 UX273 minutes=30 staff_id=s2
        a c2 2019-03-02 UX274+ZV211 minutes=60
        a c3 2019-03-03 UX275 minutes=90
        a c4 2019-03-04 UX276
    """)
    known = figure(rows, "visits.time-known")
    assert (known.numerator, known.denominator, known.n_missing) == (3, 4, 1)
    for name, value in (("sum", 180.0), ("mean", 60.0), ("median", 60.0)):
        row = figure(rows, f"visits.time-{name}")
        assert (row.value, row.lower, row.upper, row.bound) == (value, None, None, "")
        assert (row.numerator, row.denominator, row.n_missing) == (3, 4, 1)


def test_time_bands_give_bounds_and_no_value() -> None:
    """60–119 beside an exact 45: the sum lies between 105 and 164."""
    rows = counted("""
        a c1 2019-03-01 UX273+ZV211
        a c2 2019-03-02 UX274 minutes=45
    """)
    bounds = {n: figure(rows, f"visits.time-{n}") for n in ("sum", "mean", "median")}
    assert {n: (r.value, r.lower, r.upper, r.bound) for n, r in bounds.items()} == {
        "sum": (None, 105.0, 164.0, "band"),
        "mean": (None, 52.5, 82.0, "band"),
        "median": (None, 52.5, 82.0, "band"),
    }


def test_an_open_band_has_no_upper_bound() -> None:
    """540 minutes or more leaves sum and mean open; the median of three need not be."""
    rows = counted("""
        a c1 2019-03-01 UX273+ZV219
        a c2 2019-03-02 UX274+ZV203
        a c3 2019-03-03 UX275+ZV203
    """)
    assert (figure(rows, "visits.time-sum").lower, figure(rows, "visits.time-sum").upper) == (
        580.0,
        None,
    )
    median = figure(rows, "visits.time-median")
    assert (median.lower, median.upper) == (20.0, 29.0)


def test_the_unit_is_the_contacts_unless_asked_otherwise() -> None:
    """Listed at u1, visited by u2: attribution says which."""
    text = "a c1 2019-03-01 UX273 unit_id=u2"
    assert figure(counted(text, by="unit_id"), "visits", unit_id="u2").value == 1
    by_listing = counted(text, by="unit_id", attribution="listed")
    assert figure(by_listing, "visits", unit_id="u1").value == 1


def test_a_contract_counts_on_the_day_of_the_contact() -> None:
    """The visit before the contract is without; the one on its first day is within."""
    rows = counted(
        """
        a c1 2019-05-31 UX273 unit_id=u1
        a c2 2019-06-01 UX274 unit_id=u1
        """,
        contracts=[Contract(contract_id="k", unit_id="u1", valid_from=date(2019, 6, 1))],
    )
    assert figure(rows, "visits", contract_id="k").value == 1
    assert figure(rows, "visits", contract_id=None).value == 1


def test_twins_are_one_family() -> None:
    """Two children, one home visit: two as children, one as a family, its time once."""
    people = """
        a 2019-01-01 u1 2019-01-01 yes family_id=f
        b 2019-01-01 u1 2019-01-01 yes family_id=f
    """
    text = """
        a c1 2019-03-01 UX273 minutes=60
        b c2 2019-03-01 UX273 minutes=60 joint=yes
        b c3 2019-03-02 UX274
    """
    assert figure(counted(text, people), "visits").value == 3
    family = counted(text, people, count="family")
    assert figure(family, "visits").value == 2
    assert figure(family, "visits.joint").numerator == 1
    assert figure(family, "visits.time-sum").value == 60.0


def test_months_follow_the_contact() -> None:
    """Visits by month, in order."""
    rows = counted(
        """
        a c1 2019-03-01 UX273
        a c2 2019-03-31 UX274
        a c3 2019-04-01 UX275
        """,
        by="month",
    )
    assert [(dict(r.by)["month"], r.value) for r in rows if r.indicator == "visits"] == [
        ("2019-03", 2.0),
        ("2019-04", 1.0),
    ]


def test_nothing_gives_a_row_of_nothing() -> None:
    """No contact: counts are 0, shares and times have no value."""
    rows = counted("")
    assert figure(rows, "visits").value == 0
    share = figure(rows, "visits.joint")
    assert (share.numerator, share.denominator, share.value, share.bound) == (0, 0, None, "")
    assert figure(rows, "visits.time-sum").value is None


def test_groups_asked_for_have_rows_whatever_is_counted() -> None:
    """A unit without a visit is shown with 0."""
    rows = counted("", by="unit_id", groups=[("u9",)])
    assert figure(rows, "visits", unit_id="u9").value == 0


def test_assumptions_are_told() -> None:
    """That ZV509 means joint is an assumption, and the provenance says so."""
    rows = counted("")
    assert rows.provenance.assumptions == ("that ZV509 on the contact means a joint visit",)
    number, agreements, plan = rows.provenance.decisions
    assert number == "RS 2018-00133"
    assert agreements.startswith("RS 2018-00133, bakgrund: Avtal med åtta vårdcentraler")
    assert plan == "RS 2018-00133, bakgrund: Uppföljningsplan för avtalen"
    assert "Antagande: att ZV509 på kontakten betyder ett besök i samverkan" in rows.explain()


def test_columns_of_contacts_stratify_and_add_up() -> None:
    """Rows that say different things are a group of their own, and so is saying nothing."""
    text = """
        a c1 2019-03-01 UX273 care_type=hem staff_role=bhv-sjukskoterska staff_id=s1
        a c1 2019-03-01 UX273 care_type=hem staff_role=socionom staff_id=s2 joint=yes
        a c2 2019-04-01 UX274 care_type=hem staff_role=socionom
        a c2 2019-04-01 ZV509 care_type=mottagning
        b c3 2019-05-01 UX273
        b c3 2019-05-01 DJ010 care_type=akut
    """
    rows = counted(text, by=("care_type", "joint"))
    found = {tuple(v for _, v in r.by): r.value for r in rows if r.indicator == "visits"}
    assert found == {("hem", True): 1.0, ("hem + mottagning", True): 1.0, (None, None): 1.0}
    rows = counted(text, by="staff_role")
    found = {dict(r.by)["staff_role"]: r.value for r in rows if r.indicator == "visits"}
    assert found == {"bhv-sjukskoterska + socionom": 1.0, "socionom": 1.0, None: 1.0}
    assert sum(found.values()) == figure(counted(text), "visits").value


def test_a_column_of_contacts_does_not_divide_persons() -> None:
    """Who is listed has no kind of care; the message says what has."""
    with pytest.raises(UnknownNameError) as raised:
        indicators.completion([], [], PROGRAMME, by="care_type", period=Period.year(2019),
                              as_of=date(2020, 1, 31))  # fmt: skip
    assert str(raised.value) == (
        "no stratifier 'care_type' (a column of contacts, which stratifies visits and lead_time "
        "alone)"
    )


def test_a_visit_code_may_itself_say_that_the_visit_was_joint() -> None:
    """Such a contact of one row is joint, on objects and on tables."""
    sequence = PROGRAMME.sequence
    assert sequence is not None
    assert sequence.joint is not None
    told = evolve(
        PROGRAMME, sequence=evolve(sequence, joint=evolve(sequence.joint, add_ons=("UX274",)))
    )
    rows, people = visits("a c1 2019-03-01 UX274\na c2 2019-03-02 UX275"), persons(PEOPLE)
    asked = {"period": Period.year(2019), "as_of": date(2020, 1, 31)}
    on_objects = indicators.visits(rows, people, told, **asked)
    on_tables = indicators.visits(contacts_frame(rows), persons_frame(people), told, **asked)
    assert figure(on_objects, "visits.joint").numerator == 1
    found = on_tables.table.filter(indicator="visits.joint")
    assert found["numerator"].to_list() == [1]
