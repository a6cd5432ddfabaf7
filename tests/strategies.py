"""Hypothesis strategies: sequences, visits and persons, with awkward values in plenty.

Everything is drawn from small pools, so that days meet, codes repeat and keys collide;
the pools hold the days on which rules turn.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from kvacodes.extracts import Person, Visit
from kvacodes.findings import Severity
from kvacodes.model import (
    Anchor,
    AnchorKind,
    Basis,
    Code,
    Condition,
    Decision,
    Episodes,
    Joint,
    Match,
    Order,
    Origin,
    Run,
    Sequence,
    Start,
    StartKind,
    Step,
    Strength,
    Window,
)
from kvacodes.periods import ALWAYS, Interval, MonthEnd, Span

T = TypeVar("T")

STEP_CODES = ("UX273", "UX274", "UX275", "UX276", "UX277", "UX278")
ADD_ONS = ("ZV509", "ZV025", "ZV201")
RUN = Run("UX273", "UX279")
UNITS = ("u1", "u2", "u10")
ROLES = ("bhv-sjukskoterska", "socionom")
AS_OF = date(2020, 6, 30)

# Ends of months, 29 February, and the days around the start of the codes.
AWKWARD_DAYS = (
    date(2018, 11, 29),
    date(2018, 11, 30),
    date(2018, 12, 31),
    date(2019, 1, 1),
    date(2019, 1, 29),
    date(2019, 1, 30),
    date(2019, 1, 31),
    date(2019, 2, 28),
    date(2019, 3, 1),
    date(2019, 3, 31),
    date(2019, 12, 31),
    date(2020, 1, 31),
    date(2020, 2, 28),
    date(2020, 2, 29),
    date(2020, 3, 1),
    date(2020, 4, 30),
    AS_OF - timedelta(days=1),
    AS_OF,
    AS_OF + timedelta(days=1),
)


def mostly(common: st.SearchStrategy[T], rare: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Draw from the first strategy five times in six, else from the second."""
    return st.integers(0, 5).flatmap(lambda n: rare if n == 5 else common)


def days() -> st.SearchStrategy[date]:
    """Draw a day: an awkward one, or any of the time around."""
    return st.one_of(
        st.sampled_from(AWKWARD_DAYS), st.dates(min_value=date(2018, 6, 1), max_value=AS_OF)
    )


def spans(*, months: int = 14, days: int = 40, smallest: int = 0) -> st.SearchStrategy[Span]:
    """Draw a length of time: months, days, or both."""
    return st.builds(Span, st.sampled_from((0, 0, 1, 2, months)), st.integers(smallest, days))


def intervals() -> st.SearchStrategy[Interval]:
    """Draw an interval that is open, half open or closed."""
    ends = st.tuples(st.none() | days(), st.none() | days())
    return ends.map(_interval)


def _interval(ends: tuple[date | None, date | None]) -> Interval:
    start, end = ends
    if start is not None and end is not None:
        if start == end:
            return Interval(start, None)
        start, end = min(start, end), max(start, end)
    return Interval(start, end)


def conditions(numbers: tuple[int, ...]) -> st.SearchStrategy[tuple[Condition, ...]]:
    """Draw no condition mostly, else one or two: on presence, on age, on time between steps."""
    others = st.sampled_from(numbers)
    drawn = st.builds(
        Condition,
        step=others,
        start=st.none() | spans(),
        before=st.none() | spans(smallest=1),
        after=st.none() | others,
    )
    some = st.lists(st.builds(Condition, step=others) | drawn, min_size=1, max_size=2)
    return st.one_of(st.just(()), st.just(()), some.map(tuple))


@st.composite
def windows(draw: st.DrawFn, numbers: tuple[int, ...]) -> Window:
    """Draw a window of any origin, strength, condition and version."""
    origin = draw(st.sampled_from((Origin.ANCHOR, *Origin)))
    others = st.sampled_from(numbers)
    return Window(
        origin=origin,
        step=draw(others) if origin is Origin.STEP else None,
        start=draw(st.none() | spans()),
        before=draw(st.none() | spans(smallest=1)),
        strength=draw(st.sampled_from(Strength)),
        grace=draw(st.just(Span()) | spans(months=1, days=5)),
        refuses=draw(st.sampled_from((None, None, True, True, False))),
        when=draw(conditions(numbers)),
        unless=draw(conditions(numbers)),
        valid=draw(st.just(ALWAYS) | intervals()),
        basis=draw(st.sampled_from(Basis)),
        severity=draw(st.none() | st.sampled_from(Severity)),
    )


@st.composite
def steps(draw: st.DrawFn, number: int, codes: tuple[str, ...], numbers: tuple[int, ...]) -> Step:
    """Draw one step of a sequence that has the numbers given."""
    rarely = st.sampled_from((False, False, False, True))
    return Step(
        number=number,
        codes=codes,
        nominal_age=draw(st.none() | spans()),
        windows=tuple(draw(st.lists(windows(numbers), max_size=3))),
        optional=draw(rarely),
        ordered=not draw(rarely),
        before_start=draw(rarely),
        add_ons=tuple(draw(st.lists(st.sampled_from(ADD_ONS), max_size=2, unique=True))),
        staff=tuple(draw(st.lists(st.sampled_from(ROLES), max_size=2, unique=True))),
        requirement_basis=draw(st.sampled_from(Basis)),
        when=draw(conditions(numbers)),
        unless=draw(conditions(numbers)),
        valid=draw(st.just(ALWAYS) | intervals()),
        basis=draw(st.sampled_from(Basis)),
    )


@st.composite
def codes(draw: st.DrawFn, code: str) -> Code:
    """Draw a code with one or two periods, perhaps decided on before it had to start."""
    start = draw(st.none() | days())
    end = None if start is None else draw(st.none() | st.just(start + timedelta(days=200)))
    validity = [Interval(start, end)]
    if end is not None and draw(st.booleans()):
        validity.append(Interval(end + timedelta(days=30), None))
    kind = draw(st.sampled_from(StartKind))
    starts = None if start is None else Start(kind, start)
    decided_on = None if start is None else start - timedelta(days=32)
    return Code(
        code=code,
        text=code,
        decision=Decision(id="d", body="STOK", decided_on=decided_on, starts=starts),
        validity=tuple(validity),
        beside=draw(st.sampled_from(((), (), (), ("ZV509",), ("UX273", "ZV025")))),
        basis=draw(st.sampled_from(Basis)),
    )


@st.composite
def _codes_of_steps(
    draw: st.DrawFn, numbers: tuple[int, ...], match: Match
) -> list[tuple[str, ...]]:
    if match is Match.ORDINAL:
        groups = st.sampled_from((("UX273",), ("UX273", "UX274"), ("UX274",)))
        same = draw(groups)
        return [same if draw(st.booleans()) else draw(groups) for _ in numbers]
    alternatives = draw(st.lists(st.booleans(), min_size=len(numbers), max_size=len(numbers)))
    pool = iter((*STEP_CODES, "VG901", "VG902", "VG903", "VG904"))
    return [(next(pool), next(pool)) if two else (next(pool),) for two in alternatives]


@st.composite
def sequences(draw: st.DrawFn) -> Sequence:
    """Draw a sequence of one to five steps of any kind."""
    count = draw(st.integers(1, 5))
    numbers = tuple(sorted(draw(st.permutations((1, 2, 3, 10, 15, 52)))[:count]))
    match = draw(st.sampled_from((Match.CODE, Match.CODE, Match.ORDINAL)))
    of_steps = draw(_codes_of_steps(numbers, match))
    kind = draw(st.sampled_from((AnchorKind.BIRTH, AnchorKind.BIRTH, *AnchorKind)))
    some = st.lists(st.sampled_from(numbers), max_size=2, unique=True).map(tuple)
    episodic = draw(st.sampled_from((False, False, True)))
    known = sorted({code for group in of_steps for code in group})
    severities = st.tuples(
        st.sampled_from(("visit-skipped", "duplicate-visit", "visit-too-late", "staff-changed")),
        st.sampled_from(Severity),
    )
    return Sequence(
        id="drawn",
        anchor=Anchor(
            kind=kind,
            step=draw(st.sampled_from(numbers)) if kind is AnchorKind.STEP else None,
            date=draw(days()) if kind is AnchorKind.DATE else None,
        ),
        steps=tuple(
            draw(steps(n, group, numbers)) for n, group in zip(numbers, of_steps, strict=True)
        ),
        episodes=Episodes(start=draw(some), end=draw(some)) if episodic else Episodes(),
        match=match,
        month_end=draw(st.sampled_from(MonthEnd)),
        order=Order(basis=draw(st.sampled_from(Basis))),
        joint=draw(
            st.none()
            | st.builds(
                Joint,
                add_ons=st.sampled_from(((), ("ZV509",), ("ZV509", "ZV025"), ("UX273",))),
                basis=st.sampled_from(Basis),
            )
        ),
        codes=tuple(draw(codes(code)) for code in known if draw(st.integers(0, 3))),
        run=draw(st.sampled_from((None, RUN))),
        severities=tuple(draw(st.lists(severities, max_size=2))),
    )


def written_codes(sequence: Sequence) -> st.SearchStrategy[str | None]:
    """Draw a code as a source might write it: of a step mostly, else anything."""
    own = sorted({code for step in sequence.steps for code in step.codes})
    odd = st.one_of(
        st.sampled_from(own).map(lambda code: f" {code[:2].lower()} {code[2:]}"),
        st.sampled_from(ADD_ONS),
        st.sampled_from((None, "", "UX279", "ux278", "DJ010", "zv509 ")),
    )
    return mostly(st.sampled_from(own), odd)


PERSON_IDS = ("p1", "p2", "p10")
UNKNOWN_PERSONS = ("x1", "x2", None)
CONTACT_IDS = ("c1", "c2", "C2", "c10", "å", "c 1", "c3", "c4", "c5", "c6", "c7", "c8")


@st.composite
def visits(
    draw: st.DrawFn,
    sequence: Sequence,
    *,
    persons: tuple[str | int | None, ...] = PERSON_IDS,
    whole_keys: bool = False,
) -> Visit:
    """Draw one row of contacts; few keys, so that some contacts have several rows."""
    keys = tuple(range(1, 12)) if whole_keys else CONTACT_IDS
    add_ons = st.lists(st.sampled_from((*ADD_ONS, "UX279", "a1")), min_size=1, max_size=2)
    return Visit(
        person_id=draw(st.sampled_from(persons)),
        contact_id=draw(st.sampled_from(keys)),
        date=draw(mostly(days(), st.none())),
        code=draw(written_codes(sequence)),
        unit_id=draw(st.sampled_from((*UNITS, None))),
        staff_id=draw(st.sampled_from((None, "s1", "s2", "s3"))),
        staff_role=draw(st.sampled_from((None, *ROLES))),
        care_type=draw(mostly(st.none(), st.just("hembesök"))),
        minutes=draw(mostly(st.none(), st.just(30))),
        joint=draw(st.sampled_from((None, None, True, False))),
        system=draw(mostly(st.just("kva"), st.just("icd10se"))),
        add_ons=tuple(draw(mostly(st.just([]), add_ons))),
    )


BIRTHS = (date(2018, 12, 31), date(2019, 1, 29), date(2019, 1, 31), date(2018, 11, 30))


@st.composite
def persons(draw: st.DrawFn, *, keys: tuple[str | int, ...] = PERSON_IDS) -> Person:
    """Draw one row of persons: a person and a listing, anything unknown."""
    listing = draw(mostly(st.just(ALWAYS), intervals()))
    odd_birth = st.one_of(st.sampled_from(AWKWARD_DAYS), days(), st.none())
    return Person(
        person_id=draw(st.sampled_from(keys)),
        birth_date=draw(mostly(st.sampled_from(BIRTHS), odd_birth)),
        unit_id=draw(st.sampled_from((*UNITS, None))),
        listed_from=listing.start,
        listed_to=listing.end,
        target_group=draw(st.sampled_from((None, True, True, False))),
        ended_on=draw(mostly(st.none(), days())),
        anchor_date=draw(days() | st.none()),
    )


@st.composite
def extracts(draw: st.DrawFn) -> tuple[Sequence, list[Visit], list[Person]]:
    """Draw a sequence, and contacts and persons that it may be judged on."""
    sequence = draw(sequences())
    whole = draw(st.booleans())
    known: tuple[str | int, ...] = (7, 8, 10) if whole else PERSON_IDS
    unknown: tuple[str | int | None, ...] = (98, None) if whole else UNKNOWN_PERSONS
    count = draw(st.integers(0, 3))
    everybody = [draw(persons(keys=(key,))) for key in known[:count]]
    everybody += draw(mostly(st.just([]), st.lists(persons(keys=known), max_size=3)))
    keys = (*known[:1], *known[:1], *known[:2], *known[:count])
    some = visits(sequence, persons=keys, whole_keys=draw(st.booleans()))
    odd = visits(sequence, persons=(*known, *unknown))
    # The size first: lists alone are mostly short, and short ones break few rules.
    size = draw(st.integers(0, 16))
    rows = draw(st.lists(some, min_size=size, max_size=size))
    if not any(isinstance(row.contact_id, int) for row in rows):
        rows += draw(mostly(st.just([]), st.lists(odd, max_size=4)))
    if rows and draw(st.integers(0, 5)) == 5:
        rows.append(draw(st.sampled_from(rows)))
    return sequence, rows, everybody
