"""Applications: whether one can be made, by whom, with what, and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from attrs import frozen

from kvacodes.findings import Severity
from kvacodes.funding.kinds import FundingFinding
from kvacodes.model.rules import ApplicationRule
from kvacodes.model.words import Lang

__all__ = ["ApplicationAnswer", "application_open"]


@frozen(kw_only=True)
class ApplicationAnswer:
    """Whether an application is in order; true where it is.

    Attributes:
        rule: What is applied for.
        on: The day of the application.
        findings: What is wrong with it, and what could not be checked.
    """

    rule: ApplicationRule
    on: date
    findings: tuple[FundingFinding, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing stands against the application."""
        return all(f.severity is not Severity.ERROR for f in self.findings)

    def explain(self, lang: Lang = "sv") -> str:
        """Say whether it is in order, what stands against it, and what happens next."""
        sv, rule = lang == "sv", self.rule
        verdict = ("kan göras", "kan inte göras") if sv else ("can be made", "cannot be made")
        title = rule.title.in_language(lang) or rule.id
        lines = [f"{title}: {verdict[not self.is_open]} {self.on}"]
        lines += [f"- {finding.words(lang)}" for finding in self.findings]
        if rule.decided_by:
            lines.append(
                f"{rule.decided_by} beslutar efter {rule.deadline}"
                if sv
                else f"{rule.decided_by} decides after {rule.deadline}"
            )
        if rule.answered_to:
            told = rule.answered_to.in_language(lang)
            lines.append(f"svar till {told}" if sv else f"the answer goes to {told}")
        return "\n".join(lines)

    def __bool__(self) -> bool:
        """Say whether the application is in order."""
        return self.is_open

    def __iter__(self) -> Iterator[FundingFinding]:
        """Give the findings."""
        return iter(self.findings)


def application_open(
    rule: ApplicationRule,
    *,
    on: date,
    submitted_by: str | None = None,
    attachments: Collection[str] | None = None,
) -> ApplicationAnswer:
    """Say whether an application can be made on a day, and what is missing.

    The last day belongs to the time of application. Who applies, and what comes with the
    application, are compared without regard to letter case. What is not told is not
    checked, and a finding says so.

    Args:
        rule: The application rule of a document.
        on: The day of the application.
        submitted_by: The role or body that applies; the empty string is nobody.
        attachments: What comes with the application.
    """
    return ApplicationAnswer(
        rule=rule,
        on=on,
        findings=(
            *_of_day(rule, on),
            *_of_submitter(rule, submitted_by),
            *_of_attachments(rule, attachments),
        ),
    )


def _of_day(rule: ApplicationRule, on: date) -> Iterator[FundingFinding]:
    if on > rule.deadline:
        yield FundingFinding(
            finding="application-too-late", detail=str(on), limit=str(rule.deadline)
        )
    if rule.opens is not None and on < rule.opens:
        yield FundingFinding(finding="application-too-early", detail=str(on), limit=str(rule.opens))


def _of_submitter(rule: ApplicationRule, submitted_by: str | None) -> Iterator[FundingFinding]:
    if not rule.submitted_by:
        return
    if submitted_by is None:
        yield FundingFinding(finding="application-not-checked", detail="the submitter")
    elif _key(submitted_by) not in {_key(role) for role in rule.submitted_by}:
        yield FundingFinding(
            finding="application-submitter",
            detail=submitted_by or "nobody",
            limit=" / ".join(rule.submitted_by),
        )


def _of_attachments(
    rule: ApplicationRule, attachments: Collection[str] | None
) -> Iterator[FundingFinding]:
    if not rule.attachments:
        return
    if attachments is None:
        yield FundingFinding(finding="application-not-checked", detail="the attachments")
        return
    there = {_key(attachment) for attachment in attachments}
    for wanted in rule.attachments:
        if _key(wanted) not in there:
            yield FundingFinding(finding="application-attachment-missing", detail=wanted)


def _key(words: str) -> str:
    return " ".join(words.split()).casefold()
