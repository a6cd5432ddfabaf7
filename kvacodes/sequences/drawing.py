"""Drawn timelines (SVG) of a sequence: the days of each step along the time from its anchor.

A drawing is one self-contained element with a title and a description, so that it can
stand in a page, a notebook or a file, be printed, and be read aloud.
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.model import AnchorKind, Label, Lang, Origin, Sequence, Step, Strength, Window
from kvacodes.sequences.canvas import (
    BAR,
    GREY,
    LEFT,
    LINE,
    RIGHT,
    Axis,
    bar,
    drawing,
    headline,
    lines,
    row,
    text,
    ticks,
)
from kvacodes.sequences.wording import (
    describe,
    origin_in_words,
    part_in_words,
    window_in_words,
)

__all__ = ["LEGEND", "draw_sequence"]

_DAYS_IN_MONTH = 30.436875
_ROOM_FOR_TICKS, _GAP = 34, 8
LEGEND = {
    Strength.RECOMMENDED: Label("rekommenderat", "recommended"),
    Strength.ABSOLUTE: Label("absolut", "absolute"),
}
"""What the two kinds of bar are called."""
_NOMINAL = Label("● avsedd ålder", "● age meant")
_UNITS = {
    "days": (1.0, Label("dagar", "days")),
    "weeks": (7.0, Label("veckor", "weeks")),
    "months": (_DAYS_IN_MONTH, Label("månader", "months")),
    "years": (365.2425, Label("år", "years")),
}
_MOST_TICKS = 12


def draw_sequence(sequence: Sequence, lang: Lang = "sv") -> str:
    """Draw the windows of a sequence along the time from its anchor, as SVG.

    Recommended windows are filled bars, absolute ones dashed outlines; the nominal age is a
    dot. Windows counted from another step are not on the axis and are said in words.
    """
    ends = [
        span.approximate_days
        for step in sequence.steps
        for window in _on_axis(step, sequence)
        for span in (window.start, window.before)
        if span is not None
    ]
    nominal = [s.nominal_age.approximate_days for s in sequence.steps if s.nominal_age is not None]
    axis = Axis(0.0, max((n * 1.05 for n in (*ends, *nominal)), default=_DAYS_IN_MONTH))
    title = sequence.title.in_language(lang) or sequence.id
    head = headline(title)
    top = len(head) * LINE + _ROOM_FOR_TICKS
    y = float(top)
    rows = []
    for step in sequence.steps:
        drawn, y = _row(step, y, axis, sequence, lang)
        rows.append(drawn)
    unit, words = next(
        (unit for unit in _UNITS.values() if axis.last / unit[0] <= _MOST_TICKS * 2),
        _UNITS["years"],
    )
    every = next((n for n in (1, 2, 3, 6, 12) if axis.last / unit / n <= _MOST_TICKS), 24)
    places = [(n * unit, str(n)) for n in range(0, int(axis.last / unit) + 1, every)]
    unit_words = f"{words.in_language(lang)} {'från' if lang == 'sv' else 'from'} "
    unit_words += origin_in_words(sequence, sequence.anchor.step, lang)
    return drawing(
        title,
        describe(sequence, lang),
        y + 2 * LINE,
        [
            *head,
            text(LEFT, top - 20, unit_words, colour=GREY),
            ticks(axis, places, y=top - 6, bottom=y),
            *rows,
            *_legend(sequence, y + LINE, lang),
        ],
        lang,
    )


def _on_axis(step: Step, sequence: Sequence) -> tuple[Window, ...]:
    """The windows counted from where the axis starts, also those that name its step."""
    anchor = sequence.anchor
    return tuple(
        window
        for window in step.windows
        if window.origin is Origin.ANCHOR
        or (anchor.kind is AnchorKind.STEP and window.step == anchor.step is not None)
    )


def _row(step: Step, y: float, axis: Axis, sequence: Sequence, lang: Lang) -> tuple[str, float]:
    title = step.title.in_language(lang) or " / ".join(step.codes)
    optional = (" (valfritt)" if lang == "sv" else " (optional)") if step.optional else ""
    name = f"{step.number}. {title}{optional}"
    on_axis = _on_axis(step, sequence)
    elsewhere = [window_in_words(w, sequence, lang) for w in step.windows if w not in on_axis]
    elsewhere += part_in_words(step, sequence, lang)
    parts = []
    for line in lines(name):
        y += LINE
        parts.append(text(LEFT, y - 3, line, bold=True))
    if on_axis or step.nominal_age is not None:
        for window in on_axis:
            start = 0.0 if window.start is None else window.start.approximate_days
            end = axis.last if window.before is None else window.before.approximate_days
            parts.append(bar(axis.x(start), axis.x(end), y, window.strength))
        if step.nominal_age is not None:
            x = axis.x(step.nominal_age.approximate_days)
            parts.append(f'<circle cx="{x:.1f}" cy="{y + BAR / 2:.1f}" r="4" fill="#12365f"/>')
        y += BAR
    for words in elsewhere:
        for line in lines(words):
            y += LINE
            parts.append(text(LEFT, y - 2, line, colour=GREY))
    said = [window_in_words(w, sequence, lang) for w in step.windows]
    said += part_in_words(step, sequence, lang)
    return row("; ".join([name, *said]), parts), y + _GAP


def _legend(sequence: Sequence, y: float, lang: Lang) -> Iterator[str]:
    """Say what the marks mean, those that are there alone."""
    used = {w.strength for step in sequence.steps for w in _on_axis(step, sequence)}
    x = float(LEFT)
    for strength in Strength:
        if strength in used:
            words = LEGEND[strength].in_language(lang)
            yield bar(x, x + 22, y - BAR + 3, strength) + text(x + 28, y, words, colour=GREY)
            x += 28 + len(words) * 7.4 + 14
    if any(step.nominal_age is not None for step in sequence.steps):
        yield text(min(x, RIGHT), y, _NOMINAL.in_language(lang), colour=GREY)
