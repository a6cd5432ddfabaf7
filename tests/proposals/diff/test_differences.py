"""Differences in meaning: each kind is recognised, classified and written."""

# ruff: noqa: E501 - a table reads best with one case a line

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from attrs import evolve
from proposals.examples import RIGHT, code_set, edited

from kvacodes.documents import load
from kvacodes.model import Label, Lang
from kvacodes.proposals.diff import (
    KINDS,
    Impact,
    differences,
    effects_of,
    write_changelog,
    write_human,
    write_json,
    write_markdown,
)

CODE_2 = RIGHT[RIGHT.index('  - code: "UX274"') : RIGHT.index("sequence:")]
CODE_3 = CODE_2.replace("UX274", "UX275").replace("nr 2", "nr 3")
STEP_2 = RIGHT[RIGHT.index("    - number: 2") : RIGHT.index("follow_up:")]
SEQUENCE = RIGHT[RIGHT.index("sequence:") : RIGHT.index("follow_up:")]
FOLLOW_UP = RIGHT[RIGHT.index("follow_up:") : RIGHT.index("rules:")]
QUESTION = FOLLOW_UP[FOLLOW_UP.index("    - {number: 1") :]
DECISION = (
    "    starts: {latest: 2019-01-01}\n",
    (
        "    starts: {latest: 2019-01-01}\n"
        "  - {id: ny, diary_number: RS 2020-00900, body: STOK, decided_on: 2020-10-15}\n"
    ),
)
TEXT = "    text: Utökat hembesök nr 1 (BVC)\n"
TWO_TEXTS = (
    "    text:\n"
    "      - {text: Utökat hembesök nr 1 (BVC), from: 2019-01-01}\n"
    "      - {text: Hembesök ett, from: 2021-01-01, decision: stok-2018-00133}\n"
)
VALID = "    valid: {from: 2019-01-01}\n"
PARAMETER = RIGHT[RIGHT.index("    - id: ersattning") :]
TITLE = "title: {sv: Hembesök, en: Home visits}"

CASES: dict[str, tuple[str, tuple[tuple[str, str], ...], str]] = {
    "title-changed": ("other words", ((TITLE, "title: {sv: Besök}"),), "the title Hembesök is now Besök"),
    "namespace-changed": ("another prefix", (("prefix: UX", "prefix: U"),), "the namespace changed: prefix: UX → U"),
    "code-added": ("one more", (("sequence:", f"{CODE_3}sequence:"),), "UX275 'Utökat hembesök nr 3 (BVC)' is added, 2019-01-01 – … (RS 2018-00133)"),
    "code-removed": ("one less", ((CODE_2, ""), (STEP_2, "")), "UX274 'Utökat hembesök nr 2 (BVC)' is removed"),
    "code-ended": ("an end", ((VALID, "    valid: {from: 2019-01-01, to: 2020-12-31}\n"),), "UX273: was in force 2019-01-01 – …, is 2019-01-01 – 2020-12-31"),
    "validity-widened": ("an earlier start", ((VALID, "    valid: {from: 2018-11-30}\n"),), "UX273: was in force 2019-01-01 – …, is 2018-11-30 – …"),
    "validity-narrowed": ("a later start", ((VALID, "    valid: {from: 2019-02-01}\n"),), "UX273: was in force 2019-01-01 – …, is 2019-02-01 – …"),
    "text-added": ("a later text", ((TEXT, TWO_TEXTS),), "UX273: is 'Hembesök ett' from 2021-01-01"),
    "text-changed": ("other words", ((TEXT, "    text: Hembesök ett\n"),), "UX273: the text 'Utökat hembesök nr 1 (BVC)' is now 'Hembesök ett'"),
    "description-changed": ("a description", ((TEXT, f"{TEXT}    description: I hemmet\n"),), "UX273: description was –, is I hemmet"),
    "condition-changed": ("beside another", ((TEXT, f"{TEXT}    beside: [ZV025]\n"),), "UX273: beside was –, is ZV025"),
    "decision-added": ("a decision", (DECISION,), "RS 2020-00900 (ny): is added"),
    "decision-changed": ("another day", (("decided_on: 2018-11-30", "decided_on: 2018-12-01"),), "RS 2018-00133 (stok-2018-00133): decided_on: 2018-11-30 → 2018-12-01"),
    "sequence-removed": ("no sequence", ((SEQUENCE, ""),), "the sequence is removed"),
    "sequence-changed": ("rolling months", (("sequence:\n", "sequence:\n  month_end: roll\n"),), "month_end changed"),
    "joint-changed": ("joint visits", (("sequence:\n", "sequence:\n  joint: {add_ons: [ZV509]}\n"),), "a joint visit shows by ZV509, was –"),
    "severity-changed": ("another weight", (("sequence:\n", "sequence:\n  severities: {visit-skipped: error}\n"),), "severities changed"),
    "step-added": ("a step", ((STEP_2, f"{STEP_2}    - {{number: 3, codes: [ZV025]}}\n"),), "step 3 (ZV025) is added"),
    "step-removed": ("a step less", ((STEP_2, ""),), "step 2 is removed"),
    "step-codes-added": ("an alternative", (('codes: ["UX274"]', 'codes: ["UX274", "UX275"]'),), "step 2: is reached by UX275 too"),
    "step-codes-removed": ("another code", (('codes: ["UX274"]', 'codes: ["UX275"]'),), "step 2: is no longer reached by UX274"),
    "step-changed": ("optional", (('codes: ["UX274"]', 'codes: ["UX274"]\n      optional: true'),), "step 2: optional – → True"),
    "nominal-age-changed": ("another age", (("nominal_age: {months: 2}", "nominal_age: {months: 3}"),), "step 2: nominal age 2 months → 3 months"),
    "window-widened": ("wider", (("before: {months: 4}", "before: {months: 5}"),), "step 2: window widened: from 2 months, before 4 months [assumption] → from 2 months, before 5 months [assumption]"),
    "window-narrowed": ("narrower", (("before: {months: 4}", "before: {months: 3}"),), "step 2: window narrowed: from 2 months, before 4 months [assumption] → from 2 months, before 3 months [assumption]"),
    "window-changed": ("moved", (("from: {months: 2}, before: {months: 4}", "from: {months: 1}, before: {months: 3}"),), "step 2: window changed: from 2 months, before 4 months [assumption] → from 1 month, before 3 months [assumption]"),
    "window-added": ("a second", (('codes: ["UX274"]', 'codes: ["UX274"]\n      after: {step: 1, within: {days: 90}}'),), "step 2: new window within 90 days after step 1"),
    "question-added": ("a question", ((QUESTION, f"{QUESTION}    - {{number: 2, id: grupp, wording: Arbetsgrupp?, kind: reported}}\n"),), "question grupp: is added"),
    "question-removed": ("no question", ((FOLLOW_UP, ""),), "question listade: is removed"),
    "question-changed": ("another function", (("indicators: [listed]", "indicators: [visits]"),), "question listade: indicators: listed → visits"),
    "parameter-removed": ("no parameter", ((PARAMETER, ""), ("rules:\n  parameters:\n", "")), "parameter ersattning: is removed"),
    "value-added": ("a later value", (("decision: stok-2018-00133}\n", "decision: stok-2018-00133}\n        - {value: 600, from: 2020-01-01, decision: stok-2018-00133}\n"),), "parameter ersattning: gets 600 kr 2020-01-01 – …"),
    "value-changed": ("another sum", (("value: 500", "value: 550"),), "parameter ersattning: 500 → 550 kr 2019-01-01 – 2019-12-31"),
    "basis-changed": ("a decision behind it", (("before: {months: 4}, basis: assumption}", "before: {months: 4}}"),), "step 2: the window rests on a decision, was an assumption"),
    "step-renumbered": ("a number", (("number: 2", "number: 4"),), "step 4: was step 2"),
    "other-changed": ("reviewed", (("on: 2019-01-15", "on: 2019-02-15"),), "review changed"),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_kind_is_recognised_and_said(kind: str) -> None:
    """One change gives one difference, with the words that say it."""
    _, changes, expected = CASES[kind]
    found = differences([code_set()], [code_set_of(edited(*changes))])
    mine = [d for d in found if d.kind == kind]
    assert [d.message.in_language("en") for d in mine] == [expected]
    assert mine[0].message.sv
    others = {d.kind for d in found} - {kind}
    assert others <= {"step-codes-added", "step-removed", "code-removed"}


def said(rows: Iterable[Label], lang: Lang = "en") -> list[str]:
    """Return what is touched in a language."""
    return [row.in_language(lang) for row in rows]


def code_set_of(text: str):  # noqa: ANN201 - a code set, whatever its findings
    """Return the text as a code set also where a reference leads nowhere."""
    from proposals.examples import document

    made = document(text).code_set
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("code-reopened", ", to: 2019-12-31}", None),
        ("validity-changed", "{from: 2019-01-01, to: 2019-12-31}", "{from: 2020-01-01}"),
    ],
)
def test_validity_from_an_ended_code(kind: str, old: str, new: str | None) -> None:
    """A code that comes back is told from one whose days moved."""
    ended = edited((VALID, "    valid: {from: 2019-01-01, to: 2019-12-31}\n"))
    back = "    valid: [{from: 2019-01-01, to: 2019-12-31}, {from: 2021-01-01}]\n"
    after = ended.replace(old, new) if new else edited((VALID, back))
    (found,) = differences([code_set(ended)], [code_set(after)])
    assert found.kind == kind


@pytest.mark.parametrize(
    ("limits", "changed", "expected"),
    [
        (
            "gap: {at_least: {days: 28}}",
            "gap: {at_least: {days: 28}, since: visit}",
            "window changed: from 28 days after the step before → from 28 days after the visit before, even one that does not count",
        ),
        (
            "window: {before: {weeks: 15}, strength: absolute}",
            "window: {before: {weeks: 15}, strength: absolute, refuses: true}",
            "window changed: before 15 weeks (absolute limit) → before 15 weeks (absolute limit) (what lies beyond does not count)",
        ),
        (
            "window: {from: {days: 3}, when: 1}",
            "window: {from: {days: 4}, when: 1}",
            "window narrowed: from 3 days if step 1 → from 4 days if step 1",
        ),
        (
            "unless: 1",
            "unless: [{step: 1, before: {years: 4}}, {step: 1, from: {days: 1}, after: 1}]",
            "unless step 1 → step 1 was done before 4 years after birth or step 1 was done from 1 day after step 1",
        ),
        ("optional: false", "when: 1", "when – → step 1"),
        (
            "window: {from: {days: 3}, when: 1}",
            "window: {from: {days: 3}}",
            "window changed: from 3 days if step 1 → from 3 days",
        ),
        (
            "window: [{from: {days: 3}, when: 1}, {before: {days: 9}, unless: 1}]",
            "window: [{before: {days: 9}, unless: 1}, {from: {days: 4}, when: 1}]",
            "window narrowed: from 3 days if step 1 → from 4 days if step 1",
        ),
    ],
)
def test_conditions_and_refusals_are_told(limits: str, changed: str, expected: str) -> None:
    """What a limit is counted from, when it holds, and whether it refuses."""
    old, new = (
        code_set_of(
            edited(("window: {from: {months: 2}, before: {months: 4}, basis: assumption}", words))
        )
        for words in (limits, changed)
    )
    (found,) = differences([old], [new])
    assert found.message.en == f"step 2: {expected}"
    assert found.message.sv


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [((), (RIGHT,), "set-added"), ((RIGHT,), (), "set-removed")],
)
def test_whole_documents(before: tuple[str, ...], after: tuple[str, ...], kind: str) -> None:
    """A document that came or went is one difference."""
    (found,) = differences(map(code_set, before), map(code_set, after))
    assert found.kind == kind


@pytest.mark.parametrize("kind", CASES)
def test_the_other_way_round_is_something_too(kind: str) -> None:
    """No change is invisible when it is undone."""
    changed = code_set_of(edited(*CASES[kind][1]))
    assert differences([changed], [code_set()])


def test_same_documents_do_not_differ() -> None:
    """Order of keys and comments have no meaning."""
    moved = edited(('  - code: "UX273"\n    text: Utökat hembesök nr 1 (BVC)\n',
                    '  # one\n  - text: Utökat hembesök nr 1 (BVC)\n    code: "UX273"\n'))  # fmt: skip
    assert differences([code_set()], [code_set(moved)]) == ()
    assert write_human(()) == "Nothing changed in meaning."
    assert write_markdown((), lang="sv") == "Inget är ändrat i sak."
    assert write_changelog(()) == ""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("old/hembesok.yaml", "new/hembesok.yaml", ()),
        ("origin/main:codesets/hembesok.yaml", "codesets/hembesok.yaml", ()),
        ("main:hembesok.yaml", "hembesok.yaml", ()),
        ("origin/main:codesets/besok.yaml", "codesets\\hembesok.yaml", (
            "the file besok.yaml is now hembesok.yaml",
        )),
        ("", "hembesok.yaml", ()),
        ("hembesok.yaml", "<text>", ()),
    ],
)  # fmt: skip
def test_a_file_called_otherwise_is_a_difference(
    before: str, after: str, told: tuple[str, ...]
) -> None:
    """Folders and revisions have no meaning, names have; what was read as text has none."""
    found = differences(*([evolve(code_set(), file=file)] for file in (before, after)))
    assert tuple(d.message.en for d in found) == told
    assert {d.kind for d in found} <= {"file-renamed"}


def test_every_kind_is_classified_with_a_reason() -> None:
    """The classification is written: each kind has an impact and says why."""
    assert all(why for _, why in KINDS.values())
    assert {impact for impact, _ in KINDS.values()} == set(Impact)


def test_report_names_what_is_touched_and_tries_a_population() -> None:
    """A wider window touches its indicators, and fewer children are late."""
    old = code_set(edited(("nominal_age: {months: 2}", "nominal_age: {months: 3}")))
    new = code_set(
        edited(
            ("nominal_age: {months: 2}", "nominal_age: {months: 3}"),
            ("before: {months: 4}", "before: {months: 6}"),
            ("Utökat hembesök nr 2 (BVC)", "Hembesök två"),
        )
    )
    other = code_set(edited(("id: hembesok", "id: annat")))
    effects = effects_of(differences([old], [new]), [old, other], [new, other], persons=200)
    assert said(effects.sequences) == ["hembesok: step 2 (UX274)", "annat: step 2 (UX274)"]
    assert said(effects.sequences, "sv")[0] == "hembesok: steg 2 (UX274)"
    assert said(effects.indicators) == ["hembesok: conformance_rate"]
    assert said(effects.overlaps)[0] == "UX273: annat, hembesok"
    (shift,) = effects.population
    assert (shift.code_set, shift.finding) == ("hembesok", "visit-too-late")
    assert shift.before > shift.after
    again = effects_of(differences([old], [new]), [old], [new], persons=200)
    assert again.population == effects.population
    written = json.loads(write_json(differences([old], [new]), effects, lang="sv"))
    assert written["touched"]["sequences"][0] == "hembesok: steg 2 (UX274)"
    assert written["population"] == {
        "persons": 200,
        "findings": [
            {
                "code_set": "hembesok",
                "finding": "visit-too-late",
                "before": shift.before,
                "after": shift.after,
            }
        ],
    }


def test_forms_of_one_difference() -> None:
    """Terminal, pull request, program and changelog say the same."""
    found = differences([code_set()], [code_set(edited((CODE_2, ""), (STEP_2, "")))])
    assert write_human(found) == (
        "Breaks importers:\n"
        "  hembesok: UX274 'Utökat hembesök nr 2 (BVC)' is removed [code-removed]\n"
        "  hembesok: step 2 is removed [step-removed]"
    )
    assert write_markdown(found, lang="sv") == (
        "**Sammantaget: Bryter för den som importerar**\n"
        "\n"
        "### Bryter för den som importerar\n"
        "\n"
        "- `hembesok`: UX274 'Utökat hembesök nr 2 (BVC)' är borttagen\n"
        "- `hembesok`: steg 2 är borttaget"
    )
    data = json.loads(write_json(found))
    assert data["impact"] == "breaks-importers"
    assert data["differences"][0] == {
        "kind": "code-removed",
        "impact": "breaks-importers",
        "code_set": "hembesok",
        "subject": "UX274",
        "message": "UX274 'Utökat hembesök nr 2 (BVC)' is removed",
        "why": "code(…) fails, and old visits lose their meaning",
    }
    assert write_changelog(found) == (
        "### Code sets\n"
        "\n"
        "- **Breaking.** `hembesok`: UX274 'Utökat hembesök nr 2 (BVC)' is removed; "
        "step 2 is removed."
    )


def test_words_of_a_document_are_no_markup() -> None:
    """What stands in a text is shown in a pull request, not obeyed."""
    found = differences(
        [code_set()], [code_set(edited((TEXT, '    text: "<img src=x> [a](b) `c`"\n')))]
    )
    assert "\\<img src=x\\> \\[a\\](b) \\`c\\`" in write_markdown(found)


def _paid(text: str) -> str:
    payment = (
        "  payments:\n"
        "    - {id: besok, amount: ersattning, codes: [UX273], decision: stok-2018-00133,"
        " valid: {from: 2019-01-01, to: 2019-12-31}}\n"
    )
    return text + payment


def test_report_names_payments_by_code_and_by_parameter() -> None:
    """A payment is touched by its code, by its parameter, and by itself."""
    old = code_set(_paid(RIGHT))
    new = code_set(_paid(edited(("value: 500", "value: 550"), (TEXT, "    text: Hembesök ett\n"))))
    effects = effects_of(differences([old], [new]), [old], [new], persons=1)
    assert said(effects.payments) == ["hembesok: besok (UX273, ersattning)"]
    gone = differences([old], [code_set()])
    assert [(d.kind, d.subject) for d in gone] == [("rule-removed", "besok")]


def test_sequence_not_counted_from_birth_is_left_out_and_told() -> None:
    """What cannot be tried is said, not skipped."""
    given = edited(("sequence:\n", "sequence:\n  anchor: given\n"))
    old, new = code_set(given), code_set(given.replace("months: 4", "months: 5"))
    effects = effects_of(differences([old], [new]), [old], [new])
    assert effects.population == ()
    assert said(effects.left_out) == ["hembesok: counted from a day given for each person"]
    text = write_human(differences([old], [new]), effects)
    assert text.endswith(
        "Not tried on a population:\n  hembesok: counted from a day given for each person"
    )


def test_value_that_got_an_end_and_decision_of_a_code() -> None:
    """An open value that is ended, and a code that rests on another decision."""
    open_ = edited((", to: 2019-12-31, decision", ", decision"))
    (found,) = differences([code_set(open_)], [code_set()])
    assert (found.kind, found.message.in_language("en")) == (
        "value-ended",
        "parameter ersattning: 500 kr: 2019-01-01 – … → 2019-01-01 – 2019-12-31",
    )
    other = CODE_2.replace("decision: stok-2018-00133", "decision: ny")
    changed = code_set(edited(DECISION, (CODE_2, other)))
    (found,) = differences([code_set(edited(DECISION))], [changed])
    assert found.message.in_language("en") == "UX274: rests on ny, was stok-2018-00133"


def test_sequence_that_is_new() -> None:
    """A sequence where there was none is one difference."""
    (found,) = differences([code_set(edited((SEQUENCE, "")))], [code_set()])
    assert found.message.in_language("en") == "a sequence of 2 steps is added"


RUN = ("prefix: UX,", 'prefix: UX, run: {from: "UX273", to: "UX274"},')


def test_a_longer_run_is_told_from_another_namespace() -> None:
    """More codes of one's own break nobody; fewer do, and so does another ground to begin with."""
    short = code_set(edited(RUN))
    long = code_set(
        edited(RUN, ('to: "UX274"}', 'to: "UX275"}'), ("sequence:", f"{CODE_3}sequence:"))
    )
    wider = [d for d in differences([short], [long]) if d.kind != "code-added"]
    assert [(d.kind, d.message.sv) for d in wider] == [
        ("run-widened", "namnrymden är ändrad: run: UX273–UX274 → UX273–UX275")
    ]
    assert "namespace-changed" in {d.kind for d in differences([long], [short])}
    assert "namespace-changed" in {d.kind for d in differences([short], [code_set()])}


def test_a_code_that_moves_between_documents_is_one_difference() -> None:
    """It is neither lost in the one nor new in the other."""
    other = code_set(edited(("id: hembesok", "id: annat"), (CODE_2, ""), (STEP_2, "")))
    without = code_set(edited((CODE_2, ""), (STEP_2, "")))
    with_it = code_set(edited(("id: hembesok", "id: annat"), (STEP_2, "")))
    found = differences([code_set(), other], [without, with_it])
    assert [(d.kind, d.code_set, d.message.in_language("en")) for d in found] == [
        ("code-moved", "hembesok", "UX274 moves to annat"),
        ("step-removed", "hembesok", "step 2 is removed"),
    ]


def test_a_code_that_ends_and_returns_has_ended_by_a_decision() -> None:
    """As one that ends for good; the decision behind it is named."""
    back = "    valid: [{from: 2019-01-01, to: 2020-12-31}, {from: 2022-01-01}]\n    ended_by: ny\n"
    old, new = code_set(edited(DECISION)), code_set(edited(DECISION, (VALID, back)))
    (found,) = differences([old], [new])
    assert (found.kind, found.message.in_language("en")) == (
        "code-ended",
        (
            "UX273: was in force 2019-01-01 – …, is 2019-01-01 – 2020-12-31, 2022-01-01 – … "
            "(RS 2020-00900)"
        ),
    )
    (shift,) = effects_of([found], [old], [new], persons=100).population
    assert (shift.finding, shift.before, shift.after > 0) == ("code-not-in-force", 0, True)


def test_steps_that_trade_places_are_renumbered() -> None:
    """Codes tell which step it is; its number is what changed."""
    swapped = edited(("number: 1\n", "number: 9\n"), ("number: 2\n", "number: 1\n"))
    swapped = swapped.replace("number: 9\n", "number: 2\n")
    found = differences([code_set()], [code_set_of(swapped)])
    assert [d.message.in_language("en") for d in found if d.kind == "step-renumbered"] == [
        "step 1: was step 2",
        "step 2: was step 1",
    ]
    assert {d.kind for d in found} == {"step-renumbered"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("sequence:\n", "sequence:\n  order: {basis: assumption}\n",
         "the order of the steps rests on an assumption, was a decision"),
        ("Västra Götalandsregionen, basis: assumption}", "Västra Götalandsregionen}",
         "the namespace rests on a decision, was an assumption"),
        (TEXT, f"{TEXT}    basis: assumption\n", "UX273 rests on an assumption, was a decision"),
        ('codes: ["UX274"]', 'codes: ["UX274"]\n      basis: assumption',
         "step 2: rests on an assumption, was a decision"),
        ("decision: stok-2018-00133}\n", "decision: stok-2018-00133, basis: assumption}\n",
         "parameter ersattning, 2019-01-01 – 2019-12-31, rests on an assumption, was a decision"),
    ],
)  # fmt: skip
def test_another_ground_is_told(before: str, after: str, expected: str) -> None:
    """What a fact rests on decides how it counts, so it is told wherever it changes."""
    found = differences([code_set()], [code_set_of(edited((before, after)))])
    assert [d.message.in_language("en") for d in found if d.kind == "basis-changed"] == [expected]


def test_joint_codes_that_rest_on_something_else() -> None:
    """The code is the same, and what says that it tells a joint visit is not."""
    joint = "sequence:\n  joint: {add_ons: [ZV509]%s}\n"
    old = code_set(edited(("sequence:\n", joint % ", basis: assumption")))
    new = code_set(edited(("sequence:\n", joint % "")))
    (found,) = differences([old], [new])
    assert (found.kind, found.message.sv) == (
        "basis-changed",
        "att ZV509 visar samverkan vilar på ett beslut, förr på ett antagande",
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (TEXT, f"{TEXT}    note: Läs beslutet.\n", "UX273: note changed"),
        ('codes: ["UX274"]', 'codes: ["UX274"]\n      note: Hemma', "step 2: note changed"),
        (
            "{months: 4}, basis",
            "{months: 4}, source: goteborg.se, basis",
            "step 2: the source of its window changed",
        ),
    ],
)
def test_what_readers_read_is_told_as_such(before: str, after: str, expected: str) -> None:
    """Notes and sources change no figure, and are told all the same."""
    (found,) = differences([code_set()], [code_set(edited((before, after)))])
    assert (found.kind, found.message.in_language("en")) == ("other-changed", expected)


def test_population_of_a_pathway_counted_from_a_step() -> None:
    """A wider limit from step to step lets more episodes pass."""
    old = load().code_set("svf-brost")
    assert old.file
    text = Path(old.file).read_text("utf-8").replace("within: {days: 28}", "within: {days: 40}")
    new = code_set_of(text)
    effects = effects_of(differences([old], [new]), [old], [new], persons=200)
    (shift,) = effects.population
    assert (shift.code_set, shift.finding) == ("svf-brost", "visit-too-late")
    assert shift.before > shift.after > 0


LATE = edited(('codes: ["UX274"]', 'codes: ["UX274"]\n      unless: {step: 1, from: {months: 15}}'))
"""Who begins after fifteen months needs the first visit alone."""


def test_population_tells_when_a_condition_turns() -> None:
    """Some artificial children begin about the age that a condition asks for."""
    old, new = code_set(LATE), code_set(LATE.replace("months: 15", "months: 9"))
    found = differences([old], [new])
    assert [d.message.en for d in found] == [
        (
            "step 2: unless step 1 was done from 15 months after birth "
            "→ step 1 was done from 9 months after birth"
        )
    ]
    shifts = effects_of(found, [old], [new], persons=300).population
    assert [(s.finding, s.before > s.after) for s in shifts] == [("visit-overdue", True)]


def test_population_tells_a_condition_on_a_limit() -> None:
    """A limit that holds for fewer leaves fewer overdue."""
    limit = "before: {months: 4}, basis: assumption"
    with_it = (limit, f"{limit}, unless: {{step: 1, from: {{months: 5}}}}")
    old, new = code_set(), code_set(edited(with_it))
    found = differences([old], [new])
    assert [d.kind for d in found] == ["window-changed"]
    shifts = effects_of(found, [old], [new], persons=300).population
    assert [(s.finding, s.before > s.after) for s in shifts] == [("visit-overdue", True)]


def test_population_has_no_day_for_a_step_counted_from_one_that_was_missed() -> None:
    """Such a step is done at the age it is meant for, and the condition is tried on others."""
    third = (
        "    - number: 3\n"
        "      codes: [ZV025]\n"
        "      nominal_age: {months: 6}\n"
        "      window: {before: {months: 7}}\n"
        "      unless: {step: 2, before: {days: 60}, after: 1}\n"
    )
    old = code_set_of(edited((STEP_2, STEP_2 + third)))
    new = code_set_of(edited((STEP_2, STEP_2 + third.replace("days: 60", "days: 20"))))
    shifts = effects_of(differences([old], [new]), [old], [new], persons=300).population
    assert {s.finding: s.before < s.after for s in shifts}["visit-overdue"]


def test_steps_that_depend_on_a_changed_one_are_touched() -> None:
    """By a condition, or by a limit counted from it; each says what it hangs on."""
    third = "    - {number: 3, codes: [ZV025], after: {step: 2, within: {days: 9}}}\n"
    more = ("follow_up:\n", f"{third}follow_up:\n")
    old = code_set_of(edited(more, text=LATE))
    reached = ('codes: ["UX273"]', 'codes: ["UX273", "UX275"]')
    new = code_set_of(edited(more, reached, (TEXT, TWO_TEXTS), text=LATE))
    effects = effects_of(differences([old], [new]), [old], [new], persons=1)
    assert said(effects.sequences) == [
        "hembesok: step 1 (UX273)",
        "hembesok: step 2, which depends on step 1",
    ]
    optional = ("nominal_age: {months: 2}", "nominal_age: {months: 2}\n      optional: true")
    new = code_set_of(edited(more, optional, text=LATE))
    effects = effects_of(differences([old], [new]), [old], [new], persons=1)
    assert said(effects.sequences, "sv") == ["hembesok: steg 3, som beror på steg 2"]


def test_a_new_sequence_has_nothing_to_compare_with() -> None:
    """It is left out of the trial, and that is said."""
    old, new = code_set(edited((SEQUENCE, ""))), code_set()
    effects = effects_of(differences([old], [new]), [old], [new])
    assert said(effects.left_out) == ["hembesok: a new sequence"]
    assert said(effects.left_out, "sv") == ["hembesok: ny besöksföljd"]
