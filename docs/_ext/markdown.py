"""Small pieces of Markdown that several pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kvacodes.model import Basis, Label


def both(label: Label) -> str:
    """Return the Swedish words, with the English ones beside where there are any."""
    return f"{label.sv} ({label.en})" if label.en and label.en != label.sv else label.sv


def basis_mark(basis: Basis) -> str:
    """Return what a statement rests on, unless that is the decision."""
    return "" if basis is Basis.DECISION else f" – *{basis}*"


def sentence(*parts: str) -> str:
    """Join what is there with commas."""
    return ", ".join(part for part in parts if part)


def facts(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return a list of names with their words; those without words are left out."""
    lines = [f"- **{name}**: {' '.join(words.split())}" for name, words in pairs if words]
    return [*lines, ""] if lines else []


def bullets(heading: str, items: Iterable[str]) -> list[str]:
    """Return a section with a list, or nothing where the list is empty."""
    lines = [f"- {item}" for item in items]
    return [heading, "", *lines, ""] if lines else []


def cell(text: str) -> str:
    """Return a text that may stand in a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table."""
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return [*lines, ""]
