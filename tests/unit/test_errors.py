"""Exceptions: their sentences, parts and exit codes; they survive pickle and copy."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pytest

from kvacodes import errors
from kvacodes.errors import (
    AmbiguousNameError,
    ColumnError,
    DocumentError,
    InputError,
    KvacodesError,
    MissingExtraError,
    OutsidePeriodsError,
    UnknownNameError,
    UsageError,
    near_misses,
)

EXAMPLES = [
    (UsageError("a and b exclude each other"), ValueError, 2, "a and b exclude each other"),
    (
        InputError(where="x.csv", found="no rows", expected="some"),
        ValueError,
        2,
        "x.csv: found no rows, expected some",
    ),
    (
        ColumnError(where="x.csv, date", found="text", expected="days", hint="parse them"),
        ValueError,
        2,
        "x.csv, date: found text, expected days; parse them",
    ),
    (
        UnknownNameError("code", "UX27", known=["UX273", "ZV509"], hint="see the list"),
        KeyError,
        2,
        "no code 'UX27'; did you mean UX273? (see the list)",
    ),
    (UnknownNameError("code", "x"), KeyError, 2, "no code 'x'"),
    (
        AmbiguousNameError("code", "UX001", homes=["a", "b"]),
        KeyError,
        2,
        "code 'UX001' is found in a, b",
    ),
    (
        OutsidePeriodsError("norm", date(2016, 1, 1), nearest="25000 for 2017"),
        LookupError,
        2,
        "norm has no value on 2016-01-01; the nearest is 25000 for 2017",
    ),
    (
        OutsidePeriodsError("norm", date(2016, 1, 1)),
        LookupError,
        2,
        "norm has no value on 2016-01-01",
    ),
    (
        MissingExtraError("report", "openpyxl"),
        ImportError,
        2,
        "openpyxl is not installed; install it with: pip install 'kvacodes[report]'",
    ),
    (DocumentError(["x:1:1: error: m", "y"]), ValueError, 1, "2 findings\nx:1:1: error: m\ny"),
]


@pytest.mark.parametrize(("error", "builtin", "exit_code", "sentence"), EXAMPLES)
def test_each_has_its_sentence_and_survives_being_sent(
    error: KvacodesError, builtin: type[Exception], exit_code: int, sentence: str
) -> None:
    """The parts come along; the builtin that a caller would have caught catches it."""
    assert str(error) == sentence
    assert isinstance(error, builtin)
    assert error.exit_code == exit_code
    sent = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    for other in (sent, copy.copy(error), copy.deepcopy(error)):
        assert type(other) is type(error)
        assert (str(other), vars(other)) == (sentence, vars(error))


def test_every_exception_of_the_module_has_an_example() -> None:
    """A new one is not forgotten."""
    made = {type(error) for error, *_ in EXAMPLES}
    public = {getattr(errors, name) for name in errors.__all__ if name.endswith("Error")}
    assert public - made == {KvacodesError}


@pytest.mark.parametrize(
    ("found", "known", "near"),
    [
        ("ux273", ["UX274", "UX273", "ZV509"], ("UX273", "UX274")),
        ("VISITS", ["visits", "Visits", "listed"], ("visits",)),
        ("abc", ["xyz"], ()),
        ("a", [], ()),
        ("step1", ["step2", "step3", "step4", "step5"], ("step5", "step4", "step3")),
    ],
)
def test_near_misses(found: str, known: list[str], near: tuple[str, ...]) -> None:
    """Best first, at most three, case aside."""
    assert near_misses(found, known) == near
