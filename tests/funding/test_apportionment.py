"""Apportionment: what adds up, and what stays in order."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from funding_strategies import counts
from hypothesis import assume, given
from hypothesis import strategies as st

from kvacodes.errors import UsageError
from kvacodes.funding import Method, Rounding, apportion
from kvacodes.funding.apportionment import round_fraction

ORE = Decimal("0.01")
totals = st.integers(0, 10**10).map(lambda ore: Decimal(ore).scaleb(-2))


@given(totals, counts)
def test_largest_remainder_adds_up_to_the_ore(total: Decimal, weights: dict[str, int]) -> None:
    """Shares add up to the total exactly, and none is a whole öre from its exact share."""
    assume(any(weights.values()))
    shares = apportion(total, weights)
    assert sum(shares.values()) == total
    summed = sum(weights.values())
    for name, share in shares.items():
        exact = Fraction(total) * weights[name] / summed
        assert abs(Fraction(share) - exact) < Fraction(ORE)


@given(totals, counts)
def test_more_weight_never_gives_less(total: Decimal, weights: dict[str, int]) -> None:
    """Within one apportionment, shares are in the order of weights."""
    assume(any(weights.values()))
    shares = apportion(total, weights)
    for (one, more), (other, less) in itertools.permutations(weights.items(), 2):
        if more > less:
            assert shares[one] >= shares[other]


@given(totals, counts, st.integers(1, 500), st.sampled_from(Method))
def test_gaining_weight_never_loses(
    total: Decimal, weights: dict[str, int], gained: int, method: Method
) -> None:
    """A unit that lists more, all else equal, gets no less."""
    assume(any(weights.values()))
    name = min(weights)
    before = apportion(total, weights, method=method)
    after = apportion(total, weights | {name: weights[name] + gained}, method=method)
    assert after[name] >= before[name]


@given(totals, counts)
def test_order_does_not_matter(total: Decimal, weights: dict[str, int]) -> None:
    """The answer is a function of names and weights alone."""
    assume(any(weights.values()))
    turned = dict(reversed(weights.items()))
    assert apportion(total, weights) == apportion(total, turned)


@given(totals, counts, st.sampled_from(Rounding))
def test_proportional_shares_are_rounded_one_by_one(
    total: Decimal, weights: dict[str, int], rounding: Rounding
) -> None:
    """Each share is its own exact share, rounded as stated; the sum is within rounding."""
    assume(any(weights.values()))
    shares = apportion(total, weights, method=Method.PROPORTIONAL, rounding=rounding)
    summed = sum(weights.values())
    for name, share in shares.items():
        assert share == round_fraction(Fraction(total) * weights[name] / summed, ORE, rounding)
    assert abs(sum(shares.values()) - total) <= ORE * len(shares)


@pytest.mark.parametrize(
    ("rounding", "values"),
    [
        (Rounding.HALF_UP, ["0.13", "0.12", "0.13", "0.14"]),
        (Rounding.HALF_EVEN, ["0.12", "0.12", "0.13", "0.14"]),
        (Rounding.DOWN, ["0.12", "0.12", "0.12", "0.13"]),
    ],
)
def test_the_three_roundings(rounding: Rounding, values: list[str]) -> None:
    """Halves go up, to the even neighbour, or down; the rest to the nearest or down."""
    shares = [Fraction(125, 1000), Fraction(124, 1000), Fraction(126, 1000), Fraction(1351, 10000)]
    rounded = [str(round_fraction(share, ORE, rounding)) for share in shares]
    assert rounded == values


def test_ties_go_to_the_lower_name() -> None:
    """Three equal shares of one krona: the odd öre goes to the first name."""
    assert apportion("1.00", {"c": 1, "b": 1, "a": 1}) == {
        "a": Decimal("0.34"),
        "b": Decimal("0.33"),
        "c": Decimal("0.33"),
    }


def test_whole_posts_can_be_shared() -> None:
    """The unit of rounding is the caller's."""
    assert apportion(80, {"a": 2, "b": 1}, quantum=Decimal(1)) == {
        "a": Decimal(53),
        "b": Decimal(27),
    }


def test_nobody_gets_nothing() -> None:
    """Without names there are no shares, and of nothing everybody gets nothing."""
    assert apportion(100, {}) == {}
    assert apportion(0, {"a": 0, "b": 0}) == {"a": 0, "b": 0}


@pytest.mark.parametrize(
    ("total", "weights", "message"),
    [
        (-1, {"a": 1}, "a total or a weight below zero cannot be shared"),
        (1, {"a": -1}, "a total or a weight below zero cannot be shared"),
        ("0.001", {"a": 1}, "the total is no multiple of 0.01, to which shares are rounded"),
        (1, {"a": 0}, "there is a total to share, and all weights are 0"),
    ],
)
def test_what_cannot_be_shared(total: str | int, weights: dict[str, int], message: str) -> None:
    """The sentence says why."""
    with pytest.raises(UsageError) as caught:
        apportion(total, weights)
    assert str(caught.value) == message
