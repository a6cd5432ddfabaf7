"""Invisible characters are found before the text is read, at their places."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest

from kvacodes.documents import read_document
from kvacodes.documents.characters import INVISIBLE, MAX_SHOWN, cleaned, invisible_name


def ignore(*_: object, **__: object) -> None:
    """Take no note."""


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\xa0", "U+00A0 NO-BREAK SPACE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u200f", "U+200F RIGHT-TO-LEFT MARK"),
        ("\xad", "U+00AD SOFT HYPHEN"),
        ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\0", "U+0000"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028 LINE SEPARATOR"),
        ("\ud800", "U+D800"),
    ],
)
def test_each_is_named_at_its_place(
    character: str, name: str, found: Callable[[str], list[str]]
) -> None:
    """Line, column, number and name; the rest of the document is read."""
    assert found(f"model: a{character}b\n") == [
        (
            f"x.yaml:11:9: error: invisible character {name} [invisible-character];"
            " retype this place by hand"
        )
    ]


def test_one_written_as_an_escape_is_found_too(found: Callable[[str], list[str]]) -> None:
    """The place is that of the text that holds it."""
    assert found('model: "a\\u00a0b"\nid2: x\n')[0] == (
        "x.yaml:11:8: error: invisible character U+00A0 NO-BREAK SPACE [invisible-character];"
        " retype this place by hand"
    )


def test_line_ends_tabs_and_swedish_letters_are_no_findings() -> None:
    """What ordinary files hold passes unchanged."""
    text = "a: åäö ÅÄÖ é – § ½ “x” 日本\r\nb: x\t# comment\n"
    assert cleaned(text, ignore) == text


def test_a_byte_order_mark_at_the_start_is_let_pass(head: str) -> None:
    """Some editors write one; columns do not count it."""
    document = read_document("\ufeff" + head)
    assert document.findings == ()
    assert document.code_set == read_document(head).code_set
    assert document.code_set is not None
    assert document.code_set.content_hash == read_document(head).code_set.content_hash  # type: ignore[union-attr]


def test_every_character_without_a_shape_is_known() -> None:
    """All of Unicode that formats or controls, is a blank or half a character, is found."""
    known = set(range(0x20, 0x7F)) | {0x09, 0x0A, 0x0D}
    missed = [
        invisible_name(chr(number))
        for number in range(0x10000)
        if number not in known
        and unicodedata.category(chr(number)) in {"Cc", "Cf", "Zs", "Zl", "Zp", "Cs"}
        and not INVISIBLE.match(chr(number))
    ]
    # Signs that go before numbers in Arabic and Syriac script are seen there.
    assert {name.split()[1] for name in missed} <= {"ARABIC", "SYRIAC"}
    assert sys.maxunicode > 0xE0001
    assert INVISIBLE.match("\U000e0001")


def test_after_many_the_text_ends() -> None:
    """A file full of them costs no more than a few hundred."""
    text = "a: 1\n" + "\0\1" * MAX_SHOWN
    reports: list[str] = []
    kept = cleaned(text, lambda rule, *_, **__: reports.append(rule))
    assert reports == ["invisible-character"] * MAX_SHOWN
    assert kept == "a: 1\n" + "\ufffd" * MAX_SHOWN
    findings = read_document(text).findings
    assert {finding.rule for finding in findings} >= {"invisible-character"}
    assert "missing-key" not in {finding.rule for finding in findings}


def test_only_the_first_directive_is_named() -> None:
    """Thousands of them would take the parser quadratic time."""
    text = "".join(f"%TAG !a{n}! b\n" for n in range(50_000)) + "--- a\n"
    findings = read_document(text).findings
    assert str(findings[0]) == (
        "<text>:1:1: error: the line %TAG !a0! b is a directive [yaml-directive]; remove the line"
    )
