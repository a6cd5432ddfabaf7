"""Plots as inline SVG: small pure functions from the data of a plot to markup.

Nothing is drawn of what is hidden. Colours and sizes of text come from the page's style,
so that a plot prints and scales with it; every plot has a title and a description for
those who hear the page.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from html import escape

from kvacodes.model.words import Lang
from kvacodes.reports.model import (
    Bar,
    Bars,
    Funnel,
    FunnelPoint,
    Hidden,
    Kind,
    Panel,
    Spread,
    Spreads,
    Value,
)
from kvacodes.reports.numbers import (
    HIDDEN_SIGN,
    NOTHING_SIGN,
    as_count,
    as_number,
    as_share,
    written,
)

__all__ = ["bars_svg", "funnel_svg", "panel_svg", "spreads_svg"]

_WIDTH = 420
_ROW = 30
_LABELS = 126
_VALUES = 60
_MARKS = 6
_PLOT = _WIDTH - _LABELS - _VALUES


def bars_svg(plot: Bars, lang: Lang) -> str:
    """Draw bars, lying or upright."""
    drawn = _upright(plot.bars, plot.kind, lang) if plot.is_upright else _lying(plot, lang)
    height, parts = drawn
    return _framed(plot.id, plot.title, plot.description, parts, width=_WIDTH, height=height)


def panel_svg(id_: str, panel: Panel, kind: Kind, lang: Lang) -> str:
    """Draw one of several small plots: bars beside each other, all to the same scale."""
    said = "; ".join(f"{b.label}: {written(b.value, kind, lang)}" for b in panel.bars)
    step = 160 / max(len(panel.bars), 1)
    parts = [_line(0, 60, 160, 60, "axis"), _line(0, 10, 160, 10, "grid")]
    for n, bar in enumerate(panel.bars):
        middle = step * (n + 0.5)
        value = _number(bar.value)
        if value is None:
            parts.append(_text(middle, 56, HIDDEN_SIGN if bar.value else "–", "middle quiet"))
        else:
            parts.append(_rect(middle - step * 0.36, 60 - value * 50, step * 0.72, value * 50))
        parts.append(_text(middle, 73, bar.label, "middle quiet"))
    return _framed(id_, panel.label, said, parts, width=160, height=78)


def spreads_svg(plot: Spreads, lang: Lang) -> str:
    """Draw spreads: a thin line from p10 to p90, a thick one from p25 to p75, the median."""
    known = [v for s in plot.spreads for v in map(_number, s.values) if v is not None]
    most = max([*known, 1.0])
    wide = _WIDTH - _LABELS - 14
    bottom = len(plot.spreads) * _ROW + 2

    def x(value: float) -> float:
        return _LABELS + wide * value / (most * 1.05)

    parts = [_line(_LABELS, bottom, _LABELS + wide, bottom, "axis")]
    for size in range(0, int(most * 1.05) + 1, _step(round(most))):
        parts.append(_line(x(size), 0, x(size), bottom + 4, "grid"))
        parts.append(_text(x(size), bottom + 18, str(size), "middle quiet"))
    for n, spread in enumerate(plot.spreads):
        parts.append(_text(_LABELS - 8, n * _ROW + 19, spread.label, "end"))
        parts += _spread(spread, x, n * _ROW + 15, lang)
    parts.append(_text(_LABELS + wide / 2, bottom + 36, plot.across, "middle quiet"))
    return _framed(plot.id, plot.title, plot.description, parts, width=_WIDTH, height=bottom + 44)


def _spread(spread: Spread, x: Callable[[float], float], y: float, lang: Lang) -> Iterable[str]:
    low, first, middle, last, high = map(_number, spread.values)
    if None in {low, first, middle, last, high}:
        sign = HIDDEN_SIGN if Hidden.SMALL in spread.values else NOTHING_SIGN
        yield _text(_LABELS + 6, y + 4, sign, "quiet")
        return
    yield _line(x(low or 0), y, x(high or 0), y, "interval")
    yield _rect(x(first or 0), y - 6, x(last or 0) - x(first or 0), 12)
    told = f"{spread.label}: {as_number(middle or 0, lang, decimals=1)}"
    yield (
        f'<circle class="point median" cx="{_n(x(middle or 0))}" cy="{_n(y)}" r="4.5">'
        f"<title>{escape(told)}</title></circle>"
    )


def funnel_svg(plot: Funnel, lang: Lang) -> str:
    """Draw shares against the size of the group, with the limits of chance."""
    most = max([*(p.denominator for p in plot.points), 1])
    left, top, wide, high = 44, 12, 362, 210

    def x(size: float) -> float:
        return left + wide * size / (most * 1.05)

    def y(share: float) -> float:
        return top + high * (1 - share)

    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(_line(left, y(share), left + wide, y(share), "grid"))
        parts.append(_text(left - 5, y(share) + 4, as_share(share, lang), "end quiet"))
    limits = [limit for limit in plot.limits if limit[0] <= most * 1.05]
    for low, high_limit, name in ((3, 4, "limit-wide"), (1, 2, "limit")):
        outline = [(x(row[0]), y(row[low])) for row in limits]
        outline += [(x(row[0]), y(row[high_limit])) for row in reversed(limits)]
        points = " ".join(f"{_n(a)},{_n(b)}" for a, b in outline)
        parts.append(f'<polygon class="{name}" points="{points}"/>')
    parts.append(_line(left, y(plot.centre), left + wide, y(plot.centre), "centre"))
    parts += [_point(p, x(p.denominator), y(p.share), lang) for p in plot.points]
    parts += _sizes(most, x, top + high)
    parts.append(_text(left + wide / 2, top + high + 36, plot.across, "middle quiet"))
    return _framed(plot.id, plot.title, plot.description, parts, width=_WIDTH, height=264)


def _sizes(most: int, x: Callable[[float], float], bottom: float) -> Iterable[str]:
    for size in range(0, int(most * 1.05) + 1, _step(most)):
        yield _line(x(size), bottom, x(size), bottom + 4, "axis")
        yield _text(x(size), bottom + 18, str(size), "middle quiet")


def _step(most: int) -> int:
    """Return the smallest round step that gives at most so many marks after zero."""
    steps = (step * int(10**power) for power in itertools.count() for step in (1, 2, 5))
    return next(step for step in steps if most <= _MARKS * step)


def _point(point: FunnelPoint, x: float, y: float, lang: Lang) -> str:
    name = "point outlier" if point.is_outlier else "point"
    said = f"{point.label}: {as_share(point.share, lang)} (n = {as_count(point.denominator, lang)})"
    mark = (
        f'<circle class="{name}" cx="{_n(x)}" cy="{_n(y)}" r="4.5">'
        f"<title>{escape(said)}</title></circle>"
    )
    if not point.is_outlier:
        return mark
    # To the left where there is no room to the right.
    is_far = x > _WIDTH * 0.66
    return mark + _text(
        x - 7 if is_far else x + 7, y + 4, point.label, "end small" if is_far else "small"
    )


def _lying(plot: Bars, lang: Lang) -> tuple[int, list[str]]:
    most = 1.0 if plot.kind is Kind.SHARE else _most(plot.bars)
    parts = []
    for n, bar in enumerate(plot.bars):
        top = n * _ROW + 4
        parts.append(_text(_LABELS - 8, top + 15, bar.label, "end"))
        value = _number(bar.value)
        if value is not None:
            parts.append(_rect(_LABELS, top, _PLOT * value / most, 20))
        if value is not None and bar.lower is not None and bar.upper is not None:
            parts.append(_interval(bar, top + 10, most))
        text = written(bar.value, plot.kind, lang)
        parts.append(_text(_WIDTH - 2, top + 15, text, "end strong"))
    bottom = len(plot.bars) * _ROW + 2
    parts.append(_line(_LABELS, 0, _LABELS, bottom, "axis"))
    return bottom + 4, parts


def _interval(bar: Bar, y: float, most: float) -> str:
    low, high = (_LABELS + _PLOT * (end or 0) / most for end in (bar.lower, bar.upper))
    return "".join(
        (
            _line(low, y, high, y, "interval"),
            _line(low, y - 4, low, y + 4, "interval"),
            _line(high, y - 4, high, y + 4, "interval"),
        )
    )


def _upright(bars: Sequence[Bar], kind: Kind, lang: Lang) -> tuple[int, list[str]]:
    left, bottom, top = 6, 178, 22
    most, step = _most(bars), (_WIDTH - 12) / max(len(bars), 1)
    parts = [_line(left, bottom, _WIDTH - 6, bottom, "axis")]
    for n, bar in enumerate(bars):
        middle, value = left + step * (n + 0.5), _number(bar.value)
        height = 0 if value is None else (bottom - top) * value / most
        if height:
            parts.append(_rect(middle - step * 0.38, bottom - height, step * 0.76, height))
        parts.append(
            _text(middle, bottom - height - 5, written(bar.value, kind, lang), "middle small")
        )
        parts.append(_text(middle, bottom + 16, bar.label, "middle quiet"))
    return 200, parts


def _most(bars: Iterable[Bar]) -> float:
    return max([value for bar in bars if (value := _number(bar.value))], default=1.0)


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


# --- markup --------------------------------------------------------------------------------


def _framed(
    id_: str, title: str, description: str, parts: Iterable[str], *, width: int, height: int
) -> str:
    named = f"{escape(id_)}-t {escape(id_)}-d"
    return (
        f'<svg role="img" aria-labelledby="{named}" viewBox="0 0 {width} {height}">'
        f'<title id="{escape(id_)}-t">{escape(title)}</title>'
        f'<desc id="{escape(id_)}-d">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, text: str, names: str) -> str:
    return f'<text class="{names}" x="{_n(x)}" y="{_n(y)}">{escape(text)}</text>'


def _rect(x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="bar" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, name: str) -> str:
    return f'<line class="{name}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
