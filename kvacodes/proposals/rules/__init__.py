"""The rules on proposals: one module each, found by themselves.

A rule is its module: the constants `ID`, `SUMMARY`, `SEVERITY`, `SINCE` and `STATUS`, a
generator `check`, and a docstring that is its page. Ids are for ever: a rule that is no
longer run keeps module and page, with the status ``removed``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from kvacodes.proposals.rule import Rule, as_rule

__all__ = ["all_rules"]


@cache
def all_rules() -> dict[str, Rule]:
    """Return the rules by id, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    rules = [as_rule(importlib.import_module(f"{__name__}.{name}")) for name in names]
    return {rule.ID: rule for rule in rules}
