"""Counts on the screen and in summaries: small ones hidden, as in the report."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["in_words", "parts_shown"]


def parts_shown(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Hide small counts among parts of a whole that readers may know from elsewhere."""
    from kvacodes.disclosure import hide_counts

    whole = {"": sum(counts.values())}
    shown = hide_counts(whole | dict(counts), total="", told=whole)
    return {key: shown[key] for key in counts}


def in_words(counts: Mapping[str, int | None]) -> str:
    """Say counts in a line."""
    return ", ".join(f"{key} {'‥' if n is None else n}" for key, n in counts.items())
