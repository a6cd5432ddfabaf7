"""Random numbers that are a function of the seed, a name and the row alone.

A row's number does not depend on the other rows, nor on what else is drawn, so asking
for one more defect changes nothing else in an extract. The mixing is of the kind that
splitmix64 uses: sums and products that wrap at 64 bits, which Polars' whole numbers do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import polars as pl

__all__ = ["Draws", "one_of"]

_WEYL = 0x9E3779B97F4A7C15
_MIX = 0xD6E8FEB86659FD93
_HALF = 1 << 32
# Less than 2**-64 by half a bit: rounding to a float never gives 1.
_TO_UNIT = 2.0**-64 * (1 - 2.0**-53)


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)


class Draws:
    """Random numbers for rows that have a number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def bits(self, name: str, row: pl.Expr) -> pl.Expr:
        """Return 64 random bits for each row."""
        digest = hashlib.sha256(f"{self.seed}/{name}".encode()).digest()
        salt = int.from_bytes(digest[:8], "big")
        mixed = (row.cast(pl.UInt64) + _whole(salt)) * _whole(_WEYL)
        for _ in range(2):
            mixed = (mixed ^ (mixed // _whole(_HALF))) * _whole(_MIX)
        return mixed

    def share(self, name: str, row: pl.Expr) -> pl.Expr:
        """Return a number from 0 up to but not including 1 for each row."""
        return self.bits(name, row).cast(pl.Float64) * _TO_UNIT

    def below(self, name: str, row: pl.Expr, count: int | pl.Expr) -> pl.Expr:
        """Return a whole number from 0 up to but not including the count for each row."""
        return (self.share(name, row) * count).floor().cast(pl.Int64)

    def centred(self, name: str, row: pl.Expr) -> pl.Expr:
        """Return a number between −1 and 1 for each row, most often near 0."""
        return self.share(name, row) + self.share(f"{name}, again", row) - 1


def one_of(values: Sequence[str], share: pl.Expr) -> pl.Expr:
    """Choose one of the values by a number from 0 up to 1: the first most often."""
    which = (share**2 * len(values)).floor().cast(pl.UInt32)
    return pl.lit(pl.Series(values)).gather(which)
