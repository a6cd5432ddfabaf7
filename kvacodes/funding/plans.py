"""What events are paid by: codes, sums with their days, the condition, and the cap."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from attrs import evolve, frozen

from kvacodes.errors import Phrase, UsageError
from kvacodes.funding.grounds import Ground, Quantity, ground
from kvacodes.model import code_key
from kvacodes.model.parameters import Parameter
from kvacodes.model.rules import Cap, CapPer, PaymentRule
from kvacodes.model.words import Basis, Lang
from kvacodes.periods import ALWAYS, Interval, Period

__all__ = ["Plan", "cap_words", "plan_of"]


@frozen(kw_only=True)
class Plan:
    """What events are paid by.

    Attributes:
        codes: The codes that mark an event.
        condition_codes: The codes that mark the condition; none where there is none.
        same_contact: Whether the condition must be on the contact itself; otherwise any
            contact of the person within the validity will do.
        amounts: The sums with their days, within the rule's validity.
        cap: How often it is paid.
        period: The period that is paid; None for all.
        as_of: Events after this day are left out; None for none.
        rule: The rule, where one of a document was used.
    """

    codes: frozenset[str]
    amounts: tuple[tuple[Interval, Ground], ...]
    condition_codes: frozenset[str] = frozenset()
    same_contact: bool = True
    cap: Cap | None = None
    period: Period | None = None
    as_of: date | None = None
    rule: PaymentRule | None = None

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The values that sums are made of."""
        return tuple(g for _, g in self.amounts)

    def amount_on(self, day: date) -> Decimal | None:
        """Return the sum for an event on a day; None where the rule does not hold."""
        for valid, found in self.amounts:
            if day in valid:
                return found.dated.number
        return None


def plan_of(
    rule: PaymentRule | None = None,
    *,
    codes: Collection[str] = (),
    amount: Quantity | None = None,
    valid: Interval | None = None,
    condition_codes: Collection[str] = (),
    same_contact: bool = True,
    cap: Cap | None = None,
    period: Period | None = None,
    as_of: date | None = None,
) -> Plan:
    """Find what events are paid by; what is given takes the place of what the rule says.

    Raises:
        OutsidePeriodsError: The amount has no value on any day of the validity.
        UsageError: There is no code, no amount, or a cap without a limit that can be told.
    """
    own_codes = tuple(codes) or (rule.codes if rule else ())
    if not own_codes:
        message = Phrase(
            "no code says which contacts count; give codes=…, with a source for the choice",
            "ingen kod säger vilka kontakter som räknas; ange codes=…, med källa för valet",
        )
        raise UsageError(message)
    own_amount = rule.amount if rule is not None else None
    paid = amount if amount is not None else own_amount
    if paid is None:
        message = Phrase(
            "there is no amount; give a payment rule or amount=…",
            "det finns inget belopp; ange en ersättningsregel eller amount=…",
        )
        raise UsageError(message)
    if cap is None and rule is not None:
        cap = rule.cap
    if cap is not None and cap.per is CapPer.EPISODE and cap.gap_days is None:
        message = Phrase(
            "a cap per episode needs gap_days: when does a new episode begin?",
            "ett tak per episod behöver gap_days: när börjar en ny episod?",
        )
        raise UsageError(message)
    within = valid if valid is not None else rule.valid if rule else ALWAYS
    beside = tuple(condition_codes) or (rule.condition_codes if rule else ())
    return Plan(
        codes=frozenset(code_key(code) for code in own_codes),
        amounts=_amounts(paid, within),
        condition_codes=frozenset(code_key(code) for code in beside),
        same_contact=same_contact,
        cap=None if cap is not None and cap.per is CapPer.NOTHING else cap,
        period=period,
        as_of=as_of,
        rule=rule,
    )


def _amounts(amount: Quantity, within: Interval) -> tuple[tuple[Interval, Ground], ...]:
    if not isinstance(amount, Parameter):
        on = within.start or date.min
        return ((within, ground(amount, role="amount", on=on, unit="kr")),)
    found = [
        (both, ground(evolve(amount, values=(dated,)), role="amount", on=both.start or date.min))
        for dated in amount.values
        if (both := within.overlap(dated.valid)) is not None
    ]
    if not found:
        amount.at(within.start or date.min)  # there is none: the error names the nearest
    return tuple(found)


def cap_words(cap: Cap, lang: Lang = "sv") -> str:
    """Say how often an event is paid for."""
    sv = lang == "sv"
    if cap.per is CapPer.NOTHING:
        return "utan tak" if sv else "without cap"
    per = {
        CapPer.PERSON: ("person", "person"),
        CapPer.EPISODE: ("behandlingsomgång", "episode"),
    }[cap.per][0 if sv else 1]
    told = f"högst {cap.times} per {per}" if sv else f"at most {cap.times} per {per}"
    if cap.basis is Basis.ASSUMPTION:
        told += " (antagande)" if sv else " (assumption)"
    return told
