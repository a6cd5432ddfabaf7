"""Hypothesis strategies: sequences, visits and persons, with awkward values in plenty.

Everything is drawn from small pools, so that days meet, codes repeat and keys collide;
the pools hold the days on which rules turn.

A strategy is made once and kept: to make and check one costs Hypothesis far more than to
draw from it, and most of these are drawn from many times in each example.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeVar

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


# Typed: 0 is not False, nor 1 True.
kept: Callable[[Callable[..., T]], Callable[..., T]] = lru_cache(maxsize=None, typed=True)


@kept
def among(*values: Any) -> st.SearchStrategy[Any]:
    """Draw one of the values; what stands there twice is drawn twice as often."""
    return st.sampled_from(values)


@kept
def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Draw nothing, or from the strategy."""
    return st.none() | strategy


@kept
def mostly(common: st.SearchStrategy[T], rare: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Draw from the first strategy five times in six, else from the second."""
    return st.integers(0, 5).flatmap(lambda n: rare if n == 5 else common)


@kept
def some_of(*values: T, least: int = 0, most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    """Draw a few different ones of the values."""
    return st.lists(among(*values), min_size=least, max_size=most, unique=True).map(tuple)


@kept
def days() -> st.SearchStrategy[date]:
    """Draw a day: an awkward one, or any of the time around."""
    return among(*AWKWARD_DAYS) | st.dates(min_value=date(2018, 6, 1), max_value=AS_OF)


@kept
def spans(*, months: int = 14, days: int = 40, smallest: int = 0) -> st.SearchStrategy[Span]:
    """Draw a length of time: months, days, or both."""
    return st.builds(Span, among(0, 0, 1, 2, months), st.integers(smallest, days))


@kept
def intervals() -> st.SearchStrategy[Interval]:
    """Draw an interval that is open, half open or closed."""
    return st.tuples(maybe(days()), maybe(days())).map(_interval)


def _interval(ends: tuple[date | None, date | None]) -> Interval:
    start, end = ends
    if start is not None and end is not None:
        if start == end:
            return Interval(start, None)
        start, end = min(start, end), max(start, end)
    return Interval(start, end)


ALWAYS_OR_SOMETIMES = st.just(ALWAYS) | intervals()


@kept
def conditions(numbers: tuple[int, ...]) -> st.SearchStrategy[tuple[Condition, ...]]:
    """Draw no condition mostly, else one or two: on presence, on age, on time between steps."""
    others = among(*numbers)
    drawn = st.builds(
        Condition,
        step=others,
        start=maybe(spans()),
        before=maybe(spans(smallest=1)),
        after=maybe(others),
    )
    some = st.lists(st.builds(Condition, step=others) | drawn, min_size=1, max_size=2)
    return st.one_of(st.just(()), st.just(()), some.map(tuple))


GRACE = st.just(Span()) | spans(months=1, days=5)


@kept
@st.composite
def windows(draw: st.DrawFn, numbers: tuple[int, ...]) -> Window:
    """Draw a window of any origin, strength, condition and version."""
    origin = draw(among(Origin.ANCHOR, *Origin))
    return Window(
        origin=origin,
        step=draw(among(*numbers)) if origin is Origin.STEP else None,
        start=draw(maybe(spans())),
        before=draw(maybe(spans(smallest=1))),
        strength=draw(among(*Strength)),
        grace=draw(GRACE),
        refuses=draw(among(None, None, True, True, False)),
        when=draw(conditions(numbers)),
        unless=draw(conditions(numbers)),
        valid=draw(ALWAYS_OR_SOMETIMES),
        basis=draw(among(*Basis)),
        severity=draw(maybe(among(*Severity))),
    )


@kept
def several_windows(numbers: tuple[int, ...]) -> st.SearchStrategy[tuple[Window, ...]]:
    """Draw the windows of a step."""
    return st.lists(windows(numbers), max_size=3).map(tuple)


@kept
@st.composite
def steps(draw: st.DrawFn, number: int, codes: tuple[str, ...], numbers: tuple[int, ...]) -> Step:
    """Draw one step of a sequence that has the numbers given."""
    rarely = among(False, False, False, True)
    return Step(
        number=number,
        codes=codes,
        nominal_age=draw(maybe(spans())),
        windows=draw(several_windows(numbers)),
        optional=draw(rarely),
        ordered=not draw(rarely),
        before_start=draw(rarely),
        add_ons=draw(some_of(*ADD_ONS)),
        staff=draw(some_of(*ROLES)),
        requirement_basis=draw(among(*Basis)),
        when=draw(conditions(numbers)),
        unless=draw(conditions(numbers)),
        valid=draw(ALWAYS_OR_SOMETIMES),
        basis=draw(among(*Basis)),
    )


@kept
@st.composite
def codes(draw: st.DrawFn, code: str) -> Code:
    """Draw a code with one or two periods, perhaps decided on before it had to start."""
    start = draw(maybe(days()))
    ends = start is not None and draw(st.booleans())
    end = start + timedelta(days=200) if start is not None and ends else None
    validity = [Interval(start, end)]
    if end is not None and draw(st.booleans()):
        validity.append(Interval(end + timedelta(days=30), None))
    kind = draw(among(*StartKind))
    starts = None if start is None else Start(kind, start)
    decided_on = None if start is None else start - timedelta(days=32)
    return Code(
        code=code,
        text=code,
        decision=Decision(id="d", body="STOK", decided_on=decided_on, starts=starts),
        validity=tuple(validity),
        beside=draw(among((), (), (), ("ZV509",), ("UX273", "ZV025"))),
        basis=draw(among(*Basis)),
    )


@kept
@st.composite
def _codes_of_steps(
    draw: st.DrawFn, numbers: tuple[int, ...], match: Match
) -> list[tuple[str, ...]]:
    if match is Match.ORDINAL:
        groups = among(("UX273",), ("UX273", "UX274"), ("UX274",))
        same = draw(groups)
        return [same if draw(st.booleans()) else draw(groups) for _ in numbers]
    pool = iter((*STEP_CODES, "VG901", "VG902", "VG903", "VG904"))
    return [(next(pool), next(pool)) if draw(st.booleans()) else (next(pool),) for _ in numbers]


ORDERS = st.permutations((1, 2, 3, 10, 15, 52))
JOINTS = maybe(
    st.builds(
        Joint,
        add_ons=among((), ("ZV509",), ("ZV509", "ZV025"), ("UX273",)),
        basis=among(*Basis),
    )
)
SEVERITIES = st.lists(
    st.tuples(
        among("visit-skipped", "duplicate-visit", "visit-too-late", "staff-changed"),
        among(*Severity),
    ),
    max_size=2,
).map(tuple)


@kept
@st.composite
def sequences(draw: st.DrawFn) -> Sequence:
    """Draw a sequence of one to five steps of any kind."""
    count = draw(st.integers(1, 5))
    numbers = tuple(sorted(draw(ORDERS)[:count]))
    match = draw(among(Match.CODE, Match.CODE, Match.ORDINAL))
    of_steps = draw(_codes_of_steps(numbers, match))
    kind = draw(among(AnchorKind.BIRTH, AnchorKind.BIRTH, *AnchorKind))
    some = some_of(*numbers)
    episodic = draw(among(False, False, True))
    known = sorted({code for group in of_steps for code in group})
    return Sequence(
        id="drawn",
        anchor=Anchor(
            kind=kind,
            step=draw(among(*numbers)) if kind is AnchorKind.STEP else None,
            date=draw(days()) if kind is AnchorKind.DATE else None,
        ),
        steps=tuple(
            draw(steps(n, group, numbers)) for n, group in zip(numbers, of_steps, strict=True)
        ),
        episodes=Episodes(start=draw(some), end=draw(some)) if episodic else Episodes(),
        match=match,
        month_end=draw(among(*MonthEnd)),
        order=Order(basis=draw(among(*Basis))),
        joint=draw(JOINTS),
        codes=tuple(draw(codes(code)) for code in known if draw(st.integers(0, 3))),
        run=draw(among(None, RUN)),
        severities=draw(SEVERITIES),
    )


@kept
def written_codes(*own: str) -> st.SearchStrategy[str | None]:
    """Draw a code as a source might write it: of a step mostly, else anything."""
    blank = [f" {code[:2].lower()} {code[2:]}" for code in own]
    odd = st.one_of(
        among(*blank),
        among(*ADD_ONS),
        among(None, "", "UX279", "ux278", "DJ010", "zv509 "),
    )
    return mostly(among(*own), odd)


PERSON_IDS = ("p1", "p2", "p10")
UNKNOWN_PERSONS = ("x1", "x2", None)
CONTACT_IDS = ("c1", "c2", "C2", "c10", "å", "c 1", "c3", "c4", "c5", "c6", "c7", "c8")
WHOLE_IDS = tuple(range(1, 12))

DATES = mostly(days(), st.none())
CARE_TYPES = mostly(st.none(), st.just("hembesök"))
MINUTES = mostly(st.none(), st.just(30))
SYSTEMS = mostly(st.just("kva"), st.just("icd10se"))
BESIDE = mostly(
    st.just(()), st.lists(among(*ADD_ONS, "UX279", "a1"), min_size=1, max_size=2).map(tuple)
)


@kept
@st.composite
def visits(
    draw: st.DrawFn,
    own: tuple[str, ...],
    *,
    persons: tuple[str | int | None, ...] = PERSON_IDS,
    whole_keys: bool = False,
) -> Visit:
    """Draw one row of contacts; few keys, so that some contacts have several rows."""
    return Visit(
        person_id=draw(among(*persons)),
        contact_id=draw(among(*(WHOLE_IDS if whole_keys else CONTACT_IDS))),
        date=draw(DATES),
        code=draw(written_codes(*own)),
        unit_id=draw(among(*UNITS, None)),
        staff_id=draw(among(None, "s1", "s2", "s3")),
        staff_role=draw(among(None, *ROLES)),
        care_type=draw(CARE_TYPES),
        minutes=draw(MINUTES),
        joint=draw(among(None, None, True, False)),
        system=draw(SYSTEMS),
        add_ons=draw(BESIDE),
    )


BIRTHS = (date(2018, 12, 31), date(2019, 1, 29), date(2019, 1, 31), date(2018, 11, 30))
LISTINGS = mostly(st.just(ALWAYS), intervals())
BIRTH_DATES = mostly(among(*BIRTHS), st.one_of(among(*AWKWARD_DAYS), days(), st.none()))
ENDS = mostly(st.none(), days())


@kept
@st.composite
def persons(draw: st.DrawFn, *, keys: tuple[str | int | None, ...] = PERSON_IDS) -> Person:
    """Draw one row of persons: a person and a listing, anything unknown."""
    listing = draw(LISTINGS)
    return Person(
        person_id=draw(among(*keys)),  # type: ignore[arg-type] - rows may lack it
        birth_date=draw(BIRTH_DATES),
        unit_id=draw(among(*UNITS, None)),
        listed_from=listing.start,
        listed_to=listing.end,
        target_group=draw(among(None, True, True, False)),
        ended_on=draw(ENDS),
        anchor_date=draw(maybe(days())),
    )


@kept
def rows_of(row: st.SearchStrategy[T], least: int, most: int) -> st.SearchStrategy[list[T]]:
    """Draw so many rows."""
    return st.lists(row, min_size=least, max_size=most)


@kept
def rarely_rows_of(row: st.SearchStrategy[T], most: int) -> st.SearchStrategy[list[T]]:
    """Draw no row mostly, else up to so many."""
    return mostly(st.builds(list), rows_of(row, 0, most))


@kept
@st.composite
def extracts(draw: st.DrawFn) -> tuple[Sequence, list[Visit], list[Person]]:
    """Draw a sequence, and contacts and persons that it may be judged on."""
    sequence = draw(sequences())
    whole = draw(st.booleans())
    known: tuple[str | int, ...] = (7, 8, 10) if whole else PERSON_IDS
    unknown: tuple[str | int | None, ...] = (98, None) if whole else UNKNOWN_PERSONS
    count = draw(st.integers(0, 3))
    everybody = [draw(persons(keys=(key,))) for key in known[:count]]
    everybody += draw(rarely_rows_of(persons(keys=(*known, None)), 3))
    everybody = draw(st.permutations(everybody))
    keys = (*known[:1], *known[:1], *known[:2], *known[:count])
    own = tuple(sorted({code for step in sequence.steps for code in step.codes}))
    some = visits(own, persons=keys, whole_keys=draw(st.booleans()))
    odd = visits(own, persons=(*known, *unknown))
    # The size first: lists alone are mostly short, and short ones break few rules.
    size = draw(st.integers(0, 16))
    rows = draw(rows_of(some, size, size))
    if not any(isinstance(row.contact_id, int) for row in rows):
        rows += draw(rarely_rows_of(odd, 4))
    if rows and draw(st.integers(0, 5)) == 5:
        rows.append(draw(st.sampled_from(rows)))
    return sequence, rows, everybody
