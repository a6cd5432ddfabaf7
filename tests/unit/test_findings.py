"""Findings and places: their order and how they are said."""

from __future__ import annotations

import pytest

from kvacodes.findings import Finding, Place, Severity


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a.yaml"), "a.yaml"),
        (Place("a.yaml", 3), "a.yaml:3:1"),
        (Place("a.yaml", 3, 7, "codes[0]"), "a.yaml:3:7"),
    ],
)
def test_places_are_said_as_editors_follow_them(place: Place, text: str) -> None:
    """Line and column where there are any."""
    assert str(place) == text


def test_severities_compare_by_weight() -> None:
    """The lighter of two."""
    assert [s.weight for s in (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)] == [3, 2, 1]
    assert Severity.ERROR.at_most(Severity.WARNING) is Severity.WARNING
    assert Severity.INFORMATION.at_most(Severity.WARNING) is Severity.INFORMATION


def finding(line: int = 1, rule: str = "a", **parts: str) -> Finding:
    """Return a finding."""
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        message=parts.pop("message", "m"),
        place=Place("x", line),
        **parts,  # type: ignore[arg-type]
    )


def test_findings_sort_by_place_rule_and_message() -> None:
    """So that the same documents always give the same output."""
    ordered = [finding(1, "b"), finding(2, "a", message="k"), finding(2, "a"), finding(2, "b")]
    shuffled = [ordered[n] for n in (3, 1, 0, 2)]
    assert sorted(shuffled) == ordered


def test_a_finding_is_said_in_a_line() -> None:
    """Place, severity, message, rule, and the hint where there is one."""
    assert str(finding()) == "x:1:1: error: m [a]"
    assert str(finding(hint="do this")) == "x:1:1: error: m [a]; do this"


def test_a_finding_speaks_swedish_where_it_can() -> None:
    """Otherwise it stays as it is."""
    both = finding(hint="do this", message_sv="s", hint_sv="gör så")
    assert str(both.in_swedish()) == "x:1:1: error: s [a]; gör så"
    assert finding().in_swedish() == finding()
