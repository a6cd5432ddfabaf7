"""Code sets in the formats of other systems: one module for each format.

The SQL of `kvacodes.exports.sql` is imported by itself, since it needs sqlglot.
"""

from __future__ import annotations

from kvacodes.exports.fhir import Addresses, to_fhir
from kvacodes.exports.genericode import to_genericode
from kvacodes.exports.omop import to_omop
from kvacodes.exports.rows import code_rows, to_csv
from kvacodes.exports.workbook import to_workbook

__all__ = [
    "Addresses",
    "code_rows",
    "to_csv",
    "to_fhir",
    "to_genericode",
    "to_omop",
    "to_workbook",
]
