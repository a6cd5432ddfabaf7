"""Corners of the rules that the examples do not reach: where each stays silent, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from proposals.examples import ENDED, NEW, RIGHT, VALID, document, edited

from kvacodes.proposals.checking import check_documents
from kvacodes.proposals.national import Edition, NationalCode
from kvacodes.proposals.rule import Proposal


def _found(*texts: str, base: str = "", national: Edition | None = None) -> list[str]:
    documents = [document(text, file=f"d{n}.yaml") for n, text in enumerate(texts)]
    result = check_documents(
        documents,
        base=[document(base)] if base else None,
        national=national,
        on=date(2022, 1, 1),
        ignore=["file-named-otherwise"],
    )
    return [f"{f.place.line} {f.rule}" for f in result.findings]


def test_code_ends_by_an_old_decision_is_an_edit() -> None:
    """An end by a decision that the base has already is no new decision."""
    base = edited(NEW)
    found = _found(edited(NEW, (VALID, ENDED)), base=base)
    assert found == ["17 validity-edited", "26 step-outlives-codes"]


def test_sequence_removed_without_decision() -> None:
    """A sequence with decided windows that is gone is told step by step."""
    base = RIGHT.replace("basis: assumption}\n", "basis: decision}\n")
    sequence = RIGHT[RIGHT.index("sequence:") : RIGHT.index("follow_up:")]
    found = _found(edited((sequence, "")), base=base)
    assert [row for row in found if "sequence-edited" in row] == ["1 sequence-edited"] * 2


def test_unreadable_document_is_not_taken_for_a_removed_one() -> None:
    """While a document cannot be read, nothing is said of what is gone."""
    assert _found("kvacodes: 1\n", base=RIGHT) == ["1 missing-key"] * 3
    assert [row for row in _found("a: [", base=RIGHT) if "removed" in row] == []


def test_collision_of_a_code_in_force_is_a_warning() -> None:
    """What changed upstream does not break old work."""
    edition = Edition([NationalCode(code="UX273", text="x"), NationalCode(code="UX274", text="y")])
    for base, severities in (("", ["error", "error"]), (RIGHT, ["warning", "warning"])):
        result = check_documents(
            [document()],
            base=[document(base)] if base else None,
            national=edition,
            select=["code-collides-with-national"],
        )
        assert [finding.severity for finding in result.findings] == severities


def test_what_is_made_once_is_kept(tmp_path: Path) -> None:
    """An index is made once for all documents of a proposal."""
    del tmp_path
    proposal = Proposal(documents=(document(),))
    calls: list[Proposal] = []

    def make(of: Proposal) -> int:
        calls.append(of)
        return len(calls)

    assert (proposal.once(make), proposal.once(make)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "valid", "expected"),
    [
        ("2026", "{from: 2019-01-01}", 2),
        ("2026", "{from: 2019-01-01, to: 2025-12-31}", 1),
        ("2018", "{from: 2019-01-01}", 0),
        ("the newest", "{from: 2019-01-01, to: 2025-12-31}", 1),
    ],
)
def test_national_code_is_expected_in_the_editions_of_its_years(
    name: str, valid: str, expected: int
) -> None:
    """A code that ended before the edition, or came after it, is rightly not in it."""
    edition = Edition([NationalCode(code="ZV025", text="x")], name=name)
    text = edited(
        ("region: Västra Götalandsregionen", "owner: national"),
        ("    valid: {from: 2019-01-01}\n", f"    valid: {valid}\n"),
    )
    assert " ".join(_found(text, national=edition)).count("code-not-in-national") == expected
