"""Indicators: what the follow-up of a programme asks, as functions of contacts and persons.

Every function takes objects (`Visit`, `Person`) or tables of any kind. On objects it is
plain Python and the specification; on tables the same figures come from the engine.
"""

from __future__ import annotations

from kvacodes.indicators.completion import completion
from kvacodes.indicators.conformance_rate import conformance_rate
from kvacodes.indicators.continuity import continuity
from kvacodes.indicators.lead_time import lead_time
from kvacodes.indicators.listed import listed
from kvacodes.indicators.other_care import other_care
from kvacodes.indicators.visits import visits

__all__ = [
    "completion",
    "conformance_rate",
    "continuity",
    "lead_time",
    "listed",
    "other_care",
    "visits",
]
