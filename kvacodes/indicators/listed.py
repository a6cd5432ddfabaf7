"""How many of the target group are listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import define

from kvacodes.extracts import Columns, Contract, Person, Visit
from kvacodes.indicators.answer import Answer, answer
from kvacodes.indicators.either import takes_tables_of_persons
from kvacodes.indicators.figures import Figure, count, tabulate
from kvacodes.indicators.population import population_of
from kvacodes.indicators.request import Request
from kvacodes.indicators.strata import Group, Strata
from kvacodes.model import CodeSet, Label
from kvacodes.periods import Period
from kvacodes.results import Accounting, IndicatorRows

__all__ = ["ListedCell", "listed"]

MEANING = Label(
    "Antal personer i målgruppen som är listade på mätdagen (den tidigaste av periodens "
    "sista dag och frågedagen). Okänd målgrupp räknas för sig.",
    "Persons of the target group who are listed on the measure date (the earlier of the "
    "period's last day and the day of the question). Unknown target group is counted apart.",
)


@define
class ListedCell:
    """The counts of one group."""

    n: int = 0
    unknown: int = 0


def rows_of(cell: ListedCell) -> Iterable[Figure]:
    """Make the rows of one group."""
    yield count("listed", cell.n, n_missing=cell.unknown)


def conclude(
    cells: Mapping[Group, ListedCell], request: Request, *, persons_accounting: Accounting
) -> Answer:
    """Make the answer of the counts."""
    return answer(
        tabulate(cells, request, rows_of, empty=ListedCell),
        request,
        meaning=MEANING,
        persons_accounting=persons_accounting,
    )


@takes_tables_of_persons
def listed(
    contacts: Iterable[Visit] | None,
    persons: Iterable[Person],
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date,
    by: str | Iterable[str] = (),
    columns: Columns | None = None,
    contracts: Iterable[Contract] | None = None,
    groups: Iterable[tuple[object, ...]] = (),
) -> IndicatorRows:
    """Count the persons of the target group who are listed on the measure date.

    *Numerator*: persons whose `target_group` is true, listed at a unit on the measure
    date. *Denominator*: none; the value is the count. *Nulls*: an unknown target group
    is counted in `n_missing` only; an open listing has no last day. *Edge*: the measure
    date is the earlier of the period's last day and `as_of`; the first and last day of a
    listing belong to it. A person listed twice counts at the later `listed_from` (tie:
    the lower unit). *Source*: the first question of the follow-up plan.

    Args:
        contacts: Not looked at, and may be None; all indicators share their arguments.
        persons: Persons with their listings.
        code_set: The programme.
        period: The reporting period.
        as_of: The day of the question.
        by: Stratifiers: fields of persons; year, half_year, month of birth; contract_id.
        columns: What the caller's columns are called, for tables.
        contracts: Who has signed; stratifies by contract, units without one apart.
        groups: Values of the stratifiers that get rows even where nothing is counted.
    """
    del contacts
    request = Request.of(
        code_set,
        period=period,
        as_of=as_of,
        by=by,
        columns=columns,
        contracts=contracts,
        groups=groups,
    ).require_known()
    population = population_of(persons, measure_date=request.measure_date)
    strata, cells = Strata(request), dict[Group, ListedCell]()
    used = set()
    for facts in population.people.values():
        if facts.listed is not None and facts.target_group is not False:
            cell = cells.setdefault(strata.of(facts, day=facts.birth), ListedCell())
            if facts.target_group:
                cell.n += 1
                used.add(facts.person_id)
            else:
                cell.unknown += 1
    return conclude(cells, request, persons_accounting=population.accounting(used)).rows()
