"""Visit sequences: check visits against the steps of a programme, and say what comes next.

The functions take either objects (`Visit`, `Person`) or tables of any kind. On objects
they need the core libraries alone, and their plain Python is the specification.
"""

from __future__ import annotations

from kvacodes.extracts import Columns, Person, Visit
from kvacodes.sequences.check import check_visits
from kvacodes.sequences.kinds import FINDINGS, VisitFinding
from kvacodes.sequences.trace import Tried, Verdict

__all__ = [
    "FINDINGS",
    "Columns",
    "Person",
    "Tried",
    "Verdict",
    "Visit",
    "VisitFinding",
    "check_visits",
]
