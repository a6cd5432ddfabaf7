"""Corners of single values: what is of the wrong kind everywhere, and what is too much to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kvacodes.documents import contradictions, nodes, scalars
from kvacodes.documents.reading import Reading

Found = Callable[[str], list[str]]


def rules(lines: list[str]) -> list[str]:
    """Return the ids of lines."""
    return [line.rsplit(" [", 1)[1].split("]")[0] for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("review: {by: [R], on: {a: b}}\n", ["wrong-type", "wrong-type"]),
        ("namespace2: x\n", ["unknown-key"]),
        ("sequence: {steps: [{number: 1, codes: [UX1], nominal_age: {}}]}\n",
         ["code-unquoted", "span-empty"]),
        ("sequence: {match: [a], steps: [{number: {}, codes: [[], {}]}]}\n", ["wrong-type"] * 4),
        ("sequence: {anchor: {step: x}, steps: [{number: 1, codes: [~]}]}\n",
         ["number-unreadable", "value-missing"]),
        ("rules: {parameters: [{id: p, title: P, values: [{value: [], decision: d}]}]}\n",
         ["wrong-type"]),
    ],
)  # fmt: skip
def test_what_is_of_another_kind_is_said_wherever_it_stands(
    text: str, expected: list[str], found: Found
) -> None:
    """Lists and mappings in place of texts, days, numbers, words and codes."""
    assert rules(found(text)) == expected


@pytest.mark.parametrize(
    ("written", "ending"),
    [
        ("25 000", "[number-unreadable]; write 25000"),
        ("0,5", "[number-unreadable]; write 0.5"),
        ("many", "[number-unreadable]"),
        ("1e999999999", "[number-unreadable]"),
    ],
)
def test_numbers_as_people_write_them(written: str, ending: str, found: Found) -> None:
    """What is meant is said where it can be told."""
    lines = found(
        "rules:\n  parameters:\n    - id: p\n      title: P\n      values:\n"
        f"        - value: {written}\n          decision: d\n          from: 2018-01-01\n"
    )
    assert [line for line in lines if "number-unreadable" in line] == [
        (
            f"x.yaml:16:18: error: rules.parameters[0].values[0].value is {written}, expected"
            " a number"
            f" such as 612000 or 0.5 {ending}"
        )
    ]


def test_a_start_that_cannot_be_read_is_no_start(wrong: Found) -> None:
    """One finding, at the day."""
    text = (
        "kvacodes: 1\nid: x\ntitle: X\nnamespace: {shape: KMA}\n"
        "decisions: [{id: d, body: B, decided_on: 2018-01-01, starts: {latest: soon}}]\n"
    )
    assert rules(wrong(text)) == ["date-unreadable"]


def test_lists_of_names_in_messages_are_cut() -> None:
    """A few dozen are enough; none is a dash."""
    assert scalars.listing(range(41)) == ", ".join(map(str, range(40))) + ", …"
    assert scalars.listing(range(40)) == ", ".join(map(str, range(40)))
    assert scalars.listing([]) == "–"


def test_near_misses_are_looked_for_only_so_often() -> None:
    """Beyond the budget a finding has no hint; nor has a name of unreasonable length."""
    reading = Reading("x")
    assert scalars.did_you_mean("titlle", ["title"], reading)["hint"].en == "did you mean title?"
    assert scalars.did_you_mean("t" * 81, ["t" * 80], reading) == {}
    assert scalars.did_you_mean("titlle", [f"title{n}" for n in range(6000)], reading) == {}
    assert scalars.did_you_mean("titlle", ["title"], reading) == {}
    assert scalars.did_you_mean("Titel", ["title"], reading)["hint"].sv == "menade du title?"


def test_days_are_remembered_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document full of different days does not fill the memory."""
    monkeypatch.setattr(scalars, "_MOST_DAYS", 1)
    day, reading = scalars.Day(), Reading("x")
    mark = nodes.Here(0, 0)
    for text in ("2019-01-01", "2019-01-02", "2019-01-01", "2019-01-02"):
        node = nodes.TextNode(text, mark, plain=True)
        assert day.read(node, reading) == date.fromisoformat(text)
    assert reading.findings() == ()


def test_a_step_with_very_many_windows_is_not_compared_pair_by_pair(
    found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work would grow with the square of what a hostile hand can write."""
    text = (
        'sequence:\n  steps:\n    - {number: 1, codes: ["UX001"], window: {absolute:'
        " {before: {days: 1}}, recommended: {before: {days: 2}}}}\n"
    )
    assert rules(found(text)) == ["recommended-outside-absolute"]
    monkeypatch.setattr(contradictions, "MOST_WINDOWS", 1)
    assert found(text) == []


def test_limits_without_a_beginning_or_an_end_are_said_so(found: Found) -> None:
    """From alone, and what two limits break is said once."""
    lines = found(
        "sequence:\n  steps:\n"
        '    - {number: 1, codes: ["UX001"], after: {step: 2, from: {days: 3}},'
        " window: {before: {days: 9}, strength: absolute}}\n"
        '    - {number: 2, codes: ["UX002"], window: {absolute: {from: {days: 5}},'
        " recommended: {from: {days: 4}, before: {days: 9}}},"
        " after: {step: 1, from: {days: 3}, before: {days: 5}, strength: absolute}}\n"
    )
    assert sorted(set(rules(lines))) == ["counted-from-later-step", "recommended-outside-absolute"]
    assert len(lines) == len(set(lines))
    beyond = "recommended from 4 days before 9 days goes beyond absolute from 5 days"
    assert [line for line in lines if beyond in line] != []
