"""National editions of KVÅ: reading the authority's files, keeping and comparing them.

The authority's list is never part of this project: a steward downloads an edition and
points at it. A regional code must not collide with it.

Reading and keeping are fetched on first use: a check without an edition needs neither.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from kvacodes.proposals.national.edition import Edition, NationalCode, comparable_text

if TYPE_CHECKING:
    from kvacodes.proposals.national.comparing import (
        EditionChanges,
        Reworded,
        Touched,
        compare,
        touched,
    )
    from kvacodes.proposals.national.files import read_edition
    from kvacodes.proposals.national.store import (
        StoredEdition,
        open_edition,
        store_edition,
        stored_editions,
    )

_HOMES = {
    "EditionChanges": "comparing",
    "Reworded": "comparing",
    "StoredEdition": "store",
    "Touched": "comparing",
    "compare": "comparing",
    "open_edition": "store",
    "read_edition": "files",
    "store_edition": "store",
    "stored_editions": "store",
    "touched": "comparing",
}

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


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    """Fetch a name on first use."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
