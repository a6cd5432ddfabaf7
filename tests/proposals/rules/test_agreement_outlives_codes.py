"""Rule ``agreement-outlives-codes``: an agreement goes on when the codes have ended."""

# ruff: noqa: E501 - whole messages are compared, each on a line

from __future__ import annotations

from proposals.examples import ENDED, NEW, VALID, edited, findings, sagt, said

RULE = "agreement-outlives-codes"
OPEN = "agreements:\n  - {decision: stok-2018-00133, valid: {from: 2018-01-01}}\nrules:"


def test_open_agreement_after_the_last_code() -> None:
    """The agreement has no end, the codes do."""
    found = findings(RULE, edited(NEW, (VALID, ENDED), (VALID, ENDED), ("rules:", OPEN)))
    assert said(found) == [
        "39:40 the agreement holds without end, but the codes end on 2020-12-31; extend the codes, or end the agreement",
    ]
    assert sagt(found) == [
        "39:40 avtalet gäller utan slut, men koderna slutar 2020-12-31; förläng koderna, eller avsluta avtalet",
    ]


def test_agreement_that_ends_with_its_codes_is_fine() -> None:
    """Both end on the same day."""
    assert (
        findings(
            RULE,
            edited(
                NEW,
                (VALID, ENDED),
                (VALID, ENDED),
                ("rules:", OPEN.replace("2018-01-01", "2018-01-01, to: 2020-12-31")),
            ),
        )
        == ()
    )


def test_one_code_in_force_is_enough() -> None:
    """The other may have ended."""
    assert findings(RULE, edited(NEW, (VALID, ENDED), ("rules:", OPEN))) == ()
