"""Corners of the rules that the examples do not reach: where each stays silent, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from proposals.examples import RIGHT, document, edited

from kvacodes.proposals.checking import check_documents
from kvacodes.proposals.national import Edition, NationalCode
from kvacodes.proposals.rule import Proposal

VALID = "    valid: {from: 2019-01-01}\n"
TEXT = "    text: Utökat hembesök nr 1 (BVC)\n"
DECISION = (
    "    starts: {latest: 2019-01-01}\n",
    (
        "    starts: {latest: 2019-01-01}\n"
        "  - {id: ny, diary_number: RS 2020-00900, body: STOK, decided_on: 2020-10-15, note: ny}\n"
    ),
)
ENDED = "    valid: {from: 2019-01-01, to: 2020-12-31}\n    ended_by: ny\n"
STEP = '      codes: ["UX274"]\n'


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


def test_add_on_may_end_with_what_needs_it() -> None:
    """A condition and a requirement are told where the code ends before them."""
    needs = edited(
        DECISION,
        (VALID, ENDED),
        ("    text: Utökat hembesök nr 2 (BVC)\n", '    text: Tillägg\n    beside: ["UX273"]\n'),
        (STEP, f'{STEP}      requires: {{add_ons: ["UX273"]}}\n'),
        ("    - number: 1\n", "    - number: 1\n      valid: {to: 2020-12-31}\n"),
    )  # fmt: skip
    assert _found(needs) == ["21 add-on-ended", "33 add-on-ended"]


def test_agreement_that_ends_with_its_codes_is_fine() -> None:
    """Also one without codes that end."""
    agreement = "agreements:\n  - {decision: stok-2018-00133, valid: {to: 2040-12-31}}\nrules:"
    assert _found(edited(("rules:", agreement))) == []


def test_window_bounded_by_version_does_not_outlive_its_codes() -> None:
    """A step whose windows all end with its codes has said that it ends."""
    text = edited(
        DECISION,
        (VALID, ENDED),
        ("before: {months: 2}, basis", "before: {months: 2}, valid: {to: 2020-12-31}, basis"),
    )
    assert _found(text) == []


def test_code_without_text_before_its_first() -> None:
    """A text that begins after its code, and one that ends before it, leave days without."""
    late = edited((TEXT, "    text:\n      - {text: A, from: 2019-02-01}\n"))
    assert _found(late) == ["15 periods-leave-hole"]
    early = edited((TEXT, "    text:\n      - {text: A, from: 2019-01-01, to: 2019-12-31}\n"))
    assert _found(early) == ["15 periods-leave-hole"]


def test_code_ends_by_an_old_decision_is_an_edit() -> None:
    """An end by a decision that the base has already is no new decision."""
    base = edited(DECISION)
    found = _found(edited(DECISION, (VALID, ENDED)), base=base)
    assert found == ["17 validity-edited", "26 step-outlives-codes"]


def test_old_periods_may_not_be_dropped() -> None:
    """A period of the base that is gone is an edit, whatever else is decided."""
    two = "    valid: [{from: 2019-01-01, to: 2019-06-30}, {from: 2020-01-01}]\n    note: vila\n"
    base = edited((VALID, two))
    moved = two.replace("2019-06-30", "2019-05-31")
    started = two.replace("{from: 2020-01-01}", "{from: 2020-02-01}")
    for change in (VALID + "    note: vila\n", moved, started):
        found = _found(edited(DECISION, (VALID, change)), base=base)
        assert [row for row in found if "validity-edited" in row], change


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


def test_number_of_a_gap_that_another_document_has() -> None:
    """A number in between that somebody else has was not lost."""
    jump = edited(("UX274", "UX275"), ('["UX274"]', '["UX275"]'))
    other = edited(
        ("id: hembesok", "id: annat"), ("UX273", "UX274"), ('["UX273"]', '["UX274"]'),
        ('code: "UX274"\n    text: Utökat hembesök nr 2', 'code: "UX276"\n    text: Annat två'),
        ('["UX274"]\n      nominal_age: {months: 2}', '["UX276"]\n      nominal_age: {months: 2}'),
        ("Utökat hembesök nr 1", "Annat ett"),
    )  # fmt: skip
    assert [row for row in _found(jump, other) if "gap" in row] == []
    assert "gap-in-run" in " ".join(_found(jump))


def test_replaced_by_itself_and_by_a_national_code() -> None:
    """A code does not replace itself; a national one may, and only an edition can tell."""
    itself = edited(DECISION, (VALID, f'{ENDED}    replaced_by: ["UX273"]\n'))
    assert "replacement-unknown" in " ".join(_found(itself))
    national = edited(DECISION, (VALID, f"{ENDED}    replaced_by: [ZV025]\n"))
    assert "replacement-unknown" not in " ".join(_found(national))
    edition = Edition([NationalCode(code="ZV026", text="x")], name="2026")
    assert "code-not-in-national" in " ".join(_found(national, national=edition))


def test_step_of_a_code_that_another_document_has() -> None:
    """The hint says where the code is."""
    other = edited(("id: hembesok", "id: annat"), ("UX273", "UX283"), ('["UX273"]', '["UX283"]'),
                   ("UX274", "UX284"), ('["UX274"]', '["UX284"]'))  # fmt: skip
    text = edited(('codes: ["UX274"]', 'codes: ["UX274", "UX284", "ZZ999"]'))
    documents = [document(text), document(other, file="annat.yaml")]
    found = check_documents(documents, select=["step-code-unknown"]).findings
    assert [finding.hint for finding in found] == [
        "the code is in annat.yaml:17",
        "add the code under codes",
    ]


def test_two_national_documents_may_share_a_code() -> None:
    """National codes are described, not decided on, so two documents may tell of one."""
    one = edited(("region: Västra Götalandsregionen", "owner: national"))
    two = one.replace("id: hembesok", "id: annat")
    assert "code-in-two-documents" not in " ".join(_found(one, two))
    regional = RIGHT.replace("id: hembesok", "id: annat")
    assert "code-in-two-documents" in " ".join(_found(one, regional))


def test_national_decision_needs_a_source() -> None:
    """A national document without diary number names where the decision can be read."""
    text = edited(("region: Västra Götalandsregionen", "owner: national"),
                  ("    diary_number: RS 2018-00133\n", ""))  # fmt: skip
    assert "7 diary-number-missing" in _found(text)
    with_source = text.replace("    body: STOK\n", "    body: STOK\n    source: KVÅ 2018\n")
    assert "7 diary-number-missing" not in _found(with_source)


def test_text_that_is_an_assumption_may_differ_from_the_edition() -> None:
    """Only what claims to be the authority's text is compared with it."""
    edition = Edition(
        [NationalCode(code="UX273", text="Annat (i)"), NationalCode(code="UX274", text="x")],
        name="2026",
    )
    text = edited(("region: Västra Götalandsregionen", "owner: national"))
    assert " ".join(_found(text, national=edition)).count("text-differs-from-national") == 2
    assumed = text.replace(TEXT, f"{TEXT}    basis: assumption\n")
    assert " ".join(_found(assumed, national=edition)).count("text-differs-from-national") == 1


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
