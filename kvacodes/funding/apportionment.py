"""Apportionment: shares that are rounded, and what becomes of the rest.

*Largest remainder* (Hamilton's method) rounds every share down and gives one unit of
rounding each to those that lost most, so the shares add up to the total. *Proportional*
rounds every share by itself, so that each can be checked alone; the shares then add up to
the total only within rounding, and the difference is told.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from kvacodes.errors import NOTHING, Phrase, UsageError
from kvacodes.funding.figures import ORE, exactly

__all__ = ["Method", "Rounding", "apportion", "apportion_quotas", "round_fraction"]


class Method(enum.StrEnum):
    """How shares become whole units of rounding."""

    LARGEST_REMAINDER = "largest-remainder"
    PROPORTIONAL = "proportional"


class Rounding(enum.StrEnum):
    """How one share is rounded under `Method.PROPORTIONAL`."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    DOWN = "down"


def apportion(
    total: Decimal | int | str,
    weights: Mapping[str, int | Decimal],
    *,
    quantum: Decimal = ORE,
    method: Method = Method.LARGEST_REMAINDER,
    rounding: Rounding = Rounding.HALF_UP,
) -> dict[str, Decimal]:
    """Share a total in proportion to weights.

    By largest remainder the shares add up to the total exactly. Ties go to the lower
    name, so the answer does not depend on order. No weights give no shares.

    >>> apportion("100.00", {"a": 1, "b": 1, "c": 1})
    {'a': Decimal('33.34'), 'b': Decimal('33.33'), 'c': Decimal('33.33')}

    Args:
        total: What is shared; a multiple of `quantum`, not negative.
        weights: The weight of each name, not negative.
        quantum: What shares are rounded to.
        method: How shares become multiples of `quantum`.
        rounding: How one share is rounded, where each is rounded by itself.

    Raises:
        UsageError: The total or a weight is negative, the total is no multiple of
            `quantum`, or there is something to share and all weights are zero.
    """
    whole = Fraction(exactly(total))
    parts = {name: Fraction(exactly(weight)) for name, weight in weights.items()}
    _require_shareable(whole, parts, quantum)
    summed = sum(parts.values())
    quotas = {
        name: whole * part / summed if summed else Fraction(0) for name, part in parts.items()
    }
    return apportion_quotas(quotas, quantum=quantum, method=method, rounding=rounding)


def _require_shareable(whole: Fraction, parts: Mapping[str, Fraction], quantum: Decimal) -> None:
    message = NOTHING
    if whole < 0 or any(part < 0 for part in parts.values()):
        message = Phrase(
            "a total or a weight below zero cannot be shared",
            "en summa eller vikt under noll kan inte fördelas",
        )
    elif whole % Fraction(quantum):
        message = Phrase(
            f"the total is no multiple of {quantum}, to which shares are rounded",
            f"summan är ingen multipel av {quantum}, som andelarna avrundas till",
        )
    elif whole and parts and not any(parts.values()):
        message = Phrase(
            "there is a total to share, and all weights are 0",
            "det finns en summa att fördela, men alla vikter är 0",
        )
    if message:
        raise UsageError(message)


def apportion_quotas(
    quotas: Mapping[str, Fraction],
    *,
    quantum: Decimal = ORE,
    method: Method = Method.LARGEST_REMAINDER,
    rounding: Rounding = Rounding.HALF_UP,
) -> dict[str, Decimal]:
    """Round exact shares; by largest remainder they add up to their rounded sum."""
    if method is Method.PROPORTIONAL:
        return {name: round_fraction(quota, quantum, rounding) for name, quota in quotas.items()}
    step = Fraction(quantum)
    floors = {name: quota // step for name, quota in quotas.items()}
    target = round_fraction(sum(quotas.values(), Fraction(0)), quantum)
    left = int(Fraction(target) / step) - sum(floors.values())
    by_remainder = sorted(quotas, key=lambda name: (floors[name] - quotas[name] / step, name))
    for name in by_remainder[:left]:
        floors[name] += 1
    return {name: quantum * count for name, count in floors.items()}


def round_fraction(
    share: Fraction, quantum: Decimal, rounding: Rounding = Rounding.HALF_UP
) -> Decimal:
    """Round an exact share, not negative, to a multiple of the quantum."""
    count, rest = divmod(share / Fraction(quantum), 1)
    half = Fraction(1, 2)
    if rounding is not Rounding.DOWN and (
        rest > half or (rest == half and (rounding is Rounding.HALF_UP or count % 2))
    ):
        count += 1
    return quantum * int(count)
