"""Compensation: a sum for each event, while the rule holds and as often as it says.

The specification for visits as objects. An event is a contact with one of the codes that
count, whatever the number of its rows: it is never paid twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from attrs import define, evolve, field

from kvacodes.extracts import Columns, Visit, as_objects
from kvacodes.funding.grounds import Quantity, is_approximate
from kvacodes.funding.kinds import FundingFinding
from kvacodes.funding.payments import (
    COMPENSATION_REASONS,
    Compensation,
    CompensationLine,
    Payment,
    nothing,
)
from kvacodes.funding.plans import Plan, plan_of
from kvacodes.model import code_key
from kvacodes.model.rules import Cap, CapPer, PaymentRule
from kvacodes.periods import Interval, Period
from kvacodes.results import Accounting

__all__ = ["compensate"]


@define(eq=False)
class _Event:
    """A contact with one of the codes, as its rows tell it together."""

    contact_id: str | int | None
    text: str
    date: dt.date | None = None
    unit_id: str | None = None
    persons: dict[str, str | int] = field(factory=dict)
    has_condition: bool = False
    rows: int = 0
    verdict: str = "paid"

    @property
    def person(self) -> str | int | None:
        """The first person by code point where rows disagree."""
        return self.persons[min(self.persons)] if self.persons else None

    @property
    def order(self) -> tuple[bool, dt.date, str]:
        """Events in order of time; those without a day last, ties by contact."""
        return (self.date is None, self.date or dt.date.min, self.text)


def compensate(
    contacts: Iterable[Visit] | Any,  # noqa: ANN401 - or any table
    rule: PaymentRule | None = None,
    *,
    codes: Collection[str] = (),
    amount: Quantity | None = None,
    valid: Interval | None = None,
    condition_codes: Collection[str] = (),
    same_contact: bool = True,
    cap: Cap | None = None,
    period: Period | None = None,
    as_of: dt.date | None = None,
    columns: Columns | None = None,
) -> Compensation:
    """Pay for events by unit of the contact.

    An event is a contact with one of the codes. Its day is the earliest among its rows;
    its unit and person are the first by code point where rows disagree. It is paid the
    amount in force on its day, if the condition is met and the cap is not reached.
    Events count towards the cap in order of day and contact, over all the rule's
    days; the period is taken out afterwards, so periods add up to the whole. Rows of
    other code systems than KVÅ are rows of other codes. No rows give no lines.

    Args:
        contacts: Visits, as objects or a table.
        rule: A payment rule of a document.
        codes: The codes that mark an event; a choice that needs a source.
        amount: Kronor per event, in place of the rule's.
        valid: The days for which it is paid, in place of the rule's.
        condition_codes: The codes that mark the condition; without any it is not checked.
        same_contact: Whether the condition must be on the contact itself; otherwise any
            contact of the person within the validity will do.
        cap: How often it is paid, in place of the rule's.
        period: The period that is paid.
        as_of: Events after this day are left out.
        columns: What the columns of a table are called.

    Raises:
        OutsidePeriodsError: The amount has no value on any day of the validity.
        UsageError: No code is given, or no amount.
    """
    plan = plan_of(
        rule,
        codes=codes,
        amount=amount,
        valid=valid,
        condition_codes=condition_codes,
        same_contact=same_contact,
        cap=cap,
        period=period,
        as_of=as_of,
    )
    visits = as_objects(contacts, Visit, "contacts")
    if visits is None:
        from kvacodes.funding import tables

        return tables.compensate(contacts, plan, columns=columns)
    return _compensate(visits, plan)


def _compensate(visits: tuple[Visit, ...], plan: Plan) -> Compensation:
    reasons: Counter[str] = Counter()
    events: dict[object, _Event] = {}
    treated: dict[str | int, list[dt.date]] = {}
    treated_contacts: set[object] = set()
    read = 0
    for visit in visits:
        for code in (visit.code, *visit.add_ons):
            read += 1
            key = code_key(code) if code is not None and visit.system == "kva" else ""
            contact = _contact_key(visit)
            if key in plan.condition_codes:
                treated_contacts.add(contact)
                if visit.person_id is not None and visit.date is not None:
                    treated.setdefault(visit.person_id, []).append(visit.date)
            if key in plan.codes:
                _gather(events, contact, visit)
            else:
                reasons["condition-code" if key in plan.condition_codes else "other-code"] += 1
    ordered = sorted(events.values(), key=lambda event: event.order)
    for contact, event in events.items():
        event.has_condition = (
            contact in treated_contacts
            if plan.same_contact
            else any(
                plan.amount_on(day) is not None
                for day in treated.get(event.person, ())  # type: ignore[arg-type]
            )
        )
    _judge(ordered, plan)
    for event in ordered:
        reasons["repeated-row"] += event.rows - 1
        if event.verdict != "paid":
            reasons[event.verdict] += 1
    torn = sum(len(event.persons) > 1 for event in ordered)
    payments = tuple(_payment(event, plan) for event in ordered)
    return Compensation(
        lines=tuple(_lines(payments, plan)),
        events=payments,
        plan=plan,
        accounting=Accounting(rows_read=read, excluded=reasons, reasons=COMPENSATION_REASONS),
        findings=(FundingFinding(finding="contact-persons-differ", count=torn),) if torn else (),
    )


def _contact_key(visit: Visit) -> object:
    # A visit without a key is a contact of its own.
    return id(visit) if visit.contact_id is None else ("", visit.contact_id)


def _gather(events: dict[object, _Event], key: object, visit: Visit) -> None:
    event = events.setdefault(key, _Event(visit.contact_id, str(visit.contact_id)))
    event.rows += 1
    if visit.date is not None and (event.date is None or visit.date < event.date):
        event.date = visit.date
    if visit.unit_id is not None and (event.unit_id is None or visit.unit_id < event.unit_id):
        event.unit_id = visit.unit_id
    if visit.person_id is not None:
        event.persons[str(visit.person_id)] = visit.person_id


def _judge(ordered: list[_Event], plan: Plan) -> None:
    """Set the verdict of every event; they come in order of time."""
    paid: Counter[object] = Counter()
    episodes: dict[object, tuple[dt.date, int]] = {}
    for event in ordered:
        event.verdict = _before_cap(event, plan)
        day = event.date
        if event.verdict != "paid" or day is None:
            continue
        if plan.cap is not None:
            within: object = event.person
            if plan.cap.per is CapPer.EPISODE:
                within = (event.person, _episode(episodes, event.person, day, plan.cap))
            paid[within] += 1
            if paid[within] > plan.cap.times:
                event.verdict = "cap-reached"
        if event.verdict == "paid" and plan.period is not None and day not in plan.period:
            event.verdict = "outside-period"


def _before_cap(event: _Event, plan: Plan) -> str:
    if event.date is None:
        return "date-missing"
    needs_person = plan.cap is not None or bool(plan.condition_codes and not plan.same_contact)
    if event.person is None and needs_person:
        return "person-unknown"
    if plan.as_of is not None and event.date > plan.as_of:
        return "after-as-of"
    if plan.amount_on(event.date) is None:
        return "outside-validity"
    if plan.condition_codes and not event.has_condition:
        return "condition-not-met"
    return "paid"


def _episode(
    episodes: dict[object, tuple[dt.date, int]], person: object, day: dt.date, cap: Cap
) -> int:
    """Return the number of the person's episode; a long gap begins a new one."""
    last, number = episodes.get(person, (day, 1))
    if cap.gap_days is not None and (day - last).days > cap.gap_days:
        number += 1
    episodes[person] = (day, number)
    return number


def _payment(event: _Event, plan: Plan) -> Payment:
    paid = event.verdict == "paid" and event.date is not None
    amount = plan.amount_on(event.date) if paid and event.date else None
    return Payment(
        contact_id=event.contact_id,
        unit_id=event.unit_id,
        amount=amount if amount is not None else Decimal(0),
        date=event.date,
        person_id=event.person,
        verdict=event.verdict,
        rule=plan.rule.id if plan.rule else "",
        approximate=is_approximate(plan.grounds),
    )


def _lines(payments: Iterable[Payment], plan: Plan) -> Iterator[CompensationLine]:
    by_unit: dict[str, list[Payment]] = {}
    for payment in payments:
        by_unit.setdefault(payment.unit_id or "", []).append(payment)
    for unit, own in sorted(by_unit.items()):
        verdicts = Counter(payment.verdict for payment in own)
        total = sum((payment.amount for payment in own), Decimal(0))
        yield CompensationLine(
            unit_id=unit,
            events=len(own),
            paid=verdicts["paid"],
            amount=evolve(nothing(plan), value=total),
            refused=tuple((r, verdicts[r]) for r in COMPENSATION_REASONS if verdicts[r]),
        )
