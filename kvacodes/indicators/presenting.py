"""Figures as people look at them: a formatted table in notebooks, and plots.

Both read the result's own table, so what was suppressed there is not shown here.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from kvacodes.indicators.plots import draw
from kvacodes.indicators.titles import title_of
from kvacodes.model.words import Label, Lang
from kvacodes.results import IndicatorResult, IndicatorRows

__all__ = ["PRESENTER", "Tabled", "plot", "records_of", "stratifiers_of", "table_html"]

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
_COUNTS = ("numerator", "denominator", "n_missing")
_THOUSANDS: Mapping[Lang, str] = {"sv": "\N{NARROW NO-BREAK SPACE}", "en": ","}
_HIDDEN = "\N{TWO DOT LEADER}"
"""Stands where a figure is hidden for disclosure control, as in the report."""
_HIDDEN_MEANS = Label(
    "\N{TWO DOT LEADER} betyder att talet är dolt.",
    "\N{TWO DOT LEADER} means that the number is hidden.",
)


class Tabled(Protocol):
    """What has figures as a table, or as rows."""

    @property
    def table(self) -> Any:  # noqa: ANN401 - a table of any kind, or rows
        """The figures."""


def records_of(result: Tabled) -> list[dict[str, Any]]:
    """Return the rows of a result as plain values by column, whatever it came in."""
    if isinstance(result.table, tuple):
        return [
            {
                "indicator": row.indicator,
                "period": row.period,
                **dict(row.by),
                **{name: getattr(row, name) for name in _FIGURES},
            }
            for row in result.table
        ]
    from kvacodes.indicators import tables

    return tables.records_from(result.table)


def stratifiers_of(records: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the names of the stratifiers of rows, in the order of the columns."""
    known = {"indicator", "period", *_FIGURES}
    first = records[0] if records else {}
    return tuple(name for name in first if name not in known)


# --- a table -----------------------------------------------------------------------------

_STYLE = {
    "caption": "text-align:left;max-width:60em;white-space:normal;padding-bottom:.4em",
    "number": "text-align:right;font-variant-numeric:tabular-nums",
    "text": "text-align:left",
}


def table_html(result: IndicatorResult | IndicatorRows, *, lang: Lang = "sv") -> str:
    """Return the figures as an HTML table, rounded for reading, with what they mean above."""
    records = records_of(result)
    columns = ("indicator", "period", *stratifiers_of(records), *_SHOWN)
    head = "".join(
        f'<th scope="col" style="{_style(name)}">{html.escape(_heading(name, lang))}</th>'
        for name in columns
    )
    body = "".join(
        "<tr>" + "".join(_cell(record, name, lang) for name in columns) + "</tr>"
        for record in records
    )
    caption = html.escape(result.explain(lang).split("\n", 1)[0])
    if any(record["suppressed"] for record in records):
        caption += f" {_HIDDEN_MEANS.in_language(lang)}"
    return (
        f'<table><caption style="{_STYLE["caption"]}">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _style(name: str) -> str:
    return _STYLE["number" if name in _SHOWN else "text"]


def _heading(name: str, lang: Lang) -> str:
    return _HEADINGS[name].in_language(lang) if name in _HEADINGS else name


def _cell(record: Mapping[str, Any], name: str, lang: Lang) -> str:
    if name == "indicator":
        # In words for who reads it, with the name for who looks it up in the table.
        name_ = html.escape(record[name])
        title = html.escape(title_of(record[name], lang))
        return f'<th scope="row" style="{_style(name)}" title="{name_}">{title}</th>'
    text = _interval(record, lang) if name == "interval" else _shown(record, name, lang)
    return f'<td style="{_style(name)}">{html.escape(text)}</td>'


def _shown(record: Mapping[str, Any], name: str, lang: Lang) -> str:
    value = record[name]
    if value is None:
        return _HIDDEN if name in _FIGURES and record["suppressed"] else ""
    if name == "value":
        return _number(value, record, lang)
    if name in _COUNTS:
        return f"{value:,}".replace(",", _THOUSANDS[lang])
    return str(value)


def _interval(record: Mapping[str, Any], lang: Lang) -> str:
    ends = (record["lower"], record["upper"])
    if ends == (None, None):
        return ""
    return "–".join("" if end is None else _number(end, record, lang) for end in ends)


def _number(value: float, record: Mapping[str, Any], lang: Lang) -> str:
    is_share = record["bound"] == "wilson"
    text = f"{value:.1%}" if is_share else f"{value:,.1f}".removesuffix(".0")
    if lang == "sv":
        text = text.replace(",", _THOUSANDS[lang]).replace(".", ",")
        text = text.replace("%", "\N{NO-BREAK SPACE}%")
    return text


# --- plots -------------------------------------------------------------------------------


def plot(
    result: IndicatorResult | IndicatorRows,
    *,
    kind: str | None = None,
    measures: Iterable[str] = (),
    ax: Any = None,  # noqa: ANN401 - axes of matplotlib
    lang: Lang = "sv",
) -> Any:  # noqa: ANN401 - axes of matplotlib
    """Draw shares as points with their intervals, lead times, or units against chance.

    Lead times are a thin line from the 10th to the 90th percentile, a thick one from the
    25th to the 75th, and a point at the median. A funnel plot has the groups of one measure
    by size and share, with exact binomial limits of what chance explains around the share
    of all of them; who lies outside 99.8 % is named. What is missing or suppressed is not
    drawn.

    Args:
        result: The figures of an indicator.
        kind: ``shares``, ``times`` or ``funnel``; lead times are times, others shares,
            where it is not said.
        measures: Names of the measures to draw; all shares where none is named.
        ax: The axes to draw on; new ones where none are given.
        lang: The language of the labels.

    Returns:
        The axes.

    Raises:
        MissingExtraError: matplotlib is not installed.
        UsageError: There is nothing that can be drawn, or no such kind of plot.
    """
    records = records_of(result)
    named = (measures,) if isinstance(measures, str) else measures
    return draw(records, stratifiers_of(records), kind=kind, measures=named, ax=ax, lang=lang)


class _Presenter:
    """Shows figures of indicators."""

    def html(self, result: IndicatorResult | IndicatorRows, lang: Lang = "sv") -> str:
        """Return the figures as a formatted table."""
        return table_html(result, lang=lang)

    def plot(self, result: IndicatorResult | IndicatorRows, **options: Any) -> Any:  # noqa: ANN401
        """Draw the figures."""
        return plot(result, **options)


PRESENTER = _Presenter()
"""Shows the figures of every indicator."""
