"""Drawn timelines: what they hold, where it lies, and that it can be read without seeing it."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from home_visits import BIRTH, HOME, PATHWAY, VISITS, visit

import kvacodes
from kvacodes import sequences
from kvacodes.model import Lang, Sequence
from kvacodes.sequences.canvas import Axis, days_on

SVG = "{http://www.w3.org/2000/svg}"
SEVEN = (
    kvacodes.load(
        text="""
kvacodes: 1
id: seven
title: {sv: Sju doser, en: Seven doses}
namespace: {shape: KMA, prefix: DT, owner: national}
decisions:
  - {id: d, body: Test, decided_on: 2000-01-01, source: made up}
codes:
  - {code: "DT030", text: Vaccination, decision: d, valid: {from: 2000-01-01}}
sequence:
  match: ordinal
  steps:
    - number: 1
      codes: ["DT030"]
      nominal_age: {months: 2}
      window:
        absolute: {from: {weeks: 6}, before: {weeks: 15}, grace: {days: 4}}
        recommended: {from: {months: 2}, before: {months: 3}}
    - {number: 2, codes: ["DT030"], gap: {at_least: {weeks: 4}, strength: absolute}}
    - {number: 3, codes: ["DT030"], window: {from: {months: 6}, before: {months: 19}}}
    - {number: 4, codes: ["DT030"], window: {from: {months: 15}, before: {months: 19}}}
    - {number: 5, codes: ["DT030"], window: {from: {years: 4}, before: {years: 7}}}
    - {number: 6, codes: ["DT030"], window: {from: {years: 8}, before: {years: 10}}}
    - {number: 7, codes: ["DT030"], window: {from: {years: 14}, before: {years: 16}}}
"""
    )
    .code_set("seven")
    .sequence
)


def _drawn(
    visits: list[sequences.Visit],
    sequence: Sequence | None,
    as_of: str,
    lang: Lang = "sv",
    birth: dt.date | None = BIRTH,
) -> ET.Element:
    assert sequence is not None
    day = dt.date.fromisoformat(as_of)
    evaluation = sequences.evaluate(visits, sequence, birth_date=birth, as_of=day)
    svg = sequences.draw_person(evaluation, sequence, as_of=day, lang=lang)
    return ET.fromstring(svg)  # noqa: S314 - our own output


def _texts(svg: ET.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def _rows(svg: ET.Element) -> list[str]:
    return [g.get("aria-label") or "" for g in svg.iter(f"{SVG}g")]


def test_a_person_has_dates_ages_visits_codes_and_findings() -> None:
    """All that the explanation tells of days can be read in the drawing."""
    texts = _texts(_drawn(VISITS, HOME, "2020-03-31"))
    assert "Besök mot programmet: Sex hembesök under barnets första femton" in texts
    assert "ålder, månader" in texts
    assert {"2019-04-01", "2019-10-01", "2020-04-01"} <= set(texts)
    assert {"0", "2", "12", "18"} <= set(texts)
    assert "● 2019-03-05 UX273" in texts
    assert "◆ 2019-05-10 UX274: Inte i samverkan, Annan personal än förra" in texts
    assert "× 2019-05-12 UX274: Besöket redan registrerat" in texts
    assert "– Överhoppat besök" in texts
    assert "tidigast 2020-02-01, rekommenderat 2020-03-01, senast 2020-04-30" in texts
    assert "× 2018-12-01 UX273: Besök före födelsen" in texts
    assert "– 5. Besöksdatum saknas" in texts
    assert "│ avläst 2020-03-31" in texts


def test_each_step_is_read_aloud_and_reached_by_keyboard() -> None:
    """A row has a name that says it all; the whole has a title and a description."""
    svg = _drawn(VISITS, HOME, "2020-03-31", "en")
    rows = _rows(svg)
    assert rows[1] == (
        "2. Home visit 2: done 2019-05-10; ◆ 2019-05-10 UX274: Not joint, Staff changed since "
        "last time; × 2019-05-12 UX274: Visit registered again"
    )
    assert rows[2] == "3. Home visit 3: skipped; – Visit skipped"
    assert {(g.get("role"), g.get("tabindex")) for g in svg.iter(f"{SVG}g")} == {("img", "0")}
    labels = (svg.get("aria-labelledby") or "").split()
    named = {element.get("id"): element.text or "" for element in svg}
    assert next(named[label].split(":")[0] for label in labels) == "Visits against the programme"
    assert named[labels[1]].startswith("behind; as of 2020-03-31; 1. Home visit 1: done 2019-03-05")
    assert (svg.get("lang"), svg.get("role")) == ("en", "group")


def _bars(svg: ET.Element) -> list[ET.Element]:
    return [rect for g in svg.iter(f"{SVG}g") for rect in g.iter(f"{SVG}rect")]


def test_a_mark_lies_on_its_bar_when_the_visit_was_in_time() -> None:
    """The first day of a window is where the bar starts, the day after its last where it ends."""
    for day, is_inside in (("2019-05-01", True), ("2019-06-30", True), ("2019-08-01", False)):
        svg = _drawn([visit("a", day, "UX274")], HOME, "2020-03-31")
        group = list(svg.iter(f"{SVG}g"))[1]
        rect = next(group.iter(f"{SVG}rect"))
        mark = next(t for t in group.iter(f"{SVG}text") if t.text in {"●", "◆"})
        x, start = float(mark.get("x") or 0), float(rect.get("x") or 0)
        end = start + float(rect.get("width") or 0)
        assert (start - 0.1 <= x <= end) is is_inside


def test_strengths_are_told_apart_without_colour() -> None:
    """A recommended bar is filled, an absolute one a dashed outline; grace is a line."""
    svg = _drawn([visit("a", "2019-04-09", "DT030")], SEVEN, "2019-05-01")
    first = next(svg.iter(f"{SVG}g"))
    kinds = [(r.get("fill"), r.get("stroke-dasharray")) for r in first.iter(f"{SVG}rect")]
    assert kinds == [("#bcd3ee", None), ("none", "5 2")]
    assert len(list(first.iter(f"{SVG}line"))) == 2
    assert {"rekommenderat", "absolut"} <= set(_texts(svg))


def test_long_schedules_have_ages_in_years_and_short_ones_days_from_the_start() -> None:
    """The unit follows the length, so that the axis can be read."""
    assert "ålder, år" in _texts(_drawn([], SEVEN, "2019-05-01"))
    visits = [visit("a", "2019-02-01", "VG910"), visit("b", "2019-02-20", "VG950")]
    texts = _texts(_drawn(visits, PATHWAY, "2019-03-01", birth=None))
    assert "dagar från start" in texts
    assert {"0", "7", "28"} <= set(texts)
    assert [t for t in texts if t.startswith("5. ")] == []  # optional, with nothing to show


def test_without_a_birth_date_there_is_no_age_and_no_bar() -> None:
    """The visits are shown all the same, and that the birth date is missing."""
    svg = _drawn(VISITS[:1], HOME, "2020-03-31", birth=None)
    texts = _texts(svg)
    assert "ålder, månader" not in texts
    assert _bars(svg) == []
    assert "– Födelsedatum saknas" in texts


def test_several_episodes_are_drawn_below_each_other() -> None:
    """Each row says which it is of."""
    days = ("2019-02-01", "2019-02-20", "2021-02-01")
    codes = ("VG910", "VG950", "VG910")
    visits = [visit(day, day, code) for day, code in zip(days, codes, strict=True)]
    rows = _rows(_drawn(visits, PATHWAY, "2021-02-03", "en", birth=None))
    assert sum("(episode 1)" in row for row in rows) >= 2
    assert "10. Decision on well-founded suspicion (episode 2): done 2021-02-01; "[:-2] in [
        row.split("; ")[0] for row in rows
    ]


@pytest.mark.parametrize("sequence", [HOME, PATHWAY, SEVEN])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_sequence_is_drawn_with_its_words(sequence: Sequence, lang: Lang) -> None:
    """Every step has a row; the description is what `describe` says."""
    svg = ET.fromstring(sequences.draw_sequence(sequence, lang))  # noqa: S314 - our own output
    assert len(_rows(svg)) == len(sequence.steps)
    assert svg[1].text == sequences.describe(sequence, lang)
    assert _texts(svg)[0] == svg[0].text
    for element in svg.iter(f"{SVG}text"):
        assert 0 <= float(element.get("x") or -1) <= 480


def test_windows_counted_from_another_step_are_said_in_words() -> None:
    """They have no place on the axis."""
    svg = ET.fromstring(sequences.draw_sequence(PATHWAY, "en"))  # noqa: S314 - our own output
    assert "within 5 days after step 15 (Referral received) for episodes … –" in _texts(svg)


@pytest.mark.parametrize("days", [1, 20, 60, 300, 1000, 6000, 30_000, 300_000])
def test_an_axis_has_a_few_dates_whatever_its_length(days: int) -> None:
    """Never none, never more than fit."""
    first = dt.date(2019, 2, 27)
    axis = Axis.of_days([first, first + dt.timedelta(days=days)])
    places = list(days_on(axis))
    assert len(places) <= 8
    assert all(axis.first <= day.toordinal() <= axis.last for day in places)
    assert places or days < 7
