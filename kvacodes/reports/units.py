"""The questions of the follow-up plan for each contract and unit, in one table."""

from __future__ import annotations

from collections.abc import Iterable

from kvacodes.model import QuestionKind
from kvacodes.reports.answers import bounds
from kvacodes.reports.figures import Keys
from kvacodes.reports.made import Made
from kvacodes.reports.model import Column, Hidden, Kind, Row, Section, Table, Value
from kvacodes.reports.numbers import span
from kvacodes.reports.words import said

__all__ = ["unit_name", "units_of", "units_section"]


def units_section(made: Made) -> Section:
    """Return the table of all questions per contract and unit; those without apart."""
    lang = made.lang
    columns = (
        Column(id="unit", title=said("unit", lang)),
        *([Column(id="contract", title=said("contract", lang))] if made.has_contracts else []),
        *_columns(made),
    )
    named = 1 + made.has_contracts
    rows = [_row(by, made) for by in units_of(made)]
    # A group that nothing was counted in is no unit: visits and listings all have theirs.
    rows = [row for row in rows if any(cell is not None for cell in row.cells[named:])]
    rows.sort(key=lambda row: row.group == said("without-contract", lang))
    rows.append(_total(made))
    table = Table(
        id="by-unit",
        title=said("units-title", lang),
        columns=columns,
        rows=tuple(rows),
        note=said("units-note", lang),
    )
    return Section(id="units", title=said("units", lang), blocks=(table,))


def units_of(made: Made) -> tuple[Keys, ...]:
    """Return the groups by unit, in order of their names."""
    groups = made.figures.groups(made.by, made.period.label)
    return tuple(sorted(groups, key=lambda by: (dict(by)["unit_id"] is None, unit_name(by, made))))


def unit_name(by: Keys, made: Made) -> str:
    """Return what a group by unit is called."""
    unit = dict(by).get("unit_id")
    return said("no-unit", made.lang) if unit is None else str(unit)


def _numbered(made: Made) -> Iterable[tuple[int, str, bool, tuple[str, ...]]]:
    follow = made.code_set.follow_up
    for question in sorted(follow.questions if follow else (), key=lambda q: q.number):
        reported = question.kind is QuestionKind.REPORTED
        yield question.number, question.id, reported, question.indicators


def _columns(made: Made) -> Iterable[Column]:
    lang = made.lang
    for number, id_, reported, indicators in _numbered(made):
        if reported:
            title = said(f"q-{id_}", lang) if f"q-{id_}" in _SHORT else id_
            yield Column(id=id_, title=f"{number}. {title}")
        elif "listed" in indicators:
            yield _column("listed", f"{number}. {said('listed', lang)}", Kind.COUNT)
        elif "visits" in indicators:
            yield _column("visits", f"{number}. {said('visits', lang)}", Kind.COUNT)
            yield _column("joint", f"{number}. {said('joint', lang)}", Kind.COUNT)
            yield _column("minutes", f"{number}. {said('minutes', lang)}", Kind.TEXT)
        elif "continuity" in indicators:
            for role, title in made.roles():
                text = f"{number}. {said('same-staff', lang)}: {title}"
                yield _column(f"same-{role}", text, Kind.SHARE)
    yield _column("all-steps", said("all-steps", lang), Kind.SHARE)
    yield _column("rate", said("rate", lang), Kind.SHARE)


_SHORT = frozenset({"q-working-group", "q-training", "q-evaluation", "q-economy"})


def _column(id_: str, title: str, kind: Kind) -> Column:
    return Column(id=id_, title=title, kind=kind)


def _row(by: Keys, made: Made) -> Row:
    contract = dict(by).get("contract_id")
    group = ""
    if made.has_contracts:
        group = said("without-contract" if contract is None else "with-contract", made.lang)
    named = (unit_name(by, made), *([contract] if made.has_contracts else []))
    cells = (*named, *_cells(made, by))
    return Row(cells=tuple(None if c is None else _plain(c) for c in cells), group=group)


def _plain(value: object) -> Value:
    return value if isinstance(value, str | int | float | Hidden) else str(value)


def _total(made: Made) -> Row:
    empty = [None] if made.has_contracts else []
    return Row(cells=(said("total", made.lang), *empty, *_cells(made, ())), is_total=True)


def _cells(made: Made, by: Keys) -> Iterable[Value]:
    unit = dict(by).get("unit_id")
    for _, id_, reported, indicators in _numbered(made):
        if reported:
            yield made.replies.values.get((str(unit), id_)) if by else _answered(id_, made)
        elif "listed" in indicators:
            yield made.cell("listed", "numerator", by)
        elif "visits" in indicators:
            yield made.cell("visits", "numerator", by)
            yield made.cell("visits.joint", "numerator", by)
            yield _minutes(made, by)
        elif "continuity" in indicators:
            for role, _ in made.roles():
                yield made.cell(f"continuity.single-staff.{role}", "value", by)
    yield made.cell("completion.all", "value", by)
    yield made.cell("conformance-rate", "value", by)


def _answered(question: str, made: Made) -> Value:
    """Say how many of the units that should have answered have; units are no persons."""
    asked = frozenset(made.replies.expected)
    n = sum(1 for unit, q in made.replies.values if q == question and unit in asked)
    return said("answered", made.lang, n=n, of=len(asked)) if asked else None


def _minutes(made: Made, by: Keys) -> Value:
    row = made.row("visits.time-median", by)
    if row is None or not (row.numerator or row.suppressed):
        return None
    if row.suppressed:
        return Hidden.SMALL
    low, high = bounds(row)
    # A number where it is known, so that a workbook can go on with it.
    return low if low == high else span(low, high, made.lang)
