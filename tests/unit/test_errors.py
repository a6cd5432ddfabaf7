"""Exceptions: their sentences, parts and exit codes; they survive pickle and copy."""

from __future__ import annotations

import ast
import copy
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

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
    Phrase,
    UnknownNameError,
    UsageError,
    near_misses,
)

EXAMPLES = [
    (
        UsageError(Phrase("a and b exclude each other", "a och b utesluter varandra")),
        ValueError,
        2,
        "a and b exclude each other",
        "a och b utesluter varandra",
    ),
    (
        InputError(
            where="x.csv", found=Phrase("no rows", "inga rader"), expected=Phrase("some", "några")
        ),
        ValueError,
        2,
        "x.csv: found no rows, expected some",
        "x.csv: fann inga rader, väntade några",
    ),
    (
        ColumnError(
            where=Phrase("x.csv and y.csv", "x.csv och y.csv"),
            found=Phrase.same("text"),
            expected=Phrase("days", "dagar"),
            hint=Phrase("parse them", "tolka dem"),
        ),
        ValueError,
        2,
        "x.csv and y.csv: found text, expected days; parse them",
        "x.csv och y.csv: fann text, väntade dagar; tolka dem",
    ),
    (
        UnknownNameError(
            "code", "UX27", known=["UX273", "ZV509"], hint=Phrase("see the list", "se listan")
        ),
        KeyError,
        2,
        "no code 'UX27'; did you mean UX273? (see the list)",
        "hittar inte koden 'UX27'; menade du UX273? (se listan)",
    ),
    (
        UnknownNameError(Phrase("code in 2020", "i 2020 koden"), "x"),
        KeyError,
        2,
        "no code in 2020 'x'",
        "hittar inte i 2020 koden 'x'",
    ),
    (
        AmbiguousNameError("code", "UX001", homes=["a", "b"]),
        KeyError,
        2,
        "code 'UX001' is found in a, b",
        "koden 'UX001' finns i a, b",
    ),
    (
        AmbiguousNameError("code", "UX001", homes=["a", "b"], hint=Phrase("ask a", "fråga a")),
        KeyError,
        2,
        "code 'UX001' is found in a, b (ask a)",
        "koden 'UX001' finns i a, b (fråga a)",
    ),
    (
        OutsidePeriodsError(
            "norm", date(2016, 1, 1), nearest=Phrase("25000 for 2017", "25000 för 2017")
        ),
        LookupError,
        2,
        "norm has no value on 2016-01-01; the nearest is 25000 for 2017",
        "norm har inget värde 2016-01-01; närmast är 25000 för 2017",
    ),
    (
        OutsidePeriodsError("norm", date(2016, 1, 1)),
        LookupError,
        2,
        "norm has no value on 2016-01-01",
        "norm har inget värde 2016-01-01",
    ),
    (
        MissingExtraError("report", "openpyxl"),
        ImportError,
        2,
        "openpyxl is not installed; install it with: pip install 'kvacodes[report]'",
        "openpyxl är inte installerat; installera det med: pip install 'kvacodes[report]'",
    ),
    (
        DocumentError(["x:1:1: error: m", "y"]),
        ValueError,
        1,
        "2 findings\nx:1:1: error: m\ny",
        "2 fynd\nx:1:1: error: m\ny",
    ),
]


@pytest.mark.parametrize(("error", "builtin", "exit_code", "sentence", "swedish"), EXAMPLES)
def test_each_has_its_sentence_and_survives_being_sent(
    error: KvacodesError, builtin: type[Exception], exit_code: int, sentence: str, swedish: str
) -> None:
    """In both languages; the parts come along; what a caller would have caught catches it."""
    assert (str(error), error.in_language("en")) == (sentence, sentence)
    assert isinstance(error, builtin)
    assert error.exit_code == exit_code
    sent = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    for other in (error, sent, copy.copy(error), copy.deepcopy(error)):
        assert type(other) is type(error)
        assert (str(other), vars(other)) == (sentence, vars(error))
        assert other.in_language("sv") == swedish


def test_an_exception_of_a_caller_s_own_says_what_it_was_given() -> None:
    """Also without any words, and with words that are no phrase."""
    assert KvacodesError().in_language("sv") == ""
    assert KvacodesError("own").in_language("sv") == "own"


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


# --- no sentence lacks its Swedish --------------------------------------------------------

WORDS = {"UsageError", "InputError", "ColumnError", "UnknownNameError", "AmbiguousNameError"}
BUILTINS = {"ValueError", "TypeError", "KeyError", "LookupError", "RuntimeError", "Exception"}


def _called(node: ast.AST) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")


def _modules(repository: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((repository / "kvacodes").rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _literals(node: ast.AST, function: ast.AST) -> Iterator[ast.AST]:
    """Give the words that an argument holds without a phrase around them."""
    if isinstance(node, ast.Call) and _called(node.func) in {"Phrase", "same"}:
        return
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and node.value):
        yield node
    elif isinstance(node, ast.Name):
        for other in ast.walk(function):
            targets = other.targets if isinstance(other, ast.Assign) else []
            if isinstance(other, ast.Assign) and node.id in {_called(t) for t in targets}:
                yield from _literals(other.value, ast.Module([], []))
    elif isinstance(node, ast.IfExp | ast.BinOp | ast.BoolOp):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from _literals(child, function)


def _words_of(call: ast.Call) -> Iterator[ast.expr]:
    if _called(call.func) == "UsageError":
        yield from call.args[:1]
    yield from (k.value for k in call.keywords if k.arg in {"found", "expected", "hint"})


def test_no_raised_message_lacks_swedish(repository: Path) -> None:
    """Every word given to an exception is a phrase in both languages."""
    lacking, seen = [], 0
    for path, tree in _modules(repository):
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
            for call in (c for c in calls if _called(c.func) in WORDS):
                for words in _words_of(call):
                    seen += 1
                    lacking += [
                        f"{path}:{node.lineno}"  # type: ignore[attr-defined]
                        for node in _literals(words, function)
                    ]
    assert lacking == []
    assert seen > 100


def test_every_kind_of_name_has_swedish(repository: Path) -> None:
    """What is looked for is named in both languages."""
    kinds = set()
    for _, tree in _modules(repository):
        constants = {
            _called(node.targets[0]): node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        }
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            if _called(call.func) in {"UnknownNameError", "AmbiguousNameError"}:
                kind = call.args[0]
                named = (
                    kind.value if isinstance(kind, ast.Constant) else constants.get(_called(kind))
                )
                kinds |= {named} - {None}
    assert {"code", "code set", "rule", "national edition"} <= kinds
    swedish = {kind: UnknownNameError(str(kind), "x").in_language("sv") for kind in kinds}
    assert [kind for kind, said in swedish.items() if said == f"hittar inte {kind} 'x'"] == []


def test_a_mistake_of_a_caller_is_no_bare_builtin(repository: Path) -> None:
    """Exceptions derive from the root, so that they have both languages and an exit code."""
    bare = []
    for path, tree in _modules(repository):
        for node in (n for n in ast.walk(tree) if isinstance(n, ast.Raise)):
            call = node.exc
            if not (isinstance(call, ast.Call) and _called(call.func) in BUILTINS):
                continue
            function = next(
                f
                for f in ast.walk(tree)
                if isinstance(f, ast.FunctionDef) and node in list(ast.walk(f))
            )
            if any(True for a in call.args for _ in _literals(a, function)) or not call.args:
                bare.append(f"{path.name}:{node.lineno}")
    assert bare == []
