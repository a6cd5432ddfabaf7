"""The rules on money of a document: what is read, and what does not fit together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kvacodes.documents import RULES_OF_FORM, read
from kvacodes.documents.rules_of_money import RULES_OF_MONEY
from kvacodes.model import Basis, CodeSet
from kvacodes.periods import Interval

HEAD = """\
kvacodes: 1
id: money
title: Money
namespace: {shape: KMA, owner: national}
decisions:
  - {id: d, body: Board, decided_on: 2017-01-01, source: minutes}
codes:
  - {code: "AA000", text: Something, decision: d, valid: {from: 2017-01-01, to: 2017-06-30}}
rules:
"""


def found(rules: str) -> tuple[CodeSet, list[str]]:
    """Return the code set, and the findings as line, message, rule and hint."""
    (code_set,), findings = read(text=HEAD + rules)
    first = HEAD.count("\n")
    return code_set, [
        f"{f.place.line - first}:{f.place.column} {f.severity}: {f.message} [{f.rule}]; {f.hint}"
        for f in findings
    ]


def values(*lines: str, unit: str = "kr") -> str:
    """Return a parameter with the values."""
    listed = "".join(f"\n        - {{{line}}}" for line in lines)
    return f"  parameters:\n    - id: p\n      unit: {unit}\n      values:{listed}\n"


YEAR = "value: 1, from: 2017-01-01, to: 2017-12-31, decision: d"


def test_a_parameter_as_it_was_written() -> None:
    """Number, days, decision, source and marks; the last day written is included."""
    code_set, findings = found(
        values(YEAR, 'value: 612000.50, from: 2018-01-01, source: "a page", approximate: true')
    )
    assert findings == []
    first, second = code_set.rules.parameter("p").values
    assert (first.value, first.valid, first.cited) == (
        Decimal(1), Interval(date(2017, 1, 1), date(2018, 1, 1)), "Board 2017-01-01",
    )  # fmt: skip
    assert (second.value, second.approximate, second.basis, second.reference) == (
        Decimal("612000.50"), True, Basis.SOURCE, "a page",
    )  # fmt: skip
    assert second.valid == Interval(date(2018, 1, 1), None)


def test_an_open_value_ends_where_the_next_begins() -> None:
    """As a text does: the later value takes over on its first day."""
    code_set, findings = found(
        values("value: 1, from: 2017-01-01, decision: d", "value: 2, from: 2018-01-01, decision: d")
    )
    assert findings == []
    parameter = code_set.rules.parameter("p")
    assert parameter.values[0].valid == Interval(date(2017, 1, 1), date(2018, 1, 1))
    assert [parameter.at(date(year, 5, 1)).value for year in (2017, 2018, 2030)] == [1, 2, 2]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            values(YEAR, "value: 2, from: 2017-12-31, decision: d"),
            ("6:11 error: p has both 1 and 2 for 2017-12-31 – 2017-12-31 [value-overlap]; "
            "end the earlier one on the day before the later one begins"),
        ),
        (
            values("value: 2, decision: d", "value: 3, decision: d"),
            ("6:11 error: p has both 2 and 3 for … – … [value-overlap]; "
            "end the earlier one on the day before the later one begins"),
        ),
        (
            values(YEAR, "value: 2, from: 2018-01-02, decision: d"),
            ("6:11 warning: p has no value for 2018-01-01 – 2018-01-01 [value-hole]; "
            "let the periods follow on each other, or say in a note why they do not"),
        ),
        (
            values(YEAR, "value: 2, from: 2018-01-01, decision: d, unit: posts"),
            ("6:59 error: p has the unit kr, and here posts [unit-changed]; "
            "make a new parameter for the new unit"),
        ),
        (
            values("value: 1, from: 2017-01-01"),
            ("5:11 error: rules.parameters[0].values[0] has neither decision nor source "
            "[value-unfounded]; write the id of the decision or a source, or basis: assumption"),
        ),
        (
            values("value: 1 000, decision: d"),
            ("5:19 error: rules.parameters[0].values[0].value is 1 000, expected a number such as "
            "612000 or 0.5 [number-unreadable]; write 1000"),
        ),
        (
            values(YEAR) + "  payments:\n    - {id: x, amount: q, valid: {from: 2017-01-01}}\n",
            ("7:23 error: rules.payments[0].amount: no parameter has the id q; there are p "
            "[unknown-parameter]; "),
        ),
        (
            values(YEAR)
            + "  payments:\n    - {id: x, amount: p, ended_by: d, valid: {from: 2017-01-01}}\n",
            "7:46 error: x has ended_by, and valid has no to [end-unstated]; write the last day",
        ),
        (
            values(YEAR) + "  allocations:\n    - {id: x, norm: p, valid: {from: 2016-12-01}}\n",
            ("7:31 error: x is in force for 2018-01-01 – …, but p has no value then "
            "[rule-outlives-parameter]; end the rule, or give the parameter a value"),
        ),
        (
            values(YEAR) + "  allocations:\n    - {id: x, valid: {from: 2017-01-01}}\n",
            "7:7 error: x must have either norm or total [terms-missing]; write one of them",
        ),
        (
            values(YEAR) + '  payments:\n    - {id: x, amount: p, codes: ["AA000"], '
            "valid: {from: 2017-01-01, to: 2017-12-31}}\n",
            ("7:51 error: x is in force for 2017-07-01 – 2017-12-31, but the code AA000 is not "
            "[rule-outlives-code]; end the rule, or change the code"),
        ),
        (
            "  applications:\n    - {id: x, opens: 2018-02-01, deadline: 2018-01-31}\n",
            ("2:44 error: rules.applications[0].deadline: 2018-01-31 is before 2018-02-01 "
            "[period-reversed]; swap the two days, or leave to out while the period is open"),
        ),
        (
            values(YEAR).replace("- id: p", "- id: p", 1)
            + "    - {id: p, values: [{value: 1, decision: d}]}\n",
            ("6:12 error: rules.parameters[1].id: p is already on line 11 [duplicate-id]; "
            "give one of them another id"),
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_together(rules: str, expected: str) -> None:
    """Every finding stands at its place and says what to do."""
    _, findings = found(rules)
    assert expected in findings


def test_a_rule_long_before_its_parameter() -> None:
    """Days between later values are no concern of the rule."""
    written = values(YEAR, "value: 2, from: 2019-01-01, decision: d, note: no money")
    rule = "  allocations:\n    - {id: x, norm: p, valid: {from: 2015-01-01, to: 2015-12-31}}\n"
    _, findings = found(written + rule)
    assert len(findings) == 1
    assert "x is in force for 2015-01-01 – 2015-12-31, but p has no value then" in findings[0]


def test_codes_of_other_documents_are_not_judged() -> None:
    """A rule may name codes that this document does not hold, and parameters may be many."""
    rule = '  payments:\n    - {id: x, amount: p, codes: ["BB000"], valid: {to: 2016-12-31}}\n'
    _, findings = found(values("value: 1, decision: d") + rule)
    assert findings == []


def test_a_value_with_reversed_days_is_left_out() -> None:
    """The finding stands at the last day; what is left of the parameter is read."""
    code_set, findings = found(
        values(YEAR, "value: 2, from: 2018-02-01, to: 2018-01-01, decision: d")
    )
    assert [line for line in findings if "[period-reversed]" in line] == findings
    assert len(code_set.rules.parameter("p").values) == 1


def test_a_hole_that_is_explained_is_no_finding() -> None:
    """A note at the later value says why there was none."""
    _, findings = found(values(YEAR, "value: 2, from: 2019-01-01, decision: d, note: no money"))
    assert findings == []


def test_an_assumption_needs_no_source() -> None:
    """It says itself what it is."""
    _, findings = found(values('value: "yes", basis: assumption', unit="word"))
    assert findings == []


def test_a_rule_that_begins_before_its_parameter() -> None:
    """Both ends are judged."""
    _, findings = found(
        values(YEAR) + "  allocations:\n    - {id: x, norm: p, valid: {from: 2016-12-01}}\n"
    )
    assert [line for line in findings if "2016-12-01 – 2016-12-31" in line]


def test_every_rule_of_money_is_registered() -> None:
    """Each has its weight and words in both languages, and a page can be made of it."""
    for name, *_ in RULES_OF_MONEY:
        rule = RULES_OF_FORM[name]
        assert rule.meaning.sv
        assert rule.meaning.en


def test_findings_speak_swedish_too() -> None:
    """The same finding, in the steward's language."""
    _, findings = read(text=HEAD + values("value: 1, from: 2017-01-01"))
    assert findings[0].in_swedish().message == (
        "rules.parameters[0].values[0] har varken decision eller source"
    )
