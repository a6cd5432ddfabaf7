"""Reconciliation: paid against registered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from funding_strategies import payments
from hypothesis import given
from hypothesis import strategies as st

from kvacodes.errors import UsageError
from kvacodes.extracts import Visit
from kvacodes.funding import Figure, Payment, compensate, reconcile


def paid(contact: str | None, unit: str = "vc-1", amount: int | str = 3000) -> Payment:
    """Return a payment."""
    return Payment(contact_id=contact, unit_id=unit, amount=Decimal(amount))


@pytest.mark.parametrize(
    ("left", "right", "kind", "difference"),
    [
        ([paid("c1")], [], "paid-not-registered", 3000),
        ([], [paid("c1")], "registered-not-paid", -3000),
        ([paid("c1"), paid("c1")], [paid("c1")], "paid-twice", 3000),
        ([paid("c1", amount=3500)], [paid("c1")], "amount-differs", 500),
    ],
)
def test_how_a_contact_explains_a_difference(
    left: list[Payment], right: list[Payment], kind: str, difference: int
) -> None:
    """Each kind, with its sign."""
    found = reconcile(left, right)
    (contact,) = found.contacts
    assert (contact.kind, contact.difference) == (kind, difference)
    (line,) = found
    assert (line.difference.value, line.explained, line.unexplained) == (difference, difference, 0)
    assert [f.finding for f in found.findings] == (["paid-twice"] if kind == "paid-twice" else [])


def test_paid_to_another_unit() -> None:
    """One contact explains a difference at both units, and none in all."""
    found = reconcile([paid("c1", "vc-1")], [paid("c1", "vc-2")])
    assert [(d.unit_id, d.kind, d.difference) for d in found.contacts] == [
        ("vc-1", "unit-differs", 3000),
        ("vc-2", "unit-differs", -3000),
    ]
    assert found.difference == Figure(0, "kr")


def test_a_sum_without_contacts_is_compared_as_a_sum() -> None:
    """A lump sum cannot be matched: the unit's difference has no contact to explain it."""
    found = reconcile([paid(None, amount=10_000)], [paid("c1"), paid("c2"), paid("c3")])
    assert found.contacts == ()
    assert [str(line) for line in found] == [
        (
            "vc-1: paid 10 000 kr, registered 9 000 kr, difference +1 000 kr; "
            "+1 000 kr without a contact"
        )
    ]
    assert len(reconcile([paid(None, amount=9000)], [paid("c1"), paid("c2"), paid("c3")])) == 0


def test_the_explanation() -> None:
    """Units that differ by line, those that agree by number, in both languages."""
    left = [paid("c1"), paid("c2"), paid("c3", "vc-2"), paid("c4", "vc-3")]
    right = [paid("c1"), paid("c3", "vc-2"), paid("c4", "vc-3", 2500)]
    found = reconcile(left, right)
    assert found.explain("sv").splitlines() == [
        (
            "vc-1: betalt 6 000 kr, registrerat 3 000 kr, skillnad +3 000 kr; "
            "1 kontakt förklarar +3 000 kr"
        ),
        (
            "vc-3: betalt 3 000 kr, registrerat 2 500 kr, skillnad +500 kr; "
            "1 kontakt förklarar +500 kr"
        ),
        "enheter som stämmer: 1; skillnad tillsammans: +3 500 kr",
    ]
    assert (
        found.explain("en").splitlines()[-1] == "units that agree: 1; difference in all: +3 500 kr"
    )
    assert [d.explain("sv") for d in found.contacts] == [
        "betald men inte registrerad: +3 000 kr",
        "beloppen skiljer sig: +500 kr",
    ]
    assert (found.paid.value, found.registered.value, found.agreeing) == (12_000, 8_500, 1)


def test_a_compensation_is_what_should_have_been_paid() -> None:
    """Events that were not paid are left out of the comparison."""
    rows = [
        Visit(contact_id=contact, person_id="p1", code="AA000", unit_id="vc-1")
        for contact in ("c1", "c2")
    ]
    registered = compensate(rows, codes=["AA000"], amount=3000)
    assert len(reconcile([], registered)) == 0  # no contact has a date, so none is paid


def test_an_approximate_amount_stays_approximate() -> None:
    """A difference from an approximate sum is not exact."""
    rows = [Visit(contact_id="c1", code="AA000", unit_id="u", date=None)]
    about = compensate(rows, codes=["AA000"], amount=Figure(3000, "kr", approximate=True))
    found = reconcile([paid("c1", "u")], about)
    assert str(found.lines[0]) == (
        "u: paid about 3 000 kr, registered about 0 kr, difference about 3 000 kr; "
        "1 contact explains about 3 000 kr"
    )


@given(payments)
def test_the_same_on_both_sides_is_empty(rows: list[Payment]) -> None:
    """reconcile(x, x) holds nothing, in whatever order the rows come."""
    found = reconcile(rows, rows[::-1])
    assert (len(found), found.contacts, found.findings) == (0, (), ())
    assert found.difference.value == 0


@given(payments, payments)
def test_what_contacts_explain_adds_up(left: list[Payment], right: list[Payment]) -> None:
    """Differences of lines add up to the difference in all, and contacts to the explained."""
    found = reconcile(left, right)
    assert sum(line.difference.value for line in found) == found.difference.value
    for line in found:
        own = [d for d in found.contacts if d.unit_id == line.unit_id]
        assert line.explained == sum(d.difference for d in own)
        assert line.contacts == len(own)


@given(payments, payments)
def test_turned_round_the_signs_turn(left: list[Payment], right: list[Payment]) -> None:
    """The same units differ by the opposite amounts."""
    one, other = reconcile(left, right), reconcile(right, left)
    assert [(line.unit_id, line.difference.value) for line in one] == [
        (line.unit_id, -line.difference.value) for line in other
    ]


@given(payments, payments, st.permutations(range(9)))
def test_the_order_of_rows_does_not_matter(
    left: list[Payment], right: list[Payment], order: list[int]
) -> None:
    """Shuffled payments give the same lines and contacts."""
    shuffled = [left[i] for i in order if i < len(left)]
    assert reconcile(left, right) == reconcile(shuffled, right)


def test_objects_and_a_table_do_not_mix() -> None:
    """One side as objects and the other as a table is a mistake."""
    with pytest.raises(UsageError) as caught:
        reconcile([], object())
    assert str(caught.value) == (
        "what was paid and what is registered are given as objects and as a table"
    )


def test_a_float_is_refused() -> None:
    """An amount must be exact."""
    with pytest.raises(UsageError) as caught:
        reconcile([Payment(contact_id="c1", amount=0.1)], [])  # type: ignore[arg-type]
    assert str(caught.value) == (
        "0.1 is no exact number; give a Decimal, a whole number or text such as '612000'"
    )


def test_findings_end_the_explanation() -> None:
    """What was paid twice is told below the sum."""
    found = reconcile([paid("c1"), paid("c1")], [paid("c1")])
    assert found.explain("sv").splitlines()[-1] == "! betalda mer än en gång: 1 kontakt"
    assert [line.unit_id for line in found] == ["vc-1"]
