"""Compensation: which events are paid, and how much."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from funding_strategies import visits
from hypothesis import given
from hypothesis import strategies as st

from kvacodes.errors import OutsidePeriodsError, UsageError
from kvacodes.extracts import Visit
from kvacodes.funding import Cap, CapPer, Figure, compensate
from kvacodes.funding.plans import cap_words
from kvacodes.model import Basis, DatedValue, Label, Parameter
from kvacodes.model.rules import PaymentRule
from kvacodes.periods import Interval, Period

YEAR = Interval(date(2017, 1, 1), date(2018, 1, 1))
AMOUNT = Parameter(
    id="amount",
    title=Label("Belopp", "Amount"),
    unit="kr per event",
    values=(DatedValue(value=Decimal(3000), valid=YEAR, cited="HSN 2017"),),
)
ONCE = Cap(times=1, per=CapPer.PERSON, basis=Basis.ASSUMPTION)
RULE = PaymentRule(
    id="workplace",
    title=Label("Arbetsplatskontakter", "Workplace contacts"),
    amount=AMOUNT,
    condition=Label("Viss behandling", "Certain treatments"),
    cap=ONCE,
    valid=YEAR,
)
CODES = ("ZV506", "ZV502")


def visit(contact: str, **fields: object) -> Visit:
    """Return a workplace contact of p1 at vc-1 on 1 March 2017."""
    known = {
        "contact_id": contact,
        "person_id": "p1",
        "date": date(2017, 3, 1),
        "code": "ZV506",
        "unit_id": "vc-1",
    }
    return Visit(**known | fields)  # type: ignore[arg-type]


def verdicts(rows: list[Visit], **options: object) -> dict[object, str]:
    """Return the verdict of each contact."""
    found = compensate(rows, RULE, codes=CODES, **options)  # type: ignore[arg-type]
    return {event.contact_id: event.verdict for event in found.events}


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2016, 12, 31), "outside-validity"),
        (date(2017, 1, 1), "paid"),
        (date(2017, 12, 31), "paid"),
        (date(2018, 1, 1), "outside-validity"),
        (None, "date-missing"),
    ],
)
def test_paid_on_the_days_of_the_rule_alone(day: date | None, verdict: str) -> None:
    """All of 2017, its first and last day included."""
    assert verdicts([visit("c1", date=day)]) == {"c1": verdict}


def test_once_per_person() -> None:
    """The first by day is paid; of two on one day the lower contact; others are told why."""
    rows = [
        visit("c9", date=date(2017, 2, 1)),
        visit("c10", date=date(2017, 2, 1)),
        visit("c1", date=date(2017, 2, 2)),
        visit("c2", person_id="p2"),
        visit("c3", person_id=None),
    ]
    assert verdicts(rows) == {
        "c10": "paid",
        "c9": "cap-reached",
        "c1": "cap-reached",
        "c2": "paid",
        "c3": "person-unknown",
    }


def test_once_per_episode() -> None:
    """More days than the gap after the event before, and a new episode begins."""
    cap = Cap(times=1, per=CapPer.EPISODE, gap_days=30)
    days = (date(2017, 1, 1), date(2017, 1, 31), date(2017, 3, 2), date(2017, 4, 2))
    rows = [visit(f"c{i}", date=day) for i, day in enumerate(days)]
    assert verdicts(rows, cap=cap) == {
        "c0": "paid",
        "c1": "cap-reached",  # 30 days later: the same episode
        "c2": "cap-reached",  # 30 days after c1
        "c3": "paid",  # 31 days after c2
    }


def test_without_a_cap_persons_need_not_be_known() -> None:
    """Two payments for one person, and one for nobody."""
    rows = [visit("c1"), visit("c2"), visit("c3", person_id=None)]
    assert set(verdicts(rows, cap=Cap(per=CapPer.NOTHING)).values()) == {"paid"}


def test_the_condition_on_the_same_contact() -> None:
    """The treatment must be on the contact that is paid."""
    rows = [
        visit("c1"),
        visit("c2", person_id="p2"),
        visit("c2", person_id="p2", code="DU011"),
        visit("c3", person_id="p3", add_ons=("DU011",)),
        visit("c4", code="DU011"),
    ]
    found = verdicts(rows, condition_codes=["DU011"])
    assert found == {"c1": "condition-not-met", "c2": "paid", "c3": "paid"}


def test_the_condition_on_any_contact_of_the_person() -> None:
    """The treatment may be on another contact, within the days of the rule."""
    rows = [
        visit("c1"),
        visit("c2", code="DU011", date=date(2017, 9, 1)),
        visit("c3", person_id="p2"),
        visit("c4", person_id="p2", code="DU011", date=date(2018, 1, 1)),
        visit("c5", person_id=None),
    ]
    found = verdicts(rows, condition_codes=["DU011"], same_contact=False)
    assert found == {"c1": "paid", "c3": "condition-not-met", "c5": "person-unknown"}


def test_a_contact_is_one_event() -> None:
    """Several codes, repeated rows and spellings of one contact are paid once."""
    rows = [
        visit("c1", date=date(2017, 3, 2)),
        visit("c1", code="ZV502", unit_id="vc-0"),
        visit("c1", code="zv 506", unit_id=None),
        visit("c1", code=None),
        visit("c1", code="ZV506", system="icd10se"),
    ]
    found = compensate(rows, RULE, codes=CODES)
    (event,) = found.events
    assert (event.date, event.unit_id, event.amount) == (date(2017, 3, 1), "vc-0", Decimal(3000))
    assert found.accounting == {
        "rows_read": 5, "rows_used": 1, "other-code": 2, "repeated-row": 2,
    }  # fmt: skip


def test_contacts_of_two_persons_are_a_finding() -> None:
    """The first person counts; the finding tells how many contacts, and no person."""
    found = compensate([visit("c1", person_id="p2"), visit("c1")], RULE, codes=CODES)
    assert [event.person_id for event in found.events] == ["p1"]
    (finding,) = found.findings
    assert str(finding) == (
        "error: rows of different persons: 1 contact; the first person counts "
        "[contact-persons-differ]"
    )


def test_the_period_is_taken_out_after_the_cap() -> None:
    """The second half-year pays nothing for whom the first has paid."""
    rows = [visit("c1", date=date(2017, 6, 30)), visit("c2", date=date(2017, 7, 1))]
    assert verdicts(rows, period=Period.half_year(2017, 1)) == {"c1": "paid", "c2": "cap-reached"}
    assert verdicts(rows, period=Period.half_year(2017, 2)) == {
        "c1": "outside-period",
        "c2": "cap-reached",
    }


def test_after_the_day_of_the_question() -> None:
    """What happens later is not known yet."""
    assert verdicts([visit("c1")], as_of=date(2017, 2, 28)) == {"c1": "after-as-of"}
    assert verdicts([visit("c1")], as_of=date(2017, 3, 1)) == {"c1": "paid"}


def test_the_explanation() -> None:
    """The amount with its decision, the codes, an unchecked condition, the assumed cap."""
    rows = [visit("c1"), visit("c2"), visit("c3", unit_id=None, person_id="p2")]
    found = compensate(rows, RULE, codes=CODES)
    assert found.explain("sv").splitlines() == [
        "Arbetsplatskontakter",
        "- Belopp (amount): 3 000 kr per händelse, 2017-01-01 – 2017-12-31, enligt HSN 2017",
        "- koder: ZV502, ZV506",
        "- villkor, inte prövat: Viss behandling",
        "- högst 1 per person (antagande)",
        "–: 1 av 1 händelser ersatta = 3 000 kr",
        "vc-1: 1 av 2 händelser ersatta = 3 000 kr; 1: taket är nått",
        "summa: 6 000 kr",
    ]
    assert found.explain("en").splitlines()[4:] == [
        "- at most 1 per person (assumption)",
        "–: 1 of 1 events paid = 3 000 kr",
        "vc-1: 1 of 2 events paid = 3 000 kr; 1: the cap is reached",
        "sum: 6 000 kr",
    ]
    assert found.assumptions == ("at most 1 per person (assumption)",)
    assert found.amount == Figure(6000, "kr")
    paid = found.payments[0]
    assert (paid.explain("sv"), paid.explain("en")) == ("ersatt: 3 000 kr", "paid: 3 000 kr")
    assert found.events[1].explain("sv") == "taket är nått"


def test_an_amount_that_changes_in_the_year() -> None:
    """Each event is paid the amount of its day, and a hole pays nothing."""
    values = (
        DatedValue(value=Decimal(3000), valid=Interval(date(2017, 1, 1), date(2017, 5, 1))),
        DatedValue(value=Decimal(3500), valid=Interval(date(2017, 7, 1), None)),
    )
    rule = PaymentRule(id="r", amount=Parameter(id="a", unit="kr", values=values), valid=YEAR)
    days = (date(2017, 4, 30), date(2017, 5, 1), date(2017, 7, 1), date(2018, 1, 1))
    rows = [visit(f"c{i}", date=day) for i, day in enumerate(days)]
    found = compensate(rows, rule, codes=CODES)
    assert [event.amount for event in found.events] == [3000, 0, 3500, 0]
    assert [g.dated.value for g in found.plan.grounds] == [3000, 3500]


def test_an_approximate_amount_is_never_exact() -> None:
    """Lines and sum say about."""
    found = compensate([visit("c1")], codes=CODES, amount=Figure(3000, "kr", approximate=True))
    assert found.explain("sv").splitlines()[-2:] == [
        "vc-1: 1 av 1 händelser ersatta = ca 3 000 kr",
        "summa: ca 3 000 kr",
    ]


@given(
    visits,
    st.booleans(),
    st.sampled_from((None, ONCE, Cap(times=1, per=CapPer.EPISODE, gap_days=40))),
)
def test_never_twice_and_never_outside(rows: list[Visit], same: bool, cap: Cap | None) -> None:  # noqa: FBT001
    """A contact is one event; what is paid lies within the rule; rows add up."""
    found = compensate(
        rows, codes=CODES, amount=AMOUNT, valid=YEAR, cap=cap,
        condition_codes=["DU011"], same_contact=same,
    )  # fmt: skip
    contacts = Counter(event.contact_id for event in found.events)
    assert set(contacts.values()) <= {1}
    for payment in found.payments:
        assert payment.date is not None
        assert payment.date in YEAR
        assert payment.amount == 3000
    if cap is ONCE:
        paid = Counter(payment.person_id for payment in found.payments)
        assert set(paid.values()) <= {1}
    assert found.accounting["rows_used"] == len(found.payments)
    assert found.accounting["rows_read"] == len(rows)
    assert found.amount.value == sum(payment.amount for payment in found.payments)
    assert sum(line.events for line in found.lines) == len(found.events)


@given(visits, st.sampled_from((None, ONCE)))
def test_periods_add_up_to_the_whole(rows: list[Visit], cap: Cap | None) -> None:
    """Two half-years pay together what the year pays."""
    options = {"codes": CODES, "amount": AMOUNT, "valid": YEAR, "cap": cap}
    halves = [
        compensate(rows, period=Period.half_year(2017, half), **options)  # type: ignore[arg-type]
        for half in (1, 2)
    ]
    year = compensate(rows, period=Period.year(2017), **options)  # type: ignore[arg-type]
    assert halves[0].amount + halves[1].amount == year.amount


@given(visits)
def test_the_order_of_rows_does_not_matter(rows: list[Visit]) -> None:
    """Rows turned round are paid the same."""
    one, other = (compensate(r, RULE, codes=CODES) for r in (rows, rows[::-1]))
    assert (one.lines, one.events, one.accounting) == (other.lines, other.events, other.accounting)


def test_no_rows_give_no_lines() -> None:
    """Nothing registered, nothing paid."""
    found = compensate([], RULE, codes=CODES)
    assert (found.lines, found.amount.value, len(found)) == ((), 0, 0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"amount": 1},
            "no code says which contacts count; give codes=…, with a source for the choice",
        ),
        ({"codes": CODES}, "there is no amount; give a payment rule or amount=…"),
        (
            {"codes": CODES, "amount": 1, "cap": Cap(per=CapPer.EPISODE)},
            "a cap per episode needs gap_days: when does a new episode begin?",
        ),
    ],
)
def test_what_makes_no_sense(options: dict[str, object], message: str) -> None:
    """The sentence says what to give."""
    with pytest.raises(UsageError) as caught:
        compensate([], **options)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_an_amount_without_a_value_in_the_rules_days() -> None:
    """The error names the parameter and the days."""
    with pytest.raises(OutsidePeriodsError) as caught:
        compensate([], codes=CODES, amount=AMOUNT, valid=Interval(date(2018, 1, 1), None))
    assert str(caught.value) == (
        "amount has no value on 2018-01-01; "
        "the nearest is 3000 kr per event for 2017-01-01 – 2017-12-31"
    )


def test_a_contact_without_a_key_is_its_own() -> None:
    """Two visits without a key are two events; iterating gives the lines."""
    rows = [visit(None, person_id=p) for p in ("p1", "p2")]  # type: ignore[arg-type]
    assert [line.paid for line in compensate(rows, RULE, codes=CODES)] == [2]


def test_conditions_and_findings_are_told() -> None:
    """Where the condition was looked for, and what is wrong with the rows."""
    rows = [visit("c1"), visit("c1", person_id="p0"), visit("c1", code="DU011")]
    told = compensate(rows, RULE, codes=CODES, condition_codes=["DU011"]).explain("sv").splitlines()
    assert "- villkor på samma kontakt: DU011" in told
    assert told[-1] == "! rader för olika personer: 1 kontakt; den första personen räknas"
    anywhere = compensate(rows, RULE, codes=CODES, condition_codes=["DU011"], same_contact=False)
    assert "- condition on any contact of the person: DU011" in anywhere.explain("en").splitlines()
    assert anywhere.plan.cap is not None


def test_without_a_cap_in_words() -> None:
    """A cap per nothing is no cap."""
    assert cap_words(Cap(per=CapPer.NOTHING), "sv") == "utan tak"
    assert cap_words(Cap(per=CapPer.NOTHING), "en") == "without cap"


def test_a_decided_cap_is_no_assumption() -> None:
    """Only what is assumed is listed; a line says its unit."""
    found = compensate([visit("c1")], RULE, codes=CODES, cap=Cap(times=1, per=CapPer.PERSON))
    assert found.assumptions == ()
    assert str(found.lines[0]) == "vc-1: 1 of 1 events paid = 3 000 kr"
