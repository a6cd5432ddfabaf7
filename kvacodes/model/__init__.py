"""The typed objects that documents become: plain records, without parsing or computing."""

from __future__ import annotations

from kvacodes.model.changes import Change, ChangeKind
from kvacodes.model.code import Code, CodeShape, DatedText, Force, Namespace, Owner, Run, code_key
from kvacodes.model.decision import Decision, Start, StartKind, diary_key
from kvacodes.model.document import CodeSet
from kvacodes.model.follow_up import (
    Agreement,
    FollowUp,
    Initiative,
    Occasion,
    Partner,
    Question,
    QuestionKind,
    Review,
)
from kvacodes.model.rules import DatedValue, Parameter, Rules
from kvacodes.model.sequence import (
    Anchor,
    AnchorKind,
    Condition,
    Episodes,
    Joint,
    Match,
    Order,
    Origin,
    Sequence,
    Step,
    Strength,
    Window,
)
from kvacodes.model.words import Basis, Label, Lang

__all__ = [
    "Agreement",
    "Anchor",
    "AnchorKind",
    "Basis",
    "Change",
    "ChangeKind",
    "Code",
    "CodeSet",
    "CodeShape",
    "Condition",
    "DatedText",
    "DatedValue",
    "Decision",
    "Episodes",
    "FollowUp",
    "Force",
    "Initiative",
    "Joint",
    "Label",
    "Lang",
    "Match",
    "Namespace",
    "Occasion",
    "Order",
    "Origin",
    "Owner",
    "Parameter",
    "Partner",
    "Question",
    "QuestionKind",
    "Review",
    "Rules",
    "Run",
    "Sequence",
    "Start",
    "StartKind",
    "Step",
    "Strength",
    "Window",
    "code_key",
    "diary_key",
]
