"""What has changed since the period compared with: counts, and shares in percentage points."""

from __future__ import annotations

from collections.abc import Iterable

from kvacodes.reports.made import Made
from kvacodes.reports.model import Column, Hidden, Kind, Row, Section, Table, Text, Value
from kvacodes.reports.numbers import period_in_words
from kvacodes.reports.words import said

__all__ = ["change_section"]


def change_section(made: Made) -> Section:
    """Return the main figures of both periods; nothing where none is compared with."""
    lang, title = made.lang, said("change", made.lang)
    if made.compare is None:
        return Section(id="change", title=title, blocks=())
    before = period_in_words(made.compare, lang)
    tables = (
        _table(made, "change-counts", Kind.COUNT, tuple(_counts(made))),
        _table(made, "change-shares", Kind.SHARE, tuple(_shares(made))),
    )
    lead = Text(text=said("change-lead", lang, period=before))
    return Section(id="change", title=title, blocks=(lead, *(t for t in tables if t.rows)))


def _counts(made: Made) -> Iterable[tuple[str, str]]:
    for indicator in ("listed", "visits"):
        yield indicator, said(indicator, made.lang)


def _shares(made: Made) -> Iterable[tuple[str, str]]:
    lang, sequence = made.lang, made.code_set.sequence
    yield "visits.joint", said("joint", lang)
    for role, title in made.roles():
        yield f"continuity.single-staff.{role}", f"{said('same-staff', lang)}: {title}"
    for step in () if sequence is None else sorted(sequence.steps, key=lambda s: s.number):
        name = step.title.in_language(lang) or str(step.number)
        yield f"completion.step-{step.number}", f"{said('had-of', lang)}: {name}"
    yield "completion.all", said("all-steps", lang)


def _table(made: Made, id_: str, kind: Kind, named: tuple[tuple[str, str], ...]) -> Table:
    lang = made.lang
    field = "value" if kind is Kind.SHARE else "numerator"
    rows = []
    for indicator, title in named:
        now, before = made.cell(indicator, field), _earlier(made, indicator, field)
        if now is not None or before is not None:
            rows.append(Row(cells=(title, before, now, _difference(now, before, kind))))
    compare = "" if made.compare is None else period_in_words(made.compare, lang)
    columns = (
        Column(id="figure", title=said("figure", lang)),
        Column(id="before", title=compare, kind=kind),
        Column(id="now", title=period_in_words(made.period, lang), kind=kind),
        Column(
            id="change",
            title=said("points" if kind is Kind.SHARE else "difference", lang),
            kind=Kind.CHANGE if kind is Kind.COUNT else Kind.POINTS,
        ),
    )
    return Table(id=id_, title=said(id_, lang), columns=columns, rows=tuple(rows))


def _earlier(made: Made, indicator: str, field: str) -> Value:
    row = made.earlier(indicator)
    if row is None:
        return None
    value: Value = Hidden.SMALL if row.suppressed else getattr(row, field)
    return value


def _difference(now: Value, before: Value, kind: Kind) -> Value:
    if Hidden.SMALL in {now, before}:
        return Hidden.SMALL
    if not isinstance(now, int | float) or not isinstance(before, int | float):
        return None
    return (now - before) * 100 if kind is Kind.SHARE else now - before
