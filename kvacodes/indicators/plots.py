"""Plots of figures: shares with intervals, lead times, and units against chance.

All read the result's own table, so what was suppressed there is not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from kvacodes.errors import MissingExtraError, Phrase, UsageError
from kvacodes.indicators.titles import title_of
from kvacodes.model.words import Label, Lang
from kvacodes.statistics import funnel_limits

__all__ = ["LEVELS", "draw"]

LEVELS = (0.95, 0.998)
"""Funnel plots of care have had these two limits since Spiegelhalter 2005."""

_KINDS = ("shares", "times", "funnel")
_PERCENTILES = ("p10", "p25", "median", "p75", "p90")
_CURVE = 200
"""The sizes at which limits are computed, at most; between them lines are drawn."""

_WIDTH, _HEIGHT, _HEIGHT_OF_ROW = 6.4, 4.8, 0.2
"""Inches: the size of Matplotlib's own figures, and what a label takes in it."""

Record = Mapping[str, Any]


def draw(
    records: list[dict[str, Any]],
    by: tuple[str, ...],
    *,
    kind: str | None,
    measures: Iterable[str],
    ax: Any,  # noqa: ANN401 - axes of matplotlib
    lang: Lang,
) -> Any:  # noqa: ANN401 - axes of matplotlib
    """Draw figures; see `kvacodes.indicators.presenting.plot`.

    Raises:
        MissingExtraError: matplotlib is not installed.
        UsageError: There is nothing that can be drawn, or no such kind of plot.
    """
    if kind is not None and kind not in _KINDS:
        message = Phrase(
            f"kind is {kind!r}; expected {' or '.join(map(repr, _KINDS))}",
            f"kind är {kind!r}; väntade {' eller '.join(map(repr, _KINDS))}",
        )
        raise UsageError(message)
    has_times = any(record["indicator"] == "lead-time.median" for record in records)
    if kind == "times" or (kind is None and has_times):
        return _draw_times(records, by, ax, lang)
    names = frozenset(measures)
    drawn = [
        record
        for record in records
        if record["value"] is not None
        and (record["indicator"] in names if names else record["bound"] == "wilson")
    ]
    if not drawn:
        message = Phrase(
            "none of these figures is a share that is known; name the measures to draw",
            "inget av dessa mått är en känd andel; ange vilka mått som ska ritas",
        )
        raise UsageError(message)
    if kind == "funnel":
        return _draw_funnel(drawn, by, ax, lang)
    return _draw_shares(drawn, by, _axes(ax, rows=len(drawn)), lang)


def _axes(ax: Any, *, rows: int = 0) -> Any:  # noqa: ANN401
    """Return the axes given, or new ones that have room for a line of text in each row."""
    if ax is not None:
        return ax
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plot", "matplotlib") from error
    # A figure of its own: pyplot would keep it for as long as the process lives.
    size = (_WIDTH, max(_HEIGHT, _HEIGHT_OF_ROW * (rows + 2)))
    axes = Figure(figsize=size, layout="constrained").add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _group(record: Record, by: tuple[str, ...]) -> str:
    return ", ".join("–" if record[name] is None else str(record[name]) for name in by)


# --- shares --------------------------------------------------------------------------------


def _draw_shares(
    records: list[dict[str, Any]],
    by: tuple[str, ...],
    ax: Any,  # noqa: ANN401
    lang: Lang,
) -> Any:  # noqa: ANN401
    for place, record in enumerate(records):
        if record["lower"] is not None and record["upper"] is not None:
            ax.plot([record["lower"], record["upper"]], [place, place], color="0.6", zorder=1)
    places = list(range(len(records)))
    ax.scatter([record["value"] for record in records], places, color="black", s=18, zorder=2)
    ax.set_yticks(places, _labels(records, by, ax, lang))
    ax.invert_yaxis()
    if all(record["bound"] == "wilson" for record in records):
        _as_shares(ax.xaxis, ax.set_xlim)
        label = Label("andel med 95 % intervall", "share with 95 % interval")
        ax.set_xlabel(label.in_language(lang))
    return ax


def _labels(
    records: list[dict[str, Any]],
    by: tuple[str, ...],
    ax: Any,  # noqa: ANN401
    lang: Lang,
) -> list[str]:
    """Name measure and group of each row; a measure that all share stands above them."""
    titles = [title_of(record["indicator"], lang) for record in records]
    groups = [_group(record, by) for record in records]
    if len(set(titles)) == 1 and all(groups):
        ax.set_title(titles[0], loc="left", fontsize="medium")
        return groups
    return [" · ".join(filter(None, both)) for both in zip(titles, groups, strict=True)]


def _as_shares(axis: Any, set_limits: Any) -> None:  # noqa: ANN401
    """Let an axis go from 0 to 100 per cent."""
    from matplotlib.ticker import PercentFormatter

    set_limits(0, 1)
    axis.set_major_formatter(PercentFormatter(xmax=1, symbol="\N{NO-BREAK SPACE}%"))


# --- lead times ----------------------------------------------------------------------------


def _draw_times(
    records: list[dict[str, Any]],
    by: tuple[str, ...],
    ax: Any,  # noqa: ANN401
    lang: Lang,
) -> Any:  # noqa: ANN401
    groups: dict[str, dict[str, float]] = {}
    for record in records:
        stem, _, name = record["indicator"].rpartition(".")
        if name in _PERCENTILES and stem.startswith("lead-time") and record["value"] is not None:
            route = stem.removeprefix("lead-time").removeprefix(".").replace("-", "–")
            label = " · ".join(filter(None, (route, _group(record, by))))
            groups.setdefault(label, {})[name] = record["value"]
    whole = {group: at for group, at in groups.items() if len(at) == len(_PERCENTILES)}
    if not whole:
        message = Phrase(
            "no lead time is known, so there is nothing to draw",
            "ingen ledtid är känd, så det finns inget att rita",
        )
        raise UsageError(message)
    axes = _axes(ax, rows=len(whole))
    for place, at in enumerate(whole.values()):
        axes.plot([at["p10"], at["p90"]], [place, place], color="0.6", linewidth=1)
        axes.plot([at["p25"], at["p75"]], [place, place], color="0.4", linewidth=5)
    places = list(range(len(whole)))
    axes.scatter([at["median"] for at in whole.values()], places, color="black", s=22, zorder=3)
    axes.set_yticks(places, list(whole))
    axes.invert_yaxis()
    words = Label("dagar: p10–p90, p25–p75, median", "days: p10–p90, p25–p75, median")
    axes.set_xlabel(words.in_language(lang))
    return axes


# --- units against chance ------------------------------------------------------------------


@frozen
class _Funnel:
    """The shares of one measure, and what all of them together give."""

    records: list[dict[str, Any]]
    centre: float
    most: int


def _funnel_of(records: list[dict[str, Any]]) -> _Funnel:
    """Take the groups of one measure together.

    Raises:
        UsageError: There are several measures, or no group has anyone in it.
    """
    names = list(dict.fromkeys(record["indicator"] for record in records))
    if len(names) > 1:
        message = Phrase(
            f"a funnel plot has one measure; name one of {', '.join(names)}",
            f"ett trattdiagram har ett mått; ange ett av {', '.join(names)}",
        )
        raise UsageError(message)
    shares = [r for r in records if r["denominator"] and r["numerator"] is not None]
    of = sum(record["denominator"] for record in shares)
    if not of:
        message = Phrase(
            "no group of this measure has a share that is known",
            "ingen grupp har en känd andel för detta mått",
        )
        raise UsageError(message)
    centre = sum(record["numerator"] for record in shares) / of
    return _Funnel(shares, centre, max(record["denominator"] for record in shares))


def _draw_funnel(
    records: list[dict[str, Any]],
    by: tuple[str, ...],
    ax: Any,  # noqa: ANN401
    lang: Lang,
) -> Any:  # noqa: ANN401
    funnel, axes = _funnel_of(records), _axes(ax)
    last = round(funnel.most * 1.05) + 1
    sizes = sorted({max(1, round(last * n / _CURVE)) for n in range(1, _CURVE + 1)})
    for level, shade in zip(reversed(LEVELS), ("0.93", "0.82"), strict=True):
        limits = [funnel_limits(size, funnel.centre, level=level) for size in sizes]
        low, high = zip(*limits, strict=True)
        share = f"{level:.1%}".replace(".0%", "%")
        words = Label(f"{share} av slumpen".replace(".", ","), f"{share} by chance")
        axes.fill_between(sizes, low, high, color=shade, linewidth=0, label=words.in_language(lang))
    axes.axhline(funnel.centre, color="0.4", linewidth=1)
    for record in funnel.records:
        low_, high_ = funnel_limits(record["denominator"], funnel.centre, level=LEVELS[-1])
        is_outside = not low_ <= record["value"] <= high_
        at = (record["denominator"], record["value"])
        axes.scatter(*at, s=22, zorder=3, color="#b3471d" if is_outside else "black")
        if is_outside:
            # To the left where there is no room to the right.
            is_far = at[0] > last / 2
            axes.annotate(
                _group(record, by),
                at,
                xytext=(-6 if is_far else 6, -3),
                textcoords="offset points",
                ha="right" if is_far else "left",
            )
    axes.set_xlim(0, last)
    _as_shares(axes.yaxis, axes.set_ylim)
    axes.set_xlabel(Label("antal i gruppen", "size of the group").in_language(lang))
    axes.set_ylabel(title_of(funnel.records[0]["indicator"], lang))
    axes.legend(frameon=False, loc="lower right", fontsize="small")
    return axes
