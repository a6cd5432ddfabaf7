"""What a document becomes: every key of the format as an object of the model."""

# ruff: noqa: E501 - whole messages are compared, and broken where they read best

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from kvacodes.documents import Document, read_document
from kvacodes.findings import Severity
from kvacodes.model import (
    Anchor,
    AnchorKind,
    Basis,
    CodeSet,
    Condition,
    Episodes,
    Label,
    Match,
    Origin,
    Owner,
    Run,
    Sequence,
    Start,
    StartKind,
    Step,
    Strength,
    Window,
)
from kvacodes.periods import ALWAYS, Interval, MonthEnd, Span

Read = Callable[[str], Document]


def whole(document: Document) -> CodeSet:
    """Return the code set of a document that has no findings."""
    assert document.findings == ()
    assert document.code_set is not None
    return document.code_set


@pytest.fixture
def steps_of(after_head: Read) -> Callable[[str], tuple[Step, ...]]:
    """Return what gives the steps of a sequence."""

    def read(text: str) -> tuple[Step, ...]:
        sequence = whole(after_head(f"sequence:\n{text}")).sequence
        assert sequence is not None
        return sequence.steps

    return read


def step(number: int, limits: str = "") -> str:
    """Return a line with a step."""
    return f'    - {{number: {number}, codes: ["UX00{number}"]{limits and ", "}{limits}}}\n'


def test_the_head_and_what_surrounds_a_programme(wrong: Callable[[str], list[str]]) -> None:
    """All keys but the codes and the sequence."""
    text = """\
kvacodes: 1
id: a.b-c_1
title: {sv: Svensk, en: English}
description: Bara svenska
model: Modell
namespace: {shape: KKA, prefix: UX, region: R, owner: national, run: {from: "UXA01",
  to: "UXA09"}, basis: source}
target_group: Alla
review: {by: Enhet, on: 2020-02-29, next: 2021-02-28}
sources: [A, "B"]
decisions:
  - {id: b, body: B, decided_on: unknown, rests_on: [a], diary_number: unknown,
     paragraphs: unknown}
  - {id: a, body: A, decided_on: 2019-01-01, diary_number: RS 1, title: T, requested_by: Q,
     prepared_by: P, approved_on: 2018-12-31, issued_by: I, paragraphs: § 1,
     starts: {latest: 2019-06-01}, recipients: [X, Y], source: S, note: N}
partners: [{role: r, title: T, workplace: W, organisation: O}]
agreements: [{decision: a, parties: [P], count: 8, valid: {from: 2018-01-01, to: 2019-12-31},
  note: N}]
initiatives: [{title: I, funding: [F], note: N}]
purposes: [Nytta, {sv: Lugn, en: Calm}]
"""
    assert wrong(text) == []
    code_set = whole(read_document(text))
    assert code_set.id == "a.b-c_1"
    assert (code_set.title, code_set.description) == (
        Label("Svensk", "English"),
        Label("Bara svenska"),
    )
    assert (code_set.model, code_set.target_group) == ("Modell", Label("Alla"))
    assert code_set.namespace.run == Run("UXA01", "UXA09")
    assert (code_set.namespace.owner, code_set.namespace.basis) == (Owner.NATIONAL, Basis.SOURCE)
    assert code_set.review is not None
    assert (code_set.review.on, code_set.review.next) == (date(2020, 2, 29), date(2021, 2, 28))
    assert code_set.sources == ("A", "B")
    undated, decision = code_set.decisions
    assert (undated.decided_on, undated.diary_number, undated.paragraphs) == (None, None, "")
    assert undated.rests_on == ("a",)
    assert decision.starts == Start(StartKind.LATEST, date(2019, 6, 1))
    assert (decision.approved_on, decision.recipients) == (date(2018, 12, 31), ("X", "Y"))
    assert code_set.partners[0].organisation == "O"
    assert code_set.agreements[0].valid == Interval(date(2018, 1, 1), date(2020, 1, 1))
    assert (code_set.agreements[0].count, code_set.initiatives[0].funding) == (8, ("F",))
    assert code_set.purposes == (Label("Nytta"), Label("Lugn", "Calm"))
    assert (code_set.sequence, code_set.follow_up, bool(code_set.rules)) == (None, None, False)


def test_codes_take_their_start_from_the_decision_unless_they_say() -> None:
    """A list of periods comes in order; the last day is included; "" is not None."""
    code_set = whole(
        read_document("""\
kvacodes: 1
id: x
title: X
namespace: {shape: KMA}
codes:
  - {code: "UX001", text: A, decision: e, description: ""}
  - {code: "UX002", text: A, decision: d}
  - {code: "UX003", text: A, decision: e, valid: [{from: 2021-01-01}, {to: 2019-12-31}],
     ended_by: d, replaced_by: [UX001], beside: [UX002], note: N, basis: source, source: S}
  - code: "UX004"
    decision: e
    text: [{text: Ny, from: 2020-01-01, decision: d}, {text: Gammal}]
decisions:
  - {id: d, diary_number: RS 1, body: B, decided_on: 2018-01-01}
  - {id: e, diary_number: RS 1, body: B, decided_on: 2018-01-01, starts: {exact: 2018-02-01}}
""")
    )
    first, second, third, fourth = code_set.codes
    assert (first.description, second.description) == ("", None)
    assert first.validity == (Interval(date(2018, 2, 1)),)
    assert second.validity == (ALWAYS,)
    assert third.validity == (Interval(None, date(2020, 1, 1)), Interval(date(2021, 1, 1)))
    assert third.ended_by is code_set.decisions[0]
    assert (third.replaced_by, third.beside) == (("UX001",), ("UX002",))
    assert (third.note, third.basis, third.source) == ("N", Basis.SOURCE, "S")
    assert [text.text for text in fourth.texts] == ["Gammal", "Ny"]
    assert (fourth.text, fourth.text_on(date(2019, 12, 31))) == ("Ny", "Gammal")
    assert fourth.texts[1].decision is code_set.decisions[0]
    assert {code.code_set for code in code_set.codes} == {"x"}


def test_a_sequence_carries_what_judging_needs(after_head: Read) -> None:
    """Id, title, codes, run and hash come from the document around it."""
    code_set = whole(after_head(f"sequence:\n  steps:\n{step(1)}"))
    sequence = code_set.sequence
    assert sequence is not None
    assert (sequence.id, sequence.title) == ("x", Label("X"))
    assert sequence.codes == code_set.codes
    assert (sequence.run, sequence.content_hash) == (None, code_set.content_hash)
    assert sequence.anchor == Anchor()
    assert sequence.steps == (Step(number=1, codes=("UX001",)),)


def test_all_keys_of_a_sequence(after_head: Read) -> None:
    """Each becomes the field of its name."""
    sequence = whole(
        after_head("""\
sequence:
  title: T
  anchor: {step: 2}
  match: ordinal
  month_end: roll
  order: {basis: assumption, source: S}
  joint: {add_ons: [ZV509], basis: assumption, source: S}
  severities: {visit-skipped: error}
  steps:
    - number: 2
      codes: ["UX002", "UX003"]
      title: {sv: Två, en: Two}
      nominal_age: {years: 1, months: 2, weeks: 3, days: 4}
      nominal_source: S
      optional: true
      ordered: false
      before_start: true
      requires: {add_ons: [ZV025], staff: [socionom], basis: derived}
      valid: {from: 2019-01-01}
      basis: source
      note: N
    - {number: 1, codes: ["UX001"], requires: {staff: [x]}}
""")
    ).sequence
    assert sequence is not None
    assert (sequence.title, sequence.match, sequence.month_end) == (
        Label("T"),
        Match.ORDINAL,
        MonthEnd.ROLL,
    )
    assert sequence.anchor == Anchor(kind=AnchorKind.STEP, step=2)
    assert sequence.episodes == Episodes(start=(2,))
    assert (sequence.order.basis, sequence.order.source) == (Basis.ASSUMPTION, "S")
    assert sequence.joint is not None
    assert (sequence.joint.add_ons, sequence.joint.basis) == (("ZV509",), Basis.ASSUMPTION)
    assert sequence.severities == (("visit-skipped", Severity.ERROR),)
    assert [s.number for s in sequence.steps] == [1, 2]
    assert sequence.steps[1] == Step(
        number=2,
        codes=("UX002", "UX003"),
        title=Label("Två", "Two"),
        nominal_age=Span(14, 25),
        nominal_source="S",
        optional=True,
        ordered=False,
        before_start=True,
        add_ons=("ZV025",),
        staff=("socionom",),
        requirement_basis=Basis.DERIVED,
        valid=Interval(date(2019, 1, 1)),
        basis=Basis.SOURCE,
        note="N",
    )


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("birth", Anchor(kind=AnchorKind.BIRTH)),
        ("given", Anchor(kind=AnchorKind.GIVEN)),
        ("{date: 2020-01-01}", Anchor(kind=AnchorKind.DATE, date=date(2020, 1, 1))),
    ],
)
def test_anchors(anchor: str, expected: Anchor, after_head: Read) -> None:
    """Without a step as anchor a person has one episode."""
    sequence = whole(after_head(f"sequence:\n  anchor: {anchor}\n  steps:\n{step(1)}")).sequence
    assert isinstance(sequence, Sequence)
    assert (sequence.anchor, sequence.episodes) == (expected, Episodes())


def window(origin: Origin, **parts: object) -> Window:
    """Return a window with the origin."""
    return Window(origin=origin, **parts)  # type: ignore[arg-type]


REC, ABS = Strength.RECOMMENDED, Strength.ABSOLUTE


@pytest.mark.parametrize(
    ("limits", "windows"),
    [
        (
            "window: {from: {months: 0}, before: {months: 2}, basis: assumption}",
            [window(Origin.ANCHOR, start=Span(), before=Span(2), basis=Basis.ASSUMPTION)],
        ),
        (
            (
                "window: [{from: {weeks: 6}, strength: absolute, grace: {days: 4}, severity: warning,"
                " id: w, source: S}, {before: {years: 1}, when: 1, valid: {from: 2020-01-01}}]"
            ),
            [
                window(
                    Origin.ANCHOR,
                    start=Span(0, 42),
                    strength=ABS,
                    grace=Span(0, 4),
                    severity=Severity.WARNING,
                    id="w",
                    source="S",
                ),
                window(
                    Origin.ANCHOR,
                    before=Span(12),
                    when=(Condition(step=1),),
                    valid=Interval(date(2020, 1, 1)),
                ),
            ],
        ),
        (
            "after: {step: 1, within: {days: 28}, strength: absolute, unless: 1}",
            [
                window(
                    Origin.STEP,
                    step=1,
                    before=Span(0, 29),
                    strength=ABS,
                    unless=(Condition(step=1),),
                )
            ],
        ),
        (
            "after: {step: 1, from: {days: 1}, before: {days: 28}}",
            [window(Origin.STEP, step=1, start=Span(0, 1), before=Span(0, 28))],
        ),
        (
            "gap: {at_least: {weeks: 4}, at_most: {months: 2}}",
            [window(Origin.PREVIOUS, start=Span(0, 28), before=Span(2, 1))],
        ),
        (
            "gap: {at_least: {weeks: 4}, since: step}",
            [window(Origin.PREVIOUS, start=Span(0, 28))],
        ),
        (
            "gap: {absolute: {at_least: {weeks: 4}}, since: visit}",
            [window(Origin.VISIT, start=Span(0, 28), strength=ABS)],
        ),
        (
            (
                "window: {from: {days: 1}, when: [1, {step: 1, before: {years: 1}}],"
                " unless: {step: 1, from: {weeks: 1}, after: 1}}"
            ),
            [
                window(
                    Origin.ANCHOR,
                    start=Span(0, 1),
                    when=(Condition(step=1), Condition(step=1, before=Span(12))),
                    unless=(Condition(step=1, start=Span(0, 7), after=1),),
                )
            ],
        ),
        (
            (
                "window: {absolute: {from: {weeks: 6}, grace: {days: 4}}, basis: source, source: S,"
                " recommended: {from: {months: 2}, before: {months: 3}, basis: assumption}}"
            ),
            [
                window(
                    Origin.ANCHOR,
                    start=Span(0, 42),
                    grace=Span(0, 4),
                    strength=ABS,
                    basis=Basis.SOURCE,
                    source="S",
                ),
                window(
                    Origin.ANCHOR,
                    start=Span(2),
                    before=Span(3),
                    strength=REC,
                    basis=Basis.ASSUMPTION,
                    source="S",
                ),
            ],
        ),
        (
            (
                "after: {step: 1, recommended: {within: {days: 5}}}, gap: {absolute: {at_least:"
                " {days: 1}}}, window: {before: {days: 9}}"
            ),
            [
                window(Origin.ANCHOR, before=Span(0, 9)),
                window(Origin.STEP, step=1, before=Span(0, 6), strength=REC),
                window(Origin.PREVIOUS, start=Span(0, 1), strength=ABS),
            ],
        ),
    ],
)
def test_windows(
    limits: str, windows: list[Window], steps_of: Callable[[str], tuple[Step, ...]]
) -> None:
    """Last days that are included become first days that are not; both strengths may stand."""
    steps = steps_of(f"  steps:\n{step(1)}{step(2, limits)}")
    assert sorted(map(str, steps[1].windows)) == sorted(map(str, windows))


def test_the_gap_of_a_sequence_holds_for_all_steps_but_the_first(
    steps_of: Callable[[str], tuple[Step, ...]],
) -> None:
    """A step's own gap replaces it; steps outside the order have none."""
    steps = steps_of(
        "  gap: {at_least: {days: 7}}\n  steps:\n"
        + step(1)
        + step(2)
        + step(3, "gap: {at_least: {days: 9}}")
    )
    starts = [[w.start for w in s.windows] for s in steps]
    assert starts == [[], [Span(0, 7)], [Span(0, 9)]]
    loose = steps_of(
        "  gap: {at_least: {days: 7}}\n  steps:\n" + step(1, "ordered: false") + step(2) + step(3)
    )
    assert [len(s.windows) for s in loose] == [0, 0, 1]


def test_follow_up_and_parameters(after_head: Read) -> None:
    """Questions, occasions and dated values; numbers are exact, and quoted ones are text."""
    code_set = whole(
        after_head("""\
follow_up:
  decision: d
  data_source: VEGA
  questions:
    - {number: 1, id: listed, wording: {sv: Antal?, en: Number?}, kind: computed,
       indicators: [listed], allowed: [ja, nej], basis: assumption, note: N}
  occasions: [{id: o, title: O, months: [4, 8], basis: assumption, source: S}]
rules:
  parameters:
    - id: p
      title: P
      unit: kr
      values:
        - {value: 0.10, from: 2017-01-01, to: 2017-12-31, decision: d, approximate: true}
        - {value: "ja", from: 2018-01-01, source: S, basis: assumption, note: N}
""")
    )
    follow_up = code_set.follow_up
    assert follow_up is not None
    assert (follow_up.decision, follow_up.data_source) == ("d", "VEGA")
    assert follow_up.questions[0].wording == Label("Antal?", "Number?")
    assert follow_up.questions[0].allowed == ("ja", "nej")
    assert follow_up.occasions[0].months == (4, 8)
    first, second = code_set.rules.parameters[0].values
    assert (str(first.value), first.approximate, first.cited) == ("0.10", True, "RS 1")
    assert first.value == Decimal("0.1")
    assert (second.value, second.source) == ("ja", "S")


def test_what_could_be_read_becomes_objects_also_beside_errors() -> None:
    """So that checks of meaning can go on in the same run."""
    document = read_document("""\
kvacodes: 1
id: x
title: X
namespace: {shape: KMA}
decisions:
  - {id: d, body: B, decided_on: 2018-13-01}
  - {id: e, body: B, decided_on: 2018-01-01, approved_on: later}
codes:
  - {code: "UX001", text: A, decision: f, ended_by: g}
  - {code: "UX002", text: A}
  - {code: "UX003", text: [{txt: A}], decision: e}
""")
    assert {finding.rule for finding in document.findings} == {
        "date-unreadable",
        "unknown-decision",
        "missing-key",
        "unknown-key",
    }
    code_set = document.code_set
    assert code_set is not None
    assert [decision.id for decision in code_set.decisions] == ["e"]
    assert [(code.code, code.decision.id) for code in code_set.codes] == [
        ("UX001", "f"),
        ("UX003", "e"),
    ]
    assert (code_set.codes[0].ended_by, code_set.codes[1].text) == (None, "A")
