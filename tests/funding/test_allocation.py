"""Allocation: posts and kronor to units by the number listed there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from funding_strategies import DAY, counts, persons
from hypothesis import assume, given
from hypothesis import strategies as st

from kvacodes.errors import OutsidePeriodsError, UsageError
from kvacodes.extracts import Person
from kvacodes.funding import Ages, Figure, Method, allocate
from kvacodes.model import Basis, DatedValue, Label, Parameter
from kvacodes.model.rules import AllocationRule
from kvacodes.periods import Interval

YEAR = Interval(date(2018, 1, 1), date(2019, 1, 1))


def parameter(name: str, value: int | str, unit: str = "", **more: object) -> Parameter:
    """Return a parameter with one value for 2018."""
    given_value = value if isinstance(value, str) else Decimal(value)
    dated = DatedValue(**{"value": given_value, "valid": YEAR, "cited": "HSD 2017-12-21"} | more)  # type: ignore[arg-type]
    return Parameter(id=name, title=Label(f"{name} sv", f"{name} en"), unit=unit, values=(dated,))


NORM = parameter("norm", 15_000, "listed per post")
RULE = AllocationRule(
    id="coordinators",
    title=Label("Koordinatorer", "Coordinators"),
    norm=NORM,
    amount=parameter("amount", 612_000, "kr per post and year"),
    age_from=parameter("from", 16, "years"),
    age_to=parameter("to", 67, "years"),
    age_to_included=parameter("included", "no", basis=Basis.ASSUMPTION),
    valid=YEAR,
)


def test_a_line_in_words() -> None:
    """The line that units read, in both languages."""
    (line,) = allocate({"vc-1": 23_400}, norm=15_000, on=DAY)
    assert line.explain("en") == "23 400 listed / 15 000 = 1.56 posts"
    assert line.explain("sv") == "23 400 listade / 15 000 = 1,56 tjänster"
    assert str(line) == "vc-1: 23 400 listed / 15 000 = 1.56 posts"


def test_kronor_are_made_of_the_unrounded_quotient() -> None:
    """Posts are shown to hundredths; kronor lose nothing by that."""
    (line,) = allocate({"vc-1": 10_000}, norm=15_000, amount=612_000, on=DAY)
    assert (line.posts, line.amount) == (
        Figure("0.67", "posts"),
        Figure("408000.00", "kr"),
    )
    assert line.explain("en") == (
        "10 000 listed / 15 000 = 0.67 posts (rounded); 10 000 × 612 000 / 15 000 = 408 000 kr"
    )


def test_the_whole_explanation() -> None:
    """Every parameter with days, decision and basis; who was counted; how it was rounded."""
    people = [
        Person(person_id="p1", unit_id="vc-1", birth_date=date(1951, 1, 1)),
        Person(person_id="p2", unit_id="vc-1", birth_date=date(1950, 12, 31)),
        Person(person_id="p3", unit_id="vc-1", birth_date=date(1951, 1, 2)),
    ]
    found = allocate(people, RULE, on=date(2018, 6, 1), listed_on=DAY)
    assert found.explain("en").splitlines() == [
        "Coordinators",
        "- norm en (norm): 15 000 listed per post, 2018-01-01 – 2018-12-31, by HSD 2017-12-21",
        (
            "- amount en (amount): 612 000 kr per post and year, 2018-01-01 – 2018-12-31,"
            " by HSD 2017-12-21"
        ),
        "- from en (from): 16 years, 2018-01-01 – 2018-12-31, by HSD 2017-12-21",
        "- to en (to): 67 years, 2018-01-01 – 2018-12-31, by HSD 2017-12-21",
        "- included en (included): no, 2018-01-01 – 2018-12-31, by HSD 2017-12-21, assumption",
        "- listed on 2018-01-01, 16–66 years",
        "- largest remainder: the lines add up to the last hundredth",
        "vc-1: 1 listed / 15 000 = 0.00 posts (rounded); 1 × 612 000 / 15 000 = 40.80 kr",
        "sum: 1 listed, 0.00 posts, 40.80 kr",
    ]
    assert found.explain("sv").splitlines()[5:] == [
        "- included sv (included): nej, 2018-01-01 – 2018-12-31, enligt HSD 2017-12-21, antagande",
        "- listade 2018-01-01, 16–66 år",
        "- största rest: raderna summerar exakt till hundradelen",
        "vc-1: 1 listade / 15 000 = 0,00 tjänster (avrundat); 1 × 612 000 / 15 000 = 40,80 kr",
        "summa: 1 listade, 0,00 tjänster, 40,80 kr",
    ]
    assert found.amount is not None
    assert found.amount.basis is Basis.ASSUMPTION
    assert found.assumptions == (
        "included en (included): no, 2018-01-01 – 2018-12-31, by HSD 2017-12-21, assumption",
    )


def test_what_is_given_takes_the_place_of_the_rule() -> None:
    """Ages and norm of the caller are told as the caller's."""
    found = allocate({"vc-1": 300}, RULE, on=DAY, norm=100, ages=(16, None))
    assert (
        found.explain("sv").splitlines()[1] == "- norm: 100 listade per tjänst, angivet vid anropet"
    )
    assert found.terms.ages == Ages(16)


def test_a_tried_value_is_shown_as_such() -> None:
    """What-if: neither the explanation nor the basis lets it pass for decided."""
    found = allocate({"vc-1": 300}, norm=NORM.what_if(Decimal(12_000)), on=DAY)
    assert found.explain("en").splitlines()[0] == (
        "- norm en (norm): 12 000 listed per post, tried instead of what was decided"
    )
    assert found.posts is not None
    assert found.posts.basis is Basis.ASSUMPTION


def test_an_approximate_total_gives_approximate_shares() -> None:
    """Shares add up to the öre, and are nowhere written as exact."""
    total = parameter("total", 50_000_000, "kr", approximate=True)
    found = allocate({"a": 1, "b": 2}, total=total, on=DAY)
    assert [line.explain("sv") for line in found] == [
        "1 listade / 3 × ca 50 000 000 kr = ca 16 700 000 kr",
        "2 listade / 3 × ca 50 000 000 kr = ca 33 300 000 kr",
    ]
    assert found.amount is not None
    assert (found.amount.value, found.amount.words("en")) == (
        Decimal("50000000.00"),
        "about 50 000 000 kr",
    )


def test_posts_can_be_shared_too() -> None:
    """A total of posts is shared in hundredths of a post."""
    found = allocate({"a": 1, "b": 2}, total=Figure(80, "posts"), on=DAY)
    assert [str(line) for line in found] == [
        "a: 1 listed / 3 × 80 posts = 26.67 posts",
        "b: 2 listed / 3 × 80 posts = 53.33 posts",
    ]
    assert found.amount is None


def test_the_year_after_needs_a_word() -> None:
    """Outside its days the rule is an error; carried forward on request, the result says so."""
    day = date(2019, 3, 1)
    with pytest.raises(OutsidePeriodsError) as caught:
        allocate({"a": 1}, RULE, on=day)
    assert str(caught.value) == (
        "coordinators has no value on 2019-03-01; "
        "the nearest is the rule of 2018-01-01 – 2018-12-31"
    )
    found = allocate({"a": 1}, RULE, on=day, carry_forward=True)
    told = found.explain("en").splitlines()
    assert told[1].endswith("by HSD 2017-12-21, carried forward to 2019-03-01")
    assert "- the rule is carried forward to 2019-03-01" in told
    assert "- regeln är framskriven till 2019-03-01" in found.explain("sv").splitlines()
    assert len(found.assumptions) == 5


def test_a_parameter_outside_its_periods() -> None:
    """A parameter without a rule names itself, the day and its nearest period."""
    with pytest.raises(OutsidePeriodsError) as caught:
        allocate({"a": 1}, norm=NORM, on=date(2017, 12, 31))
    assert str(caught.value) == (
        "norm has no value on 2017-12-31; "
        "the nearest is 15000 listed per post for 2018-01-01 – 2018-12-31"
    )


@given(counts, st.sampled_from(Method))
def test_kronor_add_up(listed: dict[str, int], method: Method) -> None:
    """To the öre by largest remainder; otherwise the difference is told."""
    found = allocate(listed, norm=15_000, amount=612_007, on=DAY, method=method)
    exact = Fraction(612_007 * sum(listed.values()), 15_000)
    total = found.amount.value if found.amount else Decimal(0)
    assert abs(Fraction(total - found.rounding_difference) - exact) <= Fraction(1, 200)
    if method is Method.LARGEST_REMAINDER:
        assert found.rounding_difference == 0


@given(counts, st.integers(1, 30_000), st.sampled_from(Method))
def test_more_listed_never_gives_less(listed: dict[str, int], more: int, method: Method) -> None:
    """Neither among units, nor when one of them grows."""
    assume(listed)
    first = min(listed)
    before = allocate(listed, norm=15_000, amount=612_007, on=DAY, method=method)
    grown = listed | {first: listed[first] + more}
    after = allocate(grown, norm=15_000, amount=612_007, on=DAY, method=method)
    lines = {line.unit_id: line for line in before}
    (line,) = (line for line in after if line.unit_id == first)
    for name in ("posts", "amount"):
        assert getattr(line, name).value >= getattr(lines[first], name).value
        ordered = sorted(lines.values(), key=lambda one: (one.listed, getattr(one, name).value))
        values = [getattr(one, name).value for one in ordered]
        assert values == sorted(values)


@given(counts, st.data(), st.sampled_from(Method))
def test_splitting_a_unit_changes_no_more_than_rounding(
    listed: dict[str, int], data: st.DataObject, method: Method
) -> None:
    """Two halves get together what the whole got, but for a hundredth each."""
    assume(listed)
    first = min(listed)
    part = data.draw(st.integers(0, listed[first]))
    split = {"a1": part, "a2": listed[first] - part} | {
        unit: n for unit, n in listed.items() if unit != first
    }
    whole = {
        line.unit_id: line
        for line in allocate(listed, norm=15_000, amount=612_007, on=DAY, method=method)
    }
    parts = {
        line.unit_id: line
        for line in allocate(split, norm=15_000, amount=612_007, on=DAY, method=method)
    }
    for name in ("posts", "amount"):
        together = sum(getattr(parts[half], name).value for half in ("a1", "a2"))
        assert abs(together - getattr(whole[first], name).value) <= Decimal("0.02")


@given(persons)
def test_counting_first_gives_the_same(rows: list[Person]) -> None:
    """Persons counted in the call, or counted before it."""
    at_once = allocate(rows, RULE, on=DAY)
    counted = {line.unit_id: line.listed for line in at_once}
    apart = allocate(counted, RULE, on=DAY)
    assert [(line.posts, line.amount) for line in at_once] == [
        (line.posts, line.amount) for line in apart
    ]
    assert at_once.accounting["rows_read"] == len(rows)


def test_nothing_listed_gives_no_lines() -> None:
    """Neither persons nor counts: no lines, no sums."""
    found = allocate([], RULE, on=DAY)
    assert (len(found), found.posts, found.amount, found.listed) == (0, None, None, 0)
    assert allocate({}, total=100, on=DAY).lines == ()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "an allocation goes by a norm or by a total; give one of them"),
        ({"norm": 1, "total": 1}, "an allocation goes by a norm or by a total; give one of them"),
        ({"total": 1, "amount": 1}, "an amount per post goes with a norm, not with a total"),
        ({"norm": 0}, "norm is 0; expected more than 0"),
        ({"total": -1}, "a total below zero cannot be shared"),
        (
            {"norm": 1.5},
            "1.5 is no exact number; give a Decimal, a whole number or text such as '612000'",
        ),
    ],
)
def test_what_makes_no_sense(arguments: dict[str, object], message: str) -> None:
    """The sentence says what to give."""
    with pytest.raises(UsageError) as caught:
        allocate({"a": 1}, on=DAY, **arguments)  # type: ignore[arg-type]
    assert str(caught.value) == message


def test_counts_that_make_no_sense() -> None:
    """Fewer than nobody, or nobody to share among."""
    with pytest.raises(UsageError) as caught:
        allocate({"a": -1}, norm=1, on=DAY)
    assert str(caught.value) == "the number listed at a is below zero"
    with pytest.raises(UsageError) as caught:
        allocate({"a": 0}, total=1, on=DAY)
    assert str(caught.value) == "there is a total to share, and nobody is listed"


def test_a_word_that_is_neither_yes_nor_no() -> None:
    """Whether the last year of age counts must be said in one of the two."""
    rule = AllocationRule(
        id="r",
        norm=NORM,
        age_from=parameter("from", 16),
        age_to=parameter("to", 67),
        age_to_included=parameter("included", "maybe"),
    )
    with pytest.raises(UsageError) as caught:
        allocate({"a": 1}, rule, on=DAY)
    assert str(caught.value) == "included is maybe; expected yes or no"


def test_an_age_range_without_end() -> None:
    """A rule may have a lowest age alone."""
    rule = AllocationRule(id="r", norm=NORM, age_from=parameter("from", 16))
    assert allocate({"a": 1}, rule, on=DAY).terms.ages == Ages(16)
    through = AllocationRule(
        id="r", norm=NORM, age_from=parameter("from", 16), age_to=parameter("to", 67)
    )
    assert allocate({"a": 1}, through, on=DAY).terms.ages == Ages(16, 67)


def test_rounding_is_told_in_both_languages() -> None:
    """Each line by itself: the sum of three thirds of a krona is an öre short."""
    found = allocate({"a": 1, "b": 1, "c": 1}, total=1, on=DAY, method="proportional")
    assert found.rounding_difference == Decimal("-0.01")
    assert (
        "- each line is rounded by itself; rounding is -0.01 in all"
        in found.explain("en").splitlines()
    )
    assert "- varje rad avrundas för sig; avrundningen är tillsammans -0,01" in found.explain("sv")


def test_findings_end_the_explanation() -> None:
    """Persons at two units are told below the sum, by units."""
    rows = [Person(person_id="p", unit_id=unit) for unit in ("a", "b")]
    assert allocate(rows, norm=1, on=DAY).explain("en").splitlines()[-1] == (
        "! listed at two units on one day: 1 person; the listing that began later counts (a, b)"
    )


def test_a_value_or_a_figure_instead_of_a_parameter() -> None:
    """One dated value, or a figure, serves where a number does."""
    dated = NORM.at(DAY)
    by_value = allocate({"a": 15_000}, norm=dated, on=DAY)
    by_figure = allocate({"a": 15_000}, norm=Figure(15_000, "listed per post"), on=DAY)
    assert by_value.posts == by_figure.posts == Figure("1.00", "posts")
