"""The codes of a set as plain rows: what every tabular format writes."""

from __future__ import annotations

import csv
import io

from kvacodes.model import Code, CodeSet
from kvacodes.periods import ALWAYS

__all__ = ["COLUMNS", "code_rows", "to_csv"]

COLUMNS = (
    "code",
    "text",
    "description",
    "valid_from",
    "valid_to",
    "decision",
    "diary_number",
    "decided_on",
    "basis",
    "source",
    "code_set",
)
"""The columns: days are ISO 8601, and the last valid day is included."""


def code_rows(code_set: CodeSet) -> list[dict[str, str]]:
    """Return a row for each code, interval of validity and text in it.

    A code that ended and came back, or changed its text, has several rows. An open end is
    empty, and so is a description that is not stated.
    """
    return [row for code in code_set.codes for row in _rows(code, code_set)]


def _rows(code: Code, code_set: CodeSet) -> list[dict[str, str]]:
    texts = [(dated.text, dated.valid) for dated in code.texts] or [(code.text, ALWAYS)]
    rows = []
    for interval in code.validity:
        for text, days in texts:
            valid = interval.overlap(days)
            if valid is None:
                continue
            rows.append(
                {
                    "code": code.code,
                    "text": text,
                    "description": code.description or "",
                    "valid_from": str(valid.start or ""),
                    "valid_to": str(valid.last or ""),
                    "decision": code.decision.id,
                    "diary_number": code.decision.diary_number or "",
                    "decided_on": str(code.decision.decided_on or ""),
                    "basis": str(code.basis),
                    "source": code.source,
                    "code_set": code_set.id,
                }
            )
    return rows


def to_csv(code_set: CodeSet, *, dialect: str = "comma") -> str:
    """Return the codes as CSV: ``comma``, or ``swedish`` with semicolons for spreadsheets."""
    target = io.StringIO()
    delimiter = ";" if dialect == "swedish" else ","
    writer = csv.DictWriter(target, COLUMNS, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(code_rows(code_set))
    return target.getvalue()
