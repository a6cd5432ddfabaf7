"""How long it takes from one step to the next, in a plot and a table."""

from __future__ import annotations

from collections.abc import Iterable

from kvacodes.indicators.lead_time import Route, routes_of
from kvacodes.reports.made import Made
from kvacodes.reports.model import (
    Column,
    Kind,
    Row,
    Section,
    Spread,
    Spreads,
    Table,
    Text,
    Value,
)
from kvacodes.reports.words import said

__all__ = ["times_section"]

_PLACES = ("p10", "p25", "median", "p75", "p90")


def times_section(made: Made) -> Section:
    """Return the lead times of each route that the programme is measured on."""
    lang, sequence = made.lang, made.code_set.sequence
    routes = () if sequence is None else routes_of(sequence)
    shown = [r for r in routes if made.row(r.named("lead-time.measured")) is not None]
    title = said("lead-times", lang)
    if not shown:
        return Section(id="lead-times", title=title, blocks=())
    spreads = tuple(_spread(route, made) for route in shown)
    plot = Spreads(
        id="lead-times-plot",
        title=said("lead-times-plot", lang),
        description=f"{said('as-table-below', lang)} {said('spread', lang)}",
        spreads=spreads,
        across=said("days", lang),
    )
    table = Table(
        id="lead-times-table",
        title=said("lead-times-table", lang),
        columns=tuple(_columns(made)),
        rows=tuple(Row(cells=(_name(r, made), *_cells(r, made))) for r in shown),
    )
    blocks = (Text(text=said("lead-times-lead", lang)), plot, table)
    return Section(id="lead-times", title=title, blocks=blocks)


def _name(route: Route, made: Made) -> str:
    """Return a route by the numbers of its steps, or by their titles where there are some."""
    sequence = made.code_set.sequence
    titles = {s.number: s.title.in_language(made.lang) for s in sequence.steps} if sequence else {}
    ends = [
        " / ".join(titles.get(step) or str(step) for step in steps)
        for steps in (route.start, route.stop)
    ]
    stem, blank, number = ends[1].rpartition(" ")
    # From Hembesök 1 to Hembesök 2 is said as Hembesök 1–2.
    if blank and number.isdigit() and ends[0].startswith(f"{stem} "):
        return f"{ends[0]}–{number}"
    return " – ".join(ends)


def _spread(route: Route, made: Made) -> Spread:
    values = [made.cell(route.named(f"lead-time.{place}")) for place in _PLACES]
    return Spread(label=_name(route, made), values=tuple(values))


def _columns(made: Made) -> Iterable[Column]:
    lang = made.lang
    yield Column(id="route", title=said("route", lang))
    yield Column(id="measured", title=said("measured", lang), kind=Kind.COUNT)
    for place in _PLACES:
        yield Column(id=place, title=said(place, lang), kind=Kind.NUMBER)
    yield Column(id="open", title=said("open", lang), kind=Kind.COUNT)


def _cells(route: Route, made: Made) -> Iterable[Value]:
    yield made.cell(route.named("lead-time.measured"), "numerator")
    for place in _PLACES:
        yield made.cell(route.named(f"lead-time.{place}"))
    yield made.cell(route.named("lead-time.open"), "numerator")
