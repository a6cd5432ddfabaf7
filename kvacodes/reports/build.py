"""Make the follow-up report of a programme: compute, protect small numbers, put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Any

from attrs import evolve, frozen

from kvacodes.disclosure import DEFAULT_THRESHOLD, Suppression, suppress_all
from kvacodes.extracts import Columns, Reported
from kvacodes.indicators import visits
from kvacodes.indicators.follow_up import FollowUpResult, follow_up
from kvacodes.indicators.reported import Replies, replies_of
from kvacodes.indicators.sharing import shared
from kvacodes.indicators.tally import tally
from kvacodes.model import CodeSet, StartKind
from kvacodes.model.words import Lang
from kvacodes.periods import Period, require_comparable
from kvacodes.reports.answers import answers_of
from kvacodes.reports.figures import Figures, Keys, records_of, rows_of
from kvacodes.reports.made import Made
from kvacodes.reports.model import FollowUpReport
from kvacodes.reports.sections import sections_of
from kvacodes.reports.words import assumed, decided, said
from kvacodes.results import IndicatorRow

__all__ = ["build_follow_up"]

_MONTHLY = ("visits", "visits.joint")
"""What is told month by month."""

_BY_UNIT = (
    "listed",
    "visits",
    "visits.joint",
    "visits.time-median",
    "continuity.single-staff.*",
    "completion.*",
    "conformance-rate",
)
"""What is told unit by unit. The less is told of small groups, the more of it can be shown."""

_TOLD_OF_UNITS = ("completion", "conformance_rate")
"""The library's own measures that are told unit by unit."""

_COMPARED = ("completion",)
"""Those that are compared with earlier. Not `conformance_rate`: seen from an earlier day, all
that the extract holds of later days would be errors."""

Tell = Callable[[str], None]


def build_follow_up(
    contacts: Any,  # noqa: ANN401 - visits, or a table of any kind
    persons: Any,  # noqa: ANN401 - persons, or a table of any kind
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date,
    reported: Any = None,  # noqa: ANN401 - answers, or a table of any kind
    contracts: Any = None,  # noqa: ANN401 - contracts, or a table of any kind
    columns: Columns | None = None,
    compare: Period | None = None,
    threshold: int = DEFAULT_THRESHOLD,
    allow_below_default: bool = False,
    lang: Lang = "sv",
    progress: Tell | None = None,
) -> FollowUpReport:
    """Make the follow-up of a programme for a period, ready to be written.

    All figures of the report are protected together: no hidden number can be computed
    from the others. Answers of units are no numbers of persons and are not hidden.

    Args:
        contacts: Rows of contacts.
        persons: Persons with their listings.
        code_set: The programme.
        period: The reporting period.
        as_of: The day of the question.
        reported: What units have reported themselves.
        contracts: Who has signed; units without a contract are shown apart.
        columns: What the caller's columns are called, for tables.
        compare: An earlier period to compare with, asked about as long after its last day.
        threshold: The smallest count shown.
        allow_below_default: Say True to use a threshold below 5; the report tells.
        lang: The language of the report.
        progress: Called with a sentence before each step of the work.

    Raises:
        UsageError: The document has no follow-up plan, the threshold is too low, or the
            period to compare with is not earlier or not as long.
    """
    if compare is not None:
        require_comparable(period, compare)
    tell = progress or _silent
    asked = _Asked(contacts, persons, code_set, columns, as_of)
    with shared():
        tell(_STEPS[lang][0])
        whole = asked.follow_up(period, reported=reported)
        tell(_STEPS[lang][1])
        by_unit = asked.follow_up(
            period, by=("unit_id",), contracts=contracts, reported=reported, beside=_TOLD_OF_UNITS
        )
        tell(_STEPS[lang][2])
        by_month = asked.by_month(period)
        earlier: tuple[IndicatorRow, ...] = ()
        if compare is not None:
            until = _asked_alike(compare, period, as_of)
            earlier = _computed(asked.follow_up(compare, until=until, beside=_COMPARED))
        tell(_STEPS[lang][3])
        found = asked.findings(period)
        tables = (
            _computed(whole),
            _chosen(_computed(by_unit), _BY_UNIT),
            _chosen(by_month, _MONTHLY),
            tuple(row for rows, _ in found.values() for row in rows),
            earlier,
        )
    tell(_STEPS[lang][4])
    suppression = suppress_all(
        tables,
        threshold=threshold,
        population=_population(tables[0], tables[1], by_month),
        allow_below_default=allow_below_default,
    )
    made = Made(
        code_set=code_set,
        period=period,
        compare=compare,
        as_of=as_of,
        lang=lang,
        threshold=threshold,
        by=by_unit.by,
        figures=Figures(row for table in suppression.tables for row in table),
        severities={finding: severity for finding, (_, severity) in found.items()},
        replies=_replies(reported, code_set, period, by_unit),
        accounting=whole.accounting,
        persons_accounting=whole.persons_accounting,
        has_contracts=contracts is not None,
    )
    return _report(made, suppression, whole)


def _asked_alike(compare: Period, period: Period, as_of: date) -> date:
    """Return the day to ask about the earlier period: as long after it, so none has more time."""
    lag = max(as_of - period.last, timedelta(0))
    return min(compare.last + lag, as_of)


def _silent(_: str) -> None:
    """Tell nobody."""


_STEPS: Mapping[Lang, tuple[str, ...]] = {
    "sv": (
        "Besvarar frågorna",
        "Besvarar frågorna enhet för enhet",
        "Räknar besöken månad för månad",
        "Granskar registreringen",
        "Skyddar små tal",
    ),
    "en": (
        "Answering the questions",
        "Answering the questions unit by unit",
        "Counting the visits month by month",
        "Checking the registration",
        "Protecting small numbers",
    ),
}


@frozen
class _Asked:
    """What every computation is asked about."""

    contacts: Any
    persons: Any
    code_set: CodeSet
    columns: Columns | None
    as_of: date

    def compute(self, indicator: Callable[..., Any], period: Period, **options: object) -> Any:  # noqa: ANN401 - rows, or a result
        """Compute one indicator."""
        return indicator(
            self.contacts,
            self.persons,
            self.code_set,
            period=period,
            columns=self.columns,
            **{"as_of": self.as_of} | options,
        )

    def follow_up(
        self,
        period: Period,
        *,
        by: tuple[str, ...] = (),
        until: date | None = None,
        **given: object,
    ) -> FollowUpResult:
        """Answer the questions of the follow-up plan."""
        until = until or self.as_of
        result: FollowUpResult = self.compute(follow_up, period, as_of=until, by=by, **given)
        return result

    def by_month(self, period: Period) -> tuple[IndicatorRow, ...]:
        """Count the visits of each month, those without any included."""
        months = [(f"{day:%Y-%m}",) for day in period.months() if day <= self.as_of]
        result = self.compute(visits, period, by=("month",), groups=months)
        return rows_of(result, ("month",))

    def findings(self, period: Period) -> dict[str, tuple[tuple[IndicatorRow, ...], str]]:
        """Count findings by rule, and the persons who have them; with the weight of each."""
        contacts, persons, code_set = self.contacts, self.persons, self.code_set
        tallied = tally(contacts, persons, code_set, as_of=self.as_of, columns=self.columns)
        return {
            rule: (
                (
                    _counted(f"finding.{rule}", period, found.findings),
                    _counted(f"finding-persons.{rule}", period, found.persons),
                ),
                found.severity,
            )
            for rule, found in tallied.items()
        }


def _counted(name: str, period: Period, n: int) -> IndicatorRow:
    return IndicatorRow(indicator=name, period=period.label, numerator=n, value=float(n))


def _computed(result: FollowUpResult) -> tuple[IndicatorRow, ...]:
    """Return the figures about persons; answers of units are counts of units."""
    rows = [
        row
        for figures, is_about_persons in result.results_in_order()
        if is_about_persons
        for row in rows_of(figures, result.by)
    ]
    return tuple(dict.fromkeys(rows))


def _chosen(rows: Iterable[IndicatorRow], names: Iterable[str]) -> tuple[IndicatorRow, ...]:
    wanted = tuple(names)
    return tuple(r for r in rows if any(fnmatchcase(r.indicator, name) for name in wanted))


def _population(
    whole: Iterable[IndicatorRow], units: Iterable[IndicatorRow], months: Iterable[IndicatorRow]
) -> tuple[IndicatorRow, ...]:
    """Return the groups behind counts without a denominator: the children listed."""
    listed = [row for row in (*whole, *units) if row.indicator == "listed"]
    total = next((row for row in listed if not row.by), None)
    if total is None:
        return tuple(listed)
    by_month: dict[Keys, None] = dict.fromkeys(row.by for row in months)
    return (*listed, *(evolve(total, by=by) for by in by_month))


def _replies(
    reported: Any,  # noqa: ANN401 - answers, or a table of any kind
    code_set: CodeSet,
    period: Period,
    by_unit: FollowUpResult,
) -> Replies:
    rows: Sequence[Reported] = ()
    if reported is not None:
        rows = (
            tuple(reported)
            if isinstance(reported, list | tuple)
            else tuple(Reported(**_answer(record)) for record in records_of(reported))
        )
    replies = replies_of(rows, code_set, period=period)
    return evolve(replies, missing=by_unit.missing_answers, expected=by_unit.should_answer)


def _answer(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in ("unit_id", "period", "indicator", "value")}


def _report(made: Made, suppression: Suppression, whole: FollowUpResult) -> FollowUpReport:
    code_set, lang = made.code_set, made.lang
    follow = code_set.follow_up
    return FollowUpReport(
        lang=lang,
        title=code_set.title.in_language(lang),
        period=made.period,
        occasion=_occasion(code_set, made.period, lang),
        as_of=made.as_of,
        made_from="" if follow is None else follow.data_source,
        answers=answers_of(made),
        sections=sections_of(made),
        figures=made.figures.rows,
        provenance=evolve(whole.provenance, assumptions=assumed(code_set, "en")),
        decisions=tuple(decided(d, lang) for d in code_set.decisions),
        assumptions=assumed(code_set, lang),
        threshold=made.threshold,
        disclosure=suppression.explain(lang),
        notes=tuple(_notes(made)),
    )


def _notes(made: Made) -> Iterable[str]:
    """Say of periods that they begin before the codes had to be used, or are not over."""
    earliest = made.compare or made.period
    decisions = dict.fromkeys(code.decision for code in made.code_set.codes)
    for decision in decisions:
        starts = decision.starts
        if starts is not None and earliest.first < starts.day:
            name = "latest-start" if starts.kind is StartKind.LATEST else "exact-start"
            yield said(name, made.lang, decided=decision.decided_on, starts=starts.day)
    if made.as_of < made.period.last:
        yield said("not-over", made.lang, last=made.period.last, as_of=made.as_of)


def _occasion(code_set: CodeSet, period: Period, lang: Lang) -> str:
    """Return what the occasion is called at whose months' end the period closes."""
    occasions = () if code_set.follow_up is None else code_set.follow_up.occasions
    if period.first != period.first.replace(month=1, day=1):
        return ""
    for occasion in occasions:
        ends = (Period.interim(period.first.year, month).last for month in occasion.months)
        if period.last in ends:
            return occasion.title.in_language(lang)
    return ""
