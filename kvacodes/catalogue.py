"""Many documents as one: look-up (to be deepened)."""

from __future__ import annotations

from collections.abc import Iterable

from kvacodes.model.document import CodeSet

class Catalogue:
    """Code sets by name, codes, decisions."""

    def __init__(self, code_sets: Iterable[CodeSet] = ()) -> None:
        """Take the code sets."""
        self.code_sets = tuple(code_sets)
        self._codes = {code.code: code for s in self.code_sets for code in s.codes}
    def code(self, code): return self._codes[code]
    def code_set(self, name):
        return next(s for s in self.code_sets if s.id == name)
