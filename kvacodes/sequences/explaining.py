"""One person explained: every rule tried, why it held or not, and what is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from html import escape

from attrs import frozen

from kvacodes.extracts import Visit
from kvacodes.model import Label, Lang, Sequence
from kvacodes.sequences.check import Evaluation, evaluate
from kvacodes.sequences.drawn_person import draw_person
from kvacodes.sequences.reasons import reason, rests_on
from kvacodes.sequences.status import NextDue, SeriesStatus, StepStatus
from kvacodes.sequences.tried import Tried, Verdict
from kvacodes.sequences.wording import SERIES, SEVERITIES, STATES, TITLES, message

__all__ = ["Explanation", "explain"]

# The rule is named after what is wrong, so the answer is whether it is.
_VERDICTS = {
    Verdict.HOLDS: Label("nej", "no"),
    Verdict.WITHIN_GRACE: Label("nej, inom respit", "no, within grace"),
    Verdict.BROKEN: Label("JA", "YES"),
    Verdict.NOT_JUDGED: Label("går inte att bedöma", "cannot be judged"),
    Verdict.NOT_APPLICABLE: Label("gäller inte här", "does not apply here"),
}
_RULE, _ANSWER, _WHY, _RESTS = (
    Label("Regel", "Rule"),
    Label("Bruten?", "Broken?"),
    Label("Varför", "Why"),
    Label("Vilar på", "Rests on"),
)
_UNCOUNTED = Label("räknas inte:", "not counted:")
_FINDINGS, _NONE = Label("Anmärkningar", "Findings"), Label("inga", "none")
_STYLE = (
    "<style>.kv-explained figure{margin:0}.kv-explained div{overflow-x:auto}"
    ".kv-explained table{border-collapse:collapse;min-width:36rem}"
    ".kv-explained :is(th,td){text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0}"
    "@media print{.kv-explained div{overflow:visible}.kv-explained tr{break-inside:avoid}}"
    "</style>"
)
_OTHER = Label("Personen och rader utan steg", "The person, and rows without a step")


@frozen
class _Part:
    """What is told under one heading: the rules tried on a step, or on none."""

    heading: str
    tried: tuple[Tried, ...]


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

    @property
    def html(self) -> str:
        """The explanation as HTML, with the drawn timeline; for a page of any kind."""
        return "".join(self._html())

    def _repr_html_(self) -> str:
        return self.html

    def _lines(self) -> Iterator[str]:
        yield from self._states()
        yield from self._next()
        yield f"{_FINDINGS.in_language(self.lang)}:"
        yield from (f"  [{severity}] {rule}: {words}" for severity, rule, words in self._findings())
        if not self.evaluation.findings:
            yield f"  {_NONE.in_language(self.lang)}"
        for part in self._parts():
            yield part.heading
            for tried in part.tried:
                rule, answer, why, rests = self._cells(tried)
                told = f"    {rule}: {answer}" + (f"; {why}" if why else "")
                yield told + (f" [{rests}]" if rests else "")

    def _html(self) -> Iterator[str]:
        lang = self.lang
        drawing = draw_person(self.evaluation, self.sequence, as_of=self.as_of, lang=lang)
        yield f'<section class="kv-explained" lang="{lang}">{_STYLE}<figure>{drawing}</figure>'
        yield "".join(f"<p>{escape(line)}</p>" for line in (*self._states(), *self._next()))
        items = [
            f"<li><strong>{escape(severity)}</strong> {escape(words)} (<code>{rule}</code>)</li>"
            for severity, rule, words in self._findings()
        ]
        yield f"<h3>{_FINDINGS.in_language(lang)}</h3>"
        yield f"<ul>{''.join(items)}</ul>" if items else f"<p>{_NONE.in_language(lang)}</p>"
        heads = [label.in_language(lang) for label in (_RULE, _ANSWER, _WHY, _RESTS)]
        head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
        for part in self._parts():
            yield f"<h4>{escape(part.heading)}</h4>"
            rows = [self._row(tried) for tried in part.tried]
            if not rows:
                continue
            body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
            yield f'<div tabindex="0"><table>{body}</table></div>'
        yield "</section>"

    def _row(self, tried: Tried) -> str:
        cells = self._cells(tried)
        if tried.verdict is Verdict.BROKEN:
            cells = (cells[0], f"<strong>{escape(cells[1])}</strong>", *map(escape, cells[2:]))
        else:
            cells = tuple(map(escape, cells))
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

    def _cells(self, tried: Tried) -> tuple[str, ...]:
        """Return the rule, whether it was broken, why, and what it rests on."""
        return (
            TITLES[tried.rule].in_language(self.lang),
            _VERDICTS[tried.verdict].in_language(self.lang),
            reason(tried, self.sequence, self.lang),
            rests_on(tried, self.lang),
        )

    def _parts(self) -> Iterator[_Part]:
        told: set[tuple[int, int]] = set()
        for status in self.evaluation.steps:
            key = (status.episode, status.step)
            told.add(key)
            tried = (t for t in self.evaluation.trace if (t.episode, t.step) == key)
            yield _Part(self._step_heading(status), tuple(tried))
        rest = tuple(t for t in self.evaluation.trace if (t.episode, t.step) not in told)
        if rest:
            yield _Part(_OTHER.in_language(self.lang), rest)

    def _findings(self) -> Iterator[tuple[str, str, str]]:
        for finding in self.evaluation.findings:
            severity = SEVERITIES[finding.severity].in_language(self.lang)
            yield severity, finding.finding, message(finding, self.sequence, self.lang)

    def _states(self) -> Iterator[str]:
        return map(self._state, self.evaluation.status)

    def _state(self, series: SeriesStatus) -> str:
        words = SERIES[series.status].in_language(self.lang)
        counts = (series.done, series.required)
        if self.lang == "sv":
            return f"Episod {series.episode}: {words}, {counts[0]} av {counts[1]} steg gjorda"
        return f"Episode {series.episode}: {words}, {counts[0]} of {counts[1]} steps done"

    def _next(self) -> Iterator[str]:
        due: NextDue | None = self.evaluation.next_due
        if due is None:
            return
        days = [day or "–" for day in (due.earliest, due.recommended, due.last)]
        if self.lang == "sv":
            yield (
                f"Nästa: steg {due.step}, tidigast {days[0]}, rekommenderat {days[1]}, "
                f"senast {days[2]}"
            )
        else:
            yield (
                f"Next: step {due.step}, earliest {days[0]}, recommended {days[1]}, last {days[2]}"
            )

    def _step_heading(self, status: StepStatus) -> str:
        word = "Steg" if self.lang == "sv" else "Step"
        title = self.sequence.step(status.step).title.in_language(self.lang)
        state = STATES[status.state].in_language(self.lang)
        several = (
            f" (episod {status.episode})" if self.lang == "sv" else f" (episode {status.episode})"
        )
        name = f"{word} {status.step}{f' {title}' if title else ''}"
        name += several if len(self.evaluation.status) > 1 else ""
        heading = f"{name}: {state}{f' {status.date}' if status.date else ''}"
        key = (status.episode, status.step)
        verdicts = (v for v in self.evaluation.verdicts if (v.episode, v.step) == key)
        days = ", ".join(str(v.date) for v in verdicts if not v.is_counted)
        return f"{heading}; {_UNCOUNTED.in_language(self.lang)} {days}" if days else heading


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
