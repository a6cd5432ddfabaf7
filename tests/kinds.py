"""The kinds of table that tests are run with."""

from __future__ import annotations

KINDS = (
    "polars",
    "polars-lazy",
    "parquet",
    "pandas",
    "pandas-arrow",
    "pyarrow",
    "duckdb",
    "ibis",
)
"""The kinds of table that need no server."""
