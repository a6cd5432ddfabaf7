"""From visits to events: which rows reach a step, on which day, and which cannot be judged.

This is the specification of what counts as an event. Rows whose code belongs to a step
are gathered by contact; what a contact says (its day, unit, staff, whether it was joint)
is read from all its rows of the programme, add-on rows included. An event is a contact
and a step, counted once.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from attrs import define, field

from kvacodes.extracts import Visit
from kvacodes.model import code_key
from kvacodes.sequences.plan import Plan

__all__ = ["Contact", "Event", "Gathered", "account", "gather"]


_NONE: frozenset[str] = frozenset()


@define(eq=False)
class Contact:
    """What the rows of one contact say together.

    Attributes:
        contact_id: Its key, as given.
        text: The key as text; ties between contacts are broken by it, by code point.
        date: The earliest day among its rows; None where none has a day.
        unit_id: Its unit; the first by code point where its rows disagree.
        codes: All its codes that the programme knows.
        joint: Whether it was joint: true if a row or an add-on says so, false if a row
            says so and none the contrary, None where nothing is known.
        staff: The staff seen, as pairs of role and person.
        steps: For each group of candidate steps, its codes on rows with a day.
        dateless: The same for rows without a day.
        unknown: Codes of the programme's run that do not exist.
    """

    contact_id: str | int | None
    text: str
    date: dt.date | None = None
    unit_id: str | None = None
    codes: frozenset[str] = frozenset()
    joint: bool | None = None
    staff: frozenset[tuple[str, str | int]] = frozenset()
    roles: frozenset[str] = frozenset()
    steps: dict[tuple[int, ...], frozenset[str]] = field(factory=dict)
    dateless: dict[tuple[int, ...], frozenset[str]] = field(factory=dict)
    unknown: frozenset[str] = frozenset()


@define(eq=False)
class Event:
    """A contact that reaches a step.

    Attributes:
        date: The day of the contact.
        contact: The contact.
        candidates: The steps its code can reach; one, unless steps share codes.
        codes: The codes on the contact that reach the step.
        step: The step it is about.
        episode: The episode it belongs to, from 1.
        fills: Whether it reaches the step; not where a limit refuses it.
        late: Whether it comes after the end of its episode: checked for force alone.
        before: The event before it in its episode, where a limit is counted from that.
    """

    date: dt.date
    contact: Contact
    candidates: tuple[int, ...]
    codes: frozenset[str]
    step: int
    episode: int = 1
    fills: bool = True
    late: bool = False
    before: Event | None = None

    @property
    def order(self) -> tuple[dt.date, int, str, tuple[int, ...]]:
        """Events of a person in order of time; ties by step, then by contact."""
        return (self.date, self.step, self.contact.text, self.candidates)


@define(eq=False)
class Gathered:
    """The rows of one person, sorted out.

    Attributes:
        contacts: The contacts of the programme, with or without a day.
        events: What can be judged, in order of time.
        before_birth: Events before birth; nothing else is said of them.
        after_as_of: Events after the day of the question; nothing else is said of them.
    """

    contacts: dict[object, Contact]
    events: list[Event]
    before_birth: list[Event]
    after_as_of: list[Event]


def _in_time(event: Event) -> tuple[dt.date, int, str, tuple[int, ...]]:
    return (event.date, event.step, event.contact.text, event.candidates)


def gather(
    visits: Iterable[Visit], plan: Plan, *, birth: dt.date | None, as_of: dt.date
) -> Gathered:
    """Sort out the rows of one person."""
    contacts = _contacts(visits, plan)
    gathered = Gathered(contacts, [], [], [])
    for contact in contacts.values():
        day = contact.date
        if day is None:
            continue
        groups = _joined(contact.steps) if plan.ordinal else contact.steps
        for candidates, codes in groups.items():
            event = Event(day, contact, candidates, codes, candidates[0])
            if birth is not None and day < birth:
                gathered.before_birth.append(event)
            elif day > as_of:
                gathered.after_as_of.append(event)
            else:
                gathered.events.append(event)
    gathered.events.sort(key=_in_time)
    return gathered


def _joined(
    groups: dict[tuple[int, ...], frozenset[str]],
) -> dict[tuple[int, ...], frozenset[str]]:
    """Join what a contact reaches: where steps share codes, it is one event for one step."""
    if len(groups) < 2:  # noqa: PLR2004 - nothing to join
        return groups
    candidates = tuple(sorted({number for group in groups for number in group}))
    return {candidates: frozenset().union(*groups.values())}


def _key(visit: Visit) -> object:
    # A visit without a key is a contact of its own.
    return id(visit) if visit.contact_id is None else ("", visit.contact_id)


def _contacts(visits: Iterable[Visit], plan: Plan) -> dict[object, Contact]:
    by_key: dict[object, Contact] = {}
    for visit in visits:
        if visit.system != "kva":
            continue
        for written in (visit.code, *visit.add_ons) if visit.add_ons else (visit.code,):
            code = _own_code(written, plan)
            if code is None:
                continue
            key = _key(visit)
            contact = by_key.get(key)
            if contact is None:
                text = "" if visit.contact_id is None else str(visit.contact_id)
                contact = by_key[key] = Contact(visit.contact_id, text)
            _read(visit, contact)
            _enter(code, contact, plan, has_day=visit.date is not None)
    if plan.joint:
        for contact in by_key.values():
            if contact.joint is not True and not plan.joint.isdisjoint(contact.codes):
                contact.joint = True
    if plan.beside:
        _drop_lonely(by_key.values(), plan)
    return by_key


def _own_code(written: str | None, plan: Plan) -> str | None:
    """Return the code as the system writes it; None where it is not the programme's."""
    if written is None or written in plan.candidates or written in plan.add_ons:
        return written
    code = code_key(written)
    if code in plan.candidates or code in plan.add_ons or _is_unknown(code, plan):
        return code
    return None


def _enter(code: str, contact: Contact, plan: Plan, *, has_day: bool) -> None:
    contact.codes |= {code}
    candidates = plan.candidates.get(code)
    if candidates is not None:
        groups = contact.steps if has_day else contact.dateless
        groups[candidates] = groups.get(candidates, _NONE) | {code}
    elif code not in plan.add_ons:
        contact.unknown |= {code}


def _is_unknown(code: str, plan: Plan) -> bool:
    return plan.run is not None and code not in plan.known and code in plan.run


def _read(visit: Visit, contact: Contact) -> None:
    day, unit = visit.date, visit.unit_id
    if day is not None and (contact.date is None or day < contact.date):
        contact.date = day
    if unit is not None and (contact.unit_id is None or unit < contact.unit_id):
        contact.unit_id = unit
    if visit.joint is not None and contact.joint is not True:
        contact.joint = visit.joint
    if visit.staff_role is not None:
        contact.roles |= {visit.staff_role}
    if visit.staff_id is not None:
        contact.staff |= {(visit.staff_role or "", visit.staff_id)}


def _is_lonely(code: str, contact: Contact, plan: Plan) -> bool:
    """Say whether the code counts only beside others, and none of them is there."""
    return code in plan.beside and plan.beside[code].isdisjoint(contact.codes)


def _drop_lonely(contacts: Iterable[Contact], plan: Plan) -> None:
    for contact in contacts:
        for groups in (contact.steps, contact.dateless):
            for candidates, codes in list(groups.items()):
                kept = frozenset(c for c in codes if not _is_lonely(c, contact, plan))
                if kept:
                    groups[candidates] = kept
                else:
                    del groups[candidates]


def account(visits: Iterable[Visit], plan: Plan, gathered: Gathered) -> Counter[str]:
    """Count, for the rows of one person, how many were left out and why.

    The first reason that holds is the one counted; a row that was used is not counted.
    """
    outcome = {id(e.contact): "before-birth" for e in gathered.before_birth}
    outcome |= {id(e.contact): "after-as-of" for e in gathered.after_as_of}
    outcome |= {id(e.contact): "" for e in gathered.events}
    counts: Counter[str] = Counter()
    seen: set[tuple[object, ...]] = set()
    for visit in visits:
        contact = gathered.contacts.get(_key(visit))
        for written in (visit.code, *visit.add_ons):
            reason = _reason((visit, written), plan, contact, outcome)
            if not reason and visit.contact_id is not None:
                row = _row(visit, written)
                reason = "repeated-row" if row in seen else ""
                seen.add(row)
            counts[reason] += 1
    del counts[""]
    return counts


def _reason(
    row: tuple[Visit, str | None],
    plan: Plan,
    contact: Contact | None,
    outcome: dict[int, str],
) -> str:
    visit, written = row
    if written is None or visit.system != "kva" or contact is None:
        return "other-code"
    code = code_key(written)
    if code in plan.candidates:
        if _is_lonely(code, contact, plan):
            return "other-code"
        return "date-missing" if visit.date is None else outcome[id(contact)]
    if code in plan.add_ons:
        # An add-on goes with the contact that it says something about.
        return outcome.get(id(contact), "other-code")
    return "unknown-code" if _is_unknown(code, plan) else "other-code"


def _row(visit: Visit, written: str | None) -> tuple[object, ...]:
    return (
        visit.contact_id,
        visit.date,
        code_key(written or ""),
        visit.unit_id,
        visit.staff_id,
        visit.staff_role,
        visit.care_type,
        visit.minutes,
        visit.joint,
    )
