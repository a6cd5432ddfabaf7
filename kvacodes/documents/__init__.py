"""Reading documents: text to positioned nodes to objects, with all findings at once."""

from __future__ import annotations

from kvacodes.documents.loading import Document, load, read, read_document, read_documents
from kvacodes.documents.rules_of_form import RULES_OF_FORM, RuleOfForm

__all__ = [
    "RULES_OF_FORM",
    "Document",
    "RuleOfForm",
    "load",
    "read",
    "read_document",
    "read_documents",
]
