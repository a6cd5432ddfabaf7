"""What else the persons of a programme came for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import define, field

from kvacodes.errors import Phrase, UnknownNameError, UsageError
from kvacodes.extracts import Columns, Contract, Person, Visit
from kvacodes.indicators.answer import Answer, answer
from kvacodes.indicators.care import Care, Child, care_of, whole_row
from kvacodes.indicators.care_groups import (
    CHAPTERS,
    category_of,
    chapter_of,
    diagnosis_key,
    procedure_group_of,
)
from kvacodes.indicators.either import takes_tables
from kvacodes.indicators.figures import Figure, count, share, tabulate
from kvacodes.indicators.population import population_of
from kvacodes.indicators.request import Request, as_span, each_of
from kvacodes.indicators.strata import Group, Strata
from kvacodes.model import CodeSet, Label, Lang, Sequence, code_key
from kvacodes.periods import MonthEnd, Period, Span
from kvacodes.results import Accounting, IndicatorRows
from kvacodes.sequences.wording import span_in_words

__all__ = ["OtherCareCell", "Scope", "other_care"]

DETAILS = ("chapter", "category", "procedure-group")
"""What contacts may be divided by, in the order of the rows."""

_CHAPTER_ORDER = {chapter.number: place for place, chapter in enumerate(CHAPTERS)}


@define(frozen=True)
class Scope:
    """Which contacts count: of the whole period, or those before or after a step.

    Attributes:
        before: The step before whose first day they lie, if any.
        after: The step after whose first day they lie, if any.
        within: How far from that day at most.
        month_end: How months are added.
    """

    before: int | None
    after: int | None
    within: Span | None
    month_end: MonthEnd

    @classmethod
    def of(
        cls, sequence: Sequence, before: int | None, after: int | None, within: Span | int | None
    ) -> Scope:
        """Make a scope of the arguments of `other_care`.

        Raises:
            UnknownNameError: The sequence has no such step.
            UsageError: The arguments do not go together.
        """
        if before is not None and after is not None:
            message = Phrase(
                "before and after are both given; expected at most one of them",
                "både before och after är givna; väntade högst en av dem",
            )
            raise UsageError(message)
        step = before if before is not None else after
        known = [s.number for s in sequence.steps]
        if step is None and within is not None:
            message = Phrase(
                "within is given without before or after; within of what?",
                "within är givet utan before eller after; inom vad?",
            )
            raise UsageError(message)
        if step is not None and step not in known:
            raise UnknownNameError("step", str(step), known=map(str, known))
        return cls(before, after, as_span(within, "within"), sequence.month_end)

    @property
    def step(self) -> int | None:
        """The step that contacts lie before or after."""
        return self.before if self.before is not None else self.after

    def window(self, day: date | None) -> tuple[date, date]:
        """Return the first and last day that count, for one who got the step on the day."""
        if day is None:
            return date.min, date.max
        if self.before is not None:
            first = date.min if self.within is None else self.within.before(day, self.month_end)
            return first, date.fromordinal(day.toordinal() - 1)
        last = date.max if self.within is None else self.within.after(day, self.month_end)
        return date.fromordinal(day.toordinal() + 1), last


@define
class OtherCareCell:
    """The counts of one group.

    Attributes:
        persons: How many persons have visits of the programme.
        seen: How many of them have another contact.
        contacts: How many other contacts they have.
        uncoded: How many of these have no code at all.
        of_contacts: How many contacts fall in each division.
        of_persons: How many persons have a contact in each division.
    """

    persons: int = 0
    seen: int = 0
    contacts: int = 0
    uncoded: int = 0
    of_contacts: Counter[tuple[str, str]] = field(factory=Counter)
    of_persons: Counter[tuple[str, str]] = field(factory=Counter)


def divisions_of(cells: Iterable[OtherCareCell]) -> tuple[tuple[str, str], ...]:
    """Return the divisions to show: all that occur, in the order of their classification."""
    seen = {division for cell in cells for division in cell.of_contacts}
    return tuple(
        sorted(
            seen,
            key=lambda d: (DETAILS.index(d[0]), _CHAPTER_ORDER.get(d[1], len(CHAPTERS)), d[1]),
        )
    )


def rows_of(cell: OtherCareCell, divisions: Iterable[tuple[str, str]]) -> Iterable[Figure]:
    """Make the rows of one group."""
    yield share("other-care.persons", cell.seen, cell.persons)
    yield count("other-care.contacts", cell.contacts)
    yield count("other-care.uncoded", cell.uncoded, of=cell.contacts)
    for detail, group in divisions:
        name = f"other-care.{detail}.{group}"
        yield share(name, cell.of_persons[detail, group], cell.persons)
        yield count(f"{name}.contacts", cell.of_contacts[detail, group])


def meaning_of(scope: Scope) -> Label:
    """Say what is counted."""
    where = Label("i perioden", "of the period")
    whose = Label("minst ett av programmets besök", "at least one of the programme's visits")
    if scope.step is not None:
        before = scope.before is not None
        side = Label("före" if before else "efter", "before" if before else "after")
        where = Label(
            f"i perioden {_at_most(scope, 'sv')}{side.sv} besök {scope.step}",
            f"of the period {_at_most(scope, 'en')}{side.en} step {scope.step}",
        )
        whose = Label(f"besök {scope.step}", f"step {scope.step}")
    return Label(
        f"Andra kontakter {where.sv}, kodade eller inte, för personer som har fått {whose.sv}, "
        "och deras diagnoser. Andel är andel av personerna.",
        f"Other contacts {where.en}, coded or not, of persons who have had {whose.en}, "
        "and their diagnoses. Shares are of the persons.",
    )


def _at_most(scope: Scope, lang: Lang) -> str:
    """Say how far from the step contacts may lie, in front of the side they lie on."""
    if scope.within is None:
        return ""
    length = span_in_words(scope.within, lang)
    return f"högst {length} " if lang == "sv" else f"at most {length} "


def conclude(
    cells: Mapping[Group, OtherCareCell],
    request: Request,
    scope: Scope,
    *,
    accounting: Accounting,
    persons_accounting: Accounting,
) -> Answer:
    """Make the answer of the counts."""
    divisions = divisions_of(cells.values())
    return answer(
        tabulate(cells, request, lambda c: rows_of(c, divisions), empty=OtherCareCell),
        request,
        meaning=meaning_of(scope),
        accounting=accounting,
        persons_accounting=persons_accounting,
    )


@takes_tables
def other_care(
    contacts: Iterable[Visit],
    persons: Iterable[Person],
    code_set: CodeSet,
    *,
    period: Period,
    as_of: date,
    before: int | None = None,
    after: int | None = None,
    within: Span | int | None = None,
    detail: str | Iterable[str] = DETAILS,
    by: str | Iterable[str] = (),
    columns: Columns | None = None,
    contracts: Iterable[Contract] | None = None,
    groups: Iterable[tuple[object, ...]] = (),
) -> IndicatorRows:
    """Count the other contacts and the diagnoses of persons who have had visits.

    *Numerator*: persons of the denominator with another contact, or a contact in the
    division, in the period and not after `as_of`; rows ending in ``.contacts`` count the
    contacts. *Denominator*: known persons with at least one event of the programme by
    `as_of`; with `before` or `after`, with an event of that step. Another contact is one
    without a step's code; diagnoses count on any contact. *Nulls*: a contact without a code
    counts as uncoded; one without a day is left out and accounted for. *Edge*: the first
    and last day of the period belong to it; the day of the step lies neither before nor
    after it. *Source*: the decision's wish to see what other visits and diagnoses the
    children have; chapters of ICD-10-SE; groups of KVÅ by shape and first two letters.

    Args:
        contacts: Rows of contacts, with `system` where there are diagnoses.
        persons: Persons with their listings.
        code_set: The programme.
        period: The reporting period.
        as_of: The day of the question.
        before: Count only what lies before the first event of this step.
        after: Count only what lies after it.
        within: How far before or after at most: days, or calendar time.
        detail: Divisions to show: ``chapter``, ``category``, ``procedure-group``.
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
    scope = Scope.of(request.sequence, before, after, within)
    details = details_of(detail)
    population = population_of(persons, measure_date=request.measure_date)
    care = care_of(contacts, population, request.sequence, as_of=request.as_of)
    strata, cells = Strata(request), dict[Group, OtherCareCell]()
    ledger = _Ledger(care, request)
    for child in care.children:
        day = None if scope.step is None else child.first_day(scope.step)
        counted = bool(child.visited) if scope.step is None else day is not None
        window = scope.window(day) if counted else None
        found = list(_others(child, request, window))
        ledger.read(child, window)
        if counted and child.facts is not None:
            group = strata.of(child.facts, day=child.facts.birth)
            _add(cells.setdefault(group, OtherCareCell()), found, details)
    return conclude(
        cells,
        request,
        scope,
        accounting=ledger.accounting(),
        persons_accounting=population.accounting(),
    ).rows()


def details_of(detail: str | Iterable[str]) -> tuple[str, ...]:
    """Return the divisions asked for, in the order of the rows.

    Raises:
        UnknownNameError: There is no such division.
    """
    wanted = each_of(detail)
    for name in wanted:
        if name not in DETAILS:
            raise UnknownNameError("detail", str(name), known=DETAILS)
    return tuple(name for name in DETAILS if name in wanted)


@define(frozen=True)
class _Other:
    """A contact that counts: whether it is another one, has a code, and its divisions."""

    is_other: bool
    is_coded: bool
    divisions: frozenset[tuple[str, str]]


def _others(child: Child, request: Request, window: tuple[date, date] | None) -> Iterator[_Other]:
    """Give the contacts of a person that count, those of the programme too."""
    by_contact: dict[object, list[Visit]] = {}
    for visit in child.rows:
        by_contact.setdefault(visit.contact_id, []).append(visit)
    for key, rows in by_contact.items():
        if not _left_out(child, _day_of(rows), request, window):
            is_other = not is_visit(child, key)
            divisions = {d for visit in rows for d in _divisions(visit, is_other=is_other)}
            is_coded = any(_is_coded(visit) for visit in rows)
            yield _Other(is_other, is_coded, frozenset(divisions))


def is_visit(child: Child, key: object) -> bool:
    """Say whether the contact is one of the programme: has a step's code."""
    contact = child.contacts.get(key)
    return contact is not None and bool(contact.steps or contact.dateless)


def _day_of(rows: Iterable[Visit]) -> date | None:
    return min((visit.date for visit in rows if visit.date is not None), default=None)


def _is_coded(visit: Visit) -> bool:
    return any(code is not None and code_key(code) for code in (visit.code, *visit.add_ons))


def _divisions(visit: Visit, *, is_other: bool) -> Iterator[tuple[str, str]]:
    for written in (visit.code, *visit.add_ons):
        if written is None or not code_key(written):
            continue
        if visit.system == "icd10se":
            diagnosis = diagnosis_key(written)
            yield "chapter", chapter_of(diagnosis)
            yield "category", category_of(diagnosis)
        elif visit.system == "kva" and is_other:
            yield "procedure-group", procedure_group_of(code_key(written))


def _left_out(
    child: Child, day: date | None, request: Request, window: tuple[date, date] | None
) -> str:
    """Return the first reason why a contact does not count, or the empty string."""
    if reason := _unfit(child, day, request):
        return reason
    if day is None or day not in request.period:
        return "outside-period"
    return "" if window is not None and window[0] <= day <= window[1] else "not-counted"


def _unfit(child: Child, day: date | None, request: Request) -> str:
    """Return why a contact of whatever kind is not looked at, or the empty string."""
    if day is None:
        return "date-missing"
    if child.facts is None:
        return "person-unknown"
    if child.facts.birth is not None and day < child.facts.birth:
        return "before-birth"
    return "after-as-of" if day > request.as_of else ""


def _add(cell: OtherCareCell, found: list[_Other], details: tuple[str, ...]) -> None:
    others = [one for one in found if one.is_other]
    cell.persons += 1
    cell.seen += bool(others)
    cell.contacts += len(others)
    cell.uncoded += sum(not one.is_coded for one in others)
    shown = [[d for d in one.divisions if d[0] in details] for one in found]
    cell.of_contacts.update(d for divisions in shown for d in divisions)
    cell.of_persons.update({d for divisions in shown for d in divisions})


@define
class _Ledger:
    """Accounts for rows person by person, since each has a window of its own."""

    care: Care
    request: Request
    counts: Counter[str] = field(factory=Counter)
    rows: int = 0

    def read(self, child: Child, window: tuple[date, date] | None) -> None:
        """Account for the rows of one person."""
        days: dict[object, list[Visit]] = {}
        for visit in child.rows:
            days.setdefault(visit.contact_id, []).append(visit)
        seen: set[object] = set()
        for visit in child.rows:
            day = _day_of(days[visit.contact_id])
            for written in (visit.code, *visit.add_ons):
                self.rows += 1
                reason = self._reason(child, visit, written, day, window)
                row = whole_row(visit, written)
                self.counts[reason or ("repeated-row" if row in seen else "")] += 1
                if not reason:
                    seen.add(row)

    def _reason(
        self,
        child: Child,
        visit: Visit,
        written: str | None,
        day: date | None,
        window: tuple[date, date] | None,
    ) -> str:
        if visit.system != "kva" or not is_visit(child, visit.contact_id):
            return _left_out(child, day, self.request, window)
        # Rows of the programme's own contacts say who is in it, whenever that was.
        if reason := _unfit(child, day, self.request):
            return reason
        return self.care.plain_reason(child.contacts[visit.contact_id], visit, written)

    def accounting(self) -> Accounting:
        """Return the accounting of all persons read."""
        excluded = {reason: n for reason, n in self.counts.items() if reason}
        return Accounting(rows_read=self.rows, excluded=excluded)
