"""Indicators: what the follow-up of a programme asks, as functions of contacts and persons.

Every function takes objects (`Visit`, `Person`) or tables of any kind. On objects it is
plain Python and the specification; on tables the same figures come from the engine.
"""

from __future__ import annotations

from kvacodes.extracts import Columns, Contract, Person, Reported, Visit
from kvacodes.indicators.answers import reported_template, reported_workbook
from kvacodes.indicators.answers_reading import Sheet, read_reported
from kvacodes.indicators.change import Change, change
from kvacodes.indicators.completion import completion
from kvacodes.indicators.conformance_rate import conformance_rate
from kvacodes.indicators.continuity import continuity
from kvacodes.indicators.follow_up import FollowUpResult, Part, follow_up
from kvacodes.indicators.lead_time import lead_time
from kvacodes.indicators.listed import listed
from kvacodes.indicators.other_care import other_care
from kvacodes.indicators.reported import Replies, replies_of, reported, units_to_answer
from kvacodes.indicators.visits import visits

__all__ = [
    "Change",
    "Columns",
    "Contract",
    "FollowUpResult",
    "Part",
    "Person",
    "Replies",
    "Reported",
    "Sheet",
    "Visit",
    "change",
    "completion",
    "conformance_rate",
    "continuity",
    "follow_up",
    "lead_time",
    "listed",
    "other_care",
    "read_reported",
    "replies_of",
    "reported",
    "reported_template",
    "reported_workbook",
    "units_to_answer",
    "visits",
]
