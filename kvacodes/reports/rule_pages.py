"""Where the page of a rule is: the link is made from the id alone."""

from __future__ import annotations

from attrs import frozen

__all__ = ["PAGES", "RulePage", "rule_url"]

PAGES = "https://kvacodes.readthedocs.io/reference/rules"


def rule_url(rule: str) -> str:
    """Return the address of the page that explains a rule."""
    return f"{PAGES}/{rule}.html"


@frozen(kw_only=True)
class RulePage:
    """What a report says of a rule beside its findings.

    Attributes:
        id: The id of the rule.
        summary: What it finds, in a sentence.
        severity: Its severity where nothing else is said.
    """

    id: str
    summary: str
    severity: str
