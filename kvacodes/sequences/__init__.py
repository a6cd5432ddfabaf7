"""Visit sequences: check visits against the steps of a programme, and say what comes next.

The functions take either objects (`Visit`, `Person`) or tables of any kind. On objects
they need the core libraries alone, and their plain Python is the specification.
"""

from __future__ import annotations

from kvacodes.extracts import Columns, Person, Visit
from kvacodes.sequences.cases import examples
from kvacodes.sequences.check import Evaluation, VisitVerdict, check_visits, evaluate, trace
from kvacodes.sequences.conformance import ConformanceResult, conformance, next_due
from kvacodes.sequences.covered import Coverage, coverage
from kvacodes.sequences.drawing import draw_sequence
from kvacodes.sequences.drawn_person import draw_person
from kvacodes.sequences.example import Example
from kvacodes.sequences.explaining import Explanation, explain
from kvacodes.sequences.kinds import FINDINGS, VisitFinding
from kvacodes.sequences.status import NextDue, Series, SeriesStatus, StepState, StepStatus
from kvacodes.sequences.tried import Tried, Verdict
from kvacodes.sequences.wording import describe, message

__all__ = [
    "FINDINGS",
    "Columns",
    "ConformanceResult",
    "Coverage",
    "Evaluation",
    "Example",
    "Explanation",
    "NextDue",
    "Person",
    "Series",
    "SeriesStatus",
    "StepState",
    "StepStatus",
    "Tried",
    "Verdict",
    "Visit",
    "VisitFinding",
    "VisitVerdict",
    "check_visits",
    "conformance",
    "coverage",
    "describe",
    "draw_person",
    "draw_sequence",
    "evaluate",
    "examples",
    "explain",
    "message",
    "next_due",
    "trace",
]
