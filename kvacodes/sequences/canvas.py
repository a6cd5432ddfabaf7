"""What drawn timelines are made of: an axis with ticks, bars, lines of text, one element.

A drawing is 480 units wide and has its words above and below the bars, not beside them, so
that it can be read on a telephone; it needs no script, no style sheet and no colour.
"""

from __future__ import annotations

import datetime as dt
import textwrap
import zlib
from collections.abc import Iterable, Iterator
from html import escape

from attrs import frozen

from kvacodes.model import Lang, Strength
from kvacodes.periods import add_months

__all__ = [
    "BAR",
    "CHARACTERS",
    "GREY",
    "INK",
    "LEFT",
    "LINE",
    "RIGHT",
    "Axis",
    "bar",
    "days_on",
    "drawing",
    "headline",
    "lines",
    "row",
    "text",
    "ticks",
]

WIDTH, LEFT, RIGHT = 480, 12, 468
LINE, BAR = 15, 14
CHARACTERS = 66
INK, GREY, RULE = "#1d2430", "#4a5361", "#dfe3e8"
_STYLES = {
    Strength.RECOMMENDED: 'fill="#bcd3ee" stroke="#1f5fa8"',
    Strength.ABSOLUTE: 'fill="none" stroke="#1f5fa8" stroke-width="1.5" stroke-dasharray="5 2"',
}
_MOST_TICKS = 7


@frozen
class Axis:
    """A stretch of days, or of any numbers that grow with time, laid over the width."""

    first: float
    last: float

    def x(self, value: float) -> float:
        """Return where a value lies on the page; outside the stretch at its end."""
        share = (value - self.first) / max(self.last - self.first, 1.0)
        return LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT)

    @classmethod
    def of_days(cls, days: Iterable[dt.date]) -> Axis:
        """Return the axis from the first to the last of the days, with a little room."""
        numbers = [day.toordinal() for day in days]
        room = max((max(numbers) - min(numbers)) * 0.02, 1.0)
        return cls(min(numbers) - room, max(numbers) + room)


def text(
    x: float, y: float, words: str, *, colour: str = INK, anchor: str = "start", bold: bool = False
) -> str:
    """Return one line of text."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )


def lines(words: str) -> list[str]:
    """Break words into lines that fit the width; what follows the first is set in."""
    return textwrap.wrap(words, CHARACTERS, subsequent_indent="   ") or [""]


def headline(words: str) -> list[str]:
    """Return the title as it is seen, on as many lines as it needs."""
    return [text(LEFT, 13 + n * LINE, line, bold=True) for n, line in enumerate(lines(words))]


def bar(start: float, end: float, y: float, strength: Strength) -> str:
    """Return a bar: filled for what is recommended, a dashed outline for what must hold."""
    inset = 0 if strength is Strength.ABSOLUTE else 2.5
    width = max(end - start, 2.0)
    return (
        f'<rect x="{start:.1f}" y="{y + inset:.1f}" width="{width:.1f}" '
        f'height="{BAR - 2 * inset:.1f}" rx="2" {_STYLES[strength]}/>'
    )


def ticks(
    axis: Axis,
    places: Iterable[tuple[float, str]],
    *,
    y: float,
    bottom: float,
    top: float | None = None,
) -> str:
    """Return lines down the page with words at `y`; words that would overlap are left out."""
    above = y + 4 if top is None else top
    parts, free = [], 0.0
    for value, words in places:
        x = axis.x(value)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{above:.1f}" y2="{bottom:.1f}" stroke="{RULE}"/>'
        )
        half = len(words) * 3.4
        middle = min(max(x, LEFT + half), RIGHT - half)
        if middle - half >= free:
            parts.append(text(middle, y, words, colour=GREY, anchor="middle"))
            free = middle + half + 6
    return "".join(parts)


def days_on(axis: Axis) -> Iterator[dt.date]:
    """Give days to write along an axis of days: whole years, months or weeks."""
    first = dt.date.fromordinal(int(axis.first) + 1)
    last = dt.date.fromordinal(int(axis.last))
    days = (last - first).days
    weeks = next((n for n in (1, 2, 4) if days / 7 / n <= _MOST_TICKS), None)
    if weeks is not None:
        day = first - dt.timedelta(days=first.weekday() - 7 if first.weekday() else 0)
        while day <= last:
            yield day
            day += dt.timedelta(weeks=weeks)
        return
    months = next(
        (n for n in (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200) if days / 30.4 / n <= _MOST_TICKS),
        6000,
    )
    day = dt.date(first.year, 1, 1)
    while day <= last:
        if day >= first:
            yield day
        day = add_months(day, months)


def drawing(title: str, description: str, height: float, parts: Iterable[str], lang: Lang) -> str:
    """Return one element that stands alone: named, described, and reachable by keyboard."""
    key = f"kv{zlib.crc32(f'{title}{description}'.encode()):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'role="group" lang="{lang}" aria-labelledby="{key}-t {key}-d" '
        'font-family="system-ui, sans-serif" font-size="12" '
        'style="width:100%;max-width:640px;height:auto;print-color-adjust:exact;'
        'break-inside:avoid">'
        f'<title id="{key}-t">{escape(title)}</title>'
        f'<desc id="{key}-d">{escape(description)}</desc>'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def row(words: str, parts: Iterable[str]) -> str:
    """Return a part that is read aloud as one, and can be reached by keyboard."""
    return f'<g role="img" tabindex="0" aria-label="{escape(words)}">{"".join(parts)}</g>'
