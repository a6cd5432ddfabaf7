"""What an extract is to be like: the arguments, checked, and what follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from kvacodes.errors import Phrase, UnknownNameError, UsageError
from kvacodes.model import AnchorKind, Code, CodeSet, Match, Sequence
from kvacodes.periods import Interval, Period

__all__ = ["DEFECTS", "Extract", "Request", "impossible_defects", "permitted", "unused_codes"]

DEFECTS = (
    "person-unknown",
    "birth-date-missing",
    "birth-date-conflict",
    "date-missing",
    "date-before-birth",
    "date-after-as-of",
    "unknown-code",
    "code-not-in-force",
    "outside-target-group",
    "duplicate-visit",
    "visit-out-of-order",
    "same-day-visits",
    "visit-skipped",
    "visit-overdue",
    "visit-too-early",
    "visit-too-late",
    "gap-too-short",
    "gap-too-long",
    "not-joint",
    "add-on-missing",
    "staff-missing",
    "staff-changed",
)
"""What can be made wrong: each defect is called as the finding that it gives."""

_USUAL_RATE = 0.01
_FALLBACK_YEAR = 2019
_A_QUARTER, _LONGEST = 92, 40 * 365
_PERSONS_PER_UNIT = 150
_FEWEST_UNITS, _MOST_UNITS = 4, 300


@frozen(kw_only=True)
class Extract:
    """An artificial extract.

    Attributes:
        contacts: One row for each contact and code.
        persons: One row for each person and listing.
        reported: What units answered for themselves.
        contracts: Which units have signed.
        as_of: The day of the extract: no contact is later, unless asked for.
        period: The reporting period it is made for.
        defects: How many of each defect were made, among those asked for.
    """

    contacts: Any
    persons: Any
    reported: Any
    contracts: Any
    as_of: dt.date
    period: Period
    defects: Mapping[str, int]


@frozen(kw_only=True)
class Request:
    """The arguments of `kvacodes.synthesize.extract`, checked.

    Attributes:
        code_set: The code set.
        sequence: Its sequence.
        children: How many persons.
        seed: The seed.
        rates: For each defect asked for, the share of persons with visits.
        period: The reporting period.
        origins: The days on which the persons' sequences begin to count.
        codes_from: The day from which all steps have a code; None where they always have.
        units: How many units.
        other_share: The share of rows about other care.
    """

    code_set: CodeSet
    sequence: Sequence
    children: int
    seed: int
    rates: Mapping[str, float]
    period: Period
    origins: Period
    codes_from: dt.date | None
    units: int
    other_share: float

    @classmethod
    def of(
        cls,
        code_set: CodeSet,
        *,
        children: int,
        seed: int,
        defects: Mapping[str, float] | Iterable[str] | None,
        period: Period | None,
        units: int | None,
        other_share: float,
    ) -> Request:
        """Check the arguments and work out what was not given."""
        sequence = code_set.sequence
        if sequence is None or not sequence.steps:
            message = Phrase(
                f"{code_set.id} has no visit sequence to make an extract of",
                f"{code_set.id} har ingen besöksföljd att göra uttag av",
            )
            raise UsageError(message)
        _require(
            children >= 1,
            Phrase(
                f"children is {children}; expected 1 or more",
                f"children är {children}; väntade 1 eller fler",
            ),
        )
        _require(
            0 <= other_share < 1,
            Phrase(
                f"other_share is {other_share}; expected 0 up to 1",
                f"other_share är {other_share}; väntade från 0 till 1",
            ),
        )
        _require(
            units is None or units >= 1,
            Phrase(
                f"units is {units}; expected 1 or more", f"units är {units}; väntade 1 eller fler"
            ),
        )
        codes_from = _codes_from(sequence)
        period = period or Period.year(_first_whole_year(codes_from))
        usual = min(max(children // _PERSONS_PER_UNIT, _FEWEST_UNITS), _MOST_UNITS)
        return cls(
            code_set=code_set,
            sequence=sequence,
            children=children,
            seed=seed,
            rates=_rates(defects, code_set),
            period=period,
            origins=_origins(sequence, period, codes_from),
            codes_from=codes_from,
            units=units or usual,
            other_share=other_share,
        )


def _require(condition: object, message: Phrase) -> None:
    if not condition:
        raise UsageError(message)


def _rates(
    defects: Mapping[str, float] | Iterable[str] | None, code_set: CodeSet
) -> dict[str, float]:
    if defects is None:
        return {}
    asked = dict(defects) if isinstance(defects, Mapping) else dict.fromkeys(defects, _USUAL_RATE)
    impossible = impossible_defects(code_set)
    for name, rate in asked.items():
        if name not in DEFECTS:
            raise UnknownNameError("defect", name, known=DEFECTS)
        _require(
            0 <= rate <= 1,
            Phrase(
                f"the rate of {name} is {rate}; expected 0 up to 1",
                f"andelen {name} är {rate}; väntade från 0 till 1",
            ),
        )
        if name in impossible:
            message = Phrase(
                f"{code_set.id} cannot have the defect {name}: {impossible[name]}",
                f"{code_set.id} kan inte ha felet {name}: {impossible[name].sv}",
            )
            raise UsageError(message)
    return {name: asked[name] for name in DEFECTS if name in asked}


def impossible_defects(code_set: CodeSet) -> dict[str, Phrase]:
    """Return the defects that a code set cannot have, each with the reason."""
    sequence = code_set.sequence
    if sequence is None or not sequence.steps:
        return dict.fromkeys(
            DEFECTS, Phrase("it has no visit sequence", "den har ingen besöksföljd")
        )
    several = len([s for s in sequence.steps if s.ordered]) > 1
    by_code = sequence.match is Match.CODE
    has = {
        "birth-date-missing": (
            sequence.anchor.kind is AnchorKind.BIRTH,
            Phrase("it counts from no birth", "den räknar inte från födelsen"),
        ),
        "unknown-code": (
            unused_codes(code_set),
            Phrase(
                "every code of its run exists, or it has no run",
                "alla koder i dess serie finns, eller så har den ingen serie",
            ),
        ),
        "code-not-in-force": (
            _limited(sequence),
            Phrase("its codes are always in force", "dess koder gäller alltid"),
        ),
        "visit-out-of-order": (
            several and by_code,
            Phrase("its steps have no order of their own", "dess steg har ingen egen ordning"),
        ),
        "same-day-visits": (
            several and by_code,
            Phrase("its steps have no order of their own", "dess steg har ingen egen ordning"),
        ),
        "visit-skipped": (
            _can_skip(sequence) and by_code,
            Phrase(
                "no step that is required has one after it",
                "inget obligatoriskt steg har något efter sig",
            ),
        ),
        "visit-overdue": (
            _has_side(sequence, late=True),
            Phrase("no step has a last day", "inget steg har en sista dag"),
        ),
        "visit-too-early": (
            _has_side(sequence, late=False, gap=False),
            Phrase("no step has an earliest day", "inget steg har en tidigaste dag"),
        ),
        "visit-too-late": (
            _has_side(sequence, late=True, gap=False),
            Phrase("no step has a last day", "inget steg har en sista dag"),
        ),
        "gap-too-short": (
            _has_side(sequence, late=False, gap=True),
            Phrase("it limits no gap", "den begränsar inget mellanrum"),
        ),
        "gap-too-long": (
            _has_side(sequence, late=True, gap=True),
            Phrase("it limits no gap", "den begränsar inget mellanrum"),
        ),
        "outside-target-group": (
            code_set.target_group,
            Phrase("it names no target group", "den anger ingen målgrupp"),
        ),
        "not-joint": (
            sequence.joint is not None,
            Phrase("it is not joint", "den görs inte i samverkan"),
        ),
        "add-on-missing": (
            any(s.add_ons for s in sequence.steps),
            Phrase("no step requires one", "inget steg kräver någon"),
        ),
        "staff-missing": (
            any(s.staff for s in sequence.steps),
            Phrase("no step requires a role", "inget steg kräver någon roll"),
        ),
        "staff-changed": (
            len(sequence.steps) > 1,
            Phrase("it has one step alone", "den har bara ett steg"),
        ),
    }
    return {name: why for name, (possible, why) in has.items() if not possible}


def _can_skip(sequence: Sequence) -> bool:
    ordered = sorted((s for s in sequence.steps if s.ordered), key=lambda s: s.number)
    starts = {sequence.anchor.step, *sequence.episodes.start}
    return any(not s.optional and s.number not in starts for s in ordered[:-1])


def _has_side(sequence: Sequence, *, late: bool, gap: bool | None = None) -> bool:
    windows = (w for s in sequence.steps for w in s.windows if gap is None or w.is_gap is gap)
    return any((w.before if late else w.start) is not None for w in windows)


def _limited(sequence: Sequence) -> bool:
    steps = {code for step in sequence.steps for code in step.codes}
    return any(
        i.start is not None or i.end is not None
        for code in sequence.codes
        if code.code in steps
        for i in code.validity
    )


def permitted(code: Code) -> tuple[Interval, ...]:
    """Return the days on which a code may be registered: in force, or decided on and early."""
    return code.validity if code.early is None else (code.early, *code.validity)


def unused_codes(code_set: CodeSet) -> tuple[str, ...]:
    """Return codes that lie in the programme's own run and do not exist."""
    run = code_set.sequence.run if code_set.sequence else None
    if run is None:
        return ()
    known = {c.code for c in code_set.codes}
    letters = run.first.rstrip("0123456789")
    digits = len(run.first) - len(letters)
    if not run.last.startswith(letters):
        return ()
    numbers = range(int(run.first[len(letters) :]), int(run.last[len(letters) :]) + 1)
    codes = (f"{letters}{number:0{digits}}" for number in numbers)
    return tuple(code for code in codes if code not in known)


def _codes_from(sequence: Sequence) -> dt.date | None:
    """Return the first day on which every step has a code that may be registered."""
    codes = {c.code: c for c in sequence.codes}
    firsts = []
    for step in sequence.steps:
        starts = [permitted(codes[c])[0].start if c in codes else None for c in step.codes]
        known = [day for day in starts if day is not None]
        if step.codes and len(known) == len(starts):
            firsts.append(min(known))
    return max(firsts, default=None)


def _first_whole_year(codes_from: dt.date | None) -> int:
    if codes_from is None:
        return _FALLBACK_YEAR
    return codes_from.year + (codes_from > dt.date(codes_from.year, 1, 1))


def _origins(sequence: Sequence, period: Period, codes_from: dt.date | None) -> Period:
    """Return the days that sequences count from: as long before the period as they take.

    In the first years of the codes only so long that each step comes into the period.
    """
    spans = [s.nominal_age for s in sequence.steps if s.nominal_age is not None]
    spans += [w.start for s in sequence.steps for w in s.windows if w.start is not None]
    longest = max((span.approximate_days for span in spans), default=0.0)
    length = dt.timedelta(days=min(int(longest), _LONGEST))
    first = period.first - length
    if codes_from is not None:
        latest = period.last - length - dt.timedelta(days=_A_QUARTER)
        first = max(first, min(codes_from, latest))
    return Period(min(first.replace(day=1), period.first), period.last)
