"""National editions of KVÅ: reading the authority's files, keeping and comparing them.

The authority's list is never part of this project: a steward downloads an edition and
points at it. A regional code must not collide with it.
"""

from __future__ import annotations

from kvacodes.proposals.national.compare import (
    EditionChanges,
    Reworded,
    Touched,
    compare,
    touched,
)
from kvacodes.proposals.national.edition import Edition, NationalCode, comparable_text
from kvacodes.proposals.national.files import read_edition
from kvacodes.proposals.national.store import (
    StoredEdition,
    open_edition,
    store_edition,
    stored_editions,
)

__all__ = [
    "Edition",
    "EditionChanges",
    "NationalCode",
    "Reworded",
    "StoredEdition",
    "Touched",
    "comparable_text",
    "compare",
    "open_edition",
    "read_edition",
    "store_edition",
    "stored_editions",
    "touched",
]
