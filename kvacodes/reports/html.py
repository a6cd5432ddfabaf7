"""The follow-up report as one HTML page that needs nothing else: no network, no script."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from pathlib import Path

from kvacodes.model.words import Lang
from kvacodes.reports.model import (
    Answer,
    Bars,
    Block,
    Column,
    FollowUpReport,
    Funnel,
    Hidden,
    Kind,
    Multiples,
    Row,
    Section,
    Spreads,
    Table,
    Text,
    Value,
)
from kvacodes.reports.numbers import day_in_words, period_in_words, written
from kvacodes.reports.svg import bars_svg, funnel_svg, panel_svg, spreads_svg
from kvacodes.reports.words import said

__all__ = ["as_html"]

_WIDE = 7
"""A table with more columns keeps its first one in sight while it is scrolled."""
_NARROW = 5
"""Tables with no more columns stand beside each other where there is room."""


def as_html(report: FollowUpReport) -> str:
    """Return the report as a self-contained HTML page."""
    lang = report.lang
    title = f"{said('follow-up', lang)} {period_in_words(report.period, lang)}: {report.title}"
    body = "\n".join(_body(report))
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="kvacodes {escape(report.provenance.library_version)}">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_style()}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def _body(report: FollowUpReport) -> Iterator[str]:
    lang = report.lang
    yield f'<a class="skip" href="#summary">{_e(said("skip", lang))}</a>'
    yield _top(report)
    yield _contents(report)
    yield '<main class="wrap">'
    yield from _summary(report)
    for section in report.sections:
        yield from _section(section, lang)
    yield from _provenance(report)
    yield "</main>"
    yield f'<footer><div class="wrap"><p class="note">{_e(report.disclosure)}</p></div></footer>'


def _top(report: FollowUpReport) -> str:
    lang = report.lang
    kicker = " · ".join(filter(None, (said("follow-up", lang), report.occasion)))
    facts = (
        ("period", period_in_words(report.period, lang)),
        ("asked", day_in_words(report.as_of, lang)),
        ("made-from", report.made_from),
        ("decision", report.provenance.decisions[0] if report.provenance.decisions else ""),
    )
    told = "".join(
        f"<div><dt>{_e(said(name, lang))}</dt><dd>{_e(value)}</dd></div>"
        for name, value in facts
        if value
    )
    return (
        f'<header class="top"><div class="wrap"><p class="kicker">{_e(kicker)}</p>'
        f'<h1>{_e(report.title)}</h1><dl class="facts">{told}</dl></div></header>'
    )


def _contents(report: FollowUpReport) -> str:
    lang = report.lang
    places = [("summary", said("summary", lang))]
    places += [(section.id, section.title) for section in report.sections]
    places.append(("provenance", said("provenance", lang)))
    links = "".join(f'<li><a href="#{_e(id_)}">{_e(title)}</a></li>' for id_, title in places)
    label = _e(said("content", lang))
    return (
        f'<nav class="contents" aria-label="{label}"><div class="wrap"><ul>{links}</ul></div></nav>'
    )


def _summary(report: FollowUpReport) -> Iterator[str]:
    lang = report.lang
    yield f'<section aria-labelledby="summary"><h2 id="summary">{_e(said("summary", lang))}</h2>'
    yield f"<p>{_e(said('no-target', lang))}</p>"
    yield from (f"<p><strong>{_e(note)}</strong></p>" for note in report.notes)
    yield '<ol class="answers">'
    yield from (_answer(answer, lang) for answer in report.answers)
    yield f'</ol><p class="legend">{_e(said("hidden-sign", lang))}</p></section>'


def _answer(answer: Answer, lang: Lang) -> str:
    figure = ""
    if answer.figure is not None:
        number = _value(answer.figure, answer.kind, lang)
        figure = f'<p class="figure"><b>{number}</b><span>{_e(answer.of)}</span></p>'
    change = f'<p class="change">{_e(answer.change)}</p>' if answer.change else ""
    mark = said("reported-mark" if answer.reported else "computed-mark", lang)
    name = ' class="reported"' if answer.reported else ""
    return (
        f'<li{name}><h3><span class="n">{answer.number}.</span> {_e(answer.wording)}</h3>'
        f'{figure}<p class="text">{_e(answer.text)}</p>{change}<p class="mark">{_e(mark)}</p></li>'
    )


def _section(section: Section, lang: Lang) -> Iterator[str]:
    id_ = _e(section.id)
    yield f'<section aria-labelledby="{id_}"><h2 id="{id_}">{_e(section.title)}</h2>'
    blocks = list(section.blocks)
    while blocks:
        block = blocks.pop(0)
        if isinstance(block, Bars | Spreads) and blocks and isinstance(blocks[0], Table):
            yield f'<div class="pair">{_block(block, lang)}{_block(blocks.pop(0), lang)}</div>'
        elif _is_narrow(block) and blocks and _is_narrow(blocks[0]):
            beside = list(itertools.takewhile(_is_narrow, blocks))
            del blocks[: len(beside)]
            tables = "".join(_block(one, lang) for one in (block, *beside))
            yield f'<div class="tables">{tables}</div>'
        elif isinstance(block, Multiples | Funnel):
            yield _block(block, lang)
            notes = itertools.takewhile(lambda b: isinstance(b, Text), tuple(blocks))
            yield from (_block(blocks.pop(0), lang) for _ in notes)
            if blocks and isinstance(blocks[0], Table):
                yield _folded(blocks.pop(0), lang)
        else:
            yield _block(block, lang)
    yield "</section>"


def _is_narrow(block: Block) -> bool:
    return isinstance(block, Table) and len(block.columns) <= _NARROW


def _folded(block: Block, lang: Lang) -> str:
    summary = _e(said("as-table", lang))
    return f"<details><summary>{summary}</summary>{_block(block, lang)}</details>"


def _block(block: Block, lang: Lang) -> str:
    if isinstance(block, Text):
        name = ' class="note"' if block.is_note else ""
        return f"<p{name}>{_e(block.text)}</p>"
    if isinstance(block, Table):
        return _table(block, lang)
    if isinstance(block, Multiples):
        return _multiples(block, lang)
    if isinstance(block, Funnel):
        drawn, told = funnel_svg(block, lang), f"<p>{_e(block.description)}</p>"
    else:
        drawn = spreads_svg(block, lang) if isinstance(block, Spreads) else bars_svg(block, lang)
        told = ""
    return f"<figure><figcaption>{_e(block.title)}</figcaption>{drawn}{told}</figure>"


def _multiples(block: Multiples, lang: Lang) -> str:
    panels = "".join(
        f'<li><p class="label">{_e(panel.label)}</p>'
        f"{panel_svg(f'{block.id}-{n}', panel, block.kind, lang)}</li>"
        for n, panel in enumerate(block.panels)
    )
    return f'<h3>{_e(block.title)}</h3><ul class="multiples">{panels}</ul>'


def _table(table: Table, lang: Lang) -> str:
    name = "scroll wide" if len(table.columns) > _WIDE else "scroll"
    head = "".join(f'<th scope="col"{_align(c)}>{_e(c.title)}</th>' for c in table.columns)
    body = "".join(_rows(table, lang))
    note = f'<p class="note">{_e(table.note)}</p>' if table.note else ""
    id_ = _e(table.id)
    return (
        f'<div><div class="{name}" role="region" tabindex="0" aria-labelledby="{id_}">'
        f'<table><caption id="{id_}">{_e(table.title)}</caption>'
        f"<thead><tr>{head}</tr></thead>{body}</table></div>{note}</div>"
    )


def _rows(table: Table, lang: Lang) -> Iterator[str]:
    for group, rows in itertools.groupby(table.rows, key=lambda row: row.group):
        yield "<tbody>"
        if group:
            span = len(table.columns)
            yield f'<tr class="group"><th scope="rowgroup" colspan="{span}">{_e(group)}</th></tr>'
        yield from (_row(row, table.columns, lang) for row in rows)
        yield "</tbody>"


def _row(row: Row, columns: Iterable[Column], lang: Lang) -> str:
    first, *others = zip(row.cells, columns, strict=True)
    name = ' class="total"' if row.is_total else ""
    cells = "".join(f"<td{_wrap(v) or _align(c)}>{_value(v, c.kind, lang)}</td>" for v, c in others)
    return f'<tr{name}><th scope="row">{_value(*_kinded(first), lang)}</th>{cells}</tr>'


def _kinded(cell: tuple[Value, Column]) -> tuple[Value, Kind]:
    return cell[0], cell[1].kind


def _align(column: Column) -> str:
    return "" if column.kind is Kind.TEXT else ' class="num"'


def _wrap(value: Value) -> str:
    """Let words break between lines; names of units and contracts stay whole."""
    return ' class="words"' if isinstance(value, str) and " " in value else ""


def _value(value: Value, kind: Kind, lang: Lang) -> str:
    """Write a value; what a screen reader would leave out is said in words."""
    text = _e(written(value, kind, lang))
    if value is None or value is Hidden.SMALL:
        word = said("hidden" if value is Hidden.SMALL else "nothing", lang)
        return f'<span class="gone" role="img" aria-label="{_e(word)}">{text}</span>'
    return text


def _provenance(report: FollowUpReport) -> Iterator[str]:
    lang, made = report.lang, report.provenance
    title = _e(said("provenance", lang))
    yield f'<section aria-labelledby="provenance"><h2 id="provenance">{title}</h2>'
    facts = (
        ("code-set", made.code_set),
        ("hash", made.content_hash),
        ("period", f"{report.period.first} – {report.period.last}"),
        ("measure-date", str(min(report.period.last, report.as_of))),
        ("asked", str(report.as_of)),
        ("version", made.library_version),
    )
    told = "".join(
        f"<div><dt>{_e(said(name, lang))}</dt><dd><code>{_e(value)}</code></dd></div>"
        for name, value in facts
    )
    yield f'<dl class="facts">{told}</dl>'
    yield _listed(said("rests-on", lang), report.decisions)
    yield _listed(said("assumptions", lang), report.assumptions, said("assumptions-lead", lang))
    yield f"<h3>{_e(said('disclosure', lang))}</h3><p>{_e(report.disclosure)}</p></section>"


def _listed(title: str, items: Iterable[str], lead: str = "") -> str:
    told = "".join(f"<li>{_e(item)}</li>" for item in items)
    before = f"<p>{_e(lead)}</p>" if lead and told else ""
    return f'<h3>{_e(title)}</h3>{before}<ul class="plain">{told}</ul>' if told else ""


def _e(text: str) -> str:
    return escape(text)
