"""The pages of the rules that `kvacodes check` runs, one for each id."""

from __future__ import annotations

from markdown import cell, table

from kvacodes.proposals.pages import page_of, rule_pages


def rule_pages_by_name() -> dict[str, str]:
    """Return file name and text of the page of every rule, and of the index."""
    rules = rule_pages()
    index = [
        "# Rules",
        "",
        "What `kvacodes check` finds in documents. An id is for ever: a rule that is removed keeps",
        "its id and its page.",
        "",
        *table(
            ("Rule", "Finds", "Severity"),
            ((f"[`{rule.id}`]({rule.id}.md)", cell(rule.summary), rule.severity) for rule in rules),
        ),
        "```{toctree}",
        ":hidden:",
        "",
        *(rule.id for rule in rules),
        "```",
        "",
    ]
    return {"index.md": "\n".join(index)} | {f"{rule.id}.md": page_of(rule.id) for rule in rules}
