"""Sequences that contradict themselves (to come)."""

from __future__ import annotations

from kvacodes.documents.reading import Reading
from kvacodes.model.sequence import Sequence


def check_sequence(sequence: Sequence, reading: Reading) -> None:
    """Report what can never hold."""
