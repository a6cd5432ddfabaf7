"""Running the rules over documents: what the command line does, as a function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import field, frozen

from kvacodes.documents import RULES_OF_FORM, Document
from kvacodes.errors import Phrase, UnknownNameError
from kvacodes.findings import Finding, Place, Severity
from kvacodes.model import Label
from kvacodes.proposals.national import Edition
from kvacodes.proposals.rule import Proposal, Remark, Rule, label
from kvacodes.proposals.rules import all_rules
from kvacodes.proposals.suppressions import Suppression, suppressions_in

__all__ = ["CheckResult", "check_documents", "rule_ids"]

_WITHOUT_REASON = "suppression-without-reason"
_UNUSED = "suppression-unused"


@frozen(kw_only=True)
class CheckResult:
    """What a check found.

    Attributes:
        findings: In order of place.
        suppressed: What comments in the documents let pass, each with the reason.
        documents: What was looked at.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[tuple[Finding, str], ...] = ()
    documents: tuple[Document, ...] = field(default=(), repr=False)

    @property
    def has_errors(self) -> bool:
        """Whether anything must be repaired."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def rule_ids() -> tuple[str, ...]:
    """Return the ids of all rules, those of form included."""
    return tuple(sorted({*RULES_OF_FORM, *all_rules()}))


def check_documents(
    documents: Sequence[Document],
    *,
    base: Iterable[Document] | None = None,
    national: Edition | None = None,
    on: date | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> CheckResult:
    """Check documents with all rules.

    Args:
        documents: As `kvacodes.documents.read_documents` gives them.
        base: The documents in force; without it nothing is said of what changed.
        national: A national edition; without it nothing is said of collisions.
        on: The day for rules that need one; without it they do not run.
        select: The rules to run; all where empty. A prefix such as ``code-`` will do.
        ignore: Rules to leave out.

    Raises:
        UnknownNameError: There is no rule of that name.
    """
    wanted = _wanted(tuple(select), tuple(ignore))
    proposal = Proposal(
        documents=tuple(documents),
        base={d.code_set.id: d for d in base or () if d.code_set is not None},
        has_base=base is not None,
        national=national,
        on=on,
    )
    rules = [
        rule for rule in all_rules().values() if rule.ID in wanted and _can_run(rule, proposal)
    ]
    found: list[Finding] = []
    suppressed: list[tuple[Finding, str]] = []
    for document in proposal.documents:
        of_document = _of_form(document, wanted)
        of_document += _of_rules(document, proposal, rules)
        kept, passed = _suppress(document, of_document, rules, wanted)
        found += kept
        suppressed += passed
    return CheckResult(
        findings=tuple(sorted(found)),
        suppressed=tuple(suppressed),
        documents=proposal.documents,
    )


def _wanted(select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
    known = rule_ids()

    def named(names: tuple[str, ...]) -> set[str]:
        found: set[str] = set()
        for name in names:
            prefix = name.removesuffix("*")
            matches = {
                r for r in known if r == name or (r.startswith(prefix) and prefix[-1:] == "-")
            }
            if not matches:
                kind = "rule"
                raise UnknownNameError(
                    kind, name, known=known, hint=Phrase("see --list-rules", "se --list-rules")
                )
            found |= matches
        return found

    return frozenset((named(select) or set(known)) - named(ignore))


def _can_run(rule: Rule, proposal: Proposal) -> bool:
    needs = getattr(rule, "NEEDS", ())
    return rule.STATUS == "active" and not (
        ("base" in needs and not proposal.has_base)
        or ("national" in needs and proposal.national is None)
        or ("on" in needs and proposal.on is None)
    )


def _of_form(document: Document, wanted: frozenset[str]) -> list[Finding]:
    return [finding for finding in document.findings if finding.rule in wanted]


def _of_rules(document: Document, proposal: Proposal, rules: Iterable[Rule]) -> list[Finding]:
    is_whole = all(finding.severity is not Severity.ERROR for finding in document.findings)
    found = []
    for rule in rules:
        if is_whole or "whole" not in getattr(rule, "NEEDS", ()):
            found += [_finding(rule, remark) for remark in rule.check(document, proposal)]
    return found


def _finding(rule: Rule, remark: Remark) -> Finding:
    return Finding(
        rule=rule.ID,
        severity=remark.severity or rule.SEVERITY,
        message=remark.message.en,
        place=remark.place,
        hint=remark.hint.en,
        message_sv=remark.message.sv,
        hint_sv=remark.hint.sv,
    )


def _suppress(
    document: Document,
    findings: list[Finding],
    rules: Iterable[Rule],
    wanted: frozenset[str],
) -> tuple[list[Finding], list[tuple[Finding, str]]]:
    """Part the findings in those that stay and those let pass, and judge the comments."""
    comments = list(suppressions_in(document.text))
    if not comments:
        return findings, []
    run = {rule.ID for rule in rules}
    reasons: dict[int, str] = {}
    said: list[Finding] = []
    for comment in comments:
        said += [_finding(all_rules()[_WITHOUT_REASON], r) for r in _faults(document, comment)]
        for name in comment.rules if comment.reason else ():
            covered = [n for n, f in enumerate(findings) if _is_covered(f, name, comment)]
            reasons |= dict.fromkeys(covered, comment.reason)
            if not covered and name in run:
                said.append(_finding(all_rules()[_UNUSED], _unused(document, comment, name)))
    kept = [f for n, f in enumerate(findings) if n not in reasons]
    passed = [(findings[n], reason) for n, reason in sorted(reasons.items())]
    return [*kept, *(f for f in said if f.rule in wanted)], passed


def _is_covered(finding: Finding, name: str, comment: Suppression) -> bool:
    is_form_error = finding.rule in RULES_OF_FORM and finding.severity is Severity.ERROR
    return (
        finding.rule == name
        and comment.covers in {0, finding.place.line}
        and not is_form_error  # the document would not load all the same
    )


def _place(document: Document, comment: Suppression) -> Place:
    return Place(document.file, comment.line, comment.column)


def _faults(document: Document, comment: Suppression) -> Iterator[Remark]:
    place = _place(document, comment)
    hint = label("skriv # kvacodes: allow REGEL: skäl", "write # kvacodes: allow RULE: reason")
    if not comment.rules:
        message = label("undertryckningen namnger ingen regel", "the suppression names no rule")
        yield Remark(place, message, hint)
    elif not comment.reason:
        message = label("undertryckningen säger inte varför", "the suppression does not say why")
        yield Remark(place, message, hint)
    for name in comment.rules:
        if name not in all_rules() and name not in RULES_OF_FORM:
            yield Remark(place, *_unknown(name))


def _unknown(name: str) -> tuple[Label, Label]:
    near = UnknownNameError("rule", name, known=rule_ids()).near
    message = label(f"det finns ingen regel {name}", f"there is no rule {name}")
    if not near:
        return message, label("se kvacodes check --list-rules", "see kvacodes check --list-rules")
    meant = near[0]
    return message, label(f"menade du {meant}?", f"did you mean {meant}?")


def _unused(document: Document, comment: Suppression, name: str) -> Remark:
    return Remark(
        _place(document, comment),
        label(f"{name} finner inget här", f"{name} finds nothing here"),
        label("ta bort kommentaren", "remove the comment"),
    )
