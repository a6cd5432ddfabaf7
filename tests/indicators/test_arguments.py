"""Arguments of another type than they should be: taken, or refused in words in both languages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from programme import PROGRAMME, persons, visits
from sources import contacts_frame, persons_frame

from kvacodes import Period, indicators
from kvacodes.errors import InputError, UnknownNameError, UsageError

PEOPLE = persons("a 2019-01-01 u1 2019-01-01 yes")
VISITS = visits("a c1 2019-01-10 UX273 unit_id=u1")
ASKED: dict[str, Any] = {"period": Period.year(2019), "as_of": date(2019, 12, 31)}
ALL = [
    ("listed", {}),
    ("visits", {}),
    ("completion", {}),
    ("continuity", {}),
    ("lead_time", {"from_step": 1, "to_step": 2}),
    ("other_care", {}),
    ("conformance_rate", {}),
    ("follow_up", {}),
    ("reported", {}),
]
HINT_DAY = "use datetime.date.fromisoformat for text such as 2019-03-01"
HINT_PERIOD = "write Period.year(2019), or Period.parse for text such as 2019-H1"


def figures(name: str, given: dict[str, Any], *, on_tables: bool) -> Any:
    """Return the figures of an indicator on a small extract."""
    extract: tuple[Any, Any] = (VISITS, PEOPLE)
    if on_tables:
        extract = (contacts_frame(VISITS), persons_frame(PEOPLE))
    if name == "reported":
        extract = ((), extract[1])
    code_set = given.pop("code_set", PROGRAMME)
    result = getattr(indicators, name)(*extract, code_set, **ASKED | given)
    return result.table.rows() if hasattr(result, "table") and on_tables else result


@pytest.mark.parametrize("on_tables", [False, True])
@pytest.mark.parametrize(("name", "options"), ALL)
@pytest.mark.parametrize(
    "given",
    [
        {"as_of": datetime(2019, 12, 31)},
        {"as_of": pd.Timestamp("2019-12-31")},
        {"period": (date(2019, 1, 1), date(2019, 12, 31))},
        {"period": [date(2019, 1, 1), date(2019, 12, 31)]},
        {"period": Period(datetime(2019, 1, 1), pd.Timestamp("2019-12-31"))},
    ],
    ids=["datetime", "timestamp", "pair", "list", "period of timestamps"],
)
def test_days_of_other_types_are_days(
    name: str, options: dict[str, Any], given: dict[str, Any], *, on_tables: bool
) -> None:
    """They give what dates give."""
    found = figures(name, options | given, on_tables=on_tables)
    assert found == figures(name, dict(options), on_tables=on_tables)


@pytest.mark.parametrize("on_tables", [False, True])
@pytest.mark.parametrize(("name", "options"), ALL)
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"as_of": "2019-12-31"}, f"as_of: found a value of type str, expected a date; {HINT_DAY}"),
        ({"as_of": None}, "as_of: found None, expected a date"),
        (
            {"period": "2019"},
            f"period: found a value of type str, expected a Period; {HINT_PERIOD}",
        ),
        ({"period": 2019}, f"period: found a value of type int, expected a Period; {HINT_PERIOD}"),
        (
            {"period": None},
            f"period: found a value of type NoneType, expected a Period; {HINT_PERIOD}",
        ),
        (
            {"period": ("2019-01-01", "2019-12-31")},
            f"Period.first: found a value of type str, expected a date; {HINT_DAY}",
        ),
        (
            {"code_set": "utokat-hembesok-bvc"},
            (
                "code_set: found a value of type str, expected a CodeSet; "
                "take it with kvacodes.load().code_set(…)"
            ),
        ),
        (
            {"columns": {"person": "pnr"}},
            (
                "columns: found a value of type dict, expected kvacodes.Columns; "
                "write for example Columns(person='pnr_hash')"
            ),
        ),
        (
            {"by": None},
            (
                "by: found a value of type NoneType, expected names of stratifiers; "
                "leave it out to divide by nothing"
            ),
        ),
        (
            {"by": ["unit_id", 1]},
            (
                "by: found a value of type int, expected names of stratifiers; "
                "leave it out to divide by nothing"
            ),
        ),
    ],
)
def test_arguments_of_another_type(
    name: str, options: dict[str, Any], given: dict[str, Any], message: str, *, on_tables: bool
) -> None:
    """What was found, what to give instead; never a traceback of Python's own."""
    with pytest.raises(InputError) as raised:
        figures(name, options | given, on_tables=on_tables)
    assert str(raised.value) == message
    assert raised.value.in_language("sv") != message


def test_units_to_answer_take_days_alike() -> None:
    """The day of the question is the period's last day, or what is given."""
    asked: dict[str, Any] = {"period": ASKED["period"], "persons": PEOPLE}
    for day in (None, date(2019, 12, 31), datetime(2019, 12, 31)):
        assert indicators.units_to_answer(PROGRAMME, as_of=day, **asked) == ("u1",)
    with pytest.raises(InputError, match="period: found a value of type str"):
        indicators.units_to_answer(PROGRAMME, **asked | {"period": "2019"})


@pytest.mark.parametrize("made", ["reported_template", "reported_workbook", "replies_of"])
def test_answers_need_a_period(made: str) -> None:
    """A year in text is refused, as by indicators."""
    given = (PROGRAMME, ["u1"]) if made.startswith("reported") else ([], PROGRAMME)
    with pytest.raises(InputError, match="period: found a value of type str"):
        getattr(indicators, made)(*given, period="2019")


def test_one_measure_beside_the_questions_may_be_text() -> None:
    """As one stratifier may."""
    one, alone = (
        indicators.follow_up(VISITS, PEOPLE, PROGRAMME, beside=beside, **ASKED)
        for beside in ("completion", ["completion"])
    )
    assert [part.indicators for part in one.own] == [("completion",)]
    assert one.table == alone.table


def test_steps_are_numbers() -> None:
    """Also those of NumPy; None is no step."""
    one, same = (
        indicators.lead_time(VISITS, PEOPLE, PROGRAMME, from_step=first, to_step=2, **ASKED)
        for first in (1, np.int64(1))
    )
    assert (one, one.explain("en")) == (same, same.explain("en"))
    with pytest.raises(UnknownNameError, match="no step 'None'"):
        indicators.lead_time(VISITS, PEOPLE, PROGRAMME, from_step=None, to_step=2, **ASKED)


@pytest.mark.parametrize(
    ("groups", "found"), [(["u1"], "a value of type str"), ([("u1", "k1")], "2 values")]
)
def test_groups_fit_the_stratifiers(groups: list[Any], found: str) -> None:
    """A group that does not fit would give rows of the letters, or of part of it."""
    for extract in ((VISITS, PEOPLE), (contacts_frame(VISITS), persons_frame(PEOPLE))):
        with pytest.raises(InputError) as raised:
            indicators.visits(*extract, PROGRAMME, by="unit_id", groups=groups, **ASKED)
        assert str(raised.value) == (
            f"groups: found {found}, expected a tuple with a value for each of: unit_id"
        )


def test_choices_are_told_in_swedish() -> None:
    """Also the word between them."""
    with pytest.raises(UsageError) as raised:
        indicators.visits(VISITS, PEOPLE, PROGRAMME, attribution="home", **ASKED)
    assert raised.value.in_language("sv") == (
        "attribution är 'home'; väntade 'listed' eller 'contact'"
    )


@pytest.mark.parametrize("on_tables", [False, True])
@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("other_care", {"detail": None}, "no detail 'None'"),
        ("follow_up", {"beside": None}, "no measure 'None'"),
        ("visits", {"groups": None}, "groups: found a value of type NoneType, expected a tuple"),
        ("visits", {"groups": 5}, "groups: found a value of type int, expected a tuple"),
    ],
)
def test_nothing_where_something_is_asked_for(
    name: str, given: dict[str, Any], message: str, *, on_tables: bool
) -> None:
    """Nothing is not the same as leaving it out."""
    with pytest.raises((InputError, UnknownNameError)) as raised:
        figures(name, given, on_tables=on_tables)
    assert message in str(raised.value)
