"""Artificial extracts: consistent, the same for the same seed, wrong only where asked."""

from __future__ import annotations

import functools
from collections import Counter
from datetime import date

import polars as pl
import pytest
from attrs import evolve

import kvacodes
from kvacodes import sequences, synthesize
from kvacodes.errors import UnknownNameError, UsageError
from kvacodes.extracts import CONTACTS, PERSONS, REPORTED
from kvacodes.model import (
    Anchor,
    AnchorKind,
    Code,
    CodeSet,
    CodeShape,
    Condition,
    Decision,
    Label,
    Match,
    Namespace,
    Origin,
    Sequence,
    Step,
    Strength,
    Window,
)
from kvacodes.periods import Interval, MonthEnd, Period, Span, add_months
from kvacodes.synthesize.tables_days import after, within
from kvacodes.synthesize.tables_draws import Draws

HOME_VISITS = kvacodes.load().code_set("utokat-hembesok-bvc")
BREAST = kvacodes.load().code_set("svf-brost")
CHILDREN, SEED = 1200, 3


def vaccinations() -> CodeSet:
    """Make a series of four doses with one code: minimum ages, intervals and grace."""
    first = Window(start=Span(months=2), before=Span(months=4), strength=Strength.ABSOLUTE)
    gaps = [
        Window(
            origin=Origin.PREVIOUS,
            start=Span(days=28),
            before=Span(months=6),
            strength=Strength.ABSOLUTE,
            grace=Span(days=4),
        )
    ]
    ages = (Span(months=2), Span(months=4), Span(months=6), Span(months=15))
    steps = tuple(
        Step(
            number=n,
            codes=("DT030",),
            nominal_age=age,
            windows=(first,) if n == 1 else tuple(gaps),
            add_ons=("ZV020",) if n == 1 else (),
            staff=("lakare", "sjukskoterska") if n == 4 else (),
        )
        for n, age in enumerate(ages, start=1)
    )
    decision = Decision(id="d", body="Socialstyrelsen", source="an example")
    code = Code(code="DT030", text="Vaccination", decision=decision)
    return CodeSet(
        id="vaccinations",
        title=Label("Fyra doser", "Four doses"),
        namespace=Namespace(shape=CodeShape.KMA),
        decisions=(decision,),
        codes=(code,),
        sequence=Sequence(
            id="vaccinations",
            anchor=Anchor(kind=AnchorKind.BIRTH),
            match=Match.ORDINAL,
            month_end=MonthEnd.ROLL,
            steps=steps,
            codes=(code,),
        ),
    )


def found(extract: synthesize.Extract, code_set: CodeSet) -> Counter[tuple[str, str]]:
    """Return the findings of an extract, counted by id and severity."""
    assert code_set.sequence is not None
    result = sequences.conformance(
        extract.contacts, extract.persons, code_set.sequence, as_of=extract.as_of
    )
    return Counter(result.findings.select("finding", "severity").iter_rows())


@pytest.mark.parametrize(
    "code_set", [HOME_VISITS, BREAST, vaccinations()], ids=lambda code_set: code_set.id
)
@pytest.mark.parametrize("year", [None, 2019, 2022, 2025])
def test_no_finding_is_an_error_unless_asked_for(code_set: CodeSet, year: int | None) -> None:
    """An extract without defects has no errors, in the first year of its codes and later."""
    period = None if year is None else Period.year(year)
    extract = synthesize.extract(code_set, children=CHILDREN, seed=SEED, period=period)
    counts = found(extract, code_set)
    assert [finding for finding, severity in counts if severity == "error"] == []
    assert extract.defects == {}


def test_same_seed_gives_the_same_bytes() -> None:
    """Two extracts of one seed are equal, and so are the files they make."""
    one, other = (synthesize.extract(HOME_VISITS, children=300, seed=7) for _ in range(2))
    for name in ("contacts", "persons", "reported", "contracts"):
        first, second = getattr(one, name), getattr(other, name)
        assert first.equals(second)
        assert _bytes(first) == _bytes(second)
    third = synthesize.extract(HOME_VISITS, children=300, seed=8)
    assert not third.contacts.equals(one.contacts)


def _bytes(table: pl.DataFrame) -> bytes:
    import io

    buffer = io.BytesIO()
    table.write_parquet(buffer)
    return buffer.getvalue()


def test_tables_have_the_columns_of_the_design() -> None:
    """Every column is one of an extract's, and all that are required are there."""
    extract = synthesize.extract(HOME_VISITS, children=50, seed=1)
    for table, spec in (
        (extract.contacts, CONTACTS),
        (extract.persons, PERSONS),
        (extract.reported, REPORTED),
    ):
        assert set(table.columns) <= {c.name for c in spec}
        assert {c.name for c in spec if c.required} <= set(table.columns)
    assert extract.contacts.schema["date"] == pl.Date
    assert extract.contacts["contact_id"].null_count() == 0


def test_keys_are_plainly_artificial() -> None:
    """Every key begins with what says that nobody has it."""
    extract = synthesize.extract(HOME_VISITS, children=200, seed=1)
    for table in (extract.contacts, extract.persons, extract.reported, extract.contracts):
        for column in table.columns:
            if column.endswith("_id"):
                keys = table[column].drop_nulls()
                assert keys.str.starts_with("syn-").all(), column
    assert extract.persons["person_id"][0] == "syn-000001"


def test_the_extract_is_like_a_real_one() -> None:
    """Moves, twins, unknown target group, staff who change, three ways to say time and joint."""
    extract = synthesize.extract(HOME_VISITS, children=3000, seed=1, period=Period.year(2022))
    contacts, persons = extract.contacts, extract.persons
    own = contacts.filter(pl.col("code").str.starts_with("UX27"))
    assert persons.height > persons["person_id"].n_unique()
    assert persons["family_id"].n_unique() < persons["person_id"].n_unique()
    assert set(persons["target_group"].unique()) == {True, False, None}
    assert set(own["joint"].unique()) == {True, None}
    assert own["minutes"].null_count() not in {0, own.height}
    assert {"ZV509", "ZV211", "ZV025"} <= set(contacts["code"])
    assert own["staff_id"].null_count() > 0
    assert set(own["staff_role"]) == {"bhv-sjukskoterska", "socionom"}
    sizes = persons.group_by("unit_id").len()["len"]
    assert sizes.max() > 3 * sizes.min()
    assert 0.55 < 1 - _programme(contacts).height / contacts.height < 0.65
    assert contacts["date"].max() <= extract.as_of == date(2022, 12, 31)
    reached = own.group_by("code").agg(pl.col("person_id").n_unique()).sort("code")["person_id"]
    assert reached.is_sorted(descending=True)


def _programme(contacts: pl.DataFrame) -> pl.DataFrame:
    return contacts.filter(pl.col("care_type") == "barnhalsovard")


def test_visits_from_before_the_codes_have_no_code() -> None:
    """Births begin before the codes; what they did not exist for is there without code."""
    extract = synthesize.extract(HOME_VISITS, children=2000, seed=1)
    early = _programme(extract.contacts).filter(pl.col("date") < date(2018, 11, 30))
    assert early.height > 0
    assert early["code"].null_count() == early.height
    assert extract.period == Period.year(2019)


def test_share_of_other_care_is_configurable() -> None:
    """Without other care there are rows of the programme alone."""
    extract = synthesize.extract(HOME_VISITS, children=100, seed=1, other_share=0)
    assert _programme(extract.contacts).height == extract.contacts.height


def test_units_are_as_many_as_asked_for() -> None:
    """One unit is enough: nobody moves then."""
    extract = synthesize.extract(HOME_VISITS, children=100, seed=1, units=1)
    assert extract.persons["unit_id"].unique().to_list() == ["syn-d01-u001"]


DEFECTS = [
    (code_set, name, year)
    for code_set, year in (
        (HOME_VISITS, 2019),
        (HOME_VISITS, 2022),
        (BREAST, 2022),
        (vaccinations(), 2022),
    )
    for name in synthesize.DEFECTS
    if name not in synthesize.impossible_defects(code_set)
]


@functools.cache
def found_without_defects(code_set: CodeSet, year: int) -> Counter[tuple[str, str]]:
    """Return the findings of the extract that has nothing wrong; made once."""
    period = Period.year(year)
    extract = synthesize.extract(code_set, children=CHILDREN, seed=SEED, period=period)
    return found(extract, code_set)


MOVING = {"visit-out-of-order", "visit-overdue", "visit-too-early", "visit-too-late",
          "gap-too-short", "gap-too-long"}  # fmt: skip


@pytest.mark.parametrize(
    ("code_set", "name", "year"), DEFECTS, ids=[f"{c.id}-{n}-{y}" for c, n, y in DEFECTS]
)
def test_a_defect_asked_for_is_found(code_set: CodeSet, name: str, year: int) -> None:
    """Each defect adds as many findings of its name as were made, and no other error."""
    right = found_without_defects(code_set, year)
    extract = synthesize.extract(
        code_set, children=CHILDREN, seed=SEED, period=Period.year(year), defects={name: 0.02}
    )
    wrong = found(extract, code_set)
    made = extract.defects[name]
    assert made > 0
    if name in {"staff-changed", "visit-overdue"}:
        # These come of themselves too: staff changes back, and the step that was overdue
        # before is not yet counted from one that is gone.
        assert _sum(wrong, name) >= made
        return
    severity = "information" if name == "code-not-in-force" else ""
    more = {key: wrong[key] - right[key] for key in wrong if key[0] == name and key[1] != severity}
    errors = {finding for finding, severity in wrong if severity == "error"} - {name}
    if name in MOVING:
        # What comes after a visit that moved may be counted from it.
        assert sum(more.values()) >= made
        assert errors <= {"visit-too-early", "visit-too-late", "gap-too-short", "gap-too-long"}
    else:
        assert sum(more.values()) == made
        assert errors == set()


@pytest.mark.parametrize(("year", "seed"), [(2017, 4), (2017, 5), (2018, 0)])
def test_steps_change_places_where_both_are_seen(year: int, seed: int) -> None:
    """Neither goes to a day on which its code has ended, nor after the end of the episode."""
    extract = synthesize.extract(
        BREAST,
        children=CHILDREN,
        seed=seed,
        period=Period.year(year),
        defects={"visit-out-of-order": 0.05},
    )
    assert extract.defects["visit-out-of-order"] > 20
    assert _sum(found(extract, BREAST), "visit-out-of-order") >= sum(extract.defects.values())


def _sum(counts: Counter[tuple[str, str]], name: str) -> int:
    return sum(count for (finding, _), count in counts.items() if finding == name)


def test_all_defects_at_once() -> None:
    """A person has one defect at most, so all asked for are found beside one another."""
    names = [n for n in synthesize.DEFECTS if n not in synthesize.impossible_defects(HOME_VISITS)]
    extract = synthesize.extract(HOME_VISITS, children=3000, seed=5, defects=names)
    counts = found(extract, HOME_VISITS)
    for name, made in extract.defects.items():
        assert made > 0
        assert _sum(counts, name) >= made


def test_a_defect_leaves_everybody_else_as_they_were() -> None:
    """Asking for a defect changes those persons alone who have it."""
    arguments = {"children": 600, "seed": 2, "period": Period.year(2022)}
    right = synthesize.extract(HOME_VISITS, **arguments)
    wrong = synthesize.extract(HOME_VISITS, **arguments, defects={"visit-too-late": 0.05})
    key = ["person_id", "date", "code"]
    own = [_programme(e.contacts).select(key) for e in (right, wrong)]
    changed = own[0].join(own[1], on=key, how="anti", nulls_equal=True)["person_id"].n_unique()
    assert changed == wrong.defects["visit-too-late"]
    assert right.persons.equals(wrong.persons)


NO_SUCH_DEFECT = (
    "no defect 'visit-to-late'; did you mean visit-too-late or visit-too-early or visit-overdue?"
)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            {"defects": ["visit-to-late"]},
            UnknownNameError,
            NO_SUCH_DEFECT,
        ),
        (
            {"defects": {"not-joint": 2}},
            UsageError,
            "the rate of not-joint is 2; expected 0 up to 1",
        ),
        (
            {"defects": ["gap-too-long"]},
            UsageError,
            "utokat-hembesok-bvc cannot have the defect gap-too-long: it limits no gap",
        ),
        ({"children": 0}, UsageError, "children is 0; expected 1 or more"),
        ({"units": 0}, UsageError, "units is 0; expected 1 or more"),
        ({"other_share": 1}, UsageError, "other_share is 1; expected 0 up to 1"),
    ],
)
def test_arguments_that_make_no_sense(
    arguments: dict[str, object], error: type[Exception], message: str
) -> None:
    """The argument, what was given and what would do."""
    with pytest.raises(error) as raised:
        synthesize.extract(HOME_VISITS, **{"children": 10, "seed": 1} | arguments)  # type: ignore[arg-type]
    assert str(raised.value) == message


def test_a_code_set_without_a_sequence() -> None:
    """There is nothing to make an extract of."""
    empty = CodeSet(id="x", title=Label("x"), namespace=Namespace(shape=CodeShape.KMA))
    with pytest.raises(UsageError) as raised:
        synthesize.extract(empty, children=1, seed=1)
    assert str(raised.value) == "x has no visit sequence to make an extract of"
    assert set(synthesize.impossible_defects(empty)) == set(synthesize.DEFECTS)


def test_a_given_day_and_one_day_for_all() -> None:
    """Sequences that count from another day than birth have theirs."""
    step = Step(number=1, codes=("AA001",), windows=(Window(before=Span(days=30)),))
    for anchor in (
        Anchor(kind=AnchorKind.GIVEN),
        Anchor(kind=AnchorKind.DATE, date=date(2019, 3, 1)),
    ):
        sequence = Sequence(anchor=anchor, steps=(step,))
        code_set = CodeSet(
            id="x",
            title=Label("x"),
            namespace=Namespace(shape=CodeShape.KMA),
            sequence=sequence,
        )
        extract = synthesize.extract(code_set, children=200, seed=1)
        given = anchor.kind is AnchorKind.GIVEN
        assert ("anchor_date" in extract.persons.columns) is given
        counts = found(extract, code_set)
        assert {finding for finding, _ in counts} <= {"visit-overdue", "staff-changed"}
        assert extract.contacts.filter(pl.col("code") == "AA001").height > 100


def test_draws_are_the_same_on_any_machine() -> None:
    """Numbers wrap at 64 bits, as in plain Python."""
    row, wrap = 12345, (1 << 64) - 1
    import hashlib

    salt = int.from_bytes(hashlib.sha256(b"1/name").digest()[:8], "big")
    mixed = (row + salt) * 0x9E3779B97F4A7C15 & wrap
    for _ in range(2):
        mixed = (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93 & wrap
    assert pl.select(Draws(1).bits("name", pl.lit(row))).item() == mixed


def test_draws_are_even_and_independent() -> None:
    """Shares spread evenly, never reach 1, and say nothing of one another."""
    draws = Draws(1)
    frame = pl.select(row=pl.int_range(100_000)).select(
        a=draws.share("a", pl.col("row")), b=draws.share("b", pl.col("row"))
    )
    assert frame["a"].min() >= 0
    assert frame["a"].max() < 1
    assert abs(frame["a"].mean() - 0.5) < 0.005
    assert abs(frame.select(pl.corr("a", "b")).item()) < 0.02
    assert abs(frame.select(pl.corr("a", pl.col("a").shift(1))).item()) < 0.02


@pytest.mark.parametrize("month_end", list(MonthEnd))
@pytest.mark.parametrize("months", [0, 1, 12, 15])
def test_days_later_agree_with_the_plain_form(months: int, month_end: MonthEnd) -> None:
    """Ends of months and leap days come out as `Span.after` says."""
    days = [date(2019, 1, 31), date(2020, 2, 29), date(2019, 12, 31), date(2019, 5, 1)]
    span = Span(months, 3)
    frame = pl.DataFrame({"day": days}).select(after(pl.col("day"), span, month_end))
    assert frame.to_series().to_list() == [span.after(day, month_end) for day in days]
    assert add_months(days[0], 1) == date(2019, 2, 28)


def test_within_is_half_open() -> None:
    """The end does not belong; without interval nothing is within."""
    day = date(2019, 1, 1)
    intervals = [Interval(None, day), Interval(date(2020, 1, 1), None)]
    frame = pl.DataFrame({"day": [date(2018, 12, 31), day, date(2020, 1, 1)]})
    assert frame.select(within(pl.col("day"), intervals)).to_series().to_list() == [
        True,
        False,
        True,
    ]
    assert not frame.select(within(pl.col("day"), [])).to_series().any()


def test_steps_that_wait_for_each_other_are_not_done() -> None:
    """What depends on a step that is yet to be placed is not made; the rest is."""
    day = Span(days=1)
    waits = (Condition(step=3, start=day), Condition(step=1, start=day, after=3))
    steps = (
        Step(number=1, codes=("AA001",)),
        Step(number=2, codes=("AA002",), when=waits),
        Step(number=3, codes=("AA003",), when=(Condition(step=2, before=day),)),
    )
    sequence = Sequence(id="circle", anchor=Anchor(), steps=steps)
    code_set = evolve(HOME_VISITS, id="circle", sequence=sequence)
    extract = synthesize.extract(code_set, children=200, seed=1)
    made = set(extract.contacts["code"].drop_nulls().unique())
    assert made & {"AA001", "AA002", "AA003"} == {"AA001"}
