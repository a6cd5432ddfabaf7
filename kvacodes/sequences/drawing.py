"""Drawn timelines (SVG): a sequence's windows, and one person's visits against them.

Each drawing is one self-contained element with a title and a description, so that it can
stand in a page, a notebook or a file, and be read aloud.
"""

from __future__ import annotations

import datetime as dt
from html import escape

from attrs import frozen

from kvacodes.model import Lang, Origin, Sequence, Step
from kvacodes.sequences.check import Evaluation
from kvacodes.sequences.status import StepState, StepStatus
from kvacodes.sequences.wording import STATES, describe

__all__ = ["draw_person", "draw_sequence"]

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP = 760, 210, 24, 30, 34
_DAYS_IN_MONTH = 30.436875
_LONGEST_LABEL, _MOST_TICKS = 30, 12
# Told apart by form as well as by colour: a filled dot, a ring, a cross, a dash.
_MARKS = {
    StepState.DONE: ("●", "#1b6e3c"),
    StepState.DUE: ("○", "#1f5fa8"),
    StepState.NOT_YET_DUE: ("·", "#5a6270"),
    StepState.OVERDUE: ("!", "#b35309"),
    StepState.MISSED: ("×", "#a4262c"),
    StepState.SKIPPED: ("–", "#a4262c"),
}


@frozen
class _Axis:
    first: float
    last: float

    def x(self, value: float) -> float:
        """Return where a value lies on the page."""
        span = max(self.last - self.first, 1.0)
        return _LEFT + (value - self.first) / span * (_WIDTH - _LEFT - _RIGHT)


def draw_sequence(sequence: Sequence, lang: Lang = "sv") -> str:
    """Draw the windows of a sequence along the time from its anchor, as SVG.

    Recommended windows are filled bars, absolute ones outlines; the nominal age is a dot.
    Windows counted from another step are not on the axis and are said in words instead.
    """
    ends = [
        w.before.approximate_days
        for step in sequence.steps
        for w in step.anchor_windows
        if w.before is not None
    ]
    nominal = [s.nominal_age.approximate_days for s in sequence.steps if s.nominal_age is not None]
    axis = _Axis(0.0, max([*ends, *(n * 1.1 for n in nominal)], default=_DAYS_IN_MONTH))
    rows = [_sequence_row(step, i, axis, lang) for i, step in enumerate(sequence.steps)]
    ticks = _month_ticks(axis, len(rows), lang)
    title = sequence.title.in_language(lang) or sequence.id
    return _svg(title, describe(sequence, lang), len(rows), [*ticks, *rows])


def _sequence_row(step: Step, index: int, axis: _Axis, lang: Lang) -> str:
    y = _TOP + index * _ROW
    parts = [_label(step, y, lang)]
    others = []
    for window in step.windows:
        if window.origin is not Origin.ANCHOR:
            others.append(window)
            continue
        start = 0.0 if window.start is None else window.start.approximate_days
        end = axis.last if window.before is None else window.before.approximate_days
        width = max(axis.x(end) - axis.x(start), 2.0)
        is_outline = window.strength == "absolute"
        style = (
            'fill="none" stroke="#1f5fa8" stroke-dasharray="4 2"'
            if is_outline
            else 'fill="#bcd3ee" stroke="#1f5fa8"'
        )
        parts.append(
            f'<rect x="{axis.x(start):.1f}" y="{y + 4}" width="{width:.1f}" '
            f'height="{_ROW - 12}" rx="3" {style}/>'
        )
    if step.nominal_age is not None:
        x = axis.x(step.nominal_age.approximate_days)
        parts.append(f'<circle cx="{x:.1f}" cy="{y + _ROW / 2 - 2:.1f}" r="4" fill="#12365f"/>')
    if others and len(others) == len(step.windows):
        words = "räknas från annat steg" if lang == "sv" else "counted from another step"
        parts.append(f'<text x="{_LEFT + 6}" y="{y + 17}" fill="#5a6270">{words}</text>')
    return "".join(parts)


def draw_person(
    evaluation: Evaluation, sequence: Sequence, *, as_of: dt.date, lang: Lang = "sv"
) -> str:
    """Draw one person's steps against their windows, as SVG; no key of the person is shown.

    Bars are the days allowed, the dot is the visit, the line is the day of the question.
    """
    days = [
        day
        for status in evaluation.steps
        for day in (status.date, status.earliest, status.recommended, status.last)
        if day is not None
    ]
    starts = [series.start for series in evaluation.status if series.start is not None]
    days += [as_of, *starts]
    axis = _Axis(float(min(days).toordinal()), float(max(days).toordinal()))
    rows = [_person_row(s, i, axis, sequence, lang) for i, s in enumerate(evaluation.steps)]
    x = axis.x(float(as_of.toordinal()))
    bottom = _TOP + len(rows) * _ROW
    line = (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 8}" y2="{bottom}" stroke="#a4262c"/>'
        f'<text x="{x:.1f}" y="{_TOP - 12}" text-anchor="end" fill="#a4262c">{as_of}</text>'
    )
    words = "; ".join(
        f"{s.step}: {STATES[s.state].in_language(lang)}" + (f" {s.date}" if s.date else "")
        for s in evaluation.steps
    )
    title = "Besök mot programmet" if lang == "sv" else "Visits against the programme"
    return _svg(title, words, len(rows), [*rows, line])


def _person_row(status: StepStatus, index: int, axis: _Axis, sequence: Sequence, lang: Lang) -> str:
    y = _TOP + index * _ROW
    mark, colour = _MARKS[status.state]
    parts = [_label(sequence.step(status.step), y, lang)]
    if status.earliest is not None:
        last = axis.last if status.last is None else float(status.last.toordinal())
        start = axis.x(float(status.earliest.toordinal()))
        width = max(axis.x(last) - start, 2.0)
        parts.append(
            f'<rect x="{start:.1f}" y="{y + 4}" width="{width:.1f}" height="{_ROW - 12}" '
            'rx="3" fill="#e3ebf4" stroke="#9fb4cc"/>'
        )
    day = status.date or status.recommended or status.earliest
    if day is not None:
        x = axis.x(float(day.toordinal()))
        tip = f"{STATES[status.state].in_language(lang)} {day}"
        parts.append(
            f'<text x="{x:.1f}" y="{y + 18}" text-anchor="middle" font-weight="bold" '
            f'fill="{colour}">{mark}<title>{escape(tip)}</title></text>'
        )
    return "".join(parts)


def _label(step: Step, y: int, lang: Lang) -> str:
    title = step.title.in_language(lang) or " / ".join(step.codes)
    short = title if len(title) <= _LONGEST_LABEL else title[: _LONGEST_LABEL - 1] + "…"
    return (
        f'<text x="{_LEFT - 10}" y="{y + 17}" text-anchor="end">{step.number}. '
        f"{escape(short)}<title>{escape(title)}</title></text>"
    )


def _month_ticks(axis: _Axis, rows: int, lang: Lang) -> list[str]:
    months = axis.last / _DAYS_IN_MONTH
    step = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120) if months / n <= _MOST_TICKS), 240)
    word = "mån" if lang == "sv" else "months"
    ticks = []
    for month in range(0, int(months) + 1, step):
        x = axis.x(month * _DAYS_IN_MONTH)
        text = f"{month} {word}" if month == 0 else str(month)
        ticks.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 6}" y2="{_TOP + rows * _ROW}" '
            f'stroke="#dfe3e8"/><text x="{x:.1f}" y="{_TOP - 12}" text-anchor="middle" '
            f'fill="#5a6270">{text}</text>'
        )
    return ticks


def _svg(title: str, description: str, rows: int, parts: list[str]) -> str:
    height = _TOP + rows * _ROW + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'font-family="system-ui, sans-serif" font-size="12" style="max-width:100%">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )
