"""Figures as people look at them: a formatted table in notebooks, and plots.

Both read the result's own table, so what was suppressed there is not shown here.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from kvacodes.errors import MissingExtraError, UsageError
from kvacodes.model.words import Label, Lang
from kvacodes.results import IndicatorResult, IndicatorRows

__all__ = ["PRESENTER", "plot", "records_of", "table_html"]

_HEADINGS = {
    "indicator": Label("mått", "measure"),
    "period": Label("period", "period"),
    "numerator": Label("täljare", "numerator"),
    "denominator": Label("nämnare", "denominator"),
    "value": Label("värde", "value"),
    "interval": Label("intervall", "interval"),
    "n_missing": Label("saknas", "missing"),
}
_SHOWN = ("numerator", "denominator", "value", "interval", "n_missing")
_FIGURES = (
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "bound",
    "n_missing",
    "suppressed",
)
_HIDDEN = "\N{BULLET}"
"""Stands where a figure is hidden for disclosure control."""

_PERCENTILES = ("p10", "p25", "median", "p75", "p90")


def records_of(result: IndicatorResult | IndicatorRows) -> list[dict[str, Any]]:
    """Return the rows of a result as plain values by column, whatever it came in."""
    if isinstance(result, IndicatorRows):
        return [
            {
                "indicator": row.indicator,
                "period": row.period,
                **dict(row.by),
                **{name: getattr(row, name) for name in _FIGURES},
            }
            for row in result
        ]
    from kvacodes.indicators import tables

    return tables.records_from(result.table)


def _stratifiers(records: list[dict[str, Any]]) -> tuple[str, ...]:
    known = {"indicator", "period", *_FIGURES}
    first = records[0] if records else {}
    return tuple(name for name in first if name not in known)


# --- a table -----------------------------------------------------------------------------


def table_html(result: IndicatorResult | IndicatorRows, *, lang: Lang = "sv") -> str:
    """Return the figures as an HTML table, rounded for reading, with what they mean above."""
    records = records_of(result)
    columns = ("indicator", "period", *_stratifiers(records), *_SHOWN)
    head = "".join(f"<th>{html.escape(_heading(name, lang))}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(_cell(record, name, lang) for name in columns) + "</tr>"
        for record in records
    )
    caption = html.escape(result.explain(lang).split("\n", 1)[0])
    return (
        f"<table><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _heading(name: str, lang: Lang) -> str:
    return _HEADINGS[name].in_language(lang) if name in _HEADINGS else name


def _cell(record: Mapping[str, Any], name: str, lang: Lang) -> str:
    text = _interval(record, lang) if name == "interval" else _shown(record, name, lang)
    align = "right" if name in _SHOWN else "left"
    return f'<td style="text-align:{align}">{html.escape(text)}</td>'


def _shown(record: Mapping[str, Any], name: str, lang: Lang) -> str:
    value = record[name]
    if value is None:
        return _HIDDEN if name in _FIGURES and record["suppressed"] else ""
    return _number(value, record, lang) if name == "value" else str(value)


def _interval(record: Mapping[str, Any], lang: Lang) -> str:
    ends = (record["lower"], record["upper"])
    if ends == (None, None):
        return ""
    return "–".join("" if end is None else _number(end, record, lang) for end in ends)


def _number(value: float, record: Mapping[str, Any], lang: Lang) -> str:
    is_share = record["bound"] == "wilson"
    text = f"{value:.1%}" if is_share else f"{value:.1f}".removesuffix(".0")
    if lang == "sv":
        text = text.replace(".", ",").replace("%", "\N{NO-BREAK SPACE}%")
    return text


# --- plots -------------------------------------------------------------------------------


def plot(
    result: IndicatorResult | IndicatorRows,
    *,
    measures: Iterable[str] = (),
    ax: Any = None,  # noqa: ANN401 - axes of matplotlib
    lang: Lang = "sv",
) -> Any:  # noqa: ANN401 - axes of matplotlib
    """Draw shares as points with their intervals, or lead times as percentiles.

    Lead times are a thin line from the 10th to the 90th percentile, a thick one from the
    25th to the 75th, and a point at the median. What is missing or suppressed is not drawn.

    Args:
        result: The figures of an indicator.
        measures: Names of the measures to draw; all shares where none is named.
        ax: The axes to draw on; new ones where none are given.
        lang: The language of the labels.

    Returns:
        The axes.

    Raises:
        MissingExtraError: matplotlib is not installed.
        UsageError: There is nothing that can be drawn.
    """
    records = records_of(result)
    by = _stratifiers(records)
    if any(record["indicator"] == "lead-time.median" for record in records):
        return _draw_times(records, by, ax, lang)
    names = frozenset(measures)
    drawn = [
        record
        for record in records
        if record["value"] is not None
        and (record["indicator"] in names if names else record["bound"] == "wilson")
    ]
    if not drawn:
        message = "none of these figures is a share that is known; name the measures to draw"
        raise UsageError(message)
    return _draw_shares(drawn, by, _axes(ax), lang)


def _axes(ax: Any) -> Any:  # noqa: ANN401
    if ax is not None:
        return ax
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plot", "matplotlib") from error
    # A figure of its own: pyplot would keep it for as long as the process lives.
    return Figure(layout="constrained").add_subplot()


def _group(record: Mapping[str, Any], by: tuple[str, ...]) -> str:
    return ", ".join("–" if record[name] is None else str(record[name]) for name in by)


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
    labels = [" · ".join(filter(None, (r["indicator"], _group(r, by)))) for r in records]
    ax.set_yticks(places, labels)
    ax.invert_yaxis()
    if all(record["bound"] == "wilson" for record in records):
        ax.set_xlim(0, 1)
        label = Label("andel med 95 % intervall", "share with 95 % interval")
        ax.set_xlabel(label.in_language(lang))
    return ax


def _draw_times(
    records: list[dict[str, Any]],
    by: tuple[str, ...],
    ax: Any,  # noqa: ANN401
    lang: Lang,
) -> Any:  # noqa: ANN401
    groups: dict[str, dict[str, float]] = {}
    for record in records:
        name = record["indicator"].removeprefix("lead-time.")
        if name in _PERCENTILES and record["value"] is not None:
            groups.setdefault(_group(record, by), {})[name] = record["value"]
    whole = {group: at for group, at in groups.items() if len(at) == len(_PERCENTILES)}
    if not whole:
        message = "no lead time is known, so there is nothing to draw"
        raise UsageError(message)
    axes = _axes(ax)
    for place, at in enumerate(whole.values()):
        axes.plot([at["p10"], at["p90"]], [place, place], color="0.6", linewidth=1)
        axes.plot([at["p25"], at["p75"]], [place, place], color="0.4", linewidth=5)
    places = list(range(len(whole)))
    axes.scatter([at["median"] for at in whole.values()], places, color="black", s=22, zorder=3)
    axes.set_yticks(places, list(whole))
    axes.invert_yaxis()
    label = Label("dagar: p10–p90, p25–p75, median", "days: p10–p90, p25–p75, median")
    axes.set_xlabel(label.in_language(lang))
    return axes


class _Presenter:
    """Shows figures of indicators."""

    def html(self, result: IndicatorResult | IndicatorRows) -> str:
        """Return the figures as a formatted table."""
        return table_html(result)

    def plot(self, result: IndicatorResult | IndicatorRows, **options: Any) -> Any:  # noqa: ANN401
        """Draw the figures."""
        return plot(result, **options)


PRESENTER = _Presenter()
"""Shows the figures of every indicator."""
