"""How many visits were made, how many of them jointly, and how long they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from attrs import define, evolve, field

from kvacodes.extracts import Columns, Contract, Person, Visit
from kvacodes.indicators.answer import Answer, answer, joint_assumption
from kvacodes.indicators.care import Care, Visited, care_of, outside_period
from kvacodes.indicators.either import takes_tables
from kvacodes.indicators.figures import Figure, measure, share, tabulate
from kvacodes.indicators.figures import count as count_row
from kvacodes.indicators.population import population_of
from kvacodes.indicators.request import CONTACT_FIELDS, Attribution, Count, Request
from kvacodes.indicators.spread import OPEN, percentile_of_counts
from kvacodes.indicators.strata import Group, Strata
from kvacodes.indicators.time_spent import joined
from kvacodes.model import Basis, CodeSet, Label
from kvacodes.periods import Period
from kvacodes.results import Accounting, IndicatorRows

__all__ = ["VisitCell", "visits"]

MEANING = Label(
    "Antal kontakter i perioden med någon av programmets besökskoder: alla, de som säkert "
    "gjordes i samverkan, de som säkert inte gjorde det, de där det inte framgår, och per "
    "besök. Tid räknas en gång per kontakt, från minuter eller annars som gränser från "
    "tidskoderna; aldrig som ett påhittat mittvärde.",
    "Contacts of the period with one of the programme's visit codes: all, those known to be "
    "joint, those known not to be, those where it is not known, and by step. Time is counted "
    "once per contact, from minutes or else as bounds from the time-band codes; never as an "
    "invented middle.",
)


@define
class VisitCell:
    """The counts of one group.

    Attributes:
        contacts: How many visits there are.
        joint: How many are known to be joint.
        alone: How many are known not to be.
        steps: How many reach each step.
        times: How many took so long: bounds, the upper None where it is open.
    """

    contacts: int = 0
    joint: int = 0
    alone: int = 0
    steps: Counter[int] = field(factory=Counter)
    times: Counter[tuple[int, int | None]] = field(factory=Counter)


def rows_of(cell: VisitCell, basis: Basis, steps: Mapping[int, str]) -> Iterable[Figure]:
    """Make the rows of one group; of the steps by number, with the names of their rows."""
    unknown = cell.contacts - cell.joint - cell.alone
    yield count_row("visits", cell.contacts)
    yield share("visits.joint", cell.joint, cell.contacts, n_missing=unknown, basis=basis)
    yield share("visits.not-joint", cell.alone, cell.contacts, n_missing=unknown, basis=basis)
    yield share("visits.joint-unknown", unknown, cell.contacts, basis=basis)
    for number, name in steps.items():
        yield count_row(name, cell.steps[number])
    yield from _time_rows(cell.times, cell.contacts)


def _time_rows(times: Mapping[tuple[int, int | None], int], contacts: int) -> Iterable[Figure]:
    n = sum(times.values())
    yield share("visits.time-known", n, contacts, n_missing=contacts - n)
    if not times:
        yield from (measure(f"visits.time-{name}", None, n=0, of=contacts) for name in _MEASURES)
        return
    is_exact = all(low == high for low, high in times)
    lows, highs = Counter[float](), Counter[float]()
    for (low, high), k in times.items():
        lows[low] += k
        highs[OPEN if high is None else high] += k
    for name, of in _MEASURES.items():
        least, most = of(lows), of(highs)
        yield measure(
            f"visits.time-{name}",
            least if is_exact else None,
            n=n,
            of=contacts,
            band=None if is_exact else (least, None if most == OPEN else most),
        )


def _sum(times: Mapping[float, int]) -> float:
    return float(sum(minutes * k for minutes, k in times.items()))


def _mean(times: Mapping[float, int]) -> float:
    return _sum(times) / sum(times.values())


def _median(times: Mapping[float, int]) -> float | None:
    return percentile_of_counts(times, 0.5)


_MEASURES: dict[str, Callable[[Mapping[float, int]], float | None]] = {
    "sum": _sum,
    "mean": _mean,
    "median": _median,
}


def conclude(
    cells: Mapping[Group, VisitCell],
    request: Request,
    *,
    accounting: Accounting,
    persons_accounting: Accounting,
) -> Answer:
    """Make the answer of the counts."""
    joint = request.sequence.joint
    basis = Basis.DECISION if joint is None else joint.basis
    steps = {n: f"visits.step-{n}" for n in sorted(s.number for s in request.sequence.steps)}
    return answer(
        tabulate(cells, request, lambda cell: rows_of(cell, basis, steps), empty=VisitCell),
        request,
        meaning=MEANING,
        accounting=accounting,
        persons_accounting=persons_accounting,
        assumptions=joint_assumption(request),
    )


@takes_tables
def visits(
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
    attribution: str = Attribution.CONTACT,
    count: str = Count.CHILD,
) -> IndicatorRows:
    """Count the visits of the period: all, joint, not joint, unknown, by step; and time.

    *Numerator*: contacts of known persons with an event of a step in the period, not after
    `as_of`; a contact with several steps counts once in all and once in each. *Denominator*:
    of the joint shares, all these contacts; of time, the same. *Nulls*: joint work that is
    neither said nor denied is unknown, never denied; time that is missing, or on which rows
    disagree, is counted in `n_missing`. Where some times are bands, sum, mean and median
    have bounds (`bound` is ``band``) and no value; an open band has no upper bound. *Edge*:
    the first and last day of the period belong to it. *Source*: the second question of the
    follow-up plan; the titles of the time-band codes ZV201–ZV224.

    Args:
        contacts: Rows of contacts.
        persons: Persons with their listings.
        code_set: The programme.
        period: The reporting period.
        as_of: The day of the question.
        by: Stratifiers: fields of persons; care_type, joint, staff_role of the contact; its
            year, half_year, month; contract_id; in tables columns of your own.
        columns: What the caller's columns are called, for tables.
        contracts: Who has signed; stratifies by contract, units without one apart.
        groups: Values of the stratifiers that get rows even where nothing is counted.
        attribution: ``contact`` for the contact's unit, ``listed`` for the person's.
        count: ``child``, or ``family``: what a family's children got on one day is one visit.
    """
    request = Request.of(
        code_set,
        period=period,
        as_of=as_of,
        by=by,
        columns=columns,
        contracts=contracts,
        attribution=attribution,
        count=count,
        groups=groups,
    ).require_known(of_contact=CONTACT_FIELDS)
    population = population_of(persons, measure_date=request.measure_date)
    care = care_of(contacts, population, request.sequence, as_of=request.as_of)
    strata, cells = Strata(request), dict[Group, VisitCell]()
    for visit in _counted(care, request):
        group = strata.of(
            visit.facts, day=visit.date, unit_id=visit.contact.unit_id, said=visit.said
        )
        _add(cells.setdefault(group, VisitCell()), visit)
    return conclude(
        cells,
        request,
        accounting=care.accounting(outside_period(request.period.first, request.period.last)),
        persons_accounting=population.accounting(),
    ).rows()


def _counted(care: Care, request: Request) -> list[Visited]:
    made = [v for child in care.known for v in child.visited if v.date in request.period]
    if request.count is Count.CHILD:
        return made
    by_day: dict[tuple[object, ...], list[Visited]] = {}
    for visit in made:
        family = visit.facts.shown.family_id
        key = (family, visit.date) if family is not None else (visit,)
        by_day.setdefault(key, []).append(visit)
    return [_as_one(together) for together in by_day.values()]


def _as_one(together: list[Visited]) -> Visited:
    """Make one visit of what the children of a family got on one day."""
    if len(together) == 1:
        return together[0]
    first = min(together, key=lambda v: (v.facts.birth or date.max, str(v.facts.person_id)))
    said = [v.contact.joint for v in together if v.contact.joint is not None]
    units = [v.contact.unit_id for v in together if v.contact.unit_id is not None]
    return Visited(
        first.facts,
        evolve(first.contact, joint=max(said, default=None), unit_id=min(units, default=None)),
        first.date,
        frozenset().union(*(v.steps for v in together)),
        joined(v.time for v in together),
        first.rows,
    )


def _add(cell: VisitCell, visit: Visited) -> None:
    cell.contacts += 1
    cell.joint += visit.contact.joint is True
    cell.alone += visit.contact.joint is False
    cell.steps.update(visit.steps)
    if visit.time.lower is not None:
        cell.times[visit.time.lower, visit.time.upper] += 1
