"""The pages of the shipped code sets, made from the documents alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markdown import basis_mark, both, bullets, cell, facts, sentence, table
from money_sections import money_sections

from kvacodes import Catalogue, CodeSet, Decision
from kvacodes.model import (
    Agreement,
    Anchor,
    AnchorKind,
    Code,
    FollowUp,
    Lang,
    Origin,
    QuestionKind,
    Start,
    StartKind,
    Step,
    Window,
)
from kvacodes.model import Sequence as VisitSequence
from kvacodes.sequences.wording import conditions_in_words, describe, part_in_words

WORDS: dict[Lang, str] = {"sv": "In Swedish words", "en": "In English words"}


def code_set_pages(catalogue: Catalogue) -> dict[str, str]:
    """Return file name and text of the page of every code set, and of the index."""
    sets = sorted(catalogue, key=lambda code_set: code_set.id)
    index = [
        "# Code sets",
        "",
        "Made from the documents that are shipped. Official texts and the words of decisions",
        "are Swedish. What rests on something else than the decision says so: *assumption*,",
        "*derived*, or *source*.",
        "",
        *table(("Code set", "Title", "Codes"), map(_index_row, sets)),
        "```{toctree}",
        ":hidden:",
        "",
        *(code_set.id for code_set in sets),
        "```",
        "",
    ]
    return {"index.md": "\n".join(index)} | {f"{s.id}.md": code_set_page(s) for s in sets}


def code_set_page(code_set: CodeSet) -> str:
    """Return the page of a code set."""
    parts = [
        _head(code_set),
        _decisions(code_set.decisions),
        _codes(code_set.codes),
        _sequence(code_set),
        _follow_up(code_set.follow_up),
        _setting(code_set),
        money_sections(code_set.rules),
        _tail(code_set),
    ]
    return "\n".join(line for part in parts for line in part)


# ── parts ────────────────────────────────────────────────────────────────────────────


def _index_row(code_set: CodeSet) -> tuple[str, ...]:
    codes = f"{code_set.codes[0]}–{code_set.codes[-1]}" if code_set.codes else ""
    return f"[{code_set.id}]({code_set.id}.md)", cell(both(code_set.title)), codes


def _head(code_set: CodeSet) -> list[str]:
    lines = [f"# {code_set.title.sv}", ""]
    if code_set.title.en:
        lines += [f"*{code_set.title.en}*", ""]
    return lines + facts(
        [
            ("Id", f"`{code_set.id}`"),
            ("About", both(code_set.description)),
            ("Model", code_set.model),
            ("Target group", both(code_set.target_group)),
            ("Codes", _namespace(code_set)),
        ]
    )


def _namespace(code_set: CodeSet) -> str:
    space = code_set.namespace
    words = f"{space.shape} ({space.shape.pattern})"
    if space.prefix:
        words += f", beginning with {space.prefix}"
    if space.run:
        words += f", of their own {space.run.first}–{space.run.last}"
    return words + basis_mark(space.basis)


def _decisions(decisions: Sequence[Decision]) -> list[str]:
    lines = ["## Decisions", ""]
    for decision in decisions:
        lines += [f"### {decision.diary_number or decision.id}", ""]
        lines += facts(
            [
                ("Id", f"`{decision.id}`"),
                ("About", decision.title),
                ("Decided by", decision.body),
                ("Decided on", _day(decision.decided_on)),
                ("Starts", _start(decision.starts)),
                ("Prepared by", decision.prepared_by),
                ("Approved on", _day(decision.approved_on) if decision.approved_on else ""),
                ("Requested by", decision.requested_by),
                ("Issued by", decision.issued_by),
                ("Paragraphs", decision.paragraphs),
                ("Rests on", ", ".join(f"`{name}`" for name in decision.rests_on)),
                ("Addressed to", "; ".join(decision.recipients)),
                ("Source", decision.source),
                ("Note", decision.note),
            ]
        )
    return lines if decisions else []


def _codes(codes: Sequence[Code]) -> list[str]:
    if not codes:
        return []
    rows = (
        (
            f"`{code.code}`",
            cell(code.text),
            cell(code.description or ("–" if code.description is None else "(empty)")),
            cell(_validity(code)),
            cell(code.decision.reference),
        )
        for code in codes
    )
    head = ("Code", "Text", "Description", "In force", "Decision")
    return ["## Codes", "", *table(head, rows)]


def _validity(code: Code) -> str:
    words = "; ".join(map(str, code.validity)) + basis_mark(code.basis)
    return f"{words}; permitted from {code.early.start} – *assumption*" if code.early else words


def _sequence(code_set: CodeSet) -> list[str]:
    sequence = code_set.sequence
    if sequence is None:
        return []
    rows = (
        (
            str(step.number),
            ", ".join(f"`{code}`" for code in step.codes),
            cell(_step_words(step, sequence)),
            cell(f"{step.nominal_age}" if step.nominal_age is not None else ""),
            cell("; ".join(_window(window, sequence) for window in step.windows)),
        )
        for step in sequence.steps
    )
    lines = ["## Visit sequence", ""]
    lines += facts(
        [
            ("Counted from", _anchor(sequence.anchor)),
            ("Order", "by number" + basis_mark(sequence.order.basis)),
            ("Joint", _joint(code_set)),
            ("Month ends", str(sequence.month_end)),
        ]
    )
    lines += table(("Step", "Codes", "What", "Nominal age", "Windows"), rows)
    sources = dict.fromkeys(step.nominal_source for step in sequence.steps if step.nominal_source)
    lines += [line for source in sources for line in (f"Nominal ages: {source}", "")]
    for lang, heading in WORDS.items():
        lines += [f"### {heading}", "", describe(sequence, lang), ""]
    return lines


def _joint(code_set: CodeSet) -> str:
    joint = code_set.sequence.joint if code_set.sequence else None
    if joint is None:
        return ""
    codes = ", ".join(f"`{code}`" for code in joint.add_ons)
    return f"yes; told by {codes or 'the extract'}" + basis_mark(joint.basis)


def _step_words(step: Step, sequence: VisitSequence) -> str:
    words = [both(step.title)] if step.title else []
    words += ["optional"] if step.optional else []
    words += [] if step.ordered else ["in no order"]
    words += ["before the start"] if step.before_start else []
    words += part_in_words(step, sequence, "en")
    beside = ", ".join((*step.add_ons, *step.staff))
    words += [f"with {beside}"] if beside else []
    words += [step.note] if step.note else []
    return "; ".join(words) + basis_mark(step.basis)


def _window(window: Window, sequence: VisitSequence) -> str:
    origin = {
        Origin.ANCHOR: "",
        Origin.PREVIOUS: " after the step before",
        Origin.VISIT: " after the visit before",
    }.get(window.origin, f" after step {window.step}")
    limits = []
    if window.start is not None:
        limits.append(f"from {window.start}")
    if window.before is not None:
        limits.append(f"before {window.before}")
    words = " and ".join(limits) + origin + f" ({window.strength})"
    words += "".join(f", {said}" for said in conditions_in_words(window, sequence, "en"))
    if window.valid.start or window.valid.end:
        words += f", for episodes that start {window.valid}"
    return words + basis_mark(window.basis)


def _follow_up(follow_up: FollowUp | None) -> list[str]:
    if follow_up is None:
        return []
    lines = ["## Follow-up", ""]
    lines += facts(
        [
            ("Decision", f"`{follow_up.decision}`" if follow_up.decision else ""),
            ("Extract from", follow_up.data_source),
        ]
    )
    rows = (
        (
            str(question.number),
            cell(both(question.wording)),
            cell(
                "computed: " + ", ".join(f"`{name}`" for name in question.indicators)
                if question.kind is QuestionKind.COMPUTED
                else "reported by the unit" + _list(": ", question.allowed)
            )
            + basis_mark(question.basis),
        )
        for question in follow_up.questions
    )
    lines += table(("", "Question", "Answered"), rows)
    for occasion in follow_up.occasions:
        months = ", ".join(map(str, occasion.months)) or "not stated"
        source = f" ({occasion.source})" if occasion.source else ""
        lines.append(
            f"- {both(occasion.title)}: months {months}{source}{basis_mark(occasion.basis)}"
        )
    return [*lines, ""]


def _setting(code_set: CodeSet) -> list[str]:
    partners = (sentence(both(p.title), p.workplace, p.organisation) for p in code_set.partners)
    initiatives = (
        sentence(both(i.title), ", ".join(i.funding), i.note) for i in code_set.initiatives
    )
    return [
        *bullets("## Partners", partners),
        *bullets("## Agreements", map(_agreement, code_set.agreements)),
        *bullets("## Other initiatives", initiatives),
        *bullets("## Purposes", map(both, code_set.purposes)),
    ]


def _agreement(agreement: Agreement) -> str:
    count = f"{agreement.count} agreements" if agreement.count else "Agreements"
    days = str(agreement.valid) if agreement.valid.start or agreement.valid.end else ""
    words = sentence(count, *agreement.parties, days)
    return f"{words} (`{agreement.decision}`). {agreement.note}".strip()


def _tail(code_set: CodeSet) -> list[str]:
    review = code_set.review
    reviewed = f"{review.by}, {review.on}" if review else "not yet"
    if review and review.next:
        reviewed += f"; next by {review.next}"
    lines = ["## Document", ""]
    lines += facts([("Reviewed", reviewed), ("SHA-256", f"`{code_set.content_hash}`")])
    return [*lines, *(f"- {source}" for source in code_set.sources), ""]


# ── small pieces ─────────────────────────────────────────────────────────────────────


def _anchor(anchor: Anchor) -> str:
    if anchor.kind is AnchorKind.STEP:
        return f"step {anchor.step}"
    if anchor.kind is AnchorKind.DATE:
        return str(anchor.date)
    return "birth" if anchor.kind is AnchorKind.BIRTH else "the day given for each person"


def _day(day: object) -> str:
    return "unknown" if day is None else str(day)


def _start(start: Start | None) -> str:
    if start is None:
        return ""
    return f"at the latest {start.day}" if start.kind is StartKind.LATEST else str(start.day)


def _list(lead: str, words: Iterable[str]) -> str:
    joined = ", ".join(words)
    return lead + joined if joined else ""
