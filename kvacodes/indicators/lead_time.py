"""How long it takes from one step to another."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from attrs import define, field

from kvacodes.errors import Phrase, UnknownNameError, UsageError
from kvacodes.extracts import Columns, Contract, Person, Visit
from kvacodes.indicators.answer import Answer, answer
from kvacodes.indicators.care import care_of
from kvacodes.indicators.either import takes_tables
from kvacodes.indicators.figures import Figure, count, measure, share, tabulate
from kvacodes.indicators.population import population_of
from kvacodes.indicators.request import CONTACT_FIELDS, Attribution, Request, as_span
from kvacodes.indicators.spread import percentile_of_counts
from kvacodes.indicators.strata import Group, Strata
from kvacodes.model import CodeSet, Label, Origin, Sequence
from kvacodes.periods import MonthEnd, Period, Span
from kvacodes.results import Accounting, IndicatorRows
from kvacodes.sequences.episodes import Episode
from kvacodes.sequences.events import Event
from kvacodes.sequences.wording import span_in_words
from kvacodes.statistics import kaplan_meier_median

__all__ = ["LeadTimeCell", "Route", "lead_time"]

PERCENTILES = (("median", 0.5), ("p10", 0.1), ("p25", 0.25), ("p75", 0.75), ("p90", 0.9))


@define(frozen=True)
class Route:
    """What is measured: from which steps to which, and what is in time."""

    start: tuple[int, ...]
    stop: tuple[int, ...]
    limit: Span | None
    with_open: bool

    @property
    def name(self) -> str:
        """What tells it from other routes in the names of measures, such as ``1-2``."""
        return "-".join("/".join(map(str, steps)) for steps in (self.start, self.stop))

    def named(self, indicator: str) -> str:
        """Return the name of a measure with the route in it: ``lead-time.1-2.median``."""
        stem, _, measure = indicator.partition(".")
        return f"{stem}.{self.name}.{measure}"

    @classmethod
    def of(
        cls,
        sequence: Sequence,
        start: int | Iterable[int],
        stop: int | Iterable[int],
        limit: Span | int | None,
        open_episodes: str,
    ) -> Route:
        """Make a route of the arguments of `lead_time`.

        Raises:
            UnknownNameError: The sequence has no such step.
            UsageError: An argument does not make sense.
        """
        if open_episodes not in {"count", "kaplan-meier"}:
            message = Phrase(
                f"open_episodes is {open_episodes!r}; expected 'count' or 'kaplan-meier'",
                f"open_episodes är {open_episodes!r}; väntade 'count' eller 'kaplan-meier'",
            )
            raise UsageError(message)
        known = [s.number for s in sequence.steps]
        ends = []
        for argument, steps in (("from_step", start), ("to_step", stop)):
            numbers = tuple(steps) if isinstance(steps, Iterable) else (steps,)
            if not numbers:
                message = Phrase(f"{argument} names no step", f"{argument} anger inget steg")
                raise UsageError(message)
            for number in numbers:
                if number not in known:
                    raise UnknownNameError("step", str(number), known=map(str, known))
            # As the sequence writes them: numbers of another library are equal to them.
            ends.append(tuple(known[known.index(number)] for number in numbers))
        if twice := sorted(set(ends[0]) & set(ends[1])):
            message = Phrase(
                f"step {twice[0]} is in both from_step and to_step; time is measured from one "
                "step to another",
                f"steg {twice[0]} är med i både from_step och to_step; tid mäts från ett steg "
                "till ett annat",
            )
            raise UsageError(message)
        span = as_span(limit, "limit")
        return cls(ends[0], ends[1], span, open_episodes == "kaplan-meier")


def routes_of(sequence: Sequence) -> tuple[Route, ...]:
    """Return the routes to measure where nobody names one, in order.

    From each step that a limit is counted from to the step it limits; where no limit is
    counted so, from each step of the order to the next.
    """
    limited = {
        (window.step or 0, step.number): None
        for step in sequence.steps
        for window in step.windows
        if window.origin is Origin.STEP and window.step not in {None, step.number}
    }
    ordered = [s.number for s in sequence.steps if s.ordered and s.is_for_all]
    pairs = list(limited) or list(itertools.pairwise(sorted(ordered)))
    return tuple(Route((start,), (stop,), None, with_open=False) for start, stop in sorted(pairs))


@define
class LeadTimeCell:
    """The counts of one group.

    Attributes:
        days: How many episodes took so many days.
        within: How many of them kept within the limit.
        negative: How many came to the end before the beginning.
        open: How many have not come to the end, by days until the day of the question, or
            until the person was last there.
        closed: The same for those that were closed without it, by days until then.
    """

    days: Counter[int] = field(factory=Counter)
    within: int = 0
    negative: int = 0
    open: Counter[int] = field(factory=Counter)
    closed: Counter[int] = field(factory=Counter)


def rows_of(cell: LeadTimeCell, route: Route) -> Iterable[Figure]:
    """Make the rows of one group."""
    n, n_open, n_closed = cell.days.total(), cell.open.total(), cell.closed.total()
    every = n + n_open + n_closed + cell.negative
    yield count("lead-time.measured", n, of=every, n_missing=every - n)
    yield count("lead-time.open", n_open, of=every)
    yield count("lead-time.closed-without", n_closed, of=every)
    yield count("lead-time.negative", cell.negative, of=every)
    for name, place in PERCENTILES:
        days = percentile_of_counts(cell.days, place)
        yield measure(f"lead-time.{name}", days, n=n, of=every)
    if route.limit is not None:
        yield share("lead-time.within-limit", cell.within, n, n_missing=every - n)
    if route.with_open:
        ended, censored = list(cell.days.elements()), list((cell.open + cell.closed).elements())
        observed = [True] * len(ended) + [False] * len(censored)
        median = kaplan_meier_median([*ended, *censored], observed)
        known = len(observed)
        value = None if median is None else float(median)
        yield measure("lead-time.kaplan-meier-median", value, n=known, of=every)


def meaning_of(route: Route) -> Label:
    """Say what is measured."""
    start = " / ".join(map(str, route.start))
    stop = " / ".join(map(str, route.stop))
    said = [
        Label(
            f"Dagar från första händelsen i steg {start} till första i steg {stop}, per förlopp "
            "som börjar i perioden. Percentiler med linjär interpolation (typ 7). Negativa tider "
            "räknas och utelämnas; förlopp som inte är klara räknas för sig.",
            f"Days from the first event of step {start} to the first of step {stop}, per episode "
            "that begins in the period. Percentiles by linear interpolation (type 7). Negative "
            "times are counted and left out; episodes that are not done are counted apart.",
        )
    ]
    if route.limit is not None:
        said.append(
            Label(
                f"I tid är högst {span_in_words(route.limit, 'sv')}.",
                f"In time is at most {span_in_words(route.limit, 'en')}.",
            )
        )
    if route.with_open:
        said.append(
            Label(
                "Medianen enligt Kaplan–Meier räknar med förlopp som inte är klara, censurerade "
                "på frågedagen, eller den dag då förloppet eller personens tid slutade.",
                "The Kaplan–Meier median takes in episodes that are not done, censored on the day "
                "of the question, or on the day on which the episode or the person's time ended.",
            )
        )
    return Label(" ".join(one.sv for one in said), " ".join(one.en for one in said))


def conclude(
    cells: Mapping[Group, LeadTimeCell],
    request: Request,
    route: Route,
    *,
    accounting: Accounting,
    persons_accounting: Accounting,
) -> Answer:
    """Make the answer of the counts."""
    return answer(
        tabulate(cells, request, lambda cell: rows_of(cell, route), empty=LeadTimeCell),
        request,
        meaning=meaning_of(route),
        accounting=accounting,
        persons_accounting=persons_accounting,
    )


@takes_tables
def lead_time(
    contacts: Iterable[Visit],
    persons: Iterable[Person],
    code_set: CodeSet,
    *,
    from_step: int | Iterable[int],
    to_step: int | Iterable[int],
    period: Period,
    as_of: date,
    limit: Span | int | None = None,
    open_episodes: str = "count",
    by: str | Iterable[str] = (),
    columns: Columns | None = None,
    contracts: Iterable[Contract] | None = None,
    groups: Iterable[tuple[object, ...]] = (),
    attribution: str = Attribution.LISTED,
) -> IndicatorRows:
    """Measure the time from one step to another, per episode.

    *Numerator*: of ``within-limit``, episodes whose time is at most the limit. *Denominator*:
    episodes of known persons with an event of `from_step` in the period and one of `to_step`
    by `as_of`, not before it. Percentiles are of the same episodes, in days, by linear
    interpolation (type 7). *Nulls*: episodes that have not come to `to_step` are open, or
    closed without it, and counted apart, as are negative times; none enters the
    percentiles. *Edge*: an episode belongs to the period in which it came to `from_step`;
    a time of exactly the limit is within it. *Source*: Hyndman and Fan 1996 (type 7);
    Kaplan and Meier 1958.

    Args:
        contacts: Rows of contacts.
        persons: Persons with their listings.
        code_set: The programme.
        from_step: The step, or the alternative steps, that time is counted from.
        to_step: The step, or the alternative steps, that time is counted to.
        period: The reporting period.
        as_of: The day of the question.
        limit: What is in time: days, or calendar time.
        open_episodes: ``count``, or ``kaplan-meier`` to add the median of the estimate in
            which open episodes are censored at `as_of`, or on `ended_on` of the person if that
            comes before, and closed ones when they closed.
        by: Stratifiers: fields of persons; care_type, joint, staff_role of the starting
            contact; year, half_year, month of the start; contract_id; in tables columns of
            your own.
        columns: What the caller's columns are called, for tables.
        contracts: Who has signed; stratifies by contract, units without one apart.
        groups: Values of the stratifiers that get rows even where nothing is counted.
        attribution: ``listed`` for the person's unit, ``contact`` for the starting contact's.
    """
    request = Request.of(
        code_set,
        period=period,
        as_of=as_of,
        by=by,
        columns=columns,
        contracts=contracts,
        attribution=attribution,
        groups=groups,
    ).require_known(of_contact=CONTACT_FIELDS)
    route = Route.of(request.sequence, from_step, to_step, limit, open_episodes)
    population = population_of(persons, measure_date=request.measure_date)
    care = care_of(contacts, population, request.sequence, as_of=request.as_of)
    strata, cells = Strata(request), dict[Group, LeadTimeCell]()
    used: set[int] = set()
    for child in care.known:
        for episode in child.episodes:
            start = _first(episode, route.start)
            if start is None or child.facts is None or start.date not in request.period:
                continue
            visited = child.visited_at(start.contact)
            group = strata.of(
                child.facts, day=start.date, unit_id=start.contact.unit_id, said=visited.said
            )
            stop = _first(episode, route.stop)
            cell = cells.setdefault(group, LeadTimeCell())
            if stop is None:
                _add_open(cell, start.date, episode, child.facts.known.ended_on, request.as_of)
            else:
                _add(cell, route, start.date, stop.date, request.sequence.month_end)
            used.update(id(e.contact) for e in (start, stop) if e is not None)
    return conclude(
        cells,
        request,
        route,
        accounting=care.accounting(lambda _, contact: "" if id(contact) in used else "not-counted"),
        persons_accounting=population.accounting(),
    ).rows()


def _first(episode: Episode, steps: Iterable[int]) -> Event | None:
    """Return the first occurrence of any of the steps."""
    events = [episode.first[step] for step in steps if step in episode.first]
    return min(events, key=lambda e: (e.date, e.contact.text), default=None)


def _add(cell: LeadTimeCell, route: Route, start: date, stop: date, month_end: MonthEnd) -> None:
    days = (stop - start).days
    if days < 0:
        cell.negative += 1
        return
    cell.days[days] += 1
    cell.within += route.limit is not None and stop <= route.limit.after(start, month_end)


def _add_open(
    cell: LeadTimeCell, start: date, episode: Episode, ended_on: date | None, as_of: date
) -> None:
    if episode.end is not None:
        cell.closed[(episode.end - start).days] += 1
        return
    # Who has moved or died is not seen after that; an end before the start says nothing.
    seen_until = as_of if ended_on is None or ended_on < start else min(ended_on, as_of)
    cell.open[(seen_until - start).days] += 1
