"""A drawn timeline (SVG) of one person: visits against the days of each step, with findings."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator

from attrs import frozen

from kvacodes.model import AnchorKind, Label, Lang, Sequence
from kvacodes.periods import add_months
from kvacodes.sequences.allowed import AllowedDays
from kvacodes.sequences.canvas import (
    BAR,
    CHARACTERS,
    GREY,
    INK,
    LEFT,
    LINE,
    RIGHT,
    Axis,
    bar,
    days_on,
    drawing,
    headline,
    lines,
    row,
    text,
    ticks,
)
from kvacodes.sequences.check import Evaluation, VisitVerdict
from kvacodes.sequences.drawing import LEGEND
from kvacodes.sequences.status import OPEN, StepStatus
from kvacodes.sequences.wording import SERIES, STATES, TITLES

__all__ = ["draw_person"]

_ROOM_FOR_AGES, _GAP = 34, 9
_TITLE = Label("Besök mot programmet", "Visits against the programme")
_OTHER = Label("Övrigt", "Other")
_AGE = Label("ålder, {}", "age, {}")
_SINCE = Label("{} från start", "{} from the start")
_UNITS = {
    "days": Label("dagar", "days"),
    "months": Label("månader", "months"),
    "years": Label("år", "years"),
}
_EVERY = {
    "days": (1, 2, 7, 14, 28, 56),
    "months": (1, 2, 3, 6),
    "years": (1, 2, 5, 10, 20, 50, 100, 1000),
}
_LEAST_IN_MONTHS, _MOST_IN_MONTHS = 4, 24
_MOST_AGES = 14
_AS_OF = Label("avläst", "as of")
# Told apart by form as well as by colour.
_COUNTED, _REMARKED, _NOT_COUNTED, _MEANT = "●", "◆", "×", "○"
_MARKS = {
    _COUNTED: (Label("räknas", "counts"), "#1b6e3c"),
    _REMARKED: (Label("med anmärkning", "with a finding"), "#b35309"),
    _NOT_COUNTED: (Label("räknas inte", "does not count"), "#a4262c"),
    _MEANT: (Label("rekommenderad dag", "recommended day"), "#1f5fa8"),
}
_LINE_OF_DAY = "#a4262c"
_END_OF_DAYS = dt.date(3000, 1, 1)


def draw_person(
    evaluation: Evaluation, sequence: Sequence, *, as_of: dt.date, lang: Lang = "sv"
) -> str:
    """Draw one person's visits against the days of each step, as SVG.

    Dates run along the bottom and, where days are counted from birth, ages along the top.
    Bars are the days that each strength of limit leaves; visits are marks on them, and below
    each step stand its visits with code and finding in words. The line is the day of the
    question. No key of the person, a contact or staff is shown.
    """
    return _Drawn(evaluation, sequence, as_of, lang).svg()


@frozen
class _Drawn:
    evaluation: Evaluation
    sequence: Sequence
    as_of: dt.date
    lang: Lang

    def svg(self) -> str:
        axis = Axis.of_days(self._days())
        states = [self._in(SERIES[series.status]) for series in self.evaluation.status]
        title = f"{self._in(_TITLE)}: {self.sequence.title.in_language(self.lang)}"
        head = headline(f"{title} – {', '.join(states)}")
        top = len(head) * LINE + _ROOM_FOR_AGES
        y, rows, said = float(top), [], []
        for status in self.evaluation.steps:
            if self._is_worth_a_row(status):
                words, parts, y = self._row(status, axis, y)
                rows.append(row(words, parts))
                said.append(words)
        rest = self._rest()
        if rest:
            y += LINE
            parts = [text(LEFT, y - 3, self._in(_OTHER), bold=True)]
            for line in rest:
                y += LINE
                parts.append(text(LEFT, y - 3, line))
            rows.append(row("; ".join(rest), parts))
            said.extend(rest)
        x = axis.x(self.as_of.toordinal())
        line = (
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top - 14}" y2="{y:.1f}" '
            f'stroke="{_LINE_OF_DAY}" stroke-width="1.5"/>'
        )
        legend = list(self._legend(y + 2 * LINE + 6))
        dates = [(float(day.toordinal()), f"{day}") for day in days_on(axis)]
        return drawing(
            title,
            "; ".join([", ".join(states), f"{self._in(_AS_OF)} {self.as_of}", *said]),
            y + (2 + len(legend)) * LINE + 4,
            [
                *head,
                self._ages(axis, top, y),
                ticks(axis, dates, y=y + LINE, bottom=y + 2, top=top - 14),
                line,
                *rows,
                *legend,
            ],
            self.lang,
        )

    def _in(self, label: Label) -> str:
        return label.in_language(self.lang)

    def _days(self) -> Iterator[dt.date]:
        """Give the days that the axis must reach; what lies beyond it is said in words."""
        yield self.as_of
        days = [series.start for series in self.evaluation.status]
        days += [verdict.date for verdict in self.evaluation.verdicts if verdict.episode]
        for allowed in self.evaluation.allowed:
            days += [allowed.first, allowed.last]
        for status in self.evaluation.steps:
            days.append(status.recommended)
        yield from (day for day in days if day is not None and day < _END_OF_DAYS)

    def _is_worth_a_row(self, status: StepStatus) -> bool:
        """Leave out an optional step of which there is nothing to show."""
        key = (status.episode, status.step)
        return (
            not self.sequence.step(status.step).optional
            or any((v.episode, v.step) == key for v in self.evaluation.verdicts)
            or any((a.episode, a.step) == key for a in self.evaluation.allowed)
        )

    def _row(self, status: StepStatus, axis: Axis, y: float) -> tuple[str, list[str], float]:
        """Return the row in words, its parts, and where the next one starts."""
        key = (status.episode, status.step)
        name = self._name(status)
        state = self._in(STATES[status.state]) + (f" {status.date}" if status.date else "")
        events = [v for v in self.evaluation.verdicts if (v.episode, v.step) == key]
        told = [*self._days_in_words(status), *map(self._event, events), *self._missing(status)]
        parts = [text(RIGHT, y + LINE - 3, state, anchor="end", colour=GREY)]
        for line in textwrap.wrap(name, CHARACTERS - len(state) - 4):
            y += LINE
            parts.append(text(LEFT, y - 3, line, bold=True))
        allowed = [a for a in self.evaluation.allowed if (a.episode, a.step) == key]
        parts += [_days_bar(a, axis, y) for a in allowed]
        if status.state in OPEN and status.recommended is not None:
            parts.append(_mark(_MEANT, status.recommended, axis, y))
        parts += [_mark(_mark_of(v), v.date, axis, y) for v in events]
        y += BAR
        for words in told:
            for line in lines(words):
                y += LINE
                parts.append(text(LEFT, y - 3, line, colour=INK))
        return "; ".join([f"{name}: {state}", *told]), parts, y + _GAP

    def _name(self, status: StepStatus) -> str:
        step = self.sequence.step(status.step)
        title = self._in(step.title) or " / ".join(step.codes)
        if len(self.evaluation.status) == 1:
            return f"{step.number}. {title}"
        return f"{step.number}. {title} (episod{'' if self.lang == 'sv' else 'e'} {status.episode})"

    def _days_in_words(self, status: StepStatus) -> Iterator[str]:
        if status.state in OPEN:
            words = (
                (("tidigast", "earliest"), status.earliest),
                (("rekommenderat", "recommended"), status.recommended),
                (("senast", "latest"), status.last),
            )
            given = [f"{w[self.lang == 'en']} {day}" for w, day in words if day is not None]
            if given:
                yield ", ".join(given)

    def _event(self, verdict: VisitVerdict) -> str:
        reasons = ", ".join(self._in(TITLES[reason]) for reason in dict.fromkeys(verdict.reasons))
        codes = " ".join(verdict.codes)
        return f"{_mark_of(verdict)} {verdict.date} {codes}" + (f": {reasons}" if reasons else "")

    def _missing(self, status: StepStatus) -> Iterator[str]:
        """Give the findings on a step that no visit has."""
        for finding in self.evaluation.findings:
            is_here = (finding.episode, finding.step) == (status.episode, status.step)
            if is_here and finding.finding in {"visit-skipped", "visit-overdue"}:
                yield f"– {self._in(TITLES[finding.finding])}"

    def _rest(self) -> list[str]:
        """Return what is said of no step that has a row."""
        unplaced = [v for v in self.evaluation.verdicts if v.episode is None]
        of_visits = {reason for verdict in unplaced for reason in verdict.reasons}
        told = [line for verdict in unplaced for line in lines(self._event(verdict))]
        for finding in self.evaluation.findings:
            if finding.episode is None and finding.finding not in of_visits:
                step = "" if finding.step is None else f"{finding.step}. "
                told.append(f"– {step}{self._in(TITLES[finding.finding])}")
        return told

    def _ages(self, axis: Axis, top: float, bottom: float) -> str:
        """Return along the top the age, or the time since the start where there is one."""
        start = self.evaluation.status[0].start
        if start is None or len(self.evaluation.status) > 1:
            return ""
        last = dt.date.fromordinal(int(axis.last))
        days, months = (last - start).days, (last.year - start.year) * 12 + last.month - start.month
        if months < _LEAST_IN_MONTHS:
            unit, count = "days", days
        else:
            unit, count = (
                ("months", months) if months <= _MOST_IN_MONTHS else ("years", months // 12)
            )
        every = next(n for n in _EVERY[unit] if count / n <= _MOST_AGES)
        places = [
            (float(_later(start, n, unit).toordinal()), str(n)) for n in range(0, count + 1, every)
        ]
        is_age = self.sequence.anchor.kind is AnchorKind.BIRTH
        head = self._in(_AGE if is_age else _SINCE).format(self._in(_UNITS[unit]))
        return text(LEFT, top - 22, head, colour=GREY) + ticks(
            axis, places, y=top - 9, bottom=bottom
        )

    def _legend(self, y: float) -> Iterator[str]:
        """Say what the marks mean: a line for bars and the day, a line for visits."""
        x = float(LEFT)
        parts = []
        for strength in dict.fromkeys(a.strength for a in self.evaluation.allowed):
            words = self._in(LEGEND[strength])
            parts.append(bar(x, x + 22, y - BAR + 3, strength))
            parts.append(text(x + 28, y, words, colour=GREY))
            x += 28 + len(words) * 7.4 + 14
        parts.append(text(x, y, f"│ {self._in(_AS_OF)} {self.as_of}", colour=_LINE_OF_DAY))
        yield "".join(parts)
        x = float(LEFT)
        parts = []
        for mark in (_COUNTED, _REMARKED, _NOT_COUNTED, _MEANT):
            label, colour = _MARKS[mark]
            words = f"{mark} {self._in(label)}"
            parts.append(text(x, y + LINE, words, colour=colour))
            x += len(words) * 6.6 + 14
        yield "".join(parts)


def _later(start: dt.date, count: int, unit: str) -> dt.date:
    if unit == "days":
        return start + dt.timedelta(days=count)
    return add_months(start, count * 12 if unit == "years" else count)


def _mark_of(verdict: VisitVerdict) -> str:
    if not verdict.is_counted:
        return _NOT_COUNTED
    return _REMARKED if verdict.reasons else _COUNTED


def _mark(mark: str, day: dt.date, axis: Axis, y: float) -> str:
    return text(
        axis.x(day.toordinal()),
        y + BAR - 2.5,
        mark,
        colour=_MARKS[mark][1],
        anchor="middle",
        bold=True,
    )


def _days_bar(allowed: AllowedDays, axis: Axis, y: float) -> str:
    """Return the bar; without an end it reaches the end of the axis, days of grace are a line."""
    first = axis.first if allowed.first is None else allowed.first.toordinal()
    last = axis.last if allowed.last is None else allowed.last.toordinal() + 1
    parts = [bar(axis.x(first), axis.x(last), y, allowed.strength)]
    for one, other in ((allowed.grace_first, allowed.first), (allowed.grace_last, allowed.last)):
        if one is not None and other is not None and one != other:
            x = sorted((axis.x(one.toordinal()), axis.x(other.toordinal())))
            middle = y + BAR / 2
            parts.append(
                f'<line x1="{x[0]:.1f}" x2="{x[1]:.1f}" y1="{middle:.1f}" y2="{middle:.1f}" '
                'stroke="#1f5fa8" stroke-width="3"/>'
            )
    return "".join(parts)
