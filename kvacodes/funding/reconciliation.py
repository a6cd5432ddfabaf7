"""Reconciliation: what was paid against what is registered, and which contacts explain it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from attrs import define, field, frozen

from kvacodes.errors import Phrase, UsageError
from kvacodes.extracts import Columns, as_objects
from kvacodes.funding.figures import Figure, exactly
from kvacodes.funding.kinds import FundingFinding, contacts_words
from kvacodes.funding.payments import Compensation, Payment
from kvacodes.model.words import Lang

__all__ = ["DISCREPANCIES", "Discrepancy", "Reconciliation", "ReconciliationLine", "reconcile"]

DISCREPANCIES = {
    "paid-not-registered": ("betald men inte registrerad", "paid and not registered"),
    "registered-not-paid": ("registrerad men inte betald", "registered and not paid"),
    "paid-twice": ("betald mer än en gång", "paid more than once"),
    "amount-differs": ("beloppen skiljer sig", "the amounts differ"),
    "unit-differs": ("betald till en annan enhet", "paid to another unit"),
}
"""How a contact explains a difference, in Swedish and English."""

_ZERO = Decimal(0)


@frozen(kw_only=True)
class Discrepancy:
    """A contact that explains a difference.

    Attributes:
        unit_id: The unit whose difference it explains.
        contact_id: The contact.
        kind: One of `DISCREPANCIES`.
        paid: What was paid for it to this unit.
        registered: What its registration gives this unit.
        approximate: Whether one of the two is approximate.
    """

    unit_id: str
    contact_id: str | int
    kind: str
    paid: Decimal = _ZERO
    registered: Decimal = _ZERO
    approximate: bool = False

    @property
    def difference(self) -> Decimal:
        """What was paid less what is registered."""
        return self.paid - self.registered

    def explain(self, lang: Lang = "sv") -> str:
        """Say what differs, without naming the contact."""
        words = DISCREPANCIES[self.kind][0 if lang == "sv" else 1]
        return f"{words}: {_signed(self.difference, lang, approximate=self.approximate)}"


@frozen(kw_only=True)
class ReconciliationLine:
    """A unit where what was paid and what is registered differ.

    Attributes:
        unit_id: The unit; empty where none is named.
        paid: What was paid.
        registered: What the registered contacts give.
        explained: The part of the difference that single contacts explain.
        contacts: How many contacts explain it.
    """

    unit_id: str
    paid: Figure
    registered: Figure
    explained: Decimal = _ZERO
    contacts: int = 0

    @property
    def difference(self) -> Figure:
        """What was paid less what is registered; above zero it may be claimed back."""
        return self.paid - self.registered

    @property
    def unexplained(self) -> Decimal:
        """The part of the difference that no single contact explains."""
        return self.difference.value - self.explained

    def explain(self, lang: Lang = "sv") -> str:
        """Say what was paid, what is registered, and what explains the difference."""
        sv = lang == "sv"
        about = self.difference.approximate
        difference = _signed(self.difference.value, lang, approximate=about)
        told = (
            f"{'betalt' if sv else 'paid'} {self.paid.words(lang)}, "
            f"{'registrerat' if sv else 'registered'} {self.registered.words(lang)}, "
            f"{'skillnad' if sv else 'difference'} {difference}"
        )
        if self.contacts:
            explain = "förklarar" if sv else "explain" if self.contacts > 1 else "explains"
            kronor = _signed(self.explained, lang, approximate=about)
            told += f"; {contacts_words(self.contacts, lang)} {explain} {kronor}"
        if self.unexplained:
            kronor = _signed(self.unexplained, lang, approximate=about)
            told += f"; {kronor} utan kontakt" if sv else f"; {kronor} without a contact"
        return told

    def __str__(self) -> str:
        """Say the unit and its line, in English."""
        return f"{self.unit_id}: {self.explain('en')}"


def _signed(kronor: Decimal, lang: Lang, *, approximate: bool) -> str:
    """Write kronor with their sign, and with about where they are approximate."""
    figure = Figure(kronor, "kr", approximate=approximate)
    return f"{'+' if kronor > 0 and not approximate else ''}{figure.words(lang)}"


@frozen(kw_only=True)
class Reconciliation:
    """Where what was paid and what is registered differ; empty where they nowhere do.

    Attributes:
        lines: The units that differ, by unit.
        contacts: The contacts that explain it, by unit and contact; for tables a table.
        paid: What was paid to all units, also those that agree.
        registered: What is registered at all units, also those that agree.
        agreeing: How many units agree.
        findings: What is wrong with the payments.
        table: The lines as a table, in the kind that came in; None for objects.
    """

    lines: tuple[ReconciliationLine, ...]
    contacts: Any = field(repr=False)
    paid: Figure
    registered: Figure
    agreeing: int
    findings: tuple[FundingFinding, ...] = ()
    table: Any = field(default=None, repr=False, eq=False)

    @property
    def difference(self) -> Figure:
        """What was paid in all less what is registered in all."""
        return self.paid - self.registered

    def explain(self, lang: Lang = "sv") -> str:
        """Say for every unit that differs by how much, and what explains it."""
        return "\n".join(_told(self, lang))

    def __iter__(self) -> Iterator[ReconciliationLine]:
        """Give the units that differ."""
        return iter(self.lines)

    def __len__(self) -> int:
        """Return how many units differ."""
        return len(self.lines)


def _told(result: Reconciliation, lang: Lang) -> Iterator[str]:
    sv = lang == "sv"
    for line in result.lines:
        yield f"{line.unit_id or '–'}: {line.explain(lang)}"
    agree = "enheter som stämmer" if sv else "units that agree"
    together = "skillnad tillsammans" if sv else "difference in all"
    difference = _signed(result.difference.value, lang, approximate=result.difference.approximate)
    yield f"{agree}: {result.agreeing}; {together}: {difference}"
    for finding in result.findings:
        yield f"! {finding.words(lang)}"


@define(eq=False)
class _Pair:
    """What was paid and what is registered for one contact at one unit."""

    paid: Decimal = _ZERO
    registered: Decimal = _ZERO
    times_paid: int = 0
    times_registered: int = 0

    @property
    def difference(self) -> Decimal:
        return self.paid - self.registered


def reconcile(
    paid: Iterable[Payment] | Compensation | Any,  # noqa: ANN401 - or any table
    registered: Iterable[Payment] | Compensation | Any,  # noqa: ANN401 - or any table
    *,
    columns: Columns | None = None,
) -> Reconciliation:
    """Compare what was paid with what is registered, by unit, and explain the difference.

    Sums are compared for each contact at each unit. A contact paid to one unit and
    registered at another explains a difference at both. A payment without a contact
    cannot be matched: a unit that has one is compared by its sum alone, and its difference
    is unexplained. Events of a compensation that were not paid are left out. Two sides that
    agree give an empty result.

    Args:
        paid: What was paid, as payments, a compensation, or a table with the columns
            ``contact_id``, ``unit_id`` and ``amount``.
        registered: What should have been paid, in the same form.
        columns: What the columns of the tables are called.

    Raises:
        UsageError: One side is a table and the other is not, or an amount is a float.
    """
    left = as_objects(_events(paid), Payment, "paid")
    right = as_objects(_events(registered), Payment, "registered")
    approximate = any(_is_approximate(side) for side in (paid, registered, left, right))
    if left is not None and right is not None:
        return _reconcile(left, right, approximate=approximate)
    if left is not None or right is not None:
        message = Phrase(
            "what was paid and what is registered are given as objects and as a table",
            "det som betalats och det som registrerats är givet som objekt och som tabell",
        )
        raise UsageError(message)
    from kvacodes.funding import tables

    return tables.reconcile(
        _events(paid), _events(registered), columns=columns, approximate=approximate
    )


def _events(side: object) -> object:
    return side.events if isinstance(side, Compensation) else side


def _is_approximate(side: object) -> bool:
    if isinstance(side, Compensation):
        return side.amount.approximate
    return isinstance(side, tuple) and any(payment.approximate for payment in side)


def _reconcile(
    paid: Iterable[Payment], registered: Iterable[Payment], *, approximate: bool
) -> Reconciliation:
    pairs: dict[tuple[str, object], _Pair] = {}
    for payment in paid:
        if payment.verdict == "paid":
            pair = pairs.setdefault(_pair_key(payment), _Pair())
            pair.paid += exactly(payment.amount)
            pair.times_paid += 1
    for payment in registered:
        if payment.verdict == "paid":
            pair = pairs.setdefault(_pair_key(payment), _Pair())
            pair.registered += exactly(payment.amount)
            pair.times_registered += 1
    contacts = tuple(_discrepancies(pairs, approximate=approximate))
    lines, agreeing = _unit_lines(pairs, contacts, approximate=approximate)
    twice = sum(d.kind == "paid-twice" for d in contacts)
    return Reconciliation(
        lines=tuple(lines),
        contacts=contacts,
        paid=_kr(sum((p.paid for p in pairs.values()), _ZERO), approximate=approximate),
        registered=_kr(sum((p.registered for p in pairs.values()), _ZERO), approximate=approximate),
        agreeing=agreeing,
        findings=(FundingFinding(finding="paid-twice", count=twice),) if twice else (),
    )


def _pair_key(payment: Payment) -> tuple[str, object]:
    return (payment.unit_id or "", payment.contact_id)


def _kr(amount: Decimal, *, approximate: bool) -> Figure:
    return Figure(amount, "kr", approximate=approximate)


def _discrepancies(
    pairs: dict[tuple[str, object], _Pair], *, approximate: bool
) -> Iterator[Discrepancy]:
    summed = {unit for (unit, contact) in pairs if contact is None}
    elsewhere: dict[object, Decimal] = {}
    for (_, contact), pair in pairs.items():
        elsewhere[contact] = elsewhere.get(contact, _ZERO) + pair.difference
    for (unit, contact), pair in sorted(
        pairs.items(), key=lambda item: (item[0][0], str(item[0][1]))
    ):
        if contact is None or unit in summed or not pair.difference:
            continue
        yield Discrepancy(
            unit_id=unit,
            contact_id=contact,  # type: ignore[arg-type]
            kind=_kind(pair, elsewhere[contact]),
            paid=pair.paid,
            registered=pair.registered,
            approximate=approximate,
        )


def _kind(pair: _Pair, difference_everywhere: Decimal) -> str:
    if not difference_everywhere:
        return "unit-differs"
    if not pair.times_registered:
        return "paid-not-registered"
    if not pair.times_paid:
        return "registered-not-paid"
    return "paid-twice" if pair.times_paid > pair.times_registered else "amount-differs"


def _unit_lines(
    pairs: dict[tuple[str, object], _Pair],
    contacts: Iterable[Discrepancy],
    *,
    approximate: bool,
) -> tuple[list[ReconciliationLine], int]:
    own: dict[str, list[Discrepancy]] = {}
    for discrepancy in contacts:
        own.setdefault(discrepancy.unit_id, []).append(discrepancy)
    paid: dict[str, Decimal] = {}
    registered: dict[str, Decimal] = {}
    for (unit, _), pair in pairs.items():
        paid[unit] = paid.get(unit, _ZERO) + pair.paid
        registered[unit] = registered.get(unit, _ZERO) + pair.registered
    differing = [u for u in sorted(paid) if paid[u] != registered[u] or u in own]
    lines = [
        ReconciliationLine(
            unit_id=unit,
            paid=_kr(paid[unit], approximate=approximate),
            registered=_kr(registered[unit], approximate=approximate),
            explained=sum((d.difference for d in own.get(unit, ())), _ZERO),
            contacts=len(own.get(unit, ())),
        )
        for unit in differing
    ]
    return lines, len(paid) - len(differing)
