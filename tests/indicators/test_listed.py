"""Who is listed: target group, measure date, listings that meet."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from programme import PROGRAMME, figure, persons

from kvacodes import Period, indicators
from kvacodes.errors import UnknownNameError, UsageError
from kvacodes.extracts import Contract

YEAR = Period.year(2019)
AS_OF = date(2020, 1, 31)


def listed(text: str, **options: object) -> object:
    """Count the listed of 2019."""
    given = {"period": YEAR, "as_of": AS_OF, **options}
    return indicators.listed(None, persons(text), PROGRAMME, **given)


def test_only_the_target_group_counts_and_the_unknown_is_missing() -> None:
    """Of true, false and unknown, the true is counted and the unknown is missing."""
    rows = listed("""
        a 2019-01-01 u1 2019-01-01 yes
        b 2019-01-01 u1 2019-01-01 no
        c 2019-01-01 u1 2019-01-01 ?
    """)
    row = figure(rows, "listed")
    assert (row.numerator, row.denominator, row.value, row.n_missing) == (1, None, 1.0, 1)
    assert rows.persons_accounting == {
        "rows_read": 3,
        "rows_used": 1,
        "not-target-group": 1,
        "target-group-unknown": 1,
    }


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ("2019-12-31 yes", 1),
        ("2020-01-01 yes", 0),
        ("2019-01-01 yes listed_to=2019-12-31", 1),
        ("2019-01-01 yes listed_to=2019-12-30", 0),
        ("- yes", 1),
        ("2019-01-01 yes ended_on=2019-12-31", 1),
        ("2019-01-01 yes ended_on=2019-12-30", 0),
    ],
)
def test_first_and_last_day_of_a_listing_belong_to_it(listing: str, expected: int) -> None:
    """On the measure date 2019-12-31 the first and the last day are inside."""
    assert figure(listed(f"a 2019-01-01 u1 {listing}"), "listed").value == expected


def test_the_measure_date_is_as_of_where_that_is_earlier() -> None:
    """Who is listed from July is not listed when the question is asked in June."""
    text = "a 2019-01-01 u1 2019-07-01 yes"
    assert figure(listed(text, as_of=date(2019, 6, 30)), "listed").value == 0
    assert figure(listed(text, as_of=date(2019, 7, 1)), "listed").value == 1


def test_of_two_listings_the_later_counts_and_of_those_the_lower_unit() -> None:
    """One child counts once, at u1: later than u0, and before u2 by name."""
    rows = listed(
        """
        a 2019-01-01 u2 2019-03-01 yes
        a 2019-01-01 u0 2019-01-01 yes
        a 2019-01-01 u1 2019-03-01 yes
        """,
        by=("unit_id",),
    )
    assert [(dict(r.by), r.value) for r in rows] == [({"unit_id": "u1"}, 1.0)]
    assert rows.persons_accounting == {"rows_read": 3, "rows_used": 1, "other-listing": 2}


def test_nobody_gives_one_row_of_nothing() -> None:
    """An empty extract counts none; by unit there is no unit to show."""
    assert [(r.indicator, r.numerator, r.value) for r in listed("")] == [("listed", 0, 0.0)]
    assert list(listed("", by="unit_id")) == []


def test_stratifiers_are_fields_of_persons_and_times_of_birth() -> None:
    """Sex and half-year of birth make groups in the order asked for."""
    rows = listed(
        """
        a 2019-06-30 u1 2019-07-01 yes sex=F
        b 2019-07-01 u1 2019-07-01 yes sex=F
        c 2019-07-01 u1 2019-07-01 yes sex=M
        d -          u1 2019-07-01 yes
        """,
        by=("half_year", "sex"),
    )
    assert [(tuple(v for _, v in r.by), r.value) for r in rows] == [
        (("2019-H1", "F"), 1.0),
        (("2019-H2", "F"), 1.0),
        (("2019-H2", "M"), 1.0),
        ((None, None), 1.0),
    ]


def test_units_without_a_contract_are_shown_apart() -> None:
    """The contract stratifies first; a contract that has ended is none."""
    rows = listed(
        """
        a 2019-01-01 u1 2019-01-01 yes
        b 2019-01-01 u2 2019-01-01 yes
        c 2019-01-01 u3 2019-01-01 yes
        """,
        by="unit_id",
        contracts=[
            Contract(contract_id="k1", unit_id="u1"),
            Contract(contract_id="k2", unit_id="u2", valid_to=date(2019, 12, 30)),
        ],
    )
    assert [tuple(v for _, v in r.by) for r in rows] == [("k1", "u1"), (None, "u2"), (None, "u3")]


def test_of_two_contracts_the_later_counts() -> None:
    """Counts add up over contracts because a unit has one on a day."""
    rows = listed(
        "a 2019-01-01 u1 2019-01-01 yes",
        contracts=[
            Contract(contract_id="k1", unit_id="u1", valid_from=date(2018, 1, 1)),
            Contract(contract_id="k3", unit_id="u1", valid_from=date(2019, 1, 1)),
            Contract(contract_id="k2", unit_id="u1", valid_from=date(2019, 1, 1)),
        ],
    )
    assert [(dict(r.by), r.value) for r in rows] == [({"contract_id": "k2"}, 1.0)]


@pytest.mark.parametrize(
    ("by", "error", "message"),
    [
        (
            "person_id",
            UsageError,
            "by holds person_id, which singles out persons; figures are aggregates",
        ),
        (("sex", "sex"), UsageError, "by holds sex more than once"),
        (
            "contract_id",
            UsageError,
            "by holds contract_id; give the contracts too (contracts=…)",
        ),
        ("unit", UnknownNameError, "no stratifier 'unit'; did you mean unit_id?"),
    ],
)
def test_stratifiers_that_make_no_sense_are_refused(
    by: object, error: type[Exception], message: str
) -> None:
    """What singles out persons, is there twice, or does not exist is an error in words."""
    with pytest.raises(error) as raised:
        listed("", by=by)
    assert str(raised.value) == message


def test_a_table_beside_objects_is_refused() -> None:
    """Both are given alike, so that nobody wonders which path was taken."""
    with pytest.raises(UsageError) as raised:
        indicators.visits({"code": []}, [], PROGRAMME, period=YEAR, as_of=AS_OF)
    assert str(raised.value) == (
        "one of contacts and persons is a table, the other is not; give both alike"
    )


def test_the_explanation_says_what_was_left_out() -> None:
    """In Swedish and English: meaning, dates, rows by reason."""
    rows = listed("""
        a 2019-01-01 u1 2019-01-01 yes
        b 2019-01-01 u1 2019-01-01 no
    """)
    assert rows.explain("en") == (
        "Persons of the target group who are listed on the measure date (the earlier of the "
        "period's last day and the day of the question). Unknown target group is counted apart.\n"
        "Period 2019-01-01–2019-12-31, measure date 2019-12-31, asked on 2020-01-31.\n"
        "Persons: 2 rows read, 1 used; left out: not in the target group 1."
    )
    assert rows.explain().endswith(
        "Personer: 2 rader lästa, 1 använda; utelämnade: inte i målgruppen 1."
    )


def test_what_counts_visits_needs_a_sequence() -> None:
    """A code set without one has no visits to count, and that is said."""
    bare = evolve(PROGRAMME, sequence=None)
    with pytest.raises(UsageError) as raised:
        indicators.visits([], [], bare, period=Period.year(2019), as_of=date(2020, 1, 31))
    assert str(raised.value) == (
        "the code set utokat-hembesok-bvc has no sequence, so no visits to count"
    )
