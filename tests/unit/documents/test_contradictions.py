"""Sequences that contradict themselves are found by the loader, with positions."""

# ruff: noqa: E501 - whole messages are compared, and broken where they read best

from __future__ import annotations

from collections.abc import Callable

import pytest

from kvacodes.documents import chains, read

Found = Callable[[str], list[str]]


def sequence(*steps: str, head: str = "") -> str:
    """Return a sequence whose steps have the codes UX001, UX002, …, from line 13 on."""
    lines = "".join(
        f'    - {{number: {n}, codes: ["UX00{n}"]{step and ", "}{step}}}\n'
        for n, step in enumerate(steps, start=1)
    )
    return f"sequence:\n{head}  steps:\n{lines}"


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (
            "window: {from: {months: 3}, before: {months: 3}}",
            "the earliest, 3 months, is not before 3 months",
        ),
        (
            "window: {from: {days: 62}, before: {months: 2}}",
            "the earliest, 62 days, is not before 2 months",
        ),
        (
            "gap: {at_least: {weeks: 5}, at_most: {weeks: 4}}",
            "the earliest, 5 weeks, is after the latest, 4 weeks",
        ),
        (
            "after: {step: 1, from: {years: 1}, within: {months: 11}}",
            "the earliest, 1 year, is after the latest, 11 months",
        ),
    ],
)
def test_a_window_without_a_day_in_it(limits: str, why: str, found: Found) -> None:
    """It is said in the terms in which the limits are written."""
    (line,) = found(sequence("", limits))
    assert line.split(": ", 2)[1:] == [
        "error",
        f"step 2: {why} [window-unreachable]; change one of the limits",
    ]


@pytest.mark.parametrize(
    "limits",
    [
        "window: {from: {days: 61}, before: {months: 2}}",
        "window: {from: {months: 1}, before: {months: 1, days: 1}}",
        "gap: {at_least: {days: 28}, at_most: {days: 28}}",
        "gap: {at_least: {days: 0}}",
        "after: {step: 1, within: {days: 0}}",
    ],
)
def test_a_window_that_holds_some_day_is_none(limits: str, found: Found) -> None:
    """Two months are up to 62 days, so 61 may be before their end; one day is enough."""
    assert found(sequence("", limits)) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(
            sequence(
                "window: {from: {months: 3}}", "window: {from: {days: 0}, before: {months: 2}}"
            ),
            [
                (
                    "x.yaml:14:45: error: step 2: the steps before it make it come after 3 months at"
                    " the earliest, but its window closes before 2 months [window-unreachable];"
                    " change one of the limits"
                )
            ],
            id="wholly before an earlier step",
        ),
        pytest.param(
            sequence(
                "window: {from: {weeks: 6}}",
                "window: {before: {months: 5}}",
                head="  gap: {at_least: {months: 4}}\n",
            ),
            [
                (
                    "x.yaml:15:45: error: step 2: the steps before it make it come after 4 months"
                    " 42 days at the earliest, but its window closes before 5 months"
                    " [window-unreachable]; change one of the limits"
                )
            ],
            id="gap that the window has no room for",
        ),
        pytest.param(
            sequence(
                "",
                "after: {step: 1, from: {days: 20}}",
                "after: [{step: 2, from: {days: 10}}, {step: 1, within: {days: 28}}]",
                head="  anchor: {step: 1}\n",
            ),
            [
                (
                    "x.yaml:16:74: error: step 3: the steps before it make it come after 30 days at"
                    " the earliest, but its window closes after 28 days [window-unreachable];"
                    " change one of the limits"
                )
            ],
            id="earliest times that add up beyond the whole",
        ),
        pytest.param(
            sequence(
                "after: {step: 2, from: {days: 3}}",
                "window: {from: {days: 1}, before: {months: 3}}",
            ),
            [
                (
                    "x.yaml:13:44: error: step 1 is counted from step 2, which comes later in the"
                    " order [counted-from-later-step]; count from an earlier step, renumber, or"
                    " write ordered: false on one of them"
                )
            ],
            id="each after the other",
        ),
        pytest.param(
            sequence(
                "",
                "window: {from: {days: 9}}",
                "window: {before: {days: 9}}",
                head="  anchor: {step: 1}\n",
            ),
            [
                "x.yaml:16:45: error: step 3: the steps before it make it come after 9 days at the earliest, but its window closes before 9 days [window-unreachable]; change one of the limits"
            ],
            id="counted from the step that is the anchor",
        ),
        pytest.param(
            sequence("", "after: {step: 2, within: {days: 3}}"),
            [
                (
                    "x.yaml:14:44: error: step 2 is counted from itself [window-on-itself];"
                    " count from another step"
                )
            ],
            id="from itself",
        ),
        pytest.param(
            sequence(
                "",
                "",
                "after: {step: 2, within: {days: 3}}",
                head="  anchor: {step: 1}\n  episodes: {start: [1], end: [2]}\n",
            ),
            [
                (
                    "x.yaml:17:44: error: step 3 is counted from step 2, which ends the episode"
                    " [step-after-end]; count from an earlier step, or take 2 out of episodes.end"
                )
            ],
            id="after the end",
        ),
        pytest.param(
            sequence("", head="  episodes: {start: [1], end: [1, 4]}\n  anchor: {step: 1}\n"),
            [
                (
                    "x.yaml:12:32: error: step 1 is both in start and in end [start-ends-episode];"
                    " keep it in one of the two"
                ),
                (
                    "x.yaml:12:35: error: sequence.episodes.end[1]: there is no step 4; there are 1"
                    " [unknown-step]"
                ),
            ],
            id="start that ends",
        ),
        pytest.param(
            sequence(
                "window: {from: {days: 1}, when: 7, unless: 7}",
                "after: {step: 8, from: {days: 1}, unless: 9}",
                head="  anchor: {step: 5}\n",
            ),
            [
                (
                    "x.yaml:12:18: error: sequence.anchor.step: there is no step 5; there are 1, 2"
                    " [unknown-step]"
                ),
                (
                    "x.yaml:14:45: error: sequence.steps[0].window: step 7 must be both present and"
                    " absent, so the limit never holds [contradicting-conditions]; keep when or unless"
                ),
                (
                    "x.yaml:14:69: error: sequence.steps[0].window.when: there is no step 7; there are"
                    " 1, 2 [unknown-step]"
                ),
                (
                    "x.yaml:14:80: error: sequence.steps[0].window.unless: there is no step 7; there"
                    " are 1, 2 [unknown-step]"
                ),
                (
                    "x.yaml:15:51: error: sequence.steps[1].after.step: there is no step 8; there are"
                    " 1, 2 [unknown-step]"
                ),
                (
                    "x.yaml:15:79: error: sequence.steps[1].after.unless: there is no step 9; there are"
                    " 1, 2 [unknown-step]"
                ),
            ],
            id="steps that do not exist",
        ),
        pytest.param(
            "sequence:\n  steps:\n"
            '    - {number: 2, codes: ["UX001"]}\n    - {number: 1, codes: ["UX002", "UX001"]}\n'
            '    - {number: 2, codes: ["UX003"]}\n',
            [
                (
                    "x.yaml:13:27: error: the code UX001 already belongs to step 1"
                    " [code-in-two-steps]; let the code belong to one step, or write match: ordinal"
                ),
                (
                    "x.yaml:15:16: error: step 2 is already on line 13 [duplicate-step];"
                    " give the step a number of its own"
                ),
            ],
            id="numbers and codes used twice",
        ),
        pytest.param(
            sequence(
                "window: {absolute: {from: {months: 2}, before: {months: 6}},"
                " recommended: {from: {weeks: 6}, before: {months: 4}}, basis: source}",
                "window: {absolute: {before: {months: 6}}, recommended: {before: {years: 1}}}",
                "gap: {absolute: {at_least: {days: 1}, at_most: {days: 9}},"
                " recommended: {at_least: {days: 2}, at_most: {days: 10}}}",
            ),
            [
                (
                    "x.yaml:13:111: error: step 1: recommended from 6 weeks before 4 months goes beyond"
                    " absolute from 2 months before 6 months [recommended-outside-absolute]; keep what"
                    " is recommended within what is absolute"
                ),
                (
                    "x.yaml:14:92: error: step 2: recommended before 1 year goes beyond absolute before"
                    " 6 months [recommended-outside-absolute]; keep what is recommended within what is"
                    " absolute"
                ),
                (
                    "x.yaml:15:109: error: step 3: recommended from 2 days through 10 days goes beyond"
                    " absolute from 1 day through 9 days [recommended-outside-absolute]; keep what is"
                    " recommended within what is absolute"
                ),
            ],
            id="recommended beyond absolute",
        ),
        pytest.param(
            sequence(
                "",
                "after: {step: 1, within: {days: 30}}",
                "after: {step: 1, within: {days: 28}}",
                head="  anchor: {step: 1}\n",
            ),
            [
                (
                    "x.yaml:15:44: error: step 2 within 30 days of step 1, but step 3 within 28 days"
                    " [inner-limit-exceeds-outer]; change one of the limits"
                )
            ],
            id="a step on the way later than the end",
        ),
        pytest.param(
            sequence(
                "",
                "after: {step: 1, within: {days: 20}}",
                "after: [{step: 2, within: {days: 9}}, {step: 1, within: {days: 28}}]",
                head="  anchor: {step: 1}\n",
            ),
            [
                (
                    "x.yaml:16:75: warning: the limits by way of steps 1 – 2 – 3 add up to 29 days,"
                    " the whole way has 28 days [inner-limits-exceed-outer]; one who keeps the inner"
                    " limits may still break the outer one"
                )
            ],
            id="inner limits that add up to more",
        ),
    ],
)
def test_contradictions(text: str, lines: list[str], found: Found) -> None:
    """Each is said once, at the place where it is written."""
    assert found(text) == lines


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            sequence(
                "",
                "after: {step: 1, within: {days: 20}}",
                "after: [{step: 2, within: {days: 8}}, {step: 1, within: {days: 28}}]",
                head="  anchor: {step: 1}\n",
            ),
            id="inner limits that add up to the whole",
        ),
        pytest.param(
            sequence(
                "",
                "optional: true, after: {step: 1, within: {days: 30}}",
                "after: {step: 1, within: {days: 28}}",
            ),
            id="an optional step need not come before",
        ),
        pytest.param(
            sequence(
                "",
                "after: {step: 1, within: {days: 30}, valid: {to: 2019-12-31}}",
                "after: {step: 1, within: {days: 28}, valid: {from: 2020-01-01}}",
            ),
            id="limits of different versions",
        ),
        pytest.param(
            sequence(
                "window: {from: {months: 3}, when: 2}",
                "window: {before: {months: 2}}",
            ),
            id="a condition that need not hold",
        ),
        pytest.param(
            sequence(
                "ordered: false, window: {from: {months: 3}}",
                "window: {before: {months: 2}}",
            ),
            id="a step without a place in the order",
        ),
        pytest.param(
            sequence(
                "window: {recommended: {from: {months: 3}}}",
                "window: {absolute: {before: {months: 4}, grace: {days: 4}},"
                " recommended: {before: {months: 4}}}",
            ),
            id="in time",
        ),
        pytest.param(
            "sequence:\n  match: ordinal\n  steps:\n"
            '    - {number: 1, codes: ["UX001"]}\n    - {number: 2, codes: ["UX001"]}\n',
            id="steps filled in order share a code",
        ),
    ],
)
def test_what_can_be_met_is_no_contradiction(text: str, found: Found) -> None:
    """Limits are compared only with those that hold in the same episodes."""
    assert found(text) == []


def test_a_gap_of_the_whole_sequence_is_reported_once(found: Found) -> None:
    """It is one place, however many steps it holds for."""
    assert found(sequence("", "", "", head="  gap: {at_least: {days: 1}, when: 9}\n")) == [
        (
            "x.yaml:12:36: error: sequence.gap.when: there is no step 9; there are 1, 2, 3"
            " [unknown-step]"
        )
    ]


def test_very_long_sequences_are_not_followed_through(
    found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chains are left out where they would cost too much; the rest is still checked."""
    text = sequence("window: {from: {months: 3}}", "window: {before: {months: 2}}")
    monkeypatch.setattr(chains, "MOST_STEPS", 1)
    assert found(text) == []


def test_nothing_is_said_of_a_sequence_that_was_not_read_to_its_end(found: Found) -> None:
    """The step that is missing may have come later."""
    lines = found(sequence("after: {step: 2, within: {days: 1}}") + "    - {number: @\n")
    assert [line.split("[")[1].split("]")[0] for line in lines] == ["yaml-syntax"]


ORDINAL = "  match: ordinal\n"


@pytest.mark.parametrize(
    ("head", "step", "expected"),
    [
        (
            "",
            "when: {step: 1, from: {months: 3}, before: {months: 3}}",
            (
                "14:43: error: step 2: the earliest, 3 months, is not before 3 months"
                " [condition-unreachable]; change one of the limits"
            ),
        ),
        (
            "",
            "window: {from: {days: 1}, unless: [1, {step: 9, from: {days: 1}, after: 8}]}",
            (
                "14:82: error: sequence.steps[1].window.unless[1].step: there is no step 9; there are"
                " 1, 2, 3 [unknown-step]"
            ),
        ),
        (
            "",
            "unless: {step: 1, after: 7}",
            (
                "14:62: error: sequence.steps[1].unless.after: there is no step 7; there are 1, 2, 3"
                " [unknown-step]"
            ),
        ),
        (
            "",
            "when: [1, {step: 1, before: {days: 1}, after: 2}], unless: 3",
            (
                "14:47: error: sequence.steps[1].when[1]: the condition of step 2 depends on whether"
                " step 2 is there [condition-on-itself]; name another step, or leave the condition out"
            ),
        ),
        (
            "",
            "when: {step: 1, before: {days: 9}}, unless: 1",
            (
                "14:7: error: sequence.steps[1]: step 1 must be both present and absent, so the"
                " condition never holds [contradicting-conditions]; keep when or unless"
            ),
        ),
        (
            ORDINAL,
            "when: 3",
            (
                "15:43: error: step 2 depends on step 3, which is filled later"
                " [condition-on-later-step]; let the step depend on one with a lower number"
            ),
        ),
        (
            "",
            "window: {before: {days: 9}, strength: absolute, refuses: true}",
            (
                "14:94: error: step 2: refuses does not hold where the code says the step"
                " [refusal-without-effect]; write match: ordinal on the sequence"
            ),
        ),
        (
            ORDINAL,
            "gap: {recommended: {at_most: {days: 9}, refuses: true}, refuses: false}",
            (
                "15:86: error: step 2: refuses does not hold for a recommended limit"
                " [refusal-without-effect]; write strength: absolute"
            ),
        ),
    ],
)
def test_conditions_and_refusals(head: str, step: str, expected: str, found: Found) -> None:
    """Conditions that are never so, and refusals that refuse nothing."""
    lines = found(sequence("", step, "", head=head))
    assert lines[0] == f"x.yaml:{expected}"
    assert len(lines) == 1 + ("after: 8" in step)


def test_what_is_written_once_is_reported_once(found: Found) -> None:
    """A condition beside both strengths, and a refusal of the whole sequence's gap."""
    both = "window: {absolute: {from: {days: 1}}, recommended: {from: {days: 2}}, when: 9}"
    lines = found(sequence("", both))
    assert [line.split("[")[-1].split("]")[0] for line in lines] == ["unknown-step"]


def test_gaps_since_the_visit_before_are_gaps(found: Found) -> None:
    """They keep a step from coming before its time, as gaps since a step do."""
    lines = found(
        sequence(
            "window: {from: {days: 30}}",
            "gap: {at_least: {days: 30}, since: visit}, window: {before: {days: 60}}",
        )
    )
    assert lines == [
        (
            "x.yaml:14:88: error: step 2: the steps before it make it come after 60 days at the"
            " earliest, but its window closes before 60 days [window-unreachable]; change one of the"
            " limits"
        )
    ]


BEYOND = """
kvacodes: 1
id: beyond
title: Beyond
namespace: {shape: KMA, prefix: DT, owner: national}
decisions:
  - {id: d, body: Test, decided_on: 2000-01-01, source: made up}
codes:
  - {code: "DT001", text: one, decision: d, valid: {from: 2000-01-01}}
  - {code: "DT002", text: two, decision: d, valid: {from: 2000-01-01}}
sequence:
"""


@pytest.mark.parametrize(
    ("sequence", "found"),
    [
        (
            """
  anchor: {step: 1}
  episodes: {start: [1], end: [2]}
  steps:
    - {number: 1, codes: ["DT001"]}
    - {number: 2, codes: ["DT002"]}
    - {number: 3, codes: ["DT003"]}
""",
            "step-beyond-end",
        ),
        (
            """
  episodes: {start: [1]}
  steps:
    - {number: 1, codes: ["DT001"]}
""",
            "episodes-without-start",
        ),
        (
            """
  steps:
    - {number: 1, codes: ["DT001"], before_start: true}
""",
            "before-start-without-start",
        ),
        (
            """
  steps:
    - {number: 1, codes: ["DT001"], window: {before: {days: 3}, unless: 1}}
""",
            "condition-on-itself",
        ),
        (
            """
  anchor: {step: 1}
  match: ordinal
  episodes: {start: [1], end: [2]}
  steps:
    - {number: 1, codes: ["DT001"]}
    - {number: 2, codes: ["DT001"]}
""",
            "end-shares-code",
        ),
    ],
)
def test_what_no_event_can_reach_or_tell_is_found(sequence: str, found: str) -> None:
    """Each at a line of the sequence."""
    _, findings = read(text=BEYOND + sequence)
    own = [f for f in findings if f.rule == found]
    assert len(own) == 1
    assert own[0].place.line > 12


GAPS = "gap: [{at_least: {weeks: 8}%s}, {at_most: {weeks: 4}%s}]"
ON_A_DAY = "  anchor: {date: 2020-02-29}\n"
EARLY, LATE = "valid: {to: 2019-12-31}", "valid: {from: 2020-01-01}"


def _rules(lines: list[str]) -> list[str]:
    return [line.split("[")[-1].split("]")[0] for line in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            sequence("", GAPS % ("", "")),
            (
                "14:67: error: step 2: the earliest, 8 weeks, is after the latest, 4 weeks"
                " [window-unreachable]; change one of the limits"
            ),
            id="two gaps",
        ),
        pytest.param(
            sequence("", "", "", head="  " + GAPS % ("", ", when: 1") + "\n"),
            (
                "12:33: error: step 2: the earliest, 8 weeks, is after the latest, 4 weeks"
                " [window-unreachable]; change one of the limits"
            ),
            id="two gaps of the whole sequence, one of them always",
        ),
        pytest.param(
            sequence("", GAPS % (", since: visit", "")),
            (
                "14:81: error: step 2: the earliest, 8 weeks, is after the latest, 4 weeks"
                " [window-unreachable]; change one of the limits"
            ),
            id="the step before is never later than the visit before",
        ),
        pytest.param(
            sequence("after: {step: 2, from: {days: 3}}", "after: {step: 1, from: {days: 3}}"),
            (
                "13:44: error: step 1 is counted from step 2, which comes later in the order"
                " [counted-from-later-step]; count from an earlier step, renumber, or write"
                " ordered: false on one of them"
            ),
            id="each counted from the other",
        ),
        pytest.param(
            sequence("window: {before: {days: 9}}", "", head="  anchor: {step: 1}\n"),
            (
                "14:45: error: step 1 is counted from itself [window-on-itself]; count from"
                " another step"
            ),
            id="the start counted from the start",
        ),
        pytest.param(
            sequence("", EARLY, head=ON_A_DAY),
            (
                "15:44: error: step 2: sequence.steps[1].valid is … – 2019-12-31, but every"
                " episode starts on 2020-02-29 (anchor) [never-valid]; change the days or the"
                " anchor, or leave out what never holds"
            ),
            id="a step of no episode",
        ),
        pytest.param(
            sequence("", "", "", head=f"{ON_A_DAY}  gap: {{at_least: {{days: 1}}, {EARLY}}}\n"),
            (
                "13:37: error: step 2: sequence.gap.valid is … – 2019-12-31, but every"
                " episode starts on 2020-02-29 (anchor) [never-valid]; change the days or the"
                " anchor, or leave out what never holds"
            ),
            id="a limit of no episode",
        ),
        pytest.param(
            sequence(EARLY, f"when: 1, {LATE}"),
            (
                "14:43: error: sequence.steps[1].when: step 2 holds 2020-01-01 – … and step 1"
                " … – 2019-12-31, so they never meet [steps-never-together]; name the step that"
                " holds then, or change valid"
            ),
            id="a condition on a step of another version",
        ),
        pytest.param(
            sequence(EARLY, "", f"unless: {{step: 2, from: {{days: 1}}, after: 1}}, {LATE}"),
            (
                "15:79: error: sequence.steps[2].unless.after: step 3 holds 2020-01-01 – … and"
                " step 1 … – 2019-12-31, so they never meet [steps-never-together]; name the step"
                " that holds then, or change valid"
            ),
            id="a condition counted from a step of another version",
        ),
        pytest.param(
            sequence(EARLY, f"after: {{step: 1, within: {{days: 3}}, {LATE}}}"),
            (
                "14:51: error: sequence.steps[1].after.step: step 2 holds 2020-01-01 – … and step 1"
                " … – 2019-12-31, so they never meet [steps-never-together]; name the step that"
                " holds then, or change valid"
            ),
            id="a limit from a step of another version",
        ),
        pytest.param(
            sequence("gap: {at_least: {days: 3}}"),
            (
                "13:42: error: step 1: gap has no effect, no step comes before it"
                " [gap-without-effect]; leave out gap"
            ),
            id="a gap before the first step",
        ),
        pytest.param(
            sequence("", "ordered: false, gap: {at_least: {days: 3}, since: visit}"),
            (
                "14:58: error: step 2: gap has no effect, the step takes no part in the order"
                " [gap-without-effect]; leave out gap"
            ),
            id="a gap beside the order",
        ),
    ],
)
def test_what_never_holds_whatever_the_visits(text: str, expected: str, found: Found) -> None:
    """Once, at the place to change."""
    assert found(text) == [f"x.yaml:{expected}"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            sequence("", "", GAPS % (", when: 1", ", unless: 1")), id="gaps of other episodes"
        ),
        pytest.param(sequence("", GAPS % (f", {EARLY}", f", {LATE}")), id="gaps of other versions"),
        pytest.param(
            sequence("", "gap: [{at_least: {weeks: 4}}, {at_most: {weeks: 8}}]"),
            id="gaps that leave days",
        ),
        pytest.param(
            sequence("", GAPS % ("", ", since: visit")),
            id="a refused visit may come between",
        ),
        pytest.param(
            sequence("ordered: false, after: {step: 2, from: {days: 3}}", ""),
            id="counted from a later number, beside the order",
        ),
        pytest.param(
            sequence("", "window: {before: {days: 9}}", head="  anchor: {step: 1}\n"),
            id="counted from the start",
        ),
        pytest.param(
            sequence("", f"when: 1, {LATE}", head=ON_A_DAY), id="valid on the day of the anchor"
        ),
        pytest.param(
            sequence("valid: {to: 2020-01-01}", f"when: 1, {LATE}"), id="one day in common"
        ),
        pytest.param(
            sequence(EARLY, "", LATE, head="  gap: {at_least: {days: 1}, when: 3}\n"),
            id="a condition that some of the steps can meet",
        ),
        pytest.param(
            sequence("gap: {at_least: {days: 3}, since: visit}", ""),
            id="a visit that the first step refused comes before it",
        ),
    ],
)
def test_what_holds_in_some_episode(text: str, found: Found) -> None:
    """Nothing is said of what can be met, or matter."""
    assert not {
        "window-unreachable",
        "counted-from-later-step",
        "window-on-itself",
        "never-valid",
        "steps-never-together",
        "gap-without-effect",
    }.intersection(_rules(found(text)))


def test_a_version_beside_both_strengths_is_reported_once(found: Found) -> None:
    """It is written once."""
    both = (
        f"window: {{absolute: {{from: {{days: 1}}}}, recommended: {{from: {{days: 2}}}}, {EARLY}}}"
    )
    assert _rules(found(sequence("", both, head=ON_A_DAY))) == ["never-valid"]
