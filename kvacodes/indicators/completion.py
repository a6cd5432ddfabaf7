"""How many have got each step, and all of them, among those for whom it is time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import define, field

from kvacodes.extracts import Columns, Contract, Person, Visit
from kvacodes.indicators.answer import Answer, answer, nominal_age_assumption
from kvacodes.indicators.care import Care, Child, care_of
from kvacodes.indicators.either import takes_tables
from kvacodes.indicators.figures import Figure, share, tabulate
from kvacodes.indicators.population import Facts, Population, population_of
from kvacodes.indicators.request import Count, Request
from kvacodes.indicators.strata import Group, Strata
from kvacodes.model import AnchorKind, CodeSet, Label, Sequence, Step
from kvacodes.periods import Period
from kvacodes.results import Accounting, IndicatorRows

__all__ = ["CompletionCell", "StepCell", "completion"]

MEANING = Label(
    "För varje besök: andelen som har fått det senast på frågedagen, bland personer i "
    "målgruppen som är listade på mätdagen och då har nått besökets ålder. För alla besök: "
    "andelen som har fått vart och ett av dem, bland dem som har nått den sista åldern. "
    "Perioden begränsar varken födelser eller besök. Måttet är bibliotekets eget, inte "
    "beslutets; det finns ingen gräns för godkänt.",
    "For each step: the share who have got it by the day of the question, among persons of "
    "the target group who are listed on the measure date and have then reached the age of "
    "the step. For all steps: the share who have got every one of them, among those who "
    "have reached the last age. The period restricts neither births nor visits. The measure "
    "is the library's own, not the decision's; there is no pass mark.",
)
ALL = 0
"""Stands for all steps, where steps are told by number."""


@define
class StepCell:
    """The counts of one step in one group."""

    n: int = 0
    of: int = 0
    unknown: int = 0


@define
class CompletionCell:
    """The counts of one group, by step; `ALL` is all of them."""

    steps: dict[int, StepCell] = field(factory=dict)

    def at(self, step: int) -> StepCell:
        """Return the counts of a step."""
        return self.steps.setdefault(step, StepCell())


def due_days(sequence: Sequence, anchor: date | None) -> Mapping[int, date | None]:
    """Return for each step, and for all, the day on which its nominal age is reached.

    `date.min` where the step has none; None where the day it is counted from is unknown.
    """
    days = {s.number: _due_day(s, sequence, anchor) for s in sequence.steps}
    required = [days[s.number] for s in sequence.steps if s.is_for_all]
    if not required:
        return days
    known = [day for day in required if day is not None]
    return days | {ALL: max(known) if len(known) == len(required) else None}


def _due_day(step: Step, sequence: Sequence, anchor: date | None) -> date | None:
    if step.nominal_age is None:
        return date.min
    return None if anchor is None else step.nominal_age.after(anchor, sequence.month_end)


def rows_of(cell: CompletionCell, request: Request) -> Iterable[Figure]:
    """Make the rows of one group: each step in order of number, then all."""
    numbers = sorted(s.number for s in request.sequence.steps)
    required = any(s.is_for_all for s in request.sequence.steps)
    for number in (*numbers, *([ALL] if required else [])):
        name = "completion.all" if number == ALL else f"completion.step-{number}"
        at = cell.at(number)
        yield share(name, at.n, at.of, n_missing=at.unknown)


def conclude(
    cells: Mapping[Group, CompletionCell],
    request: Request,
    *,
    accounting: Accounting,
    persons_accounting: Accounting,
) -> Answer:
    """Make the answer of the counts."""
    return answer(
        tabulate(cells, request, lambda cell: rows_of(cell, request), empty=CompletionCell),
        request,
        meaning=MEANING,
        accounting=accounting,
        persons_accounting=persons_accounting,
        assumptions=nominal_age_assumption(request),
    )


@takes_tables
def completion(
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
    count: str = Count.CHILD,
) -> IndicatorRows:
    """Give, per step and for all steps, the share of persons who have got it.

    *Numerator*: persons of the denominator with at least one event of the step by `as_of`.
    *Denominator*: persons whose `target_group` is true, listed on the measure date, who
    have by then reached the nominal age of the step; for all steps the greatest such age
    among steps that everybody needs: neither optional nor conditional. *Nulls*: an unknown
    target group, or an unknown day to count the age from, is counted in `n_missing` only.
    *Edge*: the measure date is the
    earlier of the period's last day and `as_of`; who reaches the age on that day is
    included; the period restricts neither births nor events. *Source*: the library's own
    measure beside the follow-up plan; Wilson 1927 for the interval.

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
        count: ``child``, or ``family``: a family has got a step if one of its children has.
    """
    request = Request.of(
        code_set,
        period=period,
        as_of=as_of,
        by=by,
        columns=columns,
        contracts=contracts,
        count=count,
        groups=groups,
    ).require_known()
    population = population_of(persons, measure_date=request.measure_date)
    care = care_of(contacts, population, request.sequence, as_of=request.as_of)
    judged = _judged(population, care, request)
    cells: dict[Group, CompletionCell] = {}
    for one in _families(judged) if request.count is Count.FAMILY else judged:
        cell = cells.setdefault(one.group, CompletionCell())
        for step in one.counted:
            cell.at(step).of += 1
            cell.at(step).n += one.has(step)
        for step in one.unknown:
            cell.at(step).unknown += 1
    used = {j.facts.person_id for j in judged if j.counted}
    return conclude(
        cells,
        request,
        accounting=care.accounting(lambda child, _: _reason(child, used)),
        persons_accounting=population.accounting(used),
    ).rows()


@define
class _Judged:
    """One person, or one family, before the steps.

    Attributes:
        facts: The person, or the family's first child.
        group: Where it is counted.
        counted: The steps whose denominator it is in.
        unknown: The steps it would be in, if more were known.
        done: For each of the steps counted, the steps it has got.
        required: What all steps are.
    """

    facts: Facts
    group: Group
    counted: frozenset[int]
    unknown: frozenset[int]
    done: dict[int, frozenset[int]]
    required: frozenset[int]

    def has(self, step: int) -> bool:
        """Say whether the step, or all of them, have been got."""
        return self.required <= self.done[ALL] if step == ALL else step in self.done[step]


def _judged(population: Population, care: Care, request: Request) -> list[_Judged]:
    """Judge everyone who is listed and may be of the target group."""
    sequence, strata = request.sequence, Strata(request)
    children = {child.person_id: child for child in care.known}
    required = frozenset(s.number for s in sequence.steps if s.is_for_all)
    judged = []
    for facts in population.people.values():
        if facts.listed is None or facts.target_group is False:
            continue
        child = children.get(facts.person_id)
        due = due_days(sequence, _anchor(facts, child, sequence))
        reached = frozenset(k for k, day in due.items() if day and day <= request.measure_date)
        dayless = frozenset(k for k, day in due.items() if day is None)
        counted = reached if facts.target_group else frozenset()
        judged.append(
            _Judged(
                facts,
                strata.of(facts, day=facts.birth),
                counted=counted,
                unknown=dayless if facts.target_group else reached | dayless,
                done=dict.fromkeys(counted, frozenset() if child is None else child.steps),
                required=required,
            )
        )
    return judged


def _anchor(facts: Facts, child: Child | None, sequence: Sequence) -> date | None:
    kind = sequence.anchor.kind
    if kind is AnchorKind.BIRTH:
        return facts.birth
    if kind is AnchorKind.GIVEN:
        return facts.known.anchor_date
    if kind is AnchorKind.DATE:
        return sequence.anchor.date
    return None if child is None else child.first_day(sequence.anchor.step or 0)


def _families(judged: list[_Judged]) -> list[_Judged]:
    """Join children of one family; it stands where its first child stands."""
    by_family: dict[tuple[bool, object], list[_Judged]] = {}
    for one in judged:
        family = one.facts.shown.family_id
        key = (True, one.facts.person_id) if family is None else (False, family)
        by_family.setdefault(key, []).append(one)
    return [_family(children) for children in by_family.values()]


def _family(children: list[_Judged]) -> _Judged:
    first = min(children, key=lambda c: (c.facts.birth or date.max, str(c.facts.person_id)))
    counted = frozenset().union(*(c.counted for c in children))
    return _Judged(
        first.facts,
        first.group,
        counted=counted,
        unknown=frozenset().union(*(c.unknown for c in children)) - counted,
        done={
            step: frozenset().union(*(c.done[step] for c in children if step in c.counted))
            for step in counted
        },
        required=first.required,
    )


def _reason(child: Child, used: set[str | int]) -> str:
    if child.person_id in used:
        return ""
    facts = child.facts
    return (
        "outside-target-group"
        if facts is not None and facts.target_group is False
        else "not-counted"
    )
