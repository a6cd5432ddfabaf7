"""How far the children come: the funnel, unit by unit, and the units against chance."""

from __future__ import annotations

from collections.abc import Iterable

from kvacodes.reports.figures import Keys
from kvacodes.reports.made import Made
from kvacodes.reports.model import (
    Bar,
    Bars,
    Block,
    Column,
    Funnel,
    FunnelPoint,
    Kind,
    Multiples,
    Panel,
    Row,
    Section,
    Table,
    Text,
    Value,
)
from kvacodes.reports.units import unit_name, units_of
from kvacodes.reports.words import said
from kvacodes.statistics import funnel_limits

__all__ = ["completion_section"]

_WIDER = 0.998
"""Limits at 95 % and 99.8 % are what funnel plots of care have had since Spiegelhalter 2005."""
_CURVE = 60
"""At so many sizes the limits are computed; between them lines are drawn."""


def completion_section(made: Made) -> Section:
    """Return the funnel, its table, the same for each unit, and the funnel plot."""
    lang = made.lang
    names = _names(made)
    if not names:
        return Section(id="completion", title=said("completion", lang), blocks=())
    blocks: list[Block] = [Text(text=said("completion-lead", lang)), _bars(made, names)]
    blocks.append(_table(made, names))
    panels = tuple(_panels(made, names))
    if panels:
        blocks.append(
            Multiples(
                id="completion-by-unit",
                title=said("by-unit", lang),
                description=said("as-table-below", lang),
                panels=panels,
            )
        )
        blocks.append(_unit_table(made, names))
    blocks += _against_chance(made, names)
    return Section(id="completion", title=said("completion", lang), blocks=tuple(blocks))


def _names(made: Made) -> tuple[tuple[str, str], ...]:
    """Return the indicators with what their steps are called; all steps come last."""
    sequence = made.code_set.sequence
    steps = () if sequence is None else sorted(sequence.steps, key=lambda s: s.number)
    titles = [
        (f"completion.step-{s.number}", s.title.in_language(made.lang) or str(s.number))
        for s in steps
    ]
    every = [*titles, ("completion.all", said("all-steps", made.lang))]
    return tuple((name, title) for name, title in every if made.row(name) is not None)


def _bars(made: Made, names: Iterable[tuple[str, str]]) -> Bars:
    bars = []
    for name, title in names:
        row = made.row(name)
        low, high = (None, None) if row is None else (row.lower, row.upper)
        bars.append(Bar(label=title, value=made.cell(name), lower=low, upper=high))
    return Bars(
        id="completion-funnel",
        title=said("funnel", made.lang),
        description=f"{said('as-table-below', made.lang)} {said('bounds', made.lang)}",
        bars=tuple(bars),
        kind=Kind.SHARE,
    )


def _table(made: Made, names: Iterable[tuple[str, str]]) -> Table:
    lang = made.lang
    columns = (
        Column(id="step", title=said("step", lang)),
        Column(id="had", title=said("had", lang), kind=Kind.COUNT),
        Column(id="of", title=said("of-children", lang), kind=Kind.COUNT),
        Column(id="share", title=said("share", lang), kind=Kind.SHARE),
        Column(id="lower", title=said("interval-low", lang), kind=Kind.SHARE),
        Column(id="upper", title=said("interval-high", lang), kind=Kind.SHARE),
    )
    fields = ("numerator", "denominator", "value", "lower", "upper")
    rows = tuple(Row(cells=(title, *(made.cell(n, f) for f in fields))) for n, title in names)
    return Table(id="completion-table", title=said("funnel", lang), columns=columns, rows=rows)


def _panels(made: Made, names: tuple[tuple[str, str], ...]) -> Iterable[Panel]:
    for by in units_of(made):
        bars = tuple(
            Bar(label=_short(name, title), value=made.cell(name, "value", by))
            for name, title in names
        )
        if any(isinstance(bar.value, float) for bar in bars):
            yield Panel(label=unit_name(by, made), bars=bars)


def _short(name: str, title: str) -> str:
    if name == "completion.all":
        return title.split(maxsplit=1)[0].lower()
    return name.rpartition("-")[2]


def _unit_table(made: Made, names: tuple[tuple[str, str], ...]) -> Table:
    lang = made.lang
    columns = (
        Column(id="unit", title=said("unit", lang)),
        *(Column(id=name, title=title, kind=Kind.SHARE) for name, title in names),
    )
    rows = tuple(
        Row(cells=(unit_name(by, made), *(made.cell(n, "value", by) for n, _ in names)))
        for by in units_of(made)
    )
    return Table(id="completion-units", title=said("by-unit", lang), columns=columns, rows=rows)


def _against_chance(made: Made, names: tuple[tuple[str, str], ...]) -> Iterable[Block]:
    """Give the funnel plot of the last step about which enough is known."""
    chosen = _compared(made, names)
    if chosen is None:
        return
    lang, (name, title) = made.lang, chosen
    whole = made.row(name)
    centre = (whole.value if whole is not None else None) or 0.0
    points, left_out = [], 0
    for by in _known_units(made):
        row = made.row(name, by)
        if row is None or row.value is None or not row.denominator:
            left_out += 1
            continue
        low, high = funnel_limits(row.denominator, centre, level=_WIDER)
        points.append(
            FunnelPoint(
                label=unit_name(by, made),
                denominator=row.denominator,
                share=row.value,
                is_outlier=not low <= row.value <= high,
            )
        )
    outside = [p.label for p in points if p.is_outlier]
    verdict = (
        said("chance-some", lang, units=", ".join(outside))
        if outside
        else said("chance-none", lang)
    )
    if left_out:
        name_ = "not-drawn-one" if left_out == 1 else "not-drawn"
        verdict += " " + said(name_, lang, n=left_out)
    yield Funnel(
        id="units-against-chance",
        title=f"{said('units-over', lang)}: {title}",
        description=verdict,
        centre=centre,
        points=tuple(points),
        limits=_limits(max(p.denominator for p in points), centre),
        across=said("across", lang),
    )
    yield Text(text=said("chance", lang, step=_inside(title)), is_note=True)
    yield _point_table(made, points, title)


def _inside(title: str) -> str:
    return title[:1].lower() + title[1:]


def _compared(made: Made, names: tuple[tuple[str, str], ...]) -> tuple[str, str] | None:
    """Choose all steps where several units can be shown, or else the last such step."""
    for name, title in reversed(names):
        whole = made.row(name)
        shown = [by for by in _known_units(made) if isinstance(made.cell(name, "value", by), float)]
        if whole is not None and whole.value is not None and len(shown) > 1:
            return name, title
    return None


def _known_units(made: Made) -> list[Keys]:
    """Return the units; those without one are no unit to compare."""
    return [by for by in units_of(made) if dict(by)["unit_id"] is not None]


def _limits(most: int, centre: float) -> tuple[tuple[int, float, float, float, float], ...]:
    largest = round(most * 1.05) + 1
    sizes = sorted({1, *(round(largest * n / _CURVE) for n in range(1, _CURVE + 1))} - {0})
    return tuple(
        (
            size,
            *funnel_limits(size, centre),
            *funnel_limits(size, centre, level=_WIDER),
        )
        for size in sizes
    )


def _point_table(made: Made, points: Iterable[FunnelPoint], title: str) -> Table:
    lang = made.lang
    columns = (
        Column(id="unit", title=said("unit", lang)),
        Column(id="of", title=said("of-children", lang), kind=Kind.COUNT),
        Column(id="share", title=said("share", lang), kind=Kind.SHARE),
        Column(id="outside", title=said("outside", lang)),
    )
    rows = tuple(
        Row(cells=_point_cells(p, said("yes" if p.is_outlier else "no", lang))) for p in points
    )
    return Table(
        id="units-against-chance-table",
        title=f"{said('units-over', lang)}: {title}",
        columns=columns,
        rows=rows,
    )


def _point_cells(point: FunnelPoint, outside: str) -> tuple[Value, ...]:
    return point.label, point.denominator, point.share, outside
