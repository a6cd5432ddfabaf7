"""What units say themselves, and which have not said anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import define, field, frozen

from kvacodes.errors import Phrase, UsageError
from kvacodes.extracts import Columns, Contract, Person, Reported, as_objects
from kvacodes.indicators.answer import Answer, answer
from kvacodes.indicators.answers import allowed_value, questions_of
from kvacodes.indicators.either import contracts_of
from kvacodes.indicators.figures import Figure, share, tabulate
from kvacodes.indicators.population import Population, population_of
from kvacodes.indicators.request import Request, as_period
from kvacodes.indicators.strata import Group
from kvacodes.indicators.words import ABOUT_ANSWERS
from kvacodes.model import CodeSet, Label, Question
from kvacodes.periods import Period
from kvacodes.results import Accounting, IndicatorResult, IndicatorRows

__all__ = [
    "REPORTED_REASONS",
    "Replies",
    "ReportedCell",
    "replies_of",
    "reported",
    "units_to_answer",
]

REPORTED_REASONS = (
    "outside-period",
    "unknown-question",
    "unit-missing",
    "no-answer",
    "value-not-allowed",
    "answers-disagree",
    "repeated-row",
)
"""Why a row of what units report is not used; the first that holds is the one counted."""

MEANING = Label(
    "Andelen enheter som har svarat på frågan, bland dem som ska svara: enheter med avtal på "
    "mätdagen, eller utan uppgift om avtal de enheter där någon i målgruppen är listad. Där "
    "frågan har givna svar: andelen av de svarande som har svarat så.",
    "The share of units that have answered the question, among those that should: units with "
    "a contract on the measure date, or where no contracts are given, units at which someone "
    "of the target group is listed. Where the question has set answers: the share of those "
    "who answered that have answered so.",
)


@frozen(kw_only=True)
class Replies:
    """The answers of the units, sorted out.

    Attributes:
        questions: The questions, in the decision's order.
        units: The units that should have answered, and those that did.
        values: The answer of each unit to each question.
        missing: Units and questions without a usable answer, though one is expected.
        accounting: Where the rows went.
        expected: The units that should have answered.
    """

    questions: tuple[Question, ...]
    units: tuple[str, ...]
    values: Mapping[tuple[str, str], str]
    missing: tuple[tuple[str, str], ...]
    accounting: Accounting
    expected: tuple[str, ...] = ()


def replies_of(
    rows: Iterable[Reported], code_set: CodeSet, *, period: Period, expected: Iterable[str] = ()
) -> Replies:
    """Sort out what units have reported.

    A unit that answers a question in two ways has not answered it; the same answer twice
    counts once.

    Args:
        rows: What units have reported, for any period.
        code_set: The programme.
        period: The period asked about.
        expected: The units that should have answered.
    """
    questions, period = questions_of(code_set), as_period(period)
    by_id = {q.id: q for q in questions}
    usable: dict[tuple[str, str], list[str]] = {}
    counts: Counter[str] = Counter()
    n = 0
    for row in rows:
        n += 1
        reason, value = _judged(row, by_id, period)
        if reason:
            counts[reason] += 1
        else:
            usable.setdefault((row.unit_id, row.indicator), []).append(value)
    values = {key: said[0] for key, said in usable.items() if len(set(said)) == 1}
    counts["answers-disagree"] = sum(len(s) for k, s in usable.items() if k not in values)
    counts["repeated-row"] = sum(len(usable[key]) - 1 for key in values)
    wanted = sorted(set(expected))
    return Replies(
        questions=questions,
        units=tuple(sorted({*wanted, *(unit for unit, _ in usable)})),
        values=values,
        missing=tuple((u, q.id) for u in wanted for q in questions if (u, q.id) not in values),
        accounting=Accounting(rows_read=n, excluded=counts, reasons=REPORTED_REASONS),
        expected=tuple(wanted),
    )


def _judged(row: Reported, questions: Mapping[str, Question], period: Period) -> tuple[str, str]:
    if row.period != period.label:
        return "outside-period", ""
    question = questions.get(row.indicator)
    if question is None:
        return "unknown-question", ""
    if not row.unit_id:
        return "unit-missing", ""
    if row.value is None or not row.value.strip():
        return "no-answer", ""
    value = allowed_value(question, row.value)
    return ("value-not-allowed", "") if value is None else ("", value)


@define
class ReportedCell:
    """The counts of one group.

    Attributes:
        expected: How many units should have answered.
        missing: How many of them have not, by question.
        answered: How many units have, by question.
        values: How many have answered so, by question and answer.
    """

    expected: int = 0
    missing: Counter[str] = field(factory=Counter)
    answered: Counter[str] = field(factory=Counter)
    values: Counter[tuple[str, str]] = field(factory=Counter)


def rows_of(cell: ReportedCell, questions: Iterable[Question]) -> Iterable[Figure]:
    """Make the rows of one group."""
    for question in questions:
        n, missing = cell.answered[question.id], cell.missing[question.id]
        yield share(question.id, n, n + missing, n_missing=missing)
        for value in question.allowed:
            at = cell.values[question.id, value]
            yield share(f"{question.id}.{value}", at, n, n_missing=missing)


def reported(
    rows: Any,  # noqa: ANN401 - answers, or a table of them of any kind
    persons: Any,  # noqa: ANN401 - persons, or a table of them of any kind, or None
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date,
    by: str | Iterable[str] = (),
    columns: Columns | None = None,
    contracts: Any = None,  # noqa: ANN401 - contracts, or a table of them of any kind
    groups: Iterable[tuple[object, ...]] = (),
) -> IndicatorRows | IndicatorResult:
    """Count what units have reported themselves, question by question.

    *Numerator*: units with a usable answer; for each allowed answer, units that gave it.
    *Denominator*: those units and the ones that should have answered; for each allowed
    answer, units with a usable answer. *Nulls*: no answer, one that is not allowed, and two
    that differ are no usable answer; such units are in `n_missing`. *Edge*: answers belong
    to the period by its label. *Source*: the third, fourth, sixth and seventh question of
    the follow-up plan.

    Args:
        rows: What units have reported.
        persons: Persons with their listings: the units that should answer, where no
            contracts are given; or None.
        code_set: The programme.
        period: The reporting period.
        as_of: The day of the question.
        by: Stratifiers: unit_id, contract_id.
        columns: What the caller's columns are called, for tables.
        contracts: Who has signed and should answer; stratifies by contract.
        groups: Values of the stratifiers that get rows even where nothing is counted.
    """
    answers = as_objects(rows, Reported, "reported")
    signed = contracts_of(contracts, columns)
    people = () if persons is None else as_objects(persons, Person, "persons")
    if answers is None or people is None:
        from kvacodes.indicators import tables

        return tables.reported(
            rows,
            persons,
            code_set,
            period=period,
            as_of=as_of,
            by=by,
            columns=columns,
            contracts=signed,
            groups=groups,
        )
    return reported_on_objects(
        answers,
        people,
        code_set,
        period=period,
        as_of=as_of,
        by=by,
        columns=columns,
        contracts=signed,
        groups=groups,
    ).rows()


def reported_on_objects(
    rows: Iterable[Reported],
    persons: Iterable[Person],
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date,
    by: str | Iterable[str] = (),
    columns: Columns | None = None,
    contracts: Iterable[Contract] | None = None,
    groups: Iterable[tuple[object, ...]] = (),
) -> Answer:
    """Count what units have reported, on objects."""
    request = Request.of(
        code_set,
        period=period,
        as_of=as_of,
        by=by,
        columns=columns,
        contracts=contracts,
        groups=groups,
    )
    if other := [name for name in request.by if name not in {"unit_id", "contract_id"}]:
        message = Phrase(
            f"by holds {other[0]}; what units report has unit_id and contract_id alone",
            f"by har {other[0]}; det enheter svarar har bara unit_id och contract_id",
        )
        raise UsageError(message)
    population = population_of(persons, measure_date=request.measure_date)
    expected = expected_units(population, request)
    replies = replies_of(rows, code_set, period=request.period, expected=expected)
    return figures_of(replies, request, frozenset(expected), population.accounting())


def expected_units(population: Population, request: Request) -> tuple[str, ...]:
    """Return the units that should answer, in order."""
    if request.contracts is not None:
        return expected_under_contract(request)
    units = {
        facts.unit_id
        for facts in population.people.values()
        if facts.unit_id is not None and facts.target_group
    }
    return tuple(sorted(units))


def expected_under_contract(request: Request) -> tuple[str, ...]:
    """Return the units with a contract on the measure date, in order."""
    signed, day = request.contracts or (), request.measure_date
    return tuple(sorted({c.unit_id for c in signed if request.contract_of(c.unit_id, day)}))


def units_to_answer(
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date | None = None,
    persons: Any = None,  # noqa: ANN401 - persons, or a table of them of any kind
    contracts: Any = None,  # noqa: ANN401 - contracts, or a table of them of any kind
    columns: Columns | None = None,
) -> tuple[str, ...]:
    """Return the units that should answer, in order: those a template is made for.

    They are the units with a contract on the measure date, or where no contracts are
    given, the units at which someone of the target group is listed then.

    Args:
        code_set: The programme.
        period: The period asked about.
        as_of: The day of the question; by default the period's last day.
        persons: Persons with their listings.
        contracts: Who has signed.
        columns: What the caller's columns are called, for tables.
    """
    people = () if persons is None else as_objects(persons, Person, "persons")
    if people is None:
        from kvacodes.indicators import tables

        people = tables.persons_as_objects(persons, columns)
    period = as_period(period)
    request = Request.of(
        code_set,
        period=period,
        as_of=period.last if as_of is None else as_of,
        contracts=contracts_of(contracts, columns),
    )
    return expected_units(population_of(people, measure_date=request.measure_date), request)


def figures_of(
    replies: Replies,
    request: Request,
    expected: frozenset[str],
    persons_accounting: Accounting,
) -> Answer:
    """Make the figures of answers that are sorted out."""
    cells: dict[Group, ReportedCell] = {}
    for unit in replies.units:
        cell = cells.setdefault(request.group_of_unit(unit), ReportedCell())
        cell.expected += unit in expected
        for question in replies.questions:
            value = replies.values.get((unit, question.id))
            if value is not None:
                cell.answered[question.id] += 1
                cell.values[question.id, value] += 1
            elif unit in expected:
                cell.missing[question.id] += 1
    return answer(
        tabulate(cells, request, lambda c: rows_of(c, replies.questions), empty=ReportedCell),
        request,
        meaning=MEANING,
        accounting=replies.accounting,
        persons_accounting=persons_accounting,
        about=ABOUT_ANSWERS,
    )
