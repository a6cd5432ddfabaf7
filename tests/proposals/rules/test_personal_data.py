"""Rule ``personal-data``: an address, a telephone or a personal number."""

from __future__ import annotations

from proposals.examples import edited, findings, sagt, said

RULE = "personal-data"
NOTE = ("    body: STOK\n", "    body: STOK\n    note: ")


def test_an_address() -> None:
    """It is not repeated."""
    found = findings(RULE, edited((NOTE[0], NOTE[1] + "karin.testlund@example.org\n")))
    assert said(found) == [
        "10:11 the text holds an e-mail address; write role and unit instead",
    ]
    assert sagt(found) == [
        "10:11 texten innehåller en e-postadress; skriv roll och enhet i stället",
    ]


def test_a_telephone() -> None:
    """With a blank for a hyphen, and a country."""
    found = findings(RULE, edited((NOTE[0], NOTE[1] + "+46 31 700 50 00\n")))
    assert said(found) == [
        "10:11 the text holds a telephone number; write role and unit instead",
    ]
    assert sagt(found) == [
        "10:11 texten innehåller ett telefonnummer; skriv roll och enhet i stället",
    ]


def test_a_personal_number() -> None:
    """Ten or twelve digits."""
    found = findings(RULE, edited((NOTE[0], NOTE[1] + "19121212-1212\n")))
    assert said(found) == [
        "10:11 the text holds a personal number; write role and unit instead",
    ]
    assert sagt(found) == [
        "10:11 texten innehåller ett personnummer; skriv roll och enhet i stället",
    ]


def test_diary_numbers_look_like_telephones() -> None:
    """Where numbers of files belong they are let be."""
    assert findings(RULE, edited(("RS 2018-00133", "HS 0201-800 13 45"))) == ()


def test_days_and_codes_are_no_numbers_of_persons() -> None:
    """Nor are amounts."""
    assert findings(RULE, edited((NOTE[0], NOTE[1] + "2018-11-30, UX273, 612 000 kr\n"))) == ()
