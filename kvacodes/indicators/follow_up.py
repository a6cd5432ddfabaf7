"""The follow-up of a programme: the decision's questions, in its order and wording."""

from __future__ import annotations

import functools
import html
import itertools
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from attrs import evolve, frozen

from kvacodes.errors import Phrase, UnknownNameError, UsageError
from kvacodes.extracts import Columns, Contract, Person, Reported, Visit, as_objects
from kvacodes.indicators.answer import provenance, with_rows
from kvacodes.indicators.care import care_of
from kvacodes.indicators.completion import completion
from kvacodes.indicators.conformance_rate import conformance_rate
from kvacodes.indicators.continuity import continuity
from kvacodes.indicators.either import contracts_of, objects_of
from kvacodes.indicators.lead_time import Route, lead_time, routes_of
from kvacodes.indicators.listed import listed
from kvacodes.indicators.other_care import other_care
from kvacodes.indicators.population import population_of
from kvacodes.indicators.reported import Replies, expected_units, figures_of, replies_of
from kvacodes.indicators.request import Attribution, Request, each_of
from kvacodes.indicators.strata import Group, Strata, group_order
from kvacodes.indicators.visits import visits
from kvacodes.model import CodeSet, Label, Question, QuestionKind
from kvacodes.model.words import Lang
from kvacodes.periods import Period
from kvacodes.results import (
    Accounting,
    IndicatorResult,
    IndicatorRows,
    Provenance,
    Shown,
)

__all__ = ["Answers", "FollowUpResult", "Part", "follow_up"]

OWN = {
    "completion": Label("Genomförda besök (bibliotekets mått)", "Completion (our measure)"),
    "conformance_rate": Label(
        "Besök utan fel (bibliotekets mått)", "Visits without errors (our measure)"
    ),
    "lead_time": Label("Tid mellan besöken (bibliotekets mått)", "Lead times (our measure)"),
    "other_care": Label(
        "Vad barnen annars har sökt för (bibliotekets mått)",
        "What else the children came for (our measure)",
    ),
}
"""The measures beside the decision's questions, and how they say so."""

Compute = Callable[[str], tuple[IndicatorRows, ...]]
"""Gives the figures of a function, by its name; lead times have some for each route."""

NOT_ANSWERED = Label("Besvaras inte av något mått.", "No measure answers this.")


@frozen(kw_only=True)
class Part:
    """One question, or one measure beside the questions, with its figures.

    Attributes:
        question: The question of the decision; None for the library's own measures.
        title: The question's wording, or what the measure is called.
        indicators: The functions that made the figures.
        results: The figures of each.
    """

    question: Question | None
    title: Label
    indicators: tuple[str, ...]
    results: tuple[IndicatorRows | IndicatorResult, ...]

    @property
    def is_about_persons(self) -> bool:
        """Say whether the figures count persons and their visits, and not units."""
        return self.question is None or self.question.kind is QuestionKind.COMPUTED

    def explain(self, lang: Lang = "sv") -> str:
        """Say how the figures were formed."""
        said = [result.explain(lang) for result in self.results]
        return "\n".join(said or [NOT_ANSWERED.in_language(lang)])


@frozen(kw_only=True)
class FollowUpResult:
    """The follow-up of a programme for a period.

    Attributes:
        parts: The decision's questions in its order, then the library's own measures.
        table: All figures as one tidy table, or as rows; questions first.
        by: The stratifiers.
        accounting: Where the rows of contacts went, as visits are counted.
        persons_accounting: Where the rows of persons went, as the listed are counted.
        reported_accounting: Where the rows of what units report went.
        missing_answers: Units and questions without a usable answer.
        should_answer: The units that should have answered.
        provenance: From what the figures were made.
        disclosure: What disclosure control hid, where it has been used.
    """

    parts: tuple[Part, ...]
    table: Any
    by: tuple[str, ...]
    accounting: Accounting
    persons_accounting: Accounting
    reported_accounting: Accounting
    missing_answers: tuple[tuple[str, str], ...]
    provenance: Provenance
    should_answer: tuple[str, ...] = ()
    disclosure: Any = None

    @property
    def questions(self) -> tuple[Part, ...]:
        """The decision's questions."""
        return tuple(part for part in self.parts if part.question is not None)

    @property
    def own(self) -> tuple[Part, ...]:
        """The library's own measures."""
        return tuple(part for part in self.parts if part.question is None)

    def show(self, lang: Lang = "sv") -> Shown:
        """Return the figures question by question as formatted tables, for a notebook."""
        parts = []
        for part in self.parts:
            number = "" if part.question is None else f"{part.question.number}. "
            title = html.escape(f"{number}{part.title.in_language(lang)}")
            tables = "".join(result.show(lang).html for result in part.results)
            parts.append(f"<h4>{title}</h4>{tables or NOT_ANSWERED.in_language(lang)}")
        if self.disclosure is not None:
            parts.append(f"<p>{html.escape(self.disclosure.explain(lang))}</p>")
        return Shown("".join(parts))

    def _repr_html_(self) -> str:
        return self.show().html

    def explain(self, lang: Lang = "sv") -> str:
        """Say, question by question, how the figures were formed."""
        said = []
        for part in self.parts:
            number = "" if part.question is None else f"{part.question.number}. "
            said.append(f"{number}{part.title.in_language(lang)}\n{part.explain(lang)}")
        if self.disclosure is None:
            return "\n\n".join(said)
        # Each part says what was hidden in all of them; here once is enough.
        hidden = self.disclosure.explain(lang)
        return "\n\n".join([*(text.replace(f"\n{hidden}", "") for text in said), hidden])

    def results_in_order(self) -> tuple[tuple[IndicatorResult | IndicatorRows, bool], ...]:
        """Return the results in the order of the table, each with whether it counts persons.

        What units report about themselves counts units.
        """
        return tuple(
            (result, part.is_about_persons) for part in self.parts for result in part.results
        )

    def with_results(
        self,
        results: Iterable[Any],
        *,
        table: Any,  # noqa: ANN401 - rows, or whatever kind of table came
        disclosure: Any,  # noqa: ANN401 - what disclosure control did
    ) -> FollowUpResult:
        """Return the same follow-up with other figures, in the same order."""
        given = iter(results)
        parts = tuple(
            evolve(part, results=tuple(itertools.islice(given, len(part.results))))
            for part in self.parts
        )
        return evolve(self, parts=parts, table=table, disclosure=disclosure)


def follow_up(
    contacts: Any,  # noqa: ANN401 - visits, or a table of any kind
    persons: Any,  # noqa: ANN401 - persons, or a table of any kind
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date,
    by: str | Iterable[str] = ("unit_id",),
    columns: Columns | None = None,
    contracts: Any = None,  # noqa: ANN401 - contracts, or a table of any kind
    reported: Any = (),  # noqa: ANN401 - answers, or a table of any kind
    beside: str | Iterable[str] = tuple(OWN),
) -> FollowUpResult:
    """Answer the questions of a programme's follow-up plan, in the decision's order.

    Each question is answered by the functions that the document names for it, with the
    numerator, denominator, null policy and edge that they state; visits are attributed to
    the contact's unit, persons to the unit where they are listed. `completion`,
    `conformance_rate`, `lead_time` (from step to step, the route in the name of the measure)
    and `other_care` stand beside the questions as the library's own measures. There is no
    pass mark. Every unit with anything to show has all its rows. *Source*: the follow-up
    plan, in the decision's own words.

    Args:
        contacts: Rows of contacts.
        persons: Persons with their listings.
        code_set: The programme.
        period: The reporting period.
        as_of: The day of the question.
        by: Stratifiers; the unit by default, and with contracts the contract before it.
        columns: What the caller's columns are called, for tables.
        contracts: Who has signed; units without a contract are shown apart.
        reported: What units have reported themselves; without it they have not answered.
        beside: The library's own measures to compute beside the questions.

    Raises:
        UnknownNameError: One of the measures is not among the library's own.
        UsageError: The document has no follow-up plan.
    """
    beside = own_measures(beside)
    objects = objects_of(contacts, persons)
    options: dict[str, Any] = {
        "period": period,
        "as_of": as_of,
        "by": by,
        "columns": columns,
        "contracts": contracts_of(contracts, columns),
        "reported": _answers(reported, columns),
        "beside": beside,
    }
    if objects is not None:
        return follow_up_on_objects(*objects, code_set, **options)
    from kvacodes.indicators import tables

    return tables.follow_up(contacts, persons, code_set, **options)


def _answers(reported: object, columns: Columns | None) -> tuple[Reported, ...]:
    if reported is None:
        return ()
    answers = as_objects(reported, Reported, "reported")
    if answers is not None:
        return answers
    from kvacodes.indicators import tables

    return tables.reported_as_objects(reported, columns)[0]


def _own_names() -> Phrase:
    names = ", ".join(OWN)
    return Phrase(f"there are {names}", f"det finns {names}")


def own_measures(beside: str | Iterable[str]) -> tuple[str, ...]:
    """Return the measures beside the questions, in their order.

    Raises:
        UnknownNameError: One of them is not among the library's own.
    """
    wanted = each_of(beside)
    for name in wanted:
        if name not in OWN:
            raise UnknownNameError("measure", str(name), known=OWN, hint=_own_names())
    return tuple(name for name in OWN if name in wanted)


def follow_up_on_objects(
    contacts: tuple[Visit, ...],
    persons: tuple[Person, ...],
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date,
    by: str | Iterable[str],
    columns: Columns | None,
    contracts: Iterable[Contract] | None,
    reported: tuple[Reported, ...],
    beside: tuple[str, ...],
) -> FollowUpResult:
    """Answer the questions on objects."""
    request = Request.of(
        code_set, period=period, as_of=as_of, by=by, columns=columns, contracts=contracts
    )
    groups = groups_of(contacts, persons, request, reported)
    given: dict[str, Any] = {
        "period": request.period,
        "as_of": request.as_of,
        "by": request.by,
        "contracts": request.contracts,
        "groups": groups,
    }

    @functools.cache
    def compute(name: str) -> tuple[IndicatorRows, ...]:
        if name != "lead_time":
            return (_COMPUTED[name](contacts, persons, code_set, **given),)
        return tuple(
            on_route(
                lead_time(contacts, persons, code_set, from_step=r.start, to_step=r.stop, **given),
                r,
            )
            for r in routes_of(request.sequence)
        )

    population = population_of(persons, measure_date=request.measure_date)
    expected = expected_units(population, request)
    return assembled(request, compute, answers_of(expected, reported, request, groups), beside)


_COMPUTED: dict[str, Callable[..., IndicatorRows]] = {
    "listed": listed,
    "visits": visits,
    "completion": completion,
    "continuity": continuity,
    "conformance_rate": conformance_rate,
    "lead_time": lead_time,
    "other_care": other_care,
}
"""The functions that can answer; lead times are asked for route by route."""


def on_route(rows: IndicatorRows, route: Route) -> IndicatorRows:
    """Return lead times with their route in the names of the measures."""
    return with_rows(rows, (evolve(row, indicator=route.named(row.indicator)) for row in rows))


@frozen
class Answers:
    """What units have reported: as figures, and sorted out."""

    figures: IndicatorRows
    replies: Replies

    def to(self, question: Question) -> IndicatorRows:
        """Return the figures of one question."""
        own = (question.id, f"{question.id}.")
        return with_rows(
            self.figures,
            (r for r in self.figures if r.indicator == own[0] or r.indicator.startswith(own[1])),
        )


def answers_of(
    expected: Iterable[str],
    rows: tuple[Reported, ...],
    request: Request,
    groups: Iterable[Group],
) -> Answers:
    """Sort out what units have reported, with figures by as many stratifiers as they know."""
    names = tuple(name for name in request.by if name in {"unit_id", "contract_id"})
    own = evolve(request, by=names, always=tuple(groups) if names == request.by else ())
    units = frozenset(expected)
    replies = replies_of(rows, request.code_set, period=request.period, expected=units)
    figures = figures_of(replies, own, units, Accounting(rows_read=0)).rows()
    padded = (
        evolve(row, by=tuple((name, dict(row.by).get(name)) for name in request.by))
        for row in figures
    )
    return Answers(with_rows(figures, padded), replies)


def groups_of(
    contacts: tuple[Visit, ...],
    persons: tuple[Person, ...],
    request: Request,
    rows: Iterable[Reported],
) -> tuple[Group, ...]:
    """Return every unit and contract with anything to show; nothing for other stratifiers."""
    if not set(request.by) <= {"unit_id", "contract_id"}:
        return ()
    population = population_of(persons, measure_date=request.measure_date)
    care = care_of(contacts, population, request.sequence, as_of=request.as_of)
    listing = Strata(request)
    visiting = Strata(evolve(request, attribution=Attribution.CONTACT))
    groups = {
        listing.of(facts, day=None)
        for facts in population.people.values()
        if facts.listed is not None and facts.target_group is not False
    }
    groups |= {
        visiting.of(visit.facts, day=visit.date, unit_id=visit.contact.unit_id)
        for child in care.known
        for visit in child.visited
        if visit.date in request.period
    }
    return with_other_units(groups, request, rows)


def with_other_units(
    groups: Iterable[Group], request: Request, rows: Iterable[Reported]
) -> tuple[Group, ...]:
    """Add the units that have reported or signed, and sort."""
    units = {row.unit_id for row in rows if row.period == request.period.label}
    units |= {contract.unit_id for contract in request.contracts or ()}
    more = {request.group_of_unit(unit) for unit in units}
    return tuple(sorted({*groups, *more}, key=group_order))


def questions_in_order(code_set: CodeSet) -> tuple[Question, ...]:
    """Return the questions in the decision's order.

    Raises:
        UsageError: The document has no follow-up plan.
    """
    if code_set.follow_up is None or not code_set.follow_up.questions:
        message = Phrase(
            f"the code set {code_set.id} has no follow-up plan, so no questions to answer",
            f"kodmängden {code_set.id} har ingen uppföljningsplan, alltså inga frågor att svara på",
        )
        raise UsageError(message)
    return tuple(sorted(code_set.follow_up.questions, key=lambda q: q.number))


def assembled(
    request: Request, compute: Compute, answers: Answers, beside: Iterable[str]
) -> FollowUpResult:
    """Put the figures under the questions they answer."""
    parts = [_part(question, compute, answers) for question in questions_in_order(request.code_set)]
    parts += [
        Part(question=None, title=OWN[name], indicators=(name,), results=compute(name))
        for name in beside
    ]
    results = [result for part in parts for result in part.results]
    assumed = dict.fromkeys(a for r in results for a in r.provenance.assumptions)
    return FollowUpResult(
        parts=tuple(parts),
        table=tuple(row for result in results for row in result.table),
        by=request.by,
        accounting=compute("visits")[0].accounting,
        persons_accounting=compute("listed")[0].persons_accounting,
        reported_accounting=answers.replies.accounting,
        missing_answers=answers.replies.missing,
        should_answer=answers.replies.expected,
        provenance=evolve(provenance(request, ()), assumptions=tuple(assumed)),
    )


def _part(question: Question, compute: Compute, answers: Answers) -> Part:
    if question.kind is QuestionKind.REPORTED:
        return Part(
            question=question,
            title=question.wording,
            indicators=("reported",),
            results=(answers.to(question),),
        )
    names = tuple(name for name in question.indicators if name in _COMPUTED)
    return Part(
        question=question,
        title=question.wording,
        indicators=names,
        results=tuple(result for name in names for result in compute(name)),
    )
