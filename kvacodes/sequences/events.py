"""From visits to events: which rows reach a step, on which day, and which cannot be judged.

This is the specification of what counts as an event. Rows whose code belongs to a step
are gathered by contact; what a contact says (its day, unit, staff, whether it was joint)
is read from all its rows of the programme, add-on rows included. An event is a contact
and a step, counted once.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from attrs import define, field

from kvacodes.extracts import Visit
from kvacodes.model import code_key
from kvacodes.sequences.plan import Plan

__all__ = ["IN_TIME", "Contact", "Event", "Gathered", "account", "gather"]

_T = TypeVar("_T")
_Groups = Mapping[tuple[int, ...], frozenset[str]]

_NONE: frozenset[str] = frozenset()
_NO_GROUPS: _Groups = MappingProxyType({})


@define(eq=False)
class Contact:
    """What the rows of one contact say together.

    Attributes:
        contact_id: Its key, as given.
        text: The key as text; ties between contacts are broken by it, by code point.
        rows: Its rows of the programme, each with its code as the system writes it.
        date: The earliest day among its rows; None where none has a day.
        unit_id: Its unit; the first by code point where its rows disagree.
        codes: All its codes that the programme knows.
        joint: Whether it was joint: true if a row or an add-on says so, false if a row
            says so and none the contrary, None where nothing is known.
        staff: The staff seen, as pairs of role and person.
        steps: For each group of candidate steps, its codes on rows with a day.
        dateless: The same for rows without a day.
        unknown: Codes of the programme's run that do not exist.
        unused: Why it is not judged, as a reason of the accounting; empty where it is.
    """

    contact_id: str | int | None
    text: str
    rows: list[tuple[Visit, str]]
    date: dt.date | None = None
    unit_id: str | None = None
    codes: frozenset[str] = _NONE
    joint: bool | None = None
    staff: frozenset[tuple[str, str | int]] = frozenset()
    roles: frozenset[str] = _NONE
    steps: _Groups = _NO_GROUPS
    dateless: _Groups = _NO_GROUPS
    unknown: frozenset[str] = _NONE
    unused: str = "other-code"

    def join(self, other: Contact) -> None:
        """Take in what another of its rows says."""
        self.rows += other.rows
        self.date = _chosen(min, self.date, other.date)
        self.unit_id = _chosen(min, self.unit_id, other.unit_id)
        self.joint = _chosen(max, self.joint, other.joint)
        self.codes |= other.codes
        self.staff |= other.staff
        self.roles |= other.roles
        self.unknown |= other.unknown
        self.steps = _together(self.steps, other.steps)
        self.dateless = _together(self.dateless, other.dateless)


def _chosen(choose: Callable[[_T, _T], _T], one: _T | None, other: _T | None) -> _T | None:
    """Choose between what two rows say; where one says nothing the other counts."""
    if one is None or other is None:
        return other if one is None else one
    return choose(one, other)


def _together(groups: _Groups, more: _Groups) -> _Groups:
    return {**groups, **{g: groups.get(g, _NONE) | codes for g, codes in more.items()}}


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


IN_TIME = operator.attrgetter("date", "step", "contact.text", "candidates")
"""The order of a person's events: by day; ties by step, then by contact."""


@define(eq=False)
class Gathered:
    """The rows of one person, sorted out.

    Attributes:
        contacts: The contacts of the programme, with or without a day.
        events: What can be judged, in order of time.
        before_birth: Events before birth; nothing else is said of them.
        after_as_of: Events after the day of the question; nothing else is said of them.
    """

    contacts: list[Contact]
    events: list[Event] = field(factory=list)
    before_birth: list[Event] = field(factory=list)
    after_as_of: list[Event] = field(factory=list)


def gather(
    visits: Iterable[Visit], plan: Plan, *, birth: dt.date | None, as_of: dt.date
) -> Gathered:
    """Sort out the rows of one person."""
    gathered = Gathered(_contacts(visits, plan))
    for contact in gathered.contacts:
        day, groups = contact.date, contact.steps
        if day is None or not groups:
            continue
        if birth is not None and day < birth:
            contact.unused, events = "before-birth", gathered.before_birth
        elif day > as_of:
            contact.unused, events = "after-as-of", gathered.after_as_of
        else:
            contact.unused, events = "", gathered.events
        for candidates, codes in (_joined(groups) if plan.ordinal else groups).items():
            events.append(Event(day, contact, candidates, codes, candidates[0]))
    gathered.events.sort(key=IN_TIME)
    return gathered


def _joined(groups: _Groups) -> _Groups:
    """Join what a contact reaches: where steps share codes, it is one event for one step."""
    if len(groups) < 2:  # noqa: PLR2004 - nothing to join
        return groups
    candidates = tuple(sorted({number for group in groups for number in group}))
    return {candidates: frozenset().union(*groups.values())}


def _contacts(visits: Iterable[Visit], plan: Plan) -> list[Contact]:
    contacts: dict[object, Contact] = {}
    for visit in visits:
        for written in (visit.code, *visit.add_ons) if visit.add_ons else (visit.code,):
            code = written if written in plan.candidates else _own_code(written, plan)
            if code is None or visit.system != "kva":
                continue
            contact = _contact(visit, code, plan)
            # A visit without a key is a contact of its own.
            key = (id(visit),) if contact.contact_id is None else contact.contact_id
            if key in contacts:
                contacts[key].join(contact)
            else:
                contacts[key] = contact
    if plan.beside:
        for contact in contacts.values():
            contact.steps = _without_lonely(contact.steps, contact, plan)
            contact.dateless = _without_lonely(contact.dateless, contact, plan)
    return list(contacts.values())


def _contact(visit: Visit, code: str, plan: Plan) -> Contact:
    """Return what one row says of its contact."""
    key, day, role, own = visit.contact_id, visit.date, visit.staff_role, frozenset((code,))
    joint = True if plan.joint and code in plan.joint else visit.joint
    text = "" if key is None else str(key)
    contact = Contact(key, text, [(visit, code)], day, visit.unit_id, own, joint)
    if role is not None:
        contact.roles = frozenset((role,))
    if visit.staff_id is not None:
        contact.staff = frozenset(((role or "", visit.staff_id),))
    candidates = plan.candidates.get(code)
    if candidates is None:
        if code not in plan.add_ons:
            contact.unknown = own
    elif day is None:
        contact.dateless = {candidates: own}
    else:
        contact.steps = {candidates: own}
    return contact


@functools.lru_cache(maxsize=2**12)
def _own_code(written: str | None, plan: Plan) -> str | None:
    """Return the code as the system writes it; None where it is not the programme's."""
    if written is None:
        return None
    code = code_key(written)
    return code if plan.has(code) else None


def _is_lonely(code: str, contact: Contact, plan: Plan) -> bool:
    """Say whether the code counts only beside others, and none of them is there."""
    return code in plan.beside and plan.beside[code].isdisjoint(contact.codes)


def _without_lonely(groups: _Groups, contact: Contact, plan: Plan) -> _Groups:
    kept = {
        candidates: frozenset(c for c in codes if not _is_lonely(c, contact, plan))
        for candidates, codes in groups.items()
    }
    return {candidates: codes for candidates, codes in kept.items() if codes}


def account(gathered: Gathered, plan: Plan, counts: Counter[str]) -> None:
    """Count the rows of one person's contacts by the first reason that leaves them out.

    Rows that are used are counted under the empty reason.
    """
    used = 0
    for contact in gathered.contacts:
        if len(contact.rows) == 1 and not contact.unused:
            used += 1
            continue
        seen: set[tuple[object, ...]] = set()
        for visit, code in contact.rows:
            reason = _reason(visit, code, contact, plan)
            if not reason and contact.contact_id is not None:
                row = _row(visit, code)
                reason = "repeated-row" if row in seen else ""
                seen.add(row)
            counts[reason] += 1
    counts[""] += used


def _reason(visit: Visit, code: str, contact: Contact, plan: Plan) -> str:
    if code in contact.unknown:
        return "unknown-code"
    if _is_lonely(code, contact, plan):
        return "other-code"
    if visit.date is None and code in plan.candidates:
        return "date-missing"
    # An add-on goes with the contact that it says something about.
    return contact.unused


def _row(visit: Visit, code: str) -> tuple[object, ...]:
    return (
        visit.date,
        code,
        visit.unit_id,
        visit.staff_id,
        visit.staff_role,
        visit.care_type,
        visit.minutes,
        visit.joint,
    )
