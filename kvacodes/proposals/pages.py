"""The page of each rule: made of its docstring, or of the register of form."""

from __future__ import annotations

import re
import sys

from attrs import frozen

from kvacodes.documents import RULES_OF_FORM
from kvacodes.errors import Phrase, UnknownNameError
from kvacodes.model import Lang
from kvacodes.proposals.checking import rule_ids
from kvacodes.proposals.rules import all_rules

__all__ = ["RulePage", "explain", "page_of", "rule_help", "rule_pages"]


def rule_help(rule: str) -> str:
    """Return the command that shows the page of a rule; made from the id alone.

    The pages are also part of the documentation; where that is published is not ours to say.
    """
    return f"kvacodes check --explain {rule}"


@frozen(kw_only=True)
class RulePage:
    """What a list or a report says of a rule.

    Attributes:
        id: The id of the rule.
        summary: What it finds, in a sentence.
        severity: Its severity where nothing else is said.
        since: The version that brought it; empty for rules of form, which are older than that.
        status: ``active``, or ``removed``.
        needs: What it must be given to run, such as ``national``.
    """

    id: str
    summary: str
    severity: str
    since: str = ""
    status: str = "active"
    needs: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        """The command that shows the whole page."""
        return rule_help(self.id)


def rule_pages(lang: Lang = "en") -> tuple[RulePage, ...]:
    """Return all rules, those of form included, in order of id."""
    pages = []
    for name in rule_ids():
        if name in RULES_OF_FORM:
            form = RULES_OF_FORM[name]
            summary = form.meaning.in_language(lang)
            pages.append(RulePage(id=name, summary=summary, severity=form.severity))
            continue
        rule = all_rules()[name]
        pages.append(
            RulePage(
                id=name,
                summary=rule.SUMMARY.in_language(lang),
                severity=rule.SEVERITY,
                since=rule.SINCE,
                status=rule.STATUS,
                needs=tuple(n for n in getattr(rule, "NEEDS", ()) if n != "whole"),
            )
        )
    return tuple(pages)


_OPTIONS = {"base": "--against BASE", "national": "--national FILE", "on": "--on DAY"}


def page_of(rule: str) -> str:
    """Return the page of a rule in Markdown.

    Raises:
        UnknownNameError: There is no such rule; names the closest ones.
    """
    if rule not in rule_ids():
        kind = "rule"
        raise UnknownNameError(
            kind, rule, known=rule_ids(), hint=Phrase("see --list-rules", "se --list-rules")
        )
    about = next(page for page in rule_pages() if page.id == rule)
    facts = [f"Severity: {about.severity}", f"status: {about.status}"]
    facts += [f"since: {about.since}"] if about.since else []
    facts += [f"runs with: `{_OPTIONS[need]}`" for need in about.needs]
    body = _form_page(rule) if rule in RULES_OF_FORM else _rule_page(rule)
    return f"# {rule}\n\n{body[0]}\n\n{'; '.join(facts)}.\n\n{body[1]}\n"


def _rule_page(rule: str) -> tuple[str, str]:
    module = sys.modules[f"kvacodes.proposals.rules.{rule.replace('-', '_')}"]
    summary, _, rest = (module.__doc__ or "").strip().partition("\n\n")
    return summary, rest.strip()


def _form_page(rule: str) -> tuple[str, str]:
    form = RULES_OF_FORM[rule]
    lines = [
        "## What it does",
        "",
        "The reader of documents finds this by itself; a document with an error of form does",
        "not load.",
        "",
        "## Message",
        "",
        f"> {form.message.en}",
    ]
    if form.hint.en:
        lines += ["", "## What to do", "", f"> {form.hint.en}"]
    return form.meaning.en, "\n".join(lines)


def explain(rule: str, lang: Lang = "en") -> str:
    """Return the page of a rule for a terminal, headed by the summary in the language.

    Raises:
        UnknownNameError: There is no such rule; names the closest ones.
    """
    text = re.sub(r"^#+ ", "", page_of(rule), flags=re.MULTILINE)
    summary = next(page.summary for page in rule_pages(lang) if page.id == rule)
    head = f"{summary}\n\n" if lang == "sv" else ""
    return f"{head}{text}"
