"""The contacts of each person that reach a step, and where the rows of contacts went.

What is an event, and what a contact says about itself, is settled by the sequences
(`kvacodes.sequences.events`). Here come the time spent and the row accounting of
figures: they know of a period, and of rows that only say how long a contact took.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from attrs import define, evolve, field

from kvacodes.extracts import Visit
from kvacodes.indicators.population import Facts, Population
from kvacodes.indicators.time_bands import TIME_BANDS
from kvacodes.indicators.time_spent import TimeSpent, time_spent
from kvacodes.model import Force, Sequence, code_key
from kvacodes.results import Accounting
from kvacodes.sequences.episodes import Episode, episodes_of
from kvacodes.sequences.events import Contact, Event, gather
from kvacodes.sequences.plan import Plan, plan_of

__all__ = [
    "AND",
    "Care",
    "Child",
    "Visited",
    "care_of",
    "outside_period",
    "timed_plan",
    "whole_row",
]

AND = " + "
"""Stands between what rows of one contact say, where they say different things."""


@define(eq=False)
class Visited:
    """A contact that reaches a step, or would if it did not come too early.

    Attributes:
        facts: Whose contact it is.
        contact: What its rows say together.
        date: Its day.
        steps: The steps it reaches.
        time: How long it took.
        rows: The rows that are used of it.
    """

    facts: Facts
    contact: Contact
    date: date
    steps: frozenset[int]
    time: TimeSpent
    rows: tuple[Visit, ...] = ()

    def said(self, name: str) -> object:
        """Return what a column says of the contact, as text; None where it says nothing.

        Where rows say different things the contact is in neither's group but in one of
        its own, so that counts add up: all that is said, in order of the texts.
        """
        if name == "joint":
            return self.contact.joint
        values = {getattr(row, name) for row in self.rows}
        return AND.join(sorted(str(v) for v in values if v is not None)) or None


@define(eq=False)
class Child:
    """One person of the extract with all rows of contacts said to be the person's.

    Attributes:
        person_id: The key on the rows of contacts.
        facts: The person; None where persons hold no such key.
        rows: The rows of contacts, each with a key of the contact.
        contacts: The contacts of the programme by that key.
        events: The events that are judged, in order of time.
        visited: The contacts that have one, in order of time.
        episodes: The same as episodes.
    """

    person_id: str | int | None
    facts: Facts | None
    rows: list[Visit]
    contacts: dict[object, Contact] = field(factory=dict)
    events: list[Event] = field(factory=list)
    visited: list[Visited] = field(factory=list)
    episodes: list[Episode] = field(factory=list)

    @property
    def steps(self) -> frozenset[int]:
        """The steps reached in any episode."""
        return frozenset().union(*(v.steps for v in self.visited))

    def visited_at(self, contact: Contact) -> Visited:
        """Return the visit of a contact that has an event."""
        return next(visited for visited in self.visited if visited.contact is contact)

    def first_day(self, step: int) -> date | None:
        """Return the first day on which the step was reached."""
        return min((v.date for v in self.visited if step in v.steps), default=None)


@functools.lru_cache(maxsize=64)
def timed_plan(sequence: Sequence) -> Plan:
    """Return the plan of a sequence in which the time-band codes are add-ons too."""
    plan = plan_of(sequence)
    return evolve(plan, add_ons=plan.add_ons | (TIME_BANDS.keys() - plan.candidates.keys()))


def _no_more(_child: Child, _contact: Contact) -> str:
    return ""


@define(eq=False)
class Care:
    """All contacts of an extract, by person."""

    plan: Plan
    as_of: date
    children: list[Child]

    @property
    def known(self) -> Iterator[Child]:
        """The children that persons hold."""
        return (child for child in self.children if child.facts is not None)

    def accounting(self, more: Callable[[Child, Contact], str] = _no_more) -> Accounting:
        """Account for every row of contacts.

        Args:
            more: Gives a further reason why the rows of a contact are not used, or the
                empty string.
        """
        counts: Counter[str] = Counter()
        n = 0
        for child in self.children:
            seen: set[object] = set()
            for visit in child.rows:
                for written in (visit.code, *visit.add_ons):
                    n += 1
                    reason = self.reason(child, visit, written, more)
                    row = whole_row(visit, written)
                    if not reason and row in seen:
                        reason = "repeated-row"
                    if reason:
                        counts[reason] += 1
                    else:
                        seen.add(row)
        early = sum(
            not more(child, event.contact) and self._is_early(event)
            for child in self.known
            for event in child.events
        )
        return Accounting(rows_read=n, excluded=counts, of_which={"before-latest-start": early})

    def reason(
        self,
        child: Child,
        visit: Visit,
        written: str | None,
        more: Callable[[Child, Contact], str] = _no_more,
    ) -> str:
        """Return the first reason why a row is not used, or the empty string."""
        contact = child.contacts.get(visit.contact_id)
        if reason := self.plain_reason(contact, visit, written):
            return reason
        if contact is None or contact.date is None or not contact.steps:
            return "other-code"
        if child.facts is None:
            return "person-unknown"
        if child.facts.birth is not None and contact.date < child.facts.birth:
            return "before-birth"
        if contact.date > self.as_of:
            return "after-as-of"
        return more(child, contact)

    def plain_reason(self, contact: Contact | None, visit: Visit, written: str | None) -> str:
        """Return why a row is not used whoever it is about, or the empty string."""
        if contact is None or not _says_something(visit, written, contact, self.plan):
            return "unknown-code" if _is_unknown(visit, written, self.plan) else "other-code"
        if visit.date is None and code_key(written or "") in self.plan.candidates:
            return "date-missing"
        return ""

    def _is_early(self, event: Event) -> bool:
        """Say whether none of the event's codes is in force and one is permitted already."""
        force = self.plan.force
        found = [
            force[code].force_on(event.date) if code in force else Force.IN_FORCE
            for code in event.codes
        ]
        return Force.IN_FORCE not in found and Force.EARLY in found


def outside_period(first: date, last: date) -> Callable[[Child, Contact], str]:
    """Return the further reason of figures that count the contacts of a period."""

    def reason(_: Child, contact: Contact) -> str:
        return "" if contact.date and first <= contact.date <= last else "outside-period"

    return reason


def care_of(
    contacts: Iterable[Visit], population: Population, sequence: Sequence, *, as_of: date
) -> Care:
    """Gather the contacts of each person, in the order in which persons first appear."""
    plan = timed_plan(sequence)
    by_person: dict[str | int | None, Child] = {}
    for n, visit in enumerate(contacts):
        key = visit.person_id
        child = by_person.get(key)
        if child is None:
            facts = None if key is None else population.people.get(key)
            child = by_person[key] = Child(key, facts, [])
        # A visit without a key is a contact of its own.
        child.rows.append(
            visit if visit.contact_id is not None else evolve(visit, contact_id=f"\0{n}")
        )
    for child in by_person.values():
        _gather(child, plan, as_of)
    return Care(plan, as_of, list(by_person.values()))


def _gather(child: Child, plan: Plan, as_of: date) -> None:
    facts = child.facts
    birth = None if facts is None else facts.birth
    gathered = gather(child.rows, plan, birth=birth, as_of=as_of)
    child.contacts = {c.contact_id: c for c in gathered.contacts}
    if facts is None:
        return
    given = facts.known.anchor_date
    child.events = gathered.events
    child.episodes = episodes_of(gathered.events, plan, birth=birth, given=given)
    steps: dict[object, set[int]] = {}
    for event in gathered.events:
        reached = steps.setdefault(event.contact.contact_id, set())
        if event.fills and not event.late:
            reached.add(event.step)
    rows: dict[object, list[tuple[Visit, str | None]]] = {key: [] for key in steps}
    for visit in child.rows:
        if visit.contact_id in rows and visit.system == "kva":
            for written in (visit.code, *visit.add_ons):
                contact = child.contacts[visit.contact_id]
                if _is_used(visit, written, contact, plan):
                    rows[visit.contact_id].append((visit, code_key(written or "")))
    for key, reached in steps.items():
        contact = child.contacts[key]
        time = time_spent((v.minutes for v, _ in rows[key]), (code for _, code in rows[key]))
        if contact.date is not None:
            used = tuple(visit for visit, _ in rows[key])
            visited = Visited(facts, contact, contact.date, frozenset(reached), time, used)
            child.visited.append(visited)
    child.visited.sort(key=lambda v: (v.date, v.contact.text))


def _says_something(visit: Visit, written: str | None, contact: Contact, plan: Plan) -> bool:
    """Say whether the row is one of the programme: a step, an add-on, or a time band."""
    if written is None or visit.system != "kva":
        return False
    code = code_key(written)
    if code in plan.candidates:
        return code not in plan.beside or not plan.beside[code].isdisjoint(contact.codes)
    return code in plan.add_ons


def _is_used(visit: Visit, written: str | None, contact: Contact, plan: Plan) -> bool:
    """Say whether the row is used, if its contact is."""
    is_dateless_step = visit.date is None and code_key(written or "") in plan.candidates
    return _says_something(visit, written, contact, plan) and not is_dateless_step


def _is_unknown(visit: Visit, written: str | None, plan: Plan) -> bool:
    """Say whether the code lies in the programme's own run, and does not exist."""
    return written is not None and visit.system == "kva" and plan.is_unknown(code_key(written))


def whole_row(visit: Visit, written: str | None) -> tuple[object, ...]:
    """Return all that a row says; who says the same again says nothing new."""
    return (
        visit.contact_id,
        visit.date,
        None if written is None else code_key(written),
        visit.unit_id,
        visit.staff_id,
        visit.staff_role,
        visit.care_type,
        visit.minutes,
        visit.joint,
        visit.system,
    )
