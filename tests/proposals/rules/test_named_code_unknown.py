"""Rule ``named-code-unknown``: a code that is named and decided on nowhere."""

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "named-code-unknown"
JOINT = ("sequence:\n", 'sequence:\n  joint: {add_ons: ["UX299"], basis: assumption}\n')
PAYMENT = """\
rules:
  payments:
    - id: besok
      title: Besök
      amount: ersattning
      codes: ["UX237"]
      decision: stok-2018-00133
      valid: {from: 2019-01-01, to: 2019-12-31}
"""


def test_near_codes_of_all_documents() -> None:
    """The place is where it is named."""
    found = findings(RULE, edited(JOINT))
    assert said(found) == [
        "22:21 add_ons names UX299, which no document decides on; did you mean UX274 or UX273?",
    ]
    assert sagt(found) == [
        "22:21 add_ons namnger UX299, som inget dokument beslutar; menade du UX274 eller UX273?",
    ]


def test_a_payment_counts_codes_too() -> None:
    """What waits for it is never paid."""
    assert said(findings(RULE, edited(("rules:\n", PAYMENT)))) == [
        "40:15 codes names UX237, which no document decides on; did you mean UX274 or UX273?",
    ]


def test_decided_on_in_another_document() -> None:
    """All that are checked belong together."""
    assert (
        findings(
            RULE,
            edited(JOINT),
            edited(("id: hembesok", "id: annat"), ("UX273", "UX299"), ("UX274", "UX298")),
        )
        == ()
    )


def test_national_codes_are_another_rule() -> None:
    """Only an edition can tell."""
    assert findings(RULE, edited((JOINT[0], JOINT[1].replace("UX299", "ZV509")))) == ()


def test_a_miswritten_code_is_likely_the_one() -> None:
    """It has a finding of its own."""
    assert findings(RULE, edited(JOINT, ("UX274", "UX29g"))) == ()


def test_steps_are_another_rule() -> None:
    """See step-code-unknown."""
    assert findings(RULE, edited(('codes: ["UX274"]', 'codes: ["UX299"]'))) == ()


def test_nothing_is_near() -> None:
    """Then it is to be added."""
    text = edited((JOINT[0], JOINT[1].replace("UX299", "UX999")))
    assert [finding.hint for finding in findings(RULE, text)] == ["add the code to a document"]
