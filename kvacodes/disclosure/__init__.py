"""Small numbers: what must be hidden before figures are published, and what gives it away."""

from __future__ import annotations

from kvacodes.disclosure.suppression import (
    DEFAULT_THRESHOLD,
    Hidden,
    Suppression,
    hide_counts,
    suppress,
    suppress_all,
)

__all__ = [
    "DEFAULT_THRESHOLD",
    "Hidden",
    "Suppression",
    "hide_counts",
    "suppress",
    "suppress_all",
]
