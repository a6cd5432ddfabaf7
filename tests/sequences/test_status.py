"""Status, next due and trace: how far a person has come, apart from what went wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from attrs import evolve

import kvacodes
from kvacodes import sequences
from kvacodes.errors import InputError, UsageError
from kvacodes.extracts import Person, Visit
from kvacodes.model import Sequence

# Four doses of one vaccine with one code: absolute minimum ages and intervals with four
# days of grace, recommended ages, and a last age for the first dose. Made up for the tests.
VACCINE = """
kvacodes: 1
id: vaccine
title: {sv: Vaccin, en: Vaccine}
namespace: {shape: KMA, prefix: DT, owner: national}
decisions:
  - {id: d, body: Test, decided_on: 2000-01-01, source: made up}
codes:
  - {code: "DT030", text: Vaccination, decision: d, valid: {from: 2000-01-01}}
sequence:
  match: ordinal
  steps:
    - number: 1
      codes: ["DT030"]
      window:
        absolute: {from: {weeks: 6}, before: {weeks: 15}, grace: {days: 4}}
        recommended: {from: {months: 2}, before: {months: 3}}
    - number: 2
      codes: ["DT030"]
      window:
        recommended: {from: {months: 4}, before: {months: 5}}
      gap: {at_least: {weeks: 4}, strength: absolute, grace: {days: 4}}
    - number: 3
      codes: ["DT030"]
      window:
        absolute: {from: {months: 12}, grace: {days: 4}}
        recommended: {from: {months: 12}, before: {months: 16}}
      gap: {at_least: {months: 6}, strength: absolute}
"""
BIRTH = dt.date(2020, 2, 29)


@pytest.fixture(scope="module")
def vaccine() -> Sequence:
    """Return the made-up schedule."""
    sequence = kvacodes.load(text=VACCINE).code_set("vaccine").sequence
    assert sequence is not None
    return sequence


def doses(*days: str) -> list[Visit]:
    """Return a visit for each day."""
    return [
        Visit(contact_id=f"c{n}", date=dt.date.fromisoformat(day), code="DT030")
        for n, day in enumerate(days, start=1)
    ]


def found(sequence: Sequence, as_of: str, *days: str) -> list[tuple[str, int | None, str, str]]:
    """Return the findings as tuples."""
    result = sequences.check_visits(
        doses(*days), sequence, birth_date=BIRTH, as_of=dt.date.fromisoformat(as_of)
    )
    return [(f.finding, f.step, str(f.severity), str(f.date)) for f in result]


def states(sequence: Sequence, as_of: str, *days: str) -> tuple[list[str], str]:
    """Return the state of each step, and of the series."""
    result = sequences.evaluate(
        doses(*days), sequence, birth_date=BIRTH, as_of=dt.date.fromisoformat(as_of)
    )
    return [str(s.state) for s in result.steps], str(result.status[0].status)


def test_doses_in_time_fill_the_steps_in_order(vaccine: Sequence) -> None:
    """Events that share a code fill the steps in order of date."""
    days = ("2020-04-29", "2020-06-29", "2021-03-01")
    assert found(vaccine, "2021-03-01", *days) == []
    assert states(vaccine, "2021-03-01", *days) == (["done", "done", "done"], "complete")


@pytest.mark.parametrize(
    ("day", "finding"),
    [
        ("2020-04-06", [("visit-too-early", 1, "error", "2020-04-06")]),  # age 5 weeks 2 days
        ("2020-04-07", [("visit-too-early", 1, "warning", "2020-04-07")]),  # within the grace
        ("2020-04-28", [("visit-too-early", 1, "warning", "2020-04-28")]),
        ("2020-04-29", []),
        ("2020-05-28", []),
        ("2020-05-29", [("visit-too-late", 1, "warning", "2020-05-29")]),
        ("2020-06-16", [("visit-too-late", 1, "warning", "2020-06-16")]),  # within the grace
        ("2020-06-17", [("visit-too-late", 1, "error", "2020-06-17")]),
    ],
)
def test_first_dose_too_young_and_too_old(
    vaccine: Sequence, day: str, finding: list[tuple[str, int, str, str]]
) -> None:
    """Both ends of both windows, with four days of grace on the absolute one."""
    assert found(vaccine, day, day) == finding


def test_a_dose_too_young_fills_nothing(vaccine: Sequence) -> None:
    """The dose after it is the first that counts, and intervals go from that one."""
    days = ("2020-04-01", "2020-04-29", "2020-05-22")
    assert found(vaccine, "2020-06-01", *days) == [
        ("visit-too-early", 1, "error", "2020-04-01"),
        ("gap-too-short", 2, "error", "2020-05-22"),
    ]
    assert states(vaccine, "2020-06-01", *days)[0] == ["done", "due", "not-yet-due"]


def test_each_dose_has_a_verdict_with_its_reasons(vaccine: Sequence) -> None:
    """Counted or not, and why: too young, too soon, repeated, or a day that cannot be."""
    days = ("2020-02-28", "2020-04-01", "2020-04-29", "2020-05-22", "2030-01-01")
    result = sequences.evaluate(doses(*days), vaccine, birth_date=BIRTH, as_of=dt.date(2020, 6, 1))
    assert [(v.contact_id, v.step, v.is_counted, v.reasons) for v in result.verdicts] == [
        ("c1", None, False, ("date-before-birth",)),
        ("c2", 1, False, ("visit-too-early",)),
        ("c3", 1, True, ()),
        ("c4", 2, False, ("gap-too-short",)),
        ("c5", None, False, ("date-after-as-of",)),
    ]


def test_grace_lets_an_interval_pass(vaccine: Sequence) -> None:
    """Four days short of four weeks is let pass; five days short is not."""
    assert states(vaccine, "2020-07-01", "2020-04-29", "2020-05-23")[0][1] == "done"
    assert states(vaccine, "2020-07-01", "2020-04-29", "2020-05-22")[0][1] == "due"


def test_an_extra_dose_is_a_duplicate_of_the_last_step(vaccine: Sequence) -> None:
    """There is no empty step left for it."""
    days = ("2020-04-29", "2020-06-29", "2021-03-01", "2022-01-01")
    assert found(vaccine, "2022-01-01", *days) == [("duplicate-visit", 3, "error", "2022-01-01")]


def test_next_dose_dates(vaccine: Sequence) -> None:
    """The earliest day respects age and interval; the last are of both strengths."""
    result = sequences.evaluate(
        doses(), vaccine, birth_date=BIRTH, as_of=dt.date(2020, 3, 10)
    ).next_due
    assert result is not None
    assert (result.step, str(result.state)) == (1, "not-yet-due")
    assert (result.earliest, result.recommended) == (dt.date(2020, 4, 11), dt.date(2020, 4, 29))
    assert (result.last, result.absolute_last) == (dt.date(2020, 5, 28), dt.date(2020, 6, 12))
    result = sequences.evaluate(
        doses("2020-04-29", "2020-12-15"), vaccine, birth_date=BIRTH, as_of=dt.date(2020, 12, 20)
    ).next_due
    assert result is not None
    assert (result.step, result.earliest, result.recommended) == (
        3,
        dt.date(2021, 6, 15),
        dt.date(2021, 6, 15),
    )


def test_states_by_day(vaccine: Sequence) -> None:
    """Not yet due, due, overdue, missed: each up to and including its last day."""
    first = [
        states(vaccine, day)[0][0]
        for day in (
            "2020-04-10",
            "2020-04-11",
            "2020-05-28",
            "2020-05-29",
            "2020-06-12",
            "2020-06-13",
        )
    ]
    assert first == ["not-yet-due", "due", "due", "overdue", "overdue", "missed"]


def test_with_one_last_day_a_step_is_never_missed(vaccine: Sequence) -> None:
    """The second dose has a recommended last day alone."""
    assert states(vaccine, "2030-01-01", "2020-04-29")[0] == ["done", "overdue", "overdue"]


def test_series_status(vaccine: Sequence) -> None:
    """The first that holds, in the order ended, complete, aged out, behind, on track."""
    assert states(vaccine, "2020-05-01", "2020-04-29")[1] == "on-track"
    assert states(vaccine, "2020-07-31", "2020-04-29")[1] == "behind"
    ended = sequences.evaluate(
        doses("2020-04-29"),
        vaccine,
        birth_date=BIRTH,
        as_of=dt.date(2020, 6, 1),
        ended_on=dt.date(2020, 6, 1),
    )
    assert [str(s.status) for s in ended.status] == ["ended"]
    assert ended.next_due is None


def test_the_work_list_leaves_out_who_is_not_listed(vaccine: Sequence) -> None:
    """Nor those outside the target group; those without a visit are on it."""
    base = Person(person_id="a", birth_date=BIRTH, unit_id="u", target_group=None)
    people = [
        base,
        evolve(base, person_id="outside", target_group=False),
        evolve(base, person_id="left", listed_to=dt.date(2020, 4, 30)),
        evolve(base, person_id="comes", listed_from=dt.date(2020, 5, 2)),
    ]
    due = sequences.next_due([], people, vaccine, as_of=dt.date(2020, 5, 1))
    assert [(d.person_id, d.unit_id, d.step) for d in due] == [("a", "u", 1)]


def test_the_trace_tells_every_rule_tried(vaccine: Sequence) -> None:
    """What was compared, with what, and how it came out."""
    result = sequences.evaluate(
        doses("2020-04-10"), vaccine, birth_date=BIRTH, as_of=dt.date(2020, 5, 1)
    )
    early = [
        (t.value, t.limit, str(t.verdict)) for t in result.trace if t.rule == "visit-too-early"
    ]
    assert early == [
        ("2020-04-10", "2020-04-11", "within-grace"),
        ("2020-04-10", "2020-04-29", "broken"),
    ]


def loaded(steps: str, extra: str = "") -> Sequence:
    """Return a sequence of these steps, whose codes are DT001 and DT002."""
    text = f"""
kvacodes: 1
id: tried
title: Tried
namespace: {{shape: KMA, prefix: DT, owner: national}}
decisions:
  - {{id: d, body: Test, decided_on: 2000-01-01, source: made up}}
codes:
  - {{code: "DT001", text: one, decision: d, valid: {{from: 2000-01-01}}}}
  - {{code: "DT002", text: two, decision: d, valid: {{from: 2000-01-01}}}}
sequence:
  match: ordinal
  {extra}
  steps:
{steps}
"""
    sequence = kvacodes.load(text=text).code_set("tried").sequence
    assert sequence is not None
    return sequence


def given(*days: str | None, codes: tuple[str, ...] = ("DT001",)) -> list[Visit]:
    """Return a visit for each day, each with all the codes."""
    return [
        Visit(
            contact_id=f"c{n}",
            date=None if day is None else dt.date.fromisoformat(day),
            code=codes[0],
            add_ons=codes[1:],
        )
        for n, day in enumerate(days, start=1)
    ]


def counted(sequence: Sequence, visits: list[Visit], as_of: str) -> sequences.Evaluation:
    """Return the evaluation of one born on 15 January 2020."""
    return sequences.evaluate(
        visits,
        sequence,
        birth_date=dt.date(2020, 1, 15),
        as_of=dt.date.fromisoformat(as_of),
    )


def test_visits_without_a_key_are_told_apart_in_any_iterable(vaccine: Sequence) -> None:
    """A generator gives what a list gives: nothing is merged, nothing is lost."""
    days = [dt.date(2020, 4, 29), dt.date(2020, 6, 29), dt.date(2021, 3, 1)]
    visits = [Visit(date=day, code="DT030") for day in days]
    kept = sequences.evaluate(
        (Visit(date=day, code="DT030") for day in days),
        vaccine,
        birth_date=BIRTH,
        as_of=dt.date(2021, 3, 1),
    )
    assert kept == sequences.evaluate(visits, vaccine, birth_date=BIRTH, as_of=dt.date(2021, 3, 1))
    assert [v.step for v in kept.verdicts] == [1, 2, 3]


def test_a_minimum_from_the_start_step_refuses_like_any_other() -> None:
    """Windows from the anchor hold as soon as the anchor step is there."""
    sequence = loaded(
        """
    - {number: 1, codes: ["DT001"]}
    - {number: 2, codes: ["DT001"], window: {from: {months: 1}, strength: absolute}}
""",
        "anchor: {step: 1}",
    )
    result = counted(sequence, given("2020-03-01", "2020-03-10", "2020-04-01"), "2020-05-01")
    assert [v.is_counted for v in result.verdicts] == [True, False, True]


def test_a_step_of_another_version_is_not_filled() -> None:
    """The third dose fills the step after it."""
    sequence = loaded(
        """
    - {number: 1, codes: ["DT001"]}
    - {number: 2, codes: ["DT001"], valid: {to: 2018-12-31}}
    - {number: 3, codes: ["DT001"]}
"""
    )
    result = counted(sequence, given("2020-03-20", "2020-05-20"), "2020-06-01")
    assert [v.step for v in result.verdicts] == [1, 3]
    assert str(result.status[0].status) == "complete"


def test_after_a_missed_step_its_successors_are_missed_too() -> None:
    """The next dose would go to the one that was missed, so nothing is open."""
    sequence = loaded(
        """
    - number: 1
      codes: ["DT001"]
      window:
        absolute: {from: {weeks: 6}, before: {weeks: 15}}
        recommended: {before: {weeks: 10}}
    - {number: 2, codes: ["DT001"], gap: {at_least: {weeks: 4}, strength: absolute}}
"""
    )
    result = counted(sequence, [], "2020-06-20")
    assert [str(s.state) for s in result.steps] == ["missed", "missed"]
    assert (str(result.status[0].status), result.next_due) == ("aged-out", None)


def test_a_gap_is_not_counted_over_a_step_that_is_still_to_come() -> None:
    """The third dose is not overdue by the day of the first."""
    sequence = loaded(
        """
    - {number: 1, codes: ["DT001"]}
    - {number: 2, codes: ["DT001"]}
    - {number: 3, codes: ["DT001"]}
""",
        "gap: {at_least: {weeks: 4}, at_most: {weeks: 8}}",
    )
    result = counted(sequence, given("2020-03-01"), "2020-12-01")
    assert [(f.finding, f.step) for f in result.findings] == [("visit-overdue", 2)]
    assert [str(s.state) for s in result.steps] == ["done", "overdue", "not-yet-due"]


def test_one_contact_is_one_dose() -> None:
    """A combination with two codes fills one step, and is not too soon after itself."""
    sequence = loaded(
        """
    - {number: 1, codes: ["DT001", "DT002"]}
    - {number: 2, codes: ["DT001"], gap: {at_least: {weeks: 4}, strength: absolute}}
"""
    )
    result = counted(sequence, given("2020-03-01", codes=("DT001", "DT002")), "2020-03-05")
    assert [(v.step, v.is_counted, v.reasons) for v in result.verdicts] == [(1, True, ())]


def test_a_dose_without_a_day_stands_for_one_step() -> None:
    """Of three, the one after it is still overdue."""
    sequence = loaded(
        """
    - {number: 1, codes: ["DT001"], window: {before: {months: 2}}}
    - {number: 2, codes: ["DT001"], window: {before: {months: 4}}}
    - {number: 3, codes: ["DT001"], window: {before: {months: 6}}}
"""
    )
    result = counted(sequence, given("2020-01-31", None), "2021-01-01")
    assert [(f.finding, f.step) for f in result.findings] == [
        ("date-missing", None),
        ("visit-overdue", 3),
    ]


def test_the_recommended_day_breaks_no_recommended_limit() -> None:
    """It is the latest of nominal age, recommended starts and the first day allowed."""
    sequence = loaded(
        """
    - {number: 1, codes: ["DT001"]}
    - number: 2
      codes: ["DT001"]
      nominal_age: {months: 4}
      gap: {absolute: {at_least: {weeks: 4}}, recommended: {at_least: {weeks: 8}}}
"""
    )
    result = counted(sequence, given("2020-05-01"), "2020-05-02").next_due
    assert result is not None
    assert (str(result.earliest), str(result.recommended)) == ("2020-05-29", "2020-06-26")


def test_a_missing_given_day_is_said() -> None:
    """Nothing can be judged from it, and that is a finding."""
    sequence = loaded(
        """
    - {number: 1, codes: ["DT001"], window: {before: {days: 10}}}
""",
        "anchor: given",
    )
    result = counted(sequence, given("2020-03-01"), "2020-05-01")
    assert [f.finding for f in result.findings] == ["anchor-date-missing"]
    person = Person(person_id="a", anchor_date=dt.date(2020, 2, 1))
    twice = [person, evolve(person, anchor_date=dt.date(2020, 2, 2))]
    visits = [evolve(v, person_id="a") for v in given("2020-03-01")]
    found = sequences.conformance(visits, twice, sequence, as_of=dt.date(2020, 5, 1)).findings
    assert [f.finding for f in found] == ["anchor-date-conflict"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"code": 1}, "Visit.code: found a value of type int, expected text, or None"),
        ({"joint": "nej"}, "Visit.joint: found a value of type str, expected True, False, or None"),
        ({"add_ons": "ZV509"}, "Visit.add_ons: found a value of type str, expected a tuple of"),
    ],
)
def test_what_no_field_can_hold_is_refused(fields: dict[str, object], message: str) -> None:
    """With the field, what was found and what would have been right."""
    with pytest.raises(InputError) as caught:
        Visit(**fields)  # type: ignore[arg-type]
    assert str(caught.value).startswith(message)


def test_flags_may_be_zero_and_one() -> None:
    """As many systems write them; a missing code system is KVÅ, in any case of letters."""
    visit = Visit(joint=0, system="KVÅ")  # type: ignore[arg-type]
    assert (visit.joint, visit.system) == (False, "kva")
    assert Visit(system=None).system == "kva"  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [False, 0, np.bool_(False), np.int64(0)])
def test_the_target_group_is_read_as_for_persons(vaccine: Sequence, given: Any) -> None:
    """What a row of pandas gives is false, in a call as in a `Person`; nothing is due then."""
    asked: dict[str, Any] = {"birth_date": BIRTH, "as_of": dt.date(2020, 5, 1)}
    visits = [Visit(contact_id="c1", date=dt.date(2020, 4, 1), code="DT030")]
    found = sequences.check_visits(visits, vaccine, target_group=given, **asked)
    assert "outside-target-group" in {f.finding for f in found}
    evaluation = sequences.evaluate(visits, vaccine, target_group=given, **asked)
    assert (evaluation.findings, evaluation.next_due) == (found, None)
    assert Person(person_id="p1", target_group=given).target_group is False


@pytest.mark.parametrize("call", [sequences.check_visits, sequences.evaluate])
@pytest.mark.parametrize(
    ("given", "message", "swedish"),
    [
        (
            {"target_group": "nej"},
            "target_group: found a value of type str, expected True, False, or None",
            "target_group: fann ett värde av typen str, väntade True, False, eller None",
        ),
        (
            {"birth_date": "2019-03-01"},
            "birth_date: found a value of type str, expected a date",
            "birth_date: fann ett värde av typen str, väntade ett datum",
        ),
        ({"as_of": None}, "as_of: found None, expected a date", "as_of: fann None, väntade ett"),
        (
            {"visits": [{"code": "UX273"}]},
            "visits: found an item of type dict, expected a list of Visit objects",
            "visits: fann ett föremål av typen dict, väntade en lista av objekt av typen Visit",
        ),
        (
            {"visits": Visit(code="UX273")},
            "visits: found a value of type Visit, expected a list of Visit objects",
            "visits: fann ett värde av typen Visit, väntade en lista av objekt av typen Visit",
        ),
        ({"visits": None}, "visits: found a value of type NoneType", "visits: fann ett värde av"),
    ],
)
def test_arguments_that_are_not_what_they_should_be(
    vaccine: Sequence, call: Any, given: dict[str, Any], message: str, swedish: str
) -> None:
    """Each is named, with what was found and what would have been right, in both languages."""
    asked = {"visits": (), "birth_date": BIRTH, "as_of": dt.date(2020, 5, 1)} | given
    with pytest.raises(InputError) as caught:
        call(asked.pop("visits"), vaccine, **asked)
    assert str(caught.value).startswith(message)
    assert caught.value.in_language("sv").startswith(swedish)


def test_visits_come_in_any_iterable(vaccine: Sequence) -> None:
    """A generator or a view of a mapping does as well as a list."""
    visit = Visit(contact_id="c1", date=BIRTH, code="DT030")
    asked = {"birth_date": BIRTH, "as_of": dt.date(2020, 5, 1)}
    expected = sequences.check_visits([visit], vaccine, **asked)
    assert "visit-too-early" in {f.finding for f in expected}
    for given in ({"c1": visit}.values(), iter((visit,)), {visit}):
        assert sequences.check_visits(given, vaccine, **asked) == expected


def test_a_code_set_is_no_sequence() -> None:
    """The message says what to do."""
    code_set = kvacodes.load(text=VACCINE).code_set("vaccine")
    with pytest.raises(UsageError, match=r"^expected a Sequence, found a CodeSet; take \.sequence"):
        sequences.check_visits([], code_set, birth_date=BIRTH, as_of=BIRTH)  # type: ignore[arg-type]


def test_a_row_of_persons_without_a_key_is_accounted_for(vaccine: Sequence) -> None:
    """It belongs to nobody, and nor do visits without one."""
    nobody = Person(person_id=None, birth_date=BIRTH)  # type: ignore[arg-type]
    result = sequences.conformance(
        doses("2020-04-29"), [nobody], vaccine, as_of=dt.date(2020, 5, 1)
    )
    assert dict(result.persons_accounting) == {
        "rows_read": 1,
        "rows_used": 0,
        "person-id-missing": 1,
    }
    assert [f.finding for f in result.findings] == ["person-unknown"]
