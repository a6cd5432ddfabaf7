"""Free codes: after the last one taken, and never one that anybody has or had."""

from __future__ import annotations

import pytest
from proposals.examples import code_set, edited

from kvacodes.errors import UsageError
from kvacodes.proposals.national import Edition, NationalCode
from kvacodes.proposals.numbering import next_free


def test_run_follows_the_last_code() -> None:
    """Codes in force are taken, and the lists searched are named."""
    free = next_free("UX", count=3, code_sets=[code_set()])
    assert free.codes == ("UX275", "UX276", "UX277")
    assert free.searched == ("hembesok",)


def test_ended_codes_and_runs_stay_taken() -> None:
    """What was decided once is never free again, nor a number inside another's run."""
    ended = code_set(
        edited(
            ("region: Väs", 'run: {from: "UX273", to: "UX279"}, region: Väs'),
            ("    valid: {from: 2019-01-01}", "    valid: {from: 2019-01-01, to: 2019-12-31}"),
        )
    )
    assert next_free("UX", code_sets=[ended]).codes == ("UX280",)


def test_open_proposals_and_the_national_edition_are_searched() -> None:
    """A reserved or a national code breaks the run."""
    open_ = code_set(
        edited(("UX274", "UX275"), ('["UX274"]', '["UX275"]'), ("id: hembesok", "id: besok"))
    )
    national = Edition([NationalCode(code="UX277", text="x")], name="2026")
    free = next_free("UX", count=2, code_sets=[code_set()], reserved=[open_], national=national)
    assert free.codes == ("UX278", "UX279")
    assert free.searched == ("hembesok", "besok (proposed)", "national edition 2026")
    assert [name.in_language("sv") for name in free.searched] == [
        "hembesok", "besok (föreslagen)", "nationell utgåva 2026",
    ]  # fmt: skip


def test_prefix_decides_the_shape() -> None:
    """Three letters give the surgical shape; digits narrow the run; 000 is a heading."""
    assert next_free("ABC", count=2).codes == ("ABC00", "ABC01")
    assert next_free("UX9").codes == ("UX900",)
    assert next_free("QZ").codes == ("QZ001",)
    assert next_free("UX", start="UX499").codes == ("UX500",)


@pytest.mark.parametrize(
    ("prefix", "count", "message"),
    [
        ("U", 1, "U 1: expected two or three letters, and at least one code"),
        ("UX", 0, "UX 0: expected two or three letters, and at least one code"),
        ("ABC", 101, "no run of 101 free codes under ABC"),
    ],
)
def test_what_cannot_be_is_usage(prefix: str, count: int, message: str) -> None:
    """A wrong prefix or count is said so."""
    with pytest.raises(UsageError) as raised:
        next_free(prefix, count=count)
    assert str(raised.value) == message
