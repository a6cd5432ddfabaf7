"""Cases made for a sequence, and which outcomes of its rules some cases reach."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

import kvacodes
from kvacodes import sequences
from kvacodes.model import Sequence

CATALOGUE = kvacodes.load()
HEAD = """
kvacodes: 1
id: made
title: Made
namespace: {shape: KMA, prefix: DT, owner: national}
decisions:
  - {id: d, body: Test, decided_on: 2000-01-01, source: made up}
codes:
  - {code: "DT001", text: one, decision: d, valid: {from: 2000-01-01}}
  - {code: "DT002", text: two, decision: d, valid: {from: 2000-01-01, to: 2030-12-31}}
  - {code: "DT003", text: three, decision: d, valid: {from: 2000-01-01}}
sequence:
"""
SEQUENCES = {
    # Two strengths, grace, gaps and one code for all steps.
    "ordinal": """
  match: ordinal
  steps:
    - number: 1
      codes: ["DT001"]
      window:
        absolute: {from: {weeks: 6}, before: {weeks: 15}, grace: {days: 4}}
        recommended: {from: {months: 2}, before: {months: 3}}
    - number: 2
      codes: ["DT001"]
      window: {from: {months: 4}, before: {months: 5}}
      gap: {at_least: {weeks: 4}, strength: absolute, grace: {days: 4}}
""",
    # An optional step with its own limit, what it requires, and a limit on a condition.
    "optional": """
  steps:
    - {number: 1, codes: ["DT001"], window: {before: {months: 2}}, requires: {add_ons: [ZV025]}}
    - number: 2
      codes: ["DT002"]
      optional: true
      after: {step: 1, within: {days: 10}}
      requires: {staff: [nurse]}
    - number: 3
      codes: ["DT003"]
      after:
        - {step: 1, within: {days: 28}, when: 2}
        - {step: 1, within: {days: 60}, unless: 2, grace: {days: 2}}
""",
    # Limits by version, and two ways to end an episode.
    "versions": """
  anchor: {step: 1}
  episodes: {start: [1], end: [2, 3]}
  steps:
    - {number: 1, codes: ["DT001"]}
    - number: 2
      codes: ["DT002"]
      optional: true
      after:
        - {step: 1, within: {days: 28}, valid: {to: 2019-12-31}}
        - {step: 1, within: {days: 35}, valid: {from: 2020-01-01}}
    - {number: 3, codes: ["DT003"], optional: true, ordered: false}
""",
    # A day given for each person.
    "given": """
  anchor: given
  joint: {add_ons: [ZV509]}
  steps:
    - {number: 1, codes: ["DT001"], window: {from: {days: 1}, before: {days: 10}}}
    - {number: 2, codes: ["DT003"]}
""",
    # An optional step that is there only where a required one was left out.
    "instead": """
  steps:
    - {number: 1, codes: ["DT001"]}
    - {number: 2, codes: ["DT002"]}
    - {number: 3, codes: ["DT003"], unless: 2, optional: true}
""",
    # Either of two steps.
    "alternatives": """
  steps:
    - {number: 1, codes: ["DT001"]}
    - {number: 2, codes: ["DT002"], unless: 3}
    - {number: 3, codes: ["DT003"], unless: 2}
""",
    # A step for those alone whose first one broke its window.
    "catching-up": """
  steps:
    - {number: 1, codes: ["DT001"], window: {from: {months: 1}, before: {months: 2}}}
    - {number: 2, codes: ["DT002"], when: {step: 1, from: {months: 6}}}
""",
    # A window by age of a step beside the order.
    "beside": """
  steps:
    - {number: 1, codes: ["DT001"]}
    - number: 2
      codes: ["DT002"]
      optional: true
      ordered: false
      window: {from: {weeks: 11}, before: {weeks: 14}}
""",
    # A window by age of a step that depends on an optional one.
    "after-optional": """
  steps:
    - {number: 1, codes: ["DT001"]}
    - {number: 2, codes: ["DT002"], optional: true}
    - {number: 3, codes: ["DT003"], when: 2, window: {from: {months: 2}, before: {months: 3}}}
""",
    # Absolute gaps of which one holds always, for those who came sooner than recommended.
    "sooner": """
  match: ordinal
  steps:
    - {number: 1, codes: ["DT001"], window: {from: {years: 1}, strength: absolute}}
    - number: 2
      codes: ["DT001"]
      gap: [{at_least: {days: 7}, strength: absolute}, {at_least: {months: 1}}]
    - number: 3
      codes: ["DT001"]
      gap:
        - {at_least: {days: 14}, strength: absolute, when: {step: 2, after: 1, before: {weeks: 3}}}
        - at_least: {months: 5}
          strength: absolute
          unless: {step: 2, after: 1, before: {weeks: 3}}
""",
}


def _loaded(name: str) -> Sequence:
    if name in SEQUENCES:
        sequence = kvacodes.load(text=HEAD + SEQUENCES[name]).code_set("made").sequence
    else:
        sequence = CATALOGUE.code_set(name).sequence
    assert sequence is not None
    return sequence


ALL = [*SEQUENCES, "utokat-hembesok-bvc", "svf-brost"]


@pytest.mark.parametrize("name", ALL)
def test_the_made_cases_reach_every_outcome(name: str) -> None:
    """Both strengths of a limit, its grace, its condition and version, and what is not known."""
    sequence = _loaded(name)
    rows = sequences.coverage(sequence, sequences.examples(sequence), lang="en")
    assert [r for r in rows if not r.cases] == []


@pytest.mark.parametrize("name", ALL)
def test_no_case_reaches_an_outcome_that_coverage_does_not_list(name: str) -> None:
    """The list of outcomes is whole: what the rules can do, it names."""
    sequence = _loaded(name)
    cases = sequences.examples(sequence)
    listed = {(r.rule, r.step, r.window, r.verdict) for r in sequences.coverage(sequence, cases)}
    reached = {tried.outcome for case in cases for tried in case.evaluated(sequence).trace}
    assert reached - listed == set()


@pytest.mark.parametrize("name", ALL)
def test_a_case_gives_what_it_promises(name: str) -> None:
    """Checking it gives its findings; conforming cases come first and have none."""
    sequence = _loaded(name)
    made = sequences.examples(sequence)
    kinds = [case.finding is None for case in made]
    assert kinds == sorted(kinds, reverse=True)
    assert made[0].finding is None
    for case in made:
        found = [(f.finding, f.step) for f in case.evaluated(sequence).findings]
        assert [finding for finding, _ in found] == list(case.findings)
        assert found == [] if case.finding is None else (case.finding, case.step) in found


def test_an_optional_step_is_done_in_some_conforming_cases() -> None:
    """With its required staff, and within its own limit."""
    sequence = _loaded("optional")
    good = [case for case in sequences.examples(sequence) if case.finding is None]
    codes = [{visit.code for visit in case.visits} for case in good]
    assert {"DT001", "DT003"} in codes
    assert {"DT001", "DT002", "DT003"} in codes


def test_each_version_has_a_conforming_case() -> None:
    """One episode starts while the old limit holds, and one while the new one does."""
    good = [c for c in sequences.examples(_loaded("versions")) if c.finding is None]
    starts = {case.visits[0].date for case in good if case.visits}
    assert any(day is not None and day <= dt.date(2019, 12, 31) for day in starts)
    assert any(day is not None and day >= dt.date(2020, 1, 1) for day in starts)


def test_strengths_and_grace_are_outcomes_of_their_own() -> None:
    """A case within the grace of the absolute limit breaks the recommended one alone."""
    sequence = _loaded("ordinal")
    case = sequences.examples(sequence)[0]
    day = dt.date(2020, 4, 8)  # six weeks less three days from 29 February
    early = evolve(
        case,
        birth_date=dt.date(2020, 2, 29),
        visits=(sequences.Visit(contact_id="c", date=day, code="DT001"),),
        as_of=day,
    )
    rows = [
        (str(r.strength), str(r.verdict), r.limit)
        for r in sequences.coverage(sequence, [early], lang="en")
        if r.rule == "visit-too-early" and r.step == 1 and r.cases
    ]
    absolute = "from 6 weeks, before 15 weeks (absolute limit) with 4 days of grace"
    assert rows == [
        ("absolute", "within-grace", absolute),
        ("recommended", "broken", "from 2 months, before 3 months"),
    ]


def test_without_cases_nothing_is_reached() -> None:
    """Every outcome is listed all the same, its limit in the language asked for."""
    rows = sequences.coverage(_loaded("ordinal"), [])
    assert {row.cases for row in rows} == {0}
    assert "från 4 månader, före 5 månader" in {row.limit for row in rows}


def test_what_nothing_can_conform_to_is_shown_with_its_findings() -> None:
    """Its codes have all ended before its version begins: nobody does it, or out of force."""
    sequence = (
        kvacodes.load(
            text=HEAD
            + """
  steps:
    - {number: 1, codes: ["DT002"], window: {from: {years: 60}}}
"""
        )
        .code_set("made")
        .sequence
    )
    assert sequence is not None
    made = sequences.examples(sequence)
    assert [case.visits for case in made if case.finding is None] == [()]
    assert "code-not-in-force" in {case.finding for case in made}


def test_what_cannot_happen_is_no_outcome() -> None:
    """Nobody comes on one day after an absolute gap, nor skips what another did instead."""
    for name, rule, steps in (
        ("sooner", "same-day-visits", {2, 3}),
        ("alternatives", "visit-skipped", {2, 3}),
    ):
        rows = sequences.coverage(_loaded(name), [])
        verdicts = {(r.step, str(r.verdict)) for r in rows if r.rule == rule}
        assert verdicts & {(step, "broken") for step in steps} == set()
        assert {step for step, _ in verdicts} >= steps
