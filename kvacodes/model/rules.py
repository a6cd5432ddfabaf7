"""Rules on money: how posts and kronor are allocated, what is paid, what can be applied for.

A rule carries the parameters that it builds on, so the functions of `kvacodes.funding`
need no catalogue beside it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from attrs import evolve, frozen

from kvacodes.errors import UnknownNameError
from kvacodes.model.parameters import DatedValue, Parameter
from kvacodes.model.words import Basis, Label
from kvacodes.periods import ALWAYS, Interval

__all__ = [
    "AllocationRule",
    "ApplicationRule",
    "Cap",
    "CapPer",
    "DatedValue",
    "Ending",
    "Parameter",
    "PaymentRule",
    "RuleDocument",
    "Rules",
    "Task",
]


@frozen(kw_only=True)
class AllocationRule:
    """How posts or kronor come to units by the number of persons listed there.

    Attributes:
        id: Stable name.
        title: What is allocated.
        norm: How many listed persons give one post.
        amount: Kronor per post and year.
        total: What is to be shared, where there is a total instead of a norm.
        age_from: Lowest age counted, in completed years.
        age_to: Highest age, as the decision writes it.
        age_to_included: Whether that year of age is counted: ``yes`` or ``no``.
        covers: Which units it holds for.
        paid_by: Who pays it out, where the decision says so.
        valid: The days for which it holds.
        decision: The id of the decision behind it.
        note: What a reader needs to know beside this.
    """

    id: str
    title: Label = Label("")
    norm: Parameter | None = None
    amount: Parameter | None = None
    total: Parameter | None = None
    age_from: Parameter | None = None
    age_to: Parameter | None = None
    age_to_included: Parameter | None = None
    covers: Label = Label("")
    paid_by: str = ""
    valid: Interval = ALWAYS
    decision: str = ""
    note: str = ""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters it builds on."""
        mine = (getattr(self, name) for name in _OF_ALLOCATION)
        return tuple(parameter for parameter in mine if parameter is not None)


_OF_ALLOCATION = ("norm", "amount", "total", "age_from", "age_to", "age_to_included")


class CapPer(enum.StrEnum):
    """Within what the number of payments is limited."""

    PERSON = "person"
    EPISODE = "episode"
    NOTHING = "nothing"


@frozen(kw_only=True)
class Cap:
    """How many times an event is paid for.

    Attributes:
        times: The number of payments.
        per: Within what.
        gap_days: For episodes: more days than this after the event before, and a new
            episode begins.
        basis: What it rests on.
        note: What a reader needs to know beside this.
    """

    times: int = 1
    per: CapPer = CapPer.NOTHING
    gap_days: int | None = None
    basis: Basis = Basis.DECISION
    note: str = ""


@frozen(kw_only=True)
class PaymentRule:
    """A sum paid for each event.

    Attributes:
        id: Stable name.
        title: What is paid for.
        amount: Kronor per event.
        event: What counts as an event, in the source's words. Which codes mark it is an
            argument of `kvacodes.funding.compensate` where `codes` is empty.
        condition: What must hold beside it, in the source's words.
        codes: Codes that mark an event, where a source names them.
        condition_codes: Codes that mark the condition, where a source names them.
        cap: How many times it is paid; None where there is no limit.
        control: How payments are checked afterwards.
        valid: The days for which it holds.
        decision: The id of the decision behind it.
        ended_by: The id of the decision that ended it.
        replaced_by: What came instead.
        note: What a reader needs to know beside this.
    """

    id: str
    amount: Parameter
    title: Label = Label("")
    event: Label = Label("")
    condition: Label = Label("")
    codes: tuple[str, ...] = ()
    condition_codes: tuple[str, ...] = ()
    cap: Cap | None = None
    control: Label = Label("")
    valid: Interval = ALWAYS
    decision: str = ""
    ended_by: str = ""
    replaced_by: Label = Label("")
    note: str = ""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters it builds on."""
        return (self.amount,)


@frozen(kw_only=True)
class ApplicationRule:
    """Money that units apply for.

    Attributes:
        id: Stable name.
        title: What can be applied for.
        deadline: The last day, included.
        opens: The first day; None where the source says none.
        open_to: Who may be given the money.
        submitted_by: The roles or bodies through which an application is made.
        attachments: What must come with it.
        decided_by: Who decides, after the deadline.
        answered_to: Who gets the answer.
        decision: The id of the decision behind it.
        source: Where it can be read.
        note: What a reader needs to know beside this.
    """

    id: str
    deadline: date
    title: Label = Label("")
    opens: date | None = None
    open_to: Label = Label("")
    submitted_by: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    decided_by: str = ""
    answered_to: Label = Label("")
    decision: str = ""
    source: str = ""
    note: str = ""


@frozen(kw_only=True)
class RuleDocument:
    """A document that the rules refer to: an assignment, a guideline, a direction."""

    title: str
    valid: Interval = ALWAYS
    decision: str = ""
    source: str = ""
    note: str = ""


@frozen(kw_only=True)
class Task:
    """What a body is to do under the rules."""

    body: str
    title: Label
    valid: Interval = ALWAYS
    decision: str = ""
    note: str = ""


@frozen(kw_only=True)
class Ending:
    """What ended, on which last day, and what came instead."""

    what: Label
    last_day: date
    replaced_by: Label = Label("")
    decision: str = ""
    source: str = ""
    note: str = ""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_R = TypeVar("_R", bound=_Named)


def _one(kind: str, name: str, among: Iterable[_R]) -> _R:
    known = {rule.id: rule for rule in among}
    if name not in known:
        raise UnknownNameError(kind, name, known=known)
    return known[name]


@frozen(kw_only=True)
class Rules:
    """The rules on money of a code set.

    Attributes:
        parameters: Dated values.
        allocations: How posts and kronor come to units.
        payments: What is paid for each event.
        applications: What can be applied for.
        documents: Documents that the rules refer to.
        tasks: What bodies are to do.
        endings: What ended, and what came instead.
    """

    parameters: tuple[Parameter, ...] = ()
    allocations: tuple[AllocationRule, ...] = ()
    payments: tuple[PaymentRule, ...] = ()
    applications: tuple[ApplicationRule, ...] = ()
    documents: tuple[RuleDocument, ...] = ()
    tasks: tuple[Task, ...] = ()
    endings: tuple[Ending, ...] = ()

    def parameter(self, name: str) -> Parameter:
        """Return the parameter of the id; an `UnknownNameError` names the closest ones."""
        return _one("parameter", name, self.parameters)

    def allocation(self, name: str) -> AllocationRule:
        """Return the allocation of the id; an `UnknownNameError` names the closest ones."""
        return _one("allocation", name, self.allocations)

    def payment(self, name: str) -> PaymentRule:
        """Return the payment of the id; an `UnknownNameError` names the closest ones."""
        return _one("payment", name, self.payments)

    def application(self, name: str) -> ApplicationRule:
        """Return the application of the id; an `UnknownNameError` names the closest ones."""
        return _one("application", name, self.applications)

    def what_if(self, values: Mapping[str, Decimal | str]) -> Rules:
        """Return the rules with other values, for all days, in place of what was decided.

        Every value put in is marked, and so is every figure that comes of it.

        Raises:
            UnknownNameError: There is no such parameter; names the closest ones.
            UsageError: A value is text where it should be a number, or the other way round.
        """
        new = {name: self.parameter(name).what_if(value) for name, value in values.items()}

        def swapped(rule: AllocationRule) -> AllocationRule:
            used = {name: getattr(rule, name) for name in _OF_ALLOCATION}
            changes: dict[str, Any] = {
                name: new[parameter.id]
                for name, parameter in used.items()
                if parameter is not None and parameter.id in new
            }
            return evolve(rule, **changes)

        return evolve(
            self,
            parameters=tuple(new.get(p.id, p) for p in self.parameters),
            allocations=tuple(swapped(rule) for rule in self.allocations),
            payments=tuple(
                evolve(rule, amount=new.get(rule.amount.id, rule.amount)) for rule in self.payments
            ),
        )

    def __bool__(self) -> bool:
        """Say whether there are any rules."""
        return any(
            (
                self.parameters,
                self.allocations,
                self.payments,
                self.applications,
                self.documents,
                self.tasks,
                self.endings,
            )
        )
