"""One person explained, in both languages, as text and as a page."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from home_visits import BIRTH, HOME, PATHWAY, VISITS, visit

import kvacodes
from kvacodes import sequences
from kvacodes.model import Lang, Sequence
from kvacodes.sequences import Visit
from kvacodes.sequences.kinds import FINDINGS
from kvacodes.sequences.tried import Verdict


def _explained(lang: Lang, visits: list[Visit] | None = None) -> sequences.Explanation:
    return sequences.explain(
        VISITS if visits is None else visits,
        HOME,
        birth_date=BIRTH,
        as_of=dt.date(2020, 3, 31),
        lang=lang,
    )


def test_text_tells_states_findings_and_every_rule() -> None:
    """How it stands, what is next, what is wrong, then step by step what was tried and why."""
    lines = str(_explained("sv")).splitlines()
    assert lines[:2] == [
        "Episod 1: efter, 3 av 6 steg gjorda",
        "Nästa: steg 5, tidigast 2020-02-01, rekommenderat 2020-03-01, senast 2020-04-30",
    ]
    for line in (
        (
            "  [fel] duplicate-visit: steg 2 (Hembesök 2): 2019-05-12 är registrerat igen; "
            "första gången var 2019-05-10 (RS 2018-00133)"
        ),
        "Steg 4 Hembesök 4: gjort 2020-02-05",
        (
            "    Besök för sent: JA; 2020-02-05, senast 2020-01-31, räknat från födelsen "
            "2019-03-01, rekommenderad gräns [antagande]"
        ),
        (
            "    Inte i samverkan: går inte att bedöma; 2020-02-05, inget sagt om samverkan "
            "[antagande]"
        ),
        "    Överhoppat besök: JA; steg 4 (Hembesök 4) 2020-02-05 [antagande]",
        "    Besök före födelsen: JA; steg 1 (Hembesök 1), 2018-12-01, född 2019-03-01",
        "    Överhoppat besök: går inte att bedöma; registrerat utan datum [antagande]",
    ):
        assert line in lines


def test_text_in_english() -> None:
    """The same, in English."""
    lines = str(_explained("en")).splitlines()
    assert lines[0] == "Episode 1: behind, 3 of 6 steps done"
    assert (
        "    Staff changed since last time: YES; 2019-05-10, step 1 (Home visit 1) 2019-03-05"
        in lines
    )
    assert "  [error] date-missing: step 5 (Home visit 5): the date is missing" in lines


def test_limits_of_other_versions_and_lacking_origins_are_said() -> None:
    """A limit that does not hold is told with when it does; one without origin says what lacks."""
    visits = [visit("a", "2024-02-01", "VG910"), visit("b", "2024-03-20", "VG950")]
    text = sequences.explain(
        visits, PATHWAY, birth_date=None, as_of=dt.date(2024, 4, 1), lang="en"
    ).text
    assert (
        "Visit too late: does not apply here; 2024-03-20, within 28 days after step 10 "
        "(Decision on well-founded suspicion) (absolute limit) for episodes … – 2023-12-31"
    ) in text
    early = [visit("a", "2019-02-01", "VG910"), visit("b", "2019-02-20", "VG950")]
    text = sequences.explain(
        early, PATHWAY, birth_date=None, as_of=dt.date(2019, 4, 1), lang="en"
    ).text
    assert (
        "Visit too late: cannot be judged; 2019-02-20, step 40 (Information on diagnosis or "
        "result) is missing [assumption]"
    ) in text
    assert "Visit before birth: cannot be judged; 2019-02-20, the birth date is missing" in text


@pytest.mark.parametrize(
    ("limit", "swedish", "english"),
    [
        (
            "after: {step: 1, within: {days: 28}}",
            "inom 28 dagar efter steg 1",
            "within 28 days after step 1",
        ),
        (
            "after: {step: 1, from: {weeks: 1}, within: {weeks: 4}}",
            "från 1 vecka, inom 4 veckor efter steg 1",
            "from 1 week, within 4 weeks after step 1",
        ),
        (
            "after: {step: 1, before: {days: 28}}",
            "före 28 dagar efter steg 1",
            "before 28 days after step 1",
        ),
        (
            "gap: {at_most: {months: 3}}",
            "högst 3 månader efter föregående steg",
            "at most 3 months after the step before",
        ),
        (
            "window: {from: {months: 12}, before: {years: 2, days: 14}}",
            "från 12 månader, före 2 år 14 dagar",
            "from 12 months, before 2 years 14 days",
        ),
    ],
)
def test_limits_are_said_in_the_numbers_they_were_decided_in(
    limit: str, swedish: str, english: str
) -> None:
    """Twenty-eight days are not four weeks, nor less than twenty-nine."""
    text = TWO_STEPS.replace("LIMIT", limit)
    sequence = kvacodes.load(text=text).code_set("two").sequence
    for lang, words in (("sv", swedish), ("en", english)):
        assert f"DT002; {words}." in sequences.describe(sequence, lang)  # type: ignore[arg-type]


TWO_STEPS = """
kvacodes: 1
id: two
title: Two
namespace: {shape: KMA, prefix: DT, owner: national}
decisions:
  - {id: d, body: Test, decided_on: 2000-01-01, source: made up}
codes:
  - {code: "DT001", text: one, decision: d, valid: {from: 2000-01-01}}
  - {code: "DT002", text: two, decision: d, valid: {from: 2000-01-01}}
sequence:
  steps:
    - {number: 1, codes: ["DT001"]}
    - {number: 2, codes: ["DT002"], LIMIT}
"""


def test_several_episodes_are_told_apart() -> None:
    """Each step says which episode it is of."""
    visits = [
        visit(f"{n}", day, code)
        for n, (day, code) in enumerate(
            [("2019-02-01", "VG910"), ("2019-02-20", "VG950"), ("2021-02-01", "VG910")]
        )
    ]
    told = sequences.explain(visits, PATHWAY, birth_date=None, as_of=dt.date(2021, 2, 3))
    assert "Steg 10 Beslut välgrundad misstanke (episod 2): gjort 2021-02-01" in told.text
    assert "(episod 2)" in told.html


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_nothing_wrong_is_said_too(lang: Lang) -> None:
    """An empty list of findings is no blank."""
    told = _explained(lang, VISITS[:1])
    as_of = sequences.explain(
        VISITS[:1], HOME, birth_date=BIRTH, as_of=dt.date(2019, 3, 6), lang=lang
    )
    word = "inga" if lang == "sv" else "none"
    assert f"  {word}" in as_of.text.splitlines()
    assert f"<p>{word}</p>" in as_of.html
    assert told.text != as_of.text


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_key_is_shown(lang: Lang) -> None:
    """Neither in the text nor on the page nor in the drawing."""
    told = _explained(lang)
    for key in ("key-", "who-"):
        assert key not in told.text
        assert key not in told.html


def test_the_page_holds_all_that_the_text_does() -> None:
    """The rules as tables with headings, read as XML; the same in a notebook."""
    told = _explained("sv")
    page = ET.fromstring(told.html)  # noqa: S314 - our own output
    assert page.get("lang") == "sv"
    heads = [th.text for th in page.iter("th")][:4]
    assert heads == ["Regel", "Bruten?", "Varför", "Vilar på"]
    rows = sum(len(list(body)) for body in page.iter("tbody"))
    assert rows == len(told.evaluation.trace)
    assert [strong.text for strong in page.iter("strong")].count("JA") == sum(
        tried.verdict is Verdict.BROKEN for tried in told.evaluation.trace
    )
    assert told._repr_html_() == told.html


@pytest.mark.parametrize("sequence", [HOME, PATHWAY])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_case_of_a_sequence_can_be_explained(sequence: Sequence, lang: Lang) -> None:
    """Whatever was found, there are words for it, and no template shows through."""
    told = set()
    for case in sequences.examples(sequence):
        explanation = sequences.explain(
            case.visits,
            sequence,
            birth_date=case.birth_date,
            as_of=case.as_of,
            target_group=case.target_group,
            lang=lang,
        )
        ET.fromstring(explanation.html)  # noqa: S314 - our own output
        told |= {finding.finding for finding in explanation.evaluation.findings}
        assert "None" not in explanation.text
        assert "{" not in explanation.text
    assert {"visit-too-late", "duplicate-visit", "code-not-in-force"} <= told


def test_a_trace_holds_a_row_for_every_finding() -> None:
    """What is found was tried: no finding of a person's visits is without its rule."""
    result = _explained("sv").evaluation
    broken = {(t.rule, t.step) for t in result.trace if t.verdict is Verdict.BROKEN}
    assert {(f.finding, f.step) for f in result.findings} <= broken
    assert {rule for rule, _ in broken} <= set(FINDINGS)


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("decision", " (RS 2018-00133)"),
        ("assumption", " (vilar på antagande)"),
        ("definition", ""),
    ],
)
def test_a_message_names_what_it_rests_on(basis: str, words: str) -> None:
    """The decision's diary number, an assumption, or nothing where no document is needed."""
    finding = sequences.VisitFinding(
        None, None, None, 1, 1, "not-joint", "warning",  # type: ignore[arg-type]
        dt.date(2019, 3, 5), None, None, None, basis,
    )  # fmt: skip
    said = "steg 1 (Hembesök 1): 2019-03-05 gjordes inte i samverkan"
    assert sequences.message(finding, HOME) == said + words


def test_a_message_names_the_source_of_the_limit_that_was_broken() -> None:
    """Of several versions of one limit, that one's alone."""
    visits = [visit("a", "2019-02-01", "VG910"), visit("b", "2019-03-20", "VG950")]
    found = sequences.check_visits(visits, PATHWAY, birth_date=None, as_of=dt.date(2019, 4, 1))
    late = [f for f in found if f.finding == "visit-too-late"]
    assert [sequences.message(f, PATHWAY, "en") for f in late] == [
        (
            "step 50 (Start of first treatment): 2019-03-20 is too late, latest 2019-03-01, "
            "counted from step 10 (Decision on well-founded suspicion) 2019-02-01 "
            "(RCC, indikatorer, version 2015-12-21)"
        )
    ]
