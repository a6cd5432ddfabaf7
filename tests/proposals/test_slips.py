"""Slips of the pen: a right document, one or two things wrong in it, and all that is said.

Each file under ``slips/`` is one way in which people err. Its parts begin with a line such as
``=== old``: words of ``foraldrastod.yaml``, ``new`` words in their place (several pairs follow
each other), then the whole output in English and Swedish. Where there is a part ``against`` the
document as it was is what is in force, after its own pairs of ``was`` words; a part
``national`` holds a national edition, a code and its text on each line.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kvacodes.documents import read_document
from kvacodes.proposals.checking import CheckResult, check_documents
from kvacodes.proposals.national import Edition, NationalCode

HERE = Path(__file__).parent / "slips"
RIGHT = (HERE / "foraldrastod.yaml").read_text(encoding="utf-8")
SLIPS = sorted(HERE.glob("*.slip"))
ON = date(2024, 6, 1)

Parts = list[tuple[str, str]]


def _parts(path: Path) -> Parts:
    """Return the parts of a file, in order: name and text."""
    parts = re.split("^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [(name, text.removesuffix("\n")) for name, _, text in (p.partition("\n") for p in parts)]


def _edited(text: str, parts: Parts, *, old: str, new: str) -> str:
    pairs = [value for name, value in parts if name in {old, new}]
    for before, after in zip(pairs[::2], pairs[1::2], strict=True):
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def _checked(parts: Parts) -> CheckResult:
    named = dict(parts)
    base = None
    if "against" in named:
        before = _edited(RIGHT, parts, old="was", new="against")
        base = [read_document(before, file="base/foraldrastod.yaml")]
    national = None
    if "national" in named:
        codes = (line.split(" ", 1) for line in named["national"].splitlines())
        national = Edition([NationalCode(code=c, text=t) for c, t in codes], name="2024")
    proposed = read_document(_edited(RIGHT, parts, old="old", new="new"), file="foraldrastod.yaml")
    return check_documents([proposed], base=base, national=national, on=ON)


def test_document_before_the_slips_is_right() -> None:
    """Nothing is said of it, so all that is said of a slip is about the slip."""
    assert check_documents([read_document(RIGHT, file="foraldrastod.yaml")], on=ON).findings == ()


@pytest.mark.parametrize("path", SLIPS, ids=lambda path: path.stem)
def test_slip_gives_what_one_would_hope(path: Path) -> None:
    """The finding stands where the slip is, says what to do in both languages, and is alone."""
    parts = _parts(path)
    findings = _checked(parts).findings
    assert "\n".join(str(finding) for finding in findings) == dict(parts)["en"]
    assert "\n".join(str(finding.in_swedish()) for finding in findings) == dict(parts)["sv"]
