"""Rule ``rule-without-decision``: a rule on money that rests on nothing."""

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "rule-without-decision"
VALUE = "        - {value: 500, from: 2019-01-01, to: 2019-12-31, decision: stok-2018-00133}\n"
PAYMENT = """\
  payments:
    - id: besok
      title: Besök
      amount: ersattning
      valid: {from: 2019-01-01, to: 2019-12-31}
"""


def test_the_rule_is_the_place() -> None:
    """Neither it nor its amount has a decision."""
    found = findings(
        RULE,
        edited((VALUE, VALUE.replace("decision: stok-2018-00133", "basis: assumption") + PAYMENT)),
    )
    assert said(found) == [
        "43:11 the rule besok does not say which decision it rests on; write decision: id",
    ]
    assert sagt(found) == [
        "43:11 regeln besok säger inte vilket beslut den vilar på; skriv decision: id",
    ]


def test_its_amount_is_decided_on() -> None:
    """Then the payment rests on that decision."""
    assert findings(RULE, edited((VALUE, VALUE + PAYMENT))) == ()


def test_its_own_decision_is_enough() -> None:
    """Whatever the amount rests on."""
    assert (
        findings(
            RULE,
            edited(
                (
                    VALUE,
                    VALUE.replace("decision: stok-2018-00133", "basis: assumption")
                    + PAYMENT
                    + "      decision: stok-2018-00133\n",
                )
            ),
        )
        == ()
    )
