"""Judge many persons: the whole extract, as objects or as tables."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import field, frozen

from kvacodes._version import __version__
from kvacodes.errors import InputError, Phrase
from kvacodes.extracts import Columns, Person, Visit, as_objects
from kvacodes.model import Basis, Sequence
from kvacodes.pausing import collector_paused
from kvacodes.periods import required_day
from kvacodes.results import PERSON_REASONS, Accounting, Provenance
from kvacodes.sequences.case import Case
from kvacodes.sequences.check import assess, sorted_out
from kvacodes.sequences.episodes import Episode
from kvacodes.sequences.events import Gathered, account, gather
from kvacodes.sequences.kinds import DEFINITION, VisitFinding
from kvacodes.sequences.persons import case_of, known_persons, listing_on
from kvacodes.sequences.plan import Plan, plan_of
from kvacodes.sequences.status import (
    SeriesStatus,
    StepState,
    StepStatus,
    next_due_of,
    series_of,
    states_of,
    steps_of,
)
from kvacodes.sequences.wording import assumptions

__all__ = ["ConformanceResult", "conformance", "next_due", "provenance_of"]


@frozen(kw_only=True)
class ConformanceResult:
    """What the visits of an extract say about a sequence.

    On objects the parts are tuples of `VisitFinding`, `SeriesStatus` and `StepStatus`; on
    tables they are tables with columns of the same names, of the kind that came in.

    Attributes:
        findings: A row for each finding.
        status: A row for each person and episode.
        accounting: Where the rows of contacts went.
        persons_accounting: Where the rows of persons went.
        provenance: From what it was made.
    """

    findings: Any
    status: Any
    _steps: Any = field(alias="steps", repr=False)
    accounting: Accounting
    persons_accounting: Accounting
    provenance: Provenance

    @property
    def steps(self) -> Any:  # noqa: ANN401 - a table of the kind that came in, or a tuple
        """A row for each person, episode and step; made when first asked for."""
        return self._steps() if callable(self._steps) else self._steps


def conformance(
    contacts: Any,  # noqa: ANN401 - any kind of table, or visits
    persons: Any,  # noqa: ANN401 - any kind of table, or persons
    sequence: Sequence,
    *,
    as_of: dt.date,
    columns: Columns | None = None,
) -> ConformanceResult:
    """Check everybody's visits against a sequence.

    Args:
        contacts: One row for each contact and code; or visits.
        persons: One row for each person and listing; or persons.
        sequence: The sequence, as taken from a code set.
        as_of: The day of the question.
        columns: The caller's column names, where they differ from the library's.

    Returns:
        Findings, status and row accounting. Rows that cannot be judged are findings or are
        accounted for; none disappears. Persons without any visit have a status too.

    Raises:
        ColumnError: A column is missing or has the wrong type.
        InputError: A day is no date.
    """
    as_of = required_day(as_of, "as_of")
    visits, people = _objects(contacts, persons)
    if visits is None or people is None:
        from kvacodes.sequences import tables

        return tables.conformance(contacts, persons, sequence, as_of=as_of, columns=columns)
    return _conformance(visits, people, sequence, as_of)


def _objects(
    contacts: object, persons: object
) -> tuple[tuple[Visit, ...] | None, tuple[Person, ...] | None]:
    visits = as_objects(contacts, Visit, "contacts")
    people = as_objects(persons, Person, "persons")
    if (visits is None) != (people is None):
        table, objects = ("contacts", "persons") if visits is None else ("persons", "contacts")
        raise InputError(
            where=table,
            found=Phrase("a table", "en tabell"),
            expected=Phrase(f"objects, as the {objects} are", f"objekt, som {objects} är"),
        )
    return visits, people


def provenance_of(sequence: Sequence, *, as_of: dt.date) -> Provenance:
    """Return from what a judgement of a sequence is made."""
    decisions = {code.decision.reference: None for code in sequence.codes}
    return Provenance(
        code_set=sequence.id,
        content_hash=sequence.content_hash,
        decisions=tuple(decisions),
        as_of=as_of,
        library_version=__version__,
        assumptions=assumptions(sequence),
    )


@collector_paused()
def _conformance(
    visits: tuple[Visit, ...], people: tuple[Person, ...], sequence: Sequence, as_of: dt.date
) -> ConformanceResult:
    plan = plan_of(sequence)
    findings: list[VisitFinding] = []
    statuses: list[SeriesStatus] = []
    counts: Counter[str] = Counter()
    for key, case, own in _by_person(visits, people, plan, as_of):
        if case is None:
            findings.extend(_unknown_person(key, own, plan, as_of, counts))
            continue
        found, episodes, gathered = assess(case, own)
        findings.extend(found)
        account(gathered, plan, counts)
        expected = _expected(case, episodes, gathered)
        statuses.extend(series_of(case, e, states_of(case, e)) for e in expected)
    rows_read = len(visits) + sum(len(visit.add_ons) for visit in visits)
    counts["other-code"] += rows_read - counts.total()
    del counts[""]
    early = sum(f.finding == "code-not-in-force" and f.basis == Basis.ASSUMPTION for f in findings)
    return ConformanceResult(
        findings=tuple(findings),
        status=tuple(statuses),
        steps=functools.cache(lambda: tuple(_steps(visits, people, plan, as_of))),
        accounting=Accounting(
            rows_read=rows_read, excluded=counts, of_which={"before-latest-start": early}
        ),
        persons_accounting=Accounting(
            rows_read=len(people),
            excluded={"person-id-missing": sum(p.person_id is None for p in people)},
            reasons=PERSON_REASONS,
        ),
        provenance=provenance_of(sequence, as_of=as_of),
    )


def _by_person(
    visits: Iterable[Visit], people: Iterable[Person], plan: Plan, as_of: dt.date
) -> Iterator[tuple[str | int | None, Case | None, list[Visit]]]:
    """Give the visits of each person, with the case of those who are among the persons."""
    known = known_persons(people)
    by_person: dict[str | int | None, list[Visit]] = {key: [] for key in known}
    for visit in visits:
        by_person.setdefault(visit.person_id, []).append(visit)
    for key, own in by_person.items():
        yield key, (case_of(known[key], plan, as_of) if key in known else None), own


def _expected(case: Case, episodes: list[Episode], gathered: Gathered) -> list[Episode]:
    """Return the episodes that have a status: none where nothing was expected, and none came."""
    is_meant = not case.plan.starts and case.target_group is not False
    return episodes if is_meant or gathered.events else []


def _progress(
    visits: Iterable[Visit], people: Iterable[Person], plan: Plan, as_of: dt.date
) -> Iterator[tuple[Case, Episode, dict[int, StepState]]]:
    """Give the state of every step of each person and episode; nothing is judged."""
    for _, case, own in _by_person(visits, people, plan, as_of):
        if case is not None:
            episodes, gathered = sorted_out(case, own)
            for episode in _expected(case, episodes, gathered):
                yield case, episode, states_of(case, episode)


def _steps(
    visits: Iterable[Visit], people: Iterable[Person], plan: Plan, as_of: dt.date
) -> Iterator[StepStatus]:
    # Worked out once more: kept until asked for, the episodes take more room than all else.
    for case, episode, states in _progress(visits, people, plan, as_of):
        yield from steps_of(case, episode, states)


def _unknown_person(
    key: str | int | None,
    visits: list[Visit],
    plan: Plan,
    as_of: dt.date,
    counts: Counter[str],
) -> list[VisitFinding]:
    """Count the rows of a person who is not among the persons; nothing else is judged."""
    gathered = gather(visits, plan, birth=None, as_of=as_of)
    own: Counter[str] = Counter()
    account(gathered, plan, own)
    kept = {r: own[r] for r in ("other-code", "unknown-code", "date-missing")}
    unknown = own.total() - sum(kept.values())
    counts.update({**kept, "person-unknown": unknown})
    if own.total() == own["other-code"]:
        return []
    severity = plan.severity("person-unknown", DEFINITION)
    return [
        VisitFinding(
            key,
            None,
            None,
            None,
            None,
            "person-unknown",
            severity,
            None,
            None,
            None,
            None,
            DEFINITION,
        )
    ]


def next_due(
    contacts: Any,  # noqa: ANN401 - any kind of table, or visits
    persons: Any,  # noqa: ANN401 - any kind of table, or persons
    sequence: Sequence,
    *,
    as_of: dt.date,
    columns: Columns | None = None,
) -> Any:  # noqa: ANN401 - a table of the kind that came in, or a tuple of NextDue
    """Return the next step of everyone in the programme: the list a unit works from.

    Args:
        contacts: One row for each contact and code; or visits.
        persons: One row for each person and listing; or persons.
        sequence: The sequence, as taken from a code set.
        as_of: The day of the question.
        columns: The caller's column names, where they differ from the library's.

    Returns:
        A row for each person and open episode that has a step left; on objects a tuple of
        `NextDue`. Who is outside the target group, or not listed on `as_of`, is left out.

    Raises:
        ColumnError: A column is missing or has the wrong type.
        InputError: A day is no date.
    """
    as_of = required_day(as_of, "as_of")
    visits, people = _objects(contacts, persons)
    if visits is None or people is None:
        from kvacodes.sequences import tables

        return tables.next_due(contacts, persons, sequence, as_of=as_of, columns=columns)
    plan = plan_of(sequence)
    listed = {
        key
        for key, known in known_persons(people).items()
        if listing_on(known.listings, as_of) is not None
    }
    due = []
    for case, episode, states in _progress(visits, people, plan, as_of):
        if case.target_group is not False and case.person_id in listed:
            steps = steps_of(case, episode, states)
            row = next_due_of(steps, series_of(case, episode, states))
            if row is not None:
                due.append(row)
    return tuple(due)
