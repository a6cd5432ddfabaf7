"""The page of the classification says what the classification is."""

from __future__ import annotations

from pathlib import Path

from kvacodes.proposals.diff import KINDS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "differences.md"


def test_page_holds_every_kind_with_its_impact_and_reason() -> None:
    """No kind is missing, none is told otherwise, and none is left over."""
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    assert rows == [
        f"| `{kind}` | {impact.heading.in_language('en')} | {why} |"
        for kind, (impact, why) in KINDS.items()
    ]
