"""The reference page on funding leaves nothing out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kvacodes.documents.rules import RULES
from kvacodes.funding.kinds import FUNDING_FINDINGS
from kvacodes.funding.listing import LISTING_REASONS
from kvacodes.funding.payments import COMPENSATION_REASONS
from kvacodes.funding.reconciliation import DISCREPANCIES
from kvacodes.funding.tables_listing import LISTING
from kvacodes.funding.tables_payments import PAYMENTS


@pytest.mark.parametrize(
    "names",
    [
        tuple(FUNDING_FINDINGS),
        tuple(DISCREPANCIES),
        LISTING_REASONS,
        COMPENSATION_REASONS,
        tuple(RULES.fields),
        tuple(column.name for column in (*LISTING, *PAYMENTS)),
    ],
    ids=("findings", "discrepancies", "persons", "contacts", "keys", "columns"),
)
def test_every_name_is_on_the_page(repository: Path, names: tuple[str, ...]) -> None:
    """Each finding, reason, kind, key and column is told."""
    page = (repository / "docs" / "reference" / "funding.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in page] == []
