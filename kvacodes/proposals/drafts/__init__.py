"""Making a new document: from a decision text, or from answers."""

from __future__ import annotations

from kvacodes.proposals.drafts.decision_text import draft_from_decision, draft_from_text
from kvacodes.proposals.drafts.draft import Draft, DraftCode, DraftDecision, Unread
from kvacodes.proposals.drafts.writing import write_draft

__all__ = [
    "Draft",
    "DraftCode",
    "DraftDecision",
    "Unread",
    "draft_from_decision",
    "draft_from_text",
    "write_draft",
]
