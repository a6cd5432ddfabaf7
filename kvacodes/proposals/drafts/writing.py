"""Writing a draft as a document, with a comment at each thing to look up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date

from kvacodes.model import CodeShape, Label, Lang
from kvacodes.proposals.drafts.draft import Draft, DraftDecision, Unread, slug

__all__ = ["write_draft"]

_SCHEMA = "# yaml-language-server: $schema=../docs/reference/kvacodes-1.schema.json"
_PLAIN = re.compile(r"[A-Za-zÅÄÖåäö§][\w §–./()-]*", re.UNICODE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "unknown", "y", "n"}

_SEE = Label(sv="ATT SE ÖVER", en="TO LOOK UP")
_HEAD = Label(
    sv="Gjort av en beslutstext. Varje rad med ATT SE ÖVER väntar på ett svar.",
    en="Made from a decision text. Each line with TO LOOK UP waits for an answer.",
)
_NO_START = Label(
    sv="giltig från beslutets dag är ett antagande: texten anger ingen start",
    en="valid from the day of the decision is an assumption: the text gives no start",
)
_PREFIX = Label(
    sv="prefixet är slutet av koderna, inte beslutat",
    en="the prefix is inferred from the codes, not decided",
)
_NO_PREFIX = Label(
    sv="ATT SE ÖVER: kodernas form och prefix kunde inte läsas",
    en="TO LOOK UP: the shape and prefix of the codes could not be read",
)
_QUESTIONS = Label(
    sv="beräknad eller självrapporterad står inte i beslutet",
    en="computed or reported is not said in the decision",
)
_SEQUENCE = Label(
    sv="besöksföljd: fyll i om koderna ska följa på varandra",
    en="sequence: fill in if the codes are to follow one another",
)


def write_draft(draft: Draft, *, lang: Lang = "sv") -> str:
    """Return the draft as the text of a document.

    What could not be read stands as a comment where it belongs. A draft with a day of
    decision, a diary number and codes loads without a finding.
    """
    return "\n".join(_Writing(draft, lang).lines()) + "\n"


def _scalar(text: str) -> str:
    """Return the text as a YAML scalar, quoted unless it is plainly words or a day."""
    if _DAY.fullmatch(text):
        return text
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS and text == text.strip():
        return text
    return json.dumps(text, ensure_ascii=False)


class _Writing:
    def __init__(self, draft: Draft, lang: Lang) -> None:
        self.draft, self.lang = draft, lang
        self.told: set[Unread] = set()

    def see(self, *keys: str, indent: int = 0) -> Iterator[str]:
        """Give the comments on what could not be read about the keys, each once."""
        for unread in self.draft.unread:
            if unread.key in keys and unread not in self.told:
                self.told.add(unread)
                yield " " * indent + f"# {self.word(_SEE)}: {self.said(unread)}"

    def said(self, unread: Unread) -> str:
        words = unread.sv if self.lang == "sv" else unread.en
        line = "rad" if self.lang == "sv" else "line"
        return f"{words} ({line} {unread.line})" if unread.line else words

    def word(self, label: Label) -> str:
        return label.in_language(self.lang)

    def lines(self) -> Iterator[str]:
        draft = self.draft
        yield _SCHEMA
        if draft.source or draft.unread:
            yield f"# {self.word(_HEAD)}"
        yield "kvacodes: 1"
        yield f"id: {draft.id}"
        yield from self.see("title")
        yield f"title: {_scalar(draft.title or draft.id)}"
        yield from self.namespace()
        if draft.target_group:
            yield f"target_group: {_scalar(draft.target_group)}"
        yield from self.decisions()
        yield from self.codes()
        yield f"# {self.word(_SEQUENCE)}"
        yield from self.follow_up()

    def namespace(self) -> Iterator[str]:
        draft = self.draft
        yield from self.see("namespace")
        yield f"# {self.word(_PREFIX if draft.prefix else _NO_PREFIX)}"
        parts = [
            f"shape: {draft.shape or CodeShape.KMA}",
            *([f"prefix: {draft.prefix}"] if draft.prefix else []),
            f"region: {_scalar(draft.region or 'unknown region')}",
        ]
        numbers = sorted(code.code for code in draft.codes)
        if len(numbers) > 1 and _is_run(numbers):
            parts.append(f'run: {{from: "{numbers[0]}", to: "{numbers[-1]}"}}')
        yield f"namespace: {{{', '.join(parts)}, basis: assumption}}"

    def decisions(self) -> Iterator[str]:
        yield "decisions:"
        first, *others = self.draft.decisions
        yield from self.decision(first, is_on_codes=True)
        for decision in others:
            yield from self.decision(decision, is_on_codes=False)

    def decision(self, decision: DraftDecision, *, is_on_codes: bool) -> Iterator[str]:
        yield f"  - id: {decision.id}"
        for keys, line in self.fields(decision, is_on_codes=is_on_codes):
            if is_on_codes:
                yield from self.see(*keys, indent=4)
            if line:
                yield f"    {line}"

    def fields(
        self, decision: DraftDecision, *, is_on_codes: bool
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        """Give each line of a decision with the keys whose comments stand above it."""

        def line(key: str, text: str, missing: str = "") -> str:
            value = _scalar(text) if text else missing
            return f"{key}: {value}" if value else ""

        number = decision.diary_number
        yield ("diary_number",), line("diary_number", number, "unknown" if is_on_codes else "")
        yield (), line("title", decision.title)
        yield ("requested_by",), line("requested_by", decision.requested_by)
        yield (), line("prepared_by", decision.prepared_by)
        yield (), line("approved_on", str(decision.approved_on or ""))
        yield ("body",), line("body", decision.body, "unknown")
        yield ("issued_by",), line("issued_by", decision.issued_by)
        yield (
            ("decided_on", "decisions"),
            line("decided_on", str(decision.decided_on or ""), "unknown"),
        )
        if decision.decided_on is None:
            yield (), line("source", self.draft.source)
        yield (), line("paragraphs", decision.paragraphs)
        start = f"{{{decision.start_kind}: {decision.starts_on}}}" if decision.starts_on else ""
        yield ("starts",), f"starts: {start}" if start else ""

    def codes(self) -> Iterator[str]:
        draft = self.draft
        decision = draft.decisions[0]
        yield from self.see("codes")
        yield "codes:" if draft.codes else "codes: []"
        is_assumed = decision.starts_on is None and decision.decided_on is not None
        if is_assumed:
            yield f"  # {self.word(_SEE)}: {self.word(_NO_START)}"
        for code in draft.codes:
            yield f'  - code: "{code.code}"'
            yield from (f"    # {self.word(_SEE)}: {self.word(doubt)}" for doubt in code.doubts)
            yield f"    text: {_scalar(code.text or f'unknown ({code.code})')}"
            if code.description is not None:
                yield f"    description: {_scalar(code.description)}"
            yield f"    decision: {decision.id}"
            start = decision.starts_on or decision.decided_on
            if start is not None:
                yield f"    valid: {_valid(start, draft.last_day)}"
                if draft.last_day is not None:
                    yield f"    ended_by: {decision.id}"  # the decision sets the last day itself
            if is_assumed:
                yield "    basis: assumption"

    def follow_up(self) -> Iterator[str]:
        questions = self.draft.questions
        yield from self.see("follow_up")
        if not questions:
            return
        asked_by = self.draft.decisions[-1].id
        yield "follow_up:"
        yield f"  decision: {asked_by}"
        yield "  questions:"
        yield f"    # {self.word(_SEE)}: {self.word(_QUESTIONS)}"
        for number, (wording, name) in enumerate(zip(questions, _names(questions), strict=True), 1):
            yield f"    - number: {number}"
            yield f"      id: {name}"
            yield f"      wording: {_scalar(wording)}"
            yield "      kind: reported"
            yield "      basis: assumption"


def _valid(start: date, last: date | None) -> str:
    return f"{{from: {start}, to: {last}}}" if last else f"{{from: {start}}}"


def _is_run(codes: Iterable[str]) -> bool:
    """Say whether the codes follow one another within one prefix."""
    codes = tuple(codes)
    letters = {code.rstrip("0123456789") for code in codes}
    if len(letters) != 1:
        return False
    width = len(letters.pop())
    numbers = [int(code[width:]) for code in codes]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _names(questions: Iterable[str]) -> Iterator[str]:
    """Give a stable name for each question, of its first words."""
    seen: dict[str, int] = {}
    for wording in questions:
        name = "-".join(slug(wording).split("-")[:4]) or "fraga"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"
