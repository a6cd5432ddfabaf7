"""Windows, steps and labels: what is derived from what a document says."""

from __future__ import annotations

import pytest

from kvacodes.findings import Severity
from kvacodes.model import Basis, Label, Origin, Step, Strength, Window
from kvacodes.model.sequence import VISIT_FINDINGS
from kvacodes.sequences.kinds import FINDINGS

E, W, INFORMATION = Severity.ERROR, Severity.WARNING, Severity.INFORMATION
ABS, REC = Strength.ABSOLUTE, Strength.RECOMMENDED


@pytest.mark.parametrize(
    ("strength", "basis", "own", "severity"),
    [
        (ABS, Basis.DECISION, None, E),
        (REC, Basis.DECISION, None, W),
        (ABS, Basis.ASSUMPTION, None, W),
        (REC, Basis.SOURCE, E, E),
        (ABS, Basis.ASSUMPTION, E, W),
        (ABS, Basis.SOURCE, INFORMATION, INFORMATION),
        (REC, Basis.ASSUMPTION, INFORMATION, INFORMATION),
    ],
)
def test_the_severity_of_a_breach(
    strength: Strength, basis: Basis, own: Severity | None, severity: Severity
) -> None:
    """By strength, unless the document says; for an assumption at most a warning."""
    window = Window(strength=strength, basis=basis, severity=own)
    assert window.effective_severity is severity


def test_the_windows_of_a_step_by_origin() -> None:
    """Those from the anchor, and the first of them."""
    anchor = Window(id="a")
    step = Step(number=1, codes=("A",), windows=(Window(origin=Origin.PREVIOUS), anchor))
    assert step.anchor_windows == (anchor,)
    assert step.window is anchor
    assert Step(number=1, codes=("A",)).window is None


def test_labels_fall_back_to_swedish() -> None:
    """English where there is some."""
    assert Label("sv", "en").in_language("en") == "en"
    assert Label("sv").in_language("en") == "sv"
    assert Label("sv", "en").in_language("sv") == "sv"
    assert (str(Label("sv", "en")), bool(Label("sv")), bool(Label(""))) == ("sv", True, False)


def test_a_document_may_weigh_every_finding_there_is() -> None:
    """The names in the format are those of the engine."""
    assert set(VISIT_FINDINGS) == set(FINDINGS)
