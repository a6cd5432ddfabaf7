"""One person explained: every rule tried, why it held or not, and what is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from html import escape

from attrs import frozen

from kvacodes.extracts import Visit
from kvacodes.model import Label, Lang, Sequence
from kvacodes.sequences.check import Evaluation, evaluate
from kvacodes.sequences.drawing import draw_person
from kvacodes.sequences.tried import Tried, Verdict
from kvacodes.sequences.wording import SERIES, STATES, TITLES, message

__all__ = ["Explanation", "explain"]

# The rule is named after what is wrong, so the answer is whether it is.
_VERDICTS = {
    Verdict.HOLDS: Label("nej", "no"),
    Verdict.WITHIN_GRACE: Label("ja, inom respit", "yes, within grace"),
    Verdict.BROKEN: Label("JA", "YES"),
    Verdict.NOT_JUDGED: Label("går inte att bedöma", "cannot be judged"),
}


@frozen(kw_only=True)
class Explanation:
    """One person explained. Shows itself as a page in notebooks and as text elsewhere.

    Attributes:
        evaluation: The evaluation explained.
        sequence: The sequence.
        as_of: The day of the question.
        lang: The language.
    """

    evaluation: Evaluation
    sequence: Sequence
    as_of: dt.date
    lang: Lang

    @property
    def text(self) -> str:
        """The explanation as plain text."""
        return "\n".join(self._lines())

    def __str__(self) -> str:
        """Return the explanation as plain text."""
        return self.text

    def _lines(self) -> Iterator[str]:
        sv = self.lang == "sv"
        for series in self.evaluation.status:
            words = SERIES[series.status].in_language(self.lang)
            yield (
                f"Episod {series.episode}: {words}, {series.done} av {series.required} steg gjorda"
                if sv
                else f"Episode {series.episode}: {words}, {series.done} of {series.required} done"
            )
        for status in self.evaluation.steps:
            yield self._step_line(status.step, STATES[status.state].in_language(self.lang))
            for tried in self.evaluation.trace:
                if (tried.episode, tried.step) == (status.episode, status.step):
                    yield f"    {self._tried_line(tried)}"
        yield "Anmärkningar:" if sv else "Findings:"
        for finding in self.evaluation.findings:
            words = message(finding, self.sequence, self.lang)
            yield f"  [{finding.severity}] {words} ({finding.finding})"
        if not self.evaluation.findings:
            yield "  inga" if sv else "  none"
        due = self.evaluation.next_due
        if due is not None:
            yield (
                f"Nästa: steg {due.step}, tidigast {due.earliest or '–'}, "
                f"rekommenderat {due.recommended or '–'}, senast {due.last or '–'}"
                if sv
                else f"Next: step {due.step}, earliest {due.earliest or '–'}, "
                f"recommended {due.recommended or '–'}, last {due.last or '–'}"
            )

    def _step_line(self, number: int, state: str) -> str:
        word = "Steg" if self.lang == "sv" else "Step"
        title = self.sequence.step(number).title.in_language(self.lang)
        return f"{word} {number}{f' {title}' if title else ''}: {state}"

    def _tried_line(self, tried: Tried) -> str:
        rule = TITLES[tried.rule].in_language(self.lang)
        parts = [f"{rule}: {_VERDICTS[tried.verdict].in_language(self.lang)}"]
        if tried.value is not None:
            parts.append(tried.value)
        if tried.limit is not None:
            parts.append(("gräns " if self.lang == "sv" else "limit ") + tried.limit)
        rest = ""
        if tried.basis == "assumption":
            rest = " [antagande]" if self.lang == "sv" else " [assumption]"
        elif tried.source:
            rest = f" [{tried.source}]"
        return ", ".join(parts) + rest

    def _repr_html_(self) -> str:
        """Return the explanation as HTML, with the drawn timeline."""
        drawing = draw_person(self.evaluation, self.sequence, as_of=self.as_of, lang=self.lang)
        return f"<figure>{drawing}</figure><pre>{escape(self.text)}</pre>"

    @property
    def html(self) -> str:
        """The explanation as HTML, with the drawn timeline."""
        return self._repr_html_()


def explain(
    visits: Iterable[Visit],
    sequence: Sequence,
    *,
    birth_date: dt.date | None,
    as_of: dt.date,
    target_group: bool | None = None,
    anchor_date: dt.date | None = None,
    listed_to: dt.date | None = None,
    ended_on: dt.date | None = None,
    lang: Lang = "sv",
) -> Explanation:
    """Explain one person: what was done, every rule tried and why it held or not, what is next.

    The arguments, nulls and errors are those of `check_visits`. Keys of the person and of
    contacts are not shown.
    """
    evaluation = evaluate(
        visits,
        sequence,
        birth_date=birth_date,
        as_of=as_of,
        target_group=target_group,
        anchor_date=anchor_date,
        listed_to=listed_to,
        ended_on=ended_on,
    )
    return Explanation(evaluation=evaluation, sequence=sequence, as_of=as_of, lang=lang)
