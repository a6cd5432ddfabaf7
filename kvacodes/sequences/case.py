"""One person before the rules: what is known, what was found, what was tried."""

from __future__ import annotations

import datetime as dt

from attrs import define, field

from kvacodes.findings import Severity
from kvacodes.model import Window
from kvacodes.sequences.events import Contact, Event
from kvacodes.sequences.kinds import DEFINITION, VisitFinding
from kvacodes.sequences.plan import Plan
from kvacodes.sequences.tried import Tried, Verdict

__all__ = ["Case"]


@define(eq=False)
class Case:
    """One person before the rules.

    Attributes:
        plan: The sequence, made ready.
        as_of: The day of the question.
        until: The day by which absence is judged: the earliest of `as_of`, the last listed
            day, and the day the person died or moved away.
        person_id: Pseudonymous key; None where only one is judged.
        unit_id: Where the person is listed on `until`; None where not known.
        birth: The birth date; None where it is not known or there are two.
        birth_conflict: Whether there are two.
        given: The day that a given anchor counts from; None where it is not known or there
            are two.
        given_conflict: Whether there are two.
        target_group: Whether the programme is meant for the person; None where not known.
        closed: Whether the person is no longer listed, or has died or moved away, by `as_of`.
        findings: What was found.
        trace: Every rule tried, where asked for.
        about: The findings about events with the event, where a trace is asked for.
    """

    plan: Plan
    as_of: dt.date
    until: dt.date
    person_id: str | int | None = None
    unit_id: str | None = None
    birth: dt.date | None = None
    birth_conflict: bool = False
    given: dt.date | None = None
    given_conflict: bool = False
    target_group: bool | None = None
    closed: bool = False
    findings: list[VisitFinding] = field(factory=list)
    trace: list[Tried] | None = None
    about: list[tuple[Event, VisitFinding]] = field(factory=list)

    def found(
        self,
        finding: str,
        *,
        event: Event | None = None,
        contact: Contact | None = None,
        episode: int | None = None,
        step: int | None = None,
        date: dt.date | None = None,
        related_step: int | None = None,
        related_date: dt.date | None = None,
        detail: str | None = None,
        basis: str = DEFINITION,
        severity: Severity | None = None,
    ) -> None:
        """Note a finding; what belongs to the event is taken from it."""
        if event is not None:
            contact, date = event.contact, event.date
        self.findings.append(
            made := VisitFinding(
                self.person_id,
                None if contact is None else contact.contact_id,
                self.unit_id if contact is None else contact.unit_id,
                episode,
                step,
                finding,
                severity or self.plan.severity(finding, basis),
                date,
                related_step,
                related_date,
                detail,
                str(basis),
            )
        )
        if self.trace is not None and event is not None:
            self.about.append((event, made))

    def tried(
        self,
        rule: str,
        verdict: Verdict,
        *,
        episode: int | None = None,
        step: int | None = None,
        event: Event | None = None,
        value: object = None,
        limit: object = None,
        basis: str = DEFINITION,
        source: str = "",
        window: Window | None = None,
        related_step: int | None = None,
        related_date: dt.date | None = None,
    ) -> None:
        """Note in the trace that a rule was tried; what a window says is taken from it."""
        if self.trace is not None:
            self.trace.append(
                Tried(
                    person_id=self.person_id,
                    episode=episode,
                    step=step,
                    contact_id=None if event is None else event.contact.contact_id,
                    date=None if event is None else event.date,
                    rule=rule,
                    value=None if value is None else str(value),
                    limit=None if limit is None else str(limit),
                    verdict=verdict,
                    basis=str(basis if window is None else window.basis),
                    source=source if window is None else window.source,
                    window=None if window is None else self._place(window, step),
                    strength=None if window is None else window.strength,
                    related_step=related_step,
                    related_date=related_date,
                )
            )

    def _place(self, window: Window, step: int | None) -> int:
        """Return which of the step's windows it is, from 1."""
        return self.plan.sequence.step(step or 0).windows.index(window) + 1
