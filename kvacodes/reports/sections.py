"""The sections of a follow-up report after the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kvacodes.disclosure import hide_counts
from kvacodes.indicators.care_groups import CHAPTERS
from kvacodes.indicators.words import REASON_WORDS
from kvacodes.model.words import Lang
from kvacodes.reports.answers import bounds
from kvacodes.reports.changes import change_section
from kvacodes.reports.completion import completion_section
from kvacodes.reports.figures import Keys
from kvacodes.reports.made import Made
from kvacodes.reports.model import (
    Bar,
    Bars,
    Block,
    Column,
    Hidden,
    Kind,
    Row,
    Section,
    Table,
    Text,
    Value,
)
from kvacodes.reports.numbers import month_in_words
from kvacodes.reports.times import times_section
from kvacodes.reports.units import units_section
from kvacodes.reports.words import SEVERITY_WORDS, said
from kvacodes.results import Accounting
from kvacodes.sequences.kinds import REASON_FINDINGS
from kvacodes.sequences.wording import TITLES

__all__ = ["sections_of"]

_COMMONEST = 10
"""How many of the commonest diagnoses are shown; the figures behind have them all."""


def sections_of(made: Made) -> tuple[Section, ...]:
    """Return the sections in order."""
    made_sections = (
        units_section(made),
        completion_section(made),
        _over_time(made),
        change_section(made),
        times_section(made),
        _continuity(made),
        _other_care(made),
        _findings(made),
        _accounting(made),
    )
    return tuple(section for section in made_sections if section.blocks)


def _over_time(made: Made) -> Section:
    lang = made.lang
    groups = made.figures.groups(("month",), made.period.label)
    months = sorted(groups, key=str)
    columns = (
        Column(id="month", title=said("month", lang)),
        Column(id="visits", title=said("visits", lang), kind=Kind.COUNT),
        Column(id="joint", title=said("joint", lang), kind=Kind.COUNT),
        Column(id="share", title=said("share", lang), kind=Kind.SHARE),
    )
    rows = [Row(cells=(str(by[0][1]), *_month_cells(made, by))) for by in months]
    rows.append(Row(cells=(said("total", lang), *_month_cells(made, ())), is_total=True))
    bars = tuple(
        Bar(
            label=month_in_words(str(by[0][1]), lang),
            value=made.cell("visits", "numerator", by),
        )
        for by in months
    )
    title = said("per-month", lang)
    plot = Bars(
        id="visits-per-month",
        title=title,
        description=said("as-table-below", lang),
        bars=bars,
        is_upright=True,
    )
    table = Table(id="months", title=title, columns=columns, rows=tuple(rows))
    return Section(id="over-time", title=said("over-time", lang), blocks=(plot, table))


def _month_cells(made: Made, by: Keys) -> Iterable[Value]:
    yield made.cell("visits", "numerator", by)
    yield made.cell("visits.joint", "numerator", by)
    yield made.cell("visits.joint", "value", by)


def _continuity(made: Made) -> Section:
    lang = made.lang
    kinds = (
        ("children", Kind.COUNT),
        ("single-staff", Kind.SHARE),
        ("interval-low", Kind.SHARE),
        ("interval-high", Kind.SHARE),
        ("usual-provider", Kind.INDEX),
        ("coc", Kind.INDEX),
        ("staff-known", Kind.SHARE),
    )
    columns = (
        Column(id="role", title=said("role", lang)),
        *(Column(id=name, title=said(name, lang), kind=kind) for name, kind in kinds),
    )
    roles = made.roles()
    rows = tuple(Row(cells=(title, *_role_cells(made, role))) for role, title in roles)
    if not rows:
        return Section(id="continuity", title=said("continuity", lang), blocks=())
    bars = tuple(_share_bar(made, f"continuity.single-staff.{r}", title) for r, title in roles)
    plot = Bars(
        id="same-staff",
        title=said("single-staff", lang),
        description=said("as-table-below", lang) + " " + said("bounds", lang),
        bars=bars,
        kind=Kind.SHARE,
    )
    table = Table(
        id="continuity-by-role", title=said("continuity", lang), columns=columns, rows=rows
    )
    lead = Text(text=said("continuity-lead", lang))
    return Section(id="continuity", title=said("continuity", lang), blocks=(lead, plot, table))


def _role_cells(made: Made, role: str) -> Iterable[Value]:
    single = f"continuity.single-staff.{role}"
    yield made.cell(single, "denominator")
    yield made.cell(single)
    yield made.cell(single, "lower")
    yield made.cell(single, "upper")
    yield made.cell(f"continuity.usual-provider.{role}")
    yield made.cell(f"continuity.coc.{role}")
    yield made.cell(f"continuity.staff-known.{role}")


def _share_bar(made: Made, indicator: str, label: str) -> Bar:
    row = made.row(indicator)
    if row is None or row.suppressed:
        return Bar(label=label, value=made.cell(indicator))
    low, high = bounds(row) if row.bound == "band" else (row.lower, row.upper)
    return Bar(label=label, value=row.value, lower=low, upper=high)


def _other_care(made: Made) -> Section:
    lang = made.lang
    lead = Text(
        text=said(
            "other-care-lead",
            lang,
            n=made.count("other-care.persons"),
            of=made.count("other-care.persons", "denominator"),
            contacts=made.count("other-care.contacts"),
        )
    )
    blocks: list[Block] = [lead]
    chapters = {c.number: f"{c.number} {c.title.in_language(lang)}" for c in CHAPTERS}
    for detail, titles in (("chapter", chapters), ("category", {}), ("procedure-group", {})):
        table = _care_table(made, detail, titles)
        if table.rows:
            blocks.append(table)
    return Section(id="other-care", title=said("other-care", lang), blocks=tuple(blocks))


def _care_table(made: Made, detail: str, titles: Mapping[str, str]) -> Table:
    lang, stem = made.lang, f"other-care.{detail}."
    found = made.figures.starting(stem, made.period.label)
    names = [r.indicator for r in found if not r.indicator.endswith(".contacts")]
    if detail != "chapter":
        shown = [n for n in names if isinstance(made.cell(n), float)]
        names = sorted(shown, key=lambda n: -_count(made, n))[:_COMMONEST]
    rows = []
    for name in names:
        group = name.removeprefix(stem)
        cells = (
            titles.get(group) or _named(group, lang),
            made.cell(name, "numerator"),
            made.cell(name),
            made.cell(f"{name}.contacts", "numerator"),
        )
        rows.append(Row(cells=cells))
    columns = (
        Column(id=detail, title=said(detail, lang)),
        Column(id="children", title=said("children", lang), kind=Kind.COUNT),
        Column(id="share", title=said("share", lang), kind=Kind.SHARE),
        Column(id="contacts", title=said("contacts", lang), kind=Kind.COUNT),
    )
    title = said(f"{detail}-title", lang)
    return Table(id=f"other-care-{detail}", title=title, columns=columns, rows=tuple(rows))


def _named(group: str, lang: Lang) -> str:
    """Return what a group without a title is called: KMÅ XS for KMA-XS, others as they are."""
    if group == "other":
        return said("other", lang)
    shape, dash, letters = group.partition("-")
    return f"{_SHAPES[shape]} {letters}" if dash and shape in _SHAPES else group


_SHAPES = {"KMA": "KMÅ", "KKA": "KKÅ"}


def _count(made: Made, name: str) -> float:
    value = made.cell(name, "numerator")
    return value if isinstance(value, int | float) else 0


def _findings(made: Made) -> Section:
    lang = made.lang
    columns = (
        Column(id="finding", title=said("finding", lang)),
        Column(id="severity", title=said("severity", lang)),
        Column(id="number", title=said("number", lang), kind=Kind.COUNT),
        Column(id="persons", title=said("persons", lang), kind=Kind.COUNT),
    )
    rows = []
    for finding, severity in made.severities.items():
        n, persons = (
            made.cell(f"{name}.{finding}", "numerator") for name in ("finding", "finding-persons")
        )
        word = SEVERITY_WORDS[severity].in_language(lang)
        title = TITLES[finding].in_language(lang) if finding in TITLES else finding
        rows.append(Row(cells=(title, word, n, persons)))
    blocks: list[Block] = [Text(text=said("findings-lead", lang, day=made.as_of))]
    if rows:
        title = said("findings-title", lang)
        blocks.append(Table(id="findings-by-rule", title=title, columns=columns, rows=tuple(rows)))
    else:
        blocks.append(Text(text=said("no-findings", lang)))
    return Section(id="findings", title=said("findings", lang), blocks=tuple(blocks))


def _accounting(made: Made) -> Section:
    tables = [
        _account(made, "of-contacts", made.accounting),
        _account(made, "of-persons", made.persons_accounting),
    ]
    if made.replies.accounting["rows_read"]:
        # These are rows of answers by units, of no person.
        tables.append(_account(made, "of-reported", made.replies.accounting, threshold=1))
    lead = Text(text=said("accounting-lead", made.lang))
    return Section(id="accounting", title=said("accounting", made.lang), blocks=(lead, *tables))


_ALSO_TOLD = {
    "rows_used": ("listed", "numerator"),
    "target-group-unknown": ("listed", "n_missing"),
    **{reason: (f"finding.{f}", "numerator") for reason, f in REASON_FINDINGS.items()},
}
"""Where else in the report the rows of a reason are told, or nearly; of persons those used."""


def _account(made: Made, name: str, rows: Accounting, *, threshold: int | None = None) -> Table:
    lang = made.lang
    elsewhere = {
        reason: made.cell(*place)
        for reason, place in _ALSO_TOLD.items()
        if name == "of-persons" or (name == "of-contacts" and reason != "rows_used")
    }
    shown = hide_counts(
        rows,
        total="rows_read",
        told={reason for reason, value in elsewhere.items() if isinstance(value, int)},
        hidden={reason for reason, value in elsewhere.items() if value is Hidden.SMALL},
        threshold=threshold or made.threshold,
    )
    read = shown.pop("rows_read")
    lines = [
        Row(cells=(_reason(key, made), Hidden.SMALL if n is None else n))
        for key, n in shown.items()
    ]
    for key, n in hide_counts(rows.of_which, threshold=threshold or made.threshold).items():
        label = f"{said('of-which', lang)} {_reason(key, made)}"
        lines.insert(1, Row(cells=(label, Hidden.SMALL if n is None else n)))
    total = Hidden.SMALL if read is None else read
    lines.append(Row(cells=(said("rows_read", lang), total), is_total=True))
    columns = (
        Column(id="reason", title=said("reason", lang)),
        Column(id="rows", title=said("rows", lang), kind=Kind.COUNT),
    )
    return Table(id=name, title=said(name, lang), columns=columns, rows=tuple(lines))


def _reason(key: str, made: Made) -> str:
    if key == "rows_used":
        return said(key, made.lang)
    return REASON_WORDS[key].in_language(made.lang) if key in REASON_WORDS else key
