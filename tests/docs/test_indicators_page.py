"""The reference page on indicators leaves nothing out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kvacodes import indicators
from kvacodes.indicators.answers_reading import RULES
from kvacodes.indicators.reported import REPORTED_REASONS
from kvacodes.model.follow_up import INDICATORS
from kvacodes.results import CONTACT_REASONS, PERSON_REASONS


@pytest.mark.parametrize(
    "names",
    [
        CONTACT_REASONS,
        PERSON_REASONS,
        REPORTED_REASONS,
        INDICATORS,
        tuple(f"reported-{rule}" for rule in RULES),
    ],
    ids=("contacts", "persons", "reported", "functions", "findings"),
)
def test_every_name_is_on_the_page(repository: Path, names: tuple[str, ...]) -> None:
    """Each function, reason and finding is told."""
    page = (repository / "docs" / "reference" / "indicators.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in page] == []


def test_every_function_that_documents_may_name_exists() -> None:
    """A question can be answered by what is there."""
    assert set(INDICATORS) <= set(indicators.__all__)
