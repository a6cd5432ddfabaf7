"""Rule ``replacement-unknown``: a code replaced by one that is nowhere."""

from __future__ import annotations

from proposals.examples import ENDED, NEW, VALID, edited, findings, sagt, said

RULE = "replacement-unknown"


def test_near_codes_are_named() -> None:
    """The place is the code in the list."""
    found = findings(RULE, edited(NEW, (VALID, f'{ENDED}    replaced_by: ["UX247"]\n')))
    assert said(found) == [
        "19:19 UX273 is replaced by UX247, which does not exist; there is UX274",
    ]
    assert sagt(found) == [
        "19:19 UX273 ersätts av UX247, som inte finns; det finns UX274",
    ]


def test_by_itself() -> None:
    """It cannot be used instead of itself."""
    assert said(findings(RULE, edited(NEW, (VALID, f'{ENDED}    replaced_by: ["UX273"]\n')))) == [
        "19:19 UX273 is replaced by itself; name another code",
    ]


def test_a_national_code_may_replace_it() -> None:
    """Only an edition can tell whether it is there."""
    assert findings(RULE, edited(NEW, (VALID, f"{ENDED}    replaced_by: [ZV025]\n"))) == ()
