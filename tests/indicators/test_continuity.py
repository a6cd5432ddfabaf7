"""Continuity: the same staff, role by role, against figures worked out by hand."""

from __future__ import annotations

from datetime import date

from programme import PROGRAMME, figure, persons, visits

from kvacodes import Period, indicators
from kvacodes.results import IndicatorRows

PEOPLE = """
    a 2019-01-01 u1 2019-01-01 yes
    b 2019-01-01 u1 2019-01-01 yes
"""
NURSE = "bhv-sjukskoterska"


def seen(text: str, people: str = PEOPLE, **options: object) -> IndicatorRows:
    """Compute continuity in 2019; N stands for the nurse's role, S for the social worker's."""
    long = text.replace("=N", f"={NURSE}").replace("=S", "=socionom")
    given = {"period": Period.year(2019), "as_of": date(2020, 1, 31), **options}
    return indicators.continuity(visits(long), persons(people), PROGRAMME, **given)


def test_indices_by_hand() -> None:
    """Two of three with s1: usual provider 2/3, COC (4 + 1 - 3) / (3 × 2) = 1/3."""
    rows = seen("""
        a c1 2019-02-01 UX273 staff_role=N staff_id=s1
        a c2 2019-03-01 UX274 staff_role=N staff_id=s1
        a c3 2019-05-01 UX275 staff_role=N staff_id=s2
    """)
    assert figure(rows, f"continuity.single-staff.{NURSE}").value == 0.0
    assert figure(rows, f"continuity.usual-provider.{NURSE}").value == 2 / 3
    assert figure(rows, f"continuity.coc.{NURSE}").value == 1 / 3
    assert figure(rows, f"continuity.staff-known.{NURSE}").value == 1.0


def test_means_are_over_persons() -> None:
    """One always with the same (1, 1), one never (1/2, 0): means 3/4 and 1/2."""
    rows = seen("""
        a c1 2019-02-01 UX273 staff_role=N staff_id=s1
        a c2 2019-03-01 UX274 staff_role=N staff_id=s1
        b d1 2019-02-01 UX273 staff_role=N staff_id=s1
        b d2 2019-03-01 UX274 staff_role=N staff_id=s2
    """)
    single = figure(rows, f"continuity.single-staff.{NURSE}")
    assert (single.numerator, single.denominator, single.value) == (1, 2, 0.5)
    assert figure(rows, f"continuity.usual-provider.{NURSE}").value == 0.75
    assert figure(rows, f"continuity.coc.{NURSE}").value == 0.5


def test_visits_without_known_staff_are_left_out_and_the_person_is_missing() -> None:
    """Two visits, one with known staff: not judged, one missing, half of visits known."""
    rows = seen("""
        a c1 2019-02-01 UX273 staff_role=N staff_id=s1
        a c2 2019-03-01 UX274 staff_role=N
    """)
    single = figure(rows, f"continuity.single-staff.{NURSE}")
    assert (single.numerator, single.denominator, single.value, single.n_missing) == (0, 0, None, 1)
    known = figure(rows, f"continuity.staff-known.{NURSE}")
    assert (known.numerator, known.denominator, known.n_missing) == (1, 2, 1)
    assert figure(rows, f"continuity.coc.{NURSE}").value is None


def test_roles_are_judged_apart() -> None:
    """The nurse stays, the social worker changes; each has its own rows."""
    rows = seen("""
        a c1 2019-02-01 UX273 staff_role=N staff_id=s1
        a c1 2019-02-01 UX273 staff_role=S staff_id=x1
        a c2 2019-03-01 UX274 staff_role=N staff_id=s1
        a c2 2019-03-01 UX274 staff_role=S staff_id=x2
    """)
    assert figure(rows, f"continuity.single-staff.{NURSE}").value == 1.0
    assert figure(rows, "continuity.single-staff.socionom").value == 0.0


def test_two_of_a_role_at_one_visit_are_two_meetings() -> None:
    """Both at both visits: usual provider 2/4, COC (4 + 4 - 4) / (4 × 3) = 1/3."""
    rows = seen("""
        a c1 2019-02-01 UX273 staff_role=N staff_id=s1
        a c1 2019-02-01 UX273 staff_role=N staff_id=s2
        a c2 2019-03-01 UX274 staff_role=N staff_id=s1
        a c2 2019-03-01 UX274 staff_role=N staff_id=s2
    """)
    assert figure(rows, f"continuity.usual-provider.{NURSE}").value == 0.5
    assert figure(rows, f"continuity.coc.{NURSE}").value == 1 / 3


def test_roles_that_are_not_known_come_last() -> None:
    """The programme's roles are always there, then others by name, then the unknown."""
    rows = seen("""
        a c1 2019-02-01 UX273 staff_id=s1
        a c2 2019-03-01 UX274 staff_role=lakare staff_id=s1
    """)
    names = [r.indicator for r in rows if r.indicator.startswith("continuity.single-staff.")]
    assert [name.rsplit(".", 1)[1] for name in names] == [
        NURSE,
        "socionom",
        "lakare",
        "role-unknown",
    ]


def test_visits_outside_the_period_are_not_judged() -> None:
    """One visit in 2019 and one in 2020 are not two in the period."""
    rows = seen("""
        a c1 2019-02-01 UX273 staff_role=N staff_id=s1
        a c2 2020-01-01 UX274 staff_role=N staff_id=s1
    """)
    single = figure(rows, f"continuity.single-staff.{NURSE}")
    assert (single.denominator, single.n_missing) == (0, 0)
    assert rows.accounting["outside-period"] == 1


def test_persons_belong_to_the_unit_where_they_are_listed() -> None:
    """By unit: the unit of the listing on the measure date, None for who is not listed."""
    rows = seen(
        """
        a c1 2019-02-01 UX273 staff_role=N staff_id=s1 unit_id=u9
        b c2 2019-02-01 UX273 staff_role=N staff_id=s1 unit_id=u9
        """,
        """
        a 2019-01-01 u1 2019-01-01 yes
        b 2019-01-01 u1 2019-01-01 yes listed_to=2019-06-30
        """,
        by="unit_id",
    )
    known = f"continuity.staff-known.{NURSE}"
    assert figure(rows, known, unit_id="u1").denominator == 1
    assert figure(rows, known, unit_id=None).denominator == 1
