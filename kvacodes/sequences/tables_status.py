"""Status as tables: the state of each step and of the whole sequence, for all at once."""

from __future__ import annotations

import polars as pl

__all__: list[str] = []

