"""Words that readers meet, in both languages, and what a statement rests on."""

from __future__ import annotations

import enum
from typing import Literal

from attrs import frozen

__all__ = ["Basis", "Label", "Lang"]

Lang = Literal["sv", "en"]


class Basis(enum.StrEnum):
    """What a fact in a document rests on."""

    DECISION = "decision"
    """The decision that the fact names, or that the document's codes name."""
    SOURCE = "source"
    """Another published source, named beside it."""
    DERIVED = "derived"
    """Computed from facts in a source; the computation is said beside it."""
    ASSUMPTION = "assumption"
    """A guess by those who wrote the document; shown wherever it is used."""


@frozen
class Label:
    """A title or message in Swedish and English.

    Attributes:
        sv: Swedish.
        en: English; the Swedish words where the document has no English.
    """

    sv: str
    en: str = ""

    def in_language(self, lang: Lang) -> str:
        """Return the words in the language, Swedish where English is missing."""
        return self.en or self.sv if lang == "en" else self.sv

    def __str__(self) -> str:
        """Return the Swedish words."""
        return self.sv

    def __bool__(self) -> bool:
        """Say whether there are any words."""
        return bool(self.sv)
