"""What is wrong with the form of a document: the whole message, at its place."""

# ruff: noqa: E501 - whole messages are compared, and broken where they read best

from __future__ import annotations

from collections.abc import Callable

import pytest

Found = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "colour: red\n",
            [
                (
                    "x.yaml:11:1: error: there is no key colour; the keys here are kvacodes, id, title,"
                    " description, model, namespace, target_group, review, sources, decisions, codes,"
                    " sequence, follow_up, partners, agreements, initiatives, purposes, rules"
                    " [unknown-key]"
                )
            ],
        ),
        (
            "review: {by: R, onn: 2020-01-01}\n",
            [
                (
                    "x.yaml:11:17: error: there is no key review.onn; the keys here are by, on, next"
                    " [unknown-key]; did you mean on?"
                ),
            ],
        ),
        (
            "sources: RS 1\n",
            [
                (
                    "x.yaml:11:10: error: sources is the text 'RS 1', expected a list, each entry text"
                    " [wrong-type]; write [RS 1]"
                )
            ],
        ),
        (
            "partners: [A]\n",
            [
                (
                    "x.yaml:11:12: error: partners[0] is the text 'A', expected a partner with role"
                    " and title [wrong-type]"
                )
            ],
        ),
        (
            "model: {a: b}\n",
            ["x.yaml:11:8: error: model is a mapping with keys, expected text [wrong-type]"],
        ),
        ("model: [a]\n", ["x.yaml:11:8: error: model is a list, expected text [wrong-type]"]),
        (
            "model:\n",
            [
                (
                    "x.yaml:11:7: error: model has no value, expected text [value-missing]; remove the"
                    ' key, or write "" where the decision leaves the text empty'
                )
            ],
        ),
        (
            "model: ~\n",
            [
                (
                    "x.yaml:11:8: error: model has no value, expected text [value-missing]; remove the"
                    ' key, or write "" where the decision leaves the text empty'
                )
            ],
        ),
        (
            "sources:\n",
            [
                (
                    "x.yaml:11:9: error: sources has no value, expected a list, each entry text"
                    ' [value-missing]; remove the key, or write "" where the decision leaves the text'
                    " empty"
                )
            ],
        ),
        (
            "review:\n",
            [
                (
                    "x.yaml:11:8: error: review has no value, expected {by: role, on: day}"
                    ' [value-missing]; remove the key, or write "" where the decision leaves the text'
                    " empty"
                )
            ],
        ),
        (
            'model: " "\n',
            ["x.yaml:11:8: error: model is empty, expected text [empty-text]"],
        ),
        (
            "review: {by: R, on: 2019-02-30}\n",
            [
                (
                    "x.yaml:11:21: error: review.on is 2019-02-30, expected a day such as 2019-01-31"
                    " [date-unreadable]; the calendar has no such day"
                )
            ],
        ),
        (
            "review: {by: R, on: 31/1/2019}\n",
            [
                (
                    "x.yaml:11:21: error: review.on is 31/1/2019, expected a day such as 2019-01-31"
                    " [date-unreadable]; write 2019-01-31"
                )
            ],
        ),
        (
            "review: {by: R, on: 20190131}\n",
            [
                (
                    "x.yaml:11:21: error: review.on is 20190131, expected a day such as 2019-01-31"
                    " [date-unreadable]; write 2019-01-31"
                )
            ],
        ),
        (
            "review: {by: R, on: 2019-1-31, next: 3/4/2019}\n",
            [
                (
                    "x.yaml:11:21: error: review.on is 2019-1-31, expected a day such as 2019-01-31"
                    " [date-unreadable]; write 2019-01-31"
                ),
                (
                    "x.yaml:11:38: error: review.next is 3/4/2019, expected a day such as 2019-01-31"
                    " [date-unreadable]"
                ),
            ],
        ),
        (
            "review: {by: R, on: 2019-2-31, next: soon}\n",
            [
                (
                    "x.yaml:11:21: error: review.on is 2019-2-31, expected a day such as 2019-01-31"
                    " [date-unreadable]"
                ),
                (
                    "x.yaml:11:38: error: review.next is soon, expected a day such as 2019-01-31"
                    " [date-unreadable]"
                ),
            ],
        ),
        (
            "agreements: [{decision: dd, count: few}, {decision: d, count: 0}]\n",
            [
                (
                    "x.yaml:11:25: error: agreements[0].decision: no decision has the id dd; there are"
                    " d [unknown-decision]; did you mean d?"
                ),
                (
                    "x.yaml:11:36: error: agreements[0].count is few, expected a whole number 1–99999"
                    " [number-unreadable]"
                ),
                (
                    "x.yaml:11:63: error: agreements[1].count is 0, expected a whole number 1–99999"
                    " [number-unreadable]"
                ),
            ],
        ),
        (
            "agreements: [{decision: d, valid: {from: 2019-12-31, to: 2019-01-01}}]\n",
            [
                (
                    "x.yaml:11:58: error: agreements[0].valid.to: 2019-01-01 is before 2019-12-31"
                    " [period-reversed]; swap the two days, or leave to out while the period is open"
                )
            ],
        ),
        (
            "target_group: {en: Parents}\n",
            [
                (
                    "x.yaml:11:15: error: target_group: the key sv is missing [missing-key];"
                    " add sv: in Swedish"
                )
            ],
        ),
    ],
)
def test_keys_and_values(text: str, lines: list[str], found: Found) -> None:
    """Each is said with place, found, expected, and what to do where it can be told."""
    assert found(text) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "",
            [
                (
                    "x.yaml:1:1: error: the document is empty [document-empty]; begin with the line"
                    " kvacodes: 1"
                )
            ],
        ),
        (
            "---\n",
            [
                (
                    "x.yaml:1:1: error: the document is empty [document-empty]; begin with the line"
                    " kvacodes: 1"
                )
            ],
        ),
        (
            "- a\n",
            [
                (
                    "x.yaml:1:1: error: the document is a list, expected a document with its keys"
                    " [wrong-type]"
                )
            ],
        ),
        (
            "a document\n",
            [
                (
                    "x.yaml:1:1: error: the document is the text 'a document', expected a document with"
                    " its keys [wrong-type]"
                )
            ],
        ),
        (
            "kvacodes: 2\nid: Åäö x\ntitle: X\nnamespace: {shape: KMÅ, prefix: ux}\n",
            [
                "x.yaml:1:11: error: kvacodes is 2, expected 1 [format-version-unknown]",
                (
                    "x.yaml:2:5: error: id is Åäö x, expected lower-case letters a–z, digits, dots and"
                    " hyphens [id-malformed]; write aao-x"
                ),
                (
                    "x.yaml:4:20: error: namespace.shape is KMÅ, expected one of KMA, KKA"
                    " [unknown-value]; did you mean KMA?"
                ),
                (
                    "x.yaml:4:33: error: namespace.prefix is ux, expected one to three capital letters"
                    " A–Z [prefix-malformed]; write UX"
                ),
            ],
        ),
        (
            "title: X\n",
            [
                (
                    "x.yaml:1:1: error: the document: the key id is missing [missing-key];"
                    " add id: stable id"
                ),
                (
                    "x.yaml:1:1: error: the document: the key kvacodes is missing [missing-key];"
                    " add kvacodes: the version of the format, 1"
                ),
                (
                    "x.yaml:1:1: error: the document: the key namespace is missing [missing-key];"
                    " add namespace: which codes it may decide on"
                ),
            ],
        ),
    ],
)
def test_whole_documents(text: str, lines: list[str], wrong: Found) -> None:
    """What is no document at all, and what lacks its head."""
    assert wrong(text) == lines


HEAD = "kvacodes: 1\nid: x\ntitle: X\nnamespace: {shape: KMA}\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            (
                "decisions:\n"
                "  - {id: a, body: B, decided_on: unknown}\n"
                "  - {id: a, body: B, decided_on: 2018-01-01}\n"
                "  - {id: b, body: B, decided_on: 2018-01-01, rests_on: [c, b]}\n"
                "  - {id: e, decided_on: 2018-01-01}\n"
            ),
            [
                (
                    "x.yaml:6:34: error: decisions[0].decided_on: decided_on is unknown, but there is"
                    " neither rests_on nor source [undated-decision]; say which decisions it rests on,"
                    " or where it can be read"
                ),
                (
                    "x.yaml:7:10: error: decisions[1].id: a is already on line 6 [duplicate-id];"
                    " give one of them another id"
                ),
                (
                    "x.yaml:8:57: error: decisions[2].rests_on[0]: no decision has the id c;"
                    " there are a, b, e [unknown-decision]"
                ),
                (
                    "x.yaml:8:60: error: decisions[2].rests_on[1]: no decision has the id b;"
                    " there are a, e [unknown-decision]; a decision rests on others"
                ),
                (
                    "x.yaml:9:5: error: decisions[3]: the key body is missing [missing-key];"
                    " add body: who decided"
                ),
            ],
        ),
        (
            (
                "decisions:\n"
                "  - {id: a, body: B, decided_on: 2018-01-01, starts: {exact: 2018-01-01,"
                " latest: 2018-01-01}}\n"
                "  - {id: b, body: B, decided_on: 2018-01-01, starts: {}}\n"
                "  - {id: c, body: B, decided_on: 2018-01-01, starts: 2018-01-01}\n"
            ),
            [
                (
                    "x.yaml:6:54: error: decisions[0].starts has both exact and latest"
                    " [exclusive-keys]; keep one of them"
                ),
                (
                    "x.yaml:7:54: error: decisions[1].starts has no value, expected exact or latest"
                    ' [value-missing]; remove the key, or write "" where the decision leaves the text'
                    " empty"
                ),
                (
                    "x.yaml:8:54: error: decisions[2].starts is the text '2018-01-01', expected"
                    " {exact: day} or {latest: day} [wrong-type]; write {exact: 2018-01-01} or"
                    " {latest: 2018-01-01}"
                ),
            ],
        ),
        (
            "decisions: later\n",
            [
                (
                    "x.yaml:5:12: error: decisions is the text 'later', expected a list, each entry a"
                    " decision with its keys [wrong-type]; begin each entry with - and a blank"
                )
            ],
        ),
        (
            (
                "decisions: [{id: a, body: B, decided_on: 2018-01-01}]\n"
                "codes:\n"
                "  - {code: UX001, text: A, decision: a}\n"
                "  - {code: 12345, text: A, decision: a}\n"
                '  - {code: "UX003", text: [], decision: a}\n'
                '  - {code: "UX004", text: A, decision: b, valid: []}\n'
                '  - {code: "UX005", text: A, decision: a, replaced_by: [UX001, 1E5]}\n'
            ),
            [
                (
                    "x.yaml:7:12: warning: codes[0].code is UX001 without quotes [code-unquoted];"
                    ' write "UX001"'
                ),
                (
                    "x.yaml:8:12: error: codes[1].code is 12345 without quotes, which other YAML readers"
                    ' do not take for text [code-not-text]; write "12345"'
                ),
                (
                    "x.yaml:9:27: error: codes[2].text is empty, expected at least one entry"
                    " [empty-list]"
                ),
                (
                    "x.yaml:10:40: error: codes[3].decision: no decision has the id b; there are a"
                    " [unknown-decision]"
                ),
                (
                    "x.yaml:10:50: error: codes[3].valid is empty, expected at least one entry"
                    " [empty-list]"
                ),
                (
                    "x.yaml:11:64: error: codes[4].replaced_by[1] is 1E5 without quotes, which other"
                    ' YAML readers do not take for text [code-not-text]; write "1E5"'
                ),
            ],
        ),
        (
            (
                "decisions: [{id: a, body: B, decided_on: 2018-01-01}]\n"
                'codes: [{code: "UX001", text: [{text: A, from: 2019-01-01, to: 2018-01-01}],'
                " decision: a}]\n"
            ),
            [
                (
                    "x.yaml:6:64: error: codes[0].text[0].to: 2018-01-01 is before 2019-01-01"
                    " [period-reversed]; swap the two days, or leave to out while the period is open"
                )
            ],
        ),
    ],
)
def test_decisions_and_codes(text: str, lines: list[str], wrong: Found) -> None:
    """Each is said at the value that is wrong, and does not hide the others."""
    assert wrong(HEAD + text) == lines


def test_the_run_of_a_namespace_goes_upwards(wrong: Found) -> None:
    """The first code comes before the last."""
    text = HEAD.replace("KMA}", 'KMA, run: {from: "UX278", to: "UX273"}}')
    assert wrong(text) == [
        (
            "x.yaml:4:50: error: namespace.run.to: UX273 is before UX278 [period-reversed];"
            " swap the two codes"
        )
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            (
                "follow_up:\n"
                "  questions:\n"
                "    - {number: 1, id: a, wording: A, kind: counted}\n"
                "    - {number: 0, id: b, wording: B, kind: computed}\n"
                "    - {number: 3, id: c, wording: C, kind: computed, indicators: [visit]}\n"
                "    - {number: 4, id: c, wording: C, kind: reported}\n"
                "  occasions: [{id: o, title: O, months: [13]}, {id: o, title: O}]\n"
            ),
            [
                (
                    "x.yaml:13:44: error: follow_up.questions[0].kind is counted, expected one of"
                    " computed, reported [unknown-value]; did you mean computed?"
                ),
                (
                    "x.yaml:14:16: error: follow_up.questions[1].number is 0, expected a whole number"
                    " 1–99999 [number-unreadable]"
                ),
                (
                    "x.yaml:15:67: error: follow_up.questions[2].indicators[0] is visit, expected one"
                    " of listed, visits, completion, continuity, lead_time, other_care,"
                    " conformance_rate, reported [unknown-value]; did you mean visits?"
                ),
                (
                    "x.yaml:16:23: error: follow_up.questions[3].id: c is already on line 15"
                    " [duplicate-id]; give one of them another id"
                ),
                (
                    "x.yaml:17:42: error: follow_up.occasions[0].months[0] is 13, expected a whole"
                    " number 1–12 [number-unreadable]"
                ),
                (
                    "x.yaml:17:53: error: follow_up.occasions[1].id: o is already on line 17"
                    " [duplicate-id]; give one of them another id"
                ),
            ],
        ),
        (
            (
                "sequence:\n"
                "  anchor: {step: 1, date: 2019-01-01}\n"
                "  severities: {visit-late: error, visit-too-late: bad}\n"
                "  joint: {add_ons: [ZV509], basis: guess}\n"
                "  steps:\n"
                '    - {number: 1, codes: ["UX001"], optional: yes, nominal_age: {month: 1}}\n'
                '    - {number: -2, codes: ["UX001"]}\n'
            ),
            [
                (
                    "x.yaml:12:11: error: sequence.anchor has both step and date [exclusive-keys];"
                    " keep one of them"
                ),
                (
                    "x.yaml:13:16: error: there is no key sequence.severities.visit-late; the keys here"
                    " are person-unknown, birth-date-missing, birth-date-conflict,"
                    " anchor-date-missing, anchor-date-conflict, date-missing,"
                    " date-before-birth, date-after-as-of, unknown-code, code-not-in-force,"
                    " outside-target-group, duplicate-visit, visit-out-of-order, same-day-visits,"
                    " visit-skipped, visit-overdue, visit-too-early, visit-too-late, gap-too-short,"
                    " gap-too-long, not-joint, add-on-missing, staff-missing, staff-changed"
                    " [unknown-key]; did you mean visit-too-late or visit-too-early"
                    " or visit-skipped?"
                ),
                (
                    "x.yaml:13:51: error: sequence.severities.visit-too-late is bad, expected one of"
                    " error, warning, information [unknown-value]"
                ),
                (
                    "x.yaml:14:36: error: sequence.joint.basis is guess, expected one of decision,"
                    " source, derived, assumption [unknown-value]"
                ),
                (
                    "x.yaml:16:47: error: sequence.steps[0].optional is yes, expected one of true,"
                    " false [unknown-value]; did you mean true?"
                ),
                (
                    "x.yaml:16:66: error: there is no key sequence.steps[0].nominal_age.month; the keys"
                    " here are years, months, weeks, days [unknown-key]; did you mean months?"
                ),
                (
                    "x.yaml:17:16: error: sequence.steps[1].number is -2, expected a whole number"
                    " 0–9999 [number-unreadable]"
                ),
            ],
        ),
        (
            "sequence: {anchor: {}, severities: x, steps: []}\n",
            [
                (
                    "x.yaml:11:20: error: sequence.anchor has no value, expected birth or given or"
                    ' {step: number} or {date: day} [value-missing]; remove the key, or write "" where'
                    " the decision leaves the text empty"
                ),
                (
                    "x.yaml:11:36: error: sequence.severities is the text 'x', expected a mapping with"
                    " keys [wrong-type]"
                ),
                (
                    "x.yaml:11:46: error: sequence.steps is empty, expected at least one entry"
                    " [empty-list]"
                ),
            ],
        ),
        (
            (
                "sequence:\n"
                "  steps:\n"
                '    - {number: 1, codes: ["UX001"], window: {from: 0, before: {days: x}}}\n'
                '    - {number: 2, codes: ["UX002"], window: {}, after: {within: {days: 1}}}\n'
                '    - {number: 3, codes: ["UX003"], after: {step: 1, within: {days: 1},'
                " before: {days: 2}}, gap: {strength: absolute, absolute: {at_least: {days: 1}}}}\n"
            ),
            [
                (
                    "x.yaml:13:52: error: sequence.steps[0].window.from is the text '0', expected a"
                    " length of time such as {months: 2} [wrong-type]; write {days: 0}"
                ),
                (
                    "x.yaml:13:70: error: sequence.steps[0].window.before.days is x, expected a whole"
                    " number 0–99999 [number-unreadable]"
                ),
                (
                    "x.yaml:14:45: error: sequence.steps[1].window has no limit, expected from or"
                    " before [window-empty]"
                ),
                (
                    "x.yaml:14:56: error: sequence.steps[1].after: the key step is missing"
                    " [missing-key]; add step: the step it is counted from"
                ),
                (
                    "x.yaml:15:44: error: sequence.steps[2].after has both before and within"
                    " [exclusive-keys]; keep one of them"
                ),
                (
                    "x.yaml:15:98: error: sequence.steps[2].gap has both absolute and strength"
                    " [exclusive-keys]; keep one of them"
                ),
            ],
        ),
    ],
)
def test_follow_up_and_sequence(text: str, lines: list[str], found: Found) -> None:
    """The parts further down are held as strictly as the head."""
    assert found(text) == lines


def test_what_was_not_read_is_not_missing(wrong: Found) -> None:
    """After a break in the syntax there is one finding, not one for each key never reached."""
    assert wrong("kvacodes: 1\nid: x\ndecisions:\n  - {id: d, body: B, rests_on: [later], @\n") == [
        (
            "x.yaml:4:41: error: cannot be read as YAML: a character that nothing can begin with"
            " [yaml-syntax]; put text that begins with a special character in quotes"
        )
    ]


def test_after_five_hundred_findings_reading_stops(wrong: Found) -> None:
    """The last line says so."""
    lines = wrong("".join(f"key{n}: 1\n" for n in range(600)))
    assert len(lines) == 501
    assert lines[-1] == (
        "x.yaml: error: more than 500 findings; reading stopped at the last"
        " [too-many-findings]; repair those shown and run again"
    )
