"""Figures: exact where they can be, and never exact where they are not."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvacodes.errors import UsageError
from kvacodes.funding.figures import Figure, exactly, number_words, weakest
from kvacodes.model import Basis

ABOUT_50_MILLION = Figure(50_000_000, "kr", approximate=True)


@pytest.mark.parametrize(
    ("figure", "sv", "en"),
    [
        (Figure(23_400, "listed"), "23 400 listed", "23 400 listed"),
        (Figure("1.56", "posts"), "1,56 tjänster", "1.56 posts"),
        (Figure("954720.50", "kr"), "954 720,50 kr", "954 720.50 kr"),
        (Figure(-3000, "kr"), "-3 000 kr", "-3 000 kr"),
        (Figure(612_000, "kr per post"), "612 000 kr per tjänst", "612 000 kr per post"),
        (Figure(80), "80", "80"),
        (ABOUT_50_MILLION, "ca 50 000 000 kr", "about 50 000 000 kr"),
        (Figure("628571.43", "kr", approximate=True), "ca 629 000 kr", "about 629 000 kr"),
        (Figure("0.0625", "posts", approximate=True), "ca 0,0625 tjänster", "about 0.0625 posts"),
    ],
)  # fmt: skip
def test_a_figure_in_words(figure: Figure, sv: str, en: str) -> None:
    """Blanks between thousands, a comma in Swedish, and about where it is approximate."""
    assert (figure.words("sv"), figure.words("en")) == (sv, en)
    assert str(figure) == en


def test_kronor_per_post_is_derived_and_approximate() -> None:
    """A quotient of two stored totals is nobody's decision, and no more exact than they are."""
    per_post = ABOUT_50_MILLION / Figure(80, "posts", approximate=True)
    assert (per_post.value, per_post.basis) == (Decimal(625_000), Basis.DERIVED)
    assert per_post.words("sv") == "ca 625 000 kr per tjänst"
    assert per_post.number == "625000"


numbers = st.decimals(-(10**9), 10**9, places=2)
figures = st.builds(
    Figure, numbers, st.just("kr"), approximate=st.booleans(), basis=st.sampled_from(Basis)
)


@given(figures, figures, st.integers(1, 10**6))
def test_what_is_made_of_an_approximate_figure_is_approximate(
    first: Figure, second: Figure, number: int
) -> None:
    """Sums, differences, products and quotients say about as soon as one part does."""
    made = [first + second, first - second]
    if second.value:
        made.append(first / second)
    for figure in made:
        assert figure.approximate == (first.approximate or second.approximate)
        assert figure.basis is weakest(first.basis, second.basis, figure.basis)
    for figure in (first * number, first / number, first.rounded()):
        assert (figure.approximate, figure.basis) == (first.approximate, first.basis)
    for figure in (*made, first * number):
        if figure.approximate:
            assert figure.words("sv").startswith("ca ")
            assert figure.words("en").startswith("about ")


@given(figures, figures)
def test_the_callers_precision_changes_nothing(first: Figure, second: Figure) -> None:
    """Figures are exact whatever decimal context is set around them."""
    exact = (first + second).value
    with localcontext() as context:
        context.prec = 3
        assert (first + second).value == exact
        assert (first + second).words("sv") == Figure(
            exact, "kr", approximate=first.approximate or second.approximate
        ).words("sv")


def test_different_units_do_not_add_up() -> None:
    """Posts and kronor cannot be added."""
    with pytest.raises(UsageError) as caught:
        _ = Figure(1, "posts") + Figure(1, "kr")
    assert str(caught.value) == "posts and kr do not add up"


@pytest.mark.parametrize("number", [0.1, float("nan"), "NaN", "1e400000x", True, "612 000"])
def test_a_float_is_refused(number: object) -> None:
    """Digits that were never written must not become kronor."""
    with pytest.raises(UsageError) as caught:
        exactly(number)  # type: ignore[arg-type]
    assert str(caught.value) == (
        f"{number!r} is no exact number; give a Decimal, a whole number or text such as '612000'"
    )


def test_numbers_are_written_without_exponent() -> None:
    """A Decimal in scientific form is written out."""
    assert number_words(Decimal("5E+7"), "en") == "50 000 000"
