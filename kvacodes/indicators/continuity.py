"""Whether the visits are made by the same staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from attrs import define, field

from kvacodes.extracts import Columns, Contract, Person, Visit
from kvacodes.indicators.answer import Answer, answer
from kvacodes.indicators.care import Visited, care_of, outside_period
from kvacodes.indicators.either import takes_tables
from kvacodes.indicators.figures import Figure, measure, share, tabulate
from kvacodes.indicators.population import population_of
from kvacodes.indicators.request import Request
from kvacodes.indicators.strata import Group, Strata
from kvacodes.model import CodeSet, Label
from kvacodes.periods import Period
from kvacodes.results import Accounting, IndicatorRows

__all__ = ["ContinuityCell", "RoleCell", "Seen", "continuity"]

MEANING = Label(
    "Per yrkesroll, bland personer med minst två besök i perioden där personalen är känd: "
    "andelen som har träffat en enda, det vanligaste ansiktets andel av besöken (usual "
    "provider) och Bice–Boxermans index (COC). Därtill andelen besök med känd personal.",
    "Per role, among persons with at least two visits of the period whose staff is known: "
    "the share seen by one alone, the usual provider's share of the visits, and the index of "
    "Bice and Boxerman (COC). Beside them the share of visits whose staff is known.",
)
AT_LEAST = 2
"""How many visits with known staff a person must have."""


@define(frozen=True)
class Seen:
    """How one person's visits are spread over the staff of one role.

    Attributes:
        visits: The visits on which someone of the role is known.
        pairs: The pairs of a visit and someone seen there.
        most: How many of them are with the one seen most often.
        squares: The sum over the staff of the square of how often each was seen.
        staff: How many different persons were seen.
    """

    visits: int
    pairs: int
    most: int
    squares: int
    staff: int

    @property
    def usual_provider(self) -> Fraction:
        """The share of the one seen most often."""
        return Fraction(self.most, self.pairs)

    @property
    def coc(self) -> Fraction:
        """The index of Bice and Boxerman: 1 for one alone, 0 for a new one each time."""
        return Fraction(self.squares - self.pairs, self.pairs * (self.pairs - 1))


@define
class RoleCell:
    """The counts of one role in one group: how many visits are known, who has seen whom."""

    known: int = 0
    seen: Counter[Seen] = field(factory=Counter)


@define
class ContinuityCell:
    """The counts of one group.

    Attributes:
        visits: How many visits there are.
        frequent: How many persons have at least two visits, staff known or not.
        roles: By role; the empty text is a role that is not known.
    """

    visits: int = 0
    frequent: int = 0
    roles: dict[str, RoleCell] = field(factory=dict)


def roles_of(cells: Iterable[ContinuityCell], request: Request) -> tuple[str, ...]:
    """Return the roles to show: the programme's, then others seen, the unknown last."""
    partners = [p.role for p in request.code_set.partners if p.role]
    seen = {role for cell in cells for role in cell.roles}
    others = sorted(seen.difference(partners), key=lambda role: (not role, role))
    return (*dict.fromkeys(partners), *others)


def rows_of(cell: ContinuityCell, roles: Iterable[str]) -> Iterable[Figure]:
    """Make the rows of one group."""
    for role in roles:
        name = role or "role-unknown"
        at = cell.roles.get(role) or RoleCell()
        judged = {s: k for s, k in at.seen.items() if s.visits >= AT_LEAST}
        n = sum(judged.values())
        single = sum(k for s, k in judged.items() if s.staff == 1)
        missing = cell.frequent - n
        yield share(f"continuity.single-staff.{name}", single, n, n_missing=missing)
        yield share(
            f"continuity.staff-known.{name}",
            at.known,
            cell.visits,
            n_missing=cell.visits - at.known,
        )
        for index, of in (
            ("usual-provider", {s: s.usual_provider for s in judged}),
            ("coc", {s: s.coc for s in judged}),
        ):
            mean = _mean(judged, of, n)
            yield measure(f"continuity.{index}.{name}", mean, n=n, of=cell.frequent)


def _mean(judged: Mapping[Seen, int], of: Mapping[Seen, Fraction], n: int) -> float | None:
    # Fractions, so that the sum is the same in whatever order persons come.
    return float(sum((of[s] * k for s, k in judged.items()), Fraction()) / n) if n else None


def conclude(
    cells: Mapping[Group, ContinuityCell],
    request: Request,
    *,
    accounting: Accounting,
    persons_accounting: Accounting,
) -> Answer:
    """Make the answer of the counts."""
    roles = roles_of(cells.values(), request)
    return answer(
        tabulate(cells, request, lambda cell: rows_of(cell, roles), empty=ContinuityCell),
        request,
        meaning=MEANING,
        accounting=accounting,
        persons_accounting=persons_accounting,
    )


@takes_tables
def continuity(
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
) -> IndicatorRows:
    """Say, per role, how far the visits of a person are made by the same staff.

    *Numerator*: persons of the denominator whom one person of the role has seen at every
    visit. *Denominator*: known persons with at least two visits in the period, not after
    `as_of`, on which staff of the role is known. ``usual-provider`` and ``coc`` are means
    over the same persons; ``staff-known`` is visits with known staff of the role among all
    visits. *Nulls*: visits without known staff are left out of the indices; persons with
    two visits, of which fewer have known staff, are in `n_missing`. A visit at which two of
    one role took part counts as one visit and two meetings. *Edge*: the first and last day
    of the period belong to it. *Source*: the fifth question of the follow-up plan; Breslau
    and Reeb 1975 (usual provider); Bice and Boxerman 1977 (COC).

    Args:
        contacts: Rows of contacts, with `staff_id` and `staff_role`.
        persons: Persons with their listings.
        code_set: The programme.
        period: The reporting period.
        as_of: The day of the question.
        by: Stratifiers: fields of persons; year, half_year, month of birth; contract_id.
        columns: What the caller's columns are called, for tables.
        contracts: Who has signed; stratifies by contract, units without one apart.
        groups: Values of the stratifiers that get rows even where nothing is counted.
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
    population = population_of(persons, measure_date=request.measure_date)
    care = care_of(contacts, population, request.sequence, as_of=request.as_of)
    strata, cells = Strata(request), dict[Group, ContinuityCell]()
    for child in care.known:
        made = [v for v in child.visited if v.date in request.period]
        if made and child.facts is not None:
            group = strata.of(child.facts, day=child.facts.birth)
            _add(cells.setdefault(group, ContinuityCell()), made)
    return conclude(
        cells,
        request,
        accounting=care.accounting(outside_period(request.period.first, request.period.last)),
        persons_accounting=population.accounting(),
    ).rows()


def _add(cell: ContinuityCell, made: list[Visited]) -> None:
    cell.visits += len(made)
    cell.frequent += len(made) >= AT_LEAST
    by_role: dict[str, list[set[str | int]]] = {}
    for visit in made:
        here: dict[str, set[str | int]] = {}
        for role, staff in visit.contact.staff:
            here.setdefault(role, set()).add(staff)
        for role, staff_seen in here.items():
            by_role.setdefault(role, []).append(staff_seen)
    for role, visits in by_role.items():
        at = cell.roles.setdefault(role, RoleCell())
        at.known += len(visits)
        at.seen[seen_of(visits)] += 1


def seen_of(visits: Iterable[set[str | int]]) -> Seen:
    """Say how visits, each with the staff seen there, are spread over the staff."""
    several = list(visits)
    often = Counter(staff for here in several for staff in here)
    return Seen(
        visits=len(several),
        pairs=often.total(),
        most=max(often.values()),
        squares=sum(k * k for k in often.values()),
        staff=len(often),
    )
