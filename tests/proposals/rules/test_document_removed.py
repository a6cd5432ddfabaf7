"""Rule ``document-removed``: a document of the base that is gone."""

from __future__ import annotations

from proposals.examples import RIGHT, findings, sagt, said

RULE = "document-removed"


def test_the_base_is_the_place() -> None:
    """The document itself has none any more."""
    found = findings(RULE, RIGHT.replace("id: hembesok", "id: annat"), base=RIGHT)
    assert said(found) == [
        "base.yaml the document hembesok was removed; put it back, and give its codes a last day",
    ]
    assert sagt(found) == [
        "base.yaml dokumentet hembesok är borttaget; återställ det, och ge koderna en sista dag",
    ]


def test_told_once_for_all_documents() -> None:
    """At the first document checked."""
    assert said(
        findings(
            RULE,
            RIGHT.replace("id: hembesok", "id: annat"),
            RIGHT.replace("id: hembesok", "id: tredje"),
            base=RIGHT,
        )
    ) == [
        "base.yaml the document hembesok was removed; put it back, and give its codes a last day",
    ]


def test_one_that_cannot_be_read_may_be_it() -> None:
    """Nothing is said while that is open."""
    assert findings(RULE, "a: [", base=RIGHT) == ()
