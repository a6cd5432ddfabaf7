"""Payments for events, and the sums of them by unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from kvacodes.funding.figures import Figure
from kvacodes.funding.grounds import assumptions, basis_of, grounds_words, is_approximate
from kvacodes.funding.kinds import FundingFinding
from kvacodes.funding.plans import Plan, cap_words
from kvacodes.model.words import Basis, Lang
from kvacodes.results import Accounting

__all__ = ["COMPENSATION_REASONS", "Compensation", "CompensationLine", "Payment", "nothing"]

COMPENSATION_REASONS = (
    "other-code",
    "condition-code",
    "repeated-row",
    "date-missing",
    "person-unknown",
    "after-as-of",
    "outside-validity",
    "condition-not-met",
    "cap-reached",
    "outside-period",
)
"""Why a row of contacts is not paid; the first that holds is the one told."""

_VERDICTS = {
    "paid": ("ersatt", "paid"),
    "date-missing": ("datum saknas", "the date is missing"),
    "person-unknown": ("personen är inte känd", "the person is not known"),
    "after-as-of": ("efter frågedagen", "after the day of the question"),
    "outside-validity": ("utanför regelns giltighet", "outside the rule's validity"),
    "condition-not-met": ("villkoret är inte uppfyllt", "the condition is not met"),
    "cap-reached": ("taket är nått", "the cap is reached"),
    "outside-period": ("utanför perioden", "outside the period"),
}


@frozen(kw_only=True)
class Payment:
    """A sum for a contact: paid, or to be paid.

    Attributes:
        contact_id: The contact; None for a sum that names none.
        unit_id: The unit that is paid.
        amount: The sum.
        date: The day of the contact.
        person_id: The person.
        verdict: ``paid``, or why it is not, of `COMPENSATION_REASONS`.
        rule: The id of the payment rule.
        approximate: Whether the sum is approximate.
    """

    contact_id: str | int | None = None
    unit_id: str | None = None
    amount: Decimal
    date: dt.date | None = None
    person_id: str | int | None = field(default=None, repr=False)
    verdict: str = "paid"
    rule: str = ""
    approximate: bool = False

    def explain(self, lang: Lang = "sv") -> str:
        """Say whether it is paid, or why not."""
        words = _VERDICTS[self.verdict][0 if lang == "sv" else 1]
        if self.verdict != "paid":
            return words
        return f"{words}: {Figure(self.amount, 'kr', approximate=self.approximate).words(lang)}"


@frozen(kw_only=True)
class CompensationLine:
    """What one unit is paid.

    Attributes:
        unit_id: The unit; empty where the contact names none.
        events: Its contacts with one of the codes.
        paid: How many of them are paid.
        amount: What is paid for them.
        refused: The others, by reason.
    """

    unit_id: str
    events: int
    paid: int
    amount: Figure
    refused: tuple[tuple[str, int], ...] = ()

    def explain(self, lang: Lang = "sv") -> str:
        """Say how many were paid, and why the others were not."""
        sv = lang == "sv"
        told = f"{self.paid} {'av' if sv else 'of'} {self.events}"
        told += f" {'händelser ersatta' if sv else 'events paid'} = {self.amount.words(lang)}"
        for reason, n in self.refused:
            told += f"; {n}: {_VERDICTS[reason][0 if sv else 1]}"
        return told

    def __str__(self) -> str:
        """Say the unit and its line, in English."""
        return f"{self.unit_id}: {self.explain('en')}"


@frozen(kw_only=True)
class Compensation:
    """What all units are paid.

    Attributes:
        lines: One for each unit, by unit.
        events: Every contact with one of the codes, paid or not, in order of time; for
            tables a table.
        plan: What events were paid by.
        accounting: Where the rows of contacts went: a row used is an event paid.
        findings: What is wrong with the rows.
        table: The lines as a table, in the kind that came in; None for objects.
    """

    lines: tuple[CompensationLine, ...]
    events: Any = field(repr=False)
    plan: Plan
    accounting: Accounting
    findings: tuple[FundingFinding, ...] = ()
    table: Any = field(default=None, repr=False, eq=False)

    @property
    def payments(self) -> tuple[Payment, ...]:
        """The events that are paid, for objects."""
        return tuple(event for event in self.events if event.verdict == "paid")

    @property
    def amount(self) -> Figure:
        """What is paid for all lines together."""
        return sum((line.amount for line in self.lines), nothing(self.plan))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What it rests on that is assumed, carried forward or tried."""
        cap = self.plan.cap
        assumed = assumptions(self.plan.grounds)
        if cap is not None and cap.basis is Basis.ASSUMPTION:
            assumed += (cap_words(cap, "en"),)
        return assumed

    def explain(self, lang: Lang = "sv") -> str:
        """Say by which decision, parameter and value every line came about."""
        return "\n".join(_told(self, lang))

    def __iter__(self) -> Iterator[CompensationLine]:
        """Give the lines."""
        return iter(self.lines)

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.lines)


def nothing(plan: Plan) -> Figure:
    """Return no kronor, as exact and as well founded as the sums of the plan."""
    return Figure(0, "kr", approximate=is_approximate(plan.grounds), basis=basis_of(plan.grounds))


def _told(result: Compensation, lang: Lang) -> Iterator[str]:
    sv, plan = lang == "sv", result.plan
    if plan.rule is not None and plan.rule.title:
        yield plan.rule.title.in_language(lang)
    for words in grounds_words(plan.grounds, lang):
        yield f"- {words}"
    yield f"- {'koder' if sv else 'codes'}: {', '.join(sorted(plan.codes))}"
    if plan.condition_codes:
        where = _CONDITION[plan.same_contact][0 if sv else 1]
        yield f"- {where}: {', '.join(sorted(plan.condition_codes))}"
    elif plan.rule is not None and plan.rule.condition:
        told = plan.rule.condition.in_language(lang)
        yield f"- {'villkor, inte prövat' if sv else 'condition, not checked'}: {told}"
    if plan.cap is not None:
        yield f"- {cap_words(plan.cap, lang)}"
    for line in result.lines:
        yield f"{line.unit_id or '–'}: {line.explain(lang)}"
    yield f"{'summa' if sv else 'sum'}: {result.amount.words(lang)}"
    for finding in result.findings:
        yield f"! {finding.words(lang)}"


_CONDITION = {
    True: ("villkor på samma kontakt", "condition on the same contact"),
    False: ("villkor på någon av personens kontakter", "condition on any contact of the person"),
}
