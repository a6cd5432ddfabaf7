"""How many persons have nothing wrong in their visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import define

from kvacodes.errors import Phrase, UsageError
from kvacodes.extracts import Columns, Contract, Person, Visit
from kvacodes.findings import Severity
from kvacodes.indicators.answer import Answer, answer
from kvacodes.indicators.care import Care, Child, care_of
from kvacodes.indicators.either import takes_tables
from kvacodes.indicators.figures import Figure, share, tabulate
from kvacodes.indicators.population import population_of
from kvacodes.indicators.request import Request
from kvacodes.indicators.strata import Group, Strata
from kvacodes.model import CodeSet, Label
from kvacodes.periods import Period
from kvacodes.results import Accounting, IndicatorRows
from kvacodes.sequences.check import assess
from kvacodes.sequences.persons import case_of

__all__ = ["RateCell", "conformance_rate"]


@define
class RateCell:
    """The counts of one group: how many persons, and how many without a finding."""

    persons: int = 0
    clean: int = 0


def rows_of(cell: RateCell) -> Iterable[Figure]:
    """Make the rows of one group."""
    yield share("conformance-rate", cell.clean, cell.persons)


def meaning_of(severity: Severity) -> Label:
    """Say what is counted."""
    kinds = {
        Severity.ERROR: Label("fel", "an error"),
        Severity.WARNING: Label("fel eller varning", "an error or a warning"),
        Severity.INFORMATION: Label("något fynd", "any finding"),
    }
    found = kinds[severity]
    return Label(
        f"Andelen personer utan {found.sv} i sina besök, bland dem som har minst ett av "
        "programmets besök registrerat i perioden. Måttet är bibliotekets eget, inte beslutets.",
        f"The share of persons without {found.en} in their visits, among those with at least "
        "one visit of the programme registered in the period. The measure is the library's "
        "own, not the decision's.",
    )


def severity_from(severity: str) -> Severity:
    """Return the severity named.

    Raises:
        UsageError: There is no such severity.
    """
    try:
        return Severity(severity)
    except ValueError:
        message = Phrase(
            f"severity is {severity!r}; expected 'error', 'warning' or 'information'",
            f"severity är {severity!r}; väntade 'error', 'warning' eller 'information'",
        )
        raise UsageError(message) from None


def conclude(
    cells: Mapping[Group, RateCell],
    request: Request,
    least: Severity,
    *,
    accounting: Accounting,
    persons_accounting: Accounting,
) -> Answer:
    """Make the answer of the counts."""
    return answer(
        tabulate(cells, request, rows_of, empty=RateCell),
        request,
        meaning=meaning_of(least),
        accounting=accounting,
        persons_accounting=persons_accounting,
    )


@takes_tables
def conformance_rate(
    contacts: Iterable[Visit],
    persons: Iterable[Person],
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date,
    by: str | Iterable[str] = (),
    columns: Columns | None = None,
    contracts: Iterable[Contract] | None = None,
    groups: Iterable[tuple[object, ...]] = (),
    severity: str = Severity.ERROR,
) -> IndicatorRows:
    """Give the share of persons whose visits have no error.

    *Numerator*: persons of the denominator without a finding of the severity or a graver
    one, as `sequences.conformance` finds them by `as_of`. *Denominator*: known persons with
    a visit of the programme registered in the period and not after `as_of`. *Nulls*: what
    cannot be judged is a finding, not a gap. *Edge*: the first and last day of the period
    belong to it; findings outside the period count too. *Source*: the library's own measure
    beside the follow-up plan. What rests on an assumption is at most a warning, and lowers
    no rate unless `severity` asks for warnings.

    Args:
        contacts: Rows of contacts.
        persons: Persons with their listings.
        code_set: The programme.
        period: The reporting period.
        as_of: The day of the question.
        by: Stratifiers: fields of persons; year, half_year, month of birth; contract_id.
        columns: What the caller's columns are called, for tables.
        contracts: Who has signed; stratifies by contract, units without one apart.
        groups: Values of the stratifiers that get rows even where nothing is counted.
        severity: The lightest finding that counts: ``error``, ``warning``, ``information``.
    """
    request = Request.of(
        code_set,
        period=period,
        as_of=as_of,
        by=by,
        columns=columns,
        contracts=contracts,
        groups=groups,
    ).require_known()
    least = severity_from(severity)
    population = population_of(persons, measure_date=request.measure_date)
    care = care_of(contacts, population, request.sequence, as_of=request.as_of)
    strata, cells = Strata(request), dict[Group, RateCell]()
    for child in care.known:
        if child.facts is not None and _was_visited(child, request):
            cell = cells.setdefault(strata.of(child.facts, day=child.facts.birth), RateCell())
            cell.persons += 1
            cell.clean += not _is_faulty(child, care, least)
    return conclude(
        cells,
        request,
        least,
        accounting=care.accounting(),
        persons_accounting=population.accounting(),
    ).rows()


def _is_faulty(child: Child, care: Care, least: Severity) -> bool:
    if child.facts is None:
        return False
    findings = assess(case_of(child.facts.known, care.plan, care.as_of), child.rows)[0]
    return any(finding.severity.weight >= least.weight for finding in findings)


def _was_visited(child: Child, request: Request) -> bool:
    last = min(request.period.last, request.as_of)
    return any(
        contact.steps and contact.date is not None and request.period.first <= contact.date <= last
        for contact in child.contacts.values()
    )
